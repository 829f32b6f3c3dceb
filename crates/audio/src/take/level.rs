//! What the samples alone tell: level, silences, clipping, offset, clicks. Any rate; no word of the text is needed.

use std::ops::Range;

/// Frames of the envelope a second.
pub(super) const FRAMES_A_SECOND: usize = 100;
/// Nothing quieter than this is a voice, dB under full scale.
const NO_VOICE_DB: f32 = -48.0;
/// What is this far under the level of speech is no speech, whatever noise lies under it.
const UNDER_SPEECH_DB: f32 = 24.0;
/// So far over the noise of the pauses something is heard.
const OVER_NOISE_DB: f32 = 8.0;
/// Clean silence: -58 dB.
const CLEAN_DB: f32 = -58.0;

/// How loud a take is, frame by frame.
pub(super) struct Envelope {
    db: Vec<f32>,
    /// Mean level of speech.
    pub(super) level_db: f32,
    /// Below this nothing is said.
    pub(super) quiet_db: f32,
}

impl Envelope {
    /// `None` if there is no voice in it.
    pub(super) fn of(samples: &[i16], rate_hz: u32) -> Option<Self> {
        let n_frames = samples.len() * FRAMES_A_SECOND / rate_hz as usize;
        let db: Vec<f32> = (0..n_frames).map(|n| power_db(&samples[frame(n, rate_hz)])).collect();
        let level_db = active_level(&db)?;
        if level_db < NO_VOICE_DB {
            return None;
        }
        let noise_db = percentile(&db, 5);
        let quiet_db = (noise_db + OVER_NOISE_DB).min(level_db - UNDER_SPEECH_DB).max(CLEAN_DB);
        Some(Self { db, level_db, quiet_db })
    }

    pub(super) fn is_quiet(&self, frame: usize) -> bool {
        self.db.get(frame).is_none_or(|db| *db < self.quiet_db)
    }

    /// The frames from the first sound to the last.
    pub(super) fn voiced(&self) -> Range<usize> {
        let loud = |db: &f32| *db >= self.quiet_db;
        let first = self.db.iter().position(loud).unwrap_or(0);
        let last = self.db.iter().rposition(loud).unwrap_or(first);
        first..last + 1
    }

    /// Silences between the first sound and the last that are at least this many frames long.
    pub(super) fn silences(&self, at_least: usize) -> Vec<Range<usize>> {
        let voiced = self.voiced();
        let mut silences = Vec::new();
        let mut begins = None;
        for n in voiced {
            match (self.is_quiet(n), begins) {
                (true, None) => begins = Some(n),
                (false, Some(first)) => {
                    if n - first >= at_least {
                        silences.push(first..n);
                    }
                    begins = None;
                }
                _ => {}
            }
        }
        silences
    }
}

/// The samples of a frame of the envelope.
pub(super) fn frame(n: usize, rate_hz: u32) -> Range<usize> {
    n * rate_hz as usize / FRAMES_A_SECOND..(n + 1) * rate_hz as usize / FRAMES_A_SECOND
}

/// So many samples in a row at the very top are clipping, not a peak; more at high rates, where peaks are rounder.
const CLIPPED_RUN: usize = 4;
const CLIPPED_RUNS_A_SECOND: usize = 6_000;

/// Places where peaks are cut flat, at full scale or at any other height the whole take never exceeds.
pub(super) fn clipped_places(samples: &[i16], rate_hz: u32) -> usize {
    let least = CLIPPED_RUN.max(rate_hz as usize / CLIPPED_RUNS_A_SECOND);
    let top = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
    // Quieter flat tops than these are numbers rounded, not peaks cut.
    if top < 3000 {
        return 0;
    }
    let flat = top - top / 400;
    let (mut n_places, mut run, mut side) = (0, 0, 0);
    for sample in samples {
        let now = if sample.unsigned_abs() >= flat { sample.signum() } else { 0 };
        run = if now != 0 && now == side { run + 1 } else { usize::from(now != 0) };
        side = now;
        n_places += usize::from(run == least);
    }
    // A tone's own top is flat for some samples once; a clipped voice is flat in every loud period.
    let is_full = top >= 32_700;
    if is_full || n_places >= 4 { n_places } else { 0 }
}

/// The mean of all samples, of full scale.
pub(super) fn offset(samples: &[i16]) -> f64 {
    let sum: i64 = samples.iter().map(|sample| i64::from(*sample)).sum();
    sum as f64 / samples.len().max(1) as f64 / 32_768.0
}

fn power_db(samples: &[i16]) -> f32 {
    let mean: f32 = samples.iter().map(|sample| f32::from(*sample)).sum::<f32>() / samples.len().max(1) as f32;
    let power: f32 = samples.iter().map(|sample| (f32::from(*sample) - mean).powi(2)).sum();
    10.0 * (power / samples.len().max(1) as f32 / (32_768.0 * 32_768.0) + 1e-10).log10()
}

/// Mean power of the frames that carry speech: those within 20 dB of the mean of all that are not silent.
fn active_level(db: &[f32]) -> Option<f32> {
    let mean_over = |least: f32| {
        let powers: Vec<f32> = db.iter().filter(|db| **db > least).map(|db| 10_f32.powf(db / 10.0)).collect();
        (!powers.is_empty()).then(|| 10.0 * (powers.iter().sum::<f32>() / powers.len() as f32).log10())
    };
    mean_over(-70.0).and_then(|all| mean_over(all - 15.0))
}

fn percentile(values: &[f32], percent: usize) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted.get(sorted.len() * percent / 100).copied().unwrap_or(-100.0)
}

/// Whether the last 5 ms are still a voice: one that ends leaves silence behind it, or has at least died away.
pub(super) fn ends_in_sound(samples: &[i16], rate_hz: u32, envelope: &Envelope) -> bool {
    let n_last = (rate_hz as usize / 200).min(samples.len());
    power_db(&samples[samples.len() - n_last..]) > envelope.level_db - UNDER_SPEECH_DB
}
