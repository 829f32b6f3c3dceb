//! The words of a line as they are said, and how many syllables each has.

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

/// Groups of vowels, without a silent e; a figure or capitals that no rule put into words are read one by one.
fn syllables(word: &str) -> usize {
    let is_vowel = |c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii();
    let (mut n_groups, mut was_vowel) = (0, false);
    for c in word.chars() {
        n_groups += usize::from(is_vowel(c) && !was_vowel);
        was_vowel = is_vowel(c);
    }
    let has_silent_e = word.ends_with('e') && n_groups > 1 && !word.ends_with("le");
    let n_figures = word.chars().filter(char::is_ascii_digit).count();
    (n_groups - usize::from(has_silent_e) + 2 * n_figures).max(1)
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
