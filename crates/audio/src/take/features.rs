//! What speech sounds like, frame by frame, whoever speaks and at whatever rate: normalised cepstra with their slopes.

use realfft::RealFftPlanner;
use std::f32::consts::PI;

/// Bands of the mel scale.
const N_BANDS: usize = 26;
/// Cepstra kept of each frame; the first is the energy.
pub(super) const N_CEPSTRA: usize = 13;
/// Cepstra and their slopes.
pub(super) const N: usize = 2 * N_CEPSTRA;
/// The lowest and highest frequency that tells speech sounds apart.
const LOWEST_HZ: f32 = 80.0;
const HIGHEST_HZ: f32 = 7_000.0;
/// How much sound a frame looks at, in seconds.
const WINDOW_SECONDS: f64 = 0.025;
/// The slope looks this many frames back and forth.
const REACH: usize = 2;

/// One frame.
pub(super) type Frame = [f32; N];

/// Frames of mono sound, one every `hop` seconds; the highest frequency is that which both sides of a comparison have.
pub(super) fn features(samples: &[i16], rate_hz: u32, hop: f64, highest_hz: f32) -> Vec<Frame> {
    let bands = bands(samples, rate_hz, hop, highest_hz.min(HIGHEST_HZ));
    let mut cepstra: Vec<[f32; N_CEPSTRA]> = bands.iter().map(cepstra).collect();
    normalise(&mut cepstra);
    with_slopes(&cepstra)
}

/// Log energies of the bands of each frame.
fn bands(samples: &[i16], rate_hz: u32, hop: f64, highest_hz: f32) -> Vec<[f32; N_BANDS]> {
    let rate = f64::from(rate_hz);
    let length = (WINDOW_SECONDS * rate) as usize;
    let n_fft = length.next_power_of_two();
    let fft = RealFftPlanner::<f32>::new().plan_fft_forward(n_fft);
    let (mut input, mut spectrum) = (fft.make_input_vec(), fft.make_output_vec());
    let window: Vec<f32> = (0..length).map(|i| 0.5 - 0.5 * (2.0 * PI * i as f32 / length as f32).cos()).collect();
    let filters = filters(n_fft, rate_hz, highest_hz);
    let n_frames = (samples.len() as f64 / rate / hop) as usize;
    let mut frames = Vec::with_capacity(n_frames);
    for n in 0..n_frames {
        // The frame lies round its moment.
        let from = ((n as f64 + 0.5) * hop * rate) as isize - length as isize / 2;
        let at = |i: usize| samples.get((from + i as isize).max(0) as usize).map_or(0.0, |sample| f32::from(*sample));
        let mut before = at(0);
        for i in 0..length {
            let now = at(i);
            input[i] = (now - 0.95 * before) * window[i];
            before = now;
        }
        input[length..].fill(0.0);
        if fft.process(&mut input, &mut spectrum).is_err() {
            continue;
        }
        let power: Vec<f32> = spectrum.iter().map(|bin| bin.norm_sqr()).collect();
        frames.push(filters.each_ref().map(|(first, weights)| {
            let energy: f32 = weights.iter().zip(&power[*first..]).map(|(weight, power)| weight * power).sum();
            (energy + 1e4).ln()
        }));
    }
    frames
}

/// Triangles over the bins of the spectrum: where each begins, and its weights.
fn filters(n_fft: usize, rate_hz: u32, highest_hz: f32) -> [(usize, Vec<f32>); N_BANDS] {
    let mel = |hz: f32| 1127.0 * (1.0 + hz / 700.0).ln();
    let hz = |mel: f32| 700.0 * ((mel / 1127.0).exp() - 1.0);
    let (low, high) = (mel(LOWEST_HZ), mel(highest_hz.min(rate_hz as f32 / 2.0)));
    let edge = |n: usize| hz(low + (high - low) * n as f32 / (N_BANDS + 1) as f32) * n_fft as f32 / rate_hz as f32;
    std::array::from_fn(|n| {
        let (left, middle, right) = (edge(n), edge(n + 1), edge(n + 2));
        let (first, last) = (left.ceil() as usize, (right.floor() as usize).min(n_fft / 2));
        let weight = |bin: usize| {
            let bin = bin as f32;
            let up = (bin - left) / (middle - left).max(1e-3);
            let down = (right - bin) / (right - middle).max(1e-3);
            up.min(down).max(0.0)
        };
        (first, (first..=last).map(weight).collect())
    })
}

fn cepstra(bands: &[f32; N_BANDS]) -> [f32; N_CEPSTRA] {
    let cosine = |c: usize, n: usize| (PI * c as f32 * (n as f32 + 0.5) / N_BANDS as f32).cos();
    std::array::from_fn(|c| bands.iter().enumerate().map(|(n, band)| band * cosine(c, n)).sum())
}

/// Takes away what the voice, the room and the gain add: mean and spread over the frames that carry speech.
fn normalise(cepstra: &mut [[f32; N_CEPSTRA]]) {
    let mut energies: Vec<f32> = cepstra.iter().map(|frame| frame[0]).collect();
    energies.sort_by(f32::total_cmp);
    let loud = energies.get(energies.len() * 9 / 10).copied().unwrap_or(0.0);
    // The sum over 26 bands: 4 nepers of power are 17 dB.
    let least = loud - 4.5 * N_BANDS as f32;
    let carries_speech: Vec<bool> = cepstra.iter().map(|frame| frame[0] > least).collect();
    for c in 0..N_CEPSTRA {
        let speech = || cepstra.iter().zip(&carries_speech).filter(|(_, carries)| **carries).map(|(frame, _)| frame[c]);
        let n = speech().count().max(1) as f32;
        let mean = speech().sum::<f32>() / n;
        let spread = (speech().map(|value| (value - mean).powi(2)).sum::<f32>() / n).sqrt().max(1e-3);
        let mean = if c == 0 { loud } else { mean };
        cepstra.iter_mut().for_each(|frame| frame[c] = ((frame[c] - mean) / spread).clamp(-4.0, 4.0));
    }
}

fn with_slopes(cepstra: &[[f32; N_CEPSTRA]]) -> Vec<Frame> {
    let last = cepstra.len().saturating_sub(1);
    let frame = |n: usize| {
        let slope = |c: usize| {
            let rise = |k: usize| k as f32 * (cepstra[(n + k).min(last)][c] - cepstra[n.saturating_sub(k)][c]);
            (1..=REACH).map(rise).sum::<f32>() / 5.0
        };
        std::array::from_fn(|c| if c < N_CEPSTRA { cepstra[n][c] } else { slope(c - N_CEPSTRA) * 1.5 })
    };
    (0..cepstra.len()).map(frame).collect()
}
