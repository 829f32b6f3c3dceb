//! Checks what a voice gave before it is used, and trims it: a take is kept only if it can be the line it was asked for.
//!
//! One door: [`check`]. What the sound alone tells is in `level`, what the voice's other takes tell in `usual`, what the
//! vendor says in `vendor`, and what a rendering of the same line by the floor tells in `align`.
//! Takes come at any rate; nothing is resampled here.

mod adapt;
mod align;
mod compare;
mod defect;
mod expected;
mod features;
mod level;
mod programme;
mod reference;
mod trim;
mod usual;
mod vendor;
mod words;

pub use compare::WordTime;
pub use defect::{Defect, in_words};
pub use expected::Expected;
pub use gateway::voice::{Mark, Said};
pub(crate) use programme::{Finished, Sound, check_finished};
pub use programme::{Pcm, ProgrammeDefect, check_programme, listen_to_programme};
pub use reference::Reference;
pub use usual::{Measured, Usual, review};
pub use words::{Word, words};

use level::Envelope;
use std::ops::Range;

/// Rates a voice can have, samples a second.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// A silence inside a line that is this long is a hole; shorter ones are trimmed.
const HOLE_MS: usize = 1500;
/// The mean of all samples may be off zero by this, of full scale.
const MOST_OFFSET: f64 = 0.04;

/// The sound of one line, trimmed: mono.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono.
    pub samples: Vec<i16>,
    /// Where the voice begins and ends in `samples`.
    pub voiced: Range<usize>,
    /// Whether a long silence inside was cut.
    pub gap_cut: bool,
    /// When each word is heard, if the line was compared with a rendering.
    pub words: Vec<WordTime>,
    /// For [`Usual::learn`] and [`review`].
    pub measured: Measured,
}

/// Makes a take of what a voice gave, or says all that is wrong with it.
pub fn check(said: &Said, expected: &Expected) -> Result<Take, Vec<Defect>> {
    if !RATES_HZ.contains(&said.rate_hz) {
        return Err(vec![Defect::WrongRate { declared_hz: said.rate_hz }]);
    }
    let raw = trim::without_rumble(&said.samples, said.rate_hz);
    let envelope = Envelope::of(&raw, said.rate_hz).ok_or_else(|| vec![Defect::Silent])?;
    let compared = expected
        .reference
        .as_ref()
        .and_then(|reference| compare::compare(&raw, said.rate_hz, &envelope, reference, &expected.usual));
    let measured = measured(&envelope, expected, compared.as_ref().map(|compared| compared.stretch));
    let mut defects = of_the_sound(said, &raw, &envelope);
    defects.extend(expected.usual.odd(&measured));
    defects.extend(vendor::differences(said, expected, &envelope));
    let (found, words) = compared.map(|compared| (compared.defects, compared.words)).unwrap_or_default();
    defects.extend(found);
    if !defects.is_empty() {
        return Err(defects);
    }
    let trimmed = trim::trim(&raw, said.rate_hz, &envelope);
    Ok(Take {
        rate_hz: said.rate_hz,
        words: words.into_iter().filter_map(|word| kept(word, &trimmed.kept, said.rate_hz)).collect(),
        gap_cut: trimmed.kept.len() > 1,
        samples: trimmed.samples,
        voiced: trimmed.voiced,
        measured,
    })
}

/// A word's time in the trimmed sound.
fn kept(word: WordTime, pieces: &[Range<usize>], rate_hz: u32) -> Option<WordTime> {
    let ms = |sample: usize| sample as u64 * 1000 / u64::from(rate_hz);
    let mut before = 0;
    for piece in pieces {
        let (from, to) = (ms(piece.start), ms(piece.end));
        if word.start_ms < to {
            let shift = |at: u64| before + at.clamp(from, to) - from;
            return Some(WordTime { start_ms: shift(word.start_ms), end_ms: shift(word.end_ms), ..word });
        }
        before += to - from;
    }
    None
}

fn measured(envelope: &Envelope, expected: &Expected, stretch: Option<f64>) -> Measured {
    Measured {
        seconds: envelope.voiced().len() as f64 / level::FRAMES_A_SECOND as f64,
        expected_seconds: expected.seconds,
        n_syllables: expected.n_syllables(),
        level_db: f64::from(envelope.level_db),
        stretch,
    }
}

/// What is wrong with any take, whatever its line.
fn of_the_sound(said: &Said, raw: &[i16], envelope: &Envelope) -> Vec<Defect> {
    let mut defects = Vec::new();
    let places = level::clipped_places(&said.samples, said.rate_hz);
    defects.extend((places > 0).then_some(Defect::Clipping { places }));
    let jump = level::jump(&said.samples, said.rate_hz);
    defects.extend(jump.map(|at| Defect::Jump { at_ms: at as u64 * 1000 / u64::from(said.rate_hz) }));
    let offset = level::offset(&said.samples);
    defects.extend((offset.abs() > MOST_OFFSET).then_some(Defect::Offset { percent: offset * 100.0 }));
    defects.extend(level::ends_in_sound(raw, said.rate_hz, envelope).then_some(Defect::CutOff));
    let hole = |silence: Range<usize>| Defect::SilenceInside {
        at_ms: silence.start as u64 * 10,
        seconds: silence.len() as f64 / level::FRAMES_A_SECOND as f64,
    };
    defects.extend(envelope.silences(HOLE_MS / 10).into_iter().chain(envelope.dropout()).map(hole));
    defects
}

#[cfg(test)]
mod tests;
