//! Lowers music while somebody speaks: down before the first word, up again after the last.

use super::RATE_HZ;
use std::ops::Range;

/// Music under speech against music alone: -12 dB.
const UNDER_SPEECH: f32 = 0.25;
/// So long before a word the music begins to give way.
const ATTACK: usize = RATE_HZ * 4 / 10;
/// So long after a word it waits for another.
const HOLD: usize = RATE_HZ * 25 / 100;
/// So long it takes to come back.
const RELEASE: usize = RATE_HZ * 6 / 10;

/// The gain of music that sounds over `at` while somebody speaks in `speech`, fading in and out over so many frames.
///
/// `speech` in order of its beginnings. Returns points in time, rising, to be joined by straight lines.
pub(crate) fn shape(at: &Range<usize>, speech: &[Range<usize>], fade_in: usize, fade_out: usize) -> Vec<(usize, f32)> {
    let mut points = Vec::new();
    for talk in joined(speech) {
        points.push((talk.start.saturating_sub(ATTACK), 1.0));
        points.push((talk.start, UNDER_SPEECH));
        points.push((talk.end + HOLD, UNDER_SPEECH));
        points.push((talk.end + HOLD + RELEASE, 1.0));
    }
    let gain = |n: usize| gain_at(&points, n);
    let (full_from, full_to) = ((at.start + fade_in).min(at.end), at.end.saturating_sub(fade_out).max(at.start));
    let first = if fade_in > 0 { 0.0 } else { gain(at.start) };
    let mut shape = vec![(at.start, first), (full_from, gain(full_from))];
    shape.extend(points.iter().copied().filter(|(n, _)| *n > full_from && *n < full_to));
    shape.push((full_to, gain(full_to)));
    shape.push((at.end, if fade_out > 0 { 0.0 } else { gain(at.end) }));
    shape.dedup_by_key(|(n, _)| *n);
    shape
}

/// Talk with shorter pauses than the music would need to come back and give way again is one.
fn joined(speech: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for talk in speech {
        match joined.last_mut() {
            Some(last) if talk.start <= last.end + HOLD + RELEASE + ATTACK => last.end = last.end.max(talk.end),
            _ => joined.push(talk.clone()),
        }
    }
    joined
}

fn gain_at(points: &[(usize, f32)], n: usize) -> f32 {
    let after = points.partition_point(|(at, _)| *at <= n);
    match (after.checked_sub(1).map(|before| points[before]), points.get(after)) {
        (Some((from, a)), Some((to, b))) => a + (b - a) * (n - from) as f32 / (to - from) as f32,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: f64) -> usize {
        (n * RATE_HZ as f64) as usize
    }

    #[test]
    fn music_gives_way_before_the_first_word_and_comes_back_after_the_last() {
        let speech = [seconds(3.0)..seconds(5.0), seconds(5.5)..seconds(7.0)];
        let shape = shape(&(0..seconds(10.0)), &speech, 0, 0);
        assert_eq!(
            shape,
            [
                (0, 1.0),
                (seconds(3.0) - ATTACK, 1.0),
                (seconds(3.0), UNDER_SPEECH),
                (seconds(7.0) + HOLD, UNDER_SPEECH),
                (seconds(7.0) + HOLD + RELEASE, 1.0),
                (seconds(10.0), 1.0),
            ]
        );
    }

    #[test]
    fn a_bed_fades_in_and_out_and_never_jumps() {
        let speech = [seconds(0.2)..seconds(4.0), seconds(9.0)..seconds(12.0)];
        let shape = shape(&(seconds(1.0)..seconds(11.0)), &speech, seconds(0.5), seconds(0.8));
        assert_eq!((shape[0], shape[shape.len() - 1]), ((seconds(1.0), 0.0), (seconds(11.0), 0.0)));
        assert!(shape.windows(2).all(|pair| pair[0].0 < pair[1].0), "{shape:?}");
        let steepest = shape.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs() / (pair[1].0 - pair[0].0) as f32);
        assert!(steepest.fold(0.0, f32::max) < 2.5 / seconds(1.0) as f32);
    }
}
