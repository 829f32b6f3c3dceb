//! What comes back from a voice: sound, marks and usage, as they come.

use super::VoiceFault;
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use std::fmt;

/// A line while it is being said.
pub struct Speech {
    /// Samples a second.
    pub rate_hz: u32,
    /// What comes; an error ends it.
    pub stream: BoxStream<'static, Result<Sound, VoiceFault>>,
}

/// What comes from a voice.
#[derive(Debug, Clone, PartialEq)]
pub enum Sound {
    /// Mono samples, in order.
    Samples(Vec<i16>),
    /// When a word or character of the line is heard.
    Mark(Mark),
    /// What the vendor says it used; comes last.
    Used(VoiceUsage),
}

/// When a part of the line is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What is heard, as the vendor spells it.
    pub text: String,
    /// From the first sample of the line, in milliseconds.
    pub start_ms: u64,
    /// Its end.
    pub end_ms: u64,
}

/// What a vendor says that a line used; what it does not say is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VoiceUsage {
    /// Characters as the vendor counts them.
    pub characters: Option<u64>,
    /// Tokens read.
    pub input_tokens: Option<u64>,
    /// Tokens of sound.
    pub output_tokens: Option<u64>,
    /// How many words the vendor says it spoke.
    pub words: Option<u64>,
    /// How long the vendor says the sound is.
    pub milliseconds: Option<u64>,
}

impl VoiceUsage {
    /// Takes over what a later report of the same request says.
    pub(crate) fn join(&mut self, later: Self) {
        self.merge(later, |_, later| later);
    }

    /// Adds what another request used.
    pub(crate) fn add(&mut self, other: Self) {
        self.merge(other, |sum, more| sum + more);
    }

    fn merge(&mut self, other: Self, both: impl Fn(u64, u64) -> u64) {
        let merge = |mine: &mut Option<u64>, other: Option<u64>| {
            *mine = match (*mine, other) {
                (Some(mine), Some(other)) => Some(both(mine, other)),
                (mine, other) => other.or(mine),
            };
        };
        merge(&mut self.characters, other.characters);
        merge(&mut self.input_tokens, other.input_tokens);
        merge(&mut self.output_tokens, other.output_tokens);
        merge(&mut self.words, other.words);
        merge(&mut self.milliseconds, other.milliseconds);
    }
}

/// A line that was said to its end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono.
    pub samples: Vec<i16>,
    /// In order; empty where the voice gives none.
    pub marks: Vec<Mark>,
    /// As reported.
    pub usage: VoiceUsage,
}

impl Speech {
    /// Waits for the end.
    ///
    /// Errors: the fault that ended the stream; what was heard before it is lost.
    pub async fn whole(mut self) -> Result<Said, VoiceFault> {
        let mut said = Said { rate_hz: self.rate_hz, ..Said::default() };
        while let Some(sound) = self.stream.next().await {
            match sound? {
                Sound::Samples(samples) => said.samples.extend(samples),
                Sound::Mark(mark) => said.marks.push(mark),
                Sound::Used(usage) => said.usage = usage,
            }
        }
        Ok(said)
    }
}

/// A kept line is given in pieces as a new one comes, so that nobody has to wait for the whole of it.
const PIECE: usize = 8_192;

impl Said {
    /// The same once more.
    pub(crate) fn again(self) -> Speech {
        let pieces: Vec<Sound> = self.samples.chunks(PIECE).map(|piece| Sound::Samples(piece.to_vec())).collect();
        let all = self.marks.into_iter().map(Sound::Mark).chain(pieces).chain([Sound::Used(self.usage)]);
        Speech { rate_hz: self.rate_hz, stream: stream::iter(all.map(Ok).collect::<Vec<_>>()).boxed() }
    }
}

impl fmt::Debug for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Speech").field("rate_hz", &self.rate_hz).finish_non_exhaustive()
    }
}
