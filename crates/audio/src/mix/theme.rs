//! The station's own music, made of sines: opening, sting, closing. The same samples on every machine.
//!
//! Only additions and multiplications are used (the sine is a polynomial), so no mathematics library has a say.

use super::{Frame, RATE_HZ};
use std::sync::{Arc, OnceLock};

/// Speech begins so long before the opening ends.
pub(crate) const OPENING_TAIL: usize = RATE_HZ * 23 / 10;

/// The opening: a rising call of bells over a soft chord; it fades under the first words.
pub(crate) fn opening() -> Arc<Vec<Frame>> {
    static MUSIC: OnceLock<Arc<Vec<Frame>>> = OnceLock::new();
    MUSIC.get_or_init(|| Arc::new(opening_score())).clone()
}

/// Between stories: two bells, under a second.
pub(crate) fn sting() -> Arc<Vec<Frame>> {
    static MUSIC: OnceLock<Arc<Vec<Frame>>> = OnceLock::new();
    MUSIC.get_or_init(|| Arc::new(sting_score())).clone()
}

/// Under the greeting and what is coming: the opening's chord and its fifth in turn, without an end.
pub(crate) fn bed() -> Arc<Vec<Frame>> {
    static MUSIC: OnceLock<Arc<Vec<Frame>>> = OnceLock::new();
    MUSIC.get_or_init(|| Arc::new(bed_score())).clone()
}

/// The rhythm mark of GB 45438-2025, 5.3: AI in Morse, short long, short short, with the gap that parts two letters.
pub(crate) fn morse() -> Arc<Vec<Frame>> {
    static MARK: OnceLock<Arc<Vec<Frame>>> = OnceLock::new();
    MARK.get_or_init(|| Arc::new(morse_score())).clone()
}

/// The closing: the call of the opening, falling, to its end.
pub(crate) fn closing() -> Arc<Vec<Frame>> {
    static MUSIC: OnceLock<Arc<Vec<Frame>>> = OnceLock::new();
    MUSIC.get_or_init(|| Arc::new(closing_score())).clone()
}

const D4: f64 = 293.665;
const A4: f64 = 440.0;
const D5: f64 = 587.330;
const E5: f64 = 659.255;
const FIS5: f64 = 739.989;
const A5: f64 = 880.0;
const D6: f64 = 1174.659;

fn opening_score() -> Vec<Frame> {
    let mut score = Score::new(6.8);
    for (at, pitch, level) in [
        (0.0, A4, 0.8),
        (0.3, D5, 0.85),
        (0.6, E5, 0.9),
        (0.9, A5, 1.0),
        (1.8, FIS5, 0.8),
        (2.1, A5, 0.9),
        (2.4, D6, 1.0),
        (3.3, A4, 0.7),
        (3.6, D5, 0.8),
    ] {
        score.bell(at, pitch, level);
    }
    score.pad(0.0, 6.0, &[D4 / 2.0, A4 / 2.0, D4, FIS5 / 2.0]);
    score.echo();
    // Gone before the second sentence; that it gives way to the first words is the mixer's work.
    score.shape(&[(0.0, 1.0), (4.6, 1.0), (5.7, 0.7), (6.7, 0.0)]);
    score.frames
}

fn bed_score() -> Vec<Frame> {
    // What sounds on past the end is laid over the beginning, so that the end leads into the beginning.
    let (length, ring) = (frames_of(16.0), frames_of(4.0));
    let mut score = Score::new(20.0);
    score.pad(0.0, 9.0, &[D4 / 2.0, A4 / 2.0, D4]);
    score.pad(8.0, 9.0, &[A4 / 4.0, E5 / 4.0, A4 / 2.0]);
    for (at, pitch) in [(0.0, D5), (2.0, A4), (4.0, FIS5), (6.0, A4), (8.0, E5), (10.0, A4), (12.0, D5), (14.0, A4)] {
        score.bell(at, pitch, 0.16);
    }
    score.shape(&[(0.0, 1.0), (16.0, 1.0), (19.9, 0.0)]);
    let ringing: Vec<Frame> = score.frames.split_off(length);
    for (frame, late) in score.frames.iter_mut().zip(&ringing[..ring.min(ringing.len())]) {
        frame[0] += late[0];
        frame[1] += late[1];
    }
    score.frames
}

