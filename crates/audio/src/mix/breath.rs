//! Takes breaths and clicks of the mouth out of a line: what is soft, stands alone and is no part of a word.
//!
//! A breath is an island of sound far under the line's own level with quiet on both sides. A soft consonant is joined to
//! its word, or follows it closely, and is left alone.

use super::RATE_HZ;
use std::ops::Range;

/// What is judged at a time: 10 ms.
const WINDOW: usize = RATE_HZ / 100;
/// Under this share of the line's level there is quiet: -45 dB.
const QUIET: f32 = 0.0056;
/// An island that nowhere reaches this share of the line's level is no word: -24 dB.
const SOFT: f32 = 0.063;
/// Quiet windows that an island needs between itself and the next sound; the gap before a final t is shorter than this.
const APART: usize = 6;
/// Islands shorter than this many windows are the tail of a room, not a breath.
const SHORTEST: usize = 4;

/// Silences the breaths of one line; where they were.
pub(crate) fn silence_breaths(samples: &mut [i16]) -> Vec<Range<usize>> {
    let levels: Vec<f32> = samples.chunks(WINDOW).map(level).collect();
    let line = line_level(&levels);
    let breaths = islands(&levels, line * QUIET)
        .filter(|island| island.len() >= SHORTEST && is_alone(island, &levels, line))
        .map(|island| island.start * WINDOW..(island.end * WINDOW).min(samples.len()));
    let breaths: Vec<Range<usize>> = breaths.collect();
    breaths.iter().for_each(|breath| samples[breath.clone()].fill(0));
    breaths
}

fn level(window: &[i16]) -> f32 {
    let power: f32 = window.iter().map(|sample| f32::from(*sample).powi(2)).sum();
    (power / window.len().max(1) as f32).sqrt()
}

/// The level of the line's vowels: nine windows of ten are softer.
fn line_level(levels: &[f32]) -> f32 {
    let mut sorted = levels.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0)
}

/// Stretches of windows that are not quiet.
fn islands(levels: &[f32], quiet: f32) -> impl Iterator<Item = Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (n, level) in levels.iter().enumerate() {
        match (start, *level > quiet) {
            (None, true) => start = Some(n),
            (Some(from), false) => {
                found.push(from..n);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..levels.len()));
    found.into_iter()
}

fn is_alone(island: &Range<usize>, levels: &[f32], line: f32) -> bool {
    let quiet = |windows: &[f32]| windows.iter().all(|level| *level <= line * QUIET);
    let before = &levels[island.start.saturating_sub(APART)..island.start];
    let after = &levels[island.end..(island.end + APART).min(levels.len())];
    let is_soft = levels[island.clone()].iter().all(|level| *level < line * SOFT);
    is_soft && quiet(before) && quiet(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(ms: usize, level: f64) -> Vec<i16> {
        (0..RATE_HZ * ms / 1000).map(|n| ((n as f64 * 0.05).sin() * level) as i16).collect()
    }

    fn noise(ms: usize, level: i64) -> Vec<i16> {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (i64::from(seed >> 16) % (2 * level) - level) as i16
        };
        (0..RATE_HZ * ms / 1000).map(|_| next()).collect()
    }

    fn quiet(ms: usize) -> Vec<i16> {
        vec![0; RATE_HZ * ms / 1000]
    }

    #[test]
    fn a_breath_before_the_first_word_is_silenced_and_the_words_are_not() {
        let spoken = tone(800, 9000.0);
        let mut line = [quiet(50), noise(300, 300), quiet(100), spoken.clone(), quiet(100)].concat();
        let breaths = silence_breaths(&mut line);
        assert_eq!(breaths.len(), 1);
        assert_eq!(line, [quiet(450), spoken, quiet(100)].concat());
    }

    #[test]
    fn a_soft_consonant_at_its_word_stays() {
        let mut line = [quiet(50), noise(120, 300), tone(600, 9000.0), quiet(40), noise(50, 300), quiet(100)].concat();
        let before = line.clone();
        assert_eq!(silence_breaths(&mut line), Vec::<Range<usize>>::new());
        assert_eq!(line, before);
    }
}
