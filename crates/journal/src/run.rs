//! One attempt of a run: its name, what it pinned, its steps, its end.

use crate::journal::Desk;
use crate::pack::pack;
use crate::record::{Entry, Kind, RunRef, append};
use crate::step::Before;
use crate::{Blob, Error, IdempotencyKey, Letter, StepError, outbox, rows};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlite::Outlives;
use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// One attempt of a run; clones share it, and its steps may run side by side.
///
/// Records are written by the calling thread, which waits for the disk: a few milliseconds a step.
#[derive(Debug, Clone)]
pub struct Run {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) desk: Arc<Desk>,
    pub(crate) run: RunRef,
    pub(crate) mode: Mode,
    pub(crate) names: Mutex<HashSet<String>>,
    pub(crate) is_finished: AtomicBool,
    pinned: Value,
    clock: Option<(Timestamp, Instant)>,
}

/// Whether a run does its steps or only shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It does what is not recorded.
    Live {
        /// Whether an earlier process began it.
        is_resumed: bool,
    },
    /// It does nothing.
    Replay,
}

impl Run {
    pub(crate) fn new(desk: Arc<Desk>, run: RunRef, mode: Mode, pinned: Value, now: Option<Timestamp>) -> Self {
        let clock = now.map(|now| (now, Instant::now()));
        let (names, is_finished) = (Mutex::default(), AtomicBool::new(false));
        Self { inner: Arc::new(Inner { desk, run, mode, names, is_finished, pinned, clock }) }
    }

    /// The run's name.
    pub fn key(&self) -> &str {
        &self.inner.run.key
    }

    /// Which attempt it is, from 1.
    pub fn attempt(&self) -> u32 {
        self.inner.run.attempt
    }

    /// What was pinned when this attempt began, whatever the caller wanted since.
    pub fn pinned(&self) -> &Value {
        &self.inner.pinned
    }

    /// Whether it only shows what is recorded.
    pub fn is_replay(&self) -> bool {
        self.inner.mode == Mode::Replay
    }

    /// Whether an earlier process began it and this one goes on.
    pub fn resumed(&self) -> bool {
        self.inner.mode == Mode::Live { is_resumed: true }
    }

    /// Does a step once: gives its recorded result, or does it and records the result.
    ///
    /// `name` is unique in the run. The result is what its JSON says, on the first time as on every later one. A failed
    /// step is recorded as a try and may be tried again. An effect that was done when the process was killed before
    /// the record is done again, with the same [`IdempotencyKey`].
    pub async fn step<T, E, F, Fut>(&self, name: &str, effect: F) -> Result<T, StepError<E>>
    where
        T: Serialize + DeserializeOwned + Send,
        E: fmt::Display,
        F: FnOnce(IdempotencyKey) -> Fut,
        Fut: Future<Output = Result<T, E>>,
    {
        match self.before(name)? {
            Before::Recorded(result) => Ok(result),
            Before::Due(turn) => {
                let result = effect(turn.key().clone()).await;
                turn.after(result)
            }
        }
    }

    /// Does a step once, as [`Run::step`] does, for an effect that does not wait.
    pub fn step_sync<T, E, F>(&self, name: &str, effect: F) -> Result<T, StepError<E>>
    where
        T: Serialize + DeserializeOwned,
        E: fmt::Display,
        F: FnOnce(IdempotencyKey) -> Result<T, E>,
    {
        match self.before(name)? {
            Before::Recorded(result) => Ok(result),
            Before::Due(turn) => {
                let result = effect(turn.key().clone());
                turn.after(result)
            }
        }
    }

    /// Whether the result of a step is recorded.
    pub fn is_recorded(&self, name: &str) -> Result<bool, Error> {
        let written = self.inner.desk.database.read(|db| rows::one(db, self.inner.run.id, Kind::Done, name))?;
        Ok(written.is_some())
    }

    /// Records something worth keeping that is no step; a replay records nothing.
    pub fn note(&self, name: &str, value: &impl Serialize) -> Result<(), Error> {
        if self.is_replay() {
            return Ok(());
        }
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::Unwritable { step: name.to_owned(), why: error.to_string() })?;
        self.append(Outlives::Process, Kind::Note, name, body)
    }

    /// Finishes the run; a replay and a run that has finished stay as they are.
    pub fn finish(&self, outcome: &str, now: Timestamp) -> Result<(), Error> {
        self.finish_and_post(outcome, now, &[])
    }

    /// Finishes the run and writes its letters into the outbox, both or neither.
    pub fn finish_and_post(&self, outcome: &str, now: Timestamp, letters: &[Letter]) -> Result<(), Error> {
        if self.is_replay() || self.inner.is_finished.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let body = pack(outcome.as_bytes().to_vec());
        let entry = Entry { kind: Kind::Finished, name: "", type_name: "", at: now.to_string(), ms: None, body };
        let written = self.inner.desk.database.write(Outlives::Power, |change| {
            append(change, &self.inner.run, &entry)?;
            outbox::write(change, letters)
        });
        if written.is_err() {
            self.inner.is_finished.store(false, Ordering::Release);
        }
        Ok(written?)
    }

    /// Keeps bytes beside the journal under their hash; give the [`Blob`] back as the result of the step.
    ///
    /// Errors: `ReadOnly` in a replay, `File` with `Full` or `Unopenable`.
    pub fn blob(&self, name: &str, bytes: &[u8]) -> Result<Blob, Error> {
        if self.is_replay() {
            return Err(Error::ReadOnly { key: self.key().to_owned() });
        }
        self.inner.desk.shelf.keep(name, bytes)
    }

    /// The bytes of a blob. Errors: `Blob` if they are gone or were changed.
    pub fn read_blob(&self, hash: &str) -> Result<Vec<u8>, Error> {
        self.inner.desk.shelf.read(hash)
    }

    /// Where the bytes of a blob are, in a file that is named by the hash alone.
    pub fn blob_path(&self, hash: &str) -> PathBuf {
        self.inner.desk.shelf.path(hash)
    }

    /// Appends a record that happens now.
    pub(crate) fn append(&self, outlives: Outlives, kind: Kind, name: &str, body: Vec<u8>) -> Result<(), Error> {
        let entry = Entry { kind, name, type_name: "", at: self.now().to_string(), ms: None, body: pack(body) };
        Ok(self.inner.desk.database.write(outlives, |change| append(change, &self.inner.run, &entry))?)
    }

    /// The time handed in when the run began or went on, and what has passed since.
    pub(crate) fn now(&self) -> Timestamp {
        let Some((begun_at, since)) = self.inner.clock else {
            return Timestamp::UNIX_EPOCH;
        };
        begun_at.checked_add(since.elapsed()).unwrap_or(begun_at)
    }

    /// Takes a name for a step; it is free again if the claim is dropped without being kept.
    pub(crate) fn claim(&self, name: &str) -> Result<Claim, Error> {
        if self.names().insert(name.to_owned()) {
            return Ok(Claim { run: self.clone(), name: name.to_owned(), is_kept: false });
        }
        Err(Error::NameTwice { key: self.key().to_owned(), step: name.to_owned() })
    }

    fn names(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.inner.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A step's hold on its name.
pub(crate) struct Claim {
    pub(crate) run: Run,
    pub(crate) name: String,
    is_kept: bool,
}

impl Claim {
    /// Keeps the name taken for good: the step is done.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.is_kept {
            self.run.names().remove(&self.name);
        }
    }
}
