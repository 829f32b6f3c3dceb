//! Numbers as they are meant, however they are written: 3.5亿, 350 million, 百分之五, twelve.

mod chinese;
mod english;

use chinese::is_numeral;
use news::text::{fold, is_han};

/// A number as it is meant, with the word it counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// In one spelling: 3.5亿 and 350 million are both `350000000`; 5% and five per cent are `5%`.
    pub value: String,
    /// The word or characters right behind it: `people`, `人`.
    pub unit: String,
}

/// The numbers of a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let chars: Vec<char> = fold(text).chars().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        match number_at(&chars, i) {
            Some(read) => {
                let unit = unit_after(&chars, read.end);
                found.push(Number { value: read.text(), unit });
                i = read.end.max(i + 1);
            }
            None => i += 1,
        }
    }
    found
}

/// The values of a text's numbers, in order.
pub fn values(text: &str) -> Vec<String> {
    numbers(text).into_iter().map(|number| number.value).collect()
}

/// What was read at one place of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    /// NaN for what is no number but is written in digits: `3.5.1`.
    pub value: f64,
    pub is_percent: bool,
    /// As it is written, where it is not a number.
    digits: String,
    /// One past its last character.
    pub end: usize,
}

impl Read {
    fn of(value: f64, end: usize) -> Self {
        Self { value, is_percent: false, digits: String::new(), end }
    }

    /// A whole number.
    pub fn whole(value: f64, end: usize) -> Self {
        Self::of(value, end)
    }

    /// What is written in digits but is no number: a result, a version.
    pub fn written(digits: String, end: usize) -> Self {
        Self { digits, ..Self::of(f64::NAN, end) }
    }

    /// In one spelling.
    pub fn text(&self) -> String {
        if self.value.is_nan() {
            return self.digits.clone();
        }
        format!("{}{}", canonical(self.value), if self.is_percent { "%" } else { "" })
    }
}

/// The number that begins at this character of a folded text.
pub(crate) fn number_at(chars: &[char], i: usize) -> Option<Read> {
    let read = part_at(chars, i)?;
    Some(with_rest(chars, read))
}

/// 4万7千 and 1亿2000万 are one number.
fn with_rest(chars: &[char], read: Read) -> Read {
    let scale = match read.end.checked_sub(1).and_then(|last| chars.get(last)) {
        Some('万') => 1e4,
        Some('亿') => 1e8,
        _ => return read,
    };
    let begins = chars.get(read.end).is_some_and(|c| c.is_ascii_digit() || is_numeral(*c));
    let rest = if begins { part_at(chars, read.end) } else { None };
    let rest = rest.filter(|rest| {
        let ends_in_scale = chars.get(rest.end - 1).is_some_and(|c| "十百千万".contains(*c));
        !rest.is_percent && rest.value < scale && ends_in_scale
    });
    rest.map_or(read.clone(), |rest| Read::of(read.value + rest.value, rest.end))
}

fn part_at(chars: &[char], i: usize) -> Option<Read> {
    let inside_word = i > 0 && (chars[i - 1].is_ascii_alphanumeric());
    if chars[i].is_ascii_digit() {
        return Some(arabic(chars, i));
    }
    if is_numeral(chars[i]) || chars[i] == '半' {
        return chinese::read(chars, i);
    }
    if chars[i].is_ascii_alphabetic() && !inside_word {
        return english::read(chars, i);
    }
    None
}

fn arabic(chars: &[char], start: usize) -> Read {
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
        Err(_) => Read { digits, ..Read::of(f64::NAN, end) },
    }
}

/// Applies what stands behind the digits: 万, 亿, million, %.
fn scaled(value: f64, chars: &[char], end: usize) -> Read {
    const SCALES: [(&str, f64); 18] = [
        ("万亿", 1e12),
        ("亿", 1e8),
        ("千万", 1e7),
        ("百万", 1e6),
        ("万", 1e4),
        (" trillion", 1e12),
        (" billion", 1e9),
        (" million", 1e6),
        (" thousand", 1e3),
        (" hundred", 1e2),
        ("-billion", 1e9),
        ("-million", 1e6),
        ("bn", 1e9),
        ("trillion", 1e12),
        ("billion", 1e9),
        ("million", 1e6),
        ("tn", 1e12),
        ("千", 1e3),
    ];
    const PERCENTS: [&str; 4] = ["%", " per cent", " percent", " pct"];
    for (word, factor) in SCALES {
        if starts_with(chars, end, word) {
            return Read::of(value * factor, end + word.chars().count());
        }
    }
    if chars.get(end) == Some(&'m') && !chars.get(end + 1).is_some_and(|c| c.is_ascii_alphanumeric()) {
        return Read::of(value * 1e6, end + 1);
    }
    for word in PERCENTS {
        if starts_with(chars, end, word) {
            return Read { is_percent: true, ..Read::of(value, end + word.chars().count()) };
        }
    }
    Read::of(value, end)
}

fn starts_with(chars: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c))
}

/// Four decimals without trailing zeros: enough for money, too few for rounding noise.
pub(crate) fn canonical(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The next word, without a plural `s`, or the next Han character.
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
            ("三分之二的议员", "66.6667%"),
            ("two-thirds of members", "66.6667%"),
            ("two hundred ships", "200"),
            ("two hundred and fifty ships", "250"),
            ("4万7千人", "47000"),
            ("1亿2000万元", "120000000"),
            ("三成", "30%"),
            ("四成一；", "41%"),
            ("a quarter of a million people", "250000"),
            ("rose sixfold", "6"),
            ("half a dozen ships", "6"),
            ("three out of five people", "60%"),
            ("over a fifth.", "20%"),
            ("in nine quarters", "9"),
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
