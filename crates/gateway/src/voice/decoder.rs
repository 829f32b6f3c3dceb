//! Makes samples of bytes as they come: raw PCM or WAV, cut anywhere; says what is no sound.

use crate::verdict::{Failure, Verdict};
use bytes::{Bytes, BytesMut};

/// Before a WAV's samples begin, at most this much comes.
const MAX_HEADER: usize = 64 * 1024;
/// With so many bytes it can be told what they are.
const ENOUGH: usize = 64;

/// Bytes on their way to be samples.
#[derive(Debug)]
pub(super) struct Decoder {
    rate_hz: u32,
    state: State,
    pending: BytesMut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Too little has come to tell what it is.
    Unknown,
    Pcm,
    /// A WAV, whose samples go on for so many bytes; a streamed one does not say how long it will be.
    Wav {
        left: Option<u64>,
    },
}

impl Decoder {
    /// For sound that is asked for at this rate.
    pub fn new(rate_hz: u32) -> Self {
        Self { rate_hz, state: State::Unknown, pending: BytesMut::new() }
    }

    /// Samples a second: as asked for, or as a WAV says.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Takes bytes; returns the samples that are whole.
    pub fn push(&mut self, bytes: &Bytes) -> Result<Vec<i16>, Failure> {
        self.pending.extend_from_slice(bytes);
        if self.state == State::Unknown {
            self.recognise(false)?;
        }
        Ok(self.samples())
    }

    /// The end: what was too little to be recognised, and whether a sample was cut in two or a WAV is not full.
    pub fn end(&mut self) -> Result<Vec<i16>, Failure> {
        if self.state == State::Unknown {
            self.recognise(true)?;
        }
        let samples = self.samples();
        if !self.pending.is_empty() && !matches!(self.state, State::Wav { left: Some(0) }) {
            return Err(Failure::new(Verdict::CutOff, "it ended in the middle of a sample"));
        }
        if let State::Wav { left: Some(left) } = self.state
            && left > 0
        {
            return Err(Failure::new(Verdict::CutOff, format!("{left} bytes of the WAV are missing")));
        }
        Ok(samples)
    }

    fn samples(&mut self) -> Vec<i16> {
        let n_there = self.pending.len();
        let n_bytes = match &mut self.state {
            State::Unknown => 0,
            State::Pcm | State::Wav { left: None } => n_there & !1,
            State::Wav { left: Some(left) } => {
                let n_bytes = n_there.min(usize::try_from(*left).unwrap_or(usize::MAX)) & !1;
                *left -= n_bytes as u64;
                n_bytes
            }
        };
        let bytes = self.pending.split_to(n_bytes);
        bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    fn recognise(&mut self, is_end: bool) -> Result<(), Failure> {
        if self.pending.starts_with(b"RIFF") {
            return self.wav_header(is_end);
        }
        // Whether a sync word begins a frame is known where the next one should be.
        let enough = mp3_frame(&self.pending).map_or(ENOUGH, |length| (length + 4).max(ENOUGH));
        if self.pending.len() < enough && !is_end {
            return Ok(());
        }
        if let Some(what) = what_else(&self.pending) {
            return Err(Failure::new(Verdict::Broken, format!("{what} came where raw sound was asked for")));
        }
        self.state = State::Pcm;
        Ok(())
    }

    fn wav_header(&mut self, is_end: bool) -> Result<(), Failure> {
        match read_header(&self.pending) {
            Header::Whole { rate_hz, samples_at, n_bytes } => {
                self.rate_hz = rate_hz;
                drop(self.pending.split_to(samples_at));
                self.state = State::Wav { left: n_bytes };
                Ok(())
            }
            Header::Wrong(why) => Err(Failure::new(Verdict::Broken, format!("a WAV that cannot be read: {why}"))),
            Header::Unfinished if is_end || self.pending.len() > MAX_HEADER => {
                Err(Failure::new(Verdict::CutOff, "it ended within the head of a WAV"))
            }
            Header::Unfinished => Ok(()),
        }
    }
}

enum Header {
    Whole { rate_hz: u32, samples_at: usize, n_bytes: Option<u64> },
    Wrong(String),
    Unfinished,
}

/// Streams cannot know their length, so they write none, or the largest.
const ENDLESS: u32 = 0x7fff_0000;

fn read_header(bytes: &[u8]) -> Header {
    let u16_at = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let u32_at = |at: usize| Some(u32::from(u16_at(at)?) | u32::from(u16_at(at + 2)?) << 16);
    if bytes.len() < 12 {
        return Header::Unfinished;
    }
    if bytes.get(8..12) != Some(b"WAVE") {
        return Header::Wrong("RIFF, but no WAVE".into());
    }
    let mut at = 12;
    let mut rate_hz = None;
    loop {
        let (Some(name), Some(size)) = (bytes.get(at..at + 4), u32_at(at + 4)) else { return Header::Unfinished };
        let body = at + 8;
        match (name, rate_hz) {
            (b"fmt ", _) => {
                let (Some(format), Some(channels), Some(rate), Some(bits)) =
                    (u16_at(body), u16_at(body + 2), u32_at(body + 4), u16_at(body + 14))
                else {
                    return Header::Unfinished;
                };
                // 0xfffe is the long form of the same.
                if !matches!(format, 1 | 0xfffe) || channels != 1 || bits != 16 {
                    return Header::Wrong(format!("format {format}, {channels} channels, {bits} bits"));
                }
                rate_hz = Some(rate);
            }
            (b"data", Some(rate_hz)) => {
                let is_endless = size == 0 || size >= ENDLESS;
                return Header::Whole { rate_hz, samples_at: body, n_bytes: (!is_endless).then_some(u64::from(size)) };
            }
            (b"data", None) => return Header::Wrong("samples before their format".into()),
            _ => {}
        }
        at = body + size as usize + (size & 1) as usize;
    }
}

/// What these bytes are, if they are no raw sound.
fn what_else(bytes: &[u8]) -> Option<&'static str> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"ID3") || is_mp3(bytes) {
        return Some("an MP3");
    }
    if begins(b"OggS") {
        return Some("an Ogg file");
    }
    if begins(b"fLaC") {
        return Some("a FLAC file");
    }
    // Samples hold zeros and bytes of every kind; a text of this length holds neither.
    let text = std::str::from_utf8(bytes.get(..ENOUGH.min(bytes.len())).unwrap_or_default());
    let text = match text {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).unwrap_or_default()
        }
        Err(_) => return None,
    };
    let is_text = text.len() >= 4 && text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace());
    match text.trim_start().chars().next() {
        Some('<') if is_text => Some("a page"),
        Some('{' | '[') if is_text => Some("JSON"),
        _ if is_text => Some("text"),
        _ => None,
    }
}

