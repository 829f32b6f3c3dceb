//! What is asked of the ledger.

use super::rows::{self, Attempt, COLUMNS, Outcome};
use super::{Entry, Ledger};
use crate::budget::{Budgets, Purse};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a piece of work cost, in micro-dollars.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spent {
    /// In all.
    pub total: i64,
    /// By role.
    pub by_role: BTreeMap<String, i64>,
    /// By vendor.
    pub by_vendor: BTreeMap<String, i64>,
    /// How many attempts.
    pub attempts: u64,
    /// How many of them are estimates.
    pub estimates: u64,
}

impl Spent {
    /// The sums of these rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Attempt>) -> Self {
        let mut spent = Self::default();
        for row in rows {
            spent.total += row.cost.microusd;
            *spent.by_role.entry(row.role.clone()).or_default() += row.cost.microusd;
            *spent.by_vendor.entry(row.vendor.clone()).or_default() += row.cost.microusd;
            spent.attempts += 1;
            spent.estimates += u64::from(row.usage.is_estimate);
        }
        spent
    }
}

/// How often somebody was asked with which end, and what it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Who was asked.
    pub vendor: String,
    /// Which model or voice.
    pub model: String,
    /// As it stands in the ledger: `answer`, `cut_off`, …
    pub verdict: String,
    /// How many attempts.
    pub n: u64,
    /// How many of them asked another since one had failed.
    pub failovers: u64,
    /// Tokens of the requests.
    pub input: u64,
    /// Tokens of the replies.
    pub output: u64,
    /// Micro-dollars.
    pub microusd: i64,
}

