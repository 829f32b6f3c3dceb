//! What is ordered: which text at which rate, and the pieces of sound that answer it, with what goes wrong in them.

use super::fault::Fault;
use super::synth::sound_of;
use super::words::spoken;
use bytes::Bytes;

/// Pieces of sound are so long, in seconds; an odd number of bytes is cut off each, as real lines do.
const PIECE_SECONDS: f64 = 0.2;

/// Something to be spoken.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Order {
    /// The words, without marks.
    pub text: String,
    pub voice: String,
    pub rate_hz: u32,
    pub pace: f32,
}

/// The sound of an order, as it is sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sound {
    pub pieces: Vec<Bytes>,
    /// Bytes of the sound that was made, however much of it is sent.
    pub n_bytes: usize,
    /// Its length.
    pub milliseconds: u64,
}

impl Order {
    /// The pace, which is 1 where none was asked for.
    pub fn pace(&self) -> f32 {
        if self.pace > 0.0 { self.pace } else { 1.0 }
    }

    /// Characters as most vendors bill them: those beyond ASCII twice.
    pub fn n_billed(&self) -> usize {
        self.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
    }

    /// How many letters there are.
    pub fn n_letters(&self) -> usize {
        self.text.chars().filter(|c| c.is_alphanumeric()).count()
    }

    /// The sound with the faults that lie in the sound itself; `words`: whether the words are said.
    pub fn sound(&self, fault: Option<Fault>, words: bool) -> Sound {
        let likeness = || sound_of(&self.text, self.rate_hz, self.pace());
        let said = words.then(|| spoken(&self.text, &self.voice, self.rate_hz, self.pace())).flatten();
        let samples = said.unwrap_or_else(likeness);
        let whole: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        let n_bytes = whole.len();
        let milliseconds = samples.len() as u64 * 1000 / u64::from(self.rate_hz.max(1));
        let bytes = match fault {
            Some(Fault::Empty) => Vec::new(),
            Some(Fault::Silence) => vec![0; n_bytes],
            Some(Fault::Odd) => whole[..n_bytes - 1].to_vec(),
            Some(Fault::Half) => whole[..n_bytes / 4 * 2].to_vec(),
            Some(Fault::Snippet) => whole[..n_bytes / 32 * 2].to_vec(),
            Some(Fault::Mp3) => mp3(),
            _ => whole,
        };
        let step = (f64::from(self.rate_hz) * PIECE_SECONDS) as usize * 2 - 1;
        let bytes = Bytes::from(bytes);
        let mut pieces: Vec<Bytes> =
            (0..bytes.len()).step_by(step).map(|at| bytes.slice(at..bytes.len().min(at + step))).collect();
        if fault == Some(Fault::Repeat) {
            pieces.push(bytes);
        }
        Sound { pieces, n_bytes, milliseconds }
    }
}

/// Frames of MPEG audio, silent ones.
fn mp3() -> Vec<u8> {
    [[0xff, 0xfb, 0x90, 0x64].as_slice(), &[0; 413]].concat().repeat(8)
}
