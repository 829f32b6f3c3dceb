//! The bulletin as it was published: its files, voices, chapters and labels, and `transcript.json`.

use crate::{Format, Language, Manner, StoryId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The bulletin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Audio {
    /// Relative to the edition's page.
    pub url: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Length.
    pub seconds: f64,
    /// Integrated loudness of the delivered file, LUFS (ITU-R BS.1770-4).
    pub lufs: f64,
    /// True peak of the delivered file, dBTP.
    pub true_peak_db: f64,
    /// Which voice spoke as which anchor, or most of its lines.
    pub voice_by_anchor: BTreeMap<String, String>,
    /// Every voice that spoke, with how many lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<SpokenBy>,
    /// The lines that another voice spoke than the one that was wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<VoiceChange>,
    /// In order.
    pub chapters: Vec<Chapter>,
    /// How it is told.
    #[serde(default)]
    pub format: Format,
    /// The same sound in other formats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AudioFile>,
}

/// The bulletin in another format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AudioFile {
    /// Relative to the edition's page.
    pub url: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// `audio/ogg; codecs=opus`.
    pub media_type: String,
}

/// A voice that spoke in the bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpokenBy {
    /// As whom: `anchor_a`.
    pub anchor: String,
    /// `vendor/model/voice`, or `espeak/f3`.
    pub voice: String,
    /// Where the vendor is: `local`, `cn`, `us`, `eu`, …
    pub jurisdiction: String,
    /// How many lines.
    pub lines: u32,
}

/// A line that another voice spoke than the one that was wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VoiceChange {
    /// Which line of the script, from 0.
    pub line: u32,
    /// The voice that was wanted.
    pub wanted: String,
    /// The voice that spoke.
    pub voice: String,
    /// What was asked in vain, and why.
    pub why: String,
}

/// A part of the bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Chapter {
    /// From the beginning of the file.
    pub start_ms: u64,
    /// From the beginning of the file.
    pub end_ms: u64,
    /// Its title.
    pub title: String,
    /// The story it tells, if it tells one.
    pub story: Option<StoryId>,
    /// Its picture, relative to the edition's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub img: Option<String>,
}

/// How the edition is labelled as made by AI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Labels {
    /// On the page and in the feeds, by language.
    pub text: BTreeMap<String, String>,
    /// Whether it is said at the start of the sound.
    pub spoken: bool,
    /// The metadata fields that carry it: `TXXX:AIGC`, `podcast:txt`, …
    pub metadata: Vec<String>,
    /// The voices of persons that are heard, which were cloned with their consent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cloned: Vec<ClonedVoice>,
}

/// A person's voice that was cloned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClonedVoice {
    /// `vendor/model/voice`.
    pub voice: String,
    /// Whose voice it is.
    pub person: String,
    /// When that person consented.
    pub consented_at: Timestamp,
    /// How many lines it spoke.
    pub lines: u32,
}

/// One sentence of the bulletin with its time: `transcript.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TranscriptLine {
    /// From the beginning of the file.
    pub start_ms: u64,
    /// From the beginning of the file.
    pub end_ms: u64,
    /// The anchor's name.
    pub speaker: String,
    /// The language of the line.
    pub language: Language,
    /// As it is written.
    pub text: String,
    /// The story it tells, if it tells one.
    pub story: Option<StoryId>,
    /// Which of the story's sentences, if one of them; the headline has none.
    pub sentence: Option<u32>,
    /// Whether it is read or said freely.
    #[serde(default, skip_serializing_if = "Manner::is_read")]
    pub manner: Manner,
    /// When its words are heard, where the voice says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
}

/// When a word, or a few characters, of a line is heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    /// As it stands in the line.
    pub text: String,
    /// From the beginning of the file.
    pub start_ms: u64,
    /// From the beginning of the file.
    pub end_ms: u64,
}
