//! The journal as an audit log: shows that its chain is whole, hands it out record by record, and prunes its old end.
//!
//! What is pruned goes from the beginning of the chain only, and a record at its end says how much and with which hash
//! it ended, so that what is left still hangs on something. `docs/guides` tells a stranger how to check it all.

use crate::blob::Shelf;
use crate::pack::hex;
use crate::record::{Entry, Kind, SELECT, Written, append};
use crate::{Error, Journal, journal, pack};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlite::Outlives;
use std::collections::BTreeSet;

/// The run under whose name what was pruned is recorded.
const PRUNE_RUN: &str = "journal/prune";
/// The note in it.
const PRUNED: &str = "pruned";

/// What [`Journal::verify`] found in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many records.
    pub n_records: u64,
    /// The hash of the newest; kept elsewhere, it shows later that no record was taken off the end.
    pub head: String,
    /// What was pruned before the oldest of them, if anything was.
    pub pruned: Option<Stub>,
    /// How many kept files were looked at.
    pub n_blobs: u64,
}

/// What is left of records that were pruned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stub {
    /// How many records went, in this pruning.
    pub n_records: u64,
    /// The number of the last of them.
    pub last_seq: i64,
    /// Its hash, on which the oldest record that is left hangs.
    pub last_hash: String,
}

/// What [`Journal::prune`] took away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pruned {
    /// The records; `None` if none was old enough.
    pub stub: Option<Stub>,
    /// How many runs went whole.
    pub n_runs: u64,
    /// How many kept files no run needs any more.
    pub n_blobs: u64,
    /// Their size.
    pub blob_bytes: u64,
}

/// One record as it is exported. Its hash can be reckoned from it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Its number; they grow, and may have gaps.
    pub seq: i64,
    /// The run's name.
    pub run: String,
    /// Which attempt of it.
    pub attempt: i64,
    /// `begun`, `started`, `done`, `failed`, `note`, `finished`, `superseded`.
    pub kind: String,
    /// The step's or the note's name; empty for records of the run itself.
    pub name: String,
    /// The type of the result, as the program names it.
    pub type_name: String,
    /// When it was written, as text.
    pub at: String,
    /// How long the step took, in milliseconds.
    pub ms: Option<i64>,
    /// SHA-256 of the body.
    pub body_sha256: String,
    /// The hash of the record before it; empty for the first.
    pub prev_hash: String,
    /// Its own hash.
    pub hash: String,
    /// The body, if it was asked for: JSON for what is pinned, results and notes; words for reasons and outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Journal {
    /// Goes through the whole chain and the kept files its results speak of. Errors: `Changed` at the first record that is not as it was
    /// written, `Blob` at the first kept file that is gone or was changed.
    pub fn verify(&self) -> Result<Verified, Error> {
        let walked = self.desk.database.read(walk)??;
        let mut n_blobs = 0;
        for hash in self.needed_blobs()? {
            self.desk.shelf.read(&hash)?;
            n_blobs += 1;
        }
        Ok(Verified { n_blobs, ..walked })
    }

    /// Hands out every record, oldest first, until `take` says no. Bodies are what models and sources said, so they are
    /// handed out only if they are asked for.
    ///
    /// Errors: `Changed` at the first record that is not as it was written.
    pub fn export(&self, with_bodies: bool, mut take: impl FnMut(Exported) -> bool) -> Result<(), Error> {
        self.desk.database.read(|db| {
            each(db, |written| match exported(written, with_bodies) {
                Ok(record) => Ok(take(record)),
                Err(error) => Err(error),
            })
        })?
    }

    /// Takes away the runs of which every record is older than `before`, oldest first, up to the first that is not; then
    /// the kept files that no run needs. The caller must hold the lease.
    pub fn prune(&self, before: Timestamp, now: Timestamp) -> Result<Pruned, Error> {
        self.desk.database.read(walk)??;
        let stub = self.desk.database.write(Outlives::Power, |change| prune(change, before, now))?;
        let (stub, n_runs) = stub.map_or((None, 0), |(stub, n_runs)| (Some(stub), n_runs));
        let needed = self.needed_blobs()?;
        let (n_blobs, blob_bytes) = self.desk.shelf.keep_only(&needed);
        if stub.is_some() {
            // It only makes the file smaller; a disk that is too full for it has the file's free pages all the same.
            if let Err(error) = self.desk.database.read(|db| db.execute_batch("VACUUM")) {
                tracing::warn!(%error, "the journal's file could not be made smaller");
            }
        }
        Ok(Pruned { stub, n_runs, n_blobs, blob_bytes })
    }

    /// The hashes of the kept files that a result speaks of.
    pub fn needed_blobs(&self) -> Result<BTreeSet<String>, Error> {
        let mut needed = BTreeSet::new();
        self.desk.database.read(|db| {
            each(db, |written| {
                let (seq, what, kind) = (written.seq, written.what(), written.kind.clone());
                let body = written.body().ok_or(Error::Changed { seq, what })?;
                if kind == Kind::Done.key() {
                    collect_blobs(&serde_json::from_slice(&body).unwrap_or_default(), &mut needed);
                }
                Ok(true)
            })
        })??;
        Ok(needed)
    }
}

