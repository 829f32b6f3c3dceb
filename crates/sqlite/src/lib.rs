//! A data file in SQLite: opened if it is of the kind it should be, brought up to date, read and written.
//!
//! Runs the migrations its caller hands in and sets pragmas; knows no table and no news. Start with
//! [`Database::open`].

mod database;
mod error;
mod kind;
mod schema;

pub use database::{Database, Outlives, check_file};
pub use error::Error;
pub use kind::Kind;
