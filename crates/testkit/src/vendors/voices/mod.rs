//! Vendors of voices on one loopback port, each in its true dialect, with named faults.
//!
//! The path's first piece names the vendor; what follows the last `sim-` of the voice names the fault: `alloy` speaks,
//! `alloy-sim-half` breaks off in the middle. What is heard follows the text and nothing else: see [`sound_of`].
//! A request is checked as the vendor checks it, becomes an `Order`, that a list of frames, that a script.
//! Start with [`Simulator`]; `fault` is the table of all faults.

mod azure;
mod cloning;
mod elevenlabs;
mod fault;
mod house;
mod minimax;
mod openai;
mod order;
mod podcast;
mod serve;
mod simulator;
mod socket;
mod sovits;
mod synth;
mod volcano;
mod words;

use std::time::Duration;

pub use fault::{Kind, faults_of};
pub use simulator::{KEY, Seen, Simulator};
pub use synth::sound_of;

/// How a simulator behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Until the first sound of a healthy answer.
    pub first: Duration,
    /// Between two pieces of sound.
    pub between: Duration,
    /// Multiplies the delays of faults; 1.0 is true time (30 s of stall).
    pub pace: f64,
    /// Whether the words are said, by espeak-ng where it is installed, and not only their likeness.
    pub words: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { first: Duration::ZERO, between: Duration::ZERO, pace: 1.0, words: false }
    }
}
