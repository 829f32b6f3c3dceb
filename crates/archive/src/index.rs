//! What can be found, and the terms it is found by.

use crate::HitKind;
use jiff::Timestamp;
use news::text;
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

/// Something that can be found.
pub(crate) struct Doc<'a> {
    pub(crate) kind: HitKind,
    pub(crate) id: &'a str,
    pub(crate) edition: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) title: &'a str,
    pub(crate) url: &'a str,
    pub(crate) text: &'a str,
}

/// Makes it findable, in place of what was findable under its name before.
pub(crate) fn replace(change: &Transaction<'_>, doc: &Doc<'_>) -> rusqlite::Result<()> {
    change
        .prepare_cached(
            "DELETE FROM words WHERE rowid IN (SELECT nth FROM doc WHERE kind = ?1 AND id = ?2 AND edition = ?3)",
        )?
        .execute(params![doc.kind.key(), doc.id, doc.edition])?;
    put(change, doc)
}

/// Makes it findable; nothing was findable under its name before.
pub(crate) fn put(change: &Transaction<'_>, doc: &Doc<'_>) -> rusqlite::Result<()> {
    // An item's text stands in its own table already.
    let text = (doc.kind == HitKind::Story).then_some(doc.text);
    change
        .prepare_cached(
            "INSERT OR REPLACE INTO doc (kind, id, edition, at, title, url, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![doc.kind.key(), doc.id, doc.edition, doc.at.to_string(), doc.title, doc.url, text])?;
    change.prepare_cached("INSERT INTO words (rowid, title, body) VALUES (?1, ?2, ?3)")?.execute(params![
        change.last_insert_rowid(),
        findable(doc.title),
        findable(doc.text)
    ])?;
    Ok(())
}

/// Takes the stories of an edition out again.
pub(crate) fn forget_stories(change: &Transaction<'_>, edition: &str) -> rusqlite::Result<()> {
    change.execute(
        "DELETE FROM words WHERE rowid IN (SELECT nth FROM doc WHERE kind = 'story' AND edition = ?1)",
        [edition],
    )?;
    change.execute("DELETE FROM doc WHERE kind = 'story' AND edition = ?1", [edition])?;
    Ok(())
}

/// Takes out what belongs to items that are no longer there.
pub(crate) fn forget_lost_items(change: &Transaction<'_>) -> rusqlite::Result<()> {
    change.execute(
        "DELETE FROM words WHERE rowid IN
             (SELECT nth FROM doc WHERE kind = 'item' AND id NOT IN (SELECT id FROM item))",
        [],
    )?;
    change.execute("DELETE FROM doc WHERE kind = 'item' AND id NOT IN (SELECT id FROM item)", [])?;
    Ok(())
}

/// The terms of a text with a space between them, and behind them the last character of each run of Han characters.
///
/// Every other Han character begins a pair, so with these a single one is found as the beginning of a term.
fn findable(text: &str) -> String {
    let mut findable = text::terms(text).join(" ");
    for last in last_han_characters(text) {
        findable.push(' ');
        findable.push(last);
    }
    findable
}

fn last_han_characters(text: &str) -> BTreeSet<char> {
    let nexts = text.chars().skip(1).map(Some).chain(std::iter::once(None));
    let lasts: String = text
        .chars()
        .zip(nexts)
        .filter(|(c, next)| text::is_han(*c) && !next.is_some_and(text::is_han))
        .flat_map(|(c, _)| [c, ' '])
        .collect();
    text::fold(&lasts).chars().filter(|c| text::is_han(*c)).collect()
}
