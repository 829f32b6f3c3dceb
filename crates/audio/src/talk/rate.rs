//! Changes the rate of sound while it comes.

use crate::mix::Resampler;

/// A change of rate under way.
pub(super) struct Converter {
    /// Nothing to do if none.
    resampler: Option<Resampler>,
    /// Input that is still looked at, the first of it standing at `base`.
    seen: Vec<f32>,
    base: isize,
    n_in: usize,
    n_out: usize,
}

impl Converter {
    pub(super) fn new(from: u32, to: u32) -> Self {
        let resampler = (from != to).then(|| Resampler::new(from as usize, to as usize));
        // Before the beginning is silence.
        let base = resampler.as_ref().map_or(0, |resampler| resampler.span(0).start.min(0));
        let seen = vec![0.0; base.unsigned_abs()];
        Self { resampler, seen, base, n_in: 0, n_out: 0 }
    }

    /// What can be given out with these samples.
    pub(super) fn push(&mut self, samples: &[i16]) -> Vec<i16> {
        if self.resampler.is_none() {
            return samples.to_vec();
        }
        self.n_in += samples.len();
        self.seen.extend(samples.iter().map(|sample| f32::from(*sample)));
        self.drain(usize::MAX)
    }

    /// The rest.
    pub(super) fn finish(&mut self) -> Vec<i16> {
        let Some(resampler) = &self.resampler else { return Vec::new() };
        let end = resampler.n_out(self.n_in);
        let needed = resampler.span(end).end - self.base;
        let length = self.seen.len().max(usize::try_from(needed).unwrap_or(0));
        self.seen.resize(length, 0.0);
        self.drain(end)
    }

    fn drain(&mut self, end: usize) -> Vec<i16> {
        let Some(resampler) = &self.resampler else { return Vec::new() };
        let mut out = Vec::new();
        while self.n_out < end {
            let span = resampler.span(self.n_out);
            let (start, stop) = (span.start - self.base, span.end - self.base);
            let Some(window) = usize::try_from(start).ok().zip(usize::try_from(stop).ok()) else { break };
            let Some(seen) = self.seen.get(window.0..window.1) else { break };
            out.push(resampler.value(self.n_out, seen).round().clamp(-32_768.0, 32_767.0) as i16);
            self.n_out += 1;
        }
        let first = usize::try_from(resampler.span(self.n_out).start - self.base).unwrap_or(0).min(self.seen.len());
        self.seen.drain(..first);
        self.base += first as isize;
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_pieces_it_sounds_as_in_one() {
        let input: Vec<i16> = (0..22_050).map(|n| ((n as f64 * 0.05).sin() * 9000.0) as i16).collect();
        let mut whole = Converter::new(22_050, 24_000);
        let mut in_one = whole.push(&input);
        in_one.extend(whole.finish());
        let mut pieces = Converter::new(22_050, 24_000);
        let mut in_pieces: Vec<i16> = input.chunks(777).flat_map(|chunk| pieces.push(chunk)).collect();
        in_pieces.extend(pieces.finish());
        assert_eq!(in_one.len(), 24_000);
        assert_eq!(in_one, in_pieces);
    }
}
