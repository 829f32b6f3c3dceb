//! What time it is for a run: how much of its deadline has passed, what its plan says of that, how long answers take.
//!
//! A run that is gone on with after a crash has what is left of its deadline, counted from when it was begun.

use crate::deadline::{self, Place, Plan, Rung, Stage, Taken};
use crate::play::Work;
use jiff::Timestamp;
use journal::Run;
use news::edition::{Degraded, Timing};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The plan of a replay, which waits for nobody.
const REPLAY: Duration = Duration::from_secs(24 * 3600);
/// A run whose time is over still gives its sources so long: late is better than empty.
const LEAST_FOR_SOURCES: Duration = Duration::from_secs(3);

/// The clock of one run.
#[derive(Debug)]
pub(crate) struct Stopwatch {
    pub plan: Plan,
    began: Instant,
    is_replay: bool,
    progress: Mutex<Progress>,
}

/// What has been noted so far.
#[derive(Debug, Default)]
struct Progress {
    stages: Vec<(Stage, Instant)>,
    taken: Vec<Taken>,
    calls_ms: Vec<u64>,
}

impl Stopwatch {
    /// The clock of a run as it was pinned; `now` by the machine's clock.
    pub fn of(run: &Run, now: Timestamp) -> Self {
        let pinned = |name: &str| run.pinned().get(name).cloned();
        let plan = pinned("plan").and_then(|plan| serde_json::from_value(plan).ok());
        let begun: Option<Timestamp> = pinned("begun").and_then(|begun| serde_json::from_value(begun).ok());
        let passed = begun.map(|begun| Duration::try_from(now.duration_since(begun)).unwrap_or_default());
        let is_replay = run.is_replay();
        Self {
            plan: plan.filter(|_| !is_replay).unwrap_or_else(|| Plan::new(&[], REPLAY)),
            began: before(passed.filter(|_| !is_replay).unwrap_or_default()),
            is_replay,
            progress: Mutex::default(),
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        // Whoever panicked with it left lists that are whole.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since the run was begun.
    pub fn passed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Notes that a stage begins.
    pub fn begin(&self, stage: Stage) {
        self.progress().stages.push((stage, Instant::now()));
    }

    /// The moment at which a stage must be over; none in a replay.
    pub fn end(&self, stage: Stage) -> Option<Instant> {
        (!self.is_replay).then(|| self.began + self.plan.end(stage))
    }

    /// What is left until a stage must be over.
    pub fn left(&self, stage: Stage) -> Duration {
        self.plan.end(stage).saturating_sub(self.passed())
    }

    /// How long sources may take.
    pub fn for_sources(&self) -> Duration {
        self.left(Stage::Gather).max(LEAST_FOR_SOURCES.min(self.plan.deadline / 5))
    }

    /// Until when models may be asked for this part; without end in a replay, which asks nobody.
    pub fn ask_until(&self, place: Place) -> Option<Instant> {
        (!self.is_replay).then(|| self.began + self.plan.latest(place))
    }

    /// Whether models may not be asked any more for this part.
    pub fn is_over(&self, place: Place) -> bool {
        self.ask_until(place).is_some_and(|until| until <= Instant::now())
    }

    /// What is given up at this part, if its stories are to be cleared in time.
    pub fn rung(&self, place: Place) -> Option<Rung> {
        if self.is_replay { None } else { deadline::rung_of(place, self.left(Stage::Check), self.call()) }
    }

    /// What one question takes in this run; what is planned while none was answered.
    pub fn call(&self) -> Duration {
        let mut calls = self.progress().calls_ms.clone();
        calls.sort_unstable();
        let median = calls.get(calls.len() / 2).map(|ms| Duration::from_millis(*ms));
        median.unwrap_or_else(|| self.plan.call())
    }

    /// Learns from a part how long questions take, those that were asked in vain with them.
    pub fn learn(&self, work: &Work) {
        let took: u64 = work.attempts.iter().map(|attempt| attempt.took_ms).sum();
        if work.answered.is_some() && took > 0 {
            self.progress().calls_ms.push(took);
        }
    }

    /// Keeps what was given up for the edition as a whole.
    pub fn take(&self, taken: Taken) {
        self.progress().taken.push(taken);
    }

    /// A step of the ladder, taken now.
    pub fn taken_now(&self, rung: Rung, what: String) -> Taken {
        Taken { rung, after_ms: self.passed().as_millis() as u64, what }
    }

    /// What was given up, for readers.
    pub fn degraded(&self, works: &[Work]) -> Vec<Degraded> {
        deadline::degraded(works, &self.progress().taken, self.plan.deadline)
    }

    /// Milliseconds each stage took; the last one until now.
    pub fn timings(&self) -> Vec<Timing> {
        let stages = self.progress().stages.clone();
        let ends = stages.iter().skip(1).map(|(_, at)| *at).chain(std::iter::once(Instant::now()));
        let timing = |((stage, at), end): (&(Stage, Instant), Instant)| Timing {
            stage: stage.key().to_owned(),
            ms: end.duration_since(*at).as_millis() as u64,
        };
        stages.iter().zip(ends).map(timing).collect()
    }
}

/// The moment so long ago; now where the machine has not run for so long.
fn before(passed: Duration) -> Instant {
    let now = Instant::now();
    now.checked_sub(passed).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of ten minutes, at this moment, of a run that was begun at 06:50.
    fn left_at(now: &str) -> Duration {
        let folder = tempfile::tempdir().unwrap();
        let journal = journal::Journal::open(&folder.path().join("journal.db")).unwrap();
        let now: Timestamp = now.parse().unwrap();
        let plan = Plan::new(&[], Duration::from_secs(600));
        let pinned = serde_json::json!({ "begun": "2026-02-10T06:50:00Z", "plan": plan });
        Stopwatch::of(&journal.begin("2026-02-10-morning", &pinned, now).unwrap(), now).left(Stage::Release)
    }

    #[test]
    fn a_run_that_is_gone_on_with_has_what_is_left_of_its_deadline_and_not_a_new_one() {
        let minutes = |from: u64, to: u64| Duration::from_secs(from * 60)..=Duration::from_secs(to * 60);
        assert!(minutes(5, 6).contains(&left_at("2026-02-10T06:54:00Z")));
        assert_eq!(left_at("2026-02-10T07:30:00Z"), Duration::ZERO);
        // The machine's clock was set back meanwhile.
        assert!(minutes(9, 10).contains(&left_at("2026-02-10T06:00:00Z")));
    }
}
