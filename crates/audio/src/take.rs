//! Checks and trims what a voice gave: a take is kept only if it can be the line it was asked for.

use crate::speak::RATE_HZ;

/// Below this a sample is silence: -50 dB under full scale.
const SILENCE: u16 = 104;
/// What is left of the silence before the first sound.
const LEAD: usize = RATE_HZ * 50 / 1000;
/// What is left of the silence after the last sound.
const TAIL: usize = RATE_HZ * 120 / 1000;
/// Longer silences inside a line are cut to this.
const LONGEST_GAP: usize = RATE_HZ * 700 / 1000;
/// Silences inside a line that are longer than this are cut.
const GAP_TOO_LONG: usize = RATE_HZ * 1200 / 1000;
/// Edges are faded over this, so that no line begins or ends with a click.
const FADE: usize = RATE_HZ * 4 / 1000;
/// So many samples at full scale in a row are clipping, not a peak.
const CLIPPED_RUN: usize = 4;

/// The sound of one line, trimmed: mono PCM at [`RATE_HZ`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) samples: Vec<i16>,
    /// Where the voice begins and ends in `samples`.
    pub(crate) voiced: std::ops::Range<usize>,
    /// Whether a long silence inside was cut.
    pub(crate) gap_cut: bool,
}

/// Makes a take of raw sound, or says in plain words why it cannot be the line.
pub(crate) fn check(raw: &[i16], expected_seconds: f64) -> Result<Take, String> {
    check_clipping(raw)?;
    let raw = &without_rumble(raw);
    let first = raw.iter().position(|sample| is_sound(*sample)).ok_or("it is silent")?;
    let last = raw.iter().rposition(|sample| is_sound(*sample)).unwrap_or(first);
    check_length((last + 1 - first) as f64 / RATE_HZ as f64, expected_seconds)?;
    // A voice that ends in mid-word leaves no silence at all behind it.
    if raw.len() - last < RATE_HZ / 200 {
        return Err("its end is cut off".into());
    }
    let (voice, gap_cut) = shorten_gaps(&raw[first..=last]);
    Ok(framed(raw, first, last, &voice, gap_cut))
}

/// Takes away what lies under speech: some voices lean to one side of zero. One pole at some 50 Hz.
fn without_rumble(raw: &[i16]) -> Vec<i16> {
    const POLE: f32 = 0.986;
    let (mut before, mut level) = (0.0, 0.0);
    let mut filter = |sample: &i16| {
        let now = f32::from(*sample);
        level = now - before + POLE * level;
        before = now;
        level.round() as i16
    };
    raw.iter().map(&mut filter).collect()
}

fn is_sound(sample: i16) -> bool {
    sample.unsigned_abs() > SILENCE
}

fn check_length(seconds: f64, expected: f64) -> Result<(), String> {
    // Very short lines are mostly pauses and vary more.
    let (shortest, longest) = (expected * 0.4 - 0.25, expected * 2.5 + 0.8);
    if seconds < shortest || seconds > longest {
        return Err(format!("it lasts {seconds:.2} s where {expected:.2} s were expected"));
    }
    Ok(())
}

fn check_clipping(raw: &[i16]) -> Result<(), String> {
    let is_full = |sample: &i16| sample.unsigned_abs() >= 32_700;
    let n_runs = raw.windows(CLIPPED_RUN).filter(|run| run.iter().all(is_full)).count();
    if n_runs > 0 { Err(format!("it clips in {n_runs} places")) } else { Ok(()) }
}

/// Cuts what is too long out of the middle of long silences.
fn shorten_gaps(voice: &[i16]) -> (Vec<i16>, bool) {
    let mut kept = Vec::with_capacity(voice.len());
    let mut gap_cut = false;
    let mut n_quiet = 0;
    for sample in voice {
        if is_sound(*sample) {
            if n_quiet > GAP_TOO_LONG {
                kept.truncate(kept.len() - (n_quiet - LONGEST_GAP));
                gap_cut = true;
            }
            n_quiet = 0;
        } else {
            n_quiet += 1;
        }
        kept.push(*sample);
    }
    (kept, gap_cut)
}

/// Puts back as much of the silence round the voice as a line has, and fades it out.
fn framed(raw: &[i16], first: usize, last: usize, voice: &[i16], gap_cut: bool) -> Take {
    let before = &raw[first.saturating_sub(LEAD)..first];
    let after = &raw[last + 1..raw.len().min(last + 1 + TAIL)];
    let mut samples = [before, voice, after].concat();
    let voiced = before.len()..before.len() + voice.len();
    let n_fade = FADE.min(samples.len() / 2);
    let end = samples.len() - 1;
    for i in 0..n_fade {
        let gain = i as f32 / n_fade as f32;
        samples[i] = (f32::from(samples[i]) * gain) as i16;
        samples[end - i] = (f32::from(samples[end - i]) * gain) as i16;
    }
    Take { samples, voiced, gap_cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(ms: usize) -> Vec<i16> {
        (0..RATE_HZ * ms / 1000).map(|i| if i % 50 < 25 { 9000 } else { -9000 }).collect()
    }

    fn quiet(ms: usize) -> Vec<i16> {
        vec![0; RATE_HZ * ms / 1000]
    }

    #[test]
    fn silence_round_the_voice_is_trimmed() {
        let take = check(&[quiet(400), tone(1000), quiet(900)].concat(), 1.0).unwrap();
        assert_eq!(take.voiced.start, LEAD);
        assert!(take.voiced.len().abs_diff(RATE_HZ) < RATE_HZ / 50, "{:?}", take.voiced);
        assert_eq!(take.samples.len(), take.voiced.end + TAIL);
        assert_eq!((take.samples[0], take.samples[take.samples.len() - 1]), (0, 0));
    }

    #[test]
    fn a_long_silence_inside_is_shortened() {
        let take = check(&[tone(500), quiet(3000), tone(500), quiet(200)].concat(), 2.0).unwrap();
        assert!(take.gap_cut);
        assert!(take.voiced.len().abs_diff(RATE_HZ + LONGEST_GAP) < RATE_HZ / 50, "{:?}", take.voiced);
    }

    #[test]
    fn takes_that_cannot_be_the_line_are_refused() {
        let refused = |raw: Vec<i16>, expected: f64| check(&raw, expected).unwrap_err();
        assert_eq!(refused(quiet(1000), 1.0), "it is silent");
        assert_eq!(refused([tone(300), quiet(200)].concat(), 4.0), "it lasts 0.30 s where 4.00 s were expected");
        assert_eq!(refused([tone(9000), quiet(200)].concat(), 2.0), "it lasts 9.01 s where 2.00 s were expected");
        assert_eq!(refused(tone(1000), 1.0), "its end is cut off");
        let clipped: Vec<i16> = [tone(500), vec![i16::MAX; 6], tone(500), quiet(100)].concat();
        assert_eq!(refused(clipped, 1.0), "it clips in 3 places");
    }
}
