//! How each line was spoken: by whom, and who could not and why.

use super::Rank;
use news::Anchor;
use serde::{Deserialize, Serialize};

/// How a line was spoken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenLine {
    /// Which line of the script, from 0.
    pub cue: usize,
    /// Who says it.
    pub anchor: Anchor,
    /// The voice that was wanted first: `vendor/model/voice`.
    pub wanted: String,
    /// The voice that spoke.
    pub voice: String,
    /// Its place in the chain.
    pub rank: Rank,
    /// What was asked in vain before it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Miss>,
}

impl SpokenLine {
    /// Whether another voice spoke than the one that was wanted.
    pub fn is_changed(&self) -> bool {
        self.voice != self.wanted
    }
}

/// A voice that did not say a line, or whose take could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// Which voice.
    pub voice: String,
    /// Why, in a few words that can be counted: `rate limited`, `too slow`, `take refused`.
    pub what: String,
    /// What was seen.
    pub detail: String,
}

impl Miss {
    pub(crate) fn new(voice: impl ToString, what: &str, detail: impl Into<String>) -> Self {
        Self { voice: voice.to_string(), what: what.to_owned(), detail: detail.into() }
    }
}