/// Goes through all records, oldest first, until one is refused.
fn each(db: &Connection, mut deed: impl FnMut(Written) -> Result<bool, Error>) -> rusqlite::Result<Result<(), Error>> {
    let mut statement = db.prepare(&format!("{SELECT} ORDER BY record.seq"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match deed(Written::read(row)?) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(()))
}

fn walk(db: &Connection) -> rusqlite::Result<Result<Verified, Error>> {
    let mut head: Option<Vec<u8>> = None;
    let mut n_records = 0;
    // The hash that the oldest record hangs on, and the number and name of that record.
    let mut hook = (Vec::new(), 0, String::new());
    let mut stub = None;
    let walked = each(db, |written| {
        let (seq, what, hash, prev) = (written.seq, written.what(), written.hash.clone(), written.prev_hash.clone());
        let is_note = written.kind == Kind::Note.key() && written.name == PRUNED;
        let is_ours = is_note && written.key() == Some(PRUNE_RUN);
        let follows = match &head {
            Some(head) => prev == *head,
            None => {
                hook = (prev, seq, what.clone());
                true
            }
        };
        let Some(body) = written.body().filter(|_| follows) else { return Err(Error::Changed { seq, what }) };
        if let Some(told) = is_ours.then(|| serde_json::from_slice::<Stub>(&body).ok()).flatten() {
            stub = Some(told).filter(|told| told.last_hash == hex(&hook.0)).or(stub.take());
        }
        head = Some(hash);
        n_records += 1;
        Ok(true)
    })?;
    let (hook, seq, what) = hook;
    let is_hung = hook.is_empty() || stub.is_some();
    Ok(walked.and_then(|()| {
        // What the oldest record hangs on was taken away, and nobody said so.
        if !is_hung {
            return Err(Error::Changed { seq, what });
        }
        Ok(Verified { n_records, head: hex(&head.unwrap_or_default()), pruned: stub, n_blobs: 0 })
    }))
}

fn exported(written: Written, with_body: bool) -> Result<Exported, Error> {
    let (seq, what) = (written.seq, written.what());
    let mut record = Exported {
        seq,
        run: written.key().unwrap_or_default().to_owned(),
        attempt: written.attempt().unwrap_or_default(),
        kind: written.kind.clone(),
        name: written.name.clone(),
        type_name: written.type_name.clone(),
        at: written.at().to_owned(),
        ms: written.ms(),
        body_sha256: String::new(),
        prev_hash: hex(&written.prev_hash),
        hash: hex(&written.hash),
        body: None,
    };
    let body = written.body().ok_or(Error::Changed { seq, what })?;
    record.body_sha256 = hex(&pack::sha256(&body));
    record.body = with_body.then(|| String::from_utf8_lossy(&body).into_owned());
    Ok(record)
}

/// Deletes the old end and records that it did, in one change.
fn prune(change: &Transaction<'_>, before: Timestamp, now: Timestamp) -> rusqlite::Result<Option<(Stub, u64)>> {
    let Some(last_seq) = last_to_prune(change, before)? else { return Ok(None) };
    let last_hash: Vec<u8> =
        change.query_row("SELECT hash FROM record WHERE seq = ?1", [last_seq], |row| row.get(0))?;
    let n_records: i64 =
        change.query_row("SELECT count(*) FROM record WHERE seq <= ?1", [last_seq], |row| row.get(0))?;
    let stub = Stub { n_records: n_records.unsigned_abs(), last_seq, last_hash: hex(&last_hash) };
    let pinned = serde_json::json!({ "before": before.to_string() });
    let run = journal::begin_anew(change, PRUNE_RUN, &pinned, now)?;
    let record = |kind, name, body: Vec<u8>| Entry {
        kind,
        name,
        type_name: "",
        at: now.to_string(),
        ms: None,
        body: pack::pack(body),
    };
    let body = serde_json::to_vec(&stub).unwrap_or_default();
    append(change, &run, &record(Kind::Note, PRUNED, body))?;
    append(change, &run, &record(Kind::Finished, "", PRUNED.into()))?;
    // Only now: what was just written hangs on the newest record, which may be one of those that go.
    change.execute("DELETE FROM record WHERE seq <= ?1", [last_seq])?;
    let n_runs = change.execute("DELETE FROM run WHERE id NOT IN (SELECT run FROM record)", [])? as u64;
    Ok(Some((stub, n_runs)))
}

/// The last record of the old end: every record up to it is old, and no run reaches beyond it.
fn last_to_prune(db: &Connection, before: Timestamp) -> rusqlite::Result<Option<i64>> {
    let mut statement = db.prepare("SELECT seq, at FROM record ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let at: String = row.get(1)?;
        if at.parse::<Timestamp>().is_ok_and(|at| at >= before) {
            break;
        }
        last = Some(row.get(0)?);
    }
    // Back before the first record of a run that goes on behind the end, until there is none.
    while let Some(end) = last {
        let reaching: Option<i64> = db
            .query_row(
                "SELECT min(seq) FROM record WHERE seq <= ?1 AND run IN (SELECT run FROM record WHERE seq > ?1)",
                params![end],
                |row| row.get(0),
            )
            .optional()?
            .flatten();
        let Some(first) = reaching else { break };
        last = db.query_row("SELECT max(seq) FROM record WHERE seq < ?1", [first], |row| row.get(0))?;
    }
    Ok(last)
}

/// Every blob that a result speaks of, however deep.
fn collect_blobs(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_blobs(value, found)),
        Value::Object(fields) => {
            let hash = fields.get("hash").and_then(Value::as_str);
            let is_blob = fields.len() == 3 && fields.contains_key("name") && fields.contains_key("bytes");
            found.extend(hash.filter(|hash| is_blob && Shelf::is_hash(hash)).map(str::to_owned));
            fields.values().for_each(|value| collect_blobs(value, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
