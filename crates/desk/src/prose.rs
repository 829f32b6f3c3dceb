//! What the desk knows of written language: which sentences of an item are fit to be read to people.

pub(crate) mod address;
pub(crate) mod junk;
pub(crate) mod kind;
pub(crate) mod lead_in;
pub(crate) mod machines;
mod openings;
pub(crate) mod quoted;
pub(crate) mod rank;
pub(crate) mod reference;
pub(crate) mod speech;
pub(crate) mod start;
pub(crate) mod title;
pub(crate) mod typography;
pub(crate) mod units;

pub(crate) use gates::compare as claims;
