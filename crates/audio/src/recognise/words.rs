//! Two rows of words laid side by side: what is missing from the second, what it has more, what is another.

use std::ops::Range;

/// A difference between what was expected and what was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Expected and not heard.
    Missing(Range<usize>),
    /// Heard and not expected, before this expected word.
    Extra {
        /// The expected word that follows, or their number.
        before: usize,
        /// Which of the heard words.
        heard: Range<usize>,
    },
    /// Expected, and something else heard in its place.
    Other(Range<usize>),
}

/// What lies on a step of the way: both, an expected word alone, a heard one alone.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Same,
    Other,
    Missing,
    Extra,
}

/// The differences of the cheapest alignment, in order.
pub fn compare_words<T: PartialEq>(expected: &[T], heard: &[T]) -> Vec<Difference> {
    let mut differences: Vec<Difference> = Vec::new();
    let (mut e, mut h) = (0, 0);
    for step in steps(expected, heard) {
        match (step, differences.last_mut()) {
            (Step::Missing, Some(Difference::Missing(part))) if part.end == e => part.end += 1,
            (Step::Missing, _) => differences.push(Difference::Missing(e..e + 1)),
            (Step::Other, Some(Difference::Other(part))) if part.end == e => part.end += 1,
            (Step::Other, _) => differences.push(Difference::Other(e..e + 1)),
            (Step::Extra, Some(Difference::Extra { before, heard })) if *before == e && heard.end == h => {
                heard.end += 1;
            }
            (Step::Extra, _) => differences.push(Difference::Extra { before: e, heard: h..h + 1 }),
            (Step::Same, _) => {}
        }
        e += usize::from(step != Step::Extra);
        h += usize::from(step != Step::Missing);
    }
    differences
}

/// Levenshtein's way from the first words to the last.
fn steps<T: PartialEq>(expected: &[T], heard: &[T]) -> Vec<Step> {
    let width = heard.len() + 1;
    let mut costs = vec![0_u32; (expected.len() + 1) * width];
    for e in 0..=expected.len() {
        for h in 0..=heard.len() {
            costs[e * width + h] = match (e, h) {
                (0, _) => h as u32,
                (_, 0) => e as u32,
                _ => {
                    let other = u32::from(expected[e - 1] != heard[h - 1]);
                    let diagonal = costs[(e - 1) * width + h - 1] + other;
                    diagonal.min(costs[(e - 1) * width + h] + 1).min(costs[e * width + h - 1] + 1)
                }
            };
        }
    }
    let (mut e, mut h) = (expected.len(), heard.len());
    let mut steps = Vec::with_capacity(e.max(h));
    while e > 0 || h > 0 {
        let here = costs[e * width + h];
        let step = if e > 0 && h > 0 && expected[e - 1] == heard[h - 1] && costs[(e - 1) * width + h - 1] == here {
            Step::Same
        } else if e > 0 && costs[(e - 1) * width + h] + 1 == here {
            Step::Missing
        } else if h > 0 && costs[e * width + h - 1] + 1 == here {
            Step::Extra
        } else {
            Step::Other
        };
        e -= usize::from(step != Step::Extra);
        h -= usize::from(step != Step::Missing);
        steps.push(step);
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str, heard: &str, differences: &[Difference]) {
        let words = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
        assert_eq!(compare_words(&words(expected), &words(heard)), differences);
    }

    #[test]
    fn what_is_missing_more_or_other_is_told_apart() {
        check("a b c d", "a b c d", &[]);
        check("a b c d", "a d", &[Difference::Missing(1..3)]);
        check("a b c d", "a b b c d", &[Difference::Extra { before: 1, heard: 1..2 }]);
        check("a b c d", "a x y d", &[Difference::Other(1..3)]);
    }
}
