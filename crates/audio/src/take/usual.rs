//! What a voice's takes are usually like: learned from those of the run that passed, so that the odd one is told.

use super::Defect;

/// So many takes must be known before a voice's habit says anything.
const FEWEST: usize = 3;
/// So many before its spread does.
const FEWEST_FOR_SPREAD: usize = 8;
/// No voice is believed to be steadier than this, of its pace.
const LEAST_SPREAD: f64 = 0.02;
/// Lines with fewer syllables are mostly pauses and breath; they say little about pace and level.
const FEWEST_SYLLABLES: usize = 4;
/// A take this far from its voice's pace is not the line. Source: the range in which the same voice reads news.
const PACE: std::ops::RangeInclusive<f64> = 0.6..=1.6;
/// A take this far from its voice's level is another speaker or another gain, in dB.
const LEVEL_DB: f64 = 3.5;

/// What one take is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// From the first sound to the last, in seconds.
    pub seconds: f64,
    /// What the line was expected to last, before the voice's pace is known.
    pub expected_seconds: f64,
    /// Of the text.
    pub n_syllables: usize,
    /// Mean level of what is spoken, dB under full scale.
    pub level_db: f64,
    /// Length of what is spoken, pauses left out, against the floor's rendering; where it was compared with one.
    pub stretch: Option<f64>,
}

/// What a voice's takes are usually like.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Usual {
    takes: Vec<Measured>,
}

impl Usual {
    /// Takes a take that passed into account.
    pub fn learn(&mut self, measured: &Measured) {
        if measured.n_syllables >= FEWEST_SYLLABLES {
            self.takes.push(*measured);
        }
    }

    /// The voice's pace against what was expected of any voice: the median; `None` while too little is known.
    pub fn pace(&self) -> Option<f64> {
        self.median(|take| take.seconds / take.expected_seconds.max(0.1))
    }

    /// The voice's level, in dB; `None` while too little is known.
    pub fn level_db(&self) -> Option<f64> {
        self.median(|take| take.level_db)
    }

    /// The voice's pace against the floor's, pauses left out, and how much it varies; `None` while too little is known.
    pub(super) fn stretch(&self) -> Option<(f64, f64)> {
        let mut values: Vec<f64> = self.takes.iter().filter_map(|take| take.stretch).collect();
        if values.len() < FEWEST_FOR_SPREAD {
            return None;
        }
        let usual = median(&mut values);
        let mut off: Vec<f64> = values.iter().map(|value| (value - usual).abs()).collect();
        // Of a normal spread the median of what values are off by is two thirds.
        Some((usual, (median(&mut off) * 1.5).max(usual * LEAST_SPREAD)))
    }

    /// What is odd about a take of this voice.
    pub(super) fn odd(&self, take: &Measured) -> Vec<Defect> {
        let mut defects = Vec::new();
        defects.extend(self.odd_length(take));
        let is_telling = take.n_syllables >= FEWEST_SYLLABLES;
        let off_db = self.level_db().filter(|_| is_telling).map(|usual| take.level_db - usual);
        defects.extend(off_db.filter(|db| db.abs() > LEVEL_DB).map(|db| Defect::Level { db }));
        defects
    }

    fn odd_length(&self, take: &Measured) -> Option<Defect> {
        let pace = self.pace();
        let expected = take.expected_seconds * pace.unwrap_or(1.0);
        // A voice nobody has heard yet may be quick or slow; very short lines are mostly pauses and vary more.
        let (least, most) = if pace.is_some() { (*PACE.start(), *PACE.end()) } else { (0.4, 2.5) };
        let (shortest, longest) = (expected * least - 0.25, expected * most + 0.8);
        let seconds = take.seconds;
        if seconds < shortest {
            return Some(Defect::TooShort { seconds, expected });
        }
        (seconds > longest).then_some(Defect::TooLong { seconds, expected })
    }

    fn median(&self, of: impl Fn(&Measured) -> f64) -> Option<f64> {
        if self.takes.len() < FEWEST {
            return None;
        }
        Some(median(&mut self.takes.iter().map(of).collect::<Vec<f64>>()))
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Looks at all takes of one voice side by side: which are odd among the others, and how.
///
/// For the first takes of a voice nothing was known when they were checked; this is asked when all are there.
pub fn review(takes: &[Measured]) -> Vec<(usize, Defect)> {
    let odd = |(n, take): (usize, &Measured)| {
        let mut others = Usual::default();
        takes.iter().enumerate().filter(|(other, _)| *other != n).for_each(|(_, other)| others.learn(other));
        others.odd(take).into_iter().map(move |defect| (n, defect))
    };
    takes.iter().enumerate().flat_map(odd).collect()
}
