//! The items of one event, and what the first roles make of them.

use crate::edition::Bytes;
use crate::text::{language_of, terms};
use crate::{Citation, Item, ItemId, Language, SpikeReason, StoryId, ThreadId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The items of one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Made from its oldest item.
    pub id: StoryId,
    /// The thread it belongs to, once it is matched with the archive.
    pub thread: Option<ThreadId>,
    /// Best item first: fullest text of the most trusted source.
    pub items: Vec<Item>,
    /// Items whose text is the same as that of one above; they corroborate nothing.
    pub duplicates: Vec<ItemId>,
    /// The independent owners that report it.
    pub owners: Vec<String>,
    /// What it is about: the beat most of its items have.
    pub beat: String,
    /// What was told of its thread before, oldest first.
    pub told: Vec<Told>,
}

impl Story {
    /// The best item in this language, else the best of all.
    pub fn lead_in(&self, language: Language) -> Option<&Item> {
        self.items.iter().find(|item| item.language == language).or_else(|| self.items.first())
    }

    /// The earliest dating of its items.
    pub fn began_at(&self) -> Option<Timestamp> {
        self.items.iter().filter_map(|item| item.dating.value).min()
    }

    /// The latest dating of its items.
    pub fn latest_at(&self) -> Option<Timestamp> {
        self.items.iter().filter_map(|item| item.dating.value).max()
    }
}

/// What readers were told of a thread, and in which edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `2026-02-10-morning`.
    pub edition: String,
    /// When that edition was published.
    pub at: Timestamp,
    /// Its headline.
    pub headline: String,
    /// Its sentences.
    pub sentences: Vec<String>,
}

/// Of a headline so much must be spoken of by a story for a reader to take both for one matter.
const MIN_SPOKEN_OF: f64 = 0.3;

impl Told {
    /// Whether the story speaks of what this headline says, so that a reader may be reminded of it.
    ///
    /// A thread can join what is only alike: two elections, two shootings. In another language than the story's items
    /// words cannot be compared, and the thread is believed.
    pub fn is_spoken_of_in(&self, story: &Story) -> bool {
        let language = language_of(&self.headline);
        let items = || story.items.iter().filter(|item| item.language == language);
        let spoken: BTreeSet<String> =
            items().flat_map(|item| terms(&format!("{} {}", item.title, item.text))).collect();
        let headline: BTreeSet<String> = terms(&self.headline).into_iter().collect();
        let known = headline.intersection(&spoken).count();
        spoken.is_empty() || known as f64 >= MIN_SPOKEN_OF * headline.len() as f64
    }
}

/// What the wire editor makes of an arrival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Triage {
    /// Which item.
    pub item: ItemId,
    /// Keep it, or why not.
    pub verdict: Verdict,
    /// What it is about.
    pub beat: String,
    /// 0 (any day) to 3 (stop the press).
    pub urgency: u8,
    /// In plain words.
    pub why: String,
}

/// Keep, or spike with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It goes on to the assignment editor.
    Keep,
    /// It is dropped.
    Spike(SpikeReason),
}

/// A story chosen for the edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// Which story.
    pub story: StoryId,
    /// The language it is told in.
    pub language: Language,
    /// How many sentences it may have.
    pub max_sentences: usize,
    /// Why it was chosen.
    pub score: Score,
    /// In plain words.
    pub why: String,
}

/// Why one story is chosen over another: each part in [0, 1], then three factors, then the total.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// How many independent owners report it.
    pub corroboration: f64,
    /// How pressing it is.
    pub urgency: f64,
    /// How much of it was not told before.
    pub novelty: f64,
    /// How fresh it is.
    pub recency: f64,
    /// How much its best source is trusted.
    pub trust: f64,
    /// How much there is to tell.
    pub substance: f64,
    /// How much of it reports rather than explains or entertains: a factor, at most 1.
    #[serde(default = "one")]
    pub standing: f64,
    /// What its beat counts: a factor, 1 for an ordinary one.
    #[serde(default = "one")]
    pub beat: f64,
    /// What the reader's profile makes of it: a factor, 1 if it says nothing.
    #[serde(default = "one")]
    pub reader: f64,
    /// The weighted sum of the parts, times the factors.
    pub total: f64,
}

fn one() -> f64 {
    1.0
}

/// One part of why a story stands where it stands. The points of all its reasons add up to its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Which part of the score: `corroboration`, `urgency`, …, `standing`, `beat`, `reader`.
    pub part: String,
    /// What it adds to the score, or takes away.
    pub points: f64,
    /// In plain English words.
    pub en: String,
    /// In plain Chinese words.
    pub zh: String,
}

/// A fact with the place it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// A whole sentence of an item, as it stands there.
    pub text: String,
    /// Where it stands.
    pub citation: Citation,
    /// How central it is, 0 to 1000.
    pub weight: u32,
}

/// What the researcher found for an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// For which story.
    pub story: StoryId,
    /// Facts of the story's own items, most central first.
    pub facts: Vec<Fact>,
    /// What the readers were told of it before.
    pub background: Vec<Told>,
    /// What nobody says: no second owner, no number, no place.
    pub gaps: Vec<String>,
    /// One sentence that says when we told what of it, if we did.
    #[serde(default)]
    pub recall: Option<Recall>,
}

/// When readers were told what of a matter: a sentence by code, with the edition it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recall {
    /// `Yesterday morning we reported: …`, in the story's language.
    pub text: String,
    /// The edition it rests on.
    pub edition: String,
    /// The words there, in the language they were told in.
    pub quote: String,
}

/// A sentence that readers were told, as the archive remembers it: append-only, but for the moment it ceased to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldFact {
    /// The thread it belongs to.
    pub thread: ThreadId,
    /// The edition that told it.
    pub edition: String,
    /// The story there.
    pub story: StoryId,
    /// Which of the story's sentences, from 0.
    pub sentence: usize,
    /// As it was told.
    pub text: String,
    /// Since when it holds: the moment of the edition that told it.
    pub valid_from: Timestamp,
    /// Until when it held; `None` if nothing took its place.
    pub valid_to: Option<Timestamp>,
    /// What took its place, if anything did: the words of the later fact, or of the correction.
    pub replaced_by: Option<String>,
    /// Where it stands in which items.
    pub sources: Vec<FactSource>,
}

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSource {
    /// The item.
    pub item: ItemId,
    /// Its address.
    pub url: String,
    /// Its owner.
    pub owner: String,
    /// The words there.
    pub quote: String,
    /// The bytes they take there; not known of editions of older programs.
    pub bytes: Option<Bytes>,
}

/// A matter that runs over days, as the archive remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Its id.
    pub id: ThreadId,
    /// What readers were told of it, oldest first.
    pub told: Vec<Told>,
    /// The items that were used for it.
    pub items: Vec<ItemId>,
}
