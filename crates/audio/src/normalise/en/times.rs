//! English times of day.

use super::super::rules::{Found, Say};
use super::numbers::{cardinal, number};

/// With half of day or zone.
pub(super) const RULES: &[(&str, Say)] = &[
    (
        r"\b(?P<a>\d{1,2})(?::(?P<b>\d\d))?\s?[-–—]\s?(?P<t>\d{1,2})(?::(?P<m>\d\d))?\s?(?P<half>[ap]\.?m\b\.?)",
        |f| {
            let half = if f.get("half").starts_with('a') { "AM" } else { "PM" };
            let (from, to) = (clock(f.get("a"), f.get("b"))?, clock(f.get("t"), f.get("m"))?);
            f.is_whole().then(|| format!("{from} to {to} {half}{}", end_of_text(f)))
        },
    ),
    (
        r"\b(?P<t>\d{1,2})[:.](?P<m>\d{2})(?::(?P<s>\d{2}))?\s?(?P<half>(?i:[ap])\.?\s?(?i:m)\b\.?)(?P<z>\s{zone}\b)?",
        half_day,
    ),
    (r"\b(?P<t>\d{1,2})\s?(?P<half>(?i:[ap])\.?(?i:m)\b\.?)(?P<z>\s{zone}\b)?", half_day),
    (r"\b(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\s?(?P<z>GMT|UTC|BST|EST|EDT|CET|ET|hours|hrs)\b", |f| {
        Some(format!("{} {}", hour_minute(f.get("h"), f.get("m"))?, f.get("z").replace("hrs", "hours")))
    }),
    (r"\b(?P<h>\d{1,2}):00\s(?P<z>{zone})\b", |f| {
        let hour: u64 = f.get("h").parse().ok().filter(|hour| *hour <= 24)?;
        let hundred = if hour > 12 || hour == 0 { " hundred" } else { "" };
        Some(format!("{}{hundred} {}", cardinal(hour), f.get("z")))
    }),
];

/// `14:30` alone, and how long a race took.
pub(super) const PLAIN: &[(&str, Say)] = &[
    (r"\b(?P<m>\d{1,2}):(?P<s>[0-5]\d)\.(?P<c>\d{1,3})\b", |f| {
        Some(format!(
            "{} {}",
            number(f.get("m")),
            number(&format!("{}.{}", f.get("s").trim_start_matches('0'), f.get("c")))
        ))
    }),
    (r"\b(?P<t>\d{1,2}):(?P<m>[0-5]\d)\s?[-–—]\s?(?P<h>\d{1,2}):(?P<n>[0-5]\d)\b", |f| {
        Some(format!("{} to {}", hour_minute(f.get("t"), f.get("m"))?, hour_minute(f.get("h"), f.get("n"))?))
    }),
    (r"\b(?P<t>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?\b", time),
    (r"\b(?P<a>\d{1,3})h\s?(?P<b>\d{1,2})m(?:in)?\b", |f| {
        Some(format!("{} hours and {} minutes", number(f.get("a")), number(f.get("b"))))
    }),
];

/// `10:30`: ten thirty; `02:00`: two o'clock.
pub(super) fn hour_minute(hour: &str, minute: &str) -> Option<String> {
    let hour: u64 = hour.parse().ok().filter(|hour| *hour <= 24)?;
    Some(match (hour, minute) {
        (0, "00") => "midnight".into(),
        (1..=12, "00") => format!("{} o'clock", cardinal(hour)),
        (_, "00") => format!("{} hundred", cardinal(hour)),
        (_, minute) => format!("{} {}", cardinal(hour), minutes_past(minute)),
    })
}

fn clock(hour: &str, minute: &str) -> Option<String> {
    let hour: u64 = hour.parse().ok().filter(|hour| *hour <= 24)?;
    Some(match minute {
        "" | "00" => cardinal(hour),
        minute => format!("{} {}", cardinal(hour), minutes_past(minute)),
    })
}

fn half_day(f: &Found<'_>) -> Option<String> {
    let half = if f.get("half").starts_with(['a', 'A']) { "AM" } else { "PM" };
    let zone = f.get("z").to_ascii_uppercase();
    let (minute, second) = (f.get("m"), f.get("s"));
    if !f.is_whole() {
        return None;
    }
    if !second.is_empty() {
        return Some(format!("{} {half}{zone}", hours_minutes_seconds(f.get("t"), minute, second)));
    }
    let end = if zone.is_empty() { end_of_text(f) } else { "" };
    Some(format!("{} {half}{zone}{end}", clock(f.get("t"), minute)?))
}

/// The stop of `a.m.` is also the sentence's where a sentence begins after it.
fn end_of_text(f: &Found<'_>) -> &'static str {
    let begins = f.after.starts_with(' ') && f.after.trim_start().starts_with(|c: char| c.is_ascii_uppercase());
    let is_word = ["on", "On"].contains(&super::next_word(f.after));
    let weekday_or_name = super::words::weekday(super::next_word(f.after).get(..3).unwrap_or("-")).is_some();
    if f.get("half").ends_with('.') && begins && !is_word && !weekday_or_name { "." } else { "" }
}

fn minutes_past(minute: &str) -> String {
    match minute.strip_prefix('0') {
        Some(ones) => format!("oh {}", number(ones)),
        None => number(minute),
    }
}

fn hours_minutes_seconds(hour: &str, minute: &str, second: &str) -> String {
    let plain = |figures: &str| number(figures.strip_prefix('0').unwrap_or(figures));
    format!("{} hours {} minutes and {} seconds", plain(hour), plain(minute), plain(second))
}

fn time(f: &Found<'_>) -> Option<String> {
    if !f.is_whole() {
        return None;
    }
    if !f.get("s").is_empty() {
        return Some(hours_minutes_seconds(f.get("t"), f.get("m"), f.get("s")));
    }
    hour_minute(f.get("t"), f.get("m"))
}
