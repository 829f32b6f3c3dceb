//! A whole invented web on one loopback port: the feed server, the sample wire, real days of news; and on
//! another the vendors of models, with named faults.
//!
//! Every host lives behind one [`Server`], told apart by the `Host` header, which is what the
//! program's `replay` option sends. Never touches the network beyond loopback and knows no clock:
//! all dates are in its data. Start with [`web`]; [`sample`] is what `demo` runs on;
//! [`vendors`] answers as models do, [`receivers`] as those do that messages are sent to.

pub mod days;
mod feeds;
mod markup;
mod pages;
pub mod paper;
pub mod receivers;
pub mod sample;
mod server;
pub mod sound;
pub mod ten_days;
pub mod vendors;
pub mod web;

pub use sample::{AnswerKey, Event, Expect, Trap};
pub use server::Server;
pub use web::{Response, Web};
