//! Changes the rate of sound: a windowed sinc of as many phases as the two rates need.
//!
//! Every rate a voice or a file of music comes in is brought to the programme's; Opus gets its 48 kHz from here too.
//! Flat to 0.05 dB up to nine tenths of the lower rate's band, images and aliases some 80 dB down.

/// Zero crossings on each side of the centre, at the lower of the two rates.
const REACH: usize = 24;

/// More phases than this are rounded to the nearest: such rates do not occur, but must not fill the memory.
const MOST_PHASES: usize = 4096;

/// The share of the lower rate's band that is kept; the rest is the filter's slope.
const BAND: f64 = 0.95;

/// A change of rate, ready to be asked for samples.
#[derive(Debug, Clone)]
pub(crate) struct Resampler {
    from: usize,
    to: usize,
    n_phases: usize,
    /// Samples of the input that one output sample looks at.
    n_taps: usize,
    /// `n_taps` weights a phase.
    weights: Vec<f32>,
}

impl Resampler {
    /// From one rate to another, in Hz; neither may be 0.
    pub(crate) fn new(from: usize, to: usize) -> Self {
        let (from, to) = (from.max(1), to.max(1));
        let divisor = greatest_common_divisor(from, to);
        let n_phases = (to / divisor).min(MOST_PHASES);
        // Going down, the filter is as much longer as the rate is lower.
        let scale = (to as f64 / from as f64).min(1.0);
        let n_taps = (2.0 * REACH as f64 / scale).ceil() as usize;
        let n_taps = n_taps.next_multiple_of(8);
        let weights = (0..n_phases).flat_map(|phase| phase_weights(phase as f64 / n_phases as f64, n_taps, scale));
        Self { from, to, n_phases, n_taps, weights: weights.collect() }
    }

    /// How many samples come of so many.
    pub(crate) fn n_out(&self, n_in: usize) -> usize {
        (n_in * self.to).div_ceil(self.from)
    }

    /// The first input sample that output sample `n` looks at, and the one past the last; both may lie outside.
    pub(crate) fn span(&self, n: usize) -> std::ops::Range<isize> {
        let first = (n * self.from / self.to) as isize - (self.n_taps / 2 - 1) as isize;
        first..first + self.n_taps as isize
    }

    /// Output sample `n`; `seen` are the input samples of its [`Self::span`].
    pub(crate) fn value(&self, n: usize, seen: &[f32]) -> f32 {
        let phase = (n * self.from % self.to) * self.n_phases / self.to;
        let weights = &self.weights[phase * self.n_taps..(phase + 1) * self.n_taps];
        // Eight sums side by side, which the processor can do at once.
        let mut sums = [0.0_f32; 8];
        for (weights, seen) in weights.as_chunks::<8>().0.iter().zip(seen.as_chunks::<8>().0) {
            for ((sum, weight), sample) in sums.iter_mut().zip(weights).zip(seen) {
                *sum += weight * sample;
            }
        }
        sums.iter().sum()
    }

    /// The whole of a sound at the new rate; silence is thought before and after it.
    pub(crate) fn whole(&self, input: &[f32]) -> Vec<f32> {
        if self.from == self.to {
            return input.to_vec();
        }
        let margin = self.n_taps;
        let mut padded = vec![0.0; margin];
        padded.extend_from_slice(input);
        padded.resize(input.len() + 2 * margin + 2, 0.0);
        let value = |n: usize| {
            let first = (self.span(n).start + margin as isize) as usize;
            self.value(n, &padded[first..first + self.n_taps])
        };
        (0..self.n_out(input.len())).map(value).collect()
    }
}

/// The weights of one phase: how much each neighbour counts for a point that lies `fraction` behind the centre one.
fn phase_weights(fraction: f64, n_taps: usize, scale: f64) -> Vec<f32> {
    use std::f64::consts::PI;
    let centre = (n_taps / 2 - 1) as f64 + fraction;
    let half = n_taps as f64 / 2.0;
    let cut = scale * BAND;
    let weight = |k: usize| {
        let x = k as f64 - centre;
        let sinc = if x == 0.0 { 1.0 } else { (PI * x * cut).sin() / (PI * x * cut) };
        let phase = PI * x / half;
        // Blackman's window, which ends in nothing.
        let window = if phase.abs() < PI { 0.42 + 0.5 * phase.cos() + 0.08 * (2.0 * phase).cos() } else { 0.0 };
        sinc * window
    };
    let raw: Vec<f64> = (0..n_taps).map(weight).collect();
    let total: f64 = raw.iter().sum();
    raw.into_iter().map(|weight| (weight / total) as f32).collect()
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f64, rate: usize, n: usize) -> Vec<f32> {
        (0..n).map(|n| ((n as f64 * hz / rate as f64 * std::f64::consts::TAU).sin() * 0.5) as f32).collect()
    }

    /// How far the resampled tone is from the tone itself, in dB under it.
    fn error_db(from: usize, to: usize, hz: f64) -> f64 {
        let got = Resampler::new(from, to).whole(&tone(hz, from, from / 2));
        let meant = tone(hz, to, got.len());
        let inner = got.len() / 5..got.len() * 4 / 5;
        let power = |values: &mut dyn Iterator<Item = f32>| values.map(|v| f64::from(v).powi(2)).sum::<f64>();
        let error = power(&mut inner.clone().map(|n| got[n] - meant[n]));
        10.0 * (error / power(&mut inner.map(|n| meant[n]))).log10()
    }

    #[test]
    fn a_tone_stays_the_same_tone_at_every_rate_voices_come_in() {
        for (from, to) in [
            (8_000, 44_100),
            (16_000, 44_100),
            (22_050, 44_100),
            (24_000, 44_100),
            (32_000, 44_100),
            (48_000, 44_100),
            (44_100, 48_000),
        ] {
            let highest = from.min(to) as f64 / 2.0;
            for share in [0.05, 0.3, 0.6, 0.8] {
                let error = error_db(from, to, highest * share);
                assert!(error < -60.0, "{from} -> {to} at {share}: {error:.1} dB");
            }
        }
    }

    #[test]
    fn what_the_lower_rate_cannot_hold_is_taken_away() {
        let got = Resampler::new(48_000, 44_100).whole(&tone(23_500.0, 48_000, 24_000));
        let loudest = got[4000..18_000].iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        assert!(loudest < 0.5 * 0.001, "{loudest}");
    }

    #[test]
    fn a_sound_keeps_its_length_and_place() {
        let mut click = vec![0.0; 2400];
        click[1200] = 1.0;
        let got = Resampler::new(24_000, 44_100).whole(&click);
        assert_eq!(got.len(), 4410);
        let top = (0..got.len()).max_by(|a, b| got[*a].total_cmp(&got[*b])).unwrap();
        assert_eq!(top, 2205);
    }
}
