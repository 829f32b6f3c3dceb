//! Items as they arrived, and at which source they were seen when.

use crate::archive::{from_json, millis, to_json};
use crate::index::{self, Doc};
use crate::merge::merge;
use crate::{Archive, Error, HitKind};
use jiff::Timestamp;
use news::{Item, ItemId, SourceId};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::HashSet;

impl Archive {
    /// Remembers items, in one transaction; returns how many were not known before.
    ///
    /// An item that is known keeps when it was first seen; a longer text replaces the one that is held.
    pub fn remember_items(&self, items: &[Item]) -> Result<usize, Error> {
        self.write(|change| {
            let mut n_new = 0;
            for item in items {
                n_new += usize::from(remember(change, item)?);
                sight(change, item)?;
            }
            Ok(n_new)
        })
    }

    /// The items that these sources showed at any time from `since` to `until`, in the order in which they were first
    /// seen there.
    ///
    /// An item that was fetched in the morning and is still there in the evening is in the window of both. An item of
    /// several of the sources comes once, as of the one that showed it first.
    pub fn items(&self, sources: &[SourceId], since: Timestamp, until: Timestamp) -> Result<Vec<Item>, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT item.body, sighting.source FROM sighting JOIN item ON item.id = sighting.item
                 WHERE sighting.source IN (SELECT value FROM json_each(?1))
                     AND sighting.first_seen <= ?3 AND sighting.last_seen >= ?2
                 ORDER BY sighting.first_seen, item.id, sighting.source",
            )?;
            let mut rows = statement.query(params![to_json(sources)?, millis(since), millis(until)])?;
            let mut items = Vec::new();
            let mut ids = HashSet::new();
            while let Some(row) = rows.next()? {
                let mut item: Item = from_json(row.get_ref(0)?.as_str()?)?;
                item.source = SourceId(row.get(1)?);
                if ids.insert(item.id.clone()) {
                    items.push(item);
                }
            }
            Ok(items)
        })
    }

    /// An item by its id.
    pub fn item(&self, id: &ItemId) -> Result<Option<Item>, Error> {
        self.read(|db| {
            db.prepare_cached("SELECT body FROM item WHERE id = ?1")?
                .query_row([id.as_str()], |row| from_json(row.get_ref(0)?.as_str()?))
                .optional()
        })
    }

    /// Forgets the items that no source has shown since; returns how many. What was published stays.
    pub fn forget_items_before(&self, before: Timestamp) -> Result<usize, Error> {
        self.write(|change| {
            change.execute("DELETE FROM sighting WHERE last_seen < ?1", [millis(before)])?;
            let n = change.execute("DELETE FROM item WHERE id NOT IN (SELECT item FROM sighting)", [])?;
            index::forget_lost_items(change)?;
            Ok(n)
        })
    }
}

/// Returns whether the item is new.
fn remember(change: &Transaction<'_>, item: &Item) -> rusqlite::Result<bool> {
    let held: Option<String> = change
        .prepare_cached("SELECT body FROM item WHERE id = ?1")?
        .query_row([item.id.as_str()], |row| row.get(0))
        .optional()?;
    match held {
        None => {
            keep(change, item)?;
            index::put(change, &doc(item))?;
            Ok(true)
        }
        Some(held) => {
            if let Some(merged) = merge(&from_json(&held)?, item) {
                keep(change, &merged)?;
                index::replace(change, &doc(&merged))?;
            }
            Ok(false)
        }
    }
}

fn keep(change: &Transaction<'_>, item: &Item) -> rusqlite::Result<()> {
    change
        .prepare_cached("INSERT OR REPLACE INTO item (id, body) VALUES (?1, ?2)")?
        .execute(params![item.id.as_str(), to_json(item)?])?;
    Ok(())
}

fn doc(item: &Item) -> Doc<'_> {
    Doc {
        kind: HitKind::Item,
        id: item.id.as_str(),
        edition: "",
        at: item.dating.value.unwrap_or(item.fetched_at),
        title: &item.title,
        url: &item.url,
        text: &item.text,
    }
}

fn sight(change: &Transaction<'_>, item: &Item) -> rusqlite::Result<()> {
    change
        .prepare_cached(
            "INSERT INTO sighting (source, item, first_seen, last_seen) VALUES (?1, ?2, ?3, ?3)
             ON CONFLICT DO UPDATE SET
                 first_seen = min(first_seen, excluded.first_seen),
                 last_seen = max(last_seen, excluded.last_seen)",
        )?
        .execute(params![item.source.0, item.id.as_str(), millis(item.fetched_at)])?;
    Ok(())
}
