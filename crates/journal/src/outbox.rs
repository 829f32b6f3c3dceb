//! The outbox: letters that leave after a run, written in the transaction that finishes it.
//!
//! A letter is written once under its key, taken to be sent, and settled. One that was taken and not settled when its
//! carrier was killed is found again, with the same key. Knows nothing of what is in a letter or how it is sent.

use crate::{Error, Journal, Point};
use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;
use sqlite::Outlives;

/// Something to be sent once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Names it for whoever receives it; a second letter of this key is not written.
    pub key: String,
    /// By which channel it goes.
    pub channel: String,
    /// What it is about, for people: an edition's name.
    pub about: String,
    /// What is sent, as its writer understands it.
    pub body: String,
    /// When it was written.
    pub made_at: Timestamp,
    /// From then on it is of no use any more.
    pub expires_at: Timestamp,
}

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// It is to be sent.
    Waiting,
    /// It was taken to be sent; if nobody is at work, its carrier was killed.
    Taken,
    /// It arrived.
    Delivered,
    /// It was given up: refused for good.
    Refused,
    /// Nobody knows whether it arrived, and a second one would be a repeat.
    Unsure,
    /// It was not delivered in time.
    Expired,
}

impl LetterState {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Taken, Self::Delivered, Self::Refused, Self::Unsure, Self::Expired];

    /// Its name in files and lists.
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::Unsure => "unsure",
            Self::Expired => "expired",
        }
    }

    /// Whether nothing more will be done about it.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Waiting | Self::Taken)
    }
}

/// A letter as it stands in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterRow {
    /// Names it for whoever receives it.
    pub key: String,
    /// By which channel it goes.
    pub channel: String,
    /// What it is about.
    pub about: String,
    /// What is sent.
    pub body: String,
    /// How it stands.
    pub state: LetterState,
    /// How often it was taken to be sent.
    pub tries: u32,
    /// When it was written.
    pub made_at: Timestamp,
    /// From then on it is of no use any more.
    pub expires_at: Timestamp,
    /// When it is tried next, if it waits.
    pub next_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// Why the newest try failed, or why it was given up; empty if it did not.
    pub why: String,
}

impl Journal {
    /// Writes letters that are not of a run's end. Those whose key is known are left as they are.
    pub fn post(&self, letters: &[Letter]) -> Result<(), Error> {
        Ok(self.desk.database.write(Outlives::Power, |change| write(change, letters))?)
    }

    /// Letters that are to be sent now, oldest first: those that wait and whose time has come, and those that were taken.
    ///
    /// One that was never tried has no time to wait for, wherever a clock was set back to since it was written.
    /// Whoever asks must be the only carrier: a taken letter then belongs to one that was killed.
    pub fn letters_due(&self, now: Timestamp) -> Result<Vec<LetterRow>, Error> {
        let select = format!(
            "{SELECT} WHERE state = 'taken' OR (state = 'waiting' AND (tries = 0 OR next_ms <= ?1)) ORDER BY made_ms, id"
        );
        self.letters_where(&select, now.as_millisecond())
    }

    /// When the next of the waiting letters is to be sent.
    pub fn next_letter_at(&self) -> Result<Option<Timestamp>, Error> {
        let next: Option<i64> = self
            .desk
            .database
            .read(|db| db.query_row("SELECT min(next_ms) FROM letter WHERE state = 'waiting'", [], |row| row.get(0)))?;
        Ok(next.map(time))
    }

    /// The newest letters, newest first.
    pub fn letters(&self, at_most: u32) -> Result<Vec<LetterRow>, Error> {
        self.letters_where(&format!("{SELECT} ORDER BY made_ms DESC, id DESC LIMIT ?1"), i64::from(at_most))
    }

    /// How many letters stand in each state, in the order of [`LetterState::ALL`].
    pub fn letter_counts(&self) -> Result<Vec<(LetterState, u64)>, Error> {
        let count = |state: LetterState| {
            let select = "SELECT count(*) FROM letter WHERE state = ?1";
            let n: i64 = self.desk.database.read(|db| db.query_row(select, [state.key()], |row| row.get(0)))?;
            Ok((state, n.unsigned_abs()))
        };
        LetterState::ALL.into_iter().map(count).collect()
    }

