//! Sentences, titles and words, as far as a simulated model must understand them.

/// Words after which a full stop ends nothing.
const ABBREVIATIONS: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "st", "jr", "sr", "inc", "ltd", "co",
    "corp", "vs", "no", "jan", "feb", "mar", "apr", "aug", "sept", "oct", "nov", "dec", "mt",
];

/// What shows that a line is not of the report.
const NOT_REPORT: [&str; 22] = [
    "read more",
    "sign up",
    "subscribe",
    "newsletter",
    "click here",
    "follow us",
    "all rights reserved",
    "photo by",
    "getty images",
    "http://",
    "https://",
    "www.",
    "责任编辑",
    "点击",
    "扫码",
    "转载",
    "版权",
    "关注我们",
    "记者：",
    "ignore all",
    "忽略以上",
    "you are now",
];

/// First words with which a sentence leans on the one before.
const LEANING_EN: [&str; 40] = [
    "he",
    "she",
    "it",
    "they",
    "his",
    "her",
    "their",
    "its",
    "this",
    "that",
    "these",
    "those",
    "such",
    "both",
    "we",
    "our",
    "but",
    "and",
    "so",
    "then",
    "yet",
    "or",
    "however",
    "meanwhile",
    "also",
    "still",
    "another",
    "others",
    "instead",
    "later",
    "who",
    "which",
    "because",
    "here",
    "therefore",
    "thus",
    "neither",
    "either",
    "i",
    "my",
];

/// The same in Chinese.
const LEANING_ZH: [&str; 26] = [
    "他",
    "她",
    "它",
    "这",
    "该",
    "此",
    "其",
    "对此",
    "同时",
    "但",
    "而",
    "另外",
    "因此",
    "所以",
    "不过",
    "随后",
    "之后",
    "目前",
    "据悉",
    "据了解",
    "我们",
    "我",
    "另",
    "并",
    "当时",
    "与此",
];

const PAIRS: [(char, char); 8] =
    [('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('（', '）'), ('(', ')'), ('[', ']'), ('【', '】')];

/// The sentences of a text as they stand in it, in order; a line's end ends one.
pub(in crate::vendors) fn sentences(text: &str) -> Vec<&str> {
    text.lines().flat_map(of_line).map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

fn of_line(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let mut end = at + c.len_utf8();
        if !is_stop(c) {
            continue;
        }
        while let Some((next_at, next)) = rest.peek().copied().filter(|(_, next)| is_closer(*next) || is_stop(*next)) {
            end = next_at + next.len_utf8();
            rest.next();
        }
        if ends(line, start, at, end, c) {
            found.extend(line.get(start..end));
            start = end;
        }
    }
    found.extend(line.get(start..));
    found
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '」' | '』' | '）' | ')' | '】' | ']' | '》')
}

fn ends(line: &str, start: usize, stop: usize, end: usize, c: char) -> bool {
    let after = line.get(end..).unwrap_or_default();
    if matches!(c, '。' | '！' | '？') {
        return !after.starts_with(['，', '、', '；', '的', '等']);
    }
    let is_parted = after.is_empty() || after.starts_with(char::is_whitespace);
    let goes_on = after.trim_start().starts_with(char::is_lowercase);
    let before = line.get(start..stop).unwrap_or_default();
    let word = before.rsplit([' ', '(', '“', '"', '-']).next().unwrap_or_default().to_lowercase();
    let is_short = word.contains('.') || (word.chars().count() == 1 && word.chars().all(char::is_alphabetic));
    is_parted && !goes_on && !(c == '.' && (is_short || ABBREVIATIONS.contains(&word.as_str())))
}

/// Whether a sentence may be told as it stands: whole, of the report, short enough to be read aloud.
pub(super) fn is_fit(sentence: &str) -> bool {
    let core = sentence.trim_end_matches(is_closer);
    let ends_well = core.ends_with(is_stop) && !core.ends_with("..") && !sentence.contains('…');
    let starts_well = !sentence.starts_with([',', '.', ';', ':', ')', ']', '，', '。', '；', '：', '）', '、', '”']);
    let is_balanced =
        PAIRS.iter().all(|(open, close)| sentence.matches(*open).count() == sentence.matches(*close).count())
            && sentence.matches('"').count().is_multiple_of(2);
    let lower = sentence.to_lowercase();
    let is_report = !NOT_REPORT.iter().any(|mark| lower.contains(mark));
    let n = sentence.chars().count();
    ends_well && starts_well && is_balanced && is_report && n >= 8 && n <= if is_chinese(sentence) { 120 } else { 400 }
}

/// Whether it can only be understood after the sentence before it.
pub(super) fn leans(sentence: &str) -> bool {
    if is_chinese(sentence) {
        return LEANING_ZH.iter().any(|head| sentence.starts_with(head)) || sentence.starts_with(['“', '「']);
    }
    let first = sentence.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    LEANING_EN.contains(&first.to_lowercase().as_str()) || sentence.starts_with(['“', '"', '‘'])
}

/// A sentence without the dateline before it: a place in capitals or with an agency in brackets, then a dash.
pub(super) fn without_dateline(sentence: &str) -> &str {
    for dash in [" — ", " – ", " - "] {
        let Some((head, rest)) = sentence.split_once(dash) else {
            continue;
        };
        let letters: Vec<char> = head.chars().filter(|c| c.is_alphabetic()).collect();
        let is_loud = letters.len() >= 4 && letters.iter().take(4).all(|c| c.is_uppercase());
        if is_loud && head.chars().count() <= 60 {
            return rest;
        }
    }
    sentence
}

/// A title without the outlet's name behind a dash, bar or underscore, as it stands in the title.
pub(super) fn plain_title<'a>(title: &'a str, outlet: &str) -> &'a str {
    for joint in [" - ", " – ", " — ", " | ", "_", "｜", "|"] {
        if let Some((head, tail)) = title.rsplit_once(joint)
            && (tail.trim() == outlet || tail.trim().chars().count() <= 8)
        {
            return head.trim();
        }
    }
    title.trim()
}

