//! Reads one date out of the text that a feed, an attribute or a line holds.
//!
//! The reader is a tokeniser, not a list of formats: it finds the time of day, the zone behind it and three numbers
//! (or a month's name and two) that make a day, in whatever order they stand.

use super::names;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use news::Precision;

/// Longer text is no date; it is not searched for one here (see `scan`).
const MAX_CHARS: usize = 120;
/// The web's first year and a year no item of today can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2099;

/// Reads a date in any spelling met in feeds and pages; `None` if there is no day in it.
///
/// A time without a zone is in `zone`, else UTC. A day without a time is that day's first moment, precision `Day`.
/// A year or a month alone is not a date. Days in numbers with slashes are read month first, with dots day first,
/// unless only the other order is possible.
pub fn parse_date(raw: &str, zone: Option<&TimeZone>) -> Option<(Timestamp, Precision)> {
    let text = prepare(raw);
    if text.is_empty() || text.chars().count() > MAX_CHARS {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_digits(&text, zone);
    }
    let tokens = tokens(&text);
    let clock = Clock::find(&tokens);
    let (date, is_java) = find_day(&tokens, clock.as_ref())?;
    let Some(clock) = clock else {
        return Some((moment(date.to_datetime(Time::midnight()), None, zone)?, Precision::Day));
    };
    let mut at = date.to_datetime(clock.time);
    if clock.is_next_day {
        at = at.checked_add(1.day()).ok()?;
    }
    let written = clock.zone(&tokens, at, zone, is_java);
    Some((moment(at, written.as_ref(), zone)?, clock.precision))
}

fn moment(at: DateTime, written: Option<&TimeZone>, own: Option<&TimeZone>) -> Option<Timestamp> {
    let zone = written.or(own).cloned().unwrap_or(TimeZone::UTC);
    zone.to_ambiguous_timestamp(at).compatible().ok()
}

/// Trims, narrows full-width digits and turns Chinese numerals of a written-out date into digits.
fn prepare(raw: &str) -> String {
    let text: String = raw
        .trim()
        .trim_matches(|c: char| matches!(c, '"' | '\'' | '[' | ']' | '(' | ')' | '（' | '）'))
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{a0}' | '\u{3000}' | '\n' | '\t' | '\r' | '\u{202f}' => ' ',
            '‐' | '‑' | '–' | '−' => '-',
            _ => c,
        })
        .collect();
    if text.contains('年') && text.contains(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']) {
        return chinese_digits(&text);
    }
    text
}

/// 二〇二六年二月十日 -> 2026年2月10日.
fn chinese_digits(text: &str) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).or((c == '零').then_some(0));
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let before = i > 0 && digit(chars[i - 1]).is_some();
        let after = chars.get(i + 1).is_some_and(|c| digit(*c).is_some());
        match (digit(*c), *c) {
            (Some(value), _) => out.push_str(&value.to_string()),
            (None, '十') if before && after => {}
            (None, '十') if before => out.push('0'),
            (None, '十') if after => out.push('1'),
            (None, '十') => out.push_str("10"),
            _ => out.push(*c),
        }
    }
    out
}

/// Digits without anything else: epoch seconds or milliseconds, or a day and a time run together.
fn parse_digits(digits: &str, zone: Option<&TimeZone>) -> Option<(Timestamp, Precision)> {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let is_day = matches!(digits.len(), 8 | 12 | 14)
        && number(0..4).is_some_and(|year| (1990..=2099).contains(&year))
        && number(4..6).is_some_and(|month| (1..=12).contains(&month));
    if is_day {
        let date = day(number(0..4)?, number(4..6)?, number(6..8)?)?;
        let part = |range: std::ops::Range<usize>| number(range).and_then(|n| i8::try_from(n).ok()).unwrap_or(0);
        let time = Time::new(part(8..10), part(10..12), part(12..14), 0).ok()?;
        let precision = match digits.len() {
            8 => Precision::Day,
            12 => Precision::Minute,
            _ => Precision::Second,
        };
        return Some((moment(date.to_datetime(time), None, zone)?, precision));
    }
    let value: i64 = digits.parse().ok()?;
    let at = match digits.len() {
        9 | 10 => Timestamp::from_second(value),
        13 => Timestamp::from_millisecond(value),
        16 => Timestamp::from_microsecond(value),
        _ => return None,
    };
    at.ok().map(|at| (at, Precision::Second))
}

