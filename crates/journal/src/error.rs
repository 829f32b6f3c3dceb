//! What can go wrong with a journal, so that a caller can act on it.

use crate::Point;
use crate::schema::JOURNAL;
use jiff::Timestamp;
use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong with the journal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The journal's file, or one beside it, cannot be opened, read or written; another kind of file, a newer one, a
    /// full disk.
    #[error(transparent)]
    File(#[from] sqlite::Error),
    /// Another process writes to the same data folder.
    #[error("the data folder is in use by {owner} since {since}: {}", path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
        /// Who holds it, as they named themselves.
        owner: String,
        /// Since when, as they told it.
        since: String,
    },
    /// The run has already finished; [`crate::Journal::begin_again`] makes a new attempt.
    #[error("the run {key} has already finished (attempt {attempt}, {at}): {outcome}")]
    Finished {
        /// Which run.
        key: String,
        /// Which attempt.
        attempt: u32,
        /// When it finished.
        at: Timestamp,
        /// How it ended.
        outcome: String,
    },
    /// Nothing is known of the run.
    #[error("the journal knows no run {key:?}")]
    UnknownRun {
        /// Which run.
        key: String,
    },
    /// A replay came to a step that was never done.
    #[error("the run {key} did not record the step {step:?}, so it cannot be replayed")]
    NotRecorded {
        /// Which run.
        key: String,
        /// Which step.
        step: String,
    },
    /// Two steps of one run bear the same name.
    #[error("the run {key} has two steps named {step:?}")]
    NameTwice {
        /// Which run.
        key: String,
        /// The name.
        step: String,
    },
    /// The step was recorded with another type of result.
    #[error("the step {step:?} was recorded as {recorded}, but {wanted} is wanted: {why}")]
    OtherType {
        /// Which step.
        step: String,
        /// The type of the record.
        recorded: String,
        /// The type the caller wants.
        wanted: String,
        /// In plain words.
        why: String,
    },
    /// The result of a step cannot be written as JSON.
    #[error("the result of the step {step:?} cannot be recorded: {why}")]
    Unwritable {
        /// Which step.
        step: String,
        /// In plain words.
        why: String,
    },
    /// A record was changed or removed after it was written.
    #[error("record {seq} of the journal ({what}) was changed after it was written")]
    Changed {
        /// Its number.
        seq: i64,
        /// What it records.
        what: String,
    },
    /// Bytes kept beside the journal are gone or were changed.
    #[error("the kept file {hash} is {why}")]
    Blob {
        /// The hash it was kept under.
        hash: String,
        /// Gone, changed, or what the system says.
        why: String,
    },
    /// A replay tried to write.
    #[error("a replay of {key} keeps nothing")]
    ReadOnly {
        /// Which run.
        key: String,
    },
    /// A fault that a test asked for; see [`crate::Fault`].
    #[error("stopped {point} of the step {step:?}, as the fault asks")]
    Stopped {
        /// At which step.
        step: String,
        /// At which point of it.
        point: Point,
    },
}

impl Error {
    /// Sorts what the file system says of a file beside the journal.
    pub(crate) fn of_file(path: &Path, source: &std::io::Error) -> Self {
        Self::File(sqlite::Error::of_file(&JOURNAL, path, source))
    }
}

/// Why a step gave no result: the journal failed, or what the step does.
#[derive(Debug)]
pub enum StepError<E> {
    /// The journal failed; nothing is known of the effect.
    Journal(Error),
    /// The effect failed; the failure is recorded and the step is tried again when the run goes on.
    Effect(E),
}

impl<E> From<Error> for StepError<E> {
    fn from(error: Error) -> Self {
        Self::Journal(error)
    }
}

impl<E: fmt::Display> fmt::Display for StepError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(error) => error.fmt(f),
            Self::Effect(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for StepError<E> {}
