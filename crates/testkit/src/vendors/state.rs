//! What the simulator remembers: requests, counters, forced faults and when the outage began.

use super::{Options, Seen};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// More requests than this are counted but not kept.
const MAX_SEEN: usize = 100_000;

/// Shared by all connections.
#[derive(Debug)]
pub(super) struct State {
    pub options: Options,
    started: Instant,
    n_answers: AtomicU64,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    seen: Vec<Seen>,
    /// The serial number of `seen[0]`.
    first: u64,
    next: u64,
    hits: HashMap<String, HashMap<String, usize>>,
    /// Which `once` faults have struck, as vendor, model and fault.
    struck: HashSet<(String, String, String)>,
    forced: HashMap<String, String>,
    since: Instant,
}

impl State {
    pub fn new(options: Options) -> Self {
        let now = Instant::now();
        let inner = Inner {
            seen: Vec::new(),
            first: 0,
            next: 0,
            hits: HashMap::new(),
            struck: HashSet::new(),
            forced: HashMap::new(),
            since: now,
        };
        Self { options, started: now, n_answers: AtomicU64::new(0), inner: Mutex::new(inner) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number of which an answer's ids are made.
    pub fn next_serial(&self) -> u64 {
        self.n_answers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Since the start.
    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Since the start or the last [`State::forget`].
    pub fn since_forgotten(&self) -> Duration {
        self.inner().since.elapsed()
    }

    /// A fault's delay at this simulator's pace.
    pub fn paced(&self, seconds: f64) -> Duration {
        Duration::try_from_secs_f64(seconds * self.options.pace).unwrap_or(Duration::MAX)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.inner().seen.clone()
    }

    pub fn hits(&self, vendor: &str, model: &str) -> usize {
        self.inner().hits.get(vendor).and_then(|models| models.get(model)).copied().unwrap_or(0)
    }

    pub fn fail(&self, vendor: &str, fault: Option<&str>) {
        let mut inner = self.inner();
        // A fault that is set anew strikes anew.
        inner.struck.retain(|(struck, ..)| struck != vendor);
        match fault {
            Some(fault) => inner.forced.insert(vendor.to_owned(), fault.to_owned()),
            None => inner.forced.remove(vendor),
        };
    }

    pub fn forced(&self, vendor: &str) -> Option<String> {
        self.inner().forced.get(vendor).cloned()
    }

    pub fn forget(&self) {
        let mut inner = self.inner();
        inner.seen.clear();
        inner.first = inner.next;
        inner.hits.clear();
        inner.struck.clear();
        inner.since = Instant::now();
    }

    /// Whether this is the first time that the route meets this fault.
    pub fn strikes_first(&self, vendor: &str, model: &str, fault: &str) -> bool {
        self.inner().struck.insert((vendor.to_owned(), model.to_owned(), fault.to_owned()))
    }

    /// Records a request and gives it its serial number.
    pub fn record(&self, seen: Seen, asks_for_an_answer: bool) -> u64 {
        let mut inner = self.inner();
        let serial = inner.next;
        inner.next += 1;
        if asks_for_an_answer {
            count(&mut inner.hits, &seen.vendor, &seen.model);
        }
        if inner.seen.len() < MAX_SEEN {
            inner.seen.push(seen);
        }
        serial
    }

    pub fn mark_hung_up(&self, serial: u64) {
        let mut inner = self.inner();
        let at = serial.checked_sub(inner.first).and_then(|at| usize::try_from(at).ok());
        if let Some(seen) = at.and_then(|at| inner.seen.get_mut(at)) {
            seen.hung_up = true;
        }
    }
}

fn count(hits: &mut HashMap<String, HashMap<String, usize>>, vendor: &str, model: &str) {
    if let Some(n) = hits.get_mut(vendor).and_then(|models| models.get_mut(model)) {
        *n += 1;
        return;
    }
    hits.entry(vendor.to_owned()).or_default().insert(model.to_owned(), 1);
}
