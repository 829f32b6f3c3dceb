//! Compares a take with the floor's rendering of its line: words that are missing or said twice, and when each is heard.

use super::align::{Alignment, Leap, Sides, align, mismatch, word};
use super::features::{Frame, features};
use super::level::{Envelope, FRAMES_A_SECOND, frame};
use super::{Defect, Reference, Usual, adapt};
use std::ops::Range;

/// How far apart frames of the take are, in seconds; the envelope's are as far.
const HOP: f64 = 1.0 / FRAMES_A_SECOND as f64;
/// Silences this long are pauses and say nothing of the voice's pace; shorter ones are closed lips. In frames.
const PAUSE: usize = 8;
/// A leap that saves more mismatches than this is not chance. Tuned on one half of the bench's lines and voices.
const MISSING: f32 = 8.0;
/// The same for a leap back.
const REPEATED: f32 = 7.0;
/// The same for a leap to the end. It ends nowhere but where the line does, so chance finds far less to save: of 800 whole takes
/// of that half none more than 2.4.
const STOPPED: f32 = 3.0;
/// The sound itself must give this part of the evidence; the voice's pace may give the rest.
const BY_SOUND: f32 = 0.6;
/// What the voice's pace may add to or take from the evidence.
const MOST_FROM_PACE: f64 = 6.0;
/// The mismatch of a word that was laid on another, and of one that was laid on itself.
const STRANGE: f32 = 1.7;
const SAME: f32 = 0.9;

/// When a word is heard.
#[derive(Debug, Clone, PartialEq)]
pub struct WordTime {
    /// As it is said.
    pub text: String,
    /// From the take's first sample, in milliseconds.
    pub start_ms: u64,
    /// Its end.
    pub end_ms: u64,
    /// 1: it sounds like the word; 0: it sounds like anything.
    pub confidence: f32,
}

/// What the comparison tells.
pub(super) struct Compared {
    pub(super) defects: Vec<Defect>,
    /// Against the raw sound.
    pub(super) words: Vec<WordTime>,
    /// Length of what is spoken, pauses left out, against the rendering's.
    pub(super) stretch: f64,
}

/// Lays the take along the rendering.
pub(super) fn compare(
    raw: &[i16],
    rate_hz: u32,
    envelope: &Envelope,
    reference: &Reference,
    usual: &Usual,
) -> Option<Compared> {
    let voiced = envelope.voiced();
    let sound = &raw[frame(voiced.start, rate_hz).start..frame(voiced.end - 1, rate_hz).end.min(raw.len())];
    let pauses: usize = envelope.silences(PAUSE).iter().map(Range::len).sum();
    let stretch = (voiced.len() - pauses) as f64 * HOP / reference.seconds().max(0.1);
    // Faster and slower speech is brought to the same number of frames; a voice's habit is known better than one take's.
    let scale = usual.stretch().map_or(stretch.clamp(0.5, 2.0), |(usual, _)| stretch.clamp(usual * 0.8, usual * 1.25));
    let hop = HOP / scale;
    let highest_hz = rate_hz.min(reference.rate_hz) as f32 / 2.0;
    let theirs = features(sound, rate_hz, HOP, highest_hz);
    let ours = features(&reference.samples, reference.rate_hz, hop, highest_hz);
    let at = |sample: usize| ((sample as f64 / f64::from(reference.rate_hz) / hop) as usize).min(ours.len());
    let starts: Vec<usize> = reference.words.iter().map(|(_, samples)| at(samples.start)).collect();
    // The echo of a word is no second word.
    let quiet = &envelope.speechless(PAUSE)[voiced.clone()];
    let sides = Sides { reference: &ours, starts: &starts, take: &theirs, quiet };
    let (ours, theirs) = adapt::adapted(&sides)?;
    let sides = Sides { reference: &ours, starts: &starts, take: &theirs, quiet };
    let alignment = align(&sides);
    let named = Named { reference, starts: &starts, n_ref: ours.len(), first_ms: voiced.start as u64 * 10 };
    let pace = Pace { usual: usual.stretch(), stretch, n_ref: ours.len() as f64 };
    Some(Compared {
        defects: named.defects(&alignment, &pace),
        words: named.words(&alignment, &ours, &theirs),
        stretch,
    })
}

