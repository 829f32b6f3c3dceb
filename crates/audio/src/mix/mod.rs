//! Lines, theme and pauses into one programme: line by line (line, level), when each sounds (timeline), how it sounds
//! (render), how loud (master).
//!
//! Nothing here holds the whole programme as stereo sound: [`Mix`] keeps the lines in mono, some 5 MB a minute, and
//! renders any stretch on demand.

mod breath;
mod duck;
mod level;
mod limiter;
mod line;
mod marks;
mod master;
mod music;
mod parts;
mod render;
mod resample;
mod theme;
mod timeline;

pub(crate) use limiter::Limiter;
pub(crate) use line::Spoken;
pub(crate) use master::{Mastered, TARGET_LUFS, master, master_unmeasured};
pub(crate) use music::Music;
pub use music::{Bed, MusicFiles};
pub(crate) use parts::{BLOCK, parts_of, side_by_side};
pub(crate) use render::{Clip, Mix, Placed};
pub(crate) use resample::Resampler;
pub(crate) use timeline::{Ends, Layout};

use crate::{Error, Settings};

/// The rate of the programme.
pub const RATE_HZ: usize = 44_100;

/// One moment: left and right.
pub(crate) type Frame = [f32; 2];

#[cfg(test)]
pub(crate) use line::tests;

/// Lays lines out in time, each voice as loud as the others, with the programme's music.
///
/// `spoken` in the order of the script, of any rate. Errors: `Invalid` if a file of music cannot be used.
pub(crate) fn lay_out(spoken: &[Spoken], settings: &Settings) -> Result<Layout, Error> {
    lay_out_stretch(spoken, settings, Ends { first: true, last: true })
}

/// The same with a stretch of a programme.
pub(crate) fn lay_out_stretch(spoken: &[Spoken], settings: &Settings, ends: Ends) -> Result<Layout, Error> {
    let music = Music::of(&settings.music)?;
    let lines = side_by_side(spoken, |line| Ok(line.prepared()))?;
    let gains = level::levels(&lines)?;
    Ok(timeline::lay_out(lines.into_iter().zip(gains).collect(), &music, settings, ends))
}
