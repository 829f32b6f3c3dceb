//! Judges the sound of one request as it comes and as a whole: repeated, cut off, silent, at another rate.

use super::decoder::Decoder;
use super::line::Line;
use super::tongue::Claim;
use crate::verdict::{Failure, Verdict};
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// Sound that never rises above this is silence: -60 dB of full scale.
const SILENCE: u16 = 33;
/// Shorter repetitions than a fifth of a second may be a drone or a beep.
const MIN_REPEATED_MS: u64 = 200;
/// Nobody speaks faster than this and is understood: a second's hanzi and Latin letters.
const FASTEST: (f64, f64) = (14.0, 45.0);

/// What has been heard of one request.
pub(super) struct Listener {
    decoder: Decoder,
    asked_hz: u32,
    /// Of all bytes so far, to know the whole again when it is sent once more.
    sum: Sha256,
    n_bytes: u64,
    n_samples: u64,
    loudest: u16,
    claim: Claim,
    reach_ms: u64,
    least_ms: u64,
}

impl Listener {
    pub fn new(asked_hz: u32, line: &Line) -> Self {
        Self {
            decoder: Decoder::new(asked_hz),
            asked_hz,
            sum: Sha256::new(),
            n_bytes: 0,
            n_samples: 0,
            loudest: 0,
            claim: Claim::default(),
            reach_ms: 0,
            least_ms: least_ms(line),
        }
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> u32 {
        self.decoder.rate_hz()
    }

    /// How long the sound is so far.
    pub fn milliseconds(&self) -> u64 {
        self.n_samples * 1000 / u64::from(self.rate_hz().max(1))
    }

    /// Takes a piece of sound; returns the samples of it that are new.
    pub fn sound(&mut self, bytes: &Bytes) -> Result<Vec<i16>, Failure> {
        let bytes = self.new_of(bytes);
        self.sum.update(&bytes);
        self.n_bytes += bytes.len() as u64;
        let samples = self.decoder.push(&bytes)?;
        self.count(&samples);
        Ok(samples)
    }

    /// Takes what the vendor says about the sound.
    pub fn claim(&mut self, claim: Claim) -> Result<(), Failure> {
        self.claim = Claim {
            rate_hz: claim.rate_hz.or(self.claim.rate_hz),
            n_bytes: claim.n_bytes.or(self.claim.n_bytes),
            milliseconds: claim.milliseconds.or(self.claim.milliseconds),
        };
        match self.claim.rate_hz {
            Some(said) if said != self.asked_hz => {
                Err(Failure::new(Verdict::Broken, format!("sound at {said} Hz, not at {} Hz", self.asked_hz)))
            }
            _ => Ok(()),
        }
    }

    /// The vendor has placed words up to here.
    pub fn reaches(&mut self, milliseconds: u64) {
        self.reach_ms = self.reach_ms.max(milliseconds);
    }

    /// The last look at the whole: the samples that were left, and whether it is what it should be.
    pub fn end(&mut self) -> Result<Vec<i16>, Failure> {
        let samples = self.decoder.end()?;
        self.count(&samples);
        if self.n_samples == 0 {
            return Err(Failure::new(Verdict::Empty, "no sound came"));
        }
        let heard = self.milliseconds();
        // Of a cut sound the claim says so first; silence and haste are guesses beside it.
        self.against_claim(heard)?;
        if self.loudest <= SILENCE {
            return Err(Failure::new(Verdict::Empty, format!("{heard} ms of silence")));
        }
        if heard < self.least_ms {
            let least = self.least_ms;
            return Err(Failure::new(Verdict::CutOff, format!("{heard} ms; nobody says that in less than {least} ms")));
        }
        Ok(samples)
    }

    fn count(&mut self, samples: &[i16]) {
        self.n_samples += samples.len() as u64;
        self.loudest = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0).max(self.loudest);
    }

    /// What is new in a piece: some vendors send the whole once more at the end.
    fn new_of(&self, bytes: &Bytes) -> Bytes {
        let n_before = usize::try_from(self.n_bytes).unwrap_or(usize::MAX);
        let is_long = self.milliseconds() >= MIN_REPEATED_MS && self.loudest > SILENCE;
        let Some(head) = bytes.get(..n_before).filter(|_| is_long) else { return bytes.clone() };
        let is_again = Sha256::digest(head) == self.sum.clone().finalize();
        if is_again { bytes.slice(n_before..) } else { bytes.clone() }
    }

