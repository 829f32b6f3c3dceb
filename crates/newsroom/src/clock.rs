//! The one clock of a run, so that `--at` moves everything.

use jiff::Timestamp;
use std::time::Instant;

/// Tells the time of a run: the machine's, or a time that starts where it was set and runs on.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    set: Option<(Timestamp, Instant)>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { set: None }
    }

    /// A clock that shows `at` now and runs on from there.
    pub fn starting_at(at: Timestamp) -> Self {
        Self { set: Some((at, Instant::now())) }
    }

    /// The moment a run that begins now tells the news of: exactly the set time, if one was set.
    pub fn as_of(&self) -> Timestamp {
        self.set.map_or_else(system_now, |(at, _)| at)
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        match self.set {
            Some((at, since)) => at.checked_add(since.elapsed()).unwrap_or(at),
            None => system_now(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}
