//! The chain of records: what is written, and how a record shows that nobody changed it.
//!
//! The hash of a record covers everything it says and the hash of the record before it, so a record that was
//! changed, removed or put in later breaks the chain at its place.

use crate::pack::{Packed, sha256, unpack};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

/// What a record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run began; its body is what was pinned.
    Begun,
    /// A step began.
    Started,
    /// A step was done; its body is the result.
    Done,
    /// A step failed; its body is the reason.
    Failed,
    /// Something worth keeping that is no step.
    Note,
    /// A run finished; its body is the outcome.
    Finished,
    /// A run gave way to a new attempt before it finished.
    Superseded,
}

impl Kind {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Started => "started",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Note => "note",
            Self::Finished => "finished",
            Self::Superseded => "superseded",
        }
    }
}

/// The run a record belongs to.
#[derive(Debug, Clone)]
pub(crate) struct RunRef {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) attempt: u32,
}

/// A record to be written.
pub(crate) struct Entry<'a> {
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
    pub(crate) type_name: &'a str,
    pub(crate) at: String,
    pub(crate) ms: Option<i64>,
    pub(crate) body: Packed,
}

/// Writes a record at the end of the chain. Must run in a transaction that holds the write lock.
pub(crate) fn append(db: &Connection, run: &RunRef, entry: &Entry<'_>) -> rusqlite::Result<()> {
    let prev = head(db)?;
    let hash = chained(&prev, run.key.as_bytes(), run.attempt.into(), &Said::of_entry(entry));
    db.prepare_cached(
        "INSERT INTO record (run, kind, name, type_name, at, ms, packed, body, prev_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        run.id,
        entry.kind.key(),
        entry.name,
        entry.type_name,
        entry.at,
        entry.ms,
        entry.body.is_packed,
        entry.body.bytes,
        prev,
        hash.as_slice(),
    ])?;
    Ok(())
}

/// The hash of the newest record; empty if there is none.
pub(crate) fn head(db: &Connection) -> rusqlite::Result<Vec<u8>> {
    let newest = db
        .prepare_cached("SELECT hash FROM record ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(newest.unwrap_or_default())
}

/// A record as it stands in the database, not yet believed.
pub(crate) struct Written {
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) type_name: String,
    pub(crate) prev_hash: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    at: String,
    ms: Option<i64>,
    is_packed: bool,
    body: Vec<u8>,
    key: Option<String>,
    attempt: Option<i64>,
}

/// The columns [`Written::read`] expects, before a WHERE or an ORDER BY.
pub(crate) const SELECT: &str = "SELECT record.seq, record.kind, record.name, record.type_name, record.prev_hash, \
     record.hash, record.at, record.ms, record.packed, record.body, run.key, run.attempt \
     FROM record LEFT JOIN run ON run.id = record.run";

impl Written {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            kind: row.get(1)?,
            name: row.get(2)?,
            type_name: row.get(3)?,
            prev_hash: row.get(4)?,
            hash: row.get(5)?,
            at: row.get(6)?,
            ms: row.get(7)?,
            is_packed: row.get(8)?,
            body: row.get(9)?,
            key: row.get(10)?,
            attempt: row.get(11)?,
        })
    }

    /// The run's name, if the run is known.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    pub(crate) fn attempt(&self) -> Option<i64> {
        self.attempt
    }

    pub(crate) fn at(&self) -> &str {
        &self.at
    }

    pub(crate) fn ms(&self) -> Option<i64> {
        self.ms
    }

    /// What the record is about, for a message.
    pub(crate) fn what(&self) -> String {
        format!("{} {}", self.kind, self.name).trim_end().to_owned()
    }

    /// The body, if the record is as it was written.
    pub(crate) fn body(self) -> Option<Vec<u8>> {
        let (key, attempt) = (self.key?, self.attempt?);
        let body = unpack(self.body, self.is_packed)?;
        let said = Said {
            kind: &self.kind,
            name: &self.name,
            type_name: &self.type_name,
            at: &self.at,
            ms: self.ms,
            body_sha256: sha256(&body),
        };
        (chained(&self.prev_hash, key.as_bytes(), attempt, &said).as_slice() == self.hash).then_some(body)
    }
}

/// Everything a record says that its hash covers.
struct Said<'a> {
    kind: &'a str,
    name: &'a str,
    type_name: &'a str,
    at: &'a str,
    ms: Option<i64>,
    body_sha256: [u8; 32],
}

impl<'a> Said<'a> {
    fn of_entry(entry: &'a Entry<'_>) -> Self {
        Self {
            kind: entry.kind.key(),
            name: entry.name,
            type_name: entry.type_name,
            at: &entry.at,
            ms: entry.ms,
            body_sha256: entry.body.sha256,
        }
    }
}

fn chained(prev: &[u8], key: &[u8], attempt: i64, said: &Said<'_>) -> [u8; 32] {
    let ms = said.ms.map(|ms| ms.to_string()).unwrap_or_default();
    let attempt = attempt.to_string();
    let mut hasher = Sha256::new();
    let parts: [&[u8]; 9] = [
        prev,
        key,
        attempt.as_bytes(),
        said.kind.as_bytes(),
        said.name.as_bytes(),
        said.type_name.as_bytes(),
        said.at.as_bytes(),
        ms.as_bytes(),
        &said.body_sha256,
    ];
    for part in parts {
        // The length keeps "ab" + "c" apart from "a" + "bc".
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}
