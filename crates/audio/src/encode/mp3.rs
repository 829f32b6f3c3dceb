//! A mastered programme as MP3: 44.1 kHz, joint stereo, 128 kb/s constant, with an Info header.
//!
//! LAME is the slowest step of all, so the programme is cut in its silences into parts that are encoded side by side.
//! Each part begins with a fresh encoder (its first frame leans on no other) and gives exactly as many frames as it has
//! blocks of 1152 samples, so the joined file lies in time exactly as a file made in one piece.

use super::heard::{Heard, PEAK_LIMIT_DB};
use crate::Error;
use crate::mix::{BLOCK, Mastered, RATE_HZ, TARGET_LUFS, side_by_side};
use crate::take::Sound;
use mp3lame_encoder::{Bitrate, Builder, Encoder, FlushGap, InterleavedPcm, Mode, Quality, max_required_buffer_size};
use std::ops::Range;

/// At 128 kb/s LAME plays everything at 0.95 of its level, unasked; this gives it back, so that the file is as loud as
/// was measured. The ceiling of the master leaves room for it.
const MAKE_UP: f32 = 1.0 / 0.95;
/// Samples by which LAME gives its sound late.
const ENCODER_DELAY: usize = 576;

/// Times that parts are encoded again because the codec has raised their peaks or changed their loudness.
const MOST_ROUNDS: usize = 6;

/// The delivered loudness may be off by this, in LU, before all is encoded again.
const TOLERANCE_LU: f64 = 0.7;

/// A finished file without tags, and what a player makes of it.
pub(crate) struct Delivered {
    pub(crate) mp3: Vec<u8>,
    /// Integrated, of the decoded file.
    pub(crate) lufs: f64,
    /// dBTP, of the decoded file.
    pub(crate) true_peak_db: f64,
    /// How loud each moment is, as it decodes.
    pub(crate) sound: Sound,
}

/// Encodes the programme, decodes it again and measures; parts whose peaks the codec has raised are turned down.
pub(crate) fn deliver(programme: &mut Mastered) -> Result<Delivered, Error> {
    let mut parts = cut(programme);
    let mut sound = side_by_side(&parts, |part| part.encode(programme))?;
    for _ in 0..MOST_ROUNDS {
        let off_by = Heard::loudness(sound.iter().map(|(_, heard)| heard))? - TARGET_LUFS;
        let is_off = off_by.abs() > TOLERANCE_LU;
        if is_off {
            programme.raise(-off_by);
        }
        let over = turn_down(&mut parts, &sound)?;
        let again: Vec<usize> = if is_off { (0..parts.len()).collect() } else { over };
        if again.is_empty() {
            break;
        }
        let encoded = side_by_side(&again, |n| parts[*n].encode(programme))?;
        again.into_iter().zip(encoded).for_each(|(n, encoded)| sound[n] = encoded);
    }
    let lufs = Heard::loudness(sound.iter().map(|(_, heard)| heard))?;
    let mut true_peak_db = f64::NEG_INFINITY;
    for (_, heard) in &sound {
        true_peak_db = true_peak_db.max(heard.peak_db()?);
    }
    let moments = Heard::sound(sound.iter().map(|(_, heard)| heard));
    let mut frames: Vec<u8> = sound.into_iter().flat_map(|(mp3, _)| mp3).collect();
    let mut mp3 = info_frame(&frames, programme.mix.n_frames)?;
    mp3.append(&mut frames);
    Ok(Delivered { mp3, lufs, true_peak_db, sound: moments })
}

/// The frames of one stretch of a programme, for one that is heard while it is still being made.
///
/// It begins with a fresh encoder, so it can be decoded without what came before.
pub(crate) fn encode_stretch(programme: &Mastered, blocks: &Range<usize>) -> Result<Vec<u8>, Error> {
    let part = Part { blocks: blocks.clone(), is_last: false, ceiling: programme.ceiling };
    Ok(part.encode(programme)?.0)
}

fn cut(programme: &Mastered) -> Vec<Part> {
    let last = programme.parts.len().saturating_sub(1);
    let part = |(n, blocks): (usize, &Range<usize>)| Part {
        blocks: blocks.clone(),
        is_last: n == last,
        ceiling: programme.ceiling,
    };
    programme.parts.iter().enumerate().map(part).collect()
}

/// Lowers the ceiling of parts whose peaks are too high; which these are.
fn turn_down(parts: &mut [Part], sound: &[(Vec<u8>, Heard)]) -> Result<Vec<usize>, Error> {
    let mut over = Vec::new();
    for (n, (_, heard)) in sound.iter().enumerate() {
        let over_db = heard.peak_db()? - PEAK_LIMIT_DB;
        if over_db > 0.0 {
            parts[n].ceiling *= 10_f64.powf(-(over_db + 0.1) / 20.0) as f32;
            over.push(n);
        }
    }
    Ok(over)
}

