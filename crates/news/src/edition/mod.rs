//! What was published: the types of `edition.json`, the contract other programs rely on.

mod correction;
mod sound;

pub use correction::{Corrected, Correction, CorrectionKind};
pub use sound::{Audio, AudioFile, Chapter, ClonedVoice, Labels, SpokenBy, TranscriptLine, VoiceChange, Word};

use crate::{
    Author, Confidence, Evidence, ItemId, Language, Minute, Precision, Reason, Role, Score, Spike, SpikeReason,
    SpikedStory, StoryId, ThreadId, Translation,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An edition as it was published. It never changes; corrections follow it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edition {
    /// `2026-02-10-morning`.
    pub id: String,
    /// The civil date in the newsroom's time zone.
    #[schemars(with = "String")]
    pub date: jiff::civil::Date,
    /// `morning`, `evening`, or another slot's name.
    pub slot: String,
    /// The newsroom's name.
    pub newsroom: String,
    /// The IANA name of the newsroom's zone.
    pub timezone: String,
    /// The moment the edition tells the news of.
    pub as_of: Timestamp,
    /// When it was released.
    pub published_at: Timestamp,
    /// In the order they are told.
    pub languages: Vec<Language>,
    /// Whether it was made from the sample wire: invented news, for trying the program.
    pub sample: bool,
    /// What is less than it should be, and why.
    pub degraded: Vec<Degraded>,
    /// In the order of the rundown.
    pub stories: Vec<PublishedStory>,
    /// What was left out, and why.
    pub spiked: Vec<Spike>,
    /// The minutes of the stories that were on the desk and are not in the edition.
    #[serde(default)]
    pub spiked_stories: Vec<SpikedStory>,
    /// What several independent owners carried and this edition does not, most owners first.
    #[serde(default)]
    pub missed: Vec<Missed>,
    /// How each source did.
    pub sources: Vec<SourceReport>,
    /// Who did what.
    pub credits: Vec<Credit>,
    /// What it cost.
    pub ledger: LedgerSummary,
    /// Milliseconds each stage took.
    pub timings: Vec<Timing>,
    /// The bulletin, if there is sound.
    pub audio: Option<Audio>,
    /// How it is labelled as made by AI.
    pub labels: Labels,
    /// What was changed after publication.
    pub corrections: Vec<Correction>,
    /// Corrections to earlier editions, which this one tells its readers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrects: Vec<Corrected>,
    /// The SHA-256 of the house rules it was made under, `charter.toml`, in hexadecimal; none without such a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charter: Option<String>,
}

impl Edition {
    /// What was changed in a story after publication, oldest first.
    pub fn corrections_of(&self, story: &StoryId) -> impl Iterator<Item = &Correction> {
        self.corrections.iter().filter(move |correction| correction.story == *story)
    }

    /// Whether a story was withdrawn: a note stands in the place of its text.
    pub fn is_withdrawn(&self, story: &StoryId) -> bool {
        self.corrections_of(story).any(|correction| correction.withdrawn)
    }
}

/// One thing that is less than it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Degraded {
    /// What: `voice`, `models`, `budget`, `time`, `rival`, `objection`, `sources`, `translation`; and what was given up for
    /// the deadline, in this order: `revisions`, `routes`, `stories`, `writer`, `length`, `floor_voice`.
    pub what: String,
    /// Why, and what to do about it.
    pub why: String,
}

/// A story that several independent owners carried and that is not in the edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Missed {
    /// Its best item's title.
    pub headline: String,
    /// Who carried it.
    pub owners: Vec<String>,
    /// Where it can be read.
    pub urls: Vec<String>,
    /// Which rule kept it out.
    pub why: SpikeReason,
    /// In plain words, with the values: for a low rank its score and the line it missed.
    pub detail: String,
}

