//! A mastered programme as MP3: 44.1 kHz, joint stereo, 128 kb/s constant, with an Info header.
//!
//! LAME is the slowest step of all, so the programme is cut in its silences into parts that are encoded side by side.
//! Each part begins with a fresh encoder (its first frame leans on no other) and gives exactly as many frames as it has
//! blocks of 1152 samples, so the joined file lies in time exactly as a file made in one piece.

use crate::Error;
use crate::mix::{BLOCK, Mastered, RATE_HZ, side_by_side};
use mp3lame_encoder::{Bitrate, Builder, Encoder, FlushGap, InterleavedPcm, Mode, Quality, max_required_buffer_size};
use std::ops::Range;

/// At 128 kb/s LAME plays everything at 0.95 of its level, unasked; this gives it back, so that the file is as loud as
/// was measured. The ceiling of the master leaves room for it.
const MAKE_UP: f32 = 1.0 / 0.95;
/// Samples by which LAME gives its sound late.
const ENCODER_DELAY: usize = 576;

/// Encodes the programme; no tags.
pub(crate) fn encode(programme: &Mastered) -> Result<Vec<u8>, Error> {
    let encoded = side_by_side(&programme.parts, |part| encode_part(programme, part))?;
    let mut frames = Vec::with_capacity(encoded.iter().map(Vec::len).sum());
    for (part, mp3) in programme.parts.iter().zip(&encoded) {
        let is_last = Some(part) == programme.parts.last();
        // What is past a part's own blocks is the encoder running dry, in silence; the next part has it.
        frames.extend_from_slice(if is_last { mp3 } else { first_frames(mp3, part.len())? });
    }
    let mut mp3 = info_frame(&frames, programme.mix.n_frames)?;
    mp3.append(&mut frames);
    Ok(mp3)
}

fn encode_part(programme: &Mastered, part: &Range<usize>) -> Result<Vec<u8>, Error> {
    let failed = |error: mp3lame_encoder::EncodeError| Error::Encode(error.to_string());
    let mut encoder = encoder()?;
    let mut mp3 = Vec::with_capacity((part.len() + 20) * 418);
    let mut pcm: Vec<i16> = Vec::new();
    programme.play(part, |chunk| {
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

/// The bytes of the first `n` frames.
fn first_frames(mp3: &[u8], n: usize) -> Result<&[u8], Error> {
    let mut end = 0;
    for _ in 0..n {
        end += frame_length(mp3, end)?;
    }
    mp3.get(..end).ok_or_else(|| Error::Encode(format!("the encoder gave fewer than {n} frames")))
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
        let rate = RATE_HZ / 2;
        let burst = |n: usize| Placed {
            at: n * rate * 5 / 2,
            samples: (0..rate * 2).map(|i| (((i * (n % 9 + 7)) as f64 * 0.003).sin() * 9000.0) as i16).collect(),
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
        let joined = programme(100);
        assert_eq!(joined.parts.len(), 4);
        let mut whole = joined.clone();
        whole.parts.truncate(1);
        whole.parts[0].end = joined.parts[3].end;
        let (joined, whole) = (encode(&joined).unwrap(), encode(&whole).unwrap());
        assert_eq!(count_frames(&joined).unwrap(), count_frames(&whole).unwrap());
        let (Some(joined), Some(whole)) = (pcm_of(&joined), pcm_of(&whole)) else { return };
        // The Info header lets players cut the encoder's own silence: the length is that of the programme.
        assert_eq!((joined.len(), whole.len()), (100 * RATE_HZ * 2, 100 * RATE_HZ * 2));
        let differs = |(a, b): (&i16, &i16)| f64::from((i32::from(*a) - i32::from(*b)).abs());
        let worst = joined.iter().zip(&whole).map(differs).fold(0.0, f64::max);
        let level = whole.iter().map(|sample| f64::from(sample.unsigned_abs())).fold(0.0, f64::max);
        assert!(worst < level * 0.05, "{worst} of {level}");
    }

    #[test]
    fn a_file_that_is_no_mp3_is_told() {
        let error = count_frames(b"RIFF....").unwrap_err().to_string();
        assert_eq!(
            error,
            "the mp3 file could not be made: no frame of 128 kb/s begins at byte 0: Some([52, 49, 46, 46])"
        );
    }

    #[test]
    fn the_checksum_is_that_of_the_standard_vector() {
        assert_eq!(crc16(b"123456789"), 0xbb3d);
    }
}
