//! English number words: twelve, twenty-five, two hundred and fifty, two-thirds, one in eight, half a dozen.

use super::{Read, scaled, starts_with};

/// `twelve`, `thirty`, `twenty-five`, `two hundred`, `a dozen`; `one` is no number in most sentences.
pub(super) fn read(chars: &[char], start: usize) -> Option<Read> {
    let end = word_end(chars, start);
    let word: String = chars.get(start..end)?.iter().collect();
    let is_half_year =
        [" year", "-year", " time", "-time", "-hour", " hour"].iter().any(|part| starts_with(chars, end, part));
    let after_ordinal =
        ["first ", "second "].iter().any(|part| start >= part.len() && starts_with(chars, start - part.len(), part));
    for (part, value) in [
        ("half a dozen", 6.0),
        ("half a million", 5e5),
        ("half a billion", 5e8),
        ("half a trillion", 5e11),
        ("a quarter of a million", 2.5e5),
        ("a quarter of a billion", 2.5e8),
    ] {
        if starts_with(chars, start, part) {
            return Some(Read::of(value, start + part.len()));
        }
    }
    if let Some(times) = word.strip_suffix("fold").and_then(english_value).filter(|times| *times > 2) {
        return Some(Read::of(f64::from(times), end));
    }
    if word == "a"
        && (starts_with(chars, end, " hundred")
            || starts_with(chars, end, " thousand")
            || starts_with(chars, end, " million")
            || starts_with(chars, end, " billion"))
    {
        return Some(scaled(1.0, chars, end));
    }
    if let Some(dozens) = dozens(chars, &word, end) {
        return Some(dozens);
    }
    if word == "half" && !is_half_year && !after_ordinal {
        return Some(Read { is_percent: true, ..Read::of(50.0, end) });
    }
    if let Some(read) = english_fraction(chars, &word, end) {
        return Some(read);
    }
    let one = ["hundred", "thousand", "million", "billion"].iter().any(|scale| starts_with(chars, end + 1, scale));
    let value = if word == "one" && one { 1 } else { english_value(&word)? };
    if (20..100).contains(&value) && value.is_multiple_of(10) && chars.get(end) == Some(&'-') {
        let next_end = word_end(chars, end + 1);
        let next: String = chars.get(end + 1..next_end)?.iter().collect();
        let ones = if next == "one" { Some(1) } else { english_value(&next).filter(|ones| *ones < 10) };
        if let Some(ones) = ones {
            return Some(scaled((value + ones) as f64, chars, next_end));
        }
    }
    Some(and_more(chars, scaled(value as f64, chars, end)))
}

/// `three dozen`.
fn dozens(chars: &[char], word: &str, end: usize) -> Option<Read> {
    let n = if matches!(word, "a" | "one") { 1 } else { english_value(word).unwrap_or(0) };
    let stop = word_end(chars, end + 1);
    let is_dozen = n > 0 && chars.get(end) == Some(&' ') && chars.get(end + 1..stop)? == ['d', 'o', 'z', 'e', 'n'];
    is_dozen.then(|| Read::of(f64::from(n) * 12.0, stop))
}

/// What a share is of.
const FRACTION_OF: [&str; 10] =
    [" of", " more", " less", " fewer", " larger", " higher", " lower", " smaller", " bigger", " as"];

/// `two hundred and fifty`.
fn and_more(chars: &[char], read: Read) -> Read {
    let is_hundreds =
        read.end >= 7 && starts_with(chars, read.end - 7, "hundred") && starts_with(chars, read.end, " and ");
    let more = if is_hundreds { self::read(chars, read.end + 5) } else { None };
    more.filter(|more| more.value < 100.0 && !more.is_percent)
        .map_or(read.clone(), |more| Read::of(read.value + more.value, more.end))
}

fn word_end(chars: &[char], start: usize) -> usize {
    (start..chars.len()).find(|i| !chars[*i].is_ascii_alphabetic()).unwrap_or(chars.len())
}

/// `two-thirds`, `a quarter` not: a quarter is mostly three months.
fn english_fraction(chars: &[char], word: &str, end: usize) -> Option<Read> {
    let parts = if matches!(word, "one" | "a") { 1 } else { english_value(word)? };
    if let Some(read) = one_in(chars, parts, end) {
        return Some(read);
    }
    if !matches!(chars.get(end), Some(' ' | '-')) {
        return None;
    }
    let next_end = word_end(chars, end + 1);
    let next: String = chars.get(end + 1..next_end)?.iter().collect();
    let of = match next.trim_end_matches('s') {
        "third" => 3.0,
        "quarter" if word != "a" && next.ends_with('s') => 4.0,
        "fifth" => 5.0,
        "sixth" => 6.0,
        "seventh" => 7.0,
        "eighth" => 8.0,
        "ninth" => 9.0,
        "tenth" => 10.0,
        "quarter" if starts_with(chars, next_end, " of") => 4.0,
        _ => return None,
    };
    // "Nine quarters" are no fraction but a time.
    if f64::from(parts) >= of {
        return None;
    }
    let ends = word == "a" && chars.get(next_end).is_none_or(|c| matches!(c, '.' | ',' | ';' | ')'));
    let is_fraction = ends
        || next.ends_with('s')
        || chars.get(end) == Some(&'-')
        || FRACTION_OF.iter().any(|of| starts_with(chars, next_end, of));
    is_fraction.then(|| Read { is_percent: true, ..Read::of(f64::from(parts) / of * 100.0, next_end) })
}

/// `one in eight`, in per cent.
fn one_in(chars: &[char], parts: u32, end: usize) -> Option<Read> {
    let between = [" in ", " out of ", " in every ", " of every "].iter().find(|part| starts_with(chars, end, part))?;
    let from = end + between.len();
    let stop = word_end(chars, from);
    let of =
        english_value(&chars.get(from..stop)?.iter().collect::<String>()).filter(|of| parts < 10 && *of > parts)?;
    (of <= 20).then(|| Read { is_percent: true, ..Read::of(f64::from(parts) / f64::from(of) * 100.0, stop) })
}

/// From two on: `one` is no number in most sentences.
fn english_value(word: &str) -> Option<u32> {
    match word {
        "dozen" => Some(12),
        "zero" | "one" => None,
        _ => news::text::value_of_number_word(word),
    }
}