/// A part of the programme that is encoded on its own.
struct Part {
    blocks: Range<usize>,
    is_last: bool,
    /// Linear; lowered where the codec overshoots.
    ceiling: f32,
}

impl Part {
    /// The frames of the part, and what is heard of them.
    fn encode(&self, programme: &Mastered) -> Result<(Vec<u8>, Heard), Error> {
        let mut mp3 = encode_part(programme, &self.blocks, self.ceiling)?;
        if !self.is_last {
            // What is past a part's own blocks is the encoder running dry, in silence; the next part has it.
            mp3.truncate(first_frames(&mp3, self.blocks.len())?);
        }
        let heard = Heard::mp3(&mp3, count_frames(&mp3)? * BLOCK)?;
        Ok((mp3, heard))
    }
}

fn encode_part(programme: &Mastered, part: &Range<usize>, ceiling: f32) -> Result<Vec<u8>, Error> {
    let failed = |error: mp3lame_encoder::EncodeError| Error::Encode(error.to_string());
    let mut encoder = encoder()?;
    let mut mp3 = Vec::with_capacity((part.len() + 20) * 418);
    let mut pcm: Vec<i16> = Vec::new();
    programme.play(part, ceiling, |chunk| {
        pcm.clear();
        pcm.extend(chunk.as_flattened().iter().map(|value| quantised(*value)));
        mp3.reserve(max_required_buffer_size(chunk.len()));
        encoder.encode_to_vec(InterleavedPcm(&pcm), &mut mp3).map_err(failed)?;
        Ok(())
    })?;
    mp3.reserve(7200);
    encoder.flush_to_vec::<FlushGap>(&mut mp3).map_err(failed)?;
    Ok(mp3)
}

fn quantised(value: f32) -> i16 {
    (value * MAKE_UP * 32_767.0).round().clamp(-32_768.0, 32_767.0) as i16
}

fn encoder() -> Result<Encoder, Error> {
    let failed = |error: mp3lame_encoder::BuildError| Error::Encode(error.to_string());
    Builder::new()
        .ok_or_else(|| Error::Encode("no memory for the encoder".into()))?
        .with_num_channels(2)
        .and_then(|builder| builder.with_sample_rate(RATE_HZ as u32))
        .and_then(|builder| builder.with_brate(Bitrate::Kbps128))
        .and_then(|builder| builder.with_mode(Mode::JointStereo))
        .and_then(|builder| builder.with_quality(Quality::Good))
        .and_then(|builder| builder.with_to_write_vbr_tag(false))
        .and_then(Builder::build)
        .map_err(failed)
}

/// How many bytes the first `n` frames are.
fn first_frames(mp3: &[u8], n: usize) -> Result<usize, Error> {
    let mut end = 0;
    for _ in 0..n {
        end += frame_length(mp3, end)?;
    }
    if end > mp3.len() {
        return Err(Error::Encode(format!("the encoder gave fewer than {n} frames")));
    }
    Ok(end)
}

/// The length of the frame at `at`: 128 kb/s at 44.1 kHz are 417 bytes, and one more where the padding bit is set.
fn frame_length(mp3: &[u8], at: usize) -> Result<usize, Error> {
    match mp3.get(at..at + 4) {
        Some([0xff, 0xfa | 0xfb, third, _]) if third & 0xfc == 0x90 => Ok(417 + usize::from(third >> 1 & 1)),
        other => Err(Error::Encode(format!("no frame of 128 kb/s begins at byte {at}: {other:02x?}"))),
    }
}

fn count_frames(mp3: &[u8]) -> Result<usize, Error> {
    let (mut at, mut n) = (0, 0);
    while at < mp3.len() {
        at += frame_length(mp3, at)?;
        n += 1;
    }
    Ok(n)
}