impl Ledger {
    /// Every attempt there is, counted by whom it asked and what it was found to be.
    pub fn tallies(&self) -> Result<Vec<Tally>, sqlite::Error> {
        self.read(|db| {
            let sql = "SELECT vendor, model, verdict, count(*), sum(kind = 'failover'), sum(input), sum(output), sum(microusd) \
                       FROM attempt GROUP BY vendor, model, verdict ORDER BY vendor, model, verdict";
            let count = |row: &rusqlite::Row<'_>, nth| row.get::<_, i64>(nth).map(|n| u64::try_from(n).unwrap_or(0));
            let read = |row: &rusqlite::Row<'_>| {
                Ok(Tally {
                    vendor: row.get(0)?,
                    model: row.get(1)?,
                    verdict: row.get(2)?,
                    n: count(row, 3)?,
                    failovers: count(row, 4)?,
                    input: count(row, 5)?,
                    output: count(row, 6)?,
                    microusd: row.get(7)?,
                })
            };
            db.prepare(sql)?.query_map([], read)?.collect()
        })
    }

    /// Reads, after everything handed over has been written; the default if nothing is kept.
    pub(crate) fn read<T: Default>(
        &self,
        deed: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, sqlite::Error> {
        let Some(inner) = &self.inner else { return Ok(T::default()) };
        self.flush();
        inner.database.read(deed)
    }

    /// Writes at once, for what is not a row of a call.
    pub(crate) fn write(
        &self,
        deed: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<usize>,
    ) -> Result<(), sqlite::Error> {
        let Some(inner) = &self.inner else { return Ok(()) };
        self.flush();
        inner.database.write(sqlite::Outlives::Power, deed).map(drop)
    }

    /// All attempts of a piece of work, as they were made.
    pub fn attempts(&self, job: &str) -> Result<Vec<Attempt>, sqlite::Error> {
        self.read(|db| {
            let mut statement = db.prepare(&format!("SELECT {COLUMNS} FROM attempt WHERE job = ?1 ORDER BY id"))?;
            statement.query_map([job], rows::read)?.collect()
        })
    }

    /// What became of the answers of a piece of work in their roles, in the order of the attempts.
    pub fn outcomes(&self, job: &str) -> Result<Vec<Outcome>, sqlite::Error> {
        self.read(|db| {
            let sql = "SELECT outcome.attempt, passed, is_first, sentences, findings, note \
                       FROM outcome JOIN attempt ON attempt.id = outcome.attempt WHERE job = ?1 ORDER BY 1";
            let read = |row: &rusqlite::Row<'_>| {
                Ok(Outcome {
                    attempt: row.get(0)?,
                    passed: row.get(1)?,
                    is_first: row.get(2)?,
                    sentences: row.get(3)?,
                    findings: row.get(4)?,
                    note: row.get(5)?,
                })
            };
            db.prepare(sql)?.query_map([job], read)?.collect()
        })
    }

    /// All attempts made for clients of the door, the newest first, so many at the most.
    pub fn latest(&self, n: usize) -> Result<Vec<Attempt>, sqlite::Error> {
        self.read(|db| {
            let mut statement = db.prepare(&format!("SELECT {COLUMNS} FROM attempt ORDER BY id DESC LIMIT ?1"))?;
            statement.query_map([n as i64], rows::read)?.collect()
        })
    }

    /// What models thought in a piece of work: the attempt and its thoughts.
    pub fn thoughts(&self, job: &str) -> Result<Vec<(i64, String)>, sqlite::Error> {
        self.read(|db| {
            let sql = "SELECT thought.attempt, text FROM thought JOIN attempt ON attempt.id = thought.attempt WHERE job = ?1 ORDER BY 1";
            db.prepare(sql)?.query_map([job], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// What a finished piece of work of this kind cost in the mean: the last so many whose name ends so.
    pub fn usual_cost(&self, ending: &str, n: usize) -> Result<Option<i64>, sqlite::Error> {
        self.read(|db| {
            let sql = "SELECT avg(total) FROM (SELECT sum(microusd) AS total FROM attempt WHERE job LIKE '%' || ?1 AND shadow = 0 \
                       GROUP BY job ORDER BY max(at) DESC LIMIT ?2)";
            let mean: Option<f64> = db.query_row(sql, params![ending, n as i64], |row| row.get(0))?;
            Ok(mean.map(|mean| mean.round() as i64))
        })
    }

    /// What has been spent on this day, by what it counts against.
    pub(crate) fn spent_on(&self, day: &str) -> Result<Vec<(Purse, i64)>, sqlite::Error> {
        self.read(|db| {
            let sql = "SELECT vendor, client, sum(microusd) FROM attempt WHERE day = ?1 GROUP BY vendor, client";
            let mut statement = db.prepare(sql)?;
            let read = |row: &rusqlite::Row<'_>| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
            };
            let mut spent = Vec::new();
            for row in statement.query_map([day], read)? {
                let (vendor, client, microusd) = row?;
                spent.push((Purse::Day, microusd));
                spent.push((Purse::Vendor(vendor), microusd));
                if !client.is_empty() {
                    spent.push((Purse::Client(client), microusd));
                }
            }
            Ok(spent)
        })
    }

    /// What has been spent today (in UTC), in the shape of the limits that it counts against.
    pub fn spent_today(&self) -> Result<Budgets, sqlite::Error> {
        let day = super::now().to_string().get(..10).unwrap_or_default().to_owned();
        let mut spent = Budgets { per_day: Some(0), ..Budgets::default() };
        for (purse, microusd) in self.spent_on(&day)? {
            match purse {
                Purse::Day => spent.per_day = spent.per_day.map(|sum| sum + microusd),
                Purse::Vendor(name) => *spent.per_vendor.entry(name).or_default() += microusd,
                Purse::Client(name) => *spent.per_client.entry(name).or_default() += microusd,
                Purse::Job(_) => {}
            }
        }
        Ok(spent)
    }

    /// What a piece of work has cost so far.
    pub(crate) fn spent_for(&self, job: &str) -> Result<i64, sqlite::Error> {
        self.read(|db| {
            db.query_row("SELECT coalesce(sum(microusd), 0) FROM attempt WHERE job = ?1", [job], |row| row.get(0))
        })
    }

    /// An answer that was kept no earlier than this.
    pub(crate) fn cached(&self, key: &str, since_ms: i64) -> Result<Option<Vec<u8>>, sqlite::Error> {
        self.read(|db| {
            let sql = "SELECT body FROM cached WHERE key = ?1 AND at >= ?2";
            db.query_row(sql, params![key, since_ms], |row| row.get(0)).optional()
        })
    }

    /// Keeps an answer.
    pub(crate) fn keep(&self, key: String, at_ms: i64, body: Vec<u8>) {
        self.add(Entry::Cached { key, at_ms, body });
    }

    /// Forgets kept answers from before this.
    pub(crate) fn forget_cached(&self, before_ms: i64) -> Result<(), sqlite::Error> {
        self.write(|change| change.execute("DELETE FROM cached WHERE at < ?1", [before_ms]))
    }
}
