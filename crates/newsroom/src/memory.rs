//! What the newsroom remembers of an edition: what was told of which thread, and from which items.

use crate::{Error, Newsroom, shift::PUBLISHED};
use archive::Archive;
use jiff::SignedDuration;
use news::{Edition, EditionKey, ItemId, Told};

/// How long the archive keeps items that came in.
const ITEM_DAYS: i64 = 90;

/// Remembers what an edition told; doing it again changes nothing.
pub(crate) fn remember(archive: &Archive, edition: &Edition) -> Result<(), Error> {
    let told: Vec<_> = edition
        .stories
        .iter()
        .map(|story| {
            let sentences = story.sentences.iter().map(|sentence| sentence.text.clone()).collect();
            let told =
                Told { edition: edition.id.clone(), at: edition.as_of, headline: story.headline.clone(), sentences };
            let items: Vec<ItemId> = story.sources.iter().map(|source| source.item.clone()).collect();
            (story.thread.clone(), told, items)
        })
        .collect();
    archive.tell(&edition.id, edition.as_of, &told)?;
    archive.remember_edition(edition)?;
    // What was told stays; what merely came in is of use for searching for a season.
    archive.forget_items_before(edition.as_of - SignedDuration::from_hours(24 * ITEM_DAYS))?;
    Ok(())
}

/// Does what a kill between publishing and remembering left undone, so that the next edition repeats nothing.
pub(crate) fn settle(newsroom: &Newsroom, key: &EditionKey, edition: &Edition) -> Result<(), Error> {
    if newsroom.archive.edition(&edition.id)?.is_none() {
        remember(&newsroom.archive, edition)?;
    }
    let name = key.to_string();
    let is_open = |row: &journal::RunRow| row.key == name && row.outcome.is_none();
    if newsroom.journal.runs()?.iter().any(is_open) {
        let now = newsroom.clock.now();
        newsroom.journal.begin(&name, &serde_json::Value::Null, now)?.finish(PUBLISHED, now)?;
    }
    Ok(())
}
