//! Makes of a written line what espeak-ng is given: normalised, in pinyin, with a voice for each language in it.

use super::EspeakVoice;
use super::lexicon::Lexicon;
use super::pinyin::{Fixed, transcribe, within};
use super::seconds;
use crate::{Error, VoiceChoice, normalise};
use news::{Language, text::is_han};

/// espeak-ng makes no final pause after a closing voice element; without one the end of a take cannot be told from a cut.
const FINAL_PAUSE: &str = "<break time=\"300ms\"/>";

/// One line, ready for espeak-ng.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Utterance {
    /// The `-v` of the line.
    pub(crate) voice: String,
    /// Text with a voice element round each run of a language.
    pub(crate) ssml: String,
    /// The same without the variant, for a line the variant failed on.
    pub(crate) plain_voice: String,
    /// See `plain_voice`.
    pub(crate) plain_ssml: String,
    /// Words a minute.
    pub(crate) rate: u32,
    /// 0 to 99.
    pub(crate) pitch: u32,
    /// How long the take should be, roughly.
    pub(crate) expected_seconds: f64,
}

/// Prepares a line; `None` if nothing in it can be said.
pub(crate) fn utter(text: &str, language: Language, choice: &VoiceChoice) -> Result<Option<Utterance>, Error> {
    let text = normalise::spoken(text, language);
    utter_parts(&[Part::Text { text, fixed: Vec::new() }], language, choice, &Lexicon::default())
}

/// A part of a line, spelled as it is said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Words, and the syllables that are known of them.
    Text { text: String, fixed: Vec<Fixed> },
    /// Silence, in milliseconds.
    Pause(u32),
}

/// Prepares a line in parts; `None` if nothing in it can be said.
pub(crate) fn utter_parts(
    parts: &[Part],
    language: Language,
    choice: &VoiceChoice,
    lexicon: &Lexicon,
) -> Result<Option<Utterance>, Error> {
    let voice = EspeakVoice::parse(&choice.floor)?;
    let rate = if language == Language::ZH { choice.rate_zh } else { choice.rate_words }.clamp(80, 400);
    let runs: Vec<Run> = parts.iter().flat_map(|part| runs(part, lexicon)).collect();
    if !runs.iter().any(Run::is_said) {
        return Ok(None);
    }
    let expected_seconds = seconds_of(&runs, choice, voice.variant());
    let words = if language == Language::ZH { Language::EN } else { language };
    // A run of the other language keeps its own speed, whatever the line's is.
    let share = |run_rate: u32| run_rate.clamp(80, 400) * 100 / rate;
    let ssml = |name: &dyn Fn(Language) -> String| -> String {
        let element = |run: &Run| match run {
            Run::Han { pinyin, .. } => element(&name(Language::ZH), share(choice.rate_zh), pinyin),
            Run::Words(words_text) => element(&name(words), share(choice.rate_words), &escape(words_text)),
            Run::Pause(ms) => format!("<break time=\"{ms}ms\"/>"),
        };
        runs.iter().map(element).chain(std::iter::once(FINAL_PAUSE.to_owned())).collect()
    };
    Ok(Some(Utterance {
        voice: voice.speaking(language),
        ssml: ssml(&|language| voice.speaking(language)),
        plain_voice: EspeakVoice::plain(language),
        plain_ssml: ssml(&EspeakVoice::plain),
        rate,
        pitch: choice.pitch.min(99),
        expected_seconds,
    }))
}

/// How long a text takes to say at the speed news is read, in seconds, without silence round it.
pub fn spoken_seconds(text: &str, language: Language) -> f64 {
    spoken_seconds_by(text, language, &VoiceChoice::new("espeak/f3"))
}

/// How long a text takes to say by a voice of the floor, in seconds, without silence round it; most lines within 10 %.
pub fn spoken_seconds_by(text: &str, language: Language, choice: &VoiceChoice) -> f64 {
    let part = Part::Text { text: normalise::spoken(text, language), fixed: Vec::new() };
    let voice = EspeakVoice::parse(&choice.floor).ok();
    seconds_of(&runs(&part, &Lexicon::default()), choice, voice.as_ref().and_then(EspeakVoice::variant))
}

fn seconds_of(runs: &[Run], choice: &VoiceChoice, variant: Option<&str>) -> f64 {
    let last = runs.len().saturating_sub(1);
    let rate = |rate: u32| rate.clamp(80, 400);
    let one = |(n, run): (usize, &Run)| match run {
        Run::Han { pinyin, .. } => seconds::of_pinyin(without_end(pinyin, n == last), rate(choice.rate_zh), variant),
        Run::Words(text) => seconds::of_words(without_end(text, n == last), rate(choice.rate_words), variant),
        Run::Pause(ms) => f64::from(*ms) / 1000.0,
    };
    runs.iter().enumerate().map(one).sum()
}

