//! Sound as files that can be heard while they are being made: WAV, raw samples, MP3.

use super::{RATE_HZ, Samples};
use crate::Error;
use futures::stream::{BoxStream, StreamExt};
use mp3lame_encoder::{Bitrate, Builder, Encoder, FlushNoGap, Mode, MonoPcm, Quality, max_required_buffer_size};
use std::str::FromStr;

/// A file's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundFormat {
    /// 24 kHz, mono, 16 bit; its length is not known when it begins.
    Wav,
    /// The same without a head.
    Pcm,
    /// 24 kHz, mono, 64 kb/s.
    Mp3,
}

impl SoundFormat {
    /// For HTTP.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Wav => "audio/wav",
            Self::Pcm => "audio/pcm",
            Self::Mp3 => "audio/mpeg",
        }
    }
}

impl FromStr for SoundFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "wav" => Ok(Self::Wav),
            "pcm" => Ok(Self::Pcm),
            "mp3" => Ok(Self::Mp3),
            other => Err(format!("{other:?} is no form of sound here; ask for mp3, wav or pcm")),
        }
    }
}

/// The bytes of the file as the samples come.
///
/// Errors: `Encode` if there is no encoder; those of the samples.
pub fn encoded(samples: Samples, format: SoundFormat) -> Result<BoxStream<'static, Result<Vec<u8>, Error>>, Error> {
    let raw = |samples: Vec<i16>| samples.into_iter().flat_map(i16::to_le_bytes).collect::<Vec<u8>>();
    match format {
        SoundFormat::Pcm => Ok(samples.map(move |samples| samples.map(raw)).boxed()),
        SoundFormat::Wav => {
            let mut head = Some(head());
            let with_head = move |samples: Result<Vec<i16>, Error>| {
                samples.map(|samples| [head.take().unwrap_or_default(), raw(samples)].concat())
            };
            Ok(samples.map(with_head).boxed())
        }
        SoundFormat::Mp3 => Ok(mp3(samples, encoder()?)),
    }
}

/// The head of a WAV file whose length is not known yet: the greatest there is.
fn head() -> Vec<u8> {
    let mut head = Vec::with_capacity(44);
    head.extend(b"RIFF");
    head.extend(u32::MAX.to_le_bytes());
    head.extend(b"WAVEfmt ");
    head.extend(16_u32.to_le_bytes());
    head.extend([1, 0, 1, 0]);
    head.extend(RATE_HZ.to_le_bytes());
    head.extend((RATE_HZ * 2).to_le_bytes());
    head.extend([2, 0, 16, 0]);
    head.extend(b"data");
    head.extend(u32::MAX.to_le_bytes());
    head
}

fn encoder() -> Result<Encoder, Error> {
    Builder::new()
        .ok_or_else(|| Error::Encode("no memory for the encoder".into()))?
        .with_num_channels(1)
        .and_then(|builder| builder.with_sample_rate(RATE_HZ))
        .and_then(|builder| builder.with_brate(Bitrate::Kbps64))
        .and_then(|builder| builder.with_mode(Mode::Mono))
        .and_then(|builder| builder.with_quality(Quality::Good))
        .and_then(|builder| builder.with_to_write_vbr_tag(false))
        .and_then(Builder::build)
        .map_err(|error| Error::Encode(error.to_string()))
}

fn mp3(samples: Samples, encoder: Encoder) -> BoxStream<'static, Result<Vec<u8>, Error>> {
    let failed = |error: mp3lame_encoder::EncodeError| Error::Encode(error.to_string());
    futures::stream::unfold(Some((samples, encoder)), move |state| async move {
        let (mut samples, mut encoder) = state?;
        let mut bytes = Vec::new();
        match samples.next().await {
            Some(Ok(pcm)) => {
                bytes.reserve(max_required_buffer_size(pcm.len()));
                let done = encoder.encode_to_vec(MonoPcm(&pcm), &mut bytes).map_err(failed);
                match done {
                    Ok(_) => Some((Ok(bytes), Some((samples, encoder)))),
                    Err(error) => Some((Err(error), None)),
                }
            }
            Some(Err(error)) => Some((Err(error), None)),
            None => {
                bytes.reserve(7200);
                Some((encoder.flush_to_vec::<FlushNoGap>(&mut bytes).map(|_| bytes).map_err(failed), None))
            }
        }
    })
    .boxed()
}
