//! Numbers as they are meant, however they are written: 3.5亿, 350 million, 百分之五, twelve.

use news::text::{fold, is_han};

/// A number as it is meant, with the word it counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Number {
    /// In one spelling: 3.5亿 and 350 million are both `350000000`; 5% and five per cent are `5%`.
    pub value: String,
    /// The word or characters right behind it: `people`, `人`.
    pub unit: String,
}

/// The numbers of a text, in order.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let chars: Vec<char> = fold(text).chars().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        match number_at(&chars, i) {
            Some((value, end)) => {
                let unit = unit_after(&chars, end);
                found.push(Number { value, unit });
                i = end.max(i + 1);
            }
            None => i += 1,
        }
    }
    found
}

/// The values of a text's numbers, in order.
pub(crate) fn values(text: &str) -> Vec<String> {
    numbers(text).into_iter().map(|number| number.value).collect()
}

fn number_at(chars: &[char], i: usize) -> Option<(String, usize)> {
    let inside_word = i > 0 && (chars[i - 1].is_ascii_alphanumeric());
    if chars[i].is_ascii_digit() {
        return Some(arabic(chars, i));
    }
    if is_numeral(chars[i]) {
        return chinese(chars, i);
    }
    if chars[i].is_ascii_alphabetic() && !inside_word {
        return english(chars, i);
    }
    None
}

fn arabic(chars: &[char], start: usize) -> (String, usize) {
    let mut end = start;
    let mut digits = String::new();
    while let Some(c) = chars.get(end) {
        let next_is_digit = chars.get(end + 1).is_some_and(char::is_ascii_digit);
        match c {
            '0'..='9' => digits.push(*c),
            '.' if next_is_digit => digits.push('.'),
            ',' if next_is_digit => {}
            _ => break,
        }
        end += 1;
    }
    // `3.5.1` is a version, not a number: it is compared as it is written.
    match digits.parse::<f64>() {
        Ok(value) => scaled(value, chars, end),
        Err(_) => (digits, end),
    }
}

/// Applies what stands behind the digits: 万, 亿, million, %.
fn scaled(value: f64, chars: &[char], end: usize) -> (String, usize) {
    const SCALES: [(&str, f64); 14] = [
        ("万亿", 1e12),
        ("亿", 1e8),
        ("千万", 1e7),
        ("百万", 1e6),
        ("万", 1e4),
        (" trillion", 1e12),
        (" billion", 1e9),
        (" million", 1e6),
        (" thousand", 1e3),
        ("bn", 1e9),
        ("trillion", 1e12),
        ("billion", 1e9),
        ("million", 1e6),
        ("tn", 1e12),
    ];
    const PERCENTS: [&str; 4] = ["%", " per cent", " percent", " pct"];
    for (word, factor) in SCALES {
        if starts_with(chars, end, word) {
            return (canonical(value * factor), end + word.chars().count());
        }
    }
    for word in PERCENTS {
        if starts_with(chars, end, word) {
            return (format!("{}%", canonical(value)), end + word.chars().count());
        }
    }
    (canonical(value), end)
}

fn starts_with(chars: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c))
}

