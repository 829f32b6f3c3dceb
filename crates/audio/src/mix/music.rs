//! The music of a programme: the station's own, or the owner's files brought to the programme's rate and loudness.

use super::level::failed;
use super::resample::Resampler;
use super::{Frame, RATE_HZ, theme};
use crate::Error;
use ebur128::{EbuR128, Mode};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The owner's files; what is `None` is the station's own music.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MusicFiles {
    /// Before the first words; they begin over its last two seconds.
    pub opening: Option<PathBuf>,
    /// Between stories; a second or two.
    pub sting: Option<PathBuf>,
    /// Under speech; begins again where it ends.
    pub bed: Option<PathBuf>,
    /// After the last words.
    pub closing: Option<PathBuf>,
    /// What the bed lies under.
    pub bed_under: Bed,
}

/// What the bed lies under.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bed {
    /// There is none.
    Nothing,
    /// The greeting and what is coming.
    #[default]
    Opening,
    /// Everything but the turns from story to story.
    Everything,
}

/// Music that is ready to be laid out.
#[derive(Debug, Clone)]
pub(crate) struct Music {
    pub(super) opening: Arc<Vec<Frame>>,
    pub(super) sting: Arc<Vec<Frame>>,
    pub(super) bed: Arc<Vec<Frame>>,
    pub(super) closing: Arc<Vec<Frame>>,
    pub(super) bed_under: Bed,
}

/// The loudness of the owner's opening, sting and closing, LUFS: a little under speech.
const MUSIC_LUFS: f64 = -18.0;
/// That of a bed before it gives way to speech.
const BED_LUFS: f64 = -26.0;
/// The longest files, in seconds: longer ones are a mistake, and would hold the first words back.
const LONGEST_OPENING: usize = 60;
const LONGEST_STING: usize = 8;
const LONGEST_BED: usize = 20 * 60;

impl Music {
    /// Reads the owner's files and takes the station's own music for the rest.
    ///
    /// Errors: `Invalid`, with the file and what is wrong with it.
    pub(crate) fn of(files: &MusicFiles) -> Result<Self, Error> {
        let or = |file: &Option<PathBuf>, longest: usize, lufs: f64, own: fn() -> Arc<Vec<Frame>>| match file {
            Some(path) => read(path, longest, lufs).map(Arc::new),
            None => Ok(own()),
        };
        let mut music = Self {
            opening: or(&files.opening, LONGEST_OPENING, MUSIC_LUFS, theme::opening)?,
            sting: or(&files.sting, LONGEST_STING, MUSIC_LUFS, theme::sting)?,
            bed: or(&files.bed, LONGEST_BED, BED_LUFS, theme::bed)?,
            closing: or(&files.closing, LONGEST_OPENING, MUSIC_LUFS, theme::closing)?,
            bed_under: files.bed_under,
        };
        if files.bed.is_some() {
            music.bed = Arc::new(looped(&music.bed));
        }
        Ok(music)
    }

    /// The frame at which speech may begin.
    pub(super) fn speech_after(&self) -> usize {
        self.opening.len() - theme::OPENING_TAIL.min(self.opening.len() / 3)
    }
}

