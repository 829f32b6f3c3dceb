//! Translator: knows some sentences of the sample wire by heart. Anything else it tells in a set phrase with the numbers of
//! the original, which no careful check should let pass.

use super::blocks::{Blocks, text_of};
use super::prose::is_chinese;
use serde_json::{Value, json};
use std::sync::OnceLock;

fn known() -> &'static [[String; 2]] {
    static KNOWN: OnceLock<Vec<[String; 2]>> = OnceLock::new();
    KNOWN.get_or_init(crate::sample::translations)
}

/// What it knows by heart, whatever the punctuation.
fn by_heart(text: &str, is_into_chinese: bool) -> Option<&'static str> {
    let bare = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = bare(text);
    let pairs = known().iter().map(|[zh, en]| (zh.as_str(), en.as_str()));
    let mut pairs = pairs.map(|(zh, en)| if is_into_chinese { (en, zh) } else { (zh, en) });
    pairs.find(|(from, _)| bare(from) == wanted).map(|(_, into)| into)
}

/// The story in the other language, sentence by sentence.
pub(super) fn translation(blocks: &Blocks) -> Value {
    let into = text_of(&blocks.row("task"), "into").to_owned();
    let is_into_chinese = into == "zh";
    let row = blocks.row("headline");
    let headline = if row.is_object() { text_of(&row, "text") } else { blocks.text("headline") };
    let sentences: Vec<String> =
        blocks.rows("sentences").iter().map(|row| told(text_of(row, "text"), is_into_chinese)).collect();
    json!({"headline": titled(headline, is_into_chinese), "sentences": sentences})
}

/// Whether a claim is what this translator makes of one of these spans.
pub(super) fn is_translation(claim: &str, spans: &[&str]) -> bool {
    let is_chinese = is_chinese(claim);
    spans.iter().any(|span| [told(span, is_chinese), titled(span, is_chinese)].iter().any(|text| text == claim))
}

fn told(text: &str, is_into_chinese: bool) -> String {
    if let Some(known) = by_heart(text, is_into_chinese) {
        return known.to_owned();
    }
    let numbers = values(text);
    match (is_into_chinese, numbers.is_empty()) {
        (true, true) => "这家媒体报道了此事的经过，内容以原文为准。".to_owned(),
        (true, false) => format!("这家媒体报道了此事，其中的数字是{}。", numbers.join("、")),
        (false, true) => "The report told of this matter in the words of the paper.".to_owned(),
        (false, false) => format!("The report told of this matter with the figures {}.", numbers.join(" and ")),
    }
}

fn titled(text: &str, is_into_chinese: bool) -> String {
    if let Some(known) = by_heart(text, is_into_chinese) {
        return known.to_owned();
    }
    let numbers = values(text);
    match (is_into_chinese, numbers.is_empty()) {
        (true, true) => "媒体报道了今天的这件事".to_owned(),
        (true, false) => format!("媒体报道此事并给出数字{}", numbers.join("、")),
        (false, true) => "Paper reports on the matter of the day".to_owned(),
        (false, false) => format!("Paper reports on the matter with figures {}", numbers.join(" and ")),
    }
}

/// The numbers of a text from ten on and those with a fraction or a per cent sign, written out; months are left out.
fn values(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let (digits, end) = if c.is_ascii_digit() {
            arabic(&chars, at)
        } else {
            let begins_word = at == 0 || !chars[at - 1].is_alphanumeric();
            let spelt = if begins_word { english(&chars, at) } else { None };
            match spelt.or_else(|| chinese(&chars, at)) {
                Some(spelt) => spelt,
                None => {
                    at += 1;
                    continue;
                }
            }
        };
        let rest: String = chars[end..].iter().take(12).collect();
        let value = written_out(&digits, rest.trim_start());
        found.extend(value.filter(|value| !found.contains(value)));
        at = end;
    }
    found
}

