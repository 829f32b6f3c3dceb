//! Changes words of a text, but nothing that stands in quotation marks or is part of a name.

use news::text::is_han;

/// Quotation marks and marks of titles; the straight one closes what it opened.
const MARKS: [(char, char); 7] =
    [('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('‘', '’'), ('"', '"'), ('«', '»')];

/// The text with `write` in the place of `word` wherever that stands outside quotations as a word of its own.
///
/// A name is found in its own spelling only; any other word in either case, but not inside a name.
pub(crate) fn replace_outside(text: &str, word: &str, write: &str, is_name: bool) -> String {
    let quoted = quotations(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    while let Some((start, end)) = find(text, word, rest, is_name) {
        let is_free = !quoted.iter().any(|(from, to)| start < *to && end > *from);
        let fits = is_free && is_word(text, start, end) && (is_name || !is_in_a_name(text, start, end));
        out.push_str(text.get(rest..start).unwrap_or_default());
        let found = text.get(start..end).unwrap_or_default();
        out.push_str(&if fits { cased(write, found, is_name) } else { found.to_owned() });
        rest = end;
    }
    out.push_str(text.get(rest..).unwrap_or_default());
    out
}

fn find(text: &str, word: &str, from: usize, is_name: bool) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    if is_name || word.chars().any(is_han) || !word.is_ascii() {
        return rest.find(word).map(|at| (from + at, from + at + word.len()));
    }
    let at =
        rest.as_bytes().windows(word.len().max(1)).position(|bytes| bytes.eq_ignore_ascii_case(word.as_bytes()))?;
    Some((from + at, from + at + word.len()))
}

fn is_word(text: &str, start: usize, end: usize) -> bool {
    let word = text.get(start..end).unwrap_or_default();
    let joins = |inner: Option<char>, outer: Option<char>| {
        inner.is_some_and(|c| c.is_alphanumeric() && !is_han(c))
            && outer.is_some_and(|c| c.is_alphanumeric() && !is_han(c))
    };
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    !joins(word.chars().next(), before) && !joins(word.chars().next_back(), after)
}

/// A capital that the place in the sentence does not explain, or one at the next word, makes it part of a name.
fn is_in_a_name(text: &str, start: usize, end: usize) -> bool {
    let word = text.get(start..end).unwrap_or_default();
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let before = text.get(..start).unwrap_or_default().trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '。', '！', '？', '：', '\n']);
    let next = text.get(end..).unwrap_or_default().trim_start();
    !begins || next.starts_with(char::is_uppercase)
}

fn cased(write: &str, found: &str, is_name: bool) -> String {
    if is_name || !found.starts_with(char::is_uppercase) {
        return write.to_owned();
    }
    let mut chars = write.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The spans of what stands in quotation marks, the marks included; one that is not closed goes to the end.
fn quotations(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((from, close)) if c == close && !is_apostrophe(text, at, c) => {
                found.push((from, at + c.len_utf8()));
                open = None;
            }
            Some(_) => {}
            None => {
                open = MARKS.iter().find(|(mark, _)| *mark == c).map(|(_, close)| (at, *close));
            }
        }
    }
    found.extend(open.map(|(from, _)| (from, text.len())));
    found
}

/// ’ between two letters ends no quotation.
fn is_apostrophe(text: &str, at: usize, c: char) -> bool {
    c == '’' && text.get(at + c.len_utf8()..).is_some_and(|after| after.starts_with(char::is_alphabetic))
}
