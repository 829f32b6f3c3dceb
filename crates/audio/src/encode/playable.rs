//! What a player that knows nothing else makes of an MP3 file.

use crate::Error;

/// How long an MP3 file plays, in seconds: every frame of it is decoded, its tags are passed over.
///
/// Errors: `Invalid` if a frame cannot be decoded, or there is none.
pub fn seconds_of_mp3(file: &[u8]) -> Result<f64, Error> {
    let mut reader = nanomp3::SliceReader::<f32>::new(file);
    let failed = |error: nanomp3::Error| Error::Invalid(format!("it is no MP3 that can be decoded: {error}"));
    let mut n_samples: usize = 0;
    while let Some(samples) = reader.read_frame().map_err(failed)? {
        n_samples += samples.len();
    }
    let n_channels = reader.channels().map_or(0, |channels| channels as usize);
    let rate = reader.sample_rate();
    if n_samples == 0 || n_channels == 0 || rate == 0 {
        return Err(Error::Invalid("it is no MP3 with any sound in it".into()));
    }
    Ok(n_samples as f64 / n_channels as f64 / f64::from(rate))
}
