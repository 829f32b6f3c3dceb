//! The words of a line as they are said, and how many syllables each has.

use crate::speak::syllables;
use news::text::is_han;

/// A word as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In the spelling of the spoken form; of Chinese a word or a single character.
    pub text: String,
    /// At least one.
    pub n_syllables: usize,
}

/// Cuts a line, normalised for speech, into words: each Chinese character is one.
pub fn words(spoken: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = String::new();
    for c in spoken.chars().chain([' ']) {
        let belongs = c.is_alphanumeric() || matches!(c, '\'' | '’') && !open.is_empty();
        if belongs && !is_han(c) {
            open.push(c);
            continue;
        }
        if !open.is_empty() {
            words.push(Word { n_syllables: syllables(&open), text: std::mem::take(&mut open) });
        }
        if is_han(c) {
            words.push(Word { text: c.to_string(), n_syllables: 1 });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_words_are_words() {
        let found: Vec<(String, usize)> =
            words("中国的DeepSeek, don't wait!").into_iter().map(|word| (word.text, word.n_syllables)).collect();
        let expected = [("中", 1), ("国", 1), ("的", 1), ("DeepSeek", 2), ("don't", 1), ("wait", 1)];
        assert_eq!(found, expected.map(|(text, n)| (text.to_owned(), n)));
    }
}
