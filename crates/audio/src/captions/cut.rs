//! Cuts a sentence into captions and a caption into lines: at punctuation, else between words, never inside one.

use news::text::is_han;

/// Cuts a text into as few pieces as fit, about equally long, each at the best place near its share.
pub(super) fn split(text: &str, widest: usize) -> Vec<String> {
    let total = width(text);
    if total <= widest {
        return vec![text.to_owned()];
    }
    let n_pieces = total.div_ceil(widest);
    let cut = best_cut(text, (total / n_pieces).min(widest), widest);
    let (head, tail) = text.split_at(cut);
    let mut pieces = vec![head.trim_end().to_owned()];
    pieces.extend(split(tail.trim_start(), widest));
    pieces
}

/// The byte at which the first piece ends: best after punctuation, else between words, near `share` of the width.
fn best_cut(text: &str, share: usize, widest: usize) -> usize {
    let mut best = (i64::MIN, text.len());
    let mut so_far = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        so_far += char_width(c);
        if so_far > widest {
            // A space at the very end of a piece is trimmed away and needs no room.
            break;
        }
        let Some((next_at, next)) = chars.peek().copied() else { break };
        let distance = share.abs_diff(so_far) as i64;
        let score = quality(c, next) - distance;
        if score > best.0 && at > 0 {
            best = (score, next_at);
        }
    }
    best.1
}

/// How good it is to cut between two characters, in columns of distance it is worth.
fn quality(before: char, after: char) -> i64 {
    let never_first = "，。、；：！？）》」』”’】,.;:!?)";
    let never_last = "（《「『“‘【(";
    if never_first.contains(after) || never_last.contains(before) {
        return -1000;
    }
    match before {
        '。' | '！' | '？' | '；' => 30,
        '，' | '：' => 24,
        '、' => 10,
        ' ' => 8,
        _ if after == ' ' && ",.;:!?".contains(before) => 24,
        _ if after == ' ' => 8,
        _ if is_han(before) && is_han(after) => 0,
        _ if is_han(before) != is_han(after) => 4,
        // Inside a word.
        _ => -500,
    }
}

pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    let is_wide = is_han(c) || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '—' | '…');
    if is_wide { 2 } else { 1 }
}
