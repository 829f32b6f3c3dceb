//! One run of the matrix: a newsroom of its own, real HTTP on loopback, and what came of it when.

use super::cell::{Cell, Chance};
use crate::room::{Furniture, Room, VENDORS, key};
use anyhow::{Context, Result};
use news::{Edition, Role};
use newsroom::{Order, make_edition};
use std::time::{Duration, Instant};
use testkit::{Response, Web, sample};

/// Deadlines are drawn from here, in milliseconds.
const SHORTEST_MS: usize = 10_000;
const LONGEST_MS: usize = 16_000;
/// The gateway's patience is scaled down with the deadline, but not as far: the processor is not any faster.
const PACE: f64 = 0.4;
/// Of the edition that the plan of each run is measured from.
const CALIBRATION: Duration = Duration::from_secs(120);

/// What earlier editions took, and which sources usually answer.
pub struct Past {
    editions: Vec<Edition>,
    answering: Vec<String>,
    pub seconds: f64,
}

/// What came of a run.
pub struct Run {
    pub cell: Cell,
    pub seed: u64,
    pub deadline: Duration,
    pub took: Duration,
    pub n_sources_alive: usize,
    pub result: Result<Quality, String>,
}

/// How good the edition is.
pub struct Quality {
    pub n_stories: usize,
    pub n_by_model: usize,
    pub n_sentences: usize,
    /// By a model of another house than wrote them.
    pub n_checked: usize,
    pub has_voice: bool,
    /// What was given up, by the names in `edition.json`.
    pub degraded: Vec<String>,
}

impl Run {
    /// Seconds after the deadline; negative before it.
    pub fn late(&self) -> f64 {
        self.took.as_secs_f64() - self.deadline.as_secs_f64()
    }

    /// In one line, for whoever watches.
    pub fn line(&self) -> String {
        let cell = &self.cell;
        let what = match &self.result {
            Ok(made) => format!(
                "{} stories ({} by models), {} of {} sentences checked, {}, {}",
                made.n_stories,
                made.n_by_model,
                made.n_checked,
                made.n_sentences,
                if made.has_voice { "voice" } else { "text" },
                made.degraded.join(" ")
            ),
            Err(why) => format!("NOTHING: {why}"),
        };
        format!(
            "{:3} {:7} {} dead, {:2} % sources dead: {:5.2} of {:5.2} s; {what}",
            self.seed,
            cell.latency.name(),
            cell.n_dead_vendors,
            cell.percent_dead_sources,
            self.took.as_secs_f64(),
            self.deadline.as_secs_f64()
        )
    }
}

/// Makes an edition in health, whose times are the past of every run.
pub fn calibrate() -> Result<Past> {
    let furniture = Furniture {
        web: sample::web()?,
        latency: super::cell::Latency::Times(1).of_answer(),
        dead: Vec::new(),
        has_sound: true,
        seed: 0,
        pace: PACE,
    };
    let edition = block_on(async {
        let room = Room::open(furniture).await?;
        let order = Order { key: key()?, again: false, deadline: CALIBRATION };
        Ok(make_edition(&room.newsroom()?, &order).await?.edition)
    })?;
    let answering = edition.sources.iter().filter(|source| source.items > 0).map(|source| source.url.clone()).collect();
    let seconds = edition.timings.iter().filter(|timing| timing.stage != "sound").map(|timing| timing.ms).sum::<u64>();
    // Their times only: what they told is of no matter to the runs.
    let bare = Edition { stories: Vec::new(), spiked: Vec::new(), spiked_stories: Vec::new(), ..edition };
    let editions = (1..=3).map(|n| Edition {
        id: format!("2026-03-1{n}-morning"),
        as_of: bare.as_of - jiff::SignedDuration::from_hours(24 * (8 - n)),
        ..bare.clone()
    });
    Ok(Past { editions: editions.collect(), answering, seconds: seconds as f64 / 1000.0 })
}

