//! What a run tells about itself while it goes on; the command line shows it.

use news::Role;
use serde::Serialize;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A stage began.
    Stage {
        /// `gather`, `assign`, `report`, `check`, `produce`, `release`.
        stage: &'static str,
    },
    /// Something is being fetched; no role is at work yet.
    Gathering {
        /// The source that has just been read.
        source: String,
        /// How many are done.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// A role is at work.
    Working {
        /// Which.
        role: Role,
        /// On what: a headline, a source.
        on: String,
        /// How many are done.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// A role is done.
    Done {
        /// Which.
        role: Role,
        /// What came of it, in one line.
        outcome: String,
    },
    /// Something a person should know.
    Note {
        /// In plain words.
        text: String,
    },
}

/// Where events go.
pub type Sink = std::sync::Arc<dyn Fn(Event) + Send + Sync>;

/// A sink that keeps nothing.
pub fn silent() -> Sink {
    std::sync::Arc::new(|_| {})
}