/// Without the gap of three units it would be one letter, L.
fn morse_score() -> Vec<Frame> {
    const UNIT: f64 = 0.09;
    let (short, long, between, letters) = (1.0, 3.0, 1.0, 3.0);
    let mut score = Score::new(15.0 * UNIT);
    let mut at = 0.0;
    for (length, gap) in [(short, between), (long, letters), (short, between), (short, 0.0)] {
        score.beep(at * UNIT, length * UNIT);
        at += length + gap;
    }
    score.frames
}

fn sting_score() -> Vec<Frame> {
    let mut score = Score::new(0.8);
    score.bell(0.0, A5, 0.6);
    score.bell(0.14, D6, 0.7);
    score.shape(&[(0.0, 0.8), (0.5, 0.6), (0.79, 0.0)]);
    score.frames
}

fn closing_score() -> Vec<Frame> {
    let mut score = Score::new(5.0);
    for (at, pitch, level) in
        [(0.0, D6, 0.8), (0.3, A5, 0.8), (0.6, FIS5, 0.8), (0.9, D5, 1.0), (1.8, A4, 0.7), (2.1, D5, 0.9)]
    {
        score.bell(at, pitch, level);
    }
    score.pad(0.0, 4.5, &[D4 / 2.0, A4 / 2.0, D4, FIS5 / 2.0]);
    score.echo();
    score.shape(&[(0.0, 1.0), (3.0, 0.9), (4.95, 0.0)]);
    score.frames
}

/// Music as it is written down.
struct Score {
    frames: Vec<Frame>,
}

impl Score {
    fn new(seconds: f64) -> Self {
        Self { frames: vec![[0.0; 2]; frames_of(seconds)] }
    }

    /// A struck tone: partials that die the faster the higher they are, a little to one side by pitch.
    fn bell(&mut self, at: f64, pitch: f64, level: f64) {
        const PARTIALS: [(f64, f64, f64); 4] = [(1.0, 1.0, 1.1), (2.0, 0.42, 2.0), (3.01, 0.2, 4.0), (5.03, 0.07, 9.0)];
        let side = ((pitch - 700.0) / 1500.0).clamp(-0.35, 0.35);
        for (ratio, share, decay) in PARTIALS {
            let tone = Tone { pitch: pitch * ratio, level: 0.11 * level * share, attack: 0.006, decay };
            self.add(at, tone, side);
        }
    }

    /// A plain tone with soft edges.
    fn beep(&mut self, at: f64, seconds: f64) {
        let (start, n, n_edge) = (frames_of(at), frames_of(seconds), frames_of(0.006));
        for i in 0..n.min(self.frames.len().saturating_sub(start)) {
            let edge = smooth((i.min(n - 1 - i) as f64 / n_edge as f64).min(1.0));
            let value = (sine(750.0 * i as f64 / RATE_HZ as f64) * 0.16 * edge) as f32;
            self.frames[start + i] = [value; 2];
        }
    }

    /// A soft chord that swells and fades, each tone twice, a shade apart, left and right.
    fn pad(&mut self, at: f64, seconds: f64, chord: &[f64]) {
        for pitch in chord {
            for (detune, side) in [(0.998, -0.6), (1.002, 0.6)] {
                let tone = Tone { pitch: pitch * detune, level: 0.035, attack: seconds * 0.2, decay: 1.2 / seconds };
                self.add(at, tone, side);
            }
        }
    }

    fn add(&mut self, at: f64, tone: Tone, side: f64) {
        let n_attack = frames_of(tone.attack).max(1);
        let fade = 1.0 - tone.decay / RATE_HZ as f64;
        let mut envelope = tone.level;
        let start = frames_of(at).min(self.frames.len());
        for (n, frame) in self.frames[start..].iter_mut().enumerate() {
            let attack = if n < n_attack { smooth(n as f64 / n_attack as f64) } else { 1.0 };
            let value = sine(tone.pitch * n as f64 / RATE_HZ as f64) * envelope * attack;
            frame[0] += (value * (1.0 - side)) as f32;
            frame[1] += (value * (1.0 + side)) as f32;
            envelope *= fade;
        }
    }

