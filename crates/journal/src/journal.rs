//! The journal: opens, begins and lists runs.

use crate::ballast::Ballast;
use crate::blob::Shelf;
use crate::pack::pack;
use crate::record::{Entry, Kind, RunRef, append};
use crate::rows::{self, Latest};
use crate::run::{Mode, Run};
use crate::schema::JOURNAL;
use crate::{Error, Fault, Happened, Lease, NoteRow, RunRow, StepRow, fault, history};
use jiff::Timestamp;
use rusqlite::{Transaction, params};
use serde_json::Value;
use sqlite::{Database, Outlives};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The durable record of every step of every run, in one SQLite file.
#[derive(Debug, Clone)]
pub struct Journal {
    pub(crate) desk: Arc<Desk>,
}

/// What a journal and its runs share.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) database: Database,
    pub(crate) shelf: Shelf,
    pub(crate) ballast: Ballast,
    pub(crate) fault: fault::Plan,
}

impl Journal {
    /// Opens the journal, or makes it; the folder must be there.
    ///
    /// Errors: `File` with `Unopenable` (folder missing, not writable), `NotOurs` (another kind of file), `Newer`, `Full`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let database = Database::open(path, &JOURNAL)?;
        let (shelf, ballast) = (Shelf::of_journal(path), Ballast::of_journal(path));
        Ok(Self { desk: Arc::new(Desk { database, shelf, ballast, fault: fault::Plan::default() }) })
    }

    /// Whether the file is a journal that this program can read, of this version or an older one; nothing is changed.
    pub fn check_file(path: &Path) -> Result<(), Error> {
        Ok(sqlite::check_file(path, &JOURNAL)?)
    }

    /// Copies the journal, as it stands at one moment, into a new file; others may write meanwhile. Its blobs stay.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        Ok(self.desk.database.copy_to(path)?)
    }

    /// Where the bytes of a blob are.
    pub fn blob_path(&self, hash: &str) -> PathBuf {
        self.desk.shelf.path(hash)
    }

    /// Takes the right to write to this data folder, until the lease is dropped or the process ends.
    ///
    /// Errors: `Busy` with who holds it and since when; `File` with `Full` if there is hardly any room left on the disk.
    pub fn lease(&self, owner: &str, now: Timestamp) -> Result<Lease, Error> {
        let lease = Lease::take(self.desk.database.path().with_extension("lock"), owner, now)?;
        self.desk.shelf.clear_unfinished();
        self.desk.ballast.lay()?;
        Ok(lease)
    }

    /// Begins the run, or goes on with it where it was left; then what it pinned when it began holds, not `pinned`.
    ///
    /// Errors: `Finished` if it has finished.
    pub fn begin(&self, key: &str, pinned: &Value, now: Timestamp) -> Result<Run, Error> {
        match self.write(|change| begin(change, key, pinned, now))? {
            Begun::New(run) => self.live_run(run, false, pinned.clone(), now),
            Begun::Unfinished(run) => {
                let pinned = self.pinned(&run)?;
                self.live_run(run, true, pinned, now)
            }
            Begun::Finished(run) => Err(self.finished(&run)?),
        }
    }

    /// Begins a new attempt of the run, whether it has finished or not.
    pub fn begin_again(&self, key: &str, pinned: &Value, now: Timestamp) -> Result<Run, Error> {
        let run = self.write(|change| begin_again(change, key, pinned, now))?;
        self.live_run(run, false, pinned.clone(), now)
    }

    /// Gives the run from the record alone: nothing is done and nothing is written.
    ///
    /// It is the newest attempt that finished, or the newest if none did. A step that is not recorded gives
    /// `NotRecorded`. Errors: `UnknownRun`.
    pub fn replay(&self, key: &str) -> Result<Run, Error> {
        self.replay_as(key, "")
    }

    /// Gives the newest attempt that finished with this outcome from the record alone, as [`Journal::replay`] does;
    /// another attempt only if none did.
    ///
    /// A later attempt that failed does not hide the one whose result stands.
    pub fn replay_as(&self, key: &str, outcome: &str) -> Result<Run, Error> {
        let latest = self.desk.database.read(|db| rows::to_replay(db, key, outcome))?;
        let run = latest.ok_or_else(|| Error::UnknownRun { key: key.to_owned() })?;
        let pinned = self.pinned(&run)?;
        Ok(Run::new(Arc::clone(&self.desk), run, Mode::Replay, pinned, None))
    }

    /// All attempts of all runs, newest first.
    pub fn runs(&self) -> Result<Vec<RunRow>, Error> {
        Ok(self.desk.database.read(rows::runs)?)
    }

    /// The steps of the newest attempt of a run, in the order in which they were first started.
    pub fn steps(&self, key: &str) -> Result<Vec<StepRow>, Error> {
        Ok(self.desk.database.read(|db| rows::steps(db, key))?)
    }

    /// The notes of the newest attempt of a run, in the order in which they were made.
    pub fn notes(&self, key: &str) -> Result<Vec<NoteRow>, Error> {
        Ok(self.desk.database.read(|db| rows::notes(db, key))?)
    }

    /// Every record of one attempt of a run, oldest first; of the results those whose type's name `wants` takes.
    pub fn history(&self, key: &str, attempt: u32, wants: impl Fn(&str) -> bool) -> Result<Vec<Happened>, Error> {
        Ok(self.desk.database.read(|db| history::history(db, key, attempt, wants))?)
    }

    /// Sets or clears the fault that the next steps of all runs of this journal meet. For crash tests.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.desk.fault.set(fault);
    }

    fn live_run(&self, run: RunRef, is_resumed: bool, pinned: Value, now: Timestamp) -> Result<Run, Error> {
        tracing::debug!(run = %run.key, attempt = run.attempt, is_resumed, "run begins");
        Ok(Run::new(Arc::clone(&self.desk), run, Mode::Live { is_resumed }, pinned, Some(now)))
    }

    fn write<T>(&self, deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
        Ok(self.desk.database.write(Outlives::Power, deed)?)
    }

    fn pinned(&self, run: &RunRef) -> Result<Value, Error> {
        let written = self.desk.database.read(|db| rows::one(db, run.id, Kind::Begun, ""))?;
        let Some(written) = written else {
            return Err(Error::Changed { seq: 0, what: format!("begun {}", run.key) });
        };
        let (seq, what) = (written.seq, written.what());
        let body = written.body().and_then(|body| serde_json::from_slice(&body).ok());
        body.ok_or(Error::Changed { seq, what })
    }

    /// The error that tells when and how the run finished.
    fn finished(&self, run: &RunRef) -> Result<Error, Error> {
        let row = self.runs()?.into_iter().find(|row| row.key == run.key && row.attempt == run.attempt);
        let (at, outcome) = row.map(|row| (row.finished_at, row.outcome)).unwrap_or_default();
        Ok(Error::Finished {
            key: run.key.clone(),
            attempt: run.attempt,
            at: at.unwrap_or_default(),
            outcome: outcome.unwrap_or_default(),
        })
    }
}

