//! Editions as they were published.

use crate::archive::{from_json, millis, to_json};
use crate::index::{self, Doc};
use crate::{Archive, Error, HitKind};
use jiff::Timestamp;
use news::Edition;
use news::edition::PublishedStory;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

/// An edition in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditionRow {
    /// `2026-02-10-morning`.
    pub id: String,
    /// The civil date in the newsroom's time zone.
    pub date: jiff::civil::Date,
    /// `morning`, `evening`, or another slot's name.
    pub slot: String,
    /// The moment the edition tells the news of.
    pub as_of: Timestamp,
    /// When it was released.
    pub published_at: Timestamp,
    /// Whether it was made from the sample wire.
    pub sample: bool,
    /// How many stories it tells.
    pub n_stories: usize,
    /// How much was left out.
    pub n_spiked: usize,
    /// The length of its bulletin, if it has sound.
    pub seconds: Option<f64>,
    /// What is less than it should be: `voice`, `models`, …
    pub degraded: Vec<String>,
    /// The headline of its first story.
    pub lead: Option<String>,
}

impl EditionRow {
    fn of(edition: &Edition) -> Self {
        Self {
            id: edition.id.clone(),
            date: edition.date,
            slot: edition.slot.clone(),
            as_of: edition.as_of,
            published_at: edition.published_at,
            sample: edition.sample,
            n_stories: edition.stories.len(),
            n_spiked: edition.spiked.len(),
            seconds: edition.audio.as_ref().map(|audio| audio.seconds),
            degraded: edition.degraded.iter().map(|degraded| degraded.what.clone()).collect(),
            lead: edition.stories.first().map(|story| story.headline.clone()),
        }
    }
}

impl Archive {
    /// Remembers an edition, in place of the one with its id if there is one, and makes its stories findable.
    pub fn remember_edition(&self, edition: &Edition) -> Result<(), Error> {
        self.write(|change| {
            change.execute(
                "INSERT OR REPLACE INTO edition (id, as_of, summary, body) VALUES (?1, ?2, ?3, ?4)",
                params![edition.id, millis(edition.as_of), to_json(&EditionRow::of(edition))?, to_json(edition)?],
            )?;
            index::forget_stories(change, &edition.id)?;
            edition.stories.iter().try_for_each(|story| index_story(change, edition, story))
        })
    }

    /// All editions in one line each, newest first.
    pub fn editions(&self) -> Result<Vec<EditionRow>, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT summary FROM edition ORDER BY as_of DESC, id DESC")?;
            statement.query_map([], |row| from_json(row.get_ref(0)?.as_str()?))?.collect()
        })
    }

    /// The edition with this id.
    pub fn edition(&self, id: &str) -> Result<Option<Edition>, Error> {
        self.read(|db| {
            db.prepare_cached("SELECT body FROM edition WHERE id = ?1")?
                .query_row([id], |row| from_json(row.get_ref(0)?.as_str()?))
                .optional()
        })
    }
}

fn index_story(change: &Transaction<'_>, edition: &Edition, story: &PublishedStory) -> rusqlite::Result<()> {
    let text: Vec<&str> = story.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
    let doc = Doc {
        kind: HitKind::Story,
        id: story.id.as_str(),
        edition: &edition.id,
        at: edition.published_at,
        title: &story.headline,
        url: &format!("editions/{}/index.html#{}", edition.id, story.id),
        text: &text.join("\n"),
    };
    index::put(change, &doc)
}