    /// A small room: three late copies that cross to the other side, each softer and later than the one before.
    fn echo(&mut self) {
        for (seconds, level) in [(0.083, 0.28), (0.137, 0.2), (0.211, 0.14)] {
            let late = frames_of(seconds);
            for n in (late..self.frames.len()).rev() {
                let [left, right] = self.frames[n - late];
                self.frames[n][0] += right * level;
                self.frames[n][1] += left * level;
            }
        }
    }

    /// Straight lines between points of (seconds, gain).
    fn shape(&mut self, points: &[(f64, f64)]) {
        for (n, frame) in self.frames.iter_mut().enumerate() {
            let at = n as f64 / RATE_HZ as f64;
            let gain = points
                .windows(2)
                .find(|pair| at < pair[1].0)
                .map_or(0.0, |pair| pair[0].1 + (pair[1].1 - pair[0].1) * (at - pair[0].0) / (pair[1].0 - pair[0].0));
            *frame = frame.map(|value| value * gain as f32);
        }
    }
}

/// One sine with its envelope.
struct Tone {
    pitch: f64,
    level: f64,
    attack: f64,
    decay: f64,
}

fn frames_of(seconds: f64) -> usize {
    (seconds * RATE_HZ as f64) as usize
}

fn smooth(x: f64) -> f64 {
    x * x * (3.0 - 2.0 * x)
}

/// The sine of a number of turns, to six decimals.
fn sine(turns: f64) -> f64 {
    let wrapped = turns - turns.floor();
    // Fold the circle to a quarter either side of zero, where the polynomial is good.
    let folded = if wrapped < 0.25 {
        wrapped
    } else if wrapped < 0.75 {
        0.5 - wrapped
    } else {
        wrapped - 1.0
    };
    let x = folded * std::f64::consts::TAU;
    let x2 = x * x;
    x * (1.0 - x2 / 6.0 * (1.0 - x2 / 20.0 * (1.0 - x2 / 42.0 * (1.0 - x2 / 72.0 * (1.0 - x2 / 110.0)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(music: &[Frame], seconds: f64) {
        let peak = music.iter().flatten().fold(0.0_f32, |peak, value| peak.max(value.abs()));
        assert!((0.1..0.9).contains(&peak), "{peak}");
        assert!((music.len() as f64 / RATE_HZ as f64 - seconds).abs() < 0.001);
        let ends = [music[0], music[music.len() - 1]];
        assert!(ends.iter().flatten().all(|value| value.abs() < 0.001), "{ends:?}");
    }

    #[test]
    fn music_begins_and_ends_in_silence_and_never_clips() {
        check(&opening(), 6.8);
        check(&sting(), 0.8);
        check(&closing(), 5.0);
    }

    #[test]
    fn the_end_of_the_bed_leads_into_its_beginning() {
        let bed = bed();
        let jump = (bed[0][0] - bed[bed.len() - 1][0]).abs();
        let steepest = bed.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).fold(0.0, f32::max);
        assert!(jump <= steepest, "{jump} of {steepest}");
        let peak = bed.iter().flatten().fold(0.0_f32, |peak, value| peak.max(value.abs()));
        assert!((0.05..0.5).contains(&peak), "{peak}");
    }

    #[test]
    fn the_rhythm_mark_is_short_long_gap_short_short() {
        let mark = morse();
        let unit = frames_of(0.09);
        let is_on =
            |n: usize| mark[n * unit..(n + 1) * unit].iter().map(|frame| frame[0].abs()).fold(0.0, f32::max) > 0.1;
        let heard: String = (0..11).map(|n| if is_on(n) { '1' } else { '0' }).collect();
        assert_eq!(heard, "10111000101");
    }

    #[test]
    fn the_score_gives_the_same_samples_each_time() {
        assert_eq!(opening_score(), *opening());
        assert_eq!(closing_score(), *closing());
    }

    #[test]
    fn the_polynomial_is_a_sine() {
        let worst = (0..1000).map(|n| {
            let turns = f64::from(n) * 0.00713;
            (sine(turns) - (turns * std::f64::consts::TAU).sin()).abs()
        });
        assert!(worst.fold(0.0, f64::max) < 1e-6);
    }
}
