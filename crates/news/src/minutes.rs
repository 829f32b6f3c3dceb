//! The minutes of a story: the path from its items to its sentences, and who did each step.

use crate::{Author, Role, StoryId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One step on the way of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Minute {
    /// `triage`, `choice`, `dossier`, `draft`, `facts`, `doubt`, `rewrite`, `edit`, `copy`, `reread`, `again`, `ruling`, `rundown`,
    /// `proof`, `translation`.
    pub step: String,
    /// In which role.
    pub role: Role,
    /// The vendor; `zaowan` for rules.
    pub vendor: String,
    /// The model; `floor` for rules.
    pub model: String,
    /// What was done.
    pub what: String,
    /// Why, in the words of who did it; empty where nothing was said.
    pub why: String,
}

impl Minute {
    /// A row of what this author did.
    pub fn by(author: &Author, step: &str, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            step: step.to_owned(),
            role: author.role,
            vendor: author.vendor.clone(),
            model: author.model.clone(),
            what: what.into(),
            why: why.into(),
        }
    }

    /// Whether rules did it.
    pub fn is_by_rules(&self) -> bool {
        self.vendor == "zaowan"
    }
}

/// A story that was on the desk and was not published, with its minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpikedStory {
    /// Its id.
    pub id: StoryId,
    /// What it was about.
    pub headline: String,
    /// How far it came.
    pub minutes: Vec<Minute>,
}
