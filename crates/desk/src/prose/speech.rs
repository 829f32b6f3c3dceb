//! How long a text takes to say.

use news::Language;
use news::text::is_han;

/// Chinese news is read at about this many syllables a second.
const ZH_SYLLABLES_PER_SECOND: f64 = 4.6;

/// English news is read at about this many words a minute.
const EN_WORDS_PER_MINUTE: f64 = 165.0;

/// Silence after a sentence, in milliseconds.
pub(crate) const SENTENCE_PAUSE_MS: u32 = 350;

/// Silence after a story, in milliseconds.
pub(crate) const STORY_PAUSE_MS: u32 = 700;

/// Seconds it takes to say a text, without the pause after it.
///
/// A Latin word in Chinese counts as two syllables, a digit as a syllable and a third (十, 百 and 点 are said too);
/// a digit in English counts as half a word.
pub fn spoken_seconds(text: &str, language: Language) -> f64 {
    let n_han = text.chars().filter(|c| is_han(*c)).count() as f64;
    let n_digits = text.chars().filter(char::is_ascii_digit).count() as f64;
    let n_words = n_latin_words(text) as f64;
    let n_stops = text.chars().filter(|c| matches!(c, ',' | '，' | '、' | ';' | '；' | ':' | '：')).count() as f64;
    if language == Language::ZH {
        (n_han + n_digits * 1.33 + n_words * 2.0) / ZH_SYLLABLES_PER_SECOND + n_stops * 0.12
    } else {
        (n_words + n_digits * 0.5 + n_han * 0.6) * 60.0 / EN_WORDS_PER_MINUTE + n_stops * 0.08
    }
}

fn n_latin_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’' || is_han(c))
        .filter(|word| !word.is_empty())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_text_is_a_minute_of_speech() {
        let english = "word ".repeat(165);
        assert_eq!(spoken_seconds(&english, Language::EN).round(), 60.0);
        let chinese = "字".repeat(276);
        assert_eq!(spoken_seconds(&chinese, Language::ZH).round(), 60.0);
    }

    #[test]
    fn numbers_take_time() {
        assert!(spoken_seconds("1395万人次", Language::ZH) > spoken_seconds("万人次", Language::ZH) + 0.8);
    }
}
