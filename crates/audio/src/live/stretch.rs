//! One story of a live programme as runs of MP3 frames, each of which can be decoded by itself.

use crate::encode::encode_stretch;
use crate::mix::{self, BLOCK, Ends, RATE_HZ, Spoken};
use crate::{Error, Settings};
use std::ops::Range;

/// A segment is at least so long, in blocks, where there is a silence to cut it in: 8 seconds.
const LEAST: usize = 8 * RATE_HZ / BLOCK;
/// It is never longer than this, in blocks: what the playlist promises, 30 seconds.
const MOST: usize = super::playlist::TARGET_SECONDS * RATE_HZ / BLOCK;

/// The segments of some lines: MP3 frames, and how many samples they hold.
pub(super) fn encoded(lines: &[Spoken], settings: &Settings, ends: Ends) -> Result<Vec<(Vec<u8>, usize)>, Error> {
    let mix::Layout { mix, .. } = mix::lay_out_stretch(lines, settings, ends)?;
    let cuts = mix::parts_of(&mix.silences(), mix.n_frames, LEAST);
    let cuts: Vec<Range<usize>> = cuts.into_iter().flat_map(no_longer).collect();
    let programme = mix::master_unmeasured(mix, cuts);
    let segment = |blocks: &Range<usize>| Ok((encode_stretch(&programme, blocks)?, blocks.len() * BLOCK));
    mix::side_by_side(&programme.parts, segment)
}

/// A part without a silence in it is cut all the same.
fn no_longer(part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = part.end;
    part.step_by(MOST).map(move |start| start..(start + MOST).min(end))
}