/// A story as it was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedStory {
    /// Its id.
    pub id: StoryId,
    /// The thread it belongs to.
    pub thread: ThreadId,
    /// Its headline.
    pub headline: String,
    /// One or two sentences.
    pub summary: String,
    /// The language it is told in.
    pub language: Language,
    /// What it is about.
    pub beat: String,
    /// When its newest item was published.
    pub dated_at: Timestamp,
    /// How we know.
    pub dating: PublishedDating,
    /// Who reported it.
    pub sources: Vec<PublishedSource>,
    /// In the order they are read.
    pub sentences: Vec<PublishedSentence>,
    /// Who wrote it.
    pub written_by: Author,
    /// Who checked it.
    pub checked_by: Vec<Author>,
    /// How many independent owners report it.
    pub corroboration: u32,
    /// Why it was chosen.
    pub score: Score,
    /// The score in plain words, what weighs most first.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// How much of it is spoken in the bulletin: so many sentences from the first.
    pub spoken_sentences: u32,
    /// What readers were told of the thread before: headline and edition.
    pub previously: Vec<Previously>,
    /// What the desk did to it.
    pub notes: Vec<String>,
    /// The same story in the other languages of the edition.
    #[serde(default)]
    pub translations: Vec<Translation>,
    /// The path from the items to these sentences, step by step.
    #[serde(default)]
    pub minutes: Vec<Minute>,
    /// What it adds to what readers were told before, if it is a development.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub development: Option<Development>,
}

/// How a story goes on from what readers were told. Written by code, from the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Development {
    /// One sentence that says when we told what: `Yesterday morning we reported: …`.
    pub recall: String,
    /// The edition it rests on.
    pub edition: String,
    /// The words there, in the language they were told in.
    pub quote: String,
    /// Which of the story's sentences say what was not told, from 0.
    pub new: Vec<usize>,
    /// What was told and holds no longer.
    pub replaces: Vec<Replaced>,
}

/// A fact that another one took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Replaced {
    /// As it was told.
    pub before: String,
    /// In which edition.
    pub edition: String,
    /// As it is told now.
    pub after: String,
}

/// What readers were told of a thread before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Previously {
    /// Which edition.
    pub edition: String,
    /// Its headline there.
    pub headline: String,
}

/// The date of a story with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedDating {
    /// First publication of the newest item.
    pub value: Timestamp,
    /// How fine it is.
    pub precision: Precision,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// One item a story rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedSource {
    /// The item.
    pub item: ItemId,
    /// The outlet's name.
    pub name: String,
    /// Its owner.
    pub owner: String,
    /// Where it can be read.
    pub url: String,
    /// Its title there.
    pub title: String,
    /// When it was published there.
    pub published_at: Option<Timestamp>,
}

/// A sentence with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedSentence {
    /// As it is read.
    pub text: String,
    /// What it rests on.
    pub citations: Vec<PublishedCitation>,
}

/// Where a sentence comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedCitation {
    /// The item.
    pub item: ItemId,
    /// Where it can be read.
    pub url: String,
    /// The words there.
    pub quote: String,
    /// Where they stand in the item as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Bytes>,
}

/// A span of an item's text, or of its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bytes {
    /// Whether it is of the title.
    pub in_title: bool,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// How a source did in this edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceReport {
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: String,
    /// Its address.
    pub url: String,
    /// How many items it gave.
    pub items: u32,
    /// How many of them were in a published story.
    pub used: u32,
    /// What went wrong there.
    pub problems: Vec<String>,
}

/// What one brain did in one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Credit {
    /// The role.
    pub role: Role,
    /// The vendor; `zaowan` for the floor.
    pub vendor: String,
    /// The model or voice.
    pub model: String,
    /// Where the vendor is: `local`, `cn`, `us`, `eu`, …
    pub jurisdiction: String,
    /// How often it was asked.
    pub calls: u32,
    /// How often it had to be asked again.
    pub retries: u32,
    /// How often it took over from another.
    pub failovers: u32,
}

/// What the edition cost, in US dollars.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LedgerSummary {
    /// In all.
    pub total_usd: f64,
    /// By role.
    pub by_role: BTreeMap<String, f64>,
    /// By vendor.
    pub by_vendor: BTreeMap<String, f64>,
}

/// How long a stage took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timing {
    /// The stage: `gather`, `assign`, `report`, `check`, `produce`, `release`; and `sound`, which is that part of `produce`
    /// in which it was spoken, mixed and encoded.
    pub stage: String,
    /// Milliseconds.
    pub ms: u64,
}
