//! Chinese characters to numbered pinyin, as it is heard, and to what espeak-ng reads as that.

use super::lexicon::{Lexicon, simplified};
use super::readings::{Stretch, readings};
use super::sandhi;
use super::words::{Clause, words};
use news::Language;
use news::text::is_han;
use std::ops::Range;

/// Words glued longer than this lose the stress of their middle.
const MAX_GLUED: usize = 4;

/// Characters whose syllables are known to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fixed {
    /// In characters of the text.
    pub(crate) range: Range<usize>,
    /// One a character.
    pub(crate) syllables: Vec<String>,
}

/// How the Chinese of a text sounds: one numbered syllable a character, `zhong1 guo2`; 5 is the neutral tone.
///
/// Figures are put into words first. 一 and 不 have the tone they are heard with, third tones the one they are written
/// with, and 儿 that only colours the syllable before it is `r5`.
pub fn pinyin(text: &str, lexicon: &Lexicon) -> String {
    let spoken = crate::normalise::spoken(text, Language::ZH);
    let mut syllables = Vec::new();
    for clause in spoken.split(|c: char| !is_han(c)).filter(|clause| !clause.is_empty()) {
        syllables.extend(heard(clause, lexicon, &[]).into_iter().flat_map(|word| word.syllables));
    }
    syllables.join(" ")
}

/// Writes a Chinese text in numbered pinyin with ASCII punctuation; gives the number of syllables with it.
pub(crate) fn transcribe(text: &str, fixed: &[Fixed], lexicon: &Lexicon) -> (String, usize) {
    let mut line = Line::default();
    let mut rest = text;
    let mut at = 0;
    while let Some(first) = rest.chars().next() {
        if is_han(first) {
            let end = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            let n_characters = rest[..end].chars().count();
            let inside = within(fixed, at..at + n_characters);
            heard(&rest[..end], lexicon, &inside).into_iter().for_each(|word| line.push_word(word));
            rest = &rest[end..];
            at += n_characters;
        } else {
            line.push_mark(first);
            rest = &rest[first.len_utf8()..];
            at += 1;
        }
    }
    (line.text.trim_end_matches(' ').to_owned(), line.n_syllables)
}

/// What is fixed inside a range, counted from its begin.
pub(crate) fn within(fixed: &[Fixed], range: Range<usize>) -> Vec<Fixed> {
    let inside = fixed.iter().filter(|fixed| range.start <= fixed.range.start && fixed.range.end <= range.end);
    let moved = |fixed: &Fixed| Fixed {
        range: fixed.range.start - range.start..fixed.range.end - range.start,
        syllables: fixed.syllables.clone(),
    };
    inside.map(moved).collect()
}

/// How a clause is read before neighbours change each other's tones, in the characters the tables are written in.
pub(crate) fn read(clause: &str, lexicon: &Lexicon) -> Vec<Stretch> {
    let text = simplified(clause);
    let chars: Vec<char> = text.chars().collect();
    readings(&Clause { chars: &chars, words: &words(&text) }, lexicon)
}

/// A word as it is heard.
struct Heard {
    syllables: Vec<String>,
}

/// The words of a stretch of Chinese characters.
fn heard(han: &str, lexicon: &Lexicon, fixed: &[Fixed]) -> Vec<Heard> {
    let text = simplified(han);
    let chars: Vec<char> = text.chars().collect();
    let words = words(&text);
    let clause = Clause { chars: &chars, words: &words };
    let mut syllables: Vec<Option<String>> =
        readings(&clause, lexicon).into_iter().flat_map(|stretch| stretch.syllables).collect();
    for fixed in fixed {
        for (at, syllable) in fixed.range.clone().zip(&fixed.syllables) {
            syllables[at] = Some(syllable.clone());
        }
    }
    sandhi::apply(&clause, &mut syllables);
    let word = |range: &Range<usize>| syllables[range.clone()].iter().flatten().cloned().collect::<Vec<_>>();
    let parts = words.iter().map(|w| word(&w.range)).flat_map(cut_long).filter(|word| !word.is_empty());
    with_endings(parts.collect()).into_iter().map(|syllables| Heard { syllables }).collect()
}

/// Puts an ending r5 that stands alone to the word before it.
fn with_endings(words: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut joined: Vec<Vec<String>> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last) if word == ["r5"] => last.extend(word),
            _ => joined.push(word),
        }
    }
    joined
}

fn cut_long(word: Vec<String>) -> Vec<Vec<String>> {
    if word.len() <= MAX_GLUED {
        return vec![word];
    }
    let mut parts: Vec<Vec<String>> = word.chunks(2).map(<[String]>::to_vec).collect();
    if parts.last().is_some_and(|part| part.len() == 1)
        && let Some(last) = parts.pop()
        && let Some(before) = parts.last_mut()
    {
        before.extend(last);
    }
    parts
}

/// The line as it grows.
#[derive(Default)]
struct Line {
    text: String,
    n_syllables: usize,
}

impl Line {
    fn push_word(&mut self, word: Heard) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let begins_sentence = self.text.trim_end().ends_with('.');
        let glued = glued(&word.syllables);
        // espeak takes a stop before a small letter for an abbreviation and makes no pause.
        match (begins_sentence, glued.chars().next()) {
            (true, Some(first)) => {
                self.text.extend(first.to_uppercase());
                self.text.push_str(&glued[first.len_utf8()..]);
            }
            _ => self.text.push_str(&glued),
        }
        self.n_syllables += word.syllables.iter().filter(|syllable| *syllable != "r5").count();
    }

    fn push_mark(&mut self, mark: char) {
        let Some(mark) = pause_mark(mark) else { return };
        // Of two marks in a row the stronger stays.
        let last = self.text.chars().last().filter(|last| ",;.!?".contains(*last));
        if last.is_some_and(|last| strength(mark) <= strength(last)) || self.text.is_empty() {
            return;
        }
        if last.is_some() {
            self.text.pop();
        }
        self.text.push(mark);
    }
}

/// A word in one piece; a syllable coloured by r5 loses its -n or -i, or espeak says "wan-ner" for 玩儿.
fn glued(syllables: &[String]) -> String {
    let mut word = String::new();
    for (n, syllable) in syllables.iter().enumerate() {
        let is_coloured = syllables.get(n + 1).is_some_and(|next| next == "r5");
        let bare = syllable.trim_end_matches(|c: char| c.is_ascii_digit());
        let opened = bare.strip_suffix("an").map(|head| format!("{head}a"));
        let opened = opened.or_else(|| bare.strip_suffix("ai").map(|head| format!("{head}a")));
        let opened = opened.or_else(|| bare.strip_suffix("en").map(|head| format!("{head}e")));
        match opened.filter(|_| is_coloured) {
            Some(opened) => word.push_str(&format!("{opened}{}", &syllable[bare.len()..])),
            None => word.push_str(syllable),
        }
    }
    word
}

/// What espeak makes the right pause of: `;` some 150 ms, `,` some 60 ms, `.` some 250 ms.
fn pause_mark(mark: char) -> Option<char> {
    match mark {
        '，' | ',' | '；' | ';' | '：' | ':' | '—' | '…' | '–' => Some(';'),
        '、' | '（' | '(' | '）' | ')' | '【' | '】' => Some(','),
        '。' | '.' => Some('.'),
        '！' | '!' => Some('!'),
        '？' | '?' => Some('?'),
        _ => None,
    }
}

fn strength(mark: char) -> u8 {
    match mark {
        ',' => 1,
        ';' => 2,
        _ => 3,
    }
}

#[cfg(test)]
#[path = "pinyin_tests.rs"]
mod tests;
