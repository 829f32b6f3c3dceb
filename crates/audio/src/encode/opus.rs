//! A mastered programme as Opus in Ogg: 48 kHz, stereo, 64 kb/s, the same marks as Vorbis comments.
//!
//! Opus has one clock, 48 kHz, so the programme is resampled as it is played. Made in pure Rust: see decision 0011.

use super::heard::{Heard, PEAK_LIMIT_DB};
use super::marks::Comments;
use crate::Error;
use crate::mix::{Frame, Mastered, RATE_HZ, Resampler};
use opus_pure::{
    Application, MAX_PACKET_BYTES, OggOpusReader, OggOpusWriter, OpusDecoder, OpusEncoder, OpusHead, OpusTags,
};

const OPUS_HZ: usize = 48_000;
/// One packet: 20 ms.
const PACKET: usize = OPUS_HZ / 50;
/// Speech with music at this rate is hard to tell from the original.
const BITS_A_SECOND: i32 = 64_000;
/// The codec raises peaks more than MP3 does; so much room is left from the beginning.
const ROOM: f32 = 0.9;
const MOST_ROUNDS: usize = 3;
/// Any number: there is one stream in the file, and the same programme is to give the same bytes.
const SERIAL: u32 = 0x5a41_4f57;

/// Encodes the programme with its comments, reads them back, decodes the sound and turns it down where peaks are too high.
///
/// Errors: `Encode` if the file cannot be made or does not read back as it was meant.
pub(super) fn encode(programme: &Mastered, comments: &Comments) -> Result<Vec<u8>, Error> {
    let mut ceiling = programme.ceiling * ROOM;
    for _ in 0..MOST_ROUNDS {
        let (file, heard) = encode_at(programme, comments, ceiling)?;
        let over_db = heard.peak_db()? - PEAK_LIMIT_DB;
        if over_db <= 0.0 {
            verify(&file, comments)?;
            return Ok(file);
        }
        ceiling *= 10_f64.powf(-(over_db + 0.2) / 20.0) as f32;
    }
    Err(Error::Encode("the peaks of the opus file stay above -1 dBTP".into()))
}

fn encode_at(programme: &Mastered, comments: &Comments, ceiling: f32) -> Result<(Vec<u8>, Heard), Error> {
    let mut stream = Stream::begin(comments, programme.mix.n_frames)?;
    for part in &programme.parts {
        programme.play(part, ceiling, |frames| stream.take(frames))?;
    }
    stream.finish()
}

/// A file while it is being written.
struct Stream {
    resampler: Resampler,
    /// What is not yet behind the resampler, each channel by itself; the first sample is at `from`.
    waiting: [Vec<f32>; 2],
    from: isize,
    /// Frames at 48 kHz that are resampled so far.
    n_out: usize,
    /// How many the programme has.
    n_meant: usize,
    packet: Vec<f32>,
    encoder: OpusEncoder,
    decoder: OpusDecoder,
    writer: OggOpusWriter<Vec<u8>>,
    /// Granule at the end of the sound.
    last_granule: u64,
    heard: Heard,
}

fn failed(error: opus_pure::Error) -> Error {
    Error::Encode(format!("the opus file: {error}"))
}

impl Stream {
    fn begin(comments: &Comments, n_frames: usize) -> Result<Self, Error> {
        let mut encoder = OpusEncoder::new(OPUS_HZ as i32, 2, Application::Audio).map_err(failed)?;
        encoder.bitrate_bps = BITS_A_SECOND;
        let head = OpusHead::for_encoder(&encoder, RATE_HZ as u32);
        let resampler = Resampler::new(RATE_HZ, OPUS_HZ);
        let n_meant = resampler.n_out(n_frames);
        let mut tags = OpusTags::new();
        for (name, value) in &comments.0 {
            tags.push(name, value).map_err(failed)?;
        }
        let last_granule = u64::from(head.pre_skip) + n_meant as u64;
        let from = resampler.span(0).start;
        let silence = vec![0.0; from.unsigned_abs()];
        Ok(Self {
            resampler,
            waiting: [silence.clone(), silence],
            from,
            n_out: 0,
            n_meant,
            packet: Vec::with_capacity(PACKET * 2),
            encoder,
            decoder: OpusDecoder::new(OPUS_HZ as i32, 2).map_err(failed)?,
            writer: OggOpusWriter::with_serial(Vec::new(), head, tags, SERIAL).map_err(failed)?,
            last_granule,
            heard: Heard::new(OPUS_HZ)?,
        })
    }

    fn take(&mut self, frames: &[Frame]) -> Result<(), Error> {
        for (n, waiting) in self.waiting.iter_mut().enumerate() {
            waiting.extend(frames.iter().map(|frame| frame[n]));
        }
        let known_to = self.from + self.waiting[0].len() as isize;
        while self.n_out < self.n_meant && self.resampler.span(self.n_out).end <= known_to {
            let span = self.resampler.span(self.n_out);
            let seen = (span.start - self.from) as usize..(span.end - self.from) as usize;
            for waiting in &self.waiting {
                self.packet.push(self.resampler.value(self.n_out, &waiting[seen.clone()]));
            }
            self.n_out += 1;
            if self.packet.len() == PACKET * 2 {
                self.write()?;
            }
        }
        let done = (self.resampler.span(self.n_out).start - self.from).max(0) as usize;
        let done = done.min(self.waiting[0].len());
        self.waiting.iter_mut().for_each(|waiting| drop(waiting.drain(..done)));
        self.from += done as isize;
        Ok(())
    }

    fn write(&mut self) -> Result<(), Error> {
        let mut packet = vec![0; MAX_PACKET_BYTES];
        let n = self.encoder.encode(&self.packet, PACKET, &mut packet).map_err(failed)?;
        let mut sound = vec![0.0; PACKET * 2];
        let n_heard = self.decoder.decode(&packet[..n], PACKET, &mut sound).map_err(failed)?;
        self.heard.add(&sound[..n_heard * 2])?;
        self.packet.clear();
        let left = self.last_granule.saturating_sub(self.writer.granule().max(0) as u64);
        if left <= PACKET as u64 {
            return self.writer.write_packet_with_duration(&packet[..n], left as u32).map_err(failed);
        }
        self.writer.write_packet(&packet[..n]).map_err(failed)
    }

    fn finish(mut self) -> Result<(Vec<u8>, Heard), Error> {
        // Silence past the end, for what the resampler and the encoder still hold.
        let silence = vec![[0.0; 2]; PACKET];
        while self.n_out < self.n_meant {
            self.take(&silence)?;
        }
        while (self.writer.granule().max(0) as u64) < self.last_granule {
            self.packet.resize(PACKET * 2, 0.0);
            self.write()?;
        }
        let file = self.writer.finish().map_err(failed)?;
        Ok((file, self.heard))
    }
}

/// Nothing is taken for written that was not read.
fn verify(file: &[u8], meant: &Comments) -> Result<(), Error> {
    let reader = OggOpusReader::new(std::io::Cursor::new(file)).map_err(failed)?;
    for (name, value) in &meant.0 {
        if reader.tags().get(name) != Some(value) {
            return Err(Error::Encode(format!("the comment {name} of the opus file does not read back as written")));
        }
    }
    Ok(())
}
