//! Durable runs: every step of a run is recorded once, and a recorded step is never done again.
//!
//! A run that was killed goes on where it was; a finished one can be replayed without doing anything. The records
//! form a chain of hashes, so that the journal is also the audit log. Knows no news, no network and no clock: times
//! are handed in, only durations are measured. Start with [`Journal::begin`] and [`Run::step`].

mod audit;
mod ballast;
mod blob;
mod error;
mod fault;
mod history;
mod journal;
mod lease;
mod outbox;
mod pack;
mod record;
mod rows;
mod run;
mod schema;
mod step;

pub use audit::{Exported, Pruned, Stub, Verified};
pub use blob::Blob;
pub use error::{Error, StepError};
pub use fault::{At, Deed, Fault, Point};
pub use history::Happened;
pub use journal::Journal;
pub use lease::Lease;
pub use outbox::{Letter, LetterRow, LetterState};
pub use rows::{NoteRow, RunRow, StepRow, StepState};
pub use run::Run;
pub use step::IdempotencyKey;
