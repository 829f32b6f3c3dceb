//! The floor's rendering of a line, cut into its words: what any voice that says the same line is compared with.
//!
//! espeak-ng is asked for a silence between words that no speech has; where it stands, a word ends. Nothing else tells
//! the times of its words, and the line is spoken once only.

use super::align::{self, Sides};
use super::features::features;
use super::words::{Word, words};
use crate::speak::{Utterance, at_pace, parts, utter, utter_parts};
use crate::{Lexicon, VoiceChoice, normalise};
use gateway::voice::Line;
use news::{Language, text::is_han};
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;

/// The silence asked for between words, in espeak's units of 10 ms.
const GAP: &str = "60";
/// A silence at least this long is one that was asked for; no word and no full stop has one.
const LEAST_GAP_SECONDS: f64 = 0.36;
/// What a voice without a person's features says; any voice would do, but always the same one.
const VOICE: &str = "espeak/m3";
/// How far apart frames are, in seconds.
const HOP: f64 = 0.01;
/// A line takes some 10 ms.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(20);

/// A line as the floor says it, with the place of each word.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Samples a second.
    pub(super) rate_hz: u32,
    /// Words without what was between them.
    pub(super) samples: Vec<i16>,
    /// Each word's name and samples, in order, one behind the other.
    pub(super) words: Vec<(String, Range<usize>)>,
}

impl Reference {
    /// Has the floor say a line.
    ///
    /// Errors: in plain words; a take can be checked without.
    pub async fn of(espeak: &Path, text: &str, language: Language) -> Result<Self, String> {
        Self::by(espeak, text, language, &VoiceChoice::new(VOICE)).await
    }

    /// Has one of the floor's voices say it.
    pub async fn by(espeak: &Path, text: &str, language: Language, choice: &VoiceChoice) -> Result<Self, String> {
        let utterance = utter(text, language, choice).map_err(|error| error.to_string())?;
        let utterance = utterance.ok_or_else(|| format!("nothing in {text:?} can be said"))?;
        Self::rendered(espeak, &utterance, &normalise::spoken(text, language)).await
    }

    /// Has the floor say a line that is ready for any voice, at its pace and with the owner's readings.
    pub(crate) async fn of_line(espeak: &Path, line: &Line, lexicon: &Lexicon) -> Result<Self, String> {
        let plain = line.plain();
        let language = Language::parse(&line.language).ok_or_else(|| format!("no language {:?}", line.language))?;
        let choice = at_pace(&VoiceChoice::new(VOICE), line.pace);
        let utterance = utter_parts(&parts(line), language, &choice, lexicon).map_err(|error| error.to_string())?;
        let utterance = utterance.ok_or_else(|| format!("nothing in {plain:?} can be said"))?;
        Self::rendered(espeak, &utterance, &plain).await
    }

    async fn rendered(espeak: &Path, utterance: &Utterance, plain: &str) -> Result<Self, String> {
        let render = |gap: &'static str| run(espeak, utterance, gap);
        let (apart, whole) = futures::future::try_join(render(GAP), render("0")).await?;
        let words = spoken_words(&utterance.ssml);
        Ok(Self::cut(&apart, &words, &self::words(plain)).laid_on(&whole))
    }

    /// From the first sound to the last.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz)
    }

    /// Cuts the sound at the silences that were asked for, and names the pieces.
    fn cut(apart: &Sound, said: &[String], written: &[Word]) -> Self {
        let pieces = pieces(apart);
        let lengths: Vec<usize> = pieces.iter().map(Range::len).collect();
        let names = names(&lengths, said, written);
        let mut reference = Self { rate_hz: apart.rate_hz, samples: Vec::new(), words: Vec::new() };
        for (piece, name) in pieces.into_iter().zip(names) {
            let from = reference.samples.len();
            reference.samples.extend(&apart.samples[piece]);
            reference.words.push((name, from..reference.samples.len()));
        }
        reference
    }

    /// The same words as they are said when nothing stands between them; its own pauses are left out.
    fn laid_on(self, whole: &Sound) -> Self {
        let rate = f64::from(self.rate_hz);
        let (ours, theirs) = (|samples| features(samples, self.rate_hz, HOP, rate as f32 / 2.0), whole.rate_hz);
        let (reference, take) = (ours(&self.samples), ours(&whole.samples));
        let frame = |sample: usize| (sample as f64 / rate / HOP) as usize;
        let starts: Vec<usize> = self.words.iter().map(|(_, word)| frame(word.start)).collect();
        let quiet = |n: usize| whole.samples[at(n, theirs)..at(n + 1, theirs)].iter().all(|s| s.unsigned_abs() < 60);
        let quiet: Vec<bool> = (0..take.len()).map(quiet).collect();
        let path = align::way(&Sides { reference: &reference, starts: &starts, take: &take, quiet: &quiet }).path;
        let mut laid = Self { samples: Vec::with_capacity(self.samples.len()), words: Vec::new(), ..self };
        for (n, (name, _)) in self.words.into_iter().enumerate() {
            let word = align::word(&starts, reference.len(), n);
            let is_in = |s: &Option<usize>| s.is_some_and(|s| word.contains(&s));
            let (Some(first), Some(last)) = (path.iter().position(is_in), path.iter().rposition(is_in)) else {
                continue;
            };
            let from = laid.samples.len();
            laid.samples.extend(&whole.samples[at(first, theirs)..at(last + 1, theirs)]);
            laid.words.push((name, from..laid.samples.len()));
        }
        laid
    }
}