/// A silent frame that says how long the file is and what to cut at its ends, as players of LAME's files expect it.
fn info_frame(frames: &[u8], n_samples: usize) -> Result<Vec<u8>, Error> {
    const LENGTH: usize = 417;
    let n_frames = count_frames(frames)?;
    let padding = (n_frames * BLOCK).saturating_sub(ENCODER_DELAY + n_samples).min(4095);
    let mut info = vec![0xff, 0xfb, 0x90, 0x64];
    info.resize(36, 0);
    info.extend(b"Info");
    info.extend(7_u32.to_be_bytes());
    info.extend((n_frames as u32).to_be_bytes());
    info.extend(((frames.len() + LENGTH) as u32).to_be_bytes());
    // Of a constant bit rate the table of contents is a straight line.
    info.extend((0..100).map(|percent| (percent * 255 / 100) as u8));
    info.extend(b"LAME3.100");
    info.extend([1, 170, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128]);
    let ends = (ENCODER_DELAY as u32) << 12 | padding as u32;
    info.extend(&ends.to_be_bytes()[1..]);
    info.extend([0, 0, 0, 0]);
    info.extend(((frames.len() + LENGTH) as u32).to_be_bytes());
    info.extend(crc16(frames).to_be_bytes());
    info.extend(crc16(&info).to_be_bytes());
    info.resize(LENGTH, 0);
    Ok(info)
}

/// CRC-16 with the reflected polynomial 0xA001, as the Info header wants it.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc: u16, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xa001 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::{Mix, Placed, master};

    /// Bursts of two seconds of a changing tone with half a second of silence between.
    fn programme(seconds: usize) -> Mastered {
        let rate = RATE_HZ;
        let burst = |n: usize| Placed {
            at: n * rate * 5 / 2,
            samples: (0..rate * 2).map(|i| (((i * (n % 9 + 7)) as f64 * 0.0015).sin() * 9000.0) as i16).collect(),
            gain: 1.0,
        };
        let voices = (0..seconds * 2 / 5).map(burst).collect();
        master(Mix { voices, clips: Vec::new(), n_frames: seconds * RATE_HZ }).unwrap()
    }

    fn pcm_of(mp3: &[u8]) -> Option<Vec<i16>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.mp3");
        std::fs::write(&path, mp3).unwrap();
        let mut command = std::process::Command::new("ffmpeg");
        command.args(["-v", "error", "-nostdin", "-i"]).arg(&path).args(["-f", "s16le", "-ac", "2", "-"]);
        let Ok(output) = command.output() else {
            println!("skipped in part: ffmpeg is not installed");
            return None;
        };
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(output.stdout.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
    }

    #[test]
    fn a_joined_file_sounds_like_a_whole_one() {
        let mut joined = programme(100);
        assert_eq!(joined.parts.len(), 4);
        let mut whole = joined.clone();
        whole.parts.truncate(1);
        whole.parts[0].end = joined.parts[3].end;
        let (joined, whole) = (deliver(&mut joined).unwrap().mp3, deliver(&mut whole).unwrap().mp3);
        assert_eq!(count_frames(&joined).unwrap(), count_frames(&whole).unwrap());
        let (Some(joined), Some(whole)) = (pcm_of(&joined), pcm_of(&whole)) else { return };
        // The Info header lets players cut the encoder's own silence: the length is that of the programme.
        assert_eq!((joined.len(), whole.len()), (100 * RATE_HZ * 2, 100 * RATE_HZ * 2));
        let differs = |(a, b): (&i16, &i16)| f64::from((i32::from(*a) - i32::from(*b)).abs());
        let worst = joined.iter().zip(&whole).map(differs).fold(0.0, f64::max);
        let level = whole.iter().map(|sample| f64::from(sample.unsigned_abs())).fold(0.0, f64::max);
        assert!(worst < level * 0.05, "{worst} of {level}");
    }

    /// Bursts with sharp peaks over a soft body, as espeak's low voices give: the codec raises such peaks.
    #[test]
    fn what_is_delivered_is_as_loud_as_podcasts_are_and_its_peaks_stay_under_what_they_allow() {
        let sample = |n: usize| {
            let body = ((n as f64) * 0.03).sin() * 2500.0;
            (if n % 440 < 3 { 24_000.0 } else { body }) as i16
        };
        let samples: Vec<i16> = (0..RATE_HZ * 8).map(sample).collect();
        let mix = Mix { voices: vec![Placed { at: 0, samples, gain: 1.0 }], clips: Vec::new(), n_frames: RATE_HZ * 8 };
        let delivered = deliver(&mut master(mix).unwrap()).unwrap();
        assert!((delivered.lufs + 16.0).abs() <= 1.0, "{}", delivered.lufs);
        assert!(delivered.true_peak_db <= -1.0, "{}", delivered.true_peak_db);
    }

    #[test]
    fn a_file_that_is_no_mp3_is_told() {
        let error = count_frames(b"RIFF....").unwrap_err().to_string();
        assert_eq!(
            error,
            "the sound file could not be made: no frame of 128 kb/s begins at byte 0: Some([52, 49, 46, 46])"
        );
    }

    #[test]
    fn the_checksum_is_that_of_the_standard_vector() {
        assert_eq!(crc16(b"123456789"), 0xbb3d);
    }
}
