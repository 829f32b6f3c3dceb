//! How long, and when: times in any unit, days and years reckoned from others.

use crate::dates::Dates;
use crate::quantities::{Bound, quantities};
use crate::reading::Reading;

/// A stretch of time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// The place of its first number.
    pub at: usize,
    pub days: f64,
    /// The length of its smallest unit in days.
    pub unit: f64,
    pub bound: Bound,
}

const UNITS: [(&str, &str, f64); 13] = [
    ("second", "秒", 1.0 / 86400.0),
    ("minute", "分钟", 1.0 / 1440.0),
    ("minute", "分", 1.0 / 1440.0),
    ("hour", "小时", 1.0 / 24.0),
    ("hour", "钟头", 1.0 / 24.0),
    ("day", "天", 1.0),
    ("day", "昼夜", 1.0),
    ("week", "周", 7.0),
    ("week", "星期", 7.0),
    ("month", "月", 30.4),
    ("quarter", "季度", 91.3),
    ("year", "年", 365.25),
    ("decade", "十年", 3652.5),
];

/// The stretches of time of a text; `1 hour 50 minutes` is one.
pub(crate) fn stretches(reading: &Reading) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut last_end = usize::MAX;
    for quantity in quantities(reading).iter().filter(|quantity| !quantity.is_ordinal) {
        let part = if quantity.is_percent { 0.01 } else { 1.0 };
        let Some((unit, end, half)) = unit_behind(reading, quantity.at, quantity.is_percent) else { continue };
        let days = (quantity.value + half) * unit * part;
        let goes_on = last_end != usize::MAX && quantity.at <= last_end + 2;
        match found.last_mut().filter(|last| goes_on && last.unit > unit) {
            Some(last) => {
                last.days += days;
                last.unit = unit;
            }
            None => found.push(Span { at: quantity.at, days, unit, bound: quantity.bound }),
        }
        last_end = end;
    }
    found
}

/// The unit behind a number, where it ends, and whether half a unit is added.
fn unit_behind(reading: &Reading, at: usize, is_part: bool) -> Option<(f64, usize, f64)> {
    let tokens = &reading.tokens;
    let next: Vec<&str> = tokens
        .iter()
        .skip(at + 1)
        .take(4)
        .take_while(|token| token.sentence == tokens[at].sentence)
        .map(|token| token.text.as_str())
        .collect();
    if tokens.get(at + 1).is_some_and(|token| token.is_han) && !is_part {
        let text: String = next.concat();
        let text = text.trim_start_matches(['多', '余', '整']);
        let (text, half) = match text.strip_prefix("个半") {
            Some(rest) => (rest, 0.5),
            None => (text.strip_prefix('个').unwrap_or(text), 0.0),
        };
        let text = text.trim_start_matches(['多', '余']);
        let is_counted_month =
            text.starts_with('月') && next.first().is_some_and(|first| first.starts_with(['个', '多', '余']));
        let (_, han, days) =
            UNITS.iter().find(|(_, han, _)| text.starts_with(han) && (*han != "月" || is_counted_month))?;
        let half = if text[han.len()..].starts_with('半') { 0.5 } else { half };
        return Some((*days, at + 1 + usize::from(half > 0.0), half));
    }
    // "A quarter of a day", "half an hour".
    if is_part && !next.iter().take(2).any(|word| matches!(*word, "a" | "an")) {
        return None;
    }
    let reach = if is_part { 4 } else { 3 };
    let place = (at + 1..(at + reach).min(tokens.len())).find_map(|place| {
        let unit = UNITS.iter().find(|(english, _, _)| tokens[place].bases.iter().any(|base| base == english))?;
        Some((unit.2, place))
    })?;
    let and_half = next
        .iter()
        .take(4)
        .collect::<Vec<_>>()
        .windows(3)
        .any(|three| *three[0] == "and" && *three[1] == "a" && *three[2] == "half");
    Some((place.0, place.1, if and_half { 0.5 } else { 0.0 }))
}

/// Whether a stretch of the sentence is one of the spans in another unit, or lies between two of their dates.
pub(crate) fn is_stretch_given(at: usize, said: &Reading, given: &Reading) -> bool {
    let is_time = unit_behind(said, at, false).or_else(|| unit_behind(said, at, true)).is_some();
    let Some(ours) = stretches(said)
        .into_iter()
        .filter(|_| is_time)
        .into_iter()
        .find(|span| span.at == at || span.at < at && at <= span.at + 4)
    else {
        return false;
    };
    let theirs = stretches(given);
    let pairs = theirs.iter().enumerate().flat_map(|(i, a)| theirs.iter().skip(i + 1).map(move |b| (a, b)));
    let gaps = pairs.filter(|(a, b)| a.unit == b.unit).flat_map(|(a, b)| [a.days + b.days, (a.days - b.days).abs()]);
    let ages: Vec<f64> = theirs.iter().map(|span| span.days).chain(gaps).chain(between_dates(given)).collect();
    ages.into_iter().any(|days| fits(&ours, days))
}

/// Whether so many days may be told so.
fn fits(ours: &Span, days: f64) -> bool {
    let (off, step) = ((ours.days - days) / days.max(1e-9), ours.unit / days.max(1e-9));
    match ours.bound {
        Bound::AtLeast => off < 0.0 && -off < step.clamp(0.2, 0.5),
        Bound::AtMost | Bound::Nearly => off > 0.0 && off < step.clamp(0.15, 0.34),
        Bound::About => off.abs() < step.clamp(0.05, 0.08),
        Bound::Exact => off.abs() < 0.02,
    }
}

/// The days between any two days, months or years that a text names.
fn between_dates(reading: &Reading) -> Vec<f64> {
    let dates = Dates::of(&reading.tokens);
    let mut found = Vec::new();
    let months: Vec<f64> = dates.months.iter().map(|month| f64::from(*month)).collect();
    let years: Vec<f64> = dates.years.iter().map(|year| f64::from(*year)).collect();
    let says_last_year = ["去年", "last year", "上年"].iter().any(|word| reading.folded.contains(word));
    for (i, a) in months.iter().enumerate() {
        for b in &months[i + 1..] {
            found.push((b - a) * 30.4);
            if says_last_year || years.len() > 1 {
                found.push((12.0 - (b - a)) * 30.4);
            }
        }
    }
    for (i, a) in years.iter().enumerate() {
        found.extend(years[i + 1..].iter().map(|b| (b - a) * 365.25));
    }
    let day = |(month, day): &(Option<i8>, i8)| month.map(|month| f64::from(month) * 30.4 + f64::from(*day));
    let days: Vec<f64> = dates.days.iter().filter_map(day).collect();
    for (i, a) in days.iter().enumerate() {
        found.extend(days[i + 1..].iter().map(|b| (b - a).abs()).filter(|n| *n < 32.0));
    }
    found.retain(|days| *days > 0.0);
    found
}
