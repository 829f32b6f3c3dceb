//! What a listener's player makes of a file: decoded again, its loudness and its true peak.

use crate::Error;
use crate::mix::{BLOCK, RATE_HZ};
use crate::take::Sound;
use ebur128::{EbuR128, Mode};

/// The highest true peak that may be delivered, dBTP. Apple asks for -1; meters differ by a tenth.
pub(crate) const PEAK_LIMIT_DB: f64 = -1.15;

/// Frames of a moment whose level is kept; parts of a file are whole numbers of them.
const MOMENT: usize = BLOCK / 3;
/// Moments by which MP3 gives its sound late: 576 samples of the encoder and 529 of the decoder.
const LATE: usize = 3;

/// A stretch of sound as it was measured.
pub(crate) struct Heard {
    meter: EbuR128,
    /// Of each moment, dB under full scale.
    db: Vec<f64>,
}

impl Heard {
    /// Decodes MP3 frames, without tags.
    ///
    /// Errors: `Encode` if they cannot be decoded, or not to so many frames of stereo.
    pub(crate) fn mp3(frames: &[u8], n_frames: usize) -> Result<Self, Error> {
        let mut heard = Self::new(RATE_HZ)?;
        let mut n_heard = 0;
        let mut reader = nanomp3::SliceReader::<f32>::new(frames);
        let failed = |error: nanomp3::Error| Error::Encode(format!("what was encoded cannot be decoded: {error}"));
        while let Some(samples) = reader.read_frame().map_err(failed)? {
            heard.add(samples)?;
            heard.db.extend(samples.chunks(2 * MOMENT).map(level_db));
            n_heard += samples.len() / 2;
        }
        if n_heard != n_frames {
            return Err(Error::Encode(format!("of {n_frames} frames of sound {n_heard} can be decoded")));
        }
        Ok(heard)
    }

    /// A meter of stereo at a rate.
    pub(crate) fn new(rate_hz: usize) -> Result<Self, Error> {
        let meter = EbuR128::new(2, rate_hz as u32, Mode::I | Mode::TRUE_PEAK).map_err(failed)?;
        Ok(Self { meter, db: Vec::new() })
    }

    /// Takes in interleaved samples.
    pub(crate) fn add(&mut self, samples: &[f32]) -> Result<(), Error> {
        self.meter.add_frames_f32(samples).map_err(failed)
    }

    /// True peak of both channels, dBTP.
    pub(crate) fn peak_db(&self) -> Result<f64, Error> {
        let peak = |channel| self.meter.true_peak(channel).map_err(failed);
        Ok(20.0 * peak(0)?.max(peak(1)?).max(1e-9).log10())
    }

    /// How loud each moment of all of them together is, where the programme has it.
    pub(crate) fn sound<'a>(all: impl Iterator<Item = &'a Self>) -> Sound {
        let db = all.flat_map(|heard| &heard.db).skip(LATE).copied().collect();
        Sound { db, a_second: RATE_HZ as f64 / MOMENT as f64 }
    }

    /// Integrated loudness of all of them together, LUFS.
    pub(crate) fn loudness<'a>(all: impl Iterator<Item = &'a Self>) -> Result<f64, Error> {
        EbuR128::loudness_global_multiple(all.map(|heard| &heard.meter)).map_err(failed)
    }
}

fn level_db(samples: &[f32]) -> f64 {
    let power = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / samples.len().max(1) as f64;
    10.0 * (power + 1e-12).log10()
}

fn failed(error: ebur128::Error) -> Error {
    Error::Invalid(format!("loudness could not be measured: {error}"))
}
