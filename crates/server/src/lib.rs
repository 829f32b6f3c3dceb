//! The door for others: the published site for readers, and an OpenAI-compatible endpoint over the gateway's routes,
//! verdicts and ledger.
//!
//! Clients show a key and have limits; what they send is passed on losslessly, what they get was judged. Never prints,
//! keeps no raw key and knows no vendor. Start with [`Door`], then `chat`; `flow` is how a stream is handed on.

mod body;
mod chat;
mod client;
mod counts;
mod door;
mod embeddings;
mod error;
mod fault;
mod floats;
mod flow;
mod guard;
mod health;
mod key;
mod line;
mod models;
mod name;
pub mod openmetrics;
mod patience;
mod reply;
mod responses;
mod serve;
mod settings;
mod shelf;
mod site;
mod speech;
mod stranger;
mod visit;

pub use client::Client;
pub use door::Door;
pub use error::Error;
pub use health::{Checked, Seen, Watch};
pub use key::{new_key, sha256_of};
pub use serve::{listen, router, serve};
pub use settings::Settings;
pub use site::Site;
pub use speech::{CastBy, Speech};
