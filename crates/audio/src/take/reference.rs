//! The floor's rendering of a line, cut into its words: what any voice that says the same line is compared with.
//!
//! espeak-ng is asked for a silence between words that no speech has; where it stands, a word ends. Nothing else tells
//! the times of its words, and the line is spoken once only.

use super::words::{Word, words};
use crate::speak::utter;
use crate::{VoiceChoice, normalise};
use news::Language;
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;

/// The silence asked for between words, in espeak's units of 10 ms.
const GAP: &str = "40";
/// A silence at least this long is one that was asked for; no word and no full stop has one.
const LEAST_GAP_SECONDS: f64 = 0.36;
/// What a voice without a person's features says; any voice would do, but always the same one.
const VOICE: &str = "espeak/m3";
/// espeak-ng at its own speed reads faster than news.
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
        let choice = VoiceChoice::new(VOICE);
        let utterance = utter(text, language, &choice).map_err(|error| error.to_string())?;
        let utterance = utterance.ok_or_else(|| format!("nothing in {text:?} can be said"))?;
        let rate = utterance.rate.to_string();
        let wav = run(espeak, &utterance.voice, &rate, &utterance.ssml);
        let wav = tokio::time::timeout(TIMEOUT, wav).await.map_err(|_| "espeak-ng did not answer in time")??;
        let (rate_hz, samples) = read_wav(&wav).ok_or("espeak-ng gave no WAV")?;
        Ok(Self::cut(rate_hz, &samples, &spoken_words(&utterance.ssml), &words(&normalise::spoken(text, language))))
    }

    /// From the first sound to the last.
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz)
    }

    /// Cuts the sound at the silences that were asked for, and names the pieces.
    fn cut(rate_hz: u32, samples: &[i16], said: &[String], written: &[Word]) -> Self {
        let pieces = pieces(rate_hz, samples);
        let names = names(pieces.len(), said, written);
        let mut reference = Self { rate_hz, samples: Vec::new(), words: Vec::new() };
        for (piece, name) in pieces.into_iter().zip(names) {
            let from = reference.samples.len();
            reference.samples.extend(&samples[piece]);
            reference.words.push((name, from..reference.samples.len()));
        }
        reference
    }
}

async fn run(espeak: &Path, voice: &str, rate: &str, ssml: &str) -> Result<Vec<u8>, String> {
    let mut child = tokio::process::Command::new(espeak)
        .args(["-v", voice, "-s", rate, "-g", GAP, "-a", "60", "-b", "1", "-m", "--stdin", "--stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{} did not start: {error}", espeak.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends early breaks the pipe; its end says more.
        let _ = stdin.write_all(ssml.as_bytes()).await;
    }
    let output = child.wait_with_output().await.map_err(|error| error.to_string())?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("espeak-ng ended with {}", output.status)) }
}

/// Rate and samples of a WAV of 16 bits and one channel, whose length field is not believed.
fn read_wav(wav: &[u8]) -> Option<(u32, Vec<i16>)> {
    let rate_hz = u32::from_le_bytes(wav.get(24..28)?.try_into().ok()?);
    let data = wav.windows(4).position(|name| name == b"data")? + 8;
    let samples = wav.get(data..)?.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    Some((rate_hz, samples)).filter(|(rate_hz, _)| *rate_hz > 0)
}

/// The stretches of sound between silences that were asked for.
fn pieces(rate_hz: u32, samples: &[i16]) -> Vec<Range<usize>> {
    let least = (LEAST_GAP_SECONDS * f64::from(rate_hz)) as usize;
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (at, _) in samples.iter().enumerate().filter(|(_, sample)| sample.unsigned_abs() > 8) {
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
fn names(n_pieces: usize, said: &[String], written: &[Word]) -> Vec<String> {
    if said.len() != n_pieces {
        return (1..=n_pieces).map(|n| format!("word {n} of {n_pieces}")).collect();
    }
    let n_written: Vec<usize> =
        said.iter().map(|word| word.chars().filter(|c| ('1'..='5').contains(c)).count()).collect();
    let is_pinyin = n_written.iter().sum::<usize>() == written.len() && n_written.iter().all(|n| *n > 0);
    if !is_pinyin {
        return said.to_vec();
    }
    let mut rest = written.iter();
    n_written.into_iter().map(|n| rest.by_ref().take(n).map(|word| word.text.as_str()).collect()).collect()
}
