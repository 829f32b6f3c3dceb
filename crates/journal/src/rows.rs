//! What is read from the journal: attempts, steps and notes, for people and for going on.

use crate::record::{Kind, RunRef, SELECT, Written};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

/// One attempt of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunRow {
    /// The run's name: `edition/2026-02-10-morning`.
    pub key: String,
    /// From 1.
    pub attempt: u32,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it finished, if it did.
    pub finished_at: Option<Timestamp>,
    /// How it finished; `superseded` if it gave way to a new attempt.
    pub outcome: Option<String>,
    /// How many of its steps are done.
    pub n_done: u32,
    /// How many tries of steps failed.
    pub n_failed: u32,
}

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// Unique in its run.
    pub name: String,
    /// How it stands.
    pub state: StepState,
    /// How often it was started.
    pub tries: u32,
    /// When it was first started.
    pub at: Timestamp,
    /// How long the try took that did it, in milliseconds.
    pub ms: Option<u64>,
    /// The size of its result as it is kept, in bytes.
    pub bytes: u64,
    /// Why the newest try that failed did.
    pub error: Option<String>,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// It was started; whether it was done is not known.
    Started,
    /// The newest try failed.
    Failed,
    /// Its result is recorded.
    Done,
}

/// One note of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteRow {
    /// What it is about.
    pub name: String,
    /// When it was made.
    pub at: Timestamp,
    /// What it says; null if it is no longer as it was written.
    pub value: serde_json::Value,
}

/// The newest attempt of a run.
pub(crate) struct Latest {
    pub(crate) run: RunRef,
    pub(crate) is_finished: bool,
}

pub(crate) fn latest(db: &Connection, key: &str) -> rusqlite::Result<Option<Latest>> {
    db.prepare_cached(
        "SELECT id, key, attempt, EXISTS (SELECT 1 FROM record WHERE run = run.id AND kind = 'finished')
         FROM run WHERE key = ?1 ORDER BY attempt DESC LIMIT 1",
    )?
    .query_row([key], |row| Ok(Latest { run: run_ref(row)?, is_finished: row.get(3)? }))
    .optional()
}

/// The attempt a replay shows: the newest that finished so, else the newest that finished, else the newest.
pub(crate) fn to_replay(db: &Connection, key: &str, outcome: &str) -> rusqlite::Result<Option<RunRef>> {
    db.prepare_cached(
        "SELECT run.id, run.key, run.attempt FROM run
         LEFT JOIN record AS ended ON ended.run = run.id AND ended.kind = 'finished'
         WHERE run.key = ?1
         ORDER BY coalesce(CAST(ended.body AS TEXT) = ?2, 0) DESC, ended.seq IS NOT NULL DESC, run.attempt DESC LIMIT 1",
    )?
    .query_row([key, outcome], run_ref)
    .optional()
}

/// The one record of this kind and name, if there is one.
pub(crate) fn one(db: &Connection, run: i64, kind: Kind, name: &str) -> rusqlite::Result<Option<Written>> {
    db.prepare_cached(&format!("{SELECT} WHERE record.run = ?1 AND record.kind = ?2 AND record.name = ?3"))?
        .query_row(params![run, kind.key(), name], Written::read)
        .optional()
}

pub(crate) fn runs(db: &Connection) -> rusqlite::Result<Vec<RunRow>> {
    let mut statement = db.prepare(
        "SELECT run.key, run.attempt, begun.at, ended.at, ended.kind, CAST(ended.body AS TEXT),
             (SELECT count(*) FROM record WHERE run = run.id AND kind = 'done'),
             (SELECT count(*) FROM record WHERE run = run.id AND kind = 'failed')
         FROM run
         JOIN record AS begun ON begun.run = run.id AND begun.kind = 'begun'
         LEFT JOIN record AS ended ON ended.run = run.id AND ended.kind IN ('finished', 'superseded')
         ORDER BY begun.seq DESC",
    )?;
    statement.query_map([], run_row)?.collect()
}

pub(crate) fn steps(db: &Connection, key: &str) -> rusqlite::Result<Vec<StepRow>> {
    let mut statement = db.prepare(
        "SELECT first.name, first.at,
             (SELECT count(*) FROM record WHERE run = first.run AND kind = 'started' AND name = first.name),
             (SELECT kind FROM record WHERE run = first.run AND name = first.name
                AND kind IN ('started', 'failed', 'done') ORDER BY seq DESC LIMIT 1),
             done.ms, length(done.body),
             (SELECT CAST(body AS TEXT) FROM record WHERE run = first.run AND kind = 'failed' AND name = first.name
                ORDER BY seq DESC LIMIT 1)
         FROM record AS first
         LEFT JOIN record AS done ON done.run = first.run AND done.kind = 'done' AND done.name = first.name
         WHERE first.kind = 'started'
             AND first.run = (SELECT id FROM run WHERE key = ?1 ORDER BY attempt DESC LIMIT 1)
             AND first.seq = (SELECT min(seq) FROM record
                WHERE run = first.run AND kind = 'started' AND name = first.name)
         ORDER BY first.seq",
    )?;
    statement.query_map([key], step_row)?.collect()
}

pub(crate) fn notes(db: &Connection, key: &str) -> rusqlite::Result<Vec<NoteRow>> {
    let mut statement = db.prepare(&format!(
        "{SELECT} WHERE record.kind = 'note'
             AND record.run = (SELECT id FROM run WHERE key = ?1 ORDER BY attempt DESC LIMIT 1)
         ORDER BY record.seq"
    ))?;
    statement
        .query_map([key], |row| {
            let at = timestamp(row.get(6)?);
            let written = Written::read(row)?;
            let name = written.name.clone();
            let body = written.body().and_then(|body| serde_json::from_slice(&body).ok());
            Ok(NoteRow { name, at, value: body.unwrap_or_default() })
        })?
        .collect()
}

fn run_ref(row: &Row<'_>) -> rusqlite::Result<RunRef> {
    Ok(RunRef { id: row.get(0)?, key: row.get(1)?, attempt: row.get(2)? })
}

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    let ended_at: Option<String> = row.get(3)?;
    let ended_kind: Option<String> = row.get(4)?;
    let is_finished = ended_kind.as_deref() == Some(Kind::Finished.key());
    let outcome: Option<String> = if is_finished { row.get(5)? } else { ended_kind };
    Ok(RunRow {
        key: row.get(0)?,
        attempt: row.get(1)?,
        begun_at: timestamp(row.get(2)?),
        finished_at: ended_at.filter(|_| is_finished).map(timestamp),
        outcome,
        n_done: row.get(6)?,
        n_failed: row.get(7)?,
    })
}

fn step_row(row: &Row<'_>) -> rusqlite::Result<StepRow> {
    let newest: String = row.get(3)?;
    let ms: Option<i64> = row.get(4)?;
    let bytes: Option<i64> = row.get(5)?;
    Ok(StepRow {
        name: row.get(0)?,
        at: timestamp(row.get(1)?),
        tries: row.get(2)?,
        state: match newest.as_str() {
            "done" => StepState::Done,
            "failed" => StepState::Failed,
            _ => StepState::Started,
        },
        ms: ms.and_then(|ms| u64::try_from(ms).ok()),
        bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0),
        error: row.get(6)?,
    })
}

/// A time as it was written by this room; one that somebody spoilt shows as 1970, and `verify` names the record.
fn timestamp(text: String) -> Timestamp {
    text.parse().unwrap_or_default()
}
