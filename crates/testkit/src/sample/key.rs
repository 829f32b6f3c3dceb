//! The answer key: what was planted in the sample wire, and what an edition must make of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What was planted, and what must become of it; the form of `sample/key.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AnswerKey {
    /// What the file is, for people.
    pub note: String,
    /// The moment it holds for.
    pub as_of: Timestamp,
    /// In the order of the kinds of trouble.
    pub traps: Vec<Trap>,
    /// Every event of the set with all who tell it.
    pub events: Vec<Event>,
}

impl AnswerKey {
    /// Reads the embedded file; an empty key if it is not one, which a test rules out.
    pub(crate) fn parse(json: &str) -> Self {
        let key = serde_json::from_str(json);
        debug_assert!(key.is_ok(), "sample/key.json: {key:?}");
        key.unwrap_or_default()
    }
}

/// One thing that must be handled rightly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trap {
    /// Its short name.
    pub id: String,
    /// What was planted, in plain words.
    pub what: String,
    /// The articles it is about, as their feeds give them; empty where it is about a whole source.
    #[serde(default)]
    pub urls: Vec<String>,
    /// What must become of them.
    pub expect: Expect,
}

/// An outcome in terms of `edition.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum Expect {
    /// All its urls are in one story: in the sources of one published story, or in the urls of one spike.
    Merged,
    /// No two of its urls are in one story.
    Apart,
    /// None of its urls is in a published story, and each is in a spike with one of these reasons.
    Spiked {
        /// Names of reasons, such as `stale`.
        reasons: Vec<String>,
    },
    /// None of its urls is in a published story; the reason is free.
    NotPublished,
    /// Each of its urls is a source of a published story.
    Published {
        /// The time its source must bear there.
        #[serde(default)]
        at: Option<Timestamp>,
        /// A string that must occur in `edition.json`, character by character.
        #[serde(default)]
        probe: Option<String>,
    },
    /// Its urls together occur at most once as a source of published stories.
    Once,
    /// The story that holds its urls has exactly so many independent owners.
    Corroboration {
        /// The count.
        owners: u32,
    },
    /// The report of this source holds a problem of this kind, and the others are not hurt.
    SourceProblem {
        /// The id of the source in `newsroom.toml`.
        source: String,
        /// As `news::ProblemKind` writes it, such as `too_large`.
        kind: String,
    },
    /// This source gives at least so many items.
    SourceRead {
        /// The id of the source in `newsroom.toml`.
        source: String,
        /// The count.
        at_least: u32,
    },
    /// Asked a second time with what it sent the first time, this source answers 304 and gives no item.
    NotModified {
        /// The id of the source in `newsroom.toml`.
        source: String,
    },
}

/// One event with everybody who tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its short name.
    pub id: String,
    /// What happened.
    pub what: String,
    /// The articles that report it.
    pub urls: Vec<String>,
}
