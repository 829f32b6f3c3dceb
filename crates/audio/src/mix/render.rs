//! Renders any stretch of the programme: speech in the centre, music in stereo under it.

use super::Frame;
use std::ops::Range;
use std::sync::Arc;

/// A line where it sounds.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// First frame.
    pub(crate) at: usize,
    /// Mono, at the programme's rate.
    pub(crate) samples: Vec<i16>,
    /// So that all voices are equally loud.
    pub(crate) gain: f32,
}

/// Music where it sounds.
#[derive(Debug, Clone)]
pub(crate) struct Clip {
    /// From the first frame to the one past the last; music that is shorter begins again.
    pub(crate) at: Range<usize>,
    /// Stereo, at the programme's rate.
    pub(crate) frames: Arc<Vec<Frame>>,
    /// Frames and gains, rising in time, straight between; empty: as it is.
    pub(crate) shape: Vec<(usize, f32)>,
}

/// A programme before mastering.
#[derive(Debug, Clone)]
pub(crate) struct Mix {
    /// In order of their beginnings; one may begin before the one before has ended.
    pub(crate) voices: Vec<Placed>,
    /// In order of their beginnings.
    pub(crate) clips: Vec<Clip>,
    /// Length.
    pub(crate) n_frames: usize,
}

impl Mix {
    /// Writes the stretch that begins at frame `at` over `out`; silence past the end.
    pub(crate) fn render(&self, at: usize, out: &mut [Frame]) {
        out.fill([0.0; 2]);
        let asked = at..at + out.len();
        for voice in &self.voices {
            let shared = overlap(&asked, &(voice.at..voice.at + voice.samples.len()));
            if shared.is_empty() {
                continue;
            }
            let samples = &voice.samples[shared.start - voice.at..shared.end - voice.at];
            let gain = voice.gain / 32_768.0;
            for (frame, sample) in out[shared.start - at..].iter_mut().zip(samples) {
                let value = f32::from(*sample) * gain;
                frame[0] += value;
                frame[1] += value;
            }
        }
        self.clips.iter().for_each(|clip| clip.render(&asked, out));
    }

    /// The stretches in which nothing sounds.
    pub(crate) fn silences(&self) -> Vec<Range<usize>> {
        let voices = self.voices.iter().map(|voice| (voice.at, voice.at + voice.samples.len()));
        let clips = self.clips.iter().map(|clip| (clip.at.start, clip.at.end));
        let mut sounds: Vec<(usize, usize)> = voices.chain(clips).collect();
        sounds.sort_unstable();
        let mut silences = Vec::new();
        let mut quiet_from = 0;
        for (start, end) in sounds {
            if start > quiet_from {
                silences.push(quiet_from..start);
            }
            quiet_from = quiet_from.max(end);
        }
        silences.push(quiet_from..self.n_frames.max(quiet_from));
        silences
    }
}

impl Clip {
    fn render(&self, asked: &Range<usize>, out: &mut [Frame]) {
        let shared = overlap(asked, &self.at);
        if shared.is_empty() || self.frames.is_empty() {
            return;
        }
        let mut gains = Gains { shape: &self.shape, next: 0 };
        for n in shared {
            let frame = self.frames[(n - self.at.start) % self.frames.len()];
            let gain = gains.at(n);
            out[n - asked.start][0] += frame[0] * gain;
            out[n - asked.start][1] += frame[1] * gain;
        }
    }
}

/// Walks along a shape.
struct Gains<'a> {
    shape: &'a [(usize, f32)],
    /// The first point that has not been passed.
    next: usize,
}

impl Gains<'_> {
    fn at(&mut self, n: usize) -> f32 {
        while self.shape.get(self.next).is_some_and(|(at, _)| *at <= n) {
            self.next += 1;
        }
        match (self.next.checked_sub(1).map(|before| self.shape[before]), self.shape.get(self.next).copied()) {
            (Some((from, a)), Some((to, b))) => a + (b - a) * (n - from) as f32 / (to - from) as f32,
            (Some((_, gain)), None) | (None, Some((_, gain))) => gain,
            (None, None) => 1.0,
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.max(b.start)..a.end.min(b.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix() -> Mix {
        let voice = |at, n: usize| Placed { at, samples: vec![16_384; n], gain: 1.0 };
        Mix { voices: vec![voice(20, 1000), voice(900, 500)], clips: Vec::new(), n_frames: 3000 }
    }

    #[test]
    fn a_line_may_begin_before_the_one_before_it_ends() {
        let mut out = vec![[9.0; 2]; 1500];
        mix().render(0, &mut out);
        let heard = |n: usize| out[n][0];
        assert_eq!((heard(19), heard(20), heard(899)), (0.0, 0.5, 0.5));
        assert_eq!((heard(900), heard(1019), heard(1020), heard(1400)), (1.0, 1.0, 0.5, 0.0));
    }

    #[test]
    fn a_stretch_is_the_same_however_it_is_cut() {
        let mut mix = mix();
        let frames = Arc::new((0..70).map(|n| [n as f32 / 100.0; 2]).collect());
        mix.clips.push(Clip { at: 10..1200, frames, shape: vec![(50, 0.0), (90, 1.0), (400, 0.2)] });
        let mut whole = vec![[0.0; 2]; 2000];
        mix.render(0, &mut whole);
        let mut parts = vec![[0.0; 2]; 2000];
        for (n, part) in parts.chunks_mut(333).enumerate() {
            mix.render(n * 333, part);
        }
        assert_eq!(whole, parts);
    }

    #[test]
    fn music_that_is_too_short_begins_again_and_follows_its_shape() {
        let frames = Arc::new(vec![[0.1; 2], [0.2; 2]]);
        let clip = Clip { at: 2..8, frames, shape: vec![(3, 1.0), (5, 0.0)] };
        let mut out = vec![[0.0; 2]; 10];
        Mix { voices: Vec::new(), clips: vec![clip], n_frames: 10 }.render(0, &mut out);
        let left: Vec<f32> = out.iter().map(|frame| frame[0]).collect();
        assert_eq!(left, [0.0, 0.0, 0.1, 0.2, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn silences_are_where_nothing_sounds() {
        let mut mix = mix();
        mix.clips.push(Clip { at: 2500..2600, frames: Arc::new(vec![[0.1; 2]; 100]), shape: Vec::new() });
        assert_eq!(mix.silences(), vec![0..20, 1400..2500, 2600..3000]);
        let mut out = vec![[1.0; 2]; 1000];
        mix.render(1450, &mut out);
        assert!(out.iter().all(|frame| *frame == [0.0; 2]));
    }
}
