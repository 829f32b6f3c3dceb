//! Capitals: said letter by letter, unless they have become a word.

use super::words::lines;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Said as words.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("../../data/acronyms-en.txt")).collect());

/// Said letter by letter even where everything is in capitals.
const INITIALS: &[&str] =
    &["AI", "CEO", "CIA", "EU", "FBI", "GDP", "IMF", "IPO", "NBA", "NFL", "TV", "UAE", "UK", "UN", "US", "USA", "WHO"];

/// Words that stand in capitals for loudness, not as initials, are longer than this.
const LONGEST_SPELLED: usize = 5;

/// English words as espeak-ng is to read them: initials with stops (it takes a lone A for the article), word-like
/// acronyms as words.
pub fn spelled(text: &str) -> String {
    let is_shouted = is_shouted(text);
    let mut said = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len());
        if end == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            said.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            said.push_str(&word(&rest[..end], is_shouted));
            let is_name = &rest[..end] == "A" && is_inside_sentence(&said) && begins_with_number(&rest[end..]);
            rest = &rest[end..];
            if is_name {
                // The A 100: joined to its figures the letter is no article.
                said.push('-');
                rest = rest.trim_start_matches(' ');
            }
        }
    }
    said
}

fn is_inside_sentence(said: &str) -> bool {
    let before = said[..said.len() - 1].trim_end();
    !before.is_empty() && !before.ends_with(['.', '!', '?', ':', '"', ','])
}

fn begins_with_number(after: &str) -> bool {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = after.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let tens = ["teen", "ty"].iter().any(|ending| word.ends_with(ending));
    after.starts_with(' ') && (NUMBERS.contains(&word) || (tens && word.len() > 4))
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// A line in capitals is loud, not full of initials.
fn is_shouted(text: &str) -> bool {
    let n_small = text.chars().filter(char::is_ascii_lowercase).count();
    let n_large = text.chars().filter(char::is_ascii_uppercase).count();
    n_large > 16 && n_large > n_small * 4
}

fn word(word: &str, is_shouted: bool) -> String {
    let (stem, plural) = match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && is_capitals(stem) => (stem, "s"),
        _ => (word, ""),
    };
    if !is_capitals(stem) || stem.len() < 2 {
        return word.to_owned();
    }
    if WORDS.contains(&stem) {
        return format!("{}{}{plural}", &stem[..1], stem[1..].to_ascii_lowercase());
    }
    if stem.len() > LONGEST_SPELLED || (is_shouted && !INITIALS.contains(&stem)) {
        return word.to_ascii_lowercase();
    }
    let letters = stem.chars().map(String::from).collect::<Vec<_>>().join(".");
    if plural.is_empty() { letters } else { format!("{letters}'s") }
}

fn is_capitals(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_spelled_and_acronyms_that_are_words_are_not() {
        let cases = [
            ("The FBI and NASA told the EU.", "The F.B.I and Nasa told the E.U."),
            ("OPEC, UNESCO", "Opec, Unesco"),
            ("GDP rose; CEOs met at MIT", "G.D.P rose; C.E.O's met at M.I.T"),
            ("A BREAKING story, I say", "A breaking story, I say"),
            ("OpenAI iPhone", "OpenAI iPhone"),
            ("the A one hundred chip", "the A-one hundred chip"),
            ("A one hundred dollar bill", "A one hundred dollar bill"),
            ("SENATE PASSES NEW BILL, US SAYS", "senate passes new bill, U.S says"),
        ];
        for (written, said) in cases {
            assert_eq!(spelled(written), said);
        }
    }
}
