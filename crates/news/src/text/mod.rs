//! What every room needs to know of written language, zh and en: script, sentences, terms.

mod numerals;
mod sentences;
mod terms;
mod visible;

pub use numerals::{SMALL_NUMBERS, TENS, value_of_number_word};
pub use sentences::{Span, is_whole_sentence, paragraphs, sentences};
pub use terms::{fold, overlap, terms};
pub use visible::{hides_text, is_invisible, visible};

use crate::Language;

/// Whether a character is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// The share of Han characters among letters, in [0, 1].
pub fn han_share(text: &str) -> f64 {
    let mut n_han = 0usize;
    let mut n_letters = 0usize;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        n_letters += 1;
        n_han += usize::from(is_han(c));
    }
    if n_letters == 0 { 0.0 } else { n_han as f64 / n_letters as f64 }
}

/// The language of a text: by script for Chinese, by a trained classifier for the rest.
///
/// A Han character says as much as a short word, so a third of Han letters makes a text Chinese.
pub fn language_of(text: &str) -> Language {
    let kana = text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
    if han_share(text) > 0.3 && !kana {
        return Language::ZH;
    }
    // A figure or two say nothing of the language; the classifier would guess.
    if text.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return if text.chars().any(is_han) { Language::ZH } else { Language::EN };
    }
    match whichlang::detect_language(text) {
        whichlang::Lang::Cmn => Language::ZH,
        whichlang::Lang::Eng => Language::EN,
        other => Language::parse(two_letters(other)).unwrap_or(Language::EN),
    }
}

fn two_letters(language: whichlang::Lang) -> &'static str {
    use whichlang::Lang;
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_headline_with_english_names_is_chinese() {
        assert_eq!(language_of("OpenAI发布GPT-5模型"), Language::ZH);
        assert_eq!(language_of("The central bank kept its rate unchanged on Tuesday"), Language::EN);
        assert_eq!(language_of("17, 2026."), Language::EN);
        assert_eq!(language_of("El gobierno anunció ayer una nueva ley de pensiones"), Language::parse("es").unwrap());
    }
}
