//! Cuts a text into what is said at once: sentences, the first of them short, so that it is heard soon.

use news::Language;
use news::text;

/// A first sentence longer than this is cut at a comma.
const SHORT: usize = 48;
/// But not before so many characters: a word or two alone sound wrong.
const SHORTEST: usize = 8;
/// A sentence longer than this is cut where it pauses.
const LONGEST: usize = 300;

/// The sentences with their languages.
pub(super) fn sentences(written: &str, language: Option<Language>) -> Vec<(String, Language)> {
    let mut cut: Vec<String> = Vec::new();
    for span in text::sentences(written) {
        let mut sentence = span.of(written).trim();
        while sentence.chars().count() > LONGEST {
            let Some(at) = pause(sentence, LONGEST / 2) else { break };
            cut.push(sentence[..at].trim().to_owned());
            sentence = sentence[at..].trim();
        }
        cut.push(sentence.to_owned());
    }
    cut.retain(|sentence| sentence.contains(char::is_alphanumeric));
    if let Some(first) = cut.first().filter(|first| first.chars().count() > SHORT).cloned()
        && let Some(at) = pause(&first, SHORTEST)
    {
        cut.splice(..1, [first[..at].trim().to_owned(), first[at..].trim().to_owned()]);
    }
    cut.into_iter()
        .map(|sentence| (sentence.clone(), language.unwrap_or_else(|| text::language_of(&sentence))))
        .collect()
}

/// Behind the first comma after so many characters.
fn pause(sentence: &str, least: usize) -> Option<usize> {
    let mut chars = sentence.char_indices().skip(least).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        // 1,000 is no pause.
        let is_pause = matches!(c, '，' | '；' | '：') || (matches!(c, ',' | ';' | ':') && next == Some(' '));
        if is_pause && next.is_some() {
            return Some(at + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_short_and_nothing_is_lost() {
        let text =
            "The harbour said on Tuesday, after a night of talks, that 1,000 ships would sail again. 央行宣布降准。";
        let cut = sentences(text, None);
        let said: Vec<(&str, &str)> = cut.iter().map(|(text, language)| (text.as_str(), language.as_str())).collect();
        assert_eq!(
            said,
            [
                ("The harbour said on Tuesday,", "en"),
                ("after a night of talks, that 1,000 ships would sail again.", "en"),
                ("央行宣布降准。", "zh"),
            ]
        );
    }
}