fn arabic(chars: &[char], at: usize) -> (String, usize) {
    let is_part = |i: usize| {
        chars[i].is_ascii_digit() || matches!(chars[i], ',' | '.') && chars.get(i + 1).is_some_and(char::is_ascii_digit)
    };
    let end = (at..chars.len()).find(|i| !is_part(*i)).unwrap_or(chars.len());
    (chars[at..end].iter().filter(|c| **c != ',').collect(), end)
}

/// `eleven`, `thirty`, `twenty-five`.
fn english(chars: &[char], at: usize) -> Option<(String, usize)> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let word = |at: usize| -> String {
        chars.get(at..).into_iter().flatten().take_while(|c| c.is_ascii_alphabetic()).collect()
    };
    let first = word(at);
    let end = at + first.len();
    if let Some(n) = ONES.iter().position(|known| *known == first).filter(|n| *n > 1) {
        return Some((n.to_string(), end));
    }
    let tens = (TENS.iter().position(|known| *known == first)? + 2) * 10;
    let second = if chars.get(end) == Some(&'-') { word(end + 1) } else { String::new() };
    let ones = ONES.iter().position(|known| *known == second).filter(|n| (1..10).contains(n));
    Some(ones.map_or((tens.to_string(), end), |ones| ((tens + ones).to_string(), end + 1 + second.len())))
}

/// 「十八」, 「三百二十」, 「二〇二六」: of two characters at least.
fn chinese(chars: &[char], at: usize) -> Option<(String, usize)> {
    const DIGITS: &str = "零一二三四五六七八九";
    let is_numeral = |c: char| DIGITS.contains(c) || "〇两十百千".contains(c);
    let end = (at..chars.len()).find(|i| !is_numeral(chars[*i])).unwrap_or(chars.len());
    let numerals = &chars[at..end];
    let digit = |c: char| DIGITS.chars().position(|d| d == c || d == '零' && c == '〇' || d == '二' && c == '两');
    if numerals.len() < 2 {
        return None;
    }
    if numerals.iter().all(|c| digit(*c).is_some()) {
        return Some((numerals.iter().filter_map(|c| digit(*c)).map(|d| d.to_string()).collect(), end));
    }
    let (mut total, mut pending) = (0, 0);
    for c in numerals {
        let weight = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            c => {
                pending = digit(*c).unwrap_or(0);
                continue;
            }
        };
        total += pending.max(1) * weight;
        pending = 0;
    }
    Some(((total + pending).to_string(), end))
}

fn written_out(digits: &str, rest: &str) -> Option<String> {
    const UNITS: [(&str, u32); 11] = [
        ("万亿", 12),
        ("亿", 8),
        ("万", 4),
        ("千", 3),
        ("百", 2),
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("trillion", 12),
        ("bn", 9),
        ("tn", 12),
    ];
    if rest.starts_with('月') {
        return None;
    }
    let is_percent = ["%", "％", "per cent", "percent"].iter().any(|sign| rest.starts_with(sign));
    if is_percent {
        return Some(format!("{digits}%"));
    }
    let power = UNITS.iter().find(|(unit, _)| rest.starts_with(unit)).map_or(0, |(_, power)| *power);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let zeros = (power as usize).saturating_sub(part.len());
    let is_whole = part.len() <= power as usize;
    let value = if is_whole { format!("{whole}{part}{}", "0".repeat(zeros)) } else { digits.to_owned() };
    let is_large = value.contains('.') || value.trim_start_matches('0').len() > 1;
    is_large.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_through_with_their_value() {
        assert_eq!(
            told("工会与运营方商定，为3200名码头工人加薪4.5%，共3.5亿元。", false),
            "The report told of this matter with the figures 3200 and 4.5% and 350000000."
        );
        assert_eq!(
            told("It cost 3.5 million euros in 12 days.", true),
            "这家媒体报道了此事，其中的数字是3500000、12。"
        );
        assert_eq!(values("一箭十八星，twenty-five people and eleven ships"), ["18", "25", "11"]);
        let claim = titled("港口3月17日恢复", false);
        assert!(is_translation(&claim, &["港口3月17日恢复"]) && !is_translation(&claim, &["港口18日恢复"]));
    }
}
