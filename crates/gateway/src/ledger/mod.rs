//! The ledger: a row for every attempt, with what it was found to be, what it used and what it cost.
//!
//! Rows are written by a thread of its own, many in one transaction, so that a call does not wait for the disk;
//! a process that is killed loses at most what it had not handed to the disk within [`EVERY`].

mod read;
mod rows;
mod schema;

pub use read::Spent;
pub use rows::{Attempt, Kind, Outcome};

use rusqlite::Transaction;
use sqlite::{Database, Outlives};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
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
    sender: Mutex<Option<Sender<Entry>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
}

/// Something to be written.
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
        let (sender, receiver) = channel();
        let written_to = Arc::clone(&database);
        let writer = std::thread::Builder::new().name("ledger".into()).spawn(move || write_all(&receiver, &written_to));
        if let Err(error) = &writer {
            tracing::error!(%error, "the ledger has no writer");
        }
        let inner = Inner { database, sender: Mutex::new(Some(sender)), writer: Mutex::new(writer.ok()) };
        Ok(Self { inner: Some(Arc::new(inner)), next_id: Arc::new(AtomicI64::new(first_id())) })
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
        let Some(inner) = &self.inner else { return };
        let sender = inner.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if sender.as_ref().is_none_or(|sender| sender.send(entry).is_err()) {
            tracing::error!("the ledger's writer is gone; a row is lost");
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

impl Drop for Inner {
    fn drop(&mut self) {
        // Without a sender the writer comes to its end, after it has written what it still holds.
        self.sender.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            // A writer that panicked has said so itself.
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

/// Collects entries and writes them together, until the last ledger is gone.
fn write_all(receiver: &Receiver<Entry>, database: &Database) {
    while let Ok(first) = receiver.recv() {
        let mut entries = vec![first];
        let wants_now = |entries: &[Entry]| entries.len() >= BATCH || matches!(entries.last(), Some(Entry::Flush(_)));
        while !wants_now(&entries) {
            match receiver.recv_timeout(EVERY) {
                Ok(entry) => entries.push(entry),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
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
