//! A look-ahead limiter: no frame leaves it above the ceiling, and its gain never jumps.

use super::{Frame, RATE_HZ};
use std::collections::VecDeque;

/// How far it sees: 4 ms, about one period of a low voice.
const WINDOW: usize = RATE_HZ * 4 / 1000;

/// Share of the way back to full gain that is made a frame: some 80 ms to come back.
const RELEASE: f32 = 1.0 / (0.08 * RATE_HZ as f32);

/// Gain, ceiling and what it remembers of the frames before.
#[derive(Debug, Clone)]
pub(crate) struct Limiter {
    gain: f32,
    ceiling: f32,
    delayed: VecDeque<Frame>,
    /// Index and needed gain, rising: the front is the least of the window.
    least: VecDeque<(usize, f32)>,
    held: f32,
    recent: VecDeque<f32>,
    sum: f64,
    n: usize,
}

impl Limiter {
    /// How many frames it gives late.
    pub(crate) const LATENCY: usize = WINDOW - 1;

    /// `gain` is applied before limiting; `ceiling` is linear.
    pub(crate) fn new(gain: f32, ceiling: f32) -> Self {
        Self {
            gain,
            ceiling,
            delayed: VecDeque::from(vec![[0.0; 2]; WINDOW - 1]),
            least: VecDeque::new(),
            held: 1.0,
            recent: VecDeque::from(vec![1.0; WINDOW]),
            sum: WINDOW as f64,
            n: 0,
        }
    }

    /// Takes one frame in and gives the one of [`Self::LATENCY`] frames ago.
    pub(crate) fn next(&mut self, frame: Frame) -> Frame {
        let loud = [frame[0] * self.gain, frame[1] * self.gain];
        let peak = loud[0].abs().max(loud[1].abs());
        let needed = if peak > self.ceiling { self.ceiling / peak } else { 1.0 };
        let smooth = self.smooth(needed);
        self.delayed.push_back(loud);
        let out = self.delayed.pop_front().unwrap_or_default();
        // Rounding may leave a hair above the ceiling.
        out.map(|value| (value * smooth).clamp(-self.ceiling, self.ceiling))
    }

    /// The least gain of the window, released slowly, averaged over the window: it arrives at each peak in time.
    fn smooth(&mut self, needed: f32) -> f32 {
        while self.least.back().is_some_and(|(_, gain)| *gain >= needed) {
            self.least.pop_back();
        }
        self.least.push_back((self.n, needed));
        if self.least.front().is_some_and(|(n, _)| n + WINDOW <= self.n) {
            self.least.pop_front();
        }
        self.n += 1;
        let least = self.least.front().map_or(1.0, |(_, gain)| *gain);
        self.held = least.min(self.held + (1.0 - self.held) * RELEASE);
        self.recent.push_back(self.held);
        self.sum += f64::from(self.held) - f64::from(self.recent.pop_front().unwrap_or(1.0));
        (self.sum / WINDOW as f64) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_frame_leaves_above_the_ceiling_and_quiet_ones_are_untouched() {
        let mut limiter = Limiter::new(1.0, 0.5);
        let input = |n: usize| if n.is_multiple_of(3000) { 0.9 } else { 0.1 };
        let out: Vec<Frame> = (0..20_000).map(|n| limiter.next([input(n), -input(n)])).collect();
        assert!(out.iter().all(|frame| frame[0].abs() <= 0.5 && frame[1].abs() <= 0.5));
        let mut limiter = Limiter::new(2.0, 0.5);
        let out: Vec<Frame> = (0..1000).map(|_| limiter.next([0.1, 0.05])).collect();
        assert_eq!(out[999], [0.2, 0.1]);
    }

    #[test]
    fn the_gain_never_jumps() {
        let mut limiter = Limiter::new(1.0, 0.5);
        let out: Vec<f32> = (0..9000).map(|n| limiter.next([if n == 3000 { 2.0 } else { 0.4 }; 2])[0]).collect();
        let steady = out.iter().enumerate().filter(|(n, _)| *n > 200 && *n != 3000 + Limiter::LATENCY);
        let steady: Vec<f32> = steady.map(|(_, value)| *value).collect();
        let jump = steady.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(jump < 0.005, "{jump}");
    }
}
