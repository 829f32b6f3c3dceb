//! Cuts text into sentences as byte spans, so that each can be cited where it stands.

/// Byte range of a text: `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The text it covers; empty if the span is not of this text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// English words after which a full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "cmdr", "st", "jr", "sr",
    "inc", "ltd", "co", "corp", "vs", "no", "fig", "approx", "dept", "est", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sept", "sep", "oct", "nov", "dec", "mt", "ft", "hon", "rev", "pres", "maj", "adm", "e.g", "i.e", "a.m",
    "p.m", "u.s", "u.k", "u.n", "e.u", "d.c", "al",
];

/// The paragraphs of a text: its non-empty lines, trimmed.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = trim(text, start, start + line.len());
        if span.start < span.end {
            spans.push(span);
        }
        start += line.len();
    }
    spans
}

/// The sentences of a text, in order; a line end always ends a sentence.
pub fn sentences(text: &str) -> Vec<Span> {
    paragraphs(text).into_iter().flat_map(|paragraph| cut_paragraph(text, paragraph)).collect()
}

/// Whether a sentence is whole: it ends as sentences end, not in an ellipsis or in mid-word,
/// and every quotation or bracket that it opens it also closes.
pub fn is_whole_sentence(sentence: &str) -> bool {
    let trimmed = sentence.trim();
    let core = trimmed.trim_end_matches(is_closer);
    let ends_well = core.ends_with(['.', '!', '?', '。', '！', '？']) && !core.ends_with("..");
    ends_well && is_balanced(trimmed) && !starts_in_the_middle(trimmed)
}

fn starts_in_the_middle(sentence: &str) -> bool {
    sentence.starts_with(|c: char| {
        matches!(
            c,
            ',' | '.'
                | ';'
                | ':'
                | ')'
                | ']'
                | '，'
                | '。'
                | '；'
                | '：'
                | '）'
                | '、'
                | '”'
                | '…'
                | '!'
                | '?'
                | '！'
                | '？'
        )
    })
}

fn is_balanced(sentence: &str) -> bool {
    const PAIRS: [(char, char); 8] =
        [('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('（', '）'), ('(', ')'), ('[', ']'), ('【', '】')];
    let pairs_close =
        PAIRS.iter().all(|(open, close)| sentence.matches(*open).count() == sentence.matches(*close).count());
    pairs_close && sentence.matches('"').count().is_multiple_of(2)
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '」' | '』' | '）' | ')' | '】' | ']' | '》')
}

fn cut_paragraph(text: &str, paragraph: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = paragraph.start;
    let chars: Vec<(usize, char)> =
        paragraph.of(text).char_indices().map(|(at, c)| (paragraph.start + at, c)).collect();
    let mut i = 0;
    while i < chars.len() {
        if ends_sentence(&chars, i, text, start) {
            let mut last = i;
            while last + 1 < chars.len() && (is_closer(chars[last + 1].1) || is_stop(chars[last + 1].1)) {
                last += 1;
            }
            let end = chars.get(last + 1).map_or(paragraph.end, |(at, _)| *at);
            push_trimmed(text, start, end, &mut spans);
            start = end;
            i = last;
        }
        i += 1;
    }
    push_trimmed(text, start, paragraph.end, &mut spans);
    spans
}

fn push_trimmed(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let span = trim(text, start, end);
    if span.start < span.end {
        spans.push(span);
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '.' | '…')
}

fn ends_sentence(chars: &[(usize, char)], i: usize, text: &str, start: usize) -> bool {
    let c = chars[i].1;
    let next = chars[i + 1..].iter().map(|(_, c)| *c).find(|c| !is_closer(*c));
    match c {
        '。' | '！' | '？' => !closes_a_quote_inside_a_sentence(chars, i),
        '!' | '?' => next.is_none_or(|c| c.is_whitespace() || is_stop(c) || super::is_han(c)),
        '.' => {
            next.is_none_or(|c| c.is_whitespace()) && begins_anew(chars, i) && !is_abbreviation(text, start, chars[i].0)
        }
        _ => false,
    }
}

/// 「他说：“好！”然后走了。」 is one sentence: what follows the closing quote goes on.
fn closes_a_quote_inside_a_sentence(chars: &[(usize, char)], i: usize) -> bool {
    let Some((_, after)) = chars.get(i + 1) else {
        return false;
    };
    if !matches!(after, '”' | '」' | '』' | '’') {
        return false;
    }
    let next = chars.get(i + 2).map(|(_, c)| *c);
    matches!(next, Some('，' | '、' | '；' | '的' | '等' | '是' | '一' | '之' | '和' | '与'))
}

/// A new sentence begins with a capital, a digit, a quotation or a Han character.
fn begins_anew(chars: &[(usize, char)], i: usize) -> bool {
    chars[i + 1..]
        .iter()
        .map(|(_, c)| *c)
        .find(|c| !c.is_whitespace() && !is_closer(*c))
        .is_none_or(|c| !c.is_lowercase())
}

fn is_abbreviation(text: &str, start: usize, stop: usize) -> bool {
    let before = text.get(start..stop).unwrap_or("");
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '\'' | '‘' | '-' | '—'))
        .next()
        .unwrap_or("")
        .to_lowercase();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "i";
    is_initial || ABBREVIATIONS.contains(&word.as_str())
}

fn trim(text: &str, start: usize, end: usize) -> Span {
    let slice = text.get(start..end).unwrap_or("");
    let left = slice.len() - slice.trim_start().len();
    let right = slice.len() - slice.trim_end().len();
    if left == slice.len() {
        return Span { start, end: start };
    }
    Span { start: start + left, end: end - right }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn english_stops_that_end_nothing_are_passed_over() {
        check(
            "Mr. Lee met U.S. officials at 5 p.m. on Monday. They spoke of a 3.5% rise. \"It is late.\" He left.",
            &[
                "Mr. Lee met U.S. officials at 5 p.m. on Monday.",
                "They spoke of a 3.5% rise.",
                "\"It is late.\"",
                "He left.",
            ],
        );
    }

    #[test]
    fn chinese_sentences_end_at_their_stops() {
        check(
            "央行周二宣布降准。市场怎么看？分析师说：“会有影响！”他没有多说。",
            &["央行周二宣布降准。", "市场怎么看？", "分析师说：“会有影响！”", "他没有多说。"],
        );
        check("他喊道：“好！”，然后走了。", &["他喊道：“好！”，然后走了。"]);
    }

    #[test]
    fn a_line_end_ends_a_sentence() {
        check(
            "Headline without stop\nFirst one. Second one.\n\n",
            &["Headline without stop", "First one.", "Second one."],
        );
    }

    #[test]
    fn whole_sentences_are_told_from_cut_ones() {
        for whole in ["It rained.", "他说：“好。”", "\"Go,\" he said.", "Is it late?"] {
            assert!(is_whole_sentence(whole), "{whole}");
        }
        for cut in [
            "It rained and the",
            "It rained…",
            "It rained...",
            "他说：“好。",
            ", and then it rained.",
            "这是一个没有说完的",
        ] {
            assert!(!is_whole_sentence(cut), "{cut}");
        }
    }
}
