//! The whole newsroom against the sample wire: real HTTP on loopback, no voice, a clock that is set.

mod answer_key;
mod desk;
mod runs;
