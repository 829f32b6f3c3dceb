//! Gets news: polls sources, fetches, parses, extracts, dates, dedupes and clusters.
//!
//! Nothing here fails as a whole: a poll gives the items it could get and the problems it met.
//! All text is untrusted data. Every byte from outside comes through one guarded door ([`fetch`]).
//! Knows no store and no clock: the time of a run is passed in. Start with [`Wire::poll`].

pub mod canonical;
pub mod cluster;
pub mod dating;
pub mod dedupe;
pub mod feed;
pub mod health;
pub mod opml;
pub mod owners;
pub mod page;
pub mod thread;

mod arrival;
mod entry;
mod error;
mod fetch;
#[cfg(test)]
mod fixture;
mod full_text;
mod instalment;
mod kinds;
mod look;
mod options;
mod poll;
mod series;
mod teaser;

pub use error::Error;
pub use fetch::{Unresolved, guarded_client, is_private, refusal, resolve};
pub use look::Looked;
pub use options::Options;
pub use poll::{Poll, Seen};

use std::sync::Arc;

/// The newsroom's line to the world: one HTTP door, its manners, and what reads the answers.
///
/// A clone is cheap and shares the connections and the manners (how many requests a host gets at once).
#[derive(Clone)]
pub struct Wire {
    door: Arc<fetch::Door>,
}

impl Wire {
    /// Opens the line.
    ///
    /// Errors: `Client` if no HTTP client can be made on this machine.
    pub fn new(options: Options) -> Result<Self, Error> {
        Ok(Self { door: Arc::new(fetch::Door::new(options)?) })
    }
}
