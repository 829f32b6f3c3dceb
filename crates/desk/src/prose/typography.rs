//! Sets a sentence as it is printed, without touching a word or a number.

use news::Language;
use news::text::is_han;

/// The sentence as it is printed in its language.
pub(crate) fn tidy(text: &str, language: Language) -> String {
    let unmarked = with_plain_days(&without_footnotes(text));
    let spaced = single_blanks(&unmarked);
    let set = if language == Language::ZH { chinese(&spaced) } else { english(&spaced) };
    set.trim().to_owned()
}

/// A headline as it is printed: the blanks between the clauses of a Chinese one stay, a stop at its end goes.
pub(crate) fn tidy_headline(text: &str, language: Language) -> String {
    let parts: Vec<String> = if language == Language::ZH {
        text.split_whitespace().map(|part| tidy(part, language)).collect()
    } else {
        vec![tidy(text, language)]
    };
    let joined = parts.join(" ");
    if joined.ends_with("..") { joined } else { joined.trim_end_matches(['.', '。']).to_owned() }
}

/// Whether two texts are the same but for typography: blanks, width, quotation marks, the first letter's case.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

/// Whether `part` stands in `whole`, but for typography.
pub(crate) fn holds_words(whole: &str, part: &str) -> bool {
    bare(whole).contains(&bare(part))
}

/// 「今天（2月9日）」 as 「2月9日」: the date says the same on every day, and can be read aloud.
fn with_plain_days(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, day)) = dated_day(rest) {
        let after = rest.get(at + day.len()..).unwrap_or_default();
        let date = after.strip_prefix('（').and_then(|after| after.split_once('）'));
        let Some((date, tail)) = date else { break };
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(date);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The first 「今天」 with its date in brackets behind it.
fn dated_day(text: &str) -> Option<(usize, &'static str)> {
    const DAYS: [&str; 4] = ["今天", "今日", "昨天", "昨日"];
    let is_date = |rest: &str| {
        let date = rest.strip_prefix('（').and_then(|rest| rest.split_once('）')).map(|(date, _)| date);
        date.is_some_and(|date| {
            date.ends_with('日') && date.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'))
        })
    };
    let found = DAYS.iter().flat_map(|day| text.match_indices(day).map(move |(at, _)| (at, *day)));
    found.filter(|(at, day)| text.get(at + day.len()..).is_some_and(is_date)).min()
}

fn bare(text: &str) -> String {
    with_plain_days(&without_footnotes(text))
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '。' => '.',
            '、' => ',',
            _ => c,
        })
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '\u{200b}')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Takes out `[1]`, `[+]` and `[3]` of references.
fn without_footnotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, bracket) = rest.split_at(at);
        out.push_str(before);
        let end = bracket.find(']').filter(|end| *end <= 4);
        let inner = end.and_then(|end| bracket.get(1..end)).unwrap_or("text");
        if inner.chars().all(|c| c.is_ascii_digit() || c == '+') {
            rest = end.and_then(|end| bracket.get(end + 1..)).unwrap_or_default();
        } else {
            out.push('[');
            rest = bracket.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn english(text: &str) -> String {
    let tight =
        [" ,", " .", " ;", " :", " !", " ?"].iter().fold(text.to_owned(), |text, pair| text.replace(pair, pair.trim()));
    capital_first(&curly(&tight))
}

/// A sentence whose connective was left out begins with a capital again.
fn capital_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first)
            if first.is_lowercase() && !text.starts_with(|c: char| c.is_lowercase() && next_is_capital(text, c)) =>
        {
            first.to_uppercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// `iPhone`, `eBay`: their small letter is their name.
fn next_is_capital(text: &str, _first: char) -> bool {
    text.chars().nth(1).is_some_and(char::is_uppercase)
}

/// Straight quotation marks as curly ones, if they come in pairs; apostrophes between letters.
fn curly(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let pairs = text.matches('"').count().is_multiple_of(2);
    let mut open = false;
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        let begins_word = (i == 0 || chars[i - 1].is_whitespace() || matches!(chars[i - 1], '“' | '(' | '—' | '"'))
            && chars.get(i + 1).is_some_and(|next| next.is_alphabetic());
        match c {
            '"' if pairs => {
                open = !open;
                out.push(if open { '“' } else { '”' });
            }
            '\'' => out.push(if begins_word { '‘' } else { '’' }),
            _ => out.push(*c),
        }
    }
    out
}

