//! What was changed after publication.

use crate::{Language, StoryId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was changed after publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// When.
    pub at: Timestamp,
    /// Of which story.
    pub story: StoryId,
    /// What was wrong and what is right, in the story's language.
    pub text: String,
    /// What led to it.
    #[serde(default)]
    pub kind: CorrectionKind,
    /// Whether the story was withdrawn, so that only this note is left of it.
    #[serde(default)]
    pub withdrawn: bool,
    /// The words as they were published, or as the source had them then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The words as the source has them now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The rule, or the owner's reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The page that was looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who made it: `corrections desk`, or `owner`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// What led to a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    /// The source, or the owner, says something else now.
    #[default]
    Corrected,
    /// The source took its report back.
    Retracted,
    /// The source's page is gone.
    Dead,
    /// The owner took the story out.
    Killed,
}

/// A correction with the edition it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Corrected {
    /// Of this edition.
    pub edition: String,
    /// The story's headline there.
    pub headline: String,
    /// The language it was told in.
    pub language: Language,
    /// What was changed.
    pub correction: Correction,
}
