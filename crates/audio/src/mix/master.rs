//! Brings the programme to the loudness podcasts expect, and proves it by measuring what is delivered.
//!
//! Source: ITU-R BS.1770-4 (gated loudness, true peak); Apple Podcasts asks for -16 LKFS ±1, true peak <= -1 dBFS.

use super::parts::{BLOCK, parts, side_by_side};
use super::{Frame, Limiter, Mix, RATE_HZ};
use crate::Error;
use ebur128::{EbuR128, Mode};
use std::ops::Range;

const TARGET_LUFS: f64 = -16.0;
/// Half a decibel under what is asked for, because MP3 adds a little to peaks.
const TRUE_PEAK_DB: f64 = -1.5;
/// The loudness may be off by this before another pass is made.
const TOLERANCE: f64 = 0.3;
/// What the limiter takes from the default voices, measured; with it one pass is mostly enough.
const FIRST_GAIN_DB: f64 = 0.5;
const MAX_PASSES: usize = 6;
/// Blocks rendered at a time.
const CHUNK_BLOCKS: usize = 16;

/// How the programme must be played to be as loud as it should, and what was measured then.
#[derive(Debug, Clone)]
pub(crate) struct Mastered {
    pub(crate) mix: Mix,
    /// In blocks of [`BLOCK`] frames.
    pub(crate) parts: Vec<Range<usize>>,
    gain: f32,
    ceiling: f32,
    pub(crate) lufs: f64,
    pub(crate) true_peak_db: f64,
}

/// Finds gain and ceiling by measuring, changing them and measuring again.
pub(crate) fn master(mix: Mix) -> Result<Mastered, Error> {
    let (mut gain_db, mut ceiling_db) = (FIRST_GAIN_DB, TRUE_PEAK_DB - 0.2);
    let cut = parts(&mix.silences(), mix.n_frames);
    let mut mastered = measured(mix, cut, gain_db, ceiling_db)?;
    let mut yield_db = 1.0;
    for _ in 1..MAX_PASSES {
        let too_quiet_by = TARGET_LUFS - mastered.lufs;
        let too_high_by = mastered.true_peak_db - TRUE_PEAK_DB;
        if too_quiet_by.abs() <= TOLERANCE && too_high_by <= 0.0 {
            break;
        }
        let step_db = too_quiet_by / yield_db;
        gain_db += step_db;
        ceiling_db -= if too_high_by > 0.0 { too_high_by + 0.1 } else { 0.0 };
        let before = mastered.lufs;
        mastered = measured(mastered.mix, mastered.parts, gain_db, ceiling_db)?;
        // The limiter eats part of every decibel; the next step allows for it.
        yield_db = ((mastered.lufs - before) / step_db).clamp(0.25, 1.0);
    }
    Ok(mastered)
}

impl Mastered {
    /// Hands one part over in order, in stretches of at most some seconds.
    ///
    /// Every part has a limiter of its own: parts begin and end in silence, so none is heard to begin.
    pub(crate) fn play(
        &self,
        part: &Range<usize>,
        mut each: impl FnMut(&[Frame]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut limiter = Limiter::new(self.gain, self.ceiling);
        let mut chunk = vec![[0.0; 2]; CHUNK_BLOCKS * BLOCK];
        let (mut at, end) = (part.start * BLOCK, part.end * BLOCK);
        let ahead = &mut chunk[..Limiter::LATENCY];
        self.mix.render(at, ahead);
        ahead.iter().for_each(|frame| {
            limiter.next(*frame);
        });
        while at < end {
            let now = &mut chunk[..(end - at).min(CHUNK_BLOCKS * BLOCK)];
            self.mix.render(at + Limiter::LATENCY, now);
            now.iter_mut().for_each(|frame| *frame = limiter.next(*frame));
            each(now)?;
            at += now.len();
        }
        Ok(())
    }
}

fn measured(mix: Mix, parts: Vec<Range<usize>>, gain_db: f64, ceiling_db: f64) -> Result<Mastered, Error> {
    let linear = |db: f64| 10_f64.powf(db / 20.0) as f32;
    let (gain, ceiling) = (linear(gain_db), linear(ceiling_db));
    let mut mastered = Mastered { mix, parts, gain, ceiling, lufs: 0.0, true_peak_db: 0.0 };
    let failed = |error: ebur128::Error| Error::Invalid(format!("loudness could not be measured: {error}"));
    let meters = side_by_side(&mastered.parts, |part| {
        let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I | Mode::TRUE_PEAK).map_err(failed)?;
        mastered.play(part, |chunk| meter.add_frames_f32(chunk.as_flattened()).map_err(failed))?;
        Ok(meter)
    })?;
    mastered.lufs = EbuR128::loudness_global_multiple(meters.iter()).map_err(failed)?;
    if !mastered.lufs.is_finite() {
        return Err(Error::Invalid("the programme is silent".into()));
    }
    let mut peak: f64 = 1e-9;
    for meter in &meters {
        peak = peak.max(meter.true_peak(0).map_err(failed)?).max(meter.true_peak(1).map_err(failed)?);
    }
    mastered.true_peak_db = 20.0 * peak.log10();
    Ok(mastered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::Placed;

    /// Bursts with sharp peaks over a soft body, as espeak's low voices give.
    fn peaky(seconds: usize) -> Mix {
        let rate = RATE_HZ / 2;
        let sample = |n: usize| {
            let body = ((n as f64) * 0.06).sin() * 2500.0;
            (if n % 220 < 2 { 24_000.0 } else { body }) as i16
        };
        let samples: Vec<i16> = (0..rate * seconds).map(sample).collect();
        Mix { voices: vec![Placed { at: 0, samples, gain: 1.0 }], clips: Vec::new(), n_frames: RATE_HZ * seconds }
    }

    #[test]
    fn a_peaky_voice_reaches_the_loudness_without_its_peaks() {
        let mastered = master(peaky(8)).unwrap();
        assert!((mastered.lufs + 16.0).abs() <= 1.0, "{}", mastered.lufs);
        assert!(mastered.true_peak_db <= -1.0, "{}", mastered.true_peak_db);
    }

    #[test]
    fn a_silent_programme_is_refused() {
        let mix = Mix { voices: Vec::new(), clips: Vec::new(), n_frames: RATE_HZ };
        assert_eq!(master(mix).unwrap_err().to_string(), "the programme is silent");
    }
}
