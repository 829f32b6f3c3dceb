//! Whether a sentence or a headline says anything that the readers were not told.

use super::words::{inner_names, is_telling, latin_names, words_of};
use crate::cluster::{Kind, Number, concepts_in, numbers_in};
use news::Told;
use news::text::{han_share, is_han, terms};
use std::collections::{BTreeMap, BTreeSet};

/// A sentence with a smaller share of known words tells something new.
const MIN_KNOWN: f64 = 0.5;
/// A headline with such a share of known words, and at least so many of them, says what was told in other words.
const TOLD_HEADLINE: f64 = 0.75;
/// See [`TOLD_HEADLINE`].
const MIN_HEADLINE_WORDS: usize = 5;
/// A sentence with fewer words is judged by its numbers and names alone.
const MIN_WORDS: usize = 4;

/// Which sentences say something that was not told, as their positions.
///
/// A sentence is new if it holds a number that was not told with what it counts, or a name that was not told, or if
/// most of its words were not told. If nothing was told, every sentence is new. What was told in the other language is
/// compared by numbers, names in Latin letters and concepts.
pub fn new_facts<'a>(told: &[Told], sentences: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let known = Known::of(told);
    sentences.enumerate().filter(|(_, sentence)| known.is_new(sentence)).map(|(at, _)| at).collect()
}

/// Whether a headline says what was told, in other words perhaps: no new number, and almost all of its words known.
///
/// A story under such a headline is heard as the old one, whatever detail its sentences add.
pub fn is_told_headline(told: &[Told], headline: &str) -> bool {
    Known::of(told).has_told_headline(headline)
}

/// What the readers were told, as things to look up.
struct Known {
    words: BTreeSet<String>,
    concepts: BTreeSet<&'static str>,
    /// Each number with the words that were told right behind it.
    numbers: BTreeMap<String, BTreeSet<String>>,
    names: BTreeSet<String>,
    is_chinese: bool,
    is_latin: bool,
}

impl Known {
    fn of(told: &[Told]) -> Self {
        let mut known = Self {
            words: BTreeSet::new(),
            concepts: BTreeSet::new(),
            numbers: BTreeMap::new(),
            names: BTreeSet::new(),
            is_chinese: false,
            is_latin: false,
        };
        for text in told.iter().flat_map(|told| std::iter::once(&told.headline).chain(&told.sentences)) {
            known.words.extend(terms(text));
            known.concepts.extend(concepts_in(text).into_iter().map(|concept| concept.name));
            for number in numbers_in(text) {
                known.numbers.entry(number.key()).or_default().extend(counted(text, &number));
            }
            known.names.extend(words_of(text));
            if han_share(text) > 0.3 { known.is_chinese = true } else { known.is_latin = true }
        }
        known
    }

    fn is_new(&self, sentence: &str) -> bool {
        let is_chinese = han_share(sentence) > 0.3;
        let in_known_language = if is_chinese { self.is_chinese } else { self.is_latin };
        self.has_new_number(sentence, in_known_language)
            || self.has_new_name(sentence, is_chinese, in_known_language)
            || self.is_mostly_new(sentence, in_known_language)
    }

    fn has_told_headline(&self, headline: &str) -> bool {
        let in_known_language = if han_share(headline) > 0.3 { self.is_chinese } else { self.is_latin };
        let words: BTreeSet<String> = terms(headline).into_iter().collect();
        let known = words.iter().filter(|word| self.words.contains(*word)).count();
        in_known_language
            && words.len() >= MIN_HEADLINE_WORDS
            && known as f64 >= TOLD_HEADLINE * words.len() as f64
            && !self.has_new_number(headline, in_known_language)
    }

    fn has_new_number(&self, sentence: &str, in_known_language: bool) -> bool {
        numbers_in(sentence).iter().filter(|number| is_telling(number)).any(|number| {
            match self.numbers.get(&number.key()) {
                None => true,
                // Forty dead are not forty ships; in another language the words cannot be compared.
                Some(told) => {
                    in_known_language
                        && !told.is_empty()
                        && !counted(sentence, number).is_empty()
                        && counted(sentence, number).is_disjoint(told)
                }
            }
        })
    }

    fn has_new_name(&self, sentence: &str, is_chinese: bool, in_known_language: bool) -> bool {
        let table = concepts_in(sentence)
            .into_iter()
            .filter(|concept| matches!(concept.kind, Kind::Person | Kind::Organisation | Kind::Place));
        let has_new_concept = table.into_iter().any(|concept| !self.concepts.contains(concept.name));
        let latin = if is_chinese { latin_names(sentence) } else { inner_names(sentence) };
        has_new_concept
            || (in_known_language || is_chinese)
                && latin.iter().any(|name| !self.names.contains(name) && !self.names.is_empty())
    }

    fn is_mostly_new(&self, sentence: &str, in_known_language: bool) -> bool {
        let share = |known: usize, all: usize| known as f64 / all as f64;
        if in_known_language {
            let words: BTreeSet<String> = terms(sentence).into_iter().collect();
            let known = words.iter().filter(|word| self.words.contains(*word)).count();
            return words.len() >= MIN_WORDS && share(known, words.len()) < MIN_KNOWN;
        }
        let concepts = concepts_in(sentence);
        let known = concepts.iter().filter(|concept| self.concepts.contains(concept.name)).count();
        concepts.is_empty() || share(known, concepts.len()) < MIN_KNOWN
    }
}

/// The words a number counts: the two behind it, or two Han characters.
fn counted(text: &str, number: &Number) -> BTreeSet<String> {
    let behind = text.get(number.end..).unwrap_or("").trim_start();
    if behind.starts_with(is_han) {
        // 名乘客 and 人 count people in other words; the measure word is passed over.
        return behind
            .chars()
            .take_while(|c| is_han(*c))
            .take(3)
            .filter(|c| !"名个位人多余余名约".contains(*c))
            .map(|c| c.to_string())
            .collect();
    }
    let clause = behind.split(['.', ',', ';', '。', '，']).next().unwrap_or("");
    terms(&clause.split_whitespace().take(3).collect::<Vec<_>>().join(" ")).into_iter().collect()
}
