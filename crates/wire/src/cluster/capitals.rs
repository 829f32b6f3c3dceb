//! Learns from the batch which words are names: those that keep their capital where other words have none.
//!
//! A title in which nearly every word has a capital says nothing of any of them and is passed over, and so is the first
//! word of a sentence.

use news::text::terms;
use std::collections::HashMap;

/// A title with a larger share of capitals is set in capitals.
const TITLE_CASE: f32 = 0.6;
/// What is thought of a word of which nothing was seen.
const UNKNOWN: f32 = 0.5;

/// How often each word was seen with a capital and without.
#[derive(Debug, Default)]
pub(super) struct Capitals {
    seen: HashMap<String, (u32, u32)>,
}

/// The words of a text where a capital would show a name, each with whether it has one.
pub(super) fn seen_in(text: &str) -> Vec<(String, bool)> {
    text.split(['.', '!', '?', '\n']).flat_map(seen_in_sentence).collect()
}

fn seen_in_sentence(sentence: &str) -> Vec<(String, bool)> {
    let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let inner: Vec<(String, bool)> = words
        .skip(1)
        .filter(|word| word.starts_with(|c: char| c.is_lowercase() || c.is_uppercase()))
        .filter_map(|word| Some((terms(word).pop()?, word.starts_with(char::is_uppercase))))
        .collect();
    let n_capitals = inner.iter().filter(|(_, is_capital)| *is_capital).count();
    if n_capitals as f32 > TITLE_CASE * inner.len() as f32 { Vec::new() } else { inner }
}

impl Capitals {
    /// Takes note of what was seen in a text.
    pub(super) fn learn(&mut self, seen: &[(String, bool)]) {
        for (word, is_capital) in seen {
            if !self.seen.contains_key(word) {
                self.seen.insert(word.clone(), (0, 0));
            }
            if let Some(seen) = self.seen.get_mut(word) {
                if *is_capital { seen.0 += 1 } else { seen.1 += 1 }
            }
        }
    }

    /// How likely the word is a name, in (0, 1).
    pub(super) fn nameness(&self, word: &str) -> f32 {
        let Some((capital, small)) = self.seen.get(word) else {
            return UNKNOWN;
        };
        (*capital as f32 + UNKNOWN) / ((capital + small) as f32 + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_capitals() {
        let mut capitals = Capitals::default();
        for text in [
            "Crews of the Fjordline ferry strike again over pay",
            "The ferry of Fjordline stayed ashore. Nobody asked.",
            "Ferry Crews Of Harbour City Strike Over Night Pay",
        ] {
            capitals.learn(&seen_in(text));
        }
        let known = |word: &str| (capitals.nameness(word) * 100.0).round();
        assert_eq!((known("fjordline"), known("ferry"), known("night")), (83.0, 17.0, 50.0));
    }
}
