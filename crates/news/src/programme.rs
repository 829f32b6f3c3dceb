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
    /// How long before the end of the line before it begins, in milliseconds: one anchor falls in with the other.
    #[serde(default)]
    pub overlap_ms: u32,
    /// How it is said, beyond its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<SpeechMark>,
}

/// A mark in a line for the voice that says it, of no vendor's form; a voice that cannot leaves it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechMark {
    /// Silence before this byte of the text.
    Pause {
        /// Which byte.
        at: usize,
        /// In milliseconds.
        ms: u32,
    },
    /// These bytes weigh more.
    Emphasis {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
    /// A short laugh before this byte.
    Laugh {
        /// Which byte.
        at: usize,
    },
    /// A sigh before this byte.
    Sigh {
        /// Which byte.
        at: usize,
    },
    /// The whole line is said low, under the other's voice.
    Under,
}

/// How an edition is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// One anchor or two read the news.
    #[default]
    Bulletin,
    /// Two hosts tell it to each other.
    Conversation,
    /// The news in under two minutes.
    Brief,
    /// Two hosts take the sides that the sources report; what has no two sides is told as a conversation.
    Debate,
}

impl Format {
    /// As the configuration has it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bulletin => "bulletin",
            Self::Conversation => "conversation",
            Self::Brief => "brief",
            Self::Debate => "debate",
        }
    }

    /// Whether hosts speak with each other.
    pub fn is_talk(self) -> bool {
        matches!(self, Self::Conversation | Self::Debate)
    }
}

/// Whether a spoken line is read as it was checked, or said freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// As it stands in the checked copy, or as code wrote it.
    #[default]
    Read,
    /// A sentence of the copy in the host's own words, checked against it.
    Retold,
    /// A word between the hosts; it holds no fact.
    Talk,
}

impl Manner {
    /// Whether it is read; for leaving the ordinary out of files.
    pub fn is_read(&self) -> bool {
        *self == Self::Read
    }
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
    /// Which outlet alone reports a story, before its lede.
    Witness {
        /// Of this story.
        story: StoryId,
    },
    /// A sentence of a story in the host's own words.
    Retold {
        /// Of this story.
        story: StoryId,
        /// Which of its sentences, from 0.
        sentence: usize,
    },
    /// A word between the hosts: a hand-over, a question, a reaction. It holds no fact.
    Talk {
        /// Within this story, if in one.
        story: Option<StoryId>,
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
            Self::Talk { story } => story.as_ref(),
            Self::Headline { story }
            | Self::Witness { story }
            | Self::Body { story, .. }
            | Self::Retold { story, .. }
            | Self::Recall { story } => Some(story),
        }
    }

    /// Which of the story's sentences it says, read or retold.
    pub fn sentence(&self) -> Option<usize> {
        match self {
            Self::Body { sentence, .. } | Self::Retold { sentence, .. } => Some(*sentence),
            _ => None,
        }
    }

    /// Whether it is read or said freely.
    pub fn manner(&self) -> Manner {
        match self {
            Self::Retold { .. } => Manner::Retold,
            Self::Talk { .. } => Manner::Talk,
            _ => Manner::Read,
        }
    }
}