/// What the voice's pace says of a leap: with so much missing or twice, does it speak at its own pace?
struct Pace {
    usual: Option<(f64, f64)>,
    stretch: f64,
    n_ref: f64,
}

impl Pace {
    /// `missing`: frames of the rendering; negative if they are said twice.
    fn evidence(&self, missing: f64) -> f32 {
        let Some((usual, spread)) = self.usual else { return 0.0 };
        let odd = |stretch: f64| ((stretch - usual) / spread).powi(2) / 2.0;
        let corrected = self.stretch * self.n_ref / (self.n_ref - missing).max(1.0);
        (odd(self.stretch) - odd(corrected)).clamp(-MOST_FROM_PACE, MOST_FROM_PACE) as f32
    }
}

/// Names frames of the rendering.
struct Named<'a> {
    reference: &'a Reference,
    starts: &'a [usize],
    n_ref: usize,
    first_ms: u64,
}

impl Named<'_> {
    fn defects(&self, alignment: &Alignment, pace: &Pace) -> Vec<Defect> {
        let length = |leap: &Leap| (leap.over.1 - leap.over.0) as f64;
        let (missing, repeated) = (&alignment.missing, &alignment.repeated);
        let missing_gain = missing.gain + pace.evidence(length(missing));
        let repeated_gain = repeated.gain + pace.evidence(-length(repeated));
        let at_ms = |leap: &Leap| self.first_ms + leap.at as u64 * 10;
        // One leap explains another: the stronger is told.
        if missing_gain > MISSING && missing.gain > MISSING * BY_SOUND && missing_gain >= repeated_gain {
            let words = self.text(missing.over);
            return vec![match missing.over {
                (0, _) => Defect::HeadMissing { words },
                (_, to) if to >= self.n_ref => Defect::TailMissing { words },
                _ => Defect::MissingWord { at_ms: at_ms(missing), words },
            }];
        }
        let stopped = &alignment.stopped;
        if stopped.gain + pace.evidence(length(stopped)) > STOPPED {
            return vec![Defect::TailMissing { words: self.text(stopped.over) }];
        }
        if repeated_gain > REPEATED && repeated.gain > REPEATED * BY_SOUND {
            return vec![Defect::Repeated { at_ms: at_ms(repeated), words: self.text(repeated.over) }];
        }
        Vec::new()
    }

    /// The words that lie mostly in these frames, or the one that holds them.
    fn text(&self, over: (usize, usize)) -> String {
        let shared = |n: usize| {
            let word = word(self.starts, self.n_ref, n);
            (word.end.min(over.1).saturating_sub(word.start.max(over.0)), word.len())
        };
        let all = 0..self.starts.len();
        let mut inside: Vec<usize> =
            all.clone().filter(|n| matches!(shared(*n), (part, whole) if part * 2 > whole)).collect();
        if inside.is_empty() {
            inside.extend(all.max_by_key(|n| shared(*n).0));
        }
        let names = inside.iter().map(|n| self.reference.words[*n].0.as_str());
        names.collect::<Vec<_>>().join(" ")
    }

    fn words(&self, alignment: &Alignment, ours: &[Frame], theirs: &[Frame]) -> Vec<WordTime> {
        let mut times = Vec::with_capacity(self.starts.len());
        let mut t = 0;
        for n in 0..self.starts.len() {
            let word = word(self.starts, self.n_ref, n);
            let heard = |t: &usize| alignment.path[*t].is_some_and(|s| word.contains(&s));
            let frames: Vec<usize> = (t..alignment.path.len())
                .skip_while(|t| alignment.path[*t].is_none_or(|s| s < word.start))
                .take_while(|t| alignment.path[*t].is_none_or(|s| s < word.end))
                .filter(heard)
                .collect();
            let (Some(first), Some(last)) = (frames.first(), frames.last()) else { continue };
            let differs = |t: &usize| alignment.path[*t].map_or(0.0, |s| mismatch(&theirs[*t], &ours[s]));
            let mean = frames.iter().map(differs).sum::<f32>() / frames.len() as f32;
            times.push(WordTime {
                text: self.reference.words[n].0.clone(),
                start_ms: self.first_ms + *first as u64 * 10,
                end_ms: self.first_ms + (*last as u64 + 1) * 10,
                confidence: ((STRANGE - mean) / (STRANGE - SAME)).clamp(0.0, 1.0),
            });
            t = *last + 1;
        }
        times
    }
}
