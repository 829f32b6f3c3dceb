//! How loud each line is to be: every voice as loud as the others, and no line far from its own voice.

use super::line::Spoken;
use super::{RATE_HZ, side_by_side};
use crate::Error;
use ebur128::{EbuR128, Mode};
use news::{Anchor, Language, SpeechMark};
use std::collections::BTreeMap;

/// The loudness every voice is brought to, LUFS, before the programme is mastered to the same.
const VOICE_LUFS: f64 = -16.0;

/// No line is raised or lowered by more than this against its voice, in LU.
const MOST_FOR_A_LINE: f64 = 4.0;

/// A line that is said low, under the other's voice, in LU against a line of its own.
const UNDER_LU: f64 = -7.0;

/// One voice in the centre of two channels measures this much louder than alone in one: 10 log10(2).
const CENTRE_LU: f64 = 3.01;

/// The gain of each line: what makes its voice in its language as loud as all others, and a little for its own sake.
pub(crate) fn levels(lines: &[Spoken]) -> Result<Vec<f32>, Error> {
    let meters = side_by_side(lines, |line| {
        let mut meter = EbuR128::new(1, RATE_HZ as u32, Mode::I).map_err(failed)?;
        meter.add_frames_i16(&line.samples).map_err(failed)?;
        Ok(meter)
    })?;
    let mut by_voice: BTreeMap<Voice<'_>, Vec<&EbuR128>> = BTreeMap::new();
    for (line, meter) in lines.iter().zip(&meters) {
        by_voice.entry(voice_of(line)).or_default().push(meter);
    }
    let mut voices = BTreeMap::new();
    for (voice, meters) in by_voice {
        voices.insert(voice, EbuR128::loudness_global_multiple(meters.into_iter()).map_err(failed)?);
    }
    let gain = |(line, meter): (&Spoken, &EbuR128)| {
        let voice = voices.get(&voice_of(line)).copied().unwrap_or(f64::NEG_INFINITY);
        let own = meter.loudness_global().map_err(failed)?;
        // A voice of one short word has no loudness to speak of.
        let to_target = if voice.is_finite() { (VOICE_LUFS - CENTRE_LU - voice).clamp(-20.0, 20.0) } else { 0.0 };
        let to_voice = if own.is_finite() { (voice - own).clamp(-MOST_FOR_A_LINE, MOST_FOR_A_LINE) } else { 0.0 };
        let under = if line.cue.marks.contains(&SpeechMark::Under) { UNDER_LU } else { 0.0 };
        Ok(10_f64.powf((to_target + to_voice + under) / 20.0) as f32)
    };
    lines.iter().zip(&meters).map(gain).collect()
}

type Voice<'a> = (Anchor, Language, &'a str);

fn voice_of(line: &Spoken) -> Voice<'_> {
    (line.cue.anchor, line.cue.language, &line.voice)
}

pub(super) fn failed(error: ebur128::Error) -> Error {
    Error::Invalid(format!("loudness could not be measured: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::line::tests::spoken;

    #[test]
    fn a_soft_voice_and_a_loud_one_become_equally_loud() {
        let lines = [
            spoken(Anchor::A, RATE_HZ, 2.0, 1500.0),
            spoken(Anchor::B, RATE_HZ, 2.0, 20_000.0),
            spoken(Anchor::A, RATE_HZ, 2.0, 1800.0),
        ];
        let gains = levels(&lines).unwrap();
        let heard: Vec<f32> = gains.iter().zip([1500.0, 20_000.0, 1800.0]).map(|(gain, level)| gain * level).collect();
        let (least, most) = (heard.iter().copied().fold(f32::MAX, f32::min), heard.iter().copied().fold(0.0, f32::max));
        assert!(20.0 * (most / least).log10() < 0.5, "{heard:?}");
    }
}