enum Begun {
    New(RunRef),
    Unfinished(RunRef),
    Finished(RunRef),
}

fn begin(change: &Transaction<'_>, key: &str, pinned: &Value, now: Timestamp) -> rusqlite::Result<Begun> {
    Ok(match rows::latest(change, key)? {
        None => Begun::New(begin_attempt(change, key, 1, pinned, now)?),
        Some(Latest { run, is_finished: false }) => Begun::Unfinished(run),
        Some(Latest { run, is_finished: true }) => Begun::Finished(run),
    })
}

fn begin_again(change: &Transaction<'_>, key: &str, pinned: &Value, now: Timestamp) -> rusqlite::Result<RunRef> {
    let Some(Latest { run, is_finished }) = rows::latest(change, key)? else {
        return begin_attempt(change, key, 1, pinned, now);
    };
    if !is_finished {
        append(change, &run, &entry(Kind::Superseded, now, Vec::new()))?;
    }
    begin_attempt(change, key, run.attempt + 1, pinned, now)
}

/// Begins the next attempt of a run whose others have ended.
pub(crate) fn begin_anew(
    change: &Transaction<'_>,
    key: &str,
    pinned: &Value,
    now: Timestamp,
) -> rusqlite::Result<RunRef> {
    let attempt = rows::latest(change, key)?.map_or(1, |latest| latest.run.attempt + 1);
    begin_attempt(change, key, attempt, pinned, now)
}

fn begin_attempt(
    change: &Transaction<'_>,
    key: &str,
    attempt: u32,
    pinned: &Value,
    now: Timestamp,
) -> rusqlite::Result<RunRef> {
    change.execute("INSERT INTO run (key, attempt) VALUES (?1, ?2)", params![key, attempt])?;
    let run = RunRef { id: change.last_insert_rowid(), key: key.to_owned(), attempt };
    append(change, &run, &entry(Kind::Begun, now, pinned.to_string().into_bytes()))?;
    Ok(run)
}

/// A record of the run itself rather than of a step.
fn entry(kind: Kind, at: Timestamp, body: Vec<u8>) -> Entry<'static> {
    Entry { kind, name: "", type_name: "", at: at.to_string(), ms: None, body: pack(body) }
}