/// Whether a title can stand over a story: long enough to say something, short enough to be read at once.
pub(super) fn is_headline(title: &str) -> bool {
    let n_han = title.chars().filter(|c| is_han(*c)).count();
    let n = title.chars().count();
    let has_length = if is_chinese(title) { n_han >= 6 && n <= 34 } else { title.split(' ').count() >= 3 && n <= 108 };
    let is_whole = !title.contains('…') && !title.contains("...") && !title.ends_with([',', '，', ':', '：', '-', '—']);
    let is_balanced = PAIRS.iter().all(|(open, close)| title.matches(*open).count() == title.matches(*close).count());
    has_length && is_whole && is_balanced && !title.ends_with(['?', '？'])
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// Whether a text is mostly Chinese.
pub(in crate::vendors) fn is_chinese(text: &str) -> bool {
    let n_han = text.chars().filter(|c| is_han(*c)).count();
    n_han * 2 >= text.split_whitespace().count().max(1) * 3
}

/// The text in lower case, with plain quotation marks, single blanks and no stop at its end, for comparing.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '“' | '”' | '「' | '」' => '"',
            '‘' | '’' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_end_matches(is_stop).to_owned()
}

/// How much of the words of one sentence another shares, 0 to 1; of pairs of characters in Chinese.
pub(super) fn shared(one: &str, other: &str) -> f64 {
    let terms = terms(one);
    let known = self::terms(other);
    let n = terms.iter().filter(|term| known.contains(term)).count();
    n as f64 / terms.len().max(1) as f64
}

fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            let chars: Vec<char> = word.chars().collect();
            if chars.iter().any(|c| is_han(*c)) {
                chars.windows(2).map(|pair| pair.iter().collect()).collect()
            } else {
                vec![word.to_owned()]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_end() {
        let text = "Mr. Lee paid 4.5 per cent. He left at 5 p.m. on Monday.\n港口周二恢复。“好！”他说。";
        let expected =
            ["Mr. Lee paid 4.5 per cent.", "He left at 5 p.m. on Monday.", "港口周二恢复。", "“好！”", "他说。"];
        assert_eq!(sentences(text), expected);
    }

    #[test]
    fn a_sentence_is_fit_or_leans() {
        assert!(is_fit("The port reopened on Tuesday.") && !leans("The port reopened on Tuesday."));
        assert!(leans("It had been closed.") && leans("他说，港口周二恢复。"));
        for unfit in ["Read more about the port here.", "The port reopened …", "“The port reopened.", "No."] {
            assert!(!is_fit(unfit), "{unfit}");
        }
    }

    #[test]
    fn titles_and_datelines_lose_what_is_not_theirs() {
        assert_eq!(
            plain_title("Port reopens after strike - Coast Courier", "Coast Courier"),
            "Port reopens after strike"
        );
        assert_eq!(without_dateline("MERIDIAN BAY (Coast Wire) - The port reopened."), "The port reopened.");
        assert_eq!(
            without_dateline("The port - closed for days - reopened."),
            "The port - closed for days - reopened."
        );
    }
}
