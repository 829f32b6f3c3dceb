//! Reads the numbers of a text, zh and en, as values, so that 3.5亿 and 350 million compare equal.

/// A number with what it measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// The value with its multiplier.
    pub(crate) value: f64,
    /// Whether it is a share in per cent.
    pub(crate) is_percent: bool,
    /// Whether it was written with a decimal point and without a multiplier: rates, magnitudes, versions.
    pub(crate) is_decimal: bool,
    /// Whether it may be a calendar year.
    pub(crate) is_year: bool,
    /// Byte at which it begins.
    pub(crate) start: usize,
    /// Byte behind it and its multiplier.
    pub(crate) end: usize,
}

impl Number {
    /// The number as a term: `0.25%`, `350000000`.
    pub(crate) fn key(&self) -> String {
        let value = (self.value * 1000.0).round() / 1000.0;
        if self.is_percent { format!("{value}%") } else { format!("{value}") }
    }
}

/// Multipliers behind a number, longest first; `%` and its words are told by 0.
const MULTIPLIERS: &[(&str, f64)] = &[
    ("trillion", 1e12),
    ("billion", 1e9),
    ("million", 1e6),
    ("thousand", 1e3),
    ("percent", 0.0),
    ("per cent", 0.0),
    ("万亿", 1e12),
    ("千万", 1e7),
    ("百万", 1e6),
    ("亿", 1e8),
    ("万", 1e4),
    ("bn", 1e9),
    ("tn", 1e12),
    ("mn", 1e6),
    ("％", 0.0),
    ("%", 0.0),
    ("m", 1e6),
    ("k", 1e3),
    ("b", 1e9),
    ("萬億", 1e12),
    ("億", 1e8),
    ("萬", 1e4),
    ("pc", 0.0),
];

/// The numbers of a text in order: Arabic digits with their multiplier, and Chinese numerals with one (三十五万) or of
/// two and more digits.
pub(crate) fn numbers_in(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else {
            break;
        };
        let joins =
            text[..at].chars().next_back().is_some_and(|before| before.is_ascii_alphanumeric() || before == '.');
        let read = match c {
            '0'..='9' if !joins => arabic(rest),
            _ if digit(c).is_some() || c == '十' => chinese(rest),
            _ => None,
        };
        match read {
            Some((value, length, is_decimal, is_plain)) => {
                let (multiplier, suffix) = multiplier(&rest[length..]);
                let is_percent = multiplier == Some(0.0) || text[..at].ends_with("百分之");
                let scaled = multiplier.filter(|m| *m > 0.0).map_or(value, |m| value * m);
                let has_unit = multiplier.is_some();
                let is_year = is_plain && !has_unit && (1900.0..=2100.0).contains(&value);
                let end = at + length + suffix;
                if c.is_ascii_digit() || has_unit || is_percent || length > 3 {
                    found.push(Number {
                        value: scaled,
                        is_percent,
                        is_decimal: is_decimal && !has_unit,
                        is_year,
                        start: at,
                        end,
                    });
                }
                at = end.max(at + 1);
            }
            None if c.is_ascii_digit() => at += rest.bytes().take_while(u8::is_ascii_digit).count(),
            None => at += c.len_utf8(),
        }
    }
    found
}

/// Value, bytes, whether it has a decimal point, whether it is four bare digits.
fn arabic(text: &str) -> Option<(f64, usize, bool, bool)> {
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut digits = String::new();
    let mut is_decimal = false;
    while end < bytes.len() {
        let next_is_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            digit @ b'0'..=b'9' => digits.push(char::from(digit)),
            b',' if next_is_digit && !is_decimal => {}
            b'.' if next_is_digit && !is_decimal => {
                is_decimal = true;
                digits.push('.');
            }
            _ => break,
        }
        end += 1;
    }
    let value: f64 = digits.parse().ok()?;
    Some((value, end, is_decimal, end == 4 && !is_decimal))
}

/// Numerals up to 9999: 三十五, 一百二十, 两千, 二〇二六.
fn chinese(text: &str) -> Option<(f64, usize, bool, bool)> {
    let (mut total, mut current, mut length, mut n_digits, mut has_unit) = (0.0, 0.0, 0, 0, false);
    for c in text.chars() {
        match (digit(c), unit(c)) {
            (Some(value), _) => {
                current = if n_digits > 0 { current * 10.0 + value } else { value };
                n_digits += 1;
            }
            (None, Some(value)) => {
                total += if current == 0.0 && total == 0.0 { value } else { current * value };
                current = 0.0;
                n_digits = 0;
                has_unit = true;
            }
            (None, None) => break,
        }
        length += c.len_utf8();
    }
    (length > 0).then_some((total + current, length, false, !has_unit && length == 12))
}

fn digit(c: char) -> Option<f64> {
    match c {
        '〇' | '零' => Some(0.0),
        '一' => Some(1.0),
        '二' | '两' | '兩' => Some(2.0),
        '三' => Some(3.0),
        '四' => Some(4.0),
        '五' => Some(5.0),
        '六' => Some(6.0),
        '七' => Some(7.0),
        '八' => Some(8.0),
        '九' => Some(9.0),
        _ => None,
    }
}

fn unit(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1000.0),
        _ => None,
    }
}

/// The multiplier behind a number, and the bytes it takes with the space before it.
fn multiplier(rest: &str) -> (Option<f64>, usize) {
    let space = usize::from(rest.starts_with([' ', '-']));
    let Some(behind) = rest.get(space..) else {
        return (None, 0);
    };
    let head: String = behind.chars().take(9).collect::<String>().to_lowercase();
    for (word, value) in MULTIPLIERS {
        let Some(after) = head.strip_prefix(word) else {
            continue;
        };
        let is_letters = word.is_ascii() && *word != "%";
        let goes_on = is_letters && after.starts_with(|c: char| c.is_ascii_alphanumeric());
        // `5 m` is as often metres as millions: one letter counts only right behind the digits.
        if !goes_on && (space == 0 || word.len() > 2) {
            return (Some(*value), space + word.len());
        }
    }
    (None, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        numbers_in(text).iter().map(Number::key).collect()
    }

    #[test]
    fn one_amount_is_one_number_in_both_languages() {
        assert_eq!(keys("3.5亿元"), keys("350 million yuan"));
        assert_eq!(keys("三十五万人"), keys("350,000 people"));
        assert_eq!(keys("下调0.25%"), keys("cut by 0.25 per cent"));
        assert_eq!(keys("百分之三"), ["3%"]);
        assert_eq!(keys("$1.2bn and 40k"), ["1200000000", "40000"]);
    }

    #[test]
    fn what_is_part_of_a_word_is_no_number() {
        assert_eq!(keys("GPT5 A320 v1.2 of F16"), Vec::<String>::new());
        assert_eq!(keys("一个人和两国"), Vec::<String>::new());
    }

    #[test]
    fn years_and_decimals_are_told() {
        let numbers = numbers_in("In 2026 a quake of 6.1 hit");
        assert!(numbers[0].is_year && !numbers[1].is_year && numbers[1].is_decimal);
    }
}