    fn against_claim(&self, heard: u64) -> Result<(), Failure> {
        if let Some(said) = self.claim.milliseconds {
            // Vendors round to frames of their codecs.
            let slack = 120 + said / 50;
            if heard + slack < said {
                return Err(Failure::new(Verdict::CutOff, format!("{heard} ms came of {said} ms")));
            }
            if heard > said + slack {
                let what = "more sound than the vendor says it made: repeated, or at another rate";
                return Err(Failure::new(Verdict::Broken, format!("{heard} ms came of {said} ms: {what}")));
            }
        }
        if heard + 120 < self.reach_ms {
            let words = self.reach_ms;
            return Err(Failure::new(Verdict::CutOff, format!("{heard} ms came, and words are at {words} ms")));
        }
        match self.claim.n_bytes {
            // What a size counts beside the samples is not said: heads of files at most.
            Some(said) if self.n_bytes + 128 + said / 100 < said => {
                Err(Failure::new(Verdict::CutOff, format!("{} bytes came of {said}", self.n_bytes)))
            }
            _ => Ok(()),
        }
    }
}

/// How long the line takes at the very least.
fn least_ms(line: &Line) -> u64 {
    let (mut wide, mut narrow) = (0u32, 0u32);
    for c in line.plain().chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() { narrow += 1 } else { wide += 1 }
    }
    let pace = f64::from(if line.pace > 0.0 { line.pace } else { 1.0 }).max(1.0);
    let seconds = (f64::from(wide) / FASTEST.0 + f64::from(narrow) / FASTEST.1) / pace;
    (seconds * 1000.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(samples: impl Iterator<Item = i16>) -> Bytes {
        samples.flat_map(i16::to_le_bytes).collect::<Vec<u8>>().into()
    }

    fn wave(n: usize) -> impl Iterator<Item = i16> {
        (0..n).map(|at| ((at * at) % 8001) as i16 - 4000)
    }

    #[test]
    fn the_whole_once_more_at_the_end_is_heard_once() {
        let mut listener = Listener::new(8_000, &Line::words("早", "zh"));
        let whole = bytes(wave(8_000));
        let mut heard = listener.sound(&whole.slice(..9_001)).unwrap();
        heard.extend(listener.sound(&whole.slice(9_001..)).unwrap());
        heard.extend(listener.sound(&whole).unwrap());
        // Or the whole with a last piece that had not been sent.
        let longer = bytes(wave(8_500));
        heard.extend(listener.sound(&longer).unwrap());
        heard.extend(listener.end().unwrap());
        assert_eq!(heard, wave(8_500).collect::<Vec<_>>());
    }

    #[test]
    fn silence_and_haste_and_broken_promises_are_no_speech() {
        let said = |text: &str, sound: Bytes, claim: Claim| {
            let mut listener = Listener::new(8_000, &Line::words(text, "zh"));
            listener.sound(&sound).and_then(|_| listener.claim(claim)).and_then(|()| listener.end()).map(|_| ())
        };
        let why = |result: Result<(), Failure>| result.unwrap_err().to_string();
        let none = Claim::default();
        assert_eq!(said("早上好", bytes(wave(8_000)), none), Ok(()));
        assert_eq!(why(said("早上好", Bytes::new(), none)), "empty: no sound came");
        assert_eq!(why(said("早", bytes(std::iter::repeat_n(3, 8_000)), none)), "empty: 1000 ms of silence");
        let hasty = why(said("一二三四五六七八九十一二三四五六七八九十", bytes(wave(8_000)), none));
        assert_eq!(hasty, "cut off: 1000 ms; nobody says that in less than 1428 ms");
        let ms = |milliseconds| Claim { milliseconds: Some(milliseconds), ..none };
        assert_eq!(said("早", bytes(wave(8_000)), ms(1_100)), Ok(()));
        assert_eq!(why(said("早", bytes(wave(8_000)), ms(2_000))), "cut off: 1000 ms came of 2000 ms");
        assert!(why(said("早", bytes(wave(8_000)), ms(500))).starts_with("broken: 1000 ms came of 500 ms"));
        let size = Claim { n_bytes: Some(17_000), ..none };
        assert_eq!(why(said("早", bytes(wave(8_000)), size)), "cut off: 16000 bytes came of 17000");
        let rate = Claim { rate_hz: Some(16_000), ..none };
        assert_eq!(why(said("早", bytes(wave(8_000)), rate)), "broken: sound at 16000 Hz, not at 8000 Hz");
    }
}
