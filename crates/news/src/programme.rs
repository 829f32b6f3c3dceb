//! What is heard: the order of the edition and what is said in it.

use crate::{Language, StoryId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The order of an edition with seconds per slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rundown {
    /// In the order they are told.
    pub slots: Vec<Slot>,
    /// Cleared stories that found no room.
    pub left_over: Vec<StoryId>,
    /// The length that was asked for, in seconds.
    pub target_seconds: u32,
}

/// One story's place in the programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// Which story.
    pub story: StoryId,
    /// How long it is meant to last.
    pub seconds: u32,
    /// How many of its sentences are read aloud; the page shows all.
    pub n_sentences: usize,
}

/// What is said and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// In the order they are said.
    pub cues: Vec<Cue>,
}

/// One line of the script: one sentence by one anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// Who says it.
    pub anchor: Anchor,
    /// The main language of the line; words of others may stand in it.
    pub language: Language,
    /// As it is written (and captioned); the voice's spelling is made from it.
    pub text: String,
    /// What it is for.
    pub kind: CueKind,
    /// Silence after it, in milliseconds.
    pub pause_ms: u32,
}

/// Which of the two anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The first.
    A,
    /// The second.
    B,
}

impl Anchor {
    /// The key in the configuration and in `edition.json`: `anchor_a`.
    pub fn key(self) -> &'static str {
        match self {
            Self::A => "anchor_a",
            Self::B => "anchor_b",
        }
    }
}

/// What a line is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// The spoken AI label.
    Label,
    /// Greeting, date, what is coming.
    Opening,
    /// Between stories.
    Transition {
        /// The story it leads to.
        to: StoryId,
    },
    /// The headline of a story.
    Headline {
        /// Of this story.
        story: StoryId,
    },
    /// A sentence of a story.
    Body {
        /// Of this story.
        story: StoryId,
        /// Which of its sentences, from 0.
        sentence: usize,
    },
    /// When readers were told what of this matter before.
    Recall {
        /// Of this story.
        story: StoryId,
    },
    /// A correction to an earlier edition.
    Correction,
    /// Sign-off.
    Closing,
}

impl CueKind {
    /// The story the line belongs to, if to one.
    pub fn story(&self) -> Option<&StoryId> {
        match self {
            Self::Label | Self::Opening | Self::Correction | Self::Closing => None,
            Self::Transition { to } => Some(to),
            Self::Headline { story } | Self::Body { story, .. } | Self::Recall { story } => Some(story),
        }
    }
}
