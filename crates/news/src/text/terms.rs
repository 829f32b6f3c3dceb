//! Turns text into comparable terms: words of alphabets, pairs of Han characters, numbers.

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

/// English words too common to tell one story from another.
const STOPWORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "if", "in", "into", "is", "it", "its", "more",
    "new", "no", "not", "of", "on", "one", "or", "our", "out", "over", "said", "says", "she", "so", "some", "than",
    "that", "the", "their", "them", "there", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when",
    "which", "who", "why", "will", "with", "would", "you", "your", "just", "now", "may", "do", "does", "did", "i",
];

/// Folds case, width and traditional characters away, so that 臺灣 and 台湾 compare equal.
pub fn fold(text: &str) -> String {
    let narrow: String = text.chars().map(narrow).flat_map(char::to_lowercase).collect();
    if narrow.chars().any(super::is_han) {
        return match simplifier() {
            Some(opencc) => opencc.convert(&narrow),
            None => narrow,
        };
    }
    narrow
}

/// Full-width ASCII as ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn simplifier() -> Option<&'static OpenCC> {
    static SIMPLIFIER: OnceLock<Option<OpenCC>> = OnceLock::new();
    SIMPLIFIER.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()).as_ref()
}

/// The terms of a text in order, with repeats: lower-case stems, Han bigrams, numbers.
pub fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut terms = Vec::new();
    let mut word = String::new();
    let mut previous_han: Option<char> = None;
    for c in folded.chars().chain(std::iter::once(' ')) {
        if super::is_han(c) {
            push_word(&mut word, &mut terms);
            if let Some(previous) = previous_han {
                terms.push([previous, c].iter().collect());
            }
            previous_han = Some(c);
            continue;
        }
        previous_han = None;
        let joins = matches!(c, '.' | ',') && word.ends_with(|c: char| c.is_ascii_digit());
        if c.is_alphanumeric() || joins {
            word.push(c);
        } else {
            push_word(&mut word, &mut terms);
        }
    }
    terms
}

fn push_word(word: &mut String, terms: &mut Vec<String>) {
    let trimmed = word.trim_end_matches(['.', ',']);
    if !trimmed.is_empty() && !STOPWORDS.contains(&trimmed) {
        terms.push(stem(trimmed).into_owned());
    }
    word.clear();
}

/// Takes the plural and the commonest endings off an English word; enough to match headlines.
fn stem(word: &str) -> Cow<'_, str> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Cow::Owned(word.replace(',', ""));
    }
    let n = word.chars().count();
    for (ending, keep, instead) in
        [("ies", 5, "y"), ("sses", 5, "ss"), ("ing", 6, ""), ("ed", 5, ""), ("es", 5, "e"), ("s", 4, "")]
    {
        if n >= keep && word.ends_with(ending) && !word.ends_with("ss") || ending == "sses" && word.ends_with(ending) {
            return Cow::Owned(format!("{}{instead}", word.trim_end_matches(ending)));
        }
    }
    Cow::Borrowed(word)
}

/// How much of the smaller set of terms is in the larger, in [0, 1]; 0 if either is empty.
pub fn overlap(a: &[String], b: &[String]) -> f64 {
    let a: HashSet<&String> = a.iter().collect();
    let b: HashSet<&String> = b.iter().collect();
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { a.intersection(&b).count() as f64 / smaller as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_and_simplified_compare_equal() {
        assert_eq!(terms("臺灣的軟體"), terms("台湾的软体"));
        assert_eq!(fold("ＧＰＴ－５"), "gpt-5");
    }

    #[test]
    fn terms_are_words_bigrams_and_numbers() {
        assert_eq!(
            terms("The ferries carried 1,200 passengers; 渡轮载客"),
            ["ferry", "carri", "1200", "passenger", "渡轮", "轮载", "载客"]
        );
    }

    #[test]
    fn overlap_is_of_the_smaller() {
        let a = terms("port strike ends");
        let b = terms("port strike in the north ends after nine days");
        assert_eq!(overlap(&a, &b), 1.0);
        assert_eq!(overlap(&a, &[]), 0.0);
    }
}
