//! The league: what each model did in each role, as the ledger has it.

use crate::ledger::Ledger;
use crate::route::Route;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one model did in one role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The role.
    pub role: String,
    /// The model.
    pub route: Route,
    /// Attempts that were answers.
    pub answers: u64,
    /// Attempts that were not, by verdict; those called off do not count.
    pub failures: BTreeMap<String, u64>,
    /// Answers that were checked.
    pub checked: u64,
    /// Checked answers that passed the first time.
    pub passed_first: u64,
    /// Checked answers that passed at all.
    pub passed: u64,
    /// Faults that were found in its work and upheld.
    pub findings: u64,
    /// Sentences of its work that were accepted.
    pub sentences: u64,
    /// Milliseconds to a whole answer, the middle one.
    pub median_ms: u64,
    /// All it cost, in micro-dollars, failures included.
    pub microusd: i64,
}

impl Standing {
    /// Of ten answers that were asked for, how many came and passed the first time: 0 to 1, doubtful while few are known.
    pub fn score(&self) -> f64 {
        let failed: u64 = self.failures.values().sum();
        let asked = self.answers + failed;
        // Two imagined failures and two imagined successes: who has done little is neither best nor worst.
        let share = |good: u64, all: u64| (good as f64 + 2.0) / (all as f64 + 4.0);
        let came = share(self.answers, asked);
        let passed = if self.checked > 0 { share(self.passed_first, self.checked) } else { 0.5 };
        let faults = self.findings as f64 / (self.sentences + self.findings).max(1) as f64;
        came * passed * (1.0 - faults)
    }

    /// Micro-dollars for one accepted sentence; nothing while none is.
    pub fn cost_per_sentence(&self) -> Option<f64> {
        (self.sentences > 0).then(|| self.microusd as f64 / self.sentences as f64)
    }
}

/// Which work is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// What was published or could have been.
    Real,
    /// What was done on trial.
    Shadow,
}

/// All standings, by role and then best first.
pub fn standings(ledger: &Ledger, work: Work) -> Result<Vec<Standing>, sqlite::Error> {
    Ok(summed(&rows(ledger, work)?))
}

fn rows(ledger: &Ledger, work: Work) -> Result<Vec<Row>, sqlite::Error> {
    let is_shadow = work == Work::Shadow;
    ledger.read(|db| {
        let sql = "SELECT role, vendor, model, verdict, took_ms, microusd, passed, is_first, sentences, findings, job, note \
                   FROM attempt LEFT JOIN outcome ON outcome.attempt = attempt.id WHERE role != '' AND shadow = ?1 \
                   ORDER BY attempt.id";
        db.prepare(sql)?.query_map([is_shadow], Row::read)?.collect()
    })
}

/// The standings that these rows make, by role and then best first.
fn summed<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Standing> {
    let mut found: BTreeMap<(String, Route), Standing> = BTreeMap::new();
    let mut times: BTreeMap<(String, Route), Vec<u64>> = BTreeMap::new();
    for row in rows {
        let key = (row.role.clone(), row.route.clone());
        let standing = found.entry(key.clone()).or_insert_with(|| Standing::none(&row.role, &row.route));
        standing.microusd += row.microusd;
        match row.verdict.as_str() {
            "answer" => {
                standing.answers += 1;
                times.entry(key).or_default().push(row.took_ms);
            }
            "cancelled" => {}
            _ => *standing.failures.entry(row.verdict.clone()).or_default() += 1,
        }
        if let Some(passed) = row.passed {
            standing.checked += 1;
            standing.passed += u64::from(passed);
            standing.passed_first += u64::from(passed && row.is_first);
            standing.sentences += row.sentences;
            standing.findings += row.findings;
        }
    }
    let mut standings: Vec<Standing> = found
        .into_iter()
        .map(|(key, standing)| {
            let mut times = times.remove(&key).unwrap_or_default();
            times.sort_unstable();
            Standing { median_ms: times.get(times.len() / 2).copied().unwrap_or(0), ..standing }
        })
        .collect();
    standings.sort_by(|a, b| a.role.cmp(&b.role).then(b.score().total_cmp(&a.score())));
    standings
}

struct Row {
    role: String,
    route: Route,
    verdict: String,
    took_ms: u64,
    microusd: i64,
    passed: Option<bool>,
    is_first: bool,
    sentences: u64,
    findings: u64,
    job: String,
    note: Option<String>,
}

impl Row {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let count = |index: usize| row.get::<_, Option<i64>>(index).map(|n| n.unwrap_or(0).max(0) as u64);
        Ok(Self {
            role: row.get(0)?,
            route: Route { vendor: row.get(1)?, model: row.get(2)? },
            verdict: row.get(3)?,
            took_ms: count(4)?,
            microusd: row.get(5)?,
            passed: row.get(6)?,
            is_first: row.get::<_, Option<bool>>(7)?.unwrap_or(false),
            sentences: count(8)?,
            findings: count(9)?,
            job: row.get(10)?,
            note: row.get(11)?,
        })
    }
}