fn chinese(text: &str) -> String {
    let narrow: String = text.chars().map(narrow_letter).collect();
    let chars: Vec<char> = brackets(&narrow).chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    for (i, c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(i + 1).copied();
        match c {
            ' ' if before.is_some_and(is_cjk) && after.is_some_and(is_cjk) => {}
            '"' => {
                open = !open;
                out.push(if open { '“' } else { '”' });
            }
            _ => out.push(wide_stop(*c, before, after)),
        }
    }
    out
}

/// Full-width letters and digits as ordinary ones.
fn narrow_letter(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn is_cjk(c: char) -> bool {
    is_han(c)
        || matches!(
            c,
            '，' | '。' | '！' | '？' | '；' | '：' | '、' | '“' | '”' | '《' | '》' | '（' | '）' | '「' | '」'
        )
}

/// A stop that touches a Han character is a wide one; one inside a number or a Latin word stays.
fn wide_stop(c: char, before: Option<char>, after: Option<char>) -> char {
    let touches = before.is_some_and(is_cjk) && !after.is_some_and(|c| c.is_ascii_alphanumeric());
    let between = before.is_some_and(is_cjk)
        || after.is_some_and(is_cjk) && before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '%');
    match c {
        ',' if between => '，',
        ';' if between => '；',
        ':' if before.is_some_and(is_cjk) => '：',
        '?' if between || after.is_none() => '？',
        '!' if between || after.is_none() => '！',
        '.' if touches => '。',
        _ => c,
    }
}

/// Brackets around Han characters are wide, both or neither.
fn brackets(text: &str) -> String {
    let balanced = text.matches('(').count() == text.matches(')').count();
    let has_han =
        text.split('(').skip(1).filter_map(|rest| rest.split(')').next()).any(|inner| inner.chars().any(is_han));
    if balanced && has_han { text.replace('(', "（").replace(')', "）") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_set_with_wide_stops() {
        for (given, expected) in [
            ("港口周二恢复作业,但夜班仍停.", "港口周二恢复作业，但夜班仍停。"),
            ("增长3.5%,为2,100万吨。", "增长3.5%，为2,100万吨。"),
            ("他说:\"好!\"", "他说：“好！”"),
            ("港 口 恢复 (周二) 作业。", "港口恢复（周二）作业。"),
            ("ＧＰＴ－５ 于 10:30 发布。", "GPT－5 于 10:30 发布。"),
        ] {
            assert_eq!(tidy(given, Language::ZH), expected);
        }
    }

    #[test]
    fn english_is_set_with_single_blanks_and_curly_quotes() {
        assert_eq!(
            tidy("the port  reopened , \"at last\", it's said [3].", Language::EN),
            "The port reopened, “at last”, it’s said."
        );
        assert_eq!(
            tidy("'You love Kobbie', fans' chant in the '90s.", Language::EN),
            "‘You love Kobbie’, fans’ chant in the ’90s."
        );
        assert_eq!(tidy("iPhone sales rose 3.5%.", Language::EN), "iPhone sales rose 3.5%.");
    }

    #[test]
    fn a_headline_keeps_the_blank_between_its_clauses() {
        assert_eq!(
            tidy_headline("春节市场供应充足  特色活动丰富多彩。", Language::ZH),
            "春节市场供应充足 特色活动丰富多彩"
        );
        assert_eq!(tidy_headline("Port reopens.", Language::EN), "Port reopens");
    }

    #[test]
    fn a_day_with_its_date_is_the_date() {
        let written = "铁路今天（2月9日）预计发送旅客1395万人次，今天的天气很好。";
        let set = "铁路2月9日预计发送旅客1395万人次，今天的天气很好。";
        assert_eq!(tidy(written, Language::ZH), set);
        assert!(same_words(written, set));
    }

    #[test]
    fn what_is_tidied_has_the_same_words() {
        for (text, language) in
            [("港口周二恢复作业,但夜班仍停.", Language::ZH), ("the port  reopened , \"at last\" [3].", Language::EN)]
        {
            assert!(same_words(text, &tidy(text, language)));
        }
        assert!(!same_words("The port reopened on Tuesday.", "The port reopened on Monday."));
        assert!(!same_words("增长3.5%。", "增长35%。"));
    }
}
