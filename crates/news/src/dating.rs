//! When an item was published, and how we know.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The date of an item with its evidence. No value means unknown, never "now".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dating {
    /// First publication.
    pub value: Option<Timestamp>,
    /// How fine the value is.
    pub precision: Precision,
    /// How sure we are.
    pub confidence: Confidence,
    /// Everything that was found, whether it was believed or not.
    pub evidence: Vec<Evidence>,
}

impl Dating {
    /// The dating of an item about whose date nothing was found.
    pub fn unknown() -> Self {
        Self { value: None, precision: Precision::Day, confidence: Confidence::None, evidence: Vec::new() }
    }

    /// Age at `now` in hours; `None` if undated. Negative for the future.
    pub fn age_hours(&self, now: Timestamp) -> Option<f64> {
        self.value.map(|value| now.duration_since(value).as_secs_f64() / 3600.0)
    }
}

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The day is known.
    Day,
    /// The minute is known.
    Minute,
    /// The second is known.
    Second,
}

/// How sure a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// No date at all.
    None,
    /// One weak sign, or signs that contradict each other.
    Low,
    /// One good sign.
    Medium,
    /// Two independent signs that agree.
    High,
}

/// One sign of a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Where it was found.
    pub kind: EvidenceKind,
    /// As it was written.
    pub raw: String,
    /// As it was read; `None` if it could not be.
    pub value: Option<Timestamp>,
    /// Why it was not believed, if it was not.
    pub rejected: Option<String>,
}

/// Where a date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// The feed's entry.
    Feed,
    /// JSON-LD, or other JSON for machines, in the page.
    JsonLd,
    /// A meta element of the page.
    Meta,
    /// A time element of the page.
    TimeElement,
    /// The URL's path.
    Url,
    /// The visible text: a dateline or a line that holds a date.
    Text,
    /// The Last-Modified header.
    Http,
    /// The file's time or the front matter of a file.
    File,
    /// The source's API.
    Api,
    /// A change that the page tells of itself: its publication was no later.
    Update,
    /// Something that the page carries, such as the newest entry of a list: a bound, never a proof that it is new.
    Hint,
}
