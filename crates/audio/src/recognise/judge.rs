//! Says of what a recogniser wrote whether a word was left out or said twice; what it merely misheard is not told.

use super::{Difference, compare_words};
use crate::normalise;
use crate::take::{Defect, words};
use news::Language;
use std::ops::Range;

/// A recogniser that hears less of a line than this, by words that agree, is too poor to be believed about the rest.
const LEAST_HEARD: f64 = 0.7;

/// What a recogniser's words say of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// Words that differ, of the line's: by character in Chinese, by word elsewhere, each run of a mixed line by its own.
    pub error_rate: f64,
    /// Left out, with the words on both sides heard right.
    pub missing: Vec<String>,
    /// Said twice in a row.
    pub repeated: Vec<String>,
}

impl Opinion {
    /// As defects of the take.
    pub fn defects(&self) -> Vec<Defect> {
        let missing = self.missing.iter().map(|words| format!("{words:?} is not heard"));
        let repeated = self.repeated.iter().map(|words| format!("{words:?} is heard twice"));
        missing.chain(repeated).map(|how| Defect::HeardOtherwise { how }).collect()
    }
}

/// Compares a written line with what was heard, numbers and names in their spoken form on both sides.
pub fn judge(line: &str, heard: &str, language: Language) -> Opinion {
    let (expected, heard) = (spoken_words(line, language), spoken_words(heard, language));
    let differences = compare_words(&expected, &heard);
    let lost = |difference: &Difference| match difference {
        Difference::Missing(part) | Difference::Other(part) => part.len(),
        Difference::Extra { .. } => 0,
    };
    let more = |difference: &Difference| match difference {
        Difference::Extra { heard, .. } => heard.len(),
        _ => 0,
    };
    let n = expected.len().max(1) as f64;
    let n_lost: usize = differences.iter().map(lost).sum();
    let error_rate = (n_lost + differences.iter().map(more).sum::<usize>()) as f64 / n;
    let mut opinion = Opinion { error_rate, missing: Vec::new(), repeated: Vec::new() };
    if 1.0 - n_lost as f64 / n < LEAST_HEARD {
        return opinion;
    }
    let join = |words: &[String]| words.join(if language == Language::ZH { "" } else { " " });
    for difference in &differences {
        match difference {
            Difference::Missing(part) if is_surely_missing(part, &expected, &differences) => {
                opinion.missing.push(join(&expected[part.clone()]));
            }
            Difference::Extra { before, heard: part } if is_twice(*before, part, &expected, &heard) => {
                opinion.repeated.push(join(&heard[part.clone()]));
            }
            _ => {}
        }
    }
    opinion
}

fn spoken_words(text: &str, language: Language) -> Vec<String> {
    words(&normalise::spoken(text, language)).into_iter().map(|word| folded(&word.text)).collect()
}

fn folded(word: &str) -> String {
    news::text::fold(word).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The neighbours are heard right, and what is gone is more than a little word that ears of machines swallow.
fn is_surely_missing(part: &Range<usize>, expected: &[String], differences: &[Difference]) -> bool {
    let is_wrong = |word: usize| {
        differences.iter().any(|difference| match difference {
            Difference::Missing(other) | Difference::Other(other) => other.contains(&word),
            Difference::Extra { before, .. } => *before == word,
        })
    };
    let before = part.start.checked_sub(1).is_none_or(|word| !is_wrong(word));
    let behind = part.end >= expected.len() || !is_wrong(part.end);
    let weight: usize = expected[part.clone()].iter().map(|word| if word.is_ascii() { word.len() } else { 3 }).sum();
    before && behind && weight >= 5
}

/// What is heard more is what stands before it, or behind it, once more.
fn is_twice(before: usize, part: &Range<usize>, expected: &[String], heard: &[String]) -> bool {
    let more = &heard[part.clone()];
    let last = before.checked_sub(more.len()).is_some_and(|from| expected[from..before] == *more);
    let next = expected.get(before..before + more.len()).is_some_and(|next| next == more);
    let weight: usize = more.iter().map(|word| if word.is_ascii() { word.len() } else { 3 }).sum();
    (last || next) && weight >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str, heard: &str, language: Language) -> Vec<String> {
        judge(line, heard, language).defects().iter().map(Defect::to_string).collect()
    }

    #[test]
    fn a_word_left_out_or_said_twice_is_told() {
        let line = "The Senate agreed on a bill of $1.2bn late on Tuesday.";
        let right = "the senate agreed on a bill of one point two billion dollars late on tuesday";
        assert_eq!(told(line, right, Language::EN), [""; 0]);
        assert_eq!(
            told(line, &right.replace("agreed ", ""), Language::EN),
            ["a recogniser heard otherwise: \"agreed\" is not heard"]
        );
        assert_eq!(
            told(line, &right.replace("bill", "bill bill"), Language::EN),
            ["a recogniser heard otherwise: \"bill\" is heard twice"]
        );
        assert_eq!(
            told("央行宣布降准0.5个百分点。", "央行降准零点五个百分点", Language::ZH),
            ["a recogniser heard otherwise: \"宣布\" is not heard"]
        );
    }

    #[test]
    fn a_poor_recogniser_says_nothing() {
        let line = "The Senate agreed on a bill late on Tuesday, officials said.";
        assert_eq!(told(line, "the sennet a greed on the build late tuesday of fishes set", Language::EN), [""; 0]);
        assert_eq!(told(line, "the senate agree on a bill late on tuesday officials say", Language::EN), [""; 0]);
        assert_eq!(told(line, "", Language::EN), [""; 0]);
    }
}
