//! A line for any voice: the words as they are said, and the sound of those that a voice could get wrong.

use super::lexicon::Lexicon;
use super::pinyin::read;
use super::readings::{Stretch, Why, commonest};
use crate::normalise;
use gateway::voice::{Line, Piece, Reading};
use news::Language;
use news::text::is_han;

/// The most characters that are told with a surname, so that the surname alone is not told of everything.
const WITH_SURNAME: usize = 2;

/// The line of a text, at the voice's own pace; figures are put into words.
pub fn line(text: &str, language: Language, lexicon: &Lexicon) -> Line {
    let spoken = normalise::spoken(text, language);
    let language = language.as_str().to_owned();
    Line { pieces: pieces(&spoken, lexicon), language, pace: 1.0, ..Line::default() }
}

/// A text that is spelled as it is said, in pieces: phrases of polyphones and what the owner wrote down with their sound.
///
/// Only phrases that sound otherwise than their characters mostly do are sounded; the rest a voice knows.
pub fn pieces(spoken: &str, lexicon: &Lexicon) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = spoken;
    while let Some(first) = rest.chars().next() {
        let is_clause = is_han(first);
        let end = rest.find(|c| is_han(c) != is_clause).unwrap_or(rest.len());
        if is_clause {
            sound_clause(&rest[..end], lexicon, &mut words, &mut pieces);
        } else {
            words.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    push_words(&mut words, &mut pieces);
    pieces
}

fn push_words(words: &mut String, pieces: &mut Vec<Piece>) {
    if !words.is_empty() {
        pieces.push(Piece::Words(std::mem::take(words)));
    }
}

fn sound_clause(clause: &str, lexicon: &Lexicon, words: &mut String, pieces: &mut Vec<Piece>) {
    let chars: Vec<char> = clause.chars().collect();
    let stretches = read(clause, lexicon);
    let mut at = 0;
    while let Some(stretch) = stretches.get(at) {
        // A dictionary of a vendor tells a phrase wherever it stands: no single character may get into it.
        let n_told = match (stretch.why, stretch.range.len()) {
            (Why::Owner, _) => 1,
            (Why::Phrase, 1) => {
                1 + stretches[at + 1..].iter().take(WITH_SURNAME).filter(|next| next.range.len() == 1).count()
            }
            (Why::Phrase, _) => 1,
            (Why::Alone, _) => 0,
        };
        let told = &stretches[at..at + n_told];
        let range = stretch.range.start..told.last().map_or(stretch.range.end, |last| last.range.end);
        let written: String = chars[range].iter().collect();
        match told_sound(told, &chars) {
            Some(pinyin) if stretch.why == Why::Owner || written.chars().count() > 1 => {
                push_words(words, pieces);
                pieces.push(Piece::Sounded { written, reading: Reading::Pinyin(pinyin) });
            }
            _ => words.push_str(&written),
        }
        at += n_told.max(1);
    }
}

/// The syllables of what is told; `None` where a voice would say the same untold.
fn told_sound(told: &[Stretch], chars: &[char]) -> Option<String> {
    let first = told.first()?;
    let syllables: Vec<&str> =
        told.iter().flat_map(|stretch| &stretch.syllables).map(Option::as_deref).collect::<Option<_>>()?;
    let is_odd = |(n, syllable): (usize, &&str)| {
        let c = chars[first.range.start + n];
        // Neutral tones and the tones of 一 and 不 are heard from every voice.
        !syllable.ends_with('5') && !matches!(c, '一' | '不') && commonest(c).as_deref() != Some(*syllable)
    };
    (first.why == Why::Owner || syllables.iter().enumerate().any(is_odd)).then(|| syllables.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Piece {
        Piece::Words(text.into())
    }

    fn sounded(written: &str, pinyin: &str) -> Piece {
        Piece::Sounded { written: written.into(), reading: Reading::Pinyin(pinyin.into()) }
    }

    #[test]
    fn only_what_a_voice_could_get_wrong_is_sounded() {
        assert_eq!(
            line("重庆上涨5%仇先生不知道", Language::ZH, &Lexicon::default()).pieces,
            [
                sounded("重庆", "chong2 qing4"),
                words("上涨百分之五"),
                sounded("仇先生", "qiu2 xian1 sheng5"),
                words("不知道")
            ]
        );
        assert_eq!(pieces("天气很好。", &Lexicon::default()), [words("天气很好。")]);
    }

    #[test]
    fn what_the_owner_wrote_down_is_always_sounded() {
        let lexicon = Lexicon::parse("天气\ttian1 qi5").unwrap();
        assert_eq!(pieces("OK，天气好", &lexicon), [words("OK，"), sounded("天气", "tian1 qi5"), words("好")]);
        assert_eq!(line("Hi.", Language::EN, &lexicon), Line::words("Hi.", "en"));
    }
}
