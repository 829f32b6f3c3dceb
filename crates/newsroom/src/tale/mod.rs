//! The story of a run, told afterwards from the journal and the ledger: who did what, when, at what cost, and what went wrong.
//!
//! Nothing is kept for it while a run goes on, so it costs no run anything and tells of a killed one too.

mod parts;
mod roles;

pub use parts::{By, Part, PartState};
pub use roles::RoleTale;

use crate::{Config, Error};
use gateway::{Attempt, Ledger};
use jiff::{SignedDuration, Timestamp};
use journal::{Happened, Journal, RunRow};
use news::{Edition, EditionKey};
use serde::Serialize;
use std::collections::BTreeMap;

/// A run's clock that is further from the ledger's than this was set by hand.
const SAME_CLOCK: SignedDuration = SignedDuration::from_mins(30);

/// The stages in their order.
pub const STAGES: [&str; 6] = ["gather", "assign", "report", "check", "produce", "release"];

/// The story of one attempt of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tale {
    /// The edition: `2026-02-10-morning`.
    pub id: String,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it finished, if it did.
    pub finished_at: Option<Timestamp>,
    /// How: `published`, `failed: …`, `superseded`; none while it goes on or after it was killed.
    pub outcome: Option<String>,
    /// When it was gone on with after a kill.
    pub resumed_at: Vec<Timestamp>,
    /// From the first step of a stage to the last.
    pub stages: Vec<StageTale>,
    /// By role, in the order in which they began.
    pub roles: Vec<RoleTale>,
    /// What is less than it should be, as the edition says it.
    pub degraded: Vec<news::edition::Degraded>,
    /// Every step.
    pub parts: Vec<Part>,
}

/// When a stage was at work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageTale {
    /// Its name.
    pub stage: &'static str,
    /// When its first step began.
    pub began_at: Timestamp,
    /// When its last step ended.
    pub ended_at: Timestamp,
}

impl Tale {
    /// When it was over, or when the last thing happened that is known.
    pub fn ended_at(&self) -> Timestamp {
        let last = self.parts.iter().filter_map(|part| part.ended_at).max().unwrap_or(self.begun_at);
        self.finished_at.unwrap_or(last)
    }

    /// Every attempt to ask a model or a voice, trials included.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.parts.iter().flat_map(|part| &part.attempts)
    }
}

/// The newest attempt at an edition that was published, else the newest; none if the journal knows nothing of it.
///
/// Errors: the journal or the ledger cannot be read.
pub fn of_edition(config: &Config, key: &EditionKey, edition: Option<&Edition>) -> Result<Option<Tale>, Error> {
    let path = config.data.join("journal.db");
    if !path.exists() {
        return Ok(None);
    }
    let journal = Journal::open(&path)?;
    let mut runs: Vec<RunRow> = journal.runs()?.into_iter().filter(|run| run.key == key.to_string()).collect();
    let is_published = |run: &RunRow| run.outcome.as_deref() == Some(crate::shift::PUBLISHED);
    runs.sort_by_key(|run| (is_published(run), run.attempt));
    let Some(run) = runs.last() else { return Ok(None) };
    Ok(Some(of_run(&journal, &ledger(config)?, run, edition)?))
}

/// The ledger, if there is one.
pub(crate) fn ledger(config: &Config) -> Result<Ledger, Error> {
    let path = config.data.join("ledger.db");
    let opened = if path.exists() { Ledger::open(&path).map_err(gateway::Error::from)? } else { Ledger::none() };
    Ok(opened)
}

/// The story of this attempt.
pub(crate) fn of_run(
    journal: &Journal,
    ledger: &Ledger,
    run: &RunRow,
    edition: Option<&Edition>,
) -> Result<Tale, Error> {
    let history = journal.history(&run.key, run.attempt, parts::is_told)?;
    let attempts = ledger.attempts(&run.key).map_err(gateway::Error::from)?;
    let mut parts = parts::parts(&history);
    parts::add_attempts(&mut parts, in_run(attempts, run));
    Ok(Tale {
        id: run.key.clone(),
        attempt: run.attempt,
        begun_at: run.begun_at,
        finished_at: run.finished_at,
        outcome: run.outcome.clone(),
        resumed_at: resumptions(&history),
        stages: stages(&parts),
        roles: roles::roles(&parts),
        degraded: edition.map(|edition| edition.degraded.clone()).unwrap_or_default(),
        parts,
    })
}

/// Those of the edition's attempts that this attempt of the run made. A run whose clock was set by hand is told with all
/// of them: the ledger's times say nothing about it.
fn in_run(attempts: Vec<Attempt>, run: &RunRow) -> Vec<Attempt> {
    let slack = SignedDuration::from_secs(1);
    let end = run.finished_at.unwrap_or(Timestamp::MAX);
    let is_near = |attempt: &Attempt| {
        attempt.at.duration_since(run.begun_at).abs() <= SAME_CLOCK || (attempt.at >= run.begun_at && attempt.at <= end)
    };
    if !attempts.iter().any(is_near) {
        return attempts;
    }
    let from = run.begun_at.checked_sub(slack).unwrap_or(run.begun_at);
    let until = end.checked_add(slack).unwrap_or(end);
    attempts.into_iter().filter(|attempt| (from..=until).contains(&attempt.at)).collect()
}

fn resumptions(history: &[Happened]) -> Vec<Timestamp> {
    history
        .iter()
        .filter(|happened| happened.kind == "note" && happened.name == "resumed")
        .map(|note| note.at)
        .collect()
}

fn stages(parts: &[Part]) -> Vec<StageTale> {
    let mut spans: BTreeMap<usize, (Timestamp, Timestamp)> = BTreeMap::new();
    for part in parts {
        let Some(nth) = STAGES.iter().position(|stage| *stage == part.stage) else { continue };
        let end = part.ended_at.unwrap_or(part.began_at);
        let span = spans.entry(nth).or_insert((part.began_at, end));
        *span = (span.0.min(part.began_at), span.1.max(end));
    }
    let told = |(nth, (began_at, ended_at))| StageTale { stage: STAGES[nth], began_at, ended_at };
    spans.into_iter().map(told).collect()
}
