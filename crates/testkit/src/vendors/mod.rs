//! Vendors of models on one loopback port, each in its true dialect, with named faults.
//!
//! The path's first piece names the vendor, what follows the last `sim-` of the model names the fault:
//! `sim-ok` answers in health, `anything/sim-s08a` is cut off. Raw TCP, because framing itself must break.
//! A request becomes an `Ask`, that an `Answer`, that a `Script` of bytes and waits; nothing random is in it but
//! the seed. Who plays a role of the newsroom is known by the heading of its prompt: see `roles`, and `personas`
//! for those who play it badly. Start with [`Simulator`]; `fault` is the table of all faults.
//!
//! The header `x-sim-fault` names a fault too, and `x-sim-token-ms` slows a healthy stream down, in true time.

mod answer;
mod ask;
mod check;
mod compose;
mod embeddings;
mod envelope;
mod fault;
mod headers;
pub(crate) mod http;
mod models;
mod personas;
mod roles;
mod route;
mod schema;
mod script;
mod serve;
mod simulator;
mod state;
mod strike;
mod trouble;
pub mod voices;
mod wire;

use std::collections::BTreeMap;
use std::time::Duration;

pub use fault::names as fault_names;
pub use simulator::Simulator;

/// How a simulator behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Decides what is invented: the same seed, the same answers.
    pub seed: u64,
    /// Multiplies every delay of a fault; 1.0 is true time (20 s to a first token, 30 s of stall, 60 s of outage).
    pub pace: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, pace: 1.0 }
    }
}

/// One request that arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The first piece of the path.
    pub vendor: String,
    /// The model asked for; empty for lists of models and unknown paths.
    pub model: String,
    /// The path without its query.
    pub path: String,
    /// Since the start of the simulator.
    pub at: Duration,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    /// Null if it was not JSON.
    pub body: serde_json::Value,
    /// The fault that this request met; empty if it was answered in health, as after the first of a `once` fault.
    pub fault: String,
    /// The client left before the end; set when it is noticed.
    pub hung_up: bool,
}

/// The sixty words of every healthy plain completion: one token is one word with the blank after it.
pub const CANONICAL: &str = "The harbour of Meridian Bay reopened on Tuesday morning after a strike of nine days, \
and forty ships that had waited outside began to enter before noon. The port authority said that all berths would \
work around the clock until Friday. Unions and operators agreed on a pay rise of four per cent, which members will \
vote on next week.";

/// What `f20` and `f20-bytes` answer: [`CANONICAL`] and a sentence whose characters have three bytes each, since
/// only those can be split.
pub const CANONICAL_WIDE: &str = "The harbour of Meridian Bay reopened on Tuesday morning after a strike of nine \
days, and forty ships that had waited outside began to enter before noon. The port authority said that all berths \
would work around the clock until Friday. Unions and operators agreed on a pay rise of four per cent, which members \
will vote on next week. 港口周二恢复作业。";
