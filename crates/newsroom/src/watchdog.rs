//! The watchdog: "the reader received nothing by its time" is what is watched, from outside the run.
//!
//! Reads the published feed back as a reader does, compares it with the timetable, and tells the operator by channels:
//! once when something is wrong, once an hour while it stays so, once when it is over. Needs neither the journal nor the
//! archive: it tells of their death too. Start with [`once`] and [`keep`].

mod check;
mod memory;
mod standing;
mod tell;
mod words;

pub use check::{Expect, Report, Trouble, What};
pub use memory::Memory;
pub use standing::{Standing, standing};
pub use tell::Told;

use crate::{Clock, Config, config};
use jiff::Timestamp;
use journal::Lease;
use publish::readback::Reader;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;

/// How the watch is kept.
#[derive(Debug, Clone)]
pub struct Watch {
    /// What must be out by when.
    pub expect: Expect,
    /// The feed, instead of the configured one.
    pub url: Option<String>,
    /// How long a server may be silent.
    pub patience: Duration,
    /// What is waited before something that failed is looked at again: one lost packet is no trouble.
    pub pause: Duration,
}

impl Default for Watch {
    fn default() -> Self {
        Self { expect: Expect::Timetable, url: None, patience: Duration::from_secs(20), pause: Duration::from_secs(3) }
    }
}

/// What one look came to.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// What was found.
    #[serde(flatten)]
    pub report: Report,
    /// Who was told of what.
    pub told: Vec<Told>,
    /// What kept the watch from doing its work, in plain words.
    pub notes: Vec<String>,
}

/// Looks once and tells whom it concerns; only looks where another watch of this data folder is at work.
pub async fn once(config: &Config, watch: &Watch, clock: &Clock) -> Seen {
    let lease = lease(config, clock.now());
    let path = config.data.join("watch.json");
    let (mut memory, mut notes) = Memory::read(&path);
    let seen = match &lease {
        Held::ByOther => {
            let report = report(config, watch, &memory, clock).await;
            notes.push("another watch of this data folder is at work, so nobody was told by this one".into());
            Seen { report, told: Vec::new(), notes }
        }
        Held::ByUs { .. } | Held::Nowhere => {
            let mut seen = look(config, watch, &mut memory, clock).await;
            notes.append(&mut seen.notes);
            Seen { notes, ..seen }
        }
    };
    match &lease {
        Held::ByUs { .. } => Seen { notes: seen.notes.into_iter().chain(memory.write(&path).err()).collect(), ..seen },
        Held::ByOther | Held::Nowhere => seen,
    }
}

/// Keeps watch until the process ends; `hear` hears of each look at which something is new.
pub async fn keep(path: PathBuf, watch: Watch, every: Duration, clock: Clock, hear: impl Fn(&Seen)) {
    let mut config = None;
    // What could not be written down is still known while this process lives.
    let mut memory: Option<Memory> = None;
    let mut before = None;
    // Kept from look to look: a second watch would tell everything a second time.
    let mut held = Held::ByOther;
    loop {
        if let Ok(loaded) = config::load(&path) {
            config = Some(loaded);
        }
        if let Some(config) = &config {
            if !matches!(held, Held::ByUs { .. }) {
                held = lease(config, clock.now());
            }
            if !matches!(held, Held::ByOther) {
                let file = config.data.join("watch.json");
                let mut known = memory.take().unwrap_or_else(|| Memory::read(&file).0);
                let mut seen = look(config, &watch, &mut known, &clock).await;
                seen.notes.extend(known.write(&file).err());
                memory = Some(known);
                let now = (seen.report.clone(), seen.notes.clone());
                if before.as_ref() != Some(&now) || !seen.told.is_empty() {
                    hear(&seen);
                }
                before = Some(now);
            }
        }
        tokio::time::sleep(every).await;
    }
}

async fn look(config: &Config, watch: &Watch, memory: &mut Memory, clock: &Clock) -> Seen {
    let report = report(config, watch, memory, clock).await;
    memory.note(&report, clock.now());
    let mut notes = Vec::new();
    if let Err(why) = ping(config, watch, memory, &report).await {
        notes.push(format!("the service that waits for a call could not be called: {why}"));
    }
    let told = tell::tell(config, memory, clock.now()).await;
    if !report.troubles.is_empty() && !config.channels.iter().any(|channel| channel.alarms) {
        notes.push("no channel carries alarms, so nobody was told; add a [[channel]]".into());
    }
    Seen { report, told, notes }
}

async fn report(config: &Config, watch: &Watch, memory: &Memory, clock: &Clock) -> Report {
    let mut report = check::check(config, watch, memory, clock.now()).await;
    for _ in 0..2 {
        if !report.troubles.iter().any(|trouble| trouble.what.may_pass()) {
            break;
        }
        tokio::time::sleep(watch.pause).await;
        report = check::check(config, watch, memory, clock.now()).await;
    }
    report
}

/// Calls whoever waits for it, once for each edition that was found in order.
async fn ping(config: &Config, watch: &Watch, memory: &mut Memory, report: &Report) -> Result<(), String> {
    let Some(edition) = report.in_order() else { return Ok(()) };
    let Some(url) = config.watch.ping()?.filter(|_| memory.pinged.as_deref() != Some(edition)) else {
        return Ok(());
    };
    let reader = Reader::new(config.watch.allow_private.clone(), watch.patience)?;
    reader.call(url).await?;
    memory.pinged = Some(edition.to_owned());
    Ok(())
}

enum Held {
    /// Until it is dropped.
    ByUs {
        _lease: Lease,
    },
    ByOther,
    /// The folder cannot be written: a reason to tell people, not to be silent.
    Nowhere,
}

fn lease(config: &Config, now: Timestamp) -> Held {
    drop(std::fs::create_dir_all(&config.data));
    match Lease::take(config.data.join("watch.lock"), "zaowan watch", now) {
        Ok(lease) => Held::ByUs { _lease: lease },
        Err(journal::Error::Busy { .. }) => Held::ByOther,
        Err(_) => Held::Nowhere,
    }
}
