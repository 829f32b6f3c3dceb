//! Renders any stretch of the programme: speech doubled to 44.1 kHz in the centre, music in stereo.

use super::Frame;

/// Neighbours on each side that the interpolation looks at.
const REACH: usize = 16;

/// A take where it sounds.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// First sample, at the takes' rate.
    pub(crate) at: usize,
    /// Mono, at the takes' rate.
    pub(crate) samples: Vec<i16>,
    /// So that all voices are equally loud.
    pub(crate) gain: f32,
}

/// Music where it sounds.
#[derive(Debug, Clone)]
pub(crate) struct Clip {
    /// First frame, at the programme's rate.
    pub(crate) at: usize,
    /// Stereo, at the programme's rate.
    pub(crate) frames: std::sync::Arc<Vec<Frame>>,
}

/// A programme before mastering.
#[derive(Debug, Clone)]
pub(crate) struct Mix {
    /// In order, none over another.
    pub(crate) voices: Vec<Placed>,
    /// In order of their beginnings.
    pub(crate) clips: Vec<Clip>,
    /// Length, at the programme's rate.
    pub(crate) n_frames: usize,
}

impl Mix {
    /// Writes the stretch that begins at frame `at` over `out`; silence past the end.
    pub(crate) fn render(&self, at: usize, out: &mut [Frame]) {
        out.fill([0.0; 2]);
        self.render_speech(at, out);
        for clip in &self.clips {
            let from = clip.at.max(at);
            let to = (clip.at + clip.frames.len()).min(at + out.len());
            for n in from..to {
                let frame = clip.frames[n - clip.at];
                out[n - at][0] += frame[0];
                out[n - at][1] += frame[1];
            }
        }
    }

    fn render_speech(&self, at: usize, out: &mut [Frame]) {
        let first = at / 2;
        let n_samples = out.len().div_ceil(2) + 1;
        let mut speech = vec![0.0_f32; n_samples + 2 * REACH];
        if !self.gather(first, &mut speech) {
            return;
        }
        for (n, frame) in out.iter_mut().enumerate() {
            let position = at + n;
            let here = position / 2 - first + REACH;
            let value = if position.is_multiple_of(2) { speech[here] } else { between(&speech, here) };
            *frame = [value, value];
        }
    }

    /// Fills `speech` with the samples from `first - REACH` on; whether there was any.
    fn gather(&self, first: usize, speech: &mut [f32]) -> bool {
        let (from, to) = (first as isize - REACH as isize, (first + speech.len() - REACH) as isize);
        let mut found = false;
        let skipped = self.voices.partition_point(|voice| ((voice.at + voice.samples.len()) as isize) <= from);
        for voice in self.voices[skipped..].iter().take_while(|voice| (voice.at as isize) < to) {
            for n in from.max(voice.at as isize)..to.min((voice.at + voice.samples.len()) as isize) {
                let sample = f32::from(voice.samples[n as usize - voice.at]) / 32_768.0;
                speech[(n - from) as usize] += sample * voice.gain;
            }
            found = true;
        }
        found
    }

    /// The stretches in which nothing sounds, as frames; interpolation rings [`REACH`] samples into them.
    pub(crate) fn silences(&self) -> Vec<std::ops::Range<usize>> {
        let voices = self.voices.iter().map(|voice| {
            let end = voice.at + voice.samples.len() + REACH;
            (voice.at.saturating_sub(REACH) * 2, end * 2)
        });
        let clips = self.clips.iter().map(|clip| (clip.at, clip.at + clip.frames.len()));
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

/// The value half-way between `speech[here]` and the next: a windowed sinc, symmetrical, so it needs one multiplication
/// for each pair of neighbours.
fn between(speech: &[f32], here: usize) -> f32 {
    let weights = weights();
    let mut sum = 0.0;
    for (k, weight) in weights.iter().enumerate() {
        sum += weight * (speech[here - k] + speech[here + 1 + k]);
    }
    sum
}

/// sin(pi x) / (pi x) at x = 0.5, 1.5, … under a Blackman window, normalised to sum to one half a side.
fn weights() -> &'static [f32; REACH] {
    static WEIGHTS: std::sync::OnceLock<[f32; REACH]> = std::sync::OnceLock::new();
    WEIGHTS.get_or_init(|| {
        use std::f64::consts::PI;
        let mut raw = [0.0_f64; REACH];
        for (k, weight) in raw.iter_mut().enumerate() {
            let x = k as f64 + 0.5;
            let phase = PI * x / REACH as f64;
            let window = 0.42 + 0.5 * phase.cos() + 0.08 * (2.0 * phase).cos();
            *weight = (PI * x).sin() / (PI * x) * window;
        }
        let total: f64 = raw.iter().sum();
        raw.map(|weight| (weight / total * 0.5) as f32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix_of(samples: Vec<i16>) -> Mix {
        let n_frames = samples.len() * 2 + 200;
        Mix { voices: vec![Placed { at: 20, samples, gain: 1.0 }], clips: Vec::new(), n_frames }
    }

    #[test]
    fn a_tone_stays_the_same_tone_at_twice_the_rate() {
        let tone = |n: f64| (n * 0.2).sin() * 0.5;
        let mix = mix_of((0..4000).map(|n| (tone(f64::from(n)) * 32_768.0) as i16).collect());
        let mut out = vec![[0.0; 2]; 6000];
        mix.render(1000, &mut out);
        let worst = out.iter().enumerate().map(|(n, frame)| {
            let expected = tone((n + 1000) as f64 / 2.0 - 20.0) as f32;
            (frame[0] - expected).abs()
        });
        assert!(worst.fold(0.0, f32::max) < 1e-3);
    }

    #[test]
    fn a_stretch_is_the_same_however_it_is_cut() {
        let mix = mix_of((0..900).map(|n| (n * 37 % 2000 - 1000) as i16).collect());
        let mut whole = vec![[0.0; 2]; 2000];
        mix.render(0, &mut whole);
        let mut parts = vec![[0.0; 2]; 2000];
        for (n, part) in parts.chunks_mut(333).enumerate() {
            mix.render(n * 333, part);
        }
        assert_eq!(whole, parts);
    }

    #[test]
    fn silences_are_where_nothing_sounds() {
        let clip = Clip { at: 5000, frames: std::sync::Arc::new(vec![[0.1; 2]; 100]) };
        let mut mix = mix_of(vec![1; 1000]);
        mix.clips.push(clip);
        mix.n_frames = 6000;
        assert_eq!(mix.silences(), vec![0..8, 2072..5000, 5100..6000]);
        let mut out = vec![[1.0; 2]; 2900];
        mix.render(2080, &mut out);
        assert!(out.iter().all(|frame| *frame == [0.0; 2]));
    }
}
