//! What neighbours do to each other's tones: 一, 不, and 儿 that only colours the syllable before it.
//!
//! espeak-ng itself makes the third tone's sandhi; it knows no words, so it cannot make these.

use super::words::{Clause, Word};

/// Changes the readings of a clause to what is heard.
pub(crate) fn apply(clause: &Clause<'_>, readings: &mut [Option<String>]) {
    for at in 0..clause.chars.len() {
        let next_tone = readings.get(at + 1).and_then(|next| next.as_ref()?.chars().last());
        let changed = match clause.chars[at] {
            '不' if next_tone == Some('4') && is(&readings[at], "bu4") => Some("bu2"),
            '一' if is(&readings[at], "yi1") => yi(clause, at, next_tone),
            '儿' if is(&readings[at], "er2") && is_erhua(clause, at) => Some("r5"),
            _ => None,
        };
        if let Some(syllable) = changed {
            readings[at] = Some(syllable.to_owned());
        }
    }
}

fn is(reading: &Option<String>, syllable: &str) -> bool {
    reading.as_deref() == Some(syllable)
}

fn ends_word(words: &[Word], at: usize) -> bool {
    words.iter().any(|word| word.range.end == at + 1 && word.len() > 1)
}

/// 一 as a digit, an ordinal or a word's end keeps its tone; before a fourth tone it rises, else it falls.
fn yi(clause: &Clause<'_>, at: usize, next_tone: Option<char>) -> Option<&'static str> {
    const DIGITS: &str = "零〇一二三四五六七八九十幺点两";
    const POWERS: &str = "百千万亿";
    let before = clause.before(at);
    let next = clause.char(at + 1)?;
    // 试了一试, 看一看: the verb said twice holds it.
    let is_ordinal = before == Some('第') || "月日号季期".contains(next);
    let in_number = before.is_some_and(|c| DIGITS.contains(c) || POWERS.contains(c));
    let is_power = POWERS.contains(next);
    if is_ordinal || ends_word(clause.words, at) || DIGITS.contains(next) || (in_number && !is_power) {
        return None;
    }
    match next_tone {
        Some('4' | '5') if next == '个' || next_tone == Some('4') => Some("yi2"),
        Some('1' | '2' | '3') => Some("yi4"),
        _ => None,
    }
}

/// 儿 after another syllable of its word is a mere ending, unless it is a child (婴儿).
fn is_erhua(clause: &Clause<'_>, at: usize) -> bool {
    const CHILDREN: &str = "婴女孤幼胎健少男侄弃宠患产早";
    let Some(before) = clause.before(at) else { return false };
    if CHILDREN.contains(before) {
        return false;
    }
    let is_word = clause.words.iter().any(|word| word.range == (at..at + 1));
    // 画画 + 儿, 小孩 + 儿: cut off by jieba, but a word of its own only at the begin.
    ends_word(clause.words, at) || is_word
}