/// A run of digits, a run of letters, or one other character.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number { value: i64, digits: usize },
    Word(String),
    Mark(char),
    Space,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut run = String::from(c);
        if c.is_ascii_digit() {
            while let Some(next) = chars.next_if(char::is_ascii_digit) {
                run.push(next);
            }
            tokens.push(Token::Number { value: run.parse().unwrap_or(i64::MAX), digits: run.len() });
        } else if is_cjk_mark(c) {
            tokens.push(Token::Mark(c));
        } else if c.is_alphabetic() {
            while let Some(next) = chars.next_if(|next| (next.is_alphabetic() && !is_cjk_mark(*next)) || *next == '_') {
                run.push(next);
            }
            tokens.push(Token::Word(run));
        } else if c.is_whitespace() {
            if tokens.last() != Some(&Token::Space) {
                tokens.push(Token::Space);
            }
        } else {
            tokens.push(Token::Mark(c));
        }
    }
    tokens
}

fn is_cjk_mark(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分' | '秒' | '년' | '월' | '일')
}

/// The time of day, with the tokens it stands on.
struct Clock {
    start: usize,
    end: usize,
    time: Time,
    is_next_day: bool,
    precision: Precision,
}

impl Clock {
    /// Finds `14:30`, `14:30:05.123`, `2.30pm`, `14时30分`, `下午2点`.
    fn find(tokens: &[Token]) -> Option<Self> {
        (0..tokens.len()).find_map(|start| Self::at(tokens, start))
    }

    fn at(tokens: &[Token], start: usize) -> Option<Self> {
        let mut hour = small(tokens, start, 24)?;
        let mark = tokens.get(start + 1);
        if let Some(Token::Word(word)) = mark.filter(|_| start == 0 || tokens[start - 1] != Token::Mark(':')) {
            let half = half_of_day(word)?;
            return Self::new(start, start + 2, shift(hour, half), 0, None);
        }
        let is_colon = mark == Some(&Token::Mark(':'));
        let is_hour = matches!(mark, Some(Token::Mark('时' | '時' | '点' | '點')));
        if !is_colon && !is_hour {
            return None;
        }
        let mut end = start + 2;
        let mut minute = 0;
        if let Some(value) = small(tokens, end, 59) {
            minute = value;
            end += 1;
        } else if is_colon {
            return None;
        }
        if matches!(tokens.get(end), Some(Token::Mark('分'))) {
            end += 1;
        }
        let mut second = None;
        if is_colon && tokens.get(end) == Some(&Token::Mark(':')) || is_hour {
            let at = if is_colon { end + 1 } else { end };
            if let Some(value) = small(tokens, at, 60) {
                second = Some(value.min(59));
                end = at + 1;
                if matches!(tokens.get(end), Some(Token::Mark('.' | ','))) && matches!(tokens.get(end + 1), Some(Token::Number { .. })) {
                    end += 2;
                }
            }
        }
        if let Some((half, at)) = half_nearby(tokens, start, end) {
            hour = shift(hour, half);
            end = end.max(at);
        }
        Self::new(start, end, hour, minute, second)
    }

    fn new(start: usize, end: usize, hour: i8, minute: i8, second: Option<i8>) -> Option<Self> {
        let is_next_day = hour == 24;
        let time = Time::new(if is_next_day { 0 } else { hour }, minute, second.unwrap_or(0), 0).ok()?;
        let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        Some(Self { start, end, time, is_next_day, precision })
    }

    /// The zone behind the time: `Z`, `+08:00`, `+0800`, `GMT+8`, `EST`, `(Europe/Berlin)`.
    fn zone(&self, tokens: &[Token], at: DateTime, own: Option<&TimeZone>, is_java: bool) -> Option<TimeZone> {
        let mut i = self.end;
        while matches!(tokens.get(i), Some(Token::Space | Token::Mark('(' | ',' | '['))) {
            i += 1;
        }
        let mut named = None;
        if let Some(Token::Word(word)) = tokens.get(i) {
            let mut name = word.clone();
            let mut next = i + 1;
            while let (Some(Token::Mark('/')), Some(Token::Word(part))) = (tokens.get(next), tokens.get(next + 1)) {
                name = format!("{name}/{part}");
                next += 2;
            }
            named = names::zone(&name, at, own, is_java);
            // `GMT+0800`: the offset says more than the name.
            let is_universal = matches!(name.to_ascii_lowercase().as_str(), "gmt" | "utc" | "ut");
            if !is_universal {
                return named.or_else(|| self.zone_in_front(tokens, at, own, is_java));
            }
            i = next;
        }
        offset(tokens, i).or(named).or_else(|| self.zone_in_front(tokens, at, own, is_java))
    }

