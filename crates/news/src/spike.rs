//! What was left out, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something left out of the edition, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spike {
    /// The headline of what was left out, or the name of the source that failed.
    pub headline: String,
    /// The addresses it came from.
    pub urls: Vec<String>,
    /// Which rule.
    pub reason: SpikeReason,
    /// In plain words, with the values.
    pub detail: String,
}

/// Why something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpikeReason {
    /// Older than its window, or about something old.
    Stale,
    /// No date that could be believed.
    Undated,
    /// The same text as another item.
    Duplicate,
    /// Told before, and nothing new.
    Repeat,
    /// Its sources do not support it.
    Unsupported,
    /// Cut off.
    Truncated,
    /// It gives orders to models.
    Injection,
    /// It could harm, or is not a report (satire, advertisement).
    Unsafe,
    /// Others were more important.
    LowRank,
    /// Too sensational for one owner's word.
    SingleSource,
    /// It could not be fetched.
    FetchFailed,
    /// In a language this edition does not tell.
    Language,
}

impl SpikeReason {
    /// The name in files: `low_rank`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Undated => "undated",
            Self::Duplicate => "duplicate",
            Self::Repeat => "repeat",
            Self::Unsupported => "unsupported",
            Self::Truncated => "truncated",
            Self::Injection => "injection",
            Self::Unsafe => "unsafe",
            Self::LowRank => "low_rank",
            Self::SingleSource => "single_source",
            Self::FetchFailed => "fetch_failed",
            Self::Language => "language",
        }
    }
}
