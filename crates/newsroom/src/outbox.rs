//! The outbox: what is told by channels, written with the release and delivered after it.
//!
//! A letter is in the journal exactly if its edition is out. Whoever carries it holds the outbox's lease, marks it as
//! taken, sends it and settles it; a dead channel costs its own letters and nobody else's time.

mod carry;
mod write;

pub use carry::{Carried, deliver};
pub(crate) use write::of_edition;
pub use write::{alarm, key_of};

use crate::{Clock, Config, Error, Newsroom, config};
use jiff::Timestamp;
use journal::Journal;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest sleep of whoever carries letters: those of an edition leave soon after it is out.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

/// Settled letters are kept so long, and so long no second one of their keys is written.
const KEPT_DAYS: i64 = 90;

impl Newsroom {
    /// Delivers what is due, and tries again what failed while time is left; what came of each letter.
    pub async fn deliver(&self, within: Duration) -> Result<Vec<Carried>, Error> {
        let until = self.clock.now() + within;
        let mut carried: Vec<Carried> = Vec::new();
        loop {
            for done in deliver(&self.journal, &self.config, &self.clock).await? {
                carried.retain(|known| known.key != done.key);
                carried.push(done);
            }
            let next = self.journal.next_letter_at()?.filter(|next| *next < until);
            match (next, carried.is_empty()) {
                (Some(next), false) => tokio::time::sleep(pause(self.clock.now(), next)).await,
                _ => return Ok(carried),
            }
        }
    }
}

/// Carries letters until the process ends, beside whoever makes editions; `tell` hears what came of each.
pub async fn keep(path: PathBuf, clock: Clock, tell: impl Fn(&Carried)) {
    let mut config = None;
    loop {
        // An owner who corrects a channel need not start anything anew.
        if let Ok(loaded) = config::load(&path) {
            config = Some(loaded);
        }
        if let Some(config) = config.as_ref().filter(|config| !config.channels.is_empty()) {
            match carry_once(config, &clock).await {
                Ok(carried) => carried.iter().for_each(&tell),
                Err(error) => tracing::warn!(%error, "letters cannot be carried"),
            }
        }
        tokio::time::sleep(LONGEST_SLEEP).await;
    }
}

/// Delivers what is due in the configuration's outbox, once; nothing where no edition was ever made.
pub async fn carry_once(config: &Config, clock: &Clock) -> Result<Vec<Carried>, Error> {
    match open(&config.data)? {
        Some(journal) => deliver(&journal, config, clock).await,
        None => Ok(Vec::new()),
    }
}

/// The newest letters of a data folder, newest first.
pub fn letters(data: &Path, at_most: u32) -> Result<Vec<journal::LetterRow>, Error> {
    Ok(open(data)?.map(|journal| journal.letters(at_most)).transpose()?.unwrap_or_default())
}

fn open(data: &Path) -> Result<Option<Journal>, Error> {
    let path = data.join("journal.db");
    if path.is_file() { Ok(Some(Journal::open(&path)?)) } else { Ok(None) }
}

fn pause(now: Timestamp, next: Timestamp) -> Duration {
    let until = Duration::try_from(next.duration_since(now)).unwrap_or_default();
    // A moment more than nothing, so that a clock that stands still does not spin.
    until.clamp(Duration::from_millis(20), LONGEST_SLEEP)
}
