//! The rows of the ledger, and how they are written.

use crate::answer::Usage;
use crate::ask::Purpose;
use crate::prices::Cost;
use crate::verdict::Verdict;
use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};
use serde::{Deserialize, Serialize};

/// One attempt, as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Unique; grows with time.
    pub id: i64,
    /// When it began.
    pub at: Timestamp,
    /// Which edition or other piece of work.
    pub job: String,
    /// In which role.
    pub role: String,
    /// Which step.
    pub step: String,
    /// For which client of the door.
    pub client: String,
    /// Who was asked.
    pub vendor: String,
    /// Which model was asked.
    pub model: String,
    /// Which model answered, as the vendor says.
    pub answered_model: String,
    /// Where the vendor is.
    pub jurisdiction: String,
    /// Why it was made.
    pub kind: Kind,
    /// Whether nothing of it could be published.
    pub shadow: bool,
    /// What it was found to be.
    pub verdict: Verdict,
    /// Why, in words.
    pub detail: String,
    /// HTTP status.
    pub status: Option<u16>,
    /// Tokens.
    pub usage: Usage,
    /// Money.
    pub cost: Cost,
    /// Milliseconds, all of it.
    pub took_ms: u64,
    /// Milliseconds to the first content.
    pub first_ms: Option<u64>,
    /// The vendor's name for the request, for asking its support.
    pub request_id: String,
    /// Which voice was asked; empty for models.
    #[serde(default)]
    pub voice: String,
}

/// Why an attempt was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The first of its call.
    First,
    /// The same route again, after it failed.
    Retry,
    /// Another route, after one failed.
    Failover,
    /// Another route, since the first one is slow.
    Hedge,
    /// The same route again, since its answer did not pass the check.
    Reask,
}

impl Kind {
    /// As it stands in the ledger.
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Retry => "retry",
            Self::Failover => "failover",
            Self::Hedge => "hedge",
            Self::Reask => "reask",
        }
    }
}

/// What became of an answer in its role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The attempt whose answer it is.
    pub attempt: i64,
    /// Whether the role's check took it.
    pub passed: bool,
    /// Whether it was the route's first answer in this call.
    pub is_first: bool,
    /// How many sentences of it were accepted; for a checker, how many faults it found that others had not.
    pub sentences: u32,
    /// How many faults the checker found in it.
    pub findings: u32,
    /// Why it did not pass, or what it would have changed.
    pub note: String,
}

impl Attempt {
    pub(crate) fn about(purpose: &Purpose) -> Self {
        Self {
            id: 0,
            at: Timestamp::UNIX_EPOCH,
            job: purpose.job.clone(),
            role: purpose.role.clone(),
            step: purpose.step.clone(),
            client: purpose.client.clone(),
            vendor: String::new(),
            model: String::new(),
            answered_model: String::new(),
            jurisdiction: String::new(),
            kind: Kind::First,
            shadow: purpose.shadow,
            verdict: Verdict::Cancelled,
            detail: String::new(),
            status: None,
            usage: Usage::default(),
            cost: Cost::default(),
            took_ms: 0,
            first_ms: None,
            request_id: String::new(),
            voice: String::new(),
        }
    }
}

pub(crate) fn insert(change: &Transaction<'_>, row: &Attempt) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO attempt VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,\
               ?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30)";
    change.prepare_cached(sql)?.execute(params![
        row.id,
        row.at.as_millisecond(),
        row.at.to_string().get(..10),
        row.job,
        row.role,
        row.step,
        row.client,
        row.vendor,
        row.model,
        row.answered_model,
        row.jurisdiction,
        row.kind.key(),
        row.shadow,
        row.verdict.key(),
        row.detail,
        row.status,
        row.usage.input as i64,
        row.usage.cached as i64,
        row.usage.cache_write as i64,
        row.usage.output as i64,
        row.usage.reasoning as i64,
        row.usage.is_estimate,
        row.cost.table,
        row.cost.currency,
        row.cost.microusd,
        row.took_ms as i64,
        row.first_ms.map(|ms| ms as i64),
        row.request_id,
        row.voice,
        row.usage.characters as i64,
    ])?;
    Ok(())
}

pub(crate) fn insert_outcome(change: &Transaction<'_>, row: &Outcome) -> rusqlite::Result<()> {
    change.prepare_cached("INSERT OR REPLACE INTO outcome VALUES (?1,?2,?3,?4,?5,?6)")?.execute(params![
        row.attempt,
        row.passed,
        row.is_first,
        row.sentences,
        row.findings,
        row.note
    ])?;
    Ok(())
}

pub(crate) fn insert_thought(change: &Transaction<'_>, attempt: i64, text: &str) -> rusqlite::Result<()> {
    change.prepare_cached("INSERT OR REPLACE INTO thought VALUES (?1,?2)")?.execute(params![attempt, text])?;
    Ok(())
}

pub(crate) fn insert_cached(change: &Transaction<'_>, key: &str, at_ms: i64, body: &[u8]) -> rusqlite::Result<()> {
    change.prepare_cached("INSERT OR REPLACE INTO cached VALUES (?1,?2,?3)")?.execute(params![key, at_ms, body])?;
    Ok(())
}

/// The columns of [`read`], in its order.
pub(crate) const COLUMNS: &str = "id, at, job, role, step, client, vendor, model, answered_model, jurisdiction, kind, shadow, \
    verdict, detail, status, input, cached, cache_write, output, reasoning, is_estimate, price_table, currency, microusd, \
    took_ms, first_ms, request_id, voice, characters";

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    let count = |index: usize| row.get::<_, i64>(index).map(|n| n.max(0) as u64);
    Ok(Attempt {
        id: row.get(0)?,
        at: Timestamp::from_millisecond(row.get(1)?).unwrap_or(Timestamp::UNIX_EPOCH),
        job: row.get(2)?,
        role: row.get(3)?,
        step: row.get(4)?,
        client: row.get(5)?,
        vendor: row.get(6)?,
        model: row.get(7)?,
        answered_model: row.get(8)?,
        jurisdiction: row.get(9)?,
        kind: from_key(&row.get::<_, String>(10)?).unwrap_or(Kind::First),
        shadow: row.get(11)?,
        verdict: from_key(&row.get::<_, String>(12)?).unwrap_or(Verdict::Broken),
        detail: row.get(13)?,
        status: row.get(14)?,
        usage: Usage {
            input: count(15)?,
            cached: count(16)?,
            cache_write: count(17)?,
            output: count(18)?,
            reasoning: count(19)?,
            characters: count(28)?,
            cost_microusd: None,
            is_estimate: row.get(20)?,
        },
        cost: Cost { table: row.get(21)?, currency: row.get(22)?, microusd: row.get(23)? },
        took_ms: count(24)?,
        first_ms: row.get::<_, Option<i64>>(25)?.map(|ms| ms.max(0) as u64),
        request_id: row.get(26)?,
        voice: row.get(27)?,
    })
}

fn from_key<T: serde::de::DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(key.to_owned())).ok()
}
