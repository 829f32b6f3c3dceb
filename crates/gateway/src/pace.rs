//! How fast each route usually is, and how many retries may be afforded.

use std::time::Duration;

/// So many of the last times are kept.
const KEPT: usize = 64;
/// With fewer, nothing is known.
const MIN_KNOWN: usize = 16;

/// The last times until the first content of one route.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pace {
    times: Vec<Duration>,
    next: usize,
}

impl Pace {
    pub(crate) fn add(&mut self, time: Duration) {
        if self.times.len() < KEPT {
            self.times.push(time);
        } else if let Some(oldest) = self.times.get_mut(self.next) {
            *oldest = time;
        }
        self.next = (self.next + 1) % KEPT;
    }

    /// Nineteen of twenty were faster; nothing while too few are known.
    pub(crate) fn p95(&self) -> Option<Duration> {
        if self.times.len() < MIN_KNOWN {
            return None;
        }
        let mut sorted = self.times.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() * 95 / 100).copied()
    }
}

/// A purse from which retries and second requests are paid, so that an outage is not answered with a storm.
#[derive(Debug)]
pub(crate) struct Purse {
    left: f64,
}

/// A purse never holds more: an outage after a quiet day may cost so many retries at once.
const FULL: f64 = 100.0;
/// What each request puts in: one retry for five requests in the long run.
const EACH: f64 = 0.2;

impl Purse {
    pub(crate) fn new() -> Self {
        Self { left: FULL }
    }

    pub(crate) fn earn(&mut self) {
        self.left = (self.left + EACH).min(FULL);
    }

    /// Takes one retry out, if there is one.
    pub(crate) fn pay(&mut self) -> bool {
        let can = self.left >= 1.0;
        if can {
            self.left -= 1.0;
        }
        can
    }

    /// Whether there is plenty, so that a mere second request may be paid.
    pub(crate) fn is_plenty(&self) -> bool {
        self.left >= FULL / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_pace_is_known_after_a_while_and_forgets() {
        let mut pace = Pace::default();
        (1..MIN_KNOWN as u64).for_each(|ms| pace.add(Duration::from_millis(ms)));
        assert_eq!(pace.p95(), None);
        (0..100).for_each(|ms| pace.add(Duration::from_millis(ms)));
        assert_eq!(pace.p95(), Some(Duration::from_millis(96)), "the 95th of the last 64, 36 to 99 ms");
    }

    #[test]
    fn an_outage_is_not_answered_with_a_storm() {
        let mut purse = Purse::new();
        assert_eq!((0..1000).filter(|_| purse.pay()).count(), 100);
        (0..5).for_each(|_| purse.earn());
        assert_eq!((0..1000).filter(|_| purse.pay()).count(), 1);
        assert!(!purse.is_plenty());
    }
}
