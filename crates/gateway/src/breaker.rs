//! Breakers: a route that keeps failing rests, then one request is let through to see.
//!
//! A stream is counted at its end, not at its first byte: a route that begins well and breaks off is not well.

use crate::timing::Timing;
use crate::verdict::{Failure, Verdict};
use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

/// So many failures in a row make a route rest.
const IN_A_ROW: u32 = 3;

/// Breakers by name of route or account.
#[derive(Debug)]
pub(crate) struct Breakers<K> {
    timing: Timing,
    states: HashMap<K, State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    n_failures: u32,
    n_rests: u32,
    rests_until: Option<Instant>,
    /// A single request is on its way to see whether the route is well again.
    is_probing: bool,
}

/// Whether a request may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It may.
    Open,
    /// It may, alone: it is the probe.
    Probe,
    /// It may not, for so long.
    Resting(Duration),
}

impl<K: Hash + Eq + Clone> Breakers<K> {
    pub(crate) fn new(timing: Timing) -> Self {
        Self { timing, states: HashMap::new() }
    }

    /// Asks to send a request; whoever is told `Probe` must report how it went.
    pub(crate) fn ask(&mut self, key: &K, now: Instant) -> Gate {
        let gate = self.look(key, now);
        if gate == Gate::Probe
            && let Some(state) = self.states.get_mut(key)
        {
            state.is_probing = true;
        }
        gate
    }

    /// What [`Breakers::ask`] would say, without taking the probe.
    pub(crate) fn look(&self, key: &K, now: Instant) -> Gate {
        let Some(state) = self.states.get(key) else { return Gate::Open };
        match state.rests_until {
            None => Gate::Open,
            Some(until) if now < until => Gate::Resting(until - now),
            // Whoever probes holds the place; the others go elsewhere meanwhile.
            Some(_) if state.is_probing => Gate::Resting(self.timing.rest),
            Some(_) => Gate::Probe,
        }
    }

    /// The request ended well.
    pub(crate) fn well(&mut self, key: &K) {
        if self.states.contains_key(key) {
            self.states.remove(key);
        }
    }

    /// The request failed in a way that says nothing about the route, or was called off.
    pub(crate) fn neither(&mut self, key: &K) {
        if let Some(state) = self.states.get_mut(key) {
            state.is_probing = false;
        }
    }

    /// The request failed.
    pub(crate) fn failed(&mut self, key: &K, failure: &Failure, now: Instant) {
        let timing = self.timing;
        let state = self.states.entry(key.clone()).or_default();
        state.n_failures += 1;
        let was_probe = std::mem::take(&mut state.is_probing);
        let asked_to_wait = failure.retry_after.filter(|wait| *wait > timing.max_wait);
        let rest = match failure.verdict {
            verdict if verdict.is_of_account() => Some(timing.account_rest),
            Verdict::RateLimited if asked_to_wait.is_some() => asked_to_wait,
            _ if was_probe || state.n_failures >= IN_A_ROW => {
                let doubled = timing.rest * 2u32.saturating_pow(state.n_rests.min(8));
                Some(doubled.min(timing.max_rest))
            }
            _ => None,
        };
        if let Some(rest) = rest {
            state.n_rests += 1;
            state.rests_until = Some(now + rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(verdict: Verdict) -> Failure {
        Failure::new(verdict, "no")
    }

    #[test]
    fn a_route_that_keeps_failing_rests_and_is_probed_by_one_request() {
        let timing = Timing::default();
        let mut breakers = Breakers::new(timing);
        let now = Instant::now();
        for _ in 0..IN_A_ROW {
            assert_eq!(breakers.ask(&"a", now), Gate::Open);
            breakers.failed(&"a", &failure(Verdict::Overloaded), now);
        }
        assert_eq!(breakers.ask(&"a", now), Gate::Resting(timing.rest));
        assert_eq!(breakers.ask(&"b", now), Gate::Open);
        let later = now + timing.rest;
        assert_eq!(breakers.ask(&"a", later), Gate::Probe);
        assert_eq!(breakers.ask(&"a", later), Gate::Resting(timing.rest), "one probe at a time");
        breakers.failed(&"a", &failure(Verdict::Overloaded), later);
        assert_eq!(breakers.ask(&"a", later), Gate::Resting(timing.rest * 2), "the second rest is longer");
        let much_later = later + timing.rest * 2;
        assert_eq!(breakers.ask(&"a", much_later), Gate::Probe);
        breakers.well(&"a");
        assert_eq!(breakers.ask(&"a", much_later), Gate::Open);
    }

    #[test]
    fn a_probe_that_was_called_off_leaves_its_place_to_another() {
        let timing = Timing::default();
        let mut breakers = Breakers::new(timing);
        let now = Instant::now();
        (0..IN_A_ROW).for_each(|_| breakers.failed(&"a", &failure(Verdict::Broken), now));
        let later = now + timing.rest;
        assert_eq!(breakers.ask(&"a", later), Gate::Probe);
        breakers.neither(&"a");
        assert_eq!(breakers.ask(&"a", later), Gate::Probe);
    }

    #[test]
    fn an_account_without_money_rests_at_once_and_long() {
        let timing = Timing::default();
        let mut breakers = Breakers::new(timing);
        let now = Instant::now();
        breakers.failed(&"a", &failure(Verdict::NoMoney), now);
        assert_eq!(breakers.look(&"a", now), Gate::Resting(timing.account_rest));
    }

    #[test]
    fn a_route_is_left_alone_as_long_as_it_asks() {
        let mut breakers = Breakers::new(Timing::default());
        let now = Instant::now();
        let wait = Duration::from_secs(86_400);
        breakers.failed(&"a", &Failure { retry_after: Some(wait), ..failure(Verdict::RateLimited) }, now);
        assert_eq!(breakers.look(&"a", now), Gate::Resting(wait));
    }
}
