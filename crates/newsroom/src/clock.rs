//! The one clock of a run, so that `--at` moves everything and a jump of the machine's clock moves nothing.

use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Tells the time of a run: the machine's, or a time that starts where it was set and runs on.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// What it showed, and how long the machine had run then.
    started: Option<(Timestamp, Duration)>,
    is_set: bool,
    wrong_by_ms: Option<&'static AtomicI64>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { started: None, is_set: false, wrong_by_ms: None }
    }

    /// A clock that shows `at` now and runs on from there.
    pub fn starting_at(at: Timestamp) -> Self {
        Self { started: Some((at, uptime())), is_set: true, wrong_by_ms: None }
    }

    /// The machine's clock, wrong by so many milliseconds, which may change at any time. For tests of clocks that jump.
    pub fn wrong_by(ms: &'static AtomicI64) -> Self {
        Self { wrong_by_ms: Some(ms), ..Self::system() }
    }

    /// A clock that shows what this one shows now, and from then on runs by itself, however the machine's is changed.
    pub(crate) fn steady(self) -> Self {
        Self { started: Some(self.started.unwrap_or_else(|| (self.now(), uptime()))), ..self }
    }

    /// Whether somebody set it to another time than the machine's.
    pub(crate) fn is_set(&self) -> bool {
        self.is_set
    }

    /// The moment a run that begins now tells the news of: exactly the set time, if one was set.
    pub fn as_of(&self) -> Timestamp {
        self.started.map_or_else(|| self.of_machine(), |(at, _)| at)
    }

    /// The machine's own time, whatever this clock was set to: what passed while no process ran is counted by it.
    pub(crate) fn machine(&self) -> Timestamp {
        system_now()
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        match self.started {
            Some((at, since)) => at.checked_add(uptime().saturating_sub(since)).unwrap_or(at),
            None => self.of_machine(),
        }
    }

    fn of_machine(&self) -> Timestamp {
        let wrong_by = self.wrong_by_ms.map_or(0, |ms| ms.load(Ordering::Relaxed));
        let now = system_now();
        now.checked_add(SignedDuration::from_millis(wrong_by)).unwrap_or(now)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

/// How long the machine has run, its sleep included: a laptop that was shut in the middle of an edition knows how late it is.
#[cfg(target_os = "linux")]
fn uptime() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// How long the program has run.
#[cfg(not(target_os = "linux"))]
fn uptime() -> Duration {
    static BEGAN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGAN.elapsed()
}
