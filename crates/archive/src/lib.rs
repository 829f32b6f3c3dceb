//! The newsroom's memory: items as they arrived, what readers were told, editions, and search over all of it.
//!
//! One SQLite file; with the journal the only room that knows SQL. Never fetches, never decides what is news, knows no
//! clock: times are handed in. Start with [`Archive::open`].

mod archive;
mod corrections;
mod editions;
mod facts;
mod index;
mod items;
mod merge;
mod query;
mod schema;
mod search;
mod seen;
mod snippet;
mod threads;

pub use archive::Archive;
pub use corrections::Look;
pub use editions::EditionRow;
pub use search::{Hit, HitKind};
pub use sqlite::Error;
