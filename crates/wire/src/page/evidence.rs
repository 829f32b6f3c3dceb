//! Collects every sign of a page's date, each with its kind; deciding between them is `dating`'s.
//!
//! Never taken: a change, a crawl, a footer's year, the date of a related article.

use super::extract::weight;
use super::json_ld::JsonLd;
use super::lines::{Line, Lines, TimeMark};
use super::meta::Meta;
use crate::dating::{date_in_text, date_in_url, names_publication, parse_date};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use news::{Evidence, EvidenceKind, Language};

/// A dateline stands within so many lines of the headline.
const NEAR_TITLE: usize = 14;
/// Datelines often stand above the headline too.
const BEFORE_TITLE: usize = 3;
/// A line of so much weight is the article's.
const PROSE: usize = 150;
/// Meta elements and time elements taken at most.
const MAX_SIGNS: usize = 3;

/// Every sign of the date. `addresses`: where the page was found, then its own choice.
pub(super) fn collect(
    lines: &Lines,
    meta: &Meta,
    json_ld: &JsonLd,
    title: Option<&str>,
    addresses: &[&str],
    as_of: Timestamp,
    zone: Option<&TimeZone>,
) -> Vec<Evidence> {
    let is_english = meta.language.is_none_or(|language| language == Language::EN);
    let read = |kind, raw: &str| {
        let localised = if is_english { raw.to_owned() } else { day_first(raw) };
        sign(kind, raw, parse_date(&localised, zone).map(|(at, _)| at))
    };
    let mut found: Vec<Evidence> = json_ld.published.iter().map(|raw| read(EvidenceKind::JsonLd, raw)).collect();
    found.extend(meta.published.iter().take(MAX_SIGNS).map(|raw| read(EvidenceKind::Meta, raw)));
    found.extend(times(lines, title).into_iter().map(|mark| read(EvidenceKind::TimeElement, &mark.raw)));
    if let Some((raw, at)) = addresses.iter().find_map(|address| date_in_url(address, zone)) {
        found.push(sign(EvidenceKind::Url, &raw, Some(at)));
    }
    if let Some((raw, at)) = dateline(lines, title, is_english, as_of, zone) {
        found.push(sign(EvidenceKind::Text, &raw, Some(at)));
    }
    found
}

fn sign(kind: EvidenceKind, raw: &str, value: Option<Timestamp>) -> Evidence {
    Evidence { kind, raw: raw.trim().to_owned(), value, rejected: None }
}

/// The time elements of the article's head: those that say they are the publication, else the first near the headline.
fn times<'a>(lines: &'a Lines, title: Option<&str>) -> Vec<&'a TimeMark> {
    let start = lines.start(title);
    let is_near = |mark: &&TimeMark| mark.line + BEFORE_TITLE >= start && mark.line <= start + NEAR_TITLE;
    let usable = |mark: &&TimeMark| !mark.is_around && !mark.is_modified;
    let stated: Vec<&TimeMark> =
        lines.times.iter().filter(usable).filter(is_near).filter(|mark| mark.is_published).collect();
    if !stated.is_empty() {
        return stated.into_iter().take(1).collect();
    }
    lines
        .times
        .iter()
        .filter(usable)
        .filter(is_near)
        .find(|mark| parse_date(&mark.raw, None).is_some())
        .into_iter()
        .collect()
}

/// `02/11/2023` is the second of November everywhere but in America: the parser reads dots day first.
fn day_first(raw: &str) -> String {
    let bytes = raw.as_bytes();
    let is_between_digits = |at: usize| {
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        at > 0 && is_digit(at - 1) && is_digit(at + 1)
    };
    let year_leads =
        raw.split('/').next().is_some_and(|head| head.chars().rev().take_while(char::is_ascii_digit).count() == 4);
    if year_leads {
        return raw.to_owned();
    }
    raw.char_indices().map(|(at, c)| if c == '/' && is_between_digits(at) { '.' } else { c }).collect()
}

fn dateline(
    lines: &Lines,
    title: Option<&str>,
    is_english: bool,
    as_of: Timestamp,
    zone: Option<&TimeZone>,
) -> Option<(String, Timestamp)> {
    let start = lines.start(title);
    let first = start.saturating_sub(BEFORE_TITLE);
    let read = |line: &Line| {
        let localised = if is_english { line.text.clone() } else { day_first(&line.text) };
        date_in_text(&localised, as_of, zone)
    };
    let usable = |line: &&Line| !line.is_around && line.link_density() < 0.8;
    let near = lines.lines.iter().skip(first).take(BEFORE_TITLE + NEAR_TITLE).filter(usable).find_map(read);
    // A line that says what it is counts farther from a headline too, as long as the article has not begun.
    near.or_else(|| {
        let begins = lines
            .lines
            .iter()
            .position(|line| !line.is_around && line.link_density() < 0.5 && weight(&line.text) >= PROSE)?;
        lines.lines.iter().take(begins + 2).filter(usable).filter(|line| names_publication(&line.text)).find_map(read)
    })
}