/// Two frames of MPEG audio, one where the other ends: a single sync word may be a sample.
fn is_mp3(bytes: &[u8]) -> bool {
    mp3_frame(bytes).and_then(|length| mp3_frame(bytes.get(length..)?)).is_some()
}

fn mp3_frame(bytes: &[u8]) -> Option<usize> {
    const KBITS_1: [usize; 16] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    const KBITS_2: [usize; 16] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    let [0xff, second, third, _] = *bytes.get(..4)? else { return None };
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let rate = [44_100, 48_000, 32_000, 0][usize::from(third >> 2 & 3)];
    let index = usize::from(third >> 4);
    let is_frame = second & 0xe0 == 0xe0 && layer == 1 && version != 1 && rate > 0;
    let (kbits, rate, per_frame) = match version {
        3 => (KBITS_1[index], rate, 144_000),
        2 => (KBITS_2[index], rate / 2, 72_000),
        _ => (KBITS_2[index], rate / 4, 72_000),
    };
    (is_frame && kbits > 0).then(|| per_frame * kbits / rate + usize::from(third >> 1 & 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(samples: &[i16], rate: u32, n_bytes: u32) -> Vec<u8> {
        let mut bytes = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        bytes.extend(rate.to_le_bytes());
        bytes.extend((rate * 2).to_le_bytes());
        bytes.extend(b"\x02\0\x10\0LIST\x05\0\0\0INFOx\0data");
        bytes.extend(n_bytes.to_le_bytes());
        bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
        bytes
    }

    fn decode(bytes: &[u8], step: usize) -> Result<(Vec<i16>, u32), String> {
        let mut decoder = Decoder::new(24_000);
        let mut samples = Vec::new();
        for piece in bytes.chunks(step) {
            samples.extend(decoder.push(&Bytes::copy_from_slice(piece)).map_err(|failure| failure.to_string())?);
        }
        samples.extend(decoder.end().map_err(|failure| failure.to_string())?);
        Ok((samples, decoder.rate_hz()))
    }

    fn wave() -> Vec<i16> {
        (0..400).map(|n| ((n * n) % 4001 - 2000) as i16).collect()
    }

    #[test]
    fn sound_is_whole_however_it_is_cut() {
        let raw: Vec<u8> = wave().iter().flat_map(|sample| sample.to_le_bytes()).collect();
        let file = wav(&wave(), 22_050, 800);
        for step in [1, 2, 3, 7, 64, 1000] {
            assert_eq!(decode(&raw, step), Ok((wave(), 24_000)), "{step}");
            assert_eq!(decode(&file, step), Ok((wave(), 22_050)), "{step}");
            assert_eq!(decode(&wav(&wave(), 22_050, 0xffff_ffff), step), Ok((wave(), 22_050)), "{step}");
        }
    }

    #[test]
    fn what_is_cut_or_is_no_sound_is_said() {
        let raw: Vec<u8> = wave().iter().flat_map(|sample| sample.to_le_bytes()).collect();
        let said = |bytes: &[u8]| decode(bytes, 50).unwrap_err();
        assert_eq!(said(&raw[..raw.len() - 1]), "cut off: it ended in the middle of a sample");
        assert_eq!(said(&wav(&wave(), 22_050, 900)), "cut off: 100 bytes of the WAV are missing");
        assert_eq!(said(&wav(&wave(), 22_050, 800)[..30]), "cut off: it ended within the head of a WAV");
        let page = "<!DOCTYPE html><html><head><title>One moment, please</title></head><body></body></html>";
        assert_eq!(said(page.as_bytes()), "broken: a page came where raw sound was asked for");
        assert_eq!(said(b"{\"detail\":\"no\"}"), "broken: JSON came where raw sound was asked for");
        assert_eq!(said(&[b"ID3".as_slice(), &raw].concat()), "broken: an MP3 came where raw sound was asked for");
        let frame = [[0xff, 0xfb, 0x90, 0x64].as_slice(), &[0; 413]].concat();
        assert_eq!(said(&frame.repeat(2)), "broken: an MP3 came where raw sound was asked for");
    }

    #[test]
    fn a_sample_that_looks_like_a_sync_word_is_a_sample() {
        let mut samples = wave();
        samples[0] = i16::from_le_bytes([0xff, 0xfb]);
        let raw: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        assert_eq!(decode(&raw, 100), Ok((samples, 24_000)));
    }
}
