//! Brings the programme to the loudness podcasts expect, under a ceiling that leaves room for the codec.
//!
//! What is delivered is measured again after encoding. Source: ITU-R BS.1770-4 (gated loudness, true peak);
//! Apple Podcasts asks for -16 LKFS ±1, true peak <= -1 dBFS.

use super::level::failed;
use super::parts::{BLOCK, parts, side_by_side};
use super::{Frame, Limiter, Mix, RATE_HZ};
use crate::Error;
use ebur128::{EbuR128, Mode};
use std::ops::Range;

/// What podcasts expect.
pub(crate) const TARGET_LUFS: f64 = -16.0;
/// No sample leaves the limiter above this, dBFS: between samples and in the codec peaks grow by up to a decibel.
const CEILING_DB: f64 = -2.3;
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
    /// Linear.
    pub(crate) ceiling: f32,
    /// Integrated, before encoding.
    pub(crate) lufs: f64,
}

/// Finds the gain by measuring, changing it and measuring again.
pub(crate) fn master(mix: Mix) -> Result<Mastered, Error> {
    let mut gain_db = FIRST_GAIN_DB;
    let cut = parts(&mix.silences(), mix.n_frames);
    let mut mastered = Mastered { mix, parts: cut, gain: linear(gain_db), ceiling: linear(CEILING_DB), lufs: 0.0 };
    mastered.measure()?;
    let mut yield_db = 1.0;
    for _ in 1..MAX_PASSES {
        let too_quiet_by = TARGET_LUFS - mastered.lufs;
        if too_quiet_by.abs() <= TOLERANCE {
            break;
        }
        let step_db = too_quiet_by / yield_db;
        gain_db += step_db;
        mastered.gain = linear(gain_db);
        let before = mastered.lufs;
        mastered.measure()?;
        // The limiter eats part of every decibel; the next step allows for it.
        yield_db = ((mastered.lufs - before) / step_db).clamp(0.25, 1.0);
    }
    Ok(mastered)
}

/// A stretch as loud as the station's voices mostly become, for one that cannot wait for the rest to be measured.
pub(crate) fn master_unmeasured(mix: Mix, parts: Vec<Range<usize>>) -> Mastered {
    Mastered { mix, parts, gain: linear(FIRST_GAIN_DB), ceiling: linear(CEILING_DB), lufs: TARGET_LUFS }
}

fn linear(db: f64) -> f32 {
    10_f64.powf(db / 20.0) as f32
}

impl Mastered {
    /// Hands one part over in order, in stretches of at most some seconds.
    ///
    /// Every part has a limiter of its own: parts begin and end in silence, so none is heard to begin.
    pub(crate) fn play(
        &self,
        part: &Range<usize>,
        ceiling: f32,
        mut each: impl FnMut(&[Frame]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut limiter = Limiter::new(self.gain, ceiling);
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

    /// Raises or lowers the whole programme before the limiter, which eats part of every decibel.
    pub(crate) fn raise(&mut self, db: f64) {
        self.gain *= linear(db * 1.3);
    }

    /// Measures the loudness as it is now.
    fn measure(&mut self) -> Result<(), Error> {
        let meters = side_by_side(&self.parts, |part| {
            let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I).map_err(failed)?;
            self.play(part, self.ceiling, |chunk| meter.add_frames_f32(chunk.as_flattened()).map_err(failed))?;
            Ok(meter)
        })?;
        self.lufs = EbuR128::loudness_global_multiple(meters.iter()).map_err(failed)?;
        if !self.lufs.is_finite() {
            return Err(Error::Invalid("the programme is silent".into()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_silent_programme_is_refused() {
        let mix = Mix { voices: Vec::new(), clips: Vec::new(), n_frames: RATE_HZ };
        assert_eq!(master(mix).unwrap_err().to_string(), "the programme is silent");
    }
}