fn at(frame: usize, rate_hz: u32) -> usize {
    (frame as f64 * HOP * f64::from(rate_hz)) as usize
}

/// What espeak-ng gave.
struct Sound {
    rate_hz: u32,
    samples: Vec<i16>,
}

async fn run(espeak: &Path, utterance: &Utterance, gap: &str) -> Result<Sound, String> {
    let rate = utterance.rate.to_string();
    let mut child = tokio::process::Command::new(espeak)
        .args(["-v", &utterance.voice, "-s", &rate, "-g", gap, "-a", "60", "-b", "1", "-m", "--stdin", "--stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{} did not start: {error}", espeak.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends early breaks the pipe; its end says more.
        let _ = stdin.write_all(utterance.ssml.as_bytes()).await;
    }
    let output = tokio::time::timeout(TIMEOUT, child.wait_with_output()).await;
    let output = output.map_err(|_| "espeak-ng did not answer in time")?.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("espeak-ng ended with {}", output.status));
    }
    read_wav(&output.stdout).ok_or_else(|| "espeak-ng gave no WAV".to_owned())
}

/// A WAV of 16 bits and one channel, whose length field is not believed.
fn read_wav(wav: &[u8]) -> Option<Sound> {
    let rate_hz = u32::from_le_bytes(wav.get(24..28)?.try_into().ok()?);
    let data = wav.windows(4).position(|name| name == b"data")? + 8;
    let samples = wav.get(data..)?.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(Sound { rate_hz, samples }).filter(|sound| sound.rate_hz > 0)
}

/// The stretches of sound between silences that were asked for.
fn pieces(apart: &Sound) -> Vec<Range<usize>> {
    let least = (LEAST_GAP_SECONDS * f64::from(apart.rate_hz)) as usize;
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (at, _) in apart.samples.iter().enumerate().filter(|(_, sample)| sample.unsigned_abs() > 8) {
        match pieces.last_mut() {
            Some(piece) if at - piece.end < least => piece.end = at + 1,
            _ => pieces.push(at..at + 1),
        }
    }
    pieces
}

/// The words of the marked-up line, in order.
fn spoken_words(ssml: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut in_tag = false;
    for c in ssml.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                plain.push(' ');
            }
            c if !in_tag => plain.push(c),
            _ => {}
        }
    }
    plain.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).map(String::from).collect()
}

/// What each piece is called: as it is written where the pieces are as many as the words, else by number.
fn names(lengths: &[usize], said: &[String], written: &[Word]) -> Vec<String> {
    let n_pieces = lengths.len();
    let Some(said) = grouped(lengths, said) else {
        return (1..=n_pieces).map(|n| format!("word {n} of {n_pieces}")).collect();
    };
    // Pinyin ends each syllable in its tone, and has a syllable a character.
    let n_tones = |word: &String| word.chars().filter(|c| ('1'..='5').contains(c)).count();
    let han: Vec<&str> =
        written.iter().map(|word| word.text.as_str()).filter(|text| text.chars().all(is_han)).collect();
    if said.iter().map(n_tones).sum::<usize>() != han.len() {
        return said;
    }
    let mut rest = han.into_iter();
    let name = |word: &String| match n_tones(word) {
        0 => word.clone(),
        n => rest.by_ref().take(n).collect(),
    };
    said.iter().map(name).collect()
}

/// espeak-ng says some words as one (`of the`): as many words to each piece as its length is best explained by.
fn grouped(lengths: &[usize], said: &[String]) -> Option<Vec<String>> {
    /// Words that are said as one, at most.
    const MOST: usize = 3;
    if lengths.len() == said.len() {
        return Some(said.to_vec());
    }
    let syllables: Vec<f64> =
        said.iter().map(|word| words(word).iter().map(|word| word.n_syllables).sum::<usize>() as f64).collect();
    let a_syllable = lengths.iter().sum::<usize>() as f64 / syllables.iter().sum::<f64>().max(1.0);
    let n = said.len();
    // The least that is left unexplained when so many pieces have so many words, and the words of the last piece.
    let mut least = vec![vec![(f64::INFINITY, 0); n + 1]; lengths.len() + 1];
    least[0][0].0 = 0.0;
    for (piece, length) in lengths.iter().enumerate() {
        for end in 1..=n {
            for group in 1..=MOST.min(end) {
                let spoken: f64 = syllables[end - group..end].iter().sum();
                let off = (*length as f64 / a_syllable - spoken).powi(2);
                let total = least[piece][end - group].0 + off;
                if total < least[piece + 1][end].0 {
                    least[piece + 1][end] = (total, group);
                }
            }
        }
    }
    if least[lengths.len()][n].0.is_infinite() {
        return None;
    }
    let mut names = Vec::with_capacity(lengths.len());
    let mut end = n;
    for piece in (1..=lengths.len()).rev() {
        let group = least[piece][end].1;
        names.push(said[end - group..end].join(" "));
        end -= group;
    }
    names.reverse();
    Some(names)
}
