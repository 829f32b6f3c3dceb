//! Manners: how many requests a host gets at once, and how soon after each other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

/// At what pace a host is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// As a reader asks a site: few at once, with a pause.
    Reader,
    /// As a program asks an interface made for programs: more at once, no pause.
    Program,
}

/// How many times as many requests an interface made for programs gets at once.
const PROGRAM_FACTOR: usize = 4;

/// One lane a host and rhythm.
pub(super) struct Pace {
    per_host: usize,
    delay: Duration,
    lanes: Mutex<HashMap<(String, bool), Arc<Lane>>>,
}

struct Lane {
    permits: Arc<Semaphore>,
    next_start: Mutex<Option<Instant>>,
}

impl Pace {
    /// `per_host` at once, `delay` between starts.
    pub fn new(per_host: usize, delay: Duration) -> Self {
        Self { per_host: per_host.max(1), delay, lanes: Mutex::default() }
    }

    /// Waits for a turn at this host. The turn ends when the permit is dropped.
    pub async fn enter(&self, url: &Url, rhythm: Rhythm) -> Option<OwnedSemaphorePermit> {
        let lane = self.lane(url, rhythm);
        // The semaphore is never closed, so a permit always comes.
        let permit = Arc::clone(&lane.permits).acquire_owned().await.ok();
        if rhythm == Rhythm::Reader && !self.delay.is_zero() {
            tokio::time::sleep_until(lane.reserve(self.delay)).await;
        }
        permit
    }

    fn lane(&self, url: &Url, rhythm: Rhythm) -> Arc<Lane> {
        let host = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0));
        let is_program = rhythm == Rhythm::Program;
        let n_permits = if is_program { self.per_host * PROGRAM_FACTOR } else { self.per_host };
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry((host, is_program)).or_insert_with(|| {
            Arc::new(Lane { permits: Arc::new(Semaphore::new(n_permits)), next_start: Mutex::default() })
        });
        Arc::clone(lane)
    }
}

impl Lane {
    /// Takes the next free start and says when it is.
    fn reserve(&self, delay: Duration) -> Instant {
        let now = Instant::now();
        let mut next_start = self.next_start.lock().unwrap_or_else(PoisonError::into_inner);
        let start = next_start.map_or(now, |next| next.max(now));
        *next_start = Some(start + delay);
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_at_one_host_are_a_delay_apart() {
        let lane = Lane { permits: Arc::new(Semaphore::new(1)), next_start: Mutex::default() };
        let delay = Duration::from_secs(60);
        let first = lane.reserve(delay);
        assert_eq!(lane.reserve(delay), first + delay);
        assert_eq!(lane.reserve(delay), first + delay * 2);
    }

    #[tokio::test]
    async fn hosts_do_not_wait_for_each_other_but_one_host_does() {
        let pace = Pace::new(1, Duration::ZERO);
        let (a, b) = (Url::parse("https://a.example/").unwrap(), Url::parse("https://b.example/").unwrap());
        let held = pace.enter(&a, Rhythm::Reader).await;
        assert!(pace.enter(&b, Rhythm::Reader).await.is_some());
        assert_eq!(pace.lane(&a, Rhythm::Reader).permits.available_permits(), 0);
        drop(held);
        assert_eq!(pace.lane(&a, Rhythm::Reader).permits.available_permits(), 1);
        assert_eq!(pace.lane(&a, Rhythm::Program).permits.available_permits(), PROGRAM_FACTOR);
    }
}
