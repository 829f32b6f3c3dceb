//! A spoken line on its way into the programme: at the programme's rate, without breaths, faded at both ends.

use super::resample::Resampler;
use super::{RATE_HZ, breath};
use news::Cue;
use news::edition::Word;
use std::borrow::Cow;
use std::ops::Range;

/// Edges are faded over this, so that no line begins or ends with a click.
const FADE: usize = RATE_HZ * 5 / 1000;

/// What a voice said of one cue, as the mixer takes it.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    pub(crate) cue: Cue,
    /// Which voice: all lines of one voice in one language are brought to one loudness.
    pub(crate) voice: String,
    /// Samples a second.
    pub(crate) rate_hz: usize,
    /// Mono.
    pub(crate) samples: Vec<i16>,
    /// Where the voice begins and ends in `samples`.
    pub(crate) voiced: Range<usize>,
    /// From the first sample, in milliseconds; empty where the voice gives none.
    pub(crate) words: Vec<Word>,
}

impl Spoken {
    /// The line at the programme's rate.
    pub(crate) fn prepared(&self) -> Spoken {
        let mut samples = at_programme_rate(&self.samples, self.rate_hz).into_owned();
        breath::silence_breaths(&mut samples);
        fade(&mut samples);
        let scaled = |at: usize| at * RATE_HZ / self.rate_hz.max(1);
        let voiced = trimmed(&samples, scaled(self.voiced.start)..scaled(self.voiced.end));
        let (cue, voice, words) = (self.cue.clone(), self.voice.clone(), self.words.clone());
        Spoken { cue, voice, rate_hz: RATE_HZ, samples, voiced, words }
    }

    /// What is quiet before the voice.
    pub(crate) fn lead(&self) -> usize {
        self.voiced.start
    }

    /// What is quiet after it.
    pub(crate) fn tail(&self) -> usize {
        self.samples.len() - self.voiced.end
    }
}

fn at_programme_rate(samples: &[i16], rate_hz: usize) -> Cow<'_, [i16]> {
    if rate_hz == RATE_HZ {
        return Cow::Borrowed(samples);
    }
    let input: Vec<f32> = samples.iter().map(|sample| f32::from(*sample)).collect();
    let output = Resampler::new(rate_hz, RATE_HZ).whole(&input);
    Cow::Owned(output.into_iter().map(|value| value.round().clamp(-32_768.0, 32_767.0) as i16).collect())
}

fn fade(samples: &mut [i16]) {
    let n_fade = FADE.min(samples.len() / 2);
    let end = samples.len();
    for i in 0..n_fade {
        let gain = i as f32 / n_fade as f32;
        samples[i] = (f32::from(samples[i]) * gain) as i16;
        samples[end - 1 - i] = (f32::from(samples[end - 1 - i]) * gain) as i16;
    }
}

/// The voiced stretch without what was silenced at its ends.
fn trimmed(samples: &[i16], voiced: Range<usize>) -> Range<usize> {
    let voiced = voiced.start.min(samples.len())..voiced.end.min(samples.len());
    let sounds = |sample: &i16| sample.unsigned_abs() > 30;
    let inside = &samples[voiced.clone()];
    match (inside.iter().position(sounds), inside.iter().rposition(sounds)) {
        (Some(first), Some(last)) => voiced.start + first..voiced.start + last + 1,
        _ => voiced,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use news::{Anchor, CueKind, Language};

    /// A tone of so many seconds at a level, as a voice's line with silence round it.
    pub(crate) fn spoken(anchor: Anchor, rate_hz: usize, seconds: f64, level: f64) -> Spoken {
        let n = (rate_hz as f64 * seconds) as usize;
        let (lead, tail) = (rate_hz / 20, rate_hz / 8);
        let tone = |n: usize| ((n as f64 * 220.0 / rate_hz as f64 * std::f64::consts::TAU).sin() * level) as i16;
        let samples = [vec![0; lead], (0..n).map(tone).collect(), vec![0; tail]].concat();
        let (language, kind) = (Language::EN, CueKind::Opening);
        let cue =
            Cue { anchor, language, text: "A line.".into(), kind, pause_ms: 300, overlap_ms: 0, marks: Vec::new() };
        let voice = format!("{anchor:?}");
        Spoken { cue, voice, rate_hz, samples, voiced: lead..lead + n, words: Vec::new() }
    }

    #[test]
    fn lines_of_every_rate_are_as_long_as_they_were() {
        for rate_hz in [16_000, 22_050, 24_000, 44_100, 48_000] {
            let line = spoken(Anchor::A, rate_hz, 1.0, 9000.0).prepared();
            assert_eq!(line.rate_hz, RATE_HZ);
            assert!(line.voiced.len().abs_diff(RATE_HZ) < RATE_HZ / 100, "{rate_hz}: {:?}", line.voiced);
            assert!(line.lead().abs_diff(RATE_HZ / 20) < RATE_HZ / 200, "{rate_hz}: {:?}", line.voiced);
        }
    }

    #[test]
    fn a_line_that_is_cut_out_of_sound_is_faded_at_both_ends() {
        let mut line = spoken(Anchor::A, RATE_HZ, 0.5, 9000.0);
        line.samples = line.samples[line.voiced.start + 37..line.voiced.end - 21].to_vec();
        line.voiced = 0..line.samples.len();
        let line = line.prepared();
        let last = line.samples.len() - 1;
        assert_eq!((line.samples[0], line.samples[last]), (0, 0));
        let jump = line.samples.windows(2).map(|pair| (pair[0] - pair[1]).abs()).max();
        assert!(jump.is_some_and(|jump| jump < 400), "{jump:?}");
    }
}