/// Makes the edition of a cell.
pub fn run(cell: &Cell, seed: u64, past: &Past) -> Run {
    let mut chance = Chance(seed);
    let deadline = Duration::from_millis((SHORTEST_MS + chance.below(LONGEST_MS - SHORTEST_MS)) as u64);
    let dead = dead_sources(cell, &mut chance, past);
    let n_sources_alive = past.answering.len() - dead.len();
    let began = Instant::now();
    let mut took = Duration::ZERO;
    let result = block_on(async {
        let room = Room::open(Furniture {
            web: dead.into_iter().fold(sample::web()?, |web, (url, kind)| kill(web, &url, kind)),
            latency: cell.latency.of_answer(),
            dead: dead_vendors(cell, &mut chance),
            has_sound: true,
            seed,
            pace: PACE,
        })
        .await?;
        remember(&room, past)?;
        let newsroom = room.newsroom()?;
        let began = Instant::now();
        let made = make_edition(&newsroom, &Order { key: key()?, again: false, deadline }).await;
        took = began.elapsed();
        Ok(quality(&made?.edition))
    });
    if took.is_zero() {
        took = began.elapsed();
    }
    let result = result.map_err(|error| format!("{error:#}"));
    Run { cell: *cell, seed, deadline, took, n_sources_alive, result }
}

fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    // Vendors and sources are simulated in the same process and must not wait for the newsroom's computing.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
    let result = runtime.block_on(work);
    // What was cut off may still be encoding sound.
    runtime.shutdown_background();
    result
}

fn remember(room: &Room, past: &Past) -> Result<()> {
    std::fs::create_dir_all(&room.config.data)?;
    let archive = archive::Archive::open(&room.config.data.join("archive.db"))?;
    past.editions.iter().try_for_each(|edition| archive.remember_edition(edition)).context("the past")
}

/// Which of the sources that usually answer are dead, and how.
fn dead_sources(cell: &Cell, chance: &mut Chance, past: &Past) -> Vec<(String, usize)> {
    let mut alive = past.answering.clone();
    let n_dead = (alive.len() * cell.percent_dead_sources).div_ceil(100).min(alive.len().saturating_sub(1));
    (0..n_dead).map(|_| (alive.remove(chance.below(alive.len())), chance.below(3))).collect()
}

fn kill(web: Web, url: &str, kind: usize) -> Web {
    let response = match kind {
        0 => Response::status(503, "overloaded"),
        1 => Response::status(404, "gone"),
        // It answers and never ends.
        _ => Response::html("<html>").dripping(),
    };
    let host = url::Url::parse(url).ok().and_then(|url| Some(url.host_str()?.to_owned())).unwrap_or_default();
    web.host_down(&host, &response)
}

fn dead_vendors(cell: &Cell, chance: &mut Chance) -> Vec<&'static str> {
    match cell.n_dead_vendors {
        0 => Vec::new(),
        1 => vec![VENDORS[chance.below(VENDORS.len())]],
        _ => VENDORS.to_vec(),
    }
}

fn quality(edition: &Edition) -> Quality {
    let is_checked = |story: &&news::edition::PublishedStory| {
        let checker = story.checked_by.iter().find(|author| author.role == Role::FactChecker);
        checker.is_some_and(|checker| !checker.floor && checker.vendor != story.written_by.vendor)
    };
    let sentences = |story: &news::edition::PublishedStory| story.sentences.len();
    Quality {
        n_stories: edition.stories.len(),
        n_by_model: edition.stories.iter().filter(|story| !story.written_by.floor).count(),
        n_sentences: edition.stories.iter().map(sentences).sum(),
        n_checked: edition.stories.iter().filter(is_checked).map(sentences).sum(),
        has_voice: edition.audio.is_some(),
        degraded: edition.degraded.iter().map(|row| row.what.clone()).filter(|what| what != "sources").collect(),
    }
}
