//! Whether the newsroom does what it is for, and its figures: for whoever watches from outside.
//!
//! Everything is read from the data folder and the site when it is asked for, so that a figure survives a restart.

use crate::config::Config;
use crate::shift::PUBLISHED;
use crate::{Error, tale, timetable};
use gateway::Tally;
use jiff::Timestamp;
use journal::{Journal, RunRow};
use news::{Edition, EditionKey, Role};
use std::path::Path;

/// What is red, and why; what is green says so too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `data` or `edition`.
    pub name: &'static str,
    /// Whether it is green.
    pub is_well: bool,
    /// In words.
    pub said: String,
}

/// Whether the data folder can be written and the last edition came out as it was due.
pub fn checks(config: &Config, now: Timestamp) -> Vec<Check> {
    vec![data(&config.data), edition(config, now)]
}

fn data(folder: &Path) -> Check {
    let probe = folder.join(format!(".probe.{}", std::process::id()));
    let written = std::fs::write(&probe, b"zaowan").and_then(|()| std::fs::remove_file(&probe));
    let said = match &written {
        Ok(()) => "the data folder can be written".to_owned(),
        Err(error) => format!("the data folder cannot be written: {error}"),
    };
    Check { name: "data", is_well: written.is_ok(), said }
}

/// Green only if the last edition that was due is out; nothing that ran well in between makes up for it.
fn edition(config: &Config, now: Timestamp) -> Check {
    let check = |is_well, said| Check { name: "edition", is_well, said };
    let Some(last) = timetable::last_due(&config.editions, &config.zone(), now) else {
        return check(true, "there is no edition to be made".to_owned());
    };
    if crate::rota::stands(&config.out, &last.key) {
        return check(true, format!("{} is out", last.key));
    }
    check(false, format!("{} was due at {} and is not out", last.key, last.due))
}

/// The edition of this name as it stands, if it does.
pub(crate) fn published(config: &Config, id: &str) -> Option<Edition> {
    let path = config.out.join("editions").join(id).join("edition.json");
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Figures of the newsroom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// Runs by how they ended: `published`, `failed`, `superseded`, `other`; `open` for those that have not.
    pub runs: Vec<(&'static str, u64)>,
    /// Published editions that were out after they were due.
    pub n_late: u64,
    /// The newest edition that is out.
    pub newest: Option<Newest>,
    /// When the next one is due.
    pub next_due: Option<Timestamp>,
    /// Messages to channels by how they stand: `waiting`, `taken`, `delivered`, `refused`, `unsure`, `expired`; those of the
    /// last three months.
    pub letters: Vec<(&'static str, u64)>,
    /// Attempts to ask models and voices, since the ledger began.
    pub tallies: Vec<Tally>,
}

/// The newest edition in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Newest {
    /// Its name.
    pub id: String,
    /// When it came out.
    pub published_at: Timestamp,
    /// Seconds by stage, as its run recorded them.
    pub stage_seconds: Vec<(String, f64)>,
    /// Its stories.
    pub n_stories: usize,
    /// Their sentences.
    pub n_sentences: usize,
    /// Those of stories that a model of a rival house checked.
    pub n_checked: usize,
    /// What is less than it should be.
    pub degraded: Vec<String>,
    /// How long the bulletin is.
    pub audio_seconds: f64,
    /// What it cost, in US dollars.
    pub usd: f64,
}

/// Reads them. Errors: the journal or the ledger cannot be read.
pub fn figures(config: &Config, now: Timestamp) -> Result<Figures, Error> {
    let path = config.data.join("journal.db");
    let journal = path.exists().then(|| Journal::open(&path)).transpose()?;
    let runs: Vec<RunRow> = journal.as_ref().map(Journal::runs).transpose()?.unwrap_or_default();
    let letters = journal.as_ref().map(Journal::letter_counts).transpose()?.unwrap_or_default();
    let runs: Vec<RunRow> = runs.into_iter().filter(|run| EditionKey::parse(&run.key).is_some()).collect();
    let newest = runs.iter().find(|run| is_published(run)).and_then(|run| published(config, &run.key));
    let next = match timetable::next(&config.editions, &config.zone(), now, |key| crate::rota::stands(&config.out, key))
    {
        timetable::Next::Make(due) | timetable::Next::Wait(due) => Some(due.due),
        timetable::Next::Never => None,
    };
    Ok(Figures {
        n_late: runs.iter().filter(|run| is_late(config, run)).count() as u64,
        runs: by_outcome(&runs),
        newest: newest.as_ref().map(in_figures),
        next_due: next,
        letters: letters.into_iter().map(|(state, n)| (state.key(), n)).collect(),
        tallies: tale::ledger(config)?.tallies().map_err(gateway::Error::from)?,
    })
}

fn is_published(run: &RunRow) -> bool {
    run.outcome.as_deref() == Some(PUBLISHED)
}

fn is_late(config: &Config, run: &RunRow) -> bool {
    let Some(key) = EditionKey::parse(&run.key).filter(|_| is_published(run)) else { return false };
    let due = timetable::due_of(&config.editions, &config.zone(), &key);
    due.zip(run.finished_at).is_some_and(|(due, at)| at > due.due)
}

fn by_outcome(runs: &[RunRow]) -> Vec<(&'static str, u64)> {
    let outcome = |run: &RunRow| match run.outcome.as_deref() {
        None => "open",
        Some(PUBLISHED) => "published",
        Some("superseded") => "superseded",
        Some(failed) if failed.starts_with("failed") => "failed",
        Some(_) => "other",
    };
    ["published", "failed", "superseded", "other", "open"]
        .map(|name| (name, runs.iter().filter(|run| outcome(run) == name).count() as u64))
        .to_vec()
}

fn in_figures(edition: &Edition) -> Newest {
    let sentences = |stories: &mut dyn Iterator<Item = &news::edition::PublishedStory>| {
        stories.map(|story| story.sentences.len()).sum::<usize>()
    };
    let is_checked = |story: &&news::edition::PublishedStory| {
        let by_rival = |author: &news::Author| {
            author.role == Role::FactChecker && !author.floor && author.vendor != story.written_by.vendor
        };
        story.checked_by.iter().any(by_rival)
    };
    Newest {
        id: edition.id.clone(),
        published_at: edition.published_at,
        stage_seconds: edition.timings.iter().map(|timing| (timing.stage.clone(), timing.ms as f64 / 1000.0)).collect(),
        n_stories: edition.stories.len(),
        n_sentences: sentences(&mut edition.stories.iter()),
        n_checked: sentences(&mut edition.stories.iter().filter(is_checked)),
        degraded: edition.degraded.iter().map(|degraded| degraded.what.clone()).collect(),
        audio_seconds: edition.audio.as_ref().map_or(0.0, |audio| audio.seconds),
        usd: edition.ledger.total_usd,
    }
}