impl Standing {
    fn none(role: &str, route: &Route) -> Self {
        Self {
            role: role.to_owned(),
            route: route.clone(),
            answers: 0,
            failures: BTreeMap::new(),
            checked: 0,
            passed_first: 0,
            passed: 0,
            findings: 0,
            sentences: 0,
            median_ms: 0,
            microusd: 0,
        }
    }
}

/// Orders candidates for a role by the league: the best first, but one time in `explore` another, so that nobody is
/// forgotten who was unlucky once. `chance` in 0..1 decides; the same chance gives the same order.
pub fn best(standings: &[Standing], role: &str, candidates: &[Route], explore: f64, chance: f64) -> Vec<Route> {
    let score = |route: &Route| {
        let known = standings.iter().find(|standing| standing.role == role && standing.route == *route);
        known.map_or(0.25, Standing::score)
    };
    let mut ordered: Vec<Route> = candidates.to_vec();
    ordered.sort_by(|a, b| score(b).total_cmp(&score(a)));
    if chance < explore && ordered.len() > 1 {
        let nth = 1 + ((chance / explore) * (ordered.len() - 1) as f64) as usize;
        let explored = ordered.remove(nth.min(ordered.len() - 1));
        ordered.insert(0, explored);
    }
    ordered
}

/// A model on trial for a role: it does the same work beside the one whose work is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Its number.
    pub id: i64,
    /// The role.
    pub role: String,
    /// The model.
    pub route: Route,
    /// For how many editions.
    pub editions: u32,
    /// The editions in which it has taken part.
    pub done: Vec<String>,
}

impl Trial {
    /// Whether it takes part in this edition.
    pub fn takes_part(&self, job: &str) -> bool {
        self.done.iter().any(|done| done == job) || self.done.len() < self.editions as usize
    }
}

/// Begins a trial.
pub fn begin_trial(ledger: &Ledger, role: &str, route: &Route, editions: u32) -> Result<(), sqlite::Error> {
    let at = crate::ledger::now().as_millisecond();
    ledger.write(|change| {
        change.execute(
            "INSERT INTO trial (role, route, begun_at, editions) VALUES (?1, ?2, ?3, ?4)",
            params![role, route.to_string(), at, editions],
        )
    })
}

/// Notes that an edition has taken part in a trial.
pub fn take_part(ledger: &Ledger, trial: i64, job: &str) -> Result<(), sqlite::Error> {
    ledger.write(|change| change.execute("INSERT OR IGNORE INTO trial_edition VALUES (?1, ?2)", params![trial, job]))
}

/// All trials, the newest last.
pub fn trials(ledger: &Ledger) -> Result<Vec<Trial>, sqlite::Error> {
    ledger.read(|db| {
        let mut statement = db.prepare("SELECT id, role, route, editions FROM trial ORDER BY id")?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, u32>(3)?))
        };
        let rows: Vec<_> = statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
        let mut trials = Vec::new();
        for (id, role, route, editions) in rows {
            let Ok(route) = route.parse::<Route>() else { continue };
            let mut jobs = db.prepare_cached("SELECT job FROM trial_edition WHERE trial = ?1 ORDER BY job")?;
            let done = jobs.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            trials.push(Trial { id, role, route, editions, done });
        }
        Ok(trials)
    })
}

/// A trial beside what was published in the same editions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What the model on trial did; nothing until it has taken part in an edition.
    pub on_trial: Option<Standing>,
    /// What those did who played the role in the same editions, the best first.
    pub incumbents: Vec<Standing>,
    /// What the model on trial would have changed, or why its work did not pass, as noted; each once.
    pub notes: Vec<String>,
}

/// Compares a model on trial with those whose work was published meanwhile.
pub fn compare(ledger: &Ledger, trial: &Trial) -> Result<Comparison, sqlite::Error> {
    let is_meant = |row: &&Row| row.role == trial.role && trial.done.contains(&row.job);
    let (real, shadow) = (rows(ledger, Work::Real)?, rows(ledger, Work::Shadow)?);
    let own: Vec<&Row> = shadow.iter().filter(is_meant).filter(|row| row.route == trial.route).collect();
    let mut notes: Vec<String> = Vec::new();
    for note in own.iter().filter_map(|row| row.note.as_ref()).filter(|note| !note.is_empty()) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    let incumbents = summed(real.iter().filter(is_meant));
    Ok(Comparison { on_trial: summed(own).into_iter().next(), incumbents, notes })
}

/// Whether anything was ever noted, so that an empty league is told from a missing one.
pub fn is_empty(ledger: &Ledger) -> Result<bool, sqlite::Error> {
    ledger.read(|db| {
        let first: Option<i64> = db.query_row("SELECT id FROM attempt LIMIT 1", [], |row| row.get(0)).optional()?;
        Ok(first.is_none())
    })
}
