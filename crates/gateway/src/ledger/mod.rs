//! The ledger: a row for every attempt, with what it was found to be, what it used and what it cost.
//!
//! Rows are written by a thread of its own, many in one transaction, so that a call does not wait for the disk;
//! a process that is killed loses at most what it had not handed to the disk within [`EVERY`].

mod read;
mod rows;
mod schema;

pub use read::{Spent, Tally};
pub use rows::{Attempt, Kind, Outcome};

use rusqlite::Transaction;
use sqlite::{Database, Outlives};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long rows may wait to be written together.
const EVERY: Duration = Duration::from_millis(50);
/// So many rows are written in one transaction at the most.
const BATCH: usize = 2_000;

/// An open ledger; clones share it.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(crate) inner: Option<Arc<Inner>>,
    next_id: Arc<AtomicI64>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) database: Arc<Database>,
    queue: Arc<Queue>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
}

/// What waits to be written. The writer is woken once for many rows: a wake for each would cost more than the row.
#[derive(Debug, Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    signal: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    entries: Vec<Entry>,
    /// Somebody waits for the writing.
    is_urgent: bool,
    is_over: bool,
}

/// Something to be written.
#[derive(Debug)]
pub(crate) enum Entry {
    Attempt(Box<Attempt>),
    Outcome(Outcome),
    Thought { attempt: i64, text: String },
    Cached { key: String, at_ms: i64, body: Vec<u8> },
    Flush(Sender<()>),
}

impl Ledger {
    /// Opens the ledger, or makes it; the folder must be there.
    pub fn open(path: &Path) -> Result<Self, sqlite::Error> {
        let database = Arc::new(Database::open(path, &schema::LEDGER)?);
        let queue = Arc::<Queue>::default();
        let (written_to, taken_from) = (Arc::clone(&database), Arc::clone(&queue));
        let writer =
            std::thread::Builder::new().name("ledger".into()).spawn(move || write_all(&taken_from, &written_to));
        if let Err(error) = &writer {
            tracing::error!(%error, "the ledger has no writer");
        }
        let inner = Inner { database, queue, writer: Mutex::new(writer.ok()) };
        Ok(Self { inner: Some(Arc::new(inner)), next_id: Arc::new(AtomicI64::new(first_id())) })
    }

    /// Whether the file is a ledger that this program can read, of this version or an older one; nothing is changed.
    pub fn check_file(path: &Path) -> Result<(), sqlite::Error> {
        sqlite::check_file(path, &schema::LEDGER)
    }

    /// Copies the ledger, as it stands at one moment, into a new file; others may write meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<(), sqlite::Error> {
        self.flush();
        self.inner.as_ref().map_or(Ok(()), |inner| inner.database.copy_to(path))
    }

    /// A ledger that keeps nothing, for trying things.
    pub fn none() -> Self {
        Self { inner: None, next_id: Arc::new(AtomicI64::new(first_id())) }
    }

    /// A number that no other attempt has.
    pub(crate) fn new_id(&self) -> i64 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    /// Hands something to the writer.
    pub(crate) fn add(&self, entry: Entry) {
        if let Some(inner) = &self.inner {
            inner.queue.push(entry);
        }
    }

    /// Says what became of an answer in its role.
    pub fn note(&self, outcome: Outcome) {
        self.add(Entry::Outcome(outcome));
    }

    /// Waits until everything handed over stands in the file.
    pub fn flush(&self) {
        let (sender, receiver) = channel();
        self.add(Entry::Flush(sender));
        if self.inner.is_some() {
            // A writer that is gone has nothing left to wait for.
            let _ = receiver.recv_timeout(Duration::from_secs(10));
        }
    }
}

/// Numbers grow with time, so that two processes do not meet and rows sort as they happened.
fn first_id() -> i64 {
    let millis = now_ms();
    let process = i64::from(std::process::id() & 0x3ff);
    ((millis & 0x1ff_ffff_ffff) << 22) | (process << 12)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a row bears the real time of the call, whatever hour the edition tells of"
)]
pub(crate) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn now_ms() -> i64 {
    now().as_millisecond()
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, entry: Entry) {
        let mut waiting = self.lock();
        let is_flush = matches!(entry, Entry::Flush(_));
        let must_wake = waiting.entries.is_empty() || is_flush;
        waiting.is_urgent |= is_flush || waiting.entries.len() >= BATCH;
        waiting.entries.push(entry);
        let must_wake = must_wake || waiting.is_urgent;
        drop(waiting);
        if must_wake {
            self.signal.notify_one();
        }
    }

    /// Waits for rows, and a little longer for their company; nothing at the end.
    fn take(&self) -> Option<Vec<Entry>> {
        let mut waiting = self.lock();
        while waiting.entries.is_empty() {
            if waiting.is_over {
                return None;
            }
            waiting = self.signal.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        let keeps_waiting = |waiting: &mut Waiting| !waiting.is_urgent && !waiting.is_over;
        let (mut waiting, _) =
            self.signal.wait_timeout_while(waiting, EVERY, keeps_waiting).unwrap_or_else(PoisonError::into_inner);
        waiting.is_urgent = false;
        Some(std::mem::take(&mut waiting.entries))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.lock().is_over = true;
        self.queue.signal.notify_all();
        if let Some(writer) = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            // It comes to its end after it has written what still waits. One that panicked has said so itself.
            let _ = writer.join();
        }
    }
}

fn write_one(change: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    match entry {
        Entry::Attempt(attempt) => rows::insert(change, attempt),
        Entry::Outcome(outcome) => rows::insert_outcome(change, outcome),
        Entry::Thought { attempt, text } => rows::insert_thought(change, *attempt, text),
        Entry::Cached { key, at_ms, body } => rows::insert_cached(change, key, *at_ms, body),
        Entry::Flush(_) => Ok(()),
    }
}

/// Writes what waits, many rows together, until the last ledger is gone.
fn write_all(queue: &Queue, database: &Database) {
    while let Some(entries) = queue.take() {
        let written =
            database.write(Outlives::Process, |change| entries.iter().try_for_each(|entry| write_one(change, entry)));
        if let Err(error) = &written {
            tracing::error!(%error, n = entries.len(), "rows of the ledger are lost");
        }
        for entry in entries {
            if let Entry::Flush(waiting) = entry {
                // Whoever waited may have left.
                let _ = waiting.send(());
            }
        }
    }
}
