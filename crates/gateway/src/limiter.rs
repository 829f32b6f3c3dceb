//! Requests and tokens per minute: reserved before a call, settled after it.

use crate::settings::Limits;
use std::time::{Duration, Instant};

/// What one vendor may still be asked.
#[derive(Debug)]
pub(crate) struct Limiter {
    limits: Limits,
    requests: Bucket,
    tokens: Bucket,
    n_under_way: u32,
}

/// Refills evenly; may go below nothing when a reply was longer than was reserved.
#[derive(Debug)]
struct Bucket {
    per_minute: f64,
    left: f64,
    at: Instant,
}

impl Bucket {
    fn new(per_minute: f64, now: Instant) -> Self {
        Self { per_minute, left: per_minute, at: now }
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * self.per_minute / 60.0).min(self.per_minute);
        self.at = now;
    }

    /// How long until so much is there; a wish larger than a whole minute's waits for a full bucket.
    fn wait_for(&self, wanted: f64) -> Duration {
        let missing = wanted.min(self.per_minute) - self.left;
        if missing <= 0.0 { Duration::ZERO } else { Duration::from_secs_f64(missing * 60.0 / self.per_minute) }
    }
}

impl Limiter {
    pub(crate) fn new(limits: Limits, now: Instant) -> Self {
        let requests = Bucket::new(limits.requests_per_minute.map_or(f64::INFINITY, f64::from), now);
        let tokens = Bucket::new(limits.tokens_per_minute.map_or(f64::INFINITY, |n| n as f64), now);
        Self { limits, requests, tokens, n_under_way: 0 }
    }

    /// Reserves one request of so many tokens.
    ///
    /// Errors: how long to wait before there is room.
    pub(crate) fn reserve(&mut self, n_tokens: u64, now: Instant) -> Result<(), Duration> {
        if self.limits.at_once.is_some_and(|at_once| self.n_under_way >= at_once) {
            return Err(Duration::from_millis(100));
        }
        self.n_under_way += 1;
        let wait = self.take(n_tokens as f64, now);
        if wait.is_zero() {
            return Ok(());
        }
        self.n_under_way -= 1;
        Err(wait)
    }

    fn take(&mut self, n_tokens: f64, now: Instant) -> Duration {
        let mut wait = Duration::ZERO;
        if self.limits.requests_per_minute.is_some() {
            self.requests.refill(now);
            wait = wait.max(self.requests.wait_for(1.0));
        }
        if self.limits.tokens_per_minute.is_some() {
            self.tokens.refill(now);
            wait = wait.max(self.tokens.wait_for(n_tokens));
        }
        if wait.is_zero() {
            self.requests.left -= 1.0;
            self.tokens.left -= n_tokens;
        }
        wait
    }

    /// Settles a reservation with what was used.
    pub(crate) fn settle(&mut self, n_reserved: u64, n_used: u64) {
        self.n_under_way = self.n_under_way.saturating_sub(1);
        self.tokens.left = (self.tokens.left + n_reserved as f64 - n_used as f64).min(self.tokens.per_minute);
    }

    /// Whether another request at once would leave no room: then nothing is hedged.
    pub(crate) fn is_nearly_full(&self) -> bool {
        let at_once = self.limits.at_once.is_some_and(|at_once| self.n_under_way + 1 >= at_once);
        at_once
            || self.requests.left < self.requests.per_minute * 0.2
            || self.tokens.left < self.tokens.per_minute * 0.2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_reserved_and_come_back_with_time() {
        let now = Instant::now();
        let limits = Limits { requests_per_minute: Some(2), ..Limits::default() };
        let mut limiter = Limiter::new(limits, now);
        assert_eq!((limiter.reserve(1, now), limiter.reserve(1, now)), (Ok(()), Ok(())));
        assert_eq!(limiter.reserve(1, now), Err(Duration::from_secs(30)));
        assert_eq!(limiter.reserve(1, now + Duration::from_secs(30)), Ok(()));
    }

    #[test]
    fn tokens_are_settled_with_what_was_used() {
        let now = Instant::now();
        let limits = Limits { tokens_per_minute: Some(1000), ..Limits::default() };
        let mut limiter = Limiter::new(limits, now);
        assert_eq!(limiter.reserve(800, now), Ok(()));
        assert!(limiter.reserve(800, now).is_err());
        limiter.settle(800, 100);
        assert_eq!(limiter.reserve(800, now), Ok(()));
        limiter.settle(800, 3000);
        assert!(limiter.reserve(1, now).is_err(), "a longer reply is paid for by waiting");
    }

    #[test]
    fn no_more_at_once_than_allowed() {
        let now = Instant::now();
        let mut limiter = Limiter::new(Limits { at_once: Some(1), ..Limits::default() }, now);
        assert_eq!(limiter.reserve(1, now), Ok(()));
        assert!(limiter.is_nearly_full());
        assert!(limiter.reserve(1, now).is_err());
        limiter.settle(1, 1);
        assert_eq!(limiter.reserve(1, now), Ok(()));
    }

    #[test]
    fn without_limits_nothing_is_limited() {
        let now = Instant::now();
        let mut limiter = Limiter::new(Limits::default(), now);
        assert!((0..10_000).all(|_| limiter.reserve(1_000_000, now).is_ok()));
        assert!(!limiter.is_nearly_full());
    }
}