fn read(path: &Path, longest_seconds: usize, lufs: f64) -> Result<Vec<Frame>, Error> {
    let refused = |why: String| Error::Invalid(format!("the music file {} {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| refused(format!("cannot be read: {error}")))?;
    let (rate_hz, frames) = decode(&bytes).map_err(refused)?;
    if frames.len() < rate_hz / 5 {
        return Err(refused("is shorter than a fifth of a second".into()));
    }
    if frames.len() > longest_seconds * rate_hz {
        return Err(refused(format!("is longer than {longest_seconds} seconds")));
    }
    let frames = at_programme_rate(frames, rate_hz);
    levelled(frames, lufs)?.ok_or_else(|| refused("is silent".into()))
}

/// Stereo frames of a WAV or MP3 file, and their rate.
fn decode(bytes: &[u8]) -> Result<(usize, Vec<Frame>), String> {
    if bytes.starts_with(b"RIFF") {
        return decode_wav(bytes);
    }
    if bytes.starts_with(b"ID3") || nanomp3::detect(bytes) {
        let sound = nanomp3::decode_all::<f32>(bytes);
        let n_channels = sound.channels.map_or(0, |channels| channels as usize);
        return Ok((sound.sample_rate as usize, paired(&sound.samples, n_channels)?));
    }
    Err("is neither WAV nor MP3".into())
}

fn decode_wav(bytes: &[u8]) -> Result<(usize, Vec<Frame>), String> {
    let told = |error: hound::Error| format!("is no WAV file that can be read: {error}");
    let reader = hound::WavReader::new(bytes).map_err(told)?;
    let spec = reader.spec();
    let full = 2_f32.powi(i32::from(spec.bits_per_sample) - 1);
    let samples: Result<Vec<f32>, hound::Error> = match spec.sample_format {
        hound::SampleFormat::Float => reader.into_samples::<f32>().collect(),
        hound::SampleFormat::Int => {
            reader.into_samples::<i32>().map(|sample| sample.map(|sample| sample as f32 / full)).collect()
        }
    };
    Ok((spec.sample_rate as usize, paired(&samples.map_err(told)?, usize::from(spec.channels))?))
}

fn paired(samples: &[f32], n_channels: usize) -> Result<Vec<Frame>, String> {
    match n_channels {
        1 => Ok(samples.iter().map(|sample| [*sample; 2]).collect()),
        2 => Ok(samples.as_chunks::<2>().0.to_vec()),
        n => Err(format!("has {n} channels; it may have one or two")),
    }
}

fn at_programme_rate(frames: Vec<Frame>, rate_hz: usize) -> Vec<Frame> {
    if rate_hz == RATE_HZ {
        return frames;
    }
    let resampler = Resampler::new(rate_hz, RATE_HZ);
    let side = |n: usize| resampler.whole(&frames.iter().map(|frame| frame[n]).collect::<Vec<f32>>());
    side(0).into_iter().zip(side(1)).map(|(left, right)| [left, right]).collect()
}

fn levelled(mut frames: Vec<Frame>, lufs: f64) -> Result<Option<Vec<Frame>>, Error> {
    let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I).map_err(failed)?;
    // A sting may be shorter than the meter's window; played three times it is not.
    for _ in 0..3 {
        meter.add_frames_f32(frames.as_flattened()).map_err(failed)?;
    }
    let own = meter.loudness_global().map_err(failed)?;
    if !own.is_finite() {
        return Ok(None);
    }
    let gain = 10_f64.powf((lufs - own) / 20.0) as f32;
    frames.iter_mut().for_each(|frame| *frame = frame.map(|value| value * gain));
    Ok(Some(frames))
}

/// Music whose end leads into its beginning: its last second is laid over its first.
fn looped(frames: &[Frame]) -> Vec<Frame> {
    let n_shared = RATE_HZ.min(frames.len() / 4);
    let (body, end) = frames.split_at(frames.len() - n_shared);
    let mut body = body.to_vec();
    for (n, (frame, late)) in body.iter_mut().zip(end).enumerate() {
        let share = n as f32 / n_shared as f32;
        frame[0] = frame[0] * share + late[0] * (1.0 - share);
        frame[1] = frame[1] * share + late[1] * (1.0 - share);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(rate: u32, n_channels: u16, seconds: f64, level: f64) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        let spec = hound::WavSpec {
            channels: n_channels,
            sample_rate: rate,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
        for n in 0..(f64::from(rate) * seconds) as usize * usize::from(n_channels) {
            writer.write_sample(((n as f64 * 0.05).sin() * level) as i16).unwrap();
        }
        writer.finalize().unwrap();
        file.into_inner()
    }

    fn of(name: &str, bytes: &[u8]) -> Result<Music, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let music = Music::of(&MusicFiles { opening: Some(path.clone()), ..MusicFiles::default() });
        music.map_err(|error| Error::Invalid(error.to_string().replace(&path.display().to_string(), name)))
    }

    #[test]
    fn the_owners_opening_of_any_rate_takes_the_place_of_the_stations() {
        let music = of("opening.wav", &wav(48_000, 1, 6.0, 500.0)).unwrap();
        assert!(music.opening.len().abs_diff(6 * RATE_HZ) < 10);
        assert_eq!(music.speech_after(), music.opening.len() - music.opening.len() / 3);
        let peak = music.opening.iter().flatten().fold(0.0_f32, |peak, value| peak.max(value.abs()));
        assert!((0.1..0.5).contains(&peak), "{peak}");
        assert_eq!(music.sting, theme::sting());
    }

    #[test]
    fn a_file_that_cannot_be_music_is_told_with_its_name() {
        let told = |name: &str, bytes: &[u8]| of(name, bytes).unwrap_err().to_string();
        assert_eq!(told("a.ogg", b"OggS...."), "the music file a.ogg is neither WAV nor MP3");
        assert_eq!(told("a.wav", &wav(48_000, 2, 1.0, 0.0)), "the music file a.wav is silent");
        assert_eq!(told("b.wav", &wav(8_000, 1, 61.0, 900.0)), "the music file b.wav is longer than 60 seconds");
        assert_eq!(
            told("c.wav", &wav(8_000, 3, 1.0, 900.0)),
            "the music file c.wav has 3 channels; it may have one or two"
        );
    }
}
