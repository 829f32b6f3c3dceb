//! Takes, theme and pauses into one programme: when each sounds (timeline), how it sounds (render), how loud (master).
//!
//! Nothing here holds the whole programme as stereo sound: [`Mix`] keeps the takes as they were spoken and renders
//! any stretch on demand, so memory stays small however long the programme is.

mod limiter;
mod master;
mod parts;
mod render;
mod theme;
mod timeline;

pub(crate) use limiter::Limiter;
pub(crate) use master::{Mastered, master};
pub(crate) use parts::{BLOCK, side_by_side};
pub(crate) use render::{Clip, Mix, Placed};
pub(crate) use timeline::{Layout, lay_out};

/// The rate of the programme: exactly twice that of the takes.
pub const RATE_HZ: usize = 44_100;

/// One moment: left and right.
pub(crate) type Frame = [f32; 2];
