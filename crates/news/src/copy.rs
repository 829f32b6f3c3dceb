//! A story being written: Draft -> EditedDraft -> FinalCopy -> ClearedStory.
//!
//! Each exists only by the step that makes it, so an unchecked story cannot reach the reader.

use crate::{ItemId, Language, Role, SpikeReason, StoryId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a sentence comes from: a byte span of an item's text, or of its title.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// Which item.
    pub item: ItemId,
    /// Whether the span is of the title rather than of the text.
    pub in_title: bool,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The bytes of the span.
    pub quote: String,
}

/// One sentence with its citations; a sentence without one never passes the fact-checker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// As it is read.
    pub text: String,
    /// Where it comes from.
    pub citations: Vec<Citation>,
}

/// Who did a step, and with what brain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Author {
    /// The role.
    pub role: Role,
    /// The vendor; `zaowan` for the floor.
    pub vendor: String,
    /// The model, or the floor's name.
    pub model: String,
    /// Whether the floor did it.
    pub floor: bool,
}

impl Author {
    /// The floor in this role.
    pub fn floor(role: Role) -> Self {
        Self { role, vendor: "zaowan".into(), model: "floor".into(), floor: true }
    }
}

/// What the reporter writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Of which story.
    pub story: StoryId,
    /// In which language.
    pub language: Language,
    /// With its citation.
    pub headline: Sentence,
    /// The first is the lede.
    pub sentences: Vec<Sentence>,
    /// Who wrote it.
    pub written_by: Author,
}

/// What the fact-checker found, one finding a sentence; the headline's is the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactCheck {
    /// Of which story.
    pub story: StoryId,
    /// In the order of the sentences.
    pub findings: Vec<Finding>,
    /// Of the headline.
    pub headline: Finding,
    /// Who checked it.
    pub checked_by: Author,
}

/// What was found about one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether its sources support it.
    pub support: Support,
    /// In plain words, with the values.
    pub why: String,
}

/// Whether sources support a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// They say so.
    Supported,
    /// They say otherwise.
    Contradicted,
    /// They do not say so.
    NotFound,
    /// Code cannot tell: somebody must read it. Until then it does not stand.
    Doubtful,
    /// The same, and what code found speaks against it: only a rival of its writer may settle it.
    Unlikely,
}

impl Support {
    /// Whether somebody who reads may still say that it stands.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Supported | Self::Doubtful | Self::Unlikely)
    }
}

/// A draft after the desk editor: every sentence in it is supported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedDraft {
    /// The draft that is left.
    pub draft: Draft,
    /// What was changed and why.
    pub notes: Vec<String>,
    /// Who wrote and checked it so far.
    pub checked_by: Vec<Author>,
}

/// A story after the copy editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalCopy {
    /// Of which story.
    pub story: StoryId,
    /// In which language.
    pub language: Language,
    /// With its citation.
    pub headline: Sentence,
    /// One or two sentences of the body for feeds.
    pub summary: String,
    /// The first is the lede.
    pub sentences: Vec<Sentence>,
    /// Who wrote it.
    pub written_by: Author,
    /// Who checked it.
    pub checked_by: Vec<Author>,
    /// What was changed and why.
    pub notes: Vec<String>,
}

/// What the standards editor says of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It may be published.
    Clear,
    /// Not in this edition: it waits for a second owner or more.
    Hold {
        /// Which rule.
        reason: SpikeReason,
        /// In plain words.
        detail: String,
    },
    /// Never.
    Spike {
        /// Which rule.
        reason: SpikeReason,
        /// In plain words.
        detail: String,
    },
}

/// A story that may be published: exists only with [`Ruling::Clear`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearedStory {
    copy: FinalCopy,
    score_milli: u32,
}

impl ClearedStory {
    /// Clears the story if the ruling is to clear it, else gives the ruling back.
    ///
    /// `score_milli`: the assignment's total score in thousandths; the producer orders by it.
    pub fn new(copy: FinalCopy, ruling: Ruling, score_milli: u32) -> Result<Self, Ruling> {
        match ruling {
            Ruling::Clear => Ok(Self { copy, score_milli }),
            Ruling::Hold { .. } | Ruling::Spike { .. } => Err(ruling),
        }
    }

    /// The story.
    pub fn copy(&self) -> &FinalCopy {
        &self.copy
    }

    /// The assignment's total score in thousandths.
    pub fn score_milli(&self) -> u32 {
        self.score_milli
    }
}
