//! Which stretch of a line is in the other language: an English clause in a Chinese line, Han characters in an English one.

use super::text::Text;
use news::text::is_han;
use std::ops::Range;

/// Says the stretches of a line that are in the other language one way and the rest another.
pub(super) fn say_by_language(
    text: Text,
    others: &[Range<usize>],
    say_own: impl Fn(&mut Text),
    say_other: impl Fn(&mut Text),
) -> Text {
    let places: Vec<usize> = others.iter().flat_map(|range| [range.start, range.end]).collect();
    let mut at = 0;
    let mut pieces = text.cut(&places);
    for piece in &mut pieces {
        let range = at..at + piece.said().len();
        at = range.end;
        let is_other = others.iter().any(|other| other.start <= range.start && range.end <= other.end);
        if is_other { say_other(piece) } else { say_own(piece) }
    }
    Text::join(pieces)
}

/// English clauses in a Chinese line: at least three words of which two are small, such as `we have 3 days left`. A
/// name such as `Gemini 2.5 Pro` is none: its figures are said in Chinese.
pub(super) fn english_clauses(text: &str) -> Vec<Range<usize>> {
    runs(text, |c| !is_han(c) && !is_mark_of_han(c))
        .into_iter()
        .filter(|run| {
            // An address is no words.
            let words =
                text[run.clone()].split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            let is_word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'');
            let words: Vec<&str> = words.filter(is_word).collect();
            let is_small = |word: &&&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
            words.len() >= 3 && words.iter().filter(is_small).count() >= 2
        })
        .collect()
}

/// Han characters in an English line, with the figures that touch them: `春晚2026`, `3月5日`.
pub(super) fn han_stretches(text: &str) -> Vec<Range<usize>> {
    let belongs = |c: char| is_han(c) || is_mark_of_han(c) || c.is_ascii_digit() || ".,%:-".contains(c);
    let mut stretches = Vec::new();
    for run in runs(text, belongs) {
        let stretch = &text[run.clone()];
        if !stretch.contains(is_han) {
            continue;
        }
        let is_edge = |c: char| c.is_ascii_punctuation() && c != '%';
        let start = run.start + (stretch.len() - stretch.trim_start_matches(is_edge).len());
        let end = run.end - (stretch.len() - stretch.trim_end_matches(is_edge).len());
        stretches.push(start..end);
    }
    stretches
}

fn is_mark_of_han(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3011}' | '，' | '：' | '；' | '！' | '？' | '（' | '）')
}

fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| belongs(*c)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + c.len_utf8(),
            _ => runs.push(at..at + c.len_utf8()),
        }
    }
    runs
}
