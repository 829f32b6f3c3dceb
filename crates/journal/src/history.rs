//! What happened in one attempt of a run, record by record, for whoever tells its story afterwards.

use crate::record::{RunRef, SELECT, Written};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

/// One record of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// `begun`, `started`, `done`, `failed`, `note`, `finished` or `superseded`.
    pub kind: String,
    /// The step or the note; empty for the attempt itself.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// How long the try took that did a step, in milliseconds.
    pub ms: Option<u64>,
    /// What it says: of notes, of failures and of the results that were asked for; null otherwise.
    pub value: Value,
}

/// Every record of an attempt, oldest first. `wants` chooses the results to be read by the name of their type: some have
/// megabytes.
pub(crate) fn history(
    db: &Connection,
    key: &str,
    attempt: u32,
    wants: impl Fn(&str) -> bool,
) -> rusqlite::Result<Vec<Happened>> {
    let find = "SELECT id, key, attempt FROM run WHERE key = ?1 AND attempt = ?2";
    let read = |row: &rusqlite::Row<'_>| Ok(RunRef { id: row.get(0)?, key: row.get(1)?, attempt: row.get(2)? });
    let Some(run) = db.prepare_cached(find)?.query_row(params![key, attempt], read).optional()? else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached(&format!("{SELECT} WHERE record.run = ?1 ORDER BY record.seq"))?;
    let happened = |row: &rusqlite::Row<'_>| {
        let (at, ms): (String, Option<i64>) = (row.get(6)?, row.get(7)?);
        let written = Written::read(row)?;
        let (kind, name) = (written.kind.clone(), written.name.clone());
        let value = match kind.as_str() {
            "note" => json(written),
            "done" if wants(&written.type_name) => json(written),
            "failed" | "finished" => text(written),
            _ => Value::Null,
        };
        let ms = ms.and_then(|ms| u64::try_from(ms).ok());
        Ok(Happened { kind, name, at: at.parse().unwrap_or_default(), ms, value })
    };
    statement.query_map([run.id], happened)?.collect()
}

fn json(written: Written) -> Value {
    written.body().and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default()
}

fn text(written: Written) -> Value {
    written.body().map(|body| String::from_utf8_lossy(&body).into_owned().into()).unwrap_or_default()
}
