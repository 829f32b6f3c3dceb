//! What the samples alone tell: level, silences, clipping, offset, clicks. Any rate; no word of the text is needed.

use std::ops::Range;

/// Frames of the envelope a second.
pub(super) const FRAMES_A_SECOND: usize = 100;
/// Nothing quieter than this is a voice, dB under full scale.
const NO_VOICE_DB: f32 = -48.0;
/// What is this far under the level of speech is no speech, whatever noise lies under it.
const UNDER_SPEECH_DB: f32 = 24.0;
/// What is this far under it for long is an echo or a breath. Source: the echo of the floor's voices is 30 dB under them.
const ECHO_DB: f32 = 28.0;
/// So far over the noise of the pauses something is heard.
const OVER_NOISE_DB: f32 = 8.0;
/// Clean silence: -58 dB.
const CLEAN_DB: f32 = -58.0;
/// No microphone in a room gives as little as this.
const GONE_DB: f32 = -70.0;
/// A room is heard that is so far above it.
const ROOM_DB: f32 = 6.0;
/// So many frames of pauses must have it.
const LEAST_ROOM: usize = 15;
/// Frames that a dropout has at least.
const SHORTEST_DROPOUT: usize = 6;

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

    /// The frames in which nothing is said: quiet ones, and stretches of at least this many in which no more than an echo or a
    /// breath is heard. A soft consonant is shorter.
    pub(super) fn speechless(&self, at_least: usize) -> Vec<bool> {
        let is_low = |db: &f32| *db < self.level_db - ECHO_DB;
        let mut speechless: Vec<bool> = self.db.iter().map(|db| *db < self.quiet_db).collect();
        let mut first = 0;
        for run in self.db.chunk_by(|a, b| is_low(a) == is_low(b)) {
            if is_low(&run[0]) && run.len() >= at_least {
                speechless[first..first + run.len()].fill(true);
            }
            first += run.len();
        }
        speechless
    }

    /// The frames from the first sound to the last.
    pub(super) fn voiced(&self) -> Range<usize> {
        let loud = |db: &f32| *db >= self.quiet_db;
        let first = self.db.iter().position(loud).unwrap_or(0);
        let last = self.db.iter().rposition(loud).unwrap_or(first);
        first..last + 1
    }

    /// A stretch in which even the room is gone, while it is heard everywhere else: sound was lost there.
    pub(super) fn dropout(&self) -> Option<Range<usize>> {
        let voiced = self.voiced();
        let gone = |n: &usize| self.db[*n] < GONE_DB;
        let first = voiced.clone().find(gone)?;
        let end = (first..voiced.end).find(|n| !gone(n))?;
        // At its edges the room dies away and comes back.
        let is_round = |n: usize| (first.saturating_sub(2)..end + 2).contains(&n);
        let is_room = |(n, db): (usize, &f32)| is_round(n) || *db > GONE_DB + ROOM_DB;
        let is_everywhere = self.db.iter().enumerate().all(is_room);
        // A take without pauses does not say whether there is a room.
        let is_pause = |(n, db): &(usize, &f32)| !is_round(*n) && **db < self.level_db - UNDER_SPEECH_DB;
        let is_heard = self.db.iter().enumerate().filter(is_pause).count() >= LEAST_ROOM;
        (end - first >= SHORTEST_DROPOUT && is_everywhere && is_heard).then_some(first..end)
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

/// A step from one sample to the next that is at least this high can be a click.
const JUMP: i32 = 6_000;
/// A click stands out from the steps round it by this factor.
const STANDS_OUT: i32 = 4;
/// So far round it they are looked at, longer than a period of a low voice: its pulses are steps too.
const ROUND_SECONDS: f64 = 0.014;

/// A click lies between sounds; a line that begins or ends abruptly is judged by its ends.
const SOUNDS: u16 = 600;

/// The first sample behind a click, as where two pieces were joined badly.
pub(super) fn jump(samples: &[i16], rate_hz: u32) -> Option<usize> {
    let step = |n: usize| (i32::from(samples[n]) - i32::from(samples[n - 1])).abs();
    let reach = (ROUND_SECONDS * f64::from(rate_hz)) as usize;
    let stands_out = |n: &usize| {
        let least = step(*n);
        let before = n.saturating_sub(reach).max(1)..n.saturating_sub(1);
        let mut round = before.chain(n + 2..(n + reach).min(samples.len()));
        least > JUMP && round.all(|other| step(other) * STANDS_OUT < least)
    };
    let sounds = |side: &[i16]| side.iter().any(|sample| sample.unsigned_abs() > SOUNDS);
    let is_between = |n: &usize| {
        let (before, after) = (n.saturating_sub(reach), (n + reach).min(samples.len()));
        sounds(&samples[before..n.saturating_sub(2).max(before)]) && sounds(&samples[(n + 2).min(after)..after])
    };
    (1..samples.len()).filter(stands_out).find(is_between)
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
