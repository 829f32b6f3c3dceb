//! Makes editions: holds the configuration, the clock and the pipeline.
//!
//! Start with [`pipeline`]: gather -> assign -> report -> check -> produce -> release, one file each.
//! Everything with an effect goes through the journal; nothing here prints.

mod airtime;
mod assign;
pub mod backup;
pub mod charter;
mod check;
mod clock;
pub mod config;
pub mod corrections;
mod credentials;
mod credits;
mod deadline;
mod embeddings;
mod error;
mod gather;
pub mod health;
mod memory;
mod minutes;
mod missed;
pub mod models;
pub mod outbox;
pub mod pipeline;
mod play;
mod produce;
pub mod progress;
mod proof;
mod release;
mod report;
pub mod roster;
mod rota;
mod shift;
mod sound;
pub mod starter;
mod stopwatch;
pub mod tale;
pub mod telemetry;
pub mod timetable;
mod translate;
mod trial;
pub mod voices;
pub mod watchdog;

pub use clock::Clock;
pub use config::Config;
pub use error::Error;
pub use pipeline::{Order, Outcome, make_edition};
pub use roster::Roster;
pub use rota::{Happened, Rota};
pub use shift::Newsroom;
