//! Sound that is like speech: a voice's pulses through two formants, a syllable for each letter, a pause for each comma.
//!
//! It says nothing, but it begins, swells, sinks and ends where speech would, and its length follows the text.

use std::collections::HashMap;
use std::f64::consts::TAU;

/// Seconds of a character of the languages that write a syllable as one, and of a letter of the others.
const SECONDS: (f64, f64) = (0.22, 0.07);
/// Seconds of silence for a mark, and at both ends.
const PAUSE: f64 = 0.18;
const EDGE: f64 = 0.05;
/// Harmonics of the voice.
const N_HARMONICS: u32 = 6;

/// The sound of a text: mono samples at this rate; `pace` 2 is twice as fast.
pub fn sound_of(text: &str, rate_hz: u32, pace: f32) -> Vec<i16> {
    let rate = f64::from(rate_hz);
    let n_samples = |seconds: f64| (seconds / f64::from(pace.max(0.1)) * rate) as usize;
    let mut samples = vec![0; n_samples(EDGE)];
    let mut known = HashMap::new();
    for c in text.chars() {
        let n = n_samples(seconds_of(c));
        if c.is_alphanumeric() {
            samples.extend_from_slice(known.entry(c).or_insert_with(|| syllable(c, n, rate)));
        } else {
            samples.resize(samples.len() + n, 0);
        }
    }
    samples.resize(samples.len() + n_samples(EDGE), 0);
    samples
}

/// When each character of a text is heard, in seconds.
pub(super) fn times_of(text: &str, pace: f32) -> Vec<(char, f64, f64)> {
    let pace = f64::from(pace.max(0.1));
    let mut at = EDGE / pace;
    let time = |c: char| {
        let start = at;
        at += seconds_of(c) / pace;
        (c, start, at)
    };
    text.chars().map(time).collect()
}

fn seconds_of(c: char) -> f64 {
    match c {
        c if c.is_ascii_alphanumeric() => SECONDS.1,
        c if c.is_alphanumeric() => SECONDS.0,
        ',' | '.' | '!' | '?' | ';' | ':' | '，' | '。' | '！' | '？' | '；' | '：' | '、' => PAUSE,
        _ => 0.0,
    }
}

fn syllable(c: char, n: usize, rate: f64) -> Vec<i16> {
    let mut samples = Vec::with_capacity(n);
    let code = f64::from(u32::from(c) % 97);
    let pitch = 110.0 + code;
    let (first, second) = (300.0 + 6.0 * code, 900.0 + 13.0 * code);
    let weight = |hz: f64| {
        let near = |formant: f64| 1.0 / (1.0 + ((hz - formant) / 120.0).powi(2));
        near(first) + 0.6 * near(second) + 0.05
    };
    // Each harmonic is turned on from sample to sample, which costs a product where a sine would cost twenty.
    let mut harmonics: Vec<Wave> = (1..=N_HARMONICS)
        .map(|nth| pitch * f64::from(nth))
        .map(|hz| Wave::new(hz * TAU / rate, weight(hz)))
        .chain([Wave::new(std::f64::consts::PI / n.max(1) as f64, 1.0)])
        .collect();
    let sum: f64 = harmonics.iter().map(|wave| wave.weight).sum::<f64>() - 1.0;
    for _ in 0..n {
        let swell = harmonics.last_mut().map_or(0.0, Wave::next);
        let voice = harmonics.len() - 1;
        let value: f64 = harmonics.iter_mut().take(voice).map(Wave::next).sum();
        samples.push((value / sum * swell * 12_000.0) as i16);
    }
    samples
}

/// A sine that goes on by itself.
struct Wave {
    weight: f64,
    turn: f64,
    before: f64,
    now: f64,
}

impl Wave {
    fn new(step: f64, weight: f64) -> Self {
        Self { weight, turn: 2.0 * step.cos(), before: -step.sin(), now: 0.0 }
    }

    fn next(&mut self) -> f64 {
        let value = self.now;
        (self.before, self.now) = (self.now, self.turn * self.now - self.before);
        value * self.weight
    }
}
