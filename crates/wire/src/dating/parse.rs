//! Reads one date out of the text that a feed, an attribute or a line holds.
//!
//! The reader is a tokeniser, not a list of formats: it finds the time of day, the zone behind it and three numbers
//! (or a month's name and two) that make a day, in whatever order they stand.

use super::clock::{Clock, Token, tokens};
use super::names;
use super::spelling::{prepare, seconds_with_fraction};
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
    if let Some(seconds) = seconds_with_fraction(&text) {
        return parse_digits(seconds, zone);
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

/// The day, and whether the year stands last behind the time, as Java writes it.
fn find_day(tokens: &[Token], clock: Option<&Clock>) -> Option<(Date, bool)> {
    let (start, end) = clock.map_or((usize::MAX, usize::MAX), |clock| (clock.start, clock.end));
    if let Some(found) = months(tokens).into_iter().find_map(|at| day_with_month_name(tokens, at, start, end)) {
        return Some(found);
    }
    let before = tokens.get(..start.min(tokens.len())).unwrap_or(tokens);
    let after = tokens.get(end.min(tokens.len())..).unwrap_or(&[]);
    day_in_numbers(before).or_else(|| day_in_numbers(after)).map(|date| (date, false))
}

/// Where words stand that begin as months do, those nearest to a number first: `By Jane Roe, 10 February 2026`.
fn months(tokens: &[Token]) -> Vec<usize> {
    let is_month = |token: &Token| matches!(token, Token::Word(word) if names::month(word).is_some());
    let mut found: Vec<usize> = (0..tokens.len()).filter(|at| is_month(&tokens[*at])).collect();
    let is_number = |i: &usize| matches!(tokens[*i], Token::Number { .. });
    found.sort_by_key(|at| (0..tokens.len()).filter(is_number).map(|i| i.abs_diff(*at)).min());
    found
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
            Token::Number { value, digits } if i == 0 || tokens[i - 1] != Token::Mark('+') => {
                Some((i, *value, *digits))
            }
            _ => None,
        })
        .collect();
    let is_day =
        |(i, value, digits): &&(usize, i64, usize)| *digits <= 2 && (1..=31).contains(value) && i.abs_diff(at) <= 5;
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
#[path = "parse_tests.rs"]
mod tests;