    /// Marks a letter as taken to be sent; returns which try this is, from 1.
    pub fn take_letter(&self, key: &str) -> Result<u32, Error> {
        let tries = self.desk.database.write(Outlives::Power, |change| {
            change.query_row(
                "UPDATE letter SET state = 'taken', tries = tries + 1 WHERE key = ?1 RETURNING tries",
                [key],
                |row| row.get(0),
            )
        })?;
        self.pass(Point::BeforeEffect, key)?;
        Ok(tries)
    }

    /// Puts a letter back: it is tried again at `next_at`.
    pub fn put_letter_back(&self, key: &str, why: &str, next_at: Timestamp) -> Result<(), Error> {
        Ok(self.desk.database.write(Outlives::Power, |change| {
            change.execute(
                "UPDATE letter SET state = 'waiting', why = ?2, next_ms = ?3 WHERE key = ?1",
                params![key, why, next_at.as_millisecond()],
            )?;
            Ok(())
        })?)
    }

    /// Settles a letter for good.
    pub fn settle_letter(&self, key: &str, state: LetterState, why: &str, now: Timestamp) -> Result<(), Error> {
        debug_assert!(state.is_settled(), "{}", state.key());
        self.pass(Point::AfterEffect, key)?;
        self.desk.database.write(Outlives::Power, |change| {
            change.execute(
                "UPDATE letter SET state = ?2, why = ?3, settled_ms = ?4 WHERE key = ?1",
                params![key, state.key(), why, now.as_millisecond()],
            )?;
            Ok(())
        })?;
        self.pass(Point::AfterRecord, key)
    }

    /// A letter is a step of no run; a crash test knows it as `letter/KEY`.
    fn pass(&self, point: Point, key: &str) -> Result<(), Error> {
        self.desk.fault.pass(point, &format!("letter/{key}"))
    }

    /// Forgets settled letters that are older; the keys of those that are kept still hold off a second one.
    pub fn forget_letters_before(&self, time: Timestamp) -> Result<(), Error> {
        Ok(self.desk.database.write(Outlives::Process, |change| {
            change
                .execute("DELETE FROM letter WHERE settled_ms IS NOT NULL AND made_ms < ?1", [time.as_millisecond()])?;
            Ok(())
        })?)
    }

    fn letters_where(&self, select: &str, value: i64) -> Result<Vec<LetterRow>, Error> {
        Ok(self.desk.database.read(|db| rows(db, select, value))?)
    }
}

/// Writes letters as part of a larger change.
pub(crate) fn write(change: &Transaction<'_>, letters: &[Letter]) -> rusqlite::Result<()> {
    let mut insert = change.prepare_cached(
        "INSERT OR IGNORE INTO letter (key, channel, about, body, made_ms, expires_ms, next_ms, state, tries, why)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, 'waiting', 0, '')",
    )?;
    for letter in letters {
        let (made, expires) = (letter.made_at.as_millisecond(), letter.expires_at.as_millisecond());
        insert.execute(params![letter.key, letter.channel, letter.about, letter.body, made, expires])?;
    }
    Ok(())
}

const SELECT: &str = "SELECT key, channel, about, body, state, tries, made_ms, expires_ms, next_ms, settled_ms, why \
     FROM letter";

fn rows(db: &Connection, select: &str, value: i64) -> rusqlite::Result<Vec<LetterRow>> {
    db.prepare(select)?.query_map([value], row)?.collect()
}

fn row(row: &Row<'_>) -> rusqlite::Result<LetterRow> {
    let state: String = row.get(4)?;
    Ok(LetterRow {
        key: row.get(0)?,
        channel: row.get(1)?,
        about: row.get(2)?,
        body: row.get(3)?,
        // A state that somebody wrote in by hand sends nothing.
        state: LetterState::ALL.into_iter().find(|known| known.key() == state).unwrap_or(LetterState::Unsure),
        tries: row.get(5)?,
        made_at: time(row.get(6)?),
        expires_at: time(row.get(7)?),
        next_at: time(row.get(8)?),
        settled_at: row.get::<_, Option<i64>>(9)?.map(time),
        why: row.get(10)?,
    })
}

fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}