/// The pause after the last word belongs to nobody.
fn without_end(text: &str, is_last: bool) -> &str {
    if is_last { text.trim_end_matches(|c: char| c.is_whitespace() || ",;:.!?".contains(c)) } else { text }
}

/// A stretch in one script.
#[derive(Debug, Clone, PartialEq)]
enum Run {
    Han { pinyin: String, n_syllables: usize },
    Words(String),
    Pause(u32),
}

impl Run {
    fn is_said(&self) -> bool {
        match self {
            Self::Han { n_syllables, .. } => *n_syllables > 0,
            Self::Words(text) => text.chars().any(char::is_alphanumeric),
            Self::Pause(_) => false,
        }
    }
}

/// Cuts by script; punctuation and spaces stay with what stands before them.
fn runs(part: &Part, lexicon: &Lexicon) -> Vec<Run> {
    let (text, fixed) = match part {
        Part::Text { text, fixed } => (text, fixed),
        Part::Pause(ms) => return vec![Run::Pause(*ms)],
    };
    let mut stretches: Vec<(bool, usize, String)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let script = if is_han(c) { Some(true) } else { c.is_alphanumeric().then_some(false) };
        match (stretches.last_mut(), script) {
            (Some((is_han_run, _, run)), script) if script.is_none_or(|is_han| is_han == *is_han_run) => run.push(c),
            (None, None) => {}
            (_, script) => stretches.push((script.unwrap_or(false), at, c.to_string())),
        }
    }
    let run = |(is_han_run, at, run): (bool, usize, String)| {
        if is_han_run {
            let fixed = within(fixed, at..at + run.chars().count());
            let (pinyin, n_syllables) = transcribe(&run, &fixed, lexicon);
            return Run::Han { pinyin, n_syllables };
        }
        Run::Words(normalise::spelled(&run.chars().map(ascii_punctuation).collect::<String>()))
    };
    stretches.into_iter().map(run).collect()
}

fn ascii_punctuation(c: char) -> char {
    match c {
        '，' | '、' => ',',
        '。' => '.',
        '！' => '!',
        '？' => '?',
        '；' => ';',
        '：' => ':',
        // A bracket is a short pause; a quotation mark is none.
        '(' | ')' | '（' | '）' | '—' | '–' | '…' => ',',
        '"' | '“' | '”' | '《' | '》' | '「' | '」' => ' ',
        _ => c,
    }
}

/// `<lang>` does not switch in espeak-ng 1.51 and after a nested voice the outer one is lost, so every run has its own.
fn element(voice: &str, percent: u32, content: &str) -> String {
    if percent == 100 {
        return format!("<voice name=\"{voice}\">{content}</voice>");
    }
    format!("<voice name=\"{voice}\"><prosody rate=\"{percent}%\">{content}</prosody></voice>")
}

/// `[[` would begin espeak's own phoneme notation.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '[' | ']' => escaped.push(' '),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: Language, expected: &str) {
        let utterance = utter(text, language, &VoiceChoice::new("espeak/f3")).unwrap().unwrap();
        assert_eq!(utterance.ssml, expected);
    }

    #[test]
    fn english_in_a_chinese_line_has_a_voice_of_its_own() {
        check(
            "中国的DeepSeek发布模型。",
            Language::ZH,
            "<voice name=\"cmn-latn-pinyin+f3\">zhong1guo2 de5</voice>\
             <voice name=\"en-us+f3\"><prosody rate=\"82%\">DeepSeek</prosody></voice>\
             <voice name=\"cmn-latn-pinyin+f3\">fa1bu4 mo2xing2.</voice><break time=\"300ms\"/>",
        );
    }

    #[test]
    fn markup_in_the_text_is_text() {
        let choice = VoiceChoice::new("espeak/f3");
        let utterance = utter("Tom & Jerry <b> [[x]]", Language::EN, &choice).unwrap().unwrap();
        let inside = utterance.ssml.trim_start_matches("<voice name=\"en-us+f3\">");
        let inside = inside.trim_end_matches("</voice><break time=\"300ms\"/>");
        assert!(!inside.contains(['<', '>', '[', ']']), "{inside}");
    }

    #[test]
    fn a_line_without_words_is_not_spoken() {
        assert_eq!(utter("🎉 — …", Language::ZH, &VoiceChoice::new("espeak/f3")).unwrap(), None);
    }

    /// Prints what espeak-ng is given for every line of a file: `ZAOWAN_LINES=file.txt`.
    #[test]
    #[ignore = "a tool for reading over"]
    fn print_the_ssml_of_a_file() {
        let Ok(path) = std::env::var("ZAOWAN_LINES") else {
            println!("ZAOWAN_LINES is not set, so nothing is read");
            return;
        };
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let utterance = utter(line, news::text::language_of(line), &VoiceChoice::new("espeak/f3")).unwrap();
            println!("{line} => {}", utterance.map_or_else(String::new, |utterance| utterance.ssml));
        }
    }
}
