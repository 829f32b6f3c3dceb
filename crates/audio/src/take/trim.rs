//! Trims a take that passed: silence round the voice, rumble under it, silences inside that are too long; fades its ends.

use super::level::Envelope;
use super::level::frame;
use std::ops::Range;

/// What is left of the silence before the first sound, in milliseconds.
pub(super) const LEAD_MS: usize = 50;
/// What is left of the silence after the last sound.
pub(super) const TAIL_MS: usize = 120;
/// Longer silences inside a line are cut to this.
pub(super) const LONGEST_GAP_MS: usize = 700;
/// Silences inside a line that are longer than this are cut.
const GAP_TOO_LONG_MS: usize = 1200;
/// Edges are faded over this, so that no line begins or ends with a click.
const FADE_MS: usize = 4;

/// No sample of a take is higher than this.
const HIGHEST: f32 = 32_000.0;

/// Sound without what lies round the voice.
pub(super) struct Trimmed {
    pub(super) samples: Vec<i16>,
    /// Where the voice begins and ends in `samples`.
    pub(super) voiced: Range<usize>,
    /// Pieces of the raw sound that were kept, in order; the rest was cut.
    pub(super) kept: Vec<Range<usize>>,
}

/// Takes away what lies under speech: some voices lean to one side of zero. One pole at some 50 Hz.
pub(super) fn without_rumble(raw: &[i16], rate_hz: u32) -> Vec<i16> {
    let pole = 1.0 - 2.0 * std::f32::consts::PI * 50.0 / rate_hz as f32;
    let (mut before, mut level) = (0.0, 0.0);
    let mut filter = |sample: &i16| {
        let now = f32::from(*sample);
        level = now - before + pole * level;
        before = now;
        level
    };
    let filtered: Vec<f32> = raw.iter().map(&mut filter).collect();
    // What leaned to one side at full scale would be cut flat on the other.
    let peak = filtered.iter().fold(0.0_f32, |peak, value| peak.max(value.abs()));
    let gain = (HIGHEST / peak.max(1.0)).min(1.0);
    filtered.iter().map(|value| (value * gain).round() as i16).collect()
}

/// Cuts and fades.
pub(super) fn trim(raw: &[i16], rate_hz: u32, envelope: &Envelope) -> Trimmed {
    let ms = |ms: usize| ms * rate_hz as usize / 1000;
    let voiced = envelope.voiced();
    let first = frame(voiced.start, rate_hz).start;
    let last = frame(voiced.end - 1, rate_hz).end.min(raw.len());
    let mut kept = Vec::new();
    let mut from = first.saturating_sub(ms(LEAD_MS));
    let lead = first - from;
    for silence in envelope.silences(GAP_TOO_LONG_MS / 10) {
        let (begins, ends) = (frame(silence.start, rate_hz).start, frame(silence.end, rate_hz).start);
        // Half of what is left on each side, so that what rings on and what is breathed in stay.
        kept.push(from..begins + ms(LONGEST_GAP_MS / 2));
        from = ends - ms(LONGEST_GAP_MS / 2);
    }
    kept.push(from..raw.len().min(last + ms(TAIL_MS)));
    let mut samples: Vec<i16> = kept.iter().flat_map(|piece| &raw[piece.clone()]).copied().collect();
    let n_voiced = samples.len() - lead - (raw.len().min(last + ms(TAIL_MS)) - last);
    fade(&mut samples, ms(FADE_MS));
    Trimmed { samples, voiced: lead..lead + n_voiced, kept }
}

fn fade(samples: &mut [i16], n_fade: usize) {
    let n_fade = n_fade.min(samples.len() / 2);
    let end = samples.len().saturating_sub(1);
    for i in 0..n_fade {
        let gain = i as f32 / n_fade as f32;
        samples[i] = (f32::from(samples[i]) * gain) as i16;
        samples[end - i] = (f32::from(samples[end - i]) * gain) as i16;
    }
}
