//! Finds published stories and items by what is written in them.

use crate::archive::from_json;
use crate::query::Query;
use crate::{Archive, Error, snippet};
use jiff::Timestamp;
use news::Item;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// One find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// A published story, or an item as it arrived.
    pub kind: HitKind,
    /// The story's or the item's id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Where it can be read: an item at its source, a story at its place in the output folder (relative to that).
    pub url: String,
    /// The edition that told the story.
    pub edition: Option<String>,
    /// When the edition was published; when the item was, or was fetched if that is not known.
    pub at: Timestamp,
    /// The part of the text that fits best.
    pub snippet: String,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A story of an edition.
    Story,
    /// An item as it arrived.
    Item,
}

impl HitKind {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Item => "item",
        }
    }
}

impl Archive {
    /// What fits the query best, the newest first among what fits as well; at most `limit`.
    ///
    /// All words must be there; where nothing holds all of them, what holds any of them is given. Anything may be
    /// typed: quotes and operators mean nothing. Traditional characters find simplified ones and the other way round.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, Error> {
        let query = Query::parse(query);
        let Some(all) = query.all() else {
            return Ok(Vec::new());
        };
        self.read(|db| {
            let hits = find(db, &all, &query, limit)?;
            match query.any().filter(|_| hits.is_empty()) {
                Some(any) => find(db, &any, &query, limit),
                None => Ok(hits),
            }
        })
    }
}

fn find(db: &Connection, asked: &str, query: &Query, limit: usize) -> rusqlite::Result<Vec<Hit>> {
    // A word in the headline weighs four times one in the text. The rank is rounded, so that a hair's breadth of
    // length does not put an old story before a new one.
    let mut statement = db.prepare_cached(
        "SELECT doc.kind, doc.id, doc.edition, doc.at, doc.title, doc.url, doc.text
         FROM words JOIN doc ON doc.nth = words.rowid
         WHERE words MATCH ?1
         ORDER BY round(bm25(words, 4.0, 1.0), 1), doc.at DESC, doc.kind DESC, doc.id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![asked, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        hits.push(hit(db, row, query)?);
    }
    Ok(hits)
}

fn hit(db: &Connection, row: &Row<'_>, query: &Query) -> rusqlite::Result<Hit> {
    let is_story = row.get_ref(0)?.as_str()? == HitKind::Story.key();
    let id: String = row.get(1)?;
    let edition: String = row.get(2)?;
    let at: String = row.get(3)?;
    let kept: Option<String> = row.get(6)?;
    let text = match kept {
        Some(text) => text,
        None => item_text(db, &id)?,
    };
    Ok(Hit {
        kind: if is_story { HitKind::Story } else { HitKind::Item },
        title: row.get(4)?,
        url: row.get(5)?,
        edition: Some(edition).filter(|edition| !edition.is_empty()),
        at: at.parse().unwrap_or_default(),
        snippet: snippet::best(&text, &query.terms),
        id,
    })
}

fn item_text(db: &Connection, id: &str) -> rusqlite::Result<String> {
    let body: Option<String> =
        db.prepare_cached("SELECT body FROM item WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?;
    body.map_or(Ok(String::new()), |body| Ok(from_json::<Item>(&body)?.text))
}
