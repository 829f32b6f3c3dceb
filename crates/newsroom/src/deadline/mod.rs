//! The deadline: a plan with a latest moment for each stage, and the ladder of what is given up when time runs short.
//!
//! `plan` and `ladder` are pure: they are told what has passed and say what follows. `told` makes of what was given up the
//! words that readers see. Who asks them, and records what was decided as a step of the journal, is the shift.

mod ladder;
mod plan;
mod told;

pub(crate) use ladder::{Programme, Rung, Voices, programme, rung_of, stories_in_time};
pub(crate) use plan::{MOST_PAST, Past, Place, Plan, SoundCost, Stage};
pub(crate) use told::{Hurry, Taken, degraded};