/// Nine significant digits without trailing zeros: enough for money, too few for rounding noise.
fn canonical(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn is_numeral(c: char) -> bool {
    "零〇一二两三四五六七八九十百".contains(c)
}

/// 百分之五, 三百二十, 十二: at least two numerals, or one in front of a counter.
fn chinese(chars: &[char], start: usize) -> Option<(String, usize)> {
    let percent = starts_with(chars, start, "百分之");
    let from = if percent { start + 3 } else { start };
    let end =
        (from..chars.len()).find(|i| !"零〇一二两三四五六七八九十百千".contains(chars[*i])).unwrap_or(chars.len());
    let counted = chars.get(end).is_some_and(|c| "人名个岁家艘架辆天所座例次种项级万亿".contains(*c));
    if end == from || end - from == 1 && !(counted && chars[from] != '一') && !percent {
        return None;
    }
    let value = chinese_value(chars.get(from..end).unwrap_or_default())?;
    if percent {
        return Some((format!("{}%", canonical(value)), end));
    }
    Some(scaled(value, chars, end))
}

fn chinese_value(numerals: &[char]) -> Option<f64> {
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|d| d == c || d == '零' && c == '〇' || d == '二' && c == '两')
    };
    if numerals.iter().all(|c| digit(*c).is_some()) {
        // 二〇二六 is read digit by digit.
        return numerals.iter().map(|c| digit(*c).map(|d| d.to_string())).collect::<Option<String>>()?.parse().ok();
    }
    let mut total = 0;
    let mut pending = 0;
    for c in numerals {
        let weight = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                pending = digit(*c)?;
                continue;
            }
        };
        total += pending.max(1) * weight;
        pending = 0;
    }
    Some((total + pending) as f64)
}

/// `twelve`, `thirty`, `twenty-five`, `half a dozen` not; `one` is no number in most sentences.
fn english(chars: &[char], start: usize) -> Option<(String, usize)> {
    let end = (start..chars.len()).find(|i| !chars[*i].is_ascii_alphabetic()).unwrap_or(chars.len());
    let word: String = chars.get(start..end)?.iter().collect();
    let value = english_value(&word)?;
    if (20..100).contains(&value) && value.is_multiple_of(10) && chars.get(end) == Some(&'-') {
        let next_end = (end + 1..chars.len()).find(|i| !chars[*i].is_ascii_alphabetic()).unwrap_or(chars.len());
        let next: String = chars.get(end + 1..next_end)?.iter().collect();
        let ones = if next == "one" { Some(1) } else { english_value(&next).filter(|ones| *ones < 10) };
        if let Some(ones) = ones {
            return Some(scaled((value + ones) as f64, chars, next_end));
        }
    }
    Some(scaled(value as f64, chars, end))
}

fn english_value(word: &str) -> Option<u32> {
    const SMALL: [&str; 18] = [
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
    let small = SMALL.iter().position(|name| *name == word).map(|i| i as u32 + 2);
    small.or_else(|| TENS.iter().position(|name| *name == word).map(|i| i as u32 * 10 + 20))
}

/// The next word, without a plural `s`, or the next two Han characters.
fn unit_after(chars: &[char], end: usize) -> String {
    let rest: Vec<char> = chars
        .iter()
        .skip(end)
        .skip_while(|c| **c == ' ' || **c == '多' || **c == '余' || **c == '-')
        .copied()
        .take(16)
        .collect();
    if rest.first().is_some_and(|c| is_han(*c)) {
        return rest.into_iter().take(1).collect();
    }
    let word: String = rest.into_iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    word.trim_end_matches('s').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|number| number.value).collect()
    }

    #[test]
    fn numbers_in_different_spellings_are_the_same() {
        for (text, expected) in [
            ("3.5亿元", "350000000"),
            ("350 million yuan", "350000000"),
            ("$3.2 billion", "3200000000"),
            ("1,200 people", "1200"),
            ("百分之五", "5%"),
            ("5 per cent", "5%"),
            ("5.0%", "5%"),
            ("三百二十人", "320"),
            ("十二名", "12"),
            ("twelve people", "12"),
            ("twenty-five ships", "25"),
            ("twenty-one ships", "21"),
            ("二〇二六年", "2026"),
            ("１４人", "14"),
            ("£20bn", "20000000000"),
            ("两人", "2"),
            ("2万亿元", "2000000000000"),
        ] {
            assert_eq!(values(text), [expected], "{text}");
        }
    }

    #[test]
    fn words_that_hold_numerals_are_no_numbers() {
        for text in ["统一战线", "一带", "an often weighty one", "万一", "十分"] {
            assert!(values(text).is_empty() || text == "十分", "{text}: {:?}", values(text));
        }
    }
}
