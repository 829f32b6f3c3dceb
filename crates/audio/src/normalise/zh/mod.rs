//! Chinese: figures, dates, money, units and scores in words; Latin names keep their letters.

mod amounts;
mod dates;
mod names;
mod numbers;
mod phones;
mod scores;
mod signs;
mod words;

use super::rules::{Rule, apply, rules};
use super::stretches::{english_clauses, say_by_language};
use super::text::{Edit, Text};
use super::words::lines;
use news::text::{fold, is_han};
use std::sync::LazyLock;

/// A Chinese line in words, with ASCII punctuation; an English clause in it is said as English.
pub(super) fn say_line(mut text: Text) -> Text {
    simplify(&mut text);
    drop_er(&mut text);
    drop_hesitation(&mut text);
    mark_pauses(&mut text);
    let clauses = english_clauses(text.said());
    let mut text = say_by_language(text, &clauses, say, super::en::say);
    text.edit_chars(|_, _, c| ascii(c).map(String::from));
    text
}

/// Figures and signs of a Chinese stretch in words.
pub(super) fn say(text: &mut Text) {
    // In order: what is longer or surer comes first.
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let tables = [
            names::ADDRESSES,
            names::CODES,
            scores::RANGES,
            dates::RULES,
            dates::TIMES,
            phones::RULES,
            amounts::RULES,
            scores::RULES,
            names::RULES,
            signs::RULES,
        ];
        rules(&tables.concat())
    });
    apply(&RULES, text);
}

/// A space between two Han characters says nothing.
pub(super) fn join_han(text: &mut Text) {
    let is_end_or_han = |c: Option<char>| c.is_none_or(is_han);
    text.edit_chars(|said, at, c| {
        let before = said[..at].chars().rev().find(|c| *c != ' ');
        let after = said[at..].chars().find(|c| *c != ' ');
        (c == ' ' && is_end_or_han(before) && is_end_or_han(after)).then(String::new)
    });
}

/// Traditional characters as simplified ones, which the rules, the words and the polyphones are written in.
fn simplify(text: &mut Text) {
    let mut edits = Vec::new();
    let mut rest = 0;
    let said = text.said();
    while let Some(start) = said[rest..].find(is_han).map(|at| rest + at) {
        let end = said[start..].find(|c| !is_han(c)).map_or(said.len(), |at| start + at);
        let simple = fold(&said[start..end]);
        let pairs = said[start..end].char_indices().zip(simple.chars());
        // Where the number of characters changes, a pair would be of two words.
        if simple != said[start..end] && simple.chars().count() == said[start..end].chars().count() {
            let changed = pairs.filter(|((_, old), new)| old != new);
            edits.extend(
                changed.map(|((at, old), new)| Edit {
                    at: start + at..start + at + old.len_utf8(),
                    said: new.to_string(),
                }),
            );
        }
        rest = end;
    }
    text.edit(edits);
}

/// 儿 that only colours the syllable before it is not said.
fn drop_er(text: &mut Text) {
    static COLOURED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut words: Vec<&str> = lines(include_str!("../../../data/erhua.txt")).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    });
    let said = text.said();
    let is_coloured = |at: usize| {
        let (before, after) = (&said[..at + '儿'.len_utf8()], &said[at + '儿'.len_utf8()..]);
        // 这儿童书店: there the syllable begins a word.
        let begins_word = after.starts_with(['童', '子', '女', '科', '媳', '戏', '歌', '孙']);
        !begins_word && COLOURED.iter().any(|word| before.ends_with(word))
    };
    let edit = |(at, er): (usize, &str)| {
        let start = said[..at].char_indices().next_back().map_or(at, |(start, _)| start);
        Edit { at: start..at + er.len(), said: said[start..at].to_owned() }
    };
    let edits = said.match_indices('儿').filter(|(at, _)| is_coloured(*at)).map(edit).collect();
    text.edit(edits);
}

/// Sounds of hesitation are left out, as an editor leaves them out of a quotation: 呃, and 啊 or 嗯 in one run with it.
fn drop_hesitation(text: &mut Text) {
    let is_sound = |c: char| matches!(c, '呃' | '啊' | '嗯');
    text.edit_chars(|said, at, c| {
        let before = said[..at].rsplit(|c: char| !is_sound(c)).next().unwrap_or("");
        let run_end = said[at..].find(|c: char| !is_sound(c)).map_or(said.len(), |end| at + end);
        (is_sound(c) && said[at - before.len()..run_end].contains('呃')).then(String::new)
    });
}

/// In titles a space or a bar between Han characters stands for a comma.
fn mark_pauses(text: &mut Text) {
    let is_edge = |c: Option<char>| c.is_some_and(|c| is_han(c) || "《》“”「」【】（）".contains(c));
    text.edit_chars(|said, at, c| match c {
        '：' => Some(":".into()),
        '｜' | '丨' | '|' => Some("，".into()),
        ' ' if is_edge(said[..at].chars().next_back()) && is_edge(said[at + 1..].chars().next()) => Some("，".into()),
        _ => None,
    });
}

fn ascii(c: char) -> Option<char> {
    Some(match c {
        '，' => ',',
        '。' => '.',
        '！' => '!',
        '？' => '?',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '【' | '】' | '〔' | '〕' => ',',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        _ => return None,
    })
}
