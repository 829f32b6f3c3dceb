//! Cuts the programme in its silences into parts that can be mastered and encoded side by side.
//!
//! The cuts depend on the programme alone, never on the machine, so its bytes do not either.

use super::RATE_HZ;
use crate::Error;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Samples of one MP3 frame; parts are whole numbers of them.
pub(crate) const BLOCK: usize = 1152;
/// Silence a cut needs on each side: the codec's filters look across two frames.
pub(crate) const QUIET_BLOCKS: usize = 3;
/// How long a part is at least, in blocks.
const PART_BLOCKS: usize = 30 * RATE_HZ / BLOCK;

/// The parts, as blocks, in order: cut at the first long silence after each [`PART_BLOCKS`].
pub(crate) fn parts(silences: &[Range<usize>], n_frames: usize) -> Vec<Range<usize>> {
    parts_of(silences, n_frames, PART_BLOCKS)
}

/// The same with another least length, in blocks.
pub(crate) fn parts_of(silences: &[Range<usize>], n_frames: usize, least: usize) -> Vec<Range<usize>> {
    let n_blocks = n_frames.div_ceil(BLOCK);
    let mut parts = Vec::new();
    let mut start = 0;
    for silence in silences {
        let first = (silence.start.div_ceil(BLOCK) + QUIET_BLOCKS).max(start + least);
        let last = (silence.end / BLOCK).saturating_sub(QUIET_BLOCKS);
        if first <= last && first + least / 4 < n_blocks {
            parts.push(start..first);
            start = first;
        }
    }
    parts.push(start..n_blocks);
    parts
}

/// Does the work of every part on as many threads as the machine has, four at most; results in order.
pub(crate) fn side_by_side<P: Sync, T: Send>(
    parts: &[P],
    work: impl Fn(&P) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from).min(4).min(parts.len());
    let next = AtomicUsize::new(0);
    let take_turns = || {
        let mut done = Vec::new();
        while let Some((n, part)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, parts.get(n)?))) {
            done.push((n, work(part)));
        }
        done
    };
    let finished = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..n_threads).map(|_| scope.spawn(take_turns)).collect();
        workers.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Result<Vec<_>, _>>()
    });
    let died = |_| Error::Encode("a thread of the sound engineer died".into());
    let mut results: Vec<(usize, Result<T, Error>)> = finished.map_err(died)?.into_iter().flatten().collect();
    results.sort_by_key(|(n, _)| *n);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_join_without_gap_and_are_cut_in_silence() {
        let seconds = |n: f64| (n * RATE_HZ as f64) as usize;
        let silences = [seconds(10.0)..seconds(11.0), seconds(35.0)..seconds(35.1), seconds(40.0)..seconds(41.0)];
        let found = parts(&silences, seconds(90.0));
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].start, found[0].end, found[1].end), (0, found[1].start, seconds(90.0).div_ceil(BLOCK)));
        let cut = found[1].start;
        assert!(silences[2].start <= (cut - QUIET_BLOCKS) * BLOCK && (cut + QUIET_BLOCKS) * BLOCK <= silences[2].end);
    }

    #[test]
    fn results_come_in_order_and_a_failure_is_told() {
        let parts: Vec<Range<usize>> = (0..20).map(|n| n..n + 1).collect();
        assert_eq!(side_by_side(&parts, |part| Ok(part.start)).unwrap(), (0..20).collect::<Vec<_>>());
        let fails = |part: &Range<usize>| if part.start == 7 { Err(Error::Invalid("seven".into())) } else { Ok(()) };
        assert_eq!(side_by_side(&parts, fails).unwrap_err().to_string(), "seven");
    }
}