    /// 北京时间2月10日14:30 names the zone in front.
    fn zone_in_front(&self, tokens: &[Token], at: DateTime, own: Option<&TimeZone>, is_java: bool) -> Option<TimeZone> {
        tokens[..self.start].windows(3).find_map(|window| match window {
            [Token::Word(place), Token::Mark('时' | '時'), Token::Word(_)] => names::zone(place, at, own, is_java),
            _ => None,
        })
    }
}

/// A number from 0 to `max` of one or two digits.
fn small(tokens: &[Token], at: usize, max: i64) -> Option<i8> {
    match tokens.get(at) {
        Some(Token::Number { value, digits: 1 | 2 }) if *value <= max => i8::try_from(*value).ok(),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    Am,
    Pm,
}

fn half_of_day(word: &str) -> Option<Half> {
    match word.to_lowercase().as_str() {
        "am" | "上午" | "早上" | "凌晨" | "清晨" => Some(Half::Am),
        "pm" | "下午" | "晚上" | "晚间" | "傍晚" => Some(Half::Pm),
        _ => None,
    }
}

/// `2:30 pm`, `2:30 p.m.`, `下午2:30`; with the token behind it.
fn half_nearby(tokens: &[Token], start: usize, end: usize) -> Option<(Half, usize)> {
    let mut i = end;
    if tokens.get(i) == Some(&Token::Space) {
        i += 1;
    }
    if let Some(Token::Word(word)) = tokens.get(i) {
        if let Some(half) = half_of_day(word) {
            return Some((half, i + 1));
        }
        let is_dotted = tokens.get(i + 1) == Some(&Token::Mark('.'))
            && matches!(tokens.get(i + 2), Some(Token::Word(m)) if m.eq_ignore_ascii_case("m"));
        match word.to_ascii_lowercase().as_str() {
            "a" if is_dotted => return Some((Half::Am, i + 4)),
            "p" if is_dotted => return Some((Half::Pm, i + 4)),
            _ => {}
        }
    }
    let before = tokens[..start].iter().rev().find(|token| **token != Token::Space);
    match before {
        Some(Token::Word(word)) => half_of_day(word).map(|half| (half, end)),
        _ => None,
    }
}

fn shift(hour: i8, half: Half) -> i8 {
    match half {
        Half::Pm if hour < 12 => hour + 12,
        Half::Am if hour == 12 => 0,
        _ => hour,
    }
}

/// `+08:00`, `+0800`, `-5`, with spaces in front.
fn offset(tokens: &[Token], at: usize) -> Option<TimeZone> {
    let mut i = at;
    while tokens.get(i) == Some(&Token::Space) {
        i += 1;
    }
    let sign = match tokens.get(i)? {
        Token::Mark('+') => 1,
        Token::Mark('-') => -1,
        _ => return None,
    };
    let Some(Token::Number { value, digits }) = tokens.get(i + 1) else {
        return None;
    };
    let value = i32::try_from(*value).ok()?;
    let minutes = match digits {
        1 | 2 => {
            let rest = if tokens.get(i + 2) == Some(&Token::Mark(':')) { small(tokens, i + 3, 59) } else { None };
            value * 60 + i32::from(rest.unwrap_or(0))
        }
        3 | 4 => value / 100 * 60 + value % 100,
        _ => return None,
    };
    (minutes <= 15 * 60).then(|| names::fixed(sign * minutes))
}

/// The day, and whether the year stands last behind the time, as Java writes it.
fn find_day(tokens: &[Token], clock: Option<&Clock>) -> Option<(Date, bool)> {
    let (start, end) = clock.map_or((usize::MAX, usize::MAX), |clock| (clock.start, clock.end));
    if let Some(at) = tokens.iter().position(|token| matches!(token, Token::Word(word) if names::month(word).is_some())) {
        if let Some(found) = day_with_month_name(tokens, at, start, end) {
            return Some(found);
        }
    }
    let before = tokens.get(..start.min(tokens.len())).unwrap_or(tokens);
    let after = tokens.get(end.min(tokens.len())..).unwrap_or(&[]);
    day_in_numbers(before).or_else(|| day_in_numbers(after)).map(|date| (date, false))
}

/// `6 July 2026`, `July 6th, 2026`, `Jul 06 14:30:00 CST 2026`, `6 de julio de 2026`, `06-Jul-26`.
fn day_with_month_name(tokens: &[Token], at: usize, start: usize, end: usize) -> Option<(Date, bool)> {
    let Token::Word(word) = &tokens[at] else {
        return None;
    };
    let month = names::month(word)?;
    let numbers: Vec<(usize, i64, usize)> = tokens
        .iter()
        .enumerate()
        .filter(|(i, _)| *i < start || *i >= end)
        .filter_map(|(i, token)| match token {
            // Digits behind a plus are an offset, not a day or a year.
            Token::Number { value, digits } if i == 0 || tokens[i - 1] != Token::Mark('+') => Some((i, *value, *digits)),
            _ => None,
        })
        .collect();
    let is_day = |(i, value, digits): &&(usize, i64, usize)| *digits <= 2 && (1..=31).contains(value) && i.abs_diff(at) <= 5;
    let day_before = numbers.iter().rev().find(|number| number.0 < at && is_day(number));
    let day_after = numbers.iter().find(|number| number.0 > at && is_day(number));
    let is_year = |value: i64| i16::try_from(value).is_ok_and(|value| YEARS.contains(&value));
    let four_digits = numbers.iter().find(|number| number.2 == 4 && is_year(number.1));
    let chosen = match (day_before, day_after) {
        // `06 Jul 26`: with no long year the later short number is the year.
        (Some(before), Some(after)) if four_digits.is_none() => {
            return day(short_year(after.1), month.into(), i16::try_from(before.1).ok()?).map(|date| (date, false));
        }
        (Some(before), _) => before,
        (None, after) => after?,
    };
    let year = match four_digits {
        Some((_, value, _)) => i16::try_from(*value).ok()?,
        None => short_year(numbers.iter().find(|number| number.0 > chosen.0 && number.2 == 2)?.1),
    };
    let is_java = four_digits.is_some_and(|number| number.0 >= end);
    day(year, month.into(), i16::try_from(chosen.1).ok()?).map(|date| (date, is_java))
}

/// `2026-07-06`, `2026/7/6`, `2026年07月06日`, `07/06/2026`, `6.7.2026`, `18-03-08`.
fn day_in_numbers(tokens: &[Token]) -> Option<Date> {
    let tokens: Vec<&Token> = tokens.iter().filter(|token| **token != Token::Space).collect();
    (0..tokens.len()).find_map(|i| day_at(&tokens, i))
}

fn day_at(tokens: &[&Token], i: usize) -> Option<Date> {
    let number = |at: usize| match tokens.get(at) {
        Some(Token::Number { value, digits }) => i16::try_from(*value).ok().map(|value| (value, *digits)),
        _ => None,
    };
    let separator = match tokens.get(i + 1)? {
        Token::Mark(mark @ ('-' | '/' | '.' | '年' | '년')) => *mark,
        _ => return None,
    };
    let second = match tokens.get(i + 3)? {
        Token::Mark(mark @ ('-' | '/' | '.' | '月' | '월')) => *mark,
        _ => return None,
    };
    if (separator == '年') != (second == '月') || separator != '年' && separator != '년' && separator != second {
        return None;
    }
    let (a, a_digits) = number(i)?;
    let (b, _) = number(i + 2)?;
    let (c, c_digits) = number(i + 4)?;
    match (a_digits, c_digits, separator) {
        (4, 1 | 2, _) => day(a, b, c),
        (2, 1 | 2, '年') => day(short_year(a.into()), b, c),
        (1 | 2, 4, '/') => day(c, a, b).or_else(|| day(c, b, a)),
        (1 | 2, 4, _) => day(c, b, a).or_else(|| day(c, a, b)),
        (2, 2, '-') => day(short_year(a.into()), b, c),
        (1 | 2, 2, '.') => day(short_year(c.into()), b, a),
        _ => None,
    }
}

/// Two digits are of this century unless that lies far ahead.
fn short_year(value: i64) -> i16 {
    let value = i16::try_from(value).unwrap_or(0);
    if value < 70 { 2000 + value } else { 1900 + value }
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        let found = parse_date(raw, None).map(|(at, _)| at.to_string());
        assert_eq!(found.as_deref(), Some(expected), "{raw:?}");
    }

    #[test]
    fn spellings_of_one_moment_are_one_moment() {
        for raw in [
            "2026-07-06T14:30:00Z",
            "2026-07-06T22:30:00+08:00",
            "2026-07-06T22:30:00.123456+0800",
            "2026-07-06T22:30+08:00",
            "Mon, 06 Jul 2026 14:30:00 GMT",
            "Mon,06 Jul 2026 14:30:00 GMT",
            "Tue, 06 Jul 2026 14:30:00 UT",
            "  Mon, 06 July 2026 14:30 GMT\n",
            "Mon, 06 Jul 26 14:30:00 Z",
            "Mon, 6 Jul 2026 09:30:00 EST",
            "Mon, 6 Jul 2026 07:30:00 PDT",
            "Mon, 6 Jul 2026 10:30:00 ET",
            "Mo, 06 Jul 2026 16:30:00 +02:00",
            "Mon, 06 Jul 2026 22:30:00 GMT+0800",
            "Mon, 06 Jul 2026 15:30:00 BST",
            "Mon Jul 06 22:30:00 CST 2026",
            "Mon Jul  6 14:30:00 2026",
            "Mon Jul 06 2026 22:30:00 GMT+0800 (China Standard Time)",
            "July 6, 2026 2:30 PM UTC",
            "July 6th, 2026, 2:30 p.m. GMT",
            "Monday, July 6, 2026 - 14:30",
            "6. Juli 2026, 14:30 Uhr",
            "6 juillet 2026 14:30",
            "6 de julio de 2026 14:30",
            "2026/07/06 14:30:00",
            "2026年07月06日 14:30",
            "2026年7月6日下午2时30分",
            "北京时间2026年7月6日22:30",
            "二〇二六年七月六日 14:30",
            "２０２６－０７－０６ １４：３０",
            "07/06/2026 14:30:00",
            "06.07.2026 14:30",
            "1783348200",
            "1783348200000",
            "202607061430",
            "2026-07-06 16:30 (Europe/Berlin)",
        ] {
            check(raw, "2026-07-06T14:30:00Z");
        }
    }

    #[test]
    fn a_day_without_a_time_is_its_first_moment() {
        for raw in ["2026-07-06", "20260706", "6 Jul 2026", "2026.07.06", "26-07-06", "06-Jul-2026", "2026年7月6日"] {
            assert_eq!(parse_date(raw, None), Some(("2026-07-06T00:00:00Z".parse().unwrap(), Precision::Day)), "{raw:?}");
        }
    }

    #[test]
    fn midnight_at_the_end_of_a_day_is_the_next_day() {
        check("Mon, 06 Jul 2026 24:00:00 GMT", "2026-07-07T00:00:00Z");
    }

    #[test]
    fn a_time_without_a_zone_is_in_the_zone_of_its_source() {
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        let chicago = TimeZone::get("America/Chicago").unwrap();
        let read = |raw, zone| parse_date(raw, Some(zone)).map(|(at, precision)| (at.to_string(), precision)).unwrap();
        assert_eq!(read("2026年02月10日 14:30", &shanghai), ("2026-02-10T06:30:00Z".into(), Precision::Minute));
        assert_eq!(read("2026-02-10", &shanghai), ("2026-02-09T16:00:00Z".into(), Precision::Day));
        assert_eq!(read("Tue, 10 Feb 2026 14:30:00 CST", &shanghai).0, "2026-02-10T06:30:00Z");
        assert_eq!(read("Tue, 10 Feb 2026 14:30:00 CST", &chicago).0, "2026-02-10T20:30:00Z");
        assert_eq!(read("Tue, 10 Feb 2026 14:30:00 GMT", &chicago).0, "2026-02-10T14:30:00Z");
    }

    #[test]
    fn what_is_no_day_is_no_date() {
        for raw in ["", "2026", "yesterday", "3小时前", "July 2026", "14:30", "2026-13-40", "version 1.2.3", "00000000", "  ", "40 Jul 2026"] {
            assert_eq!(parse_date(raw, None), None, "{raw:?}");
        }
    }

    #[test]
    fn nonsense_never_panics() {
        for raw in ["99:99", ":", "::::", "年月日", "9999999999999999999999", "+:-", "Jan", "Jan 99 99:99:99", "1/1/1", "\u{0}", "十年十月十日"] {
            let _ = parse_date(raw, None);
        }
    }
}
