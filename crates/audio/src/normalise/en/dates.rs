//! English dates, years and the parts of years.

use super::super::rules::{Found, Say};
use super::numbers::{cardinal, decade, number, ordinal, year};
use super::times::hour_minute;
use super::words::{month, weekday};
use super::{counts_things, last_word};

pub(super) const RULES: &[(&str, Say)] = &[
    (r"\b(?P<y>\d{4})\s(?P<e>BC|AD|BCE|CE)\b", |f| Some(format!("{} {}", year(f.get("y").parse().ok()?), f.get("e")))),
    (
        r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)T(?P<h>\d\d):(?P<n>\d\d)(?::\d\d)?(?:\.\d+)?(?P<z>Z|[+-]\d\d:?\d\d)?",
        |f| {
            let zone = if f.get("z") == "Z" { " UTC" } else { "" };
            Some(format!("{}, {}{zone}", year_month_day(f)?, hour_minute(f.get("h"), f.get("n"))?))
        },
    ),
    (r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>[12]\d{3}|\d\d)\b", |f| {
        let n: u64 = f.get("y").parse().ok()?;
        let (month, day) = if month(f.get("m")).is_some() { ("m", "d") } else { ("d", "m") };
        let said = day_of_month(f.get(day), f.get(month)).filter(|_| f.is_whole())?;
        Some(format!("{said} {}", year(if n < 100 { n + 2000 } else { n })))
    }),
    (r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b", year_month_day),
    (r"\b(?P<a>{month})\s(?P<d>\d{1,2})\s?(?:[-–—]|to)\s?(?P<b>{month})\s(?P<e>\d{1,2})\b", |f| {
        Some(format!("{} to {}", day_of_month(f.get("d"), f.get("a"))?, day_of_month(f.get("e"), f.get("b"))?))
    }),
    (
        r"\b(?P<m>{month})\s(?P<d>\d{1,2})(?:st|nd|rd|th)?\s?[-–—]\s?(?P<e>\d{1,2})\b(?P<c>,?)(?P<y>\s\d{4}\b)?",
        |f| {
            let (from, to) = (day(f.get("d"))?, day(f.get("e"))?);
            let year = optional_year(f.get("y"))?;
            Some(format!("the {from} to the {to} of {}{}{year}", month(f.get("m"))?, f.get("c")))
        },
    ),
    (r"\b(?P<d>\d{1,2})\s?[-–—]\s?(?P<e>\d{1,2})\s(?P<m>{month})\b(?P<c>,?)(?P<y>\s\d{4}\b)?", |f| {
        let (from, to) = (day(f.get("d"))?, day(f.get("e"))?);
        let year = optional_year(f.get("y"))?;
        Some(format!("the {from} to the {to} of {}{}{year}", month(f.get("m"))?, f.get("c")))
    }),
    (r"\b(?P<m>{month})\s(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?P<c>,?)(?P<y>\s\d{4}\b)?", |f| {
        // They may 10 times march 20 miles: small letters make a verb of these two.
        let is_verb = matches!(f.get("m"), "may" | "march") && f.get("y").is_empty() && !f.after.is_empty();
        let said = day_of_month(f.get("d"), f.get("m")).filter(|_| !is_verb)?;
        let year_said = optional_year(f.get("y"))?;
        // The Sept. 11 attacks: after an article the date says which.
        let is_owned = f.before.ends_with("'s ");
        let said = match is_owned || is_determiner(last_word(f.before)) {
            true => format!("{} {}", month(f.get("m"))?, day(f.get("d"))?),
            false => said,
        };
        f.is_whole().then(|| format!("{said}{}{year_said}", f.get("c")))
    }),
    (r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?P<of>of\s)?(?P<m>{month})\b(?P<c>,?)(?P<y>\s\d{4}\b)?", |f| {
        let said = day_of_month(f.get("d"), f.get("m"))?;
        let is_verb = matches!(f.get("m"), "may" | "march") && f.get("of").is_empty() && !f.after.is_empty();
        let the = if last_word(f.before).eq_ignore_ascii_case("the") { said.trim_start_matches("the ") } else { &said };
        let year = optional_year(f.get("y"))?;
        (f.is_whole() && !is_verb).then(|| format!("{the}{}{year}", f.get("c")))
    }),
    (r"\b(?P<m>{month})(?P<c>,?)\s(?P<y>(?:1[0-9]|20)\d{2})\b", |f| {
        let said = || Some(format!("{}{} {}", month(f.get("m"))?, f.get("c"), year(f.get("y").parse().ok()?)));
        f.is_whole().then(said).flatten()
    }),
    (r"\b(?P<a>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?\s?[-–]\s?(?P<b>Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?", |f| {
        Some(format!("{} to {}", weekday(f.get("a"))?, weekday(f.get("b"))?))
    }),
    (r"\b(?P<n>[12])H(?P<y>\d{4}|\d{2})\b", |f| part_of_year(f, "half")),
    (r"\b(?P<n>[1-4])Q(?P<y>\d{4}|\d{2})\b", |f| part_of_year(f, "quarter")),
    (r"\bH(?P<n>[12])\s(?:FY\s?)?(?P<y>20\d\d)\b", |f| part_of_year(f, "half")),
    (r"\bQ(?P<n>[1-4])\s(?:of\s)?(?:FY\s?|')?(?P<y>20\d\d|\d{2})\b", |f| part_of_year(f, "quarter")),
    (r"\bQ(?P<q>[1-4])\b", |f| {
        const BEFORE: [&str; 14] =
            ["in", "of", "for", "by", "since", "during", "from", "to", "until", "through", "at", "over", "after", "In"];
        let is_time = BEFORE.contains(&last_word(f.before));
        let the = if is_time { "the " } else { "" };
        Some(format!("{the}{} quarter", ordinal(f.get("q").parse().ok()?)))
    }),
    (r"\bFY\s?'?(?P<y>20\d\d|\d{2})\b", |f| {
        let n: u64 = f.get("y").parse().ok()?;
        Some(format!("fiscal year {}", if n < 100 { cardinal(n) } else { year(n) }))
    }),
    (r"\b(?P<a>\d{4})\s?[-–—/]\s?(?P<b>\d{2}|\d{4})\b", |f| {
        let (from, to): (u64, u64) = (f.get("a").parse().ok()?, f.get("b").parse().ok()?);
        let is_short = f.get("b").len() == 2;
        let is_later = if is_short { to == (from + 1) % 100 || to > from % 100 } else { (from..2101).contains(&to) };
        let is_years = (1100..2100).contains(&from) && is_later && f.is_whole() && !f.after.starts_with(['-', '/']);
        let to_said = if is_short { number(f.get("b")) } else { year(to) };
        is_years.then(|| format!("{} to {to_said}", year(from)))
    }),
    (r"(?P<y>\d{4}|'?\d0)(?:'s|s)\b", |f| {
        let figures = f.get("y").trim_start_matches('\'');
        let is_decade = f.is_whole() && !f.is_glued_left() && !f.before.ends_with(['$', '£', '€']);
        (is_decade && figures.ends_with('0')).then(|| Some(decade(figures.parse().ok()?))).flatten()
    }),
    (r"(?P<w>^|[ (])'(?P<y>\d\d)\b", |f| {
        let is_quoted = f.after.starts_with('\'');
        (!is_quoted).then(|| format!("{}{}", f.get("w"), number(f.get("y"))))
    }),
];

/// Four figures alone are a year where a year can stand, and up to 2999 at least in pairs: English papers part the
/// thousands of what is counted by a comma.
pub(super) fn bare_year(f: &Found<'_>) -> Option<String> {
    const BEFORE: [&str; 20] = [
        "in", "since", "by", "from", "until", "till", "of", "year", "late", "early", "mid", "to", "and", "before",
        "after", "during", "circa", "around", "In", "By",
    ];
    let n: u64 = f.get("n").parse().ok()?;
    if !f.is_whole() || f.is_glued_left() || f.is_glued_right() {
        return None;
    }
    let is_year = match n {
        1900..=2099 => !(counts_things(f.after) && n.is_multiple_of(100)),
        1100..=1899 => !counts_things(f.after) || BEFORE.contains(&last_word(f.before)),
        2100 => matches!(last_word(f.before), "by" | "By" | "until" | "year"),
        2101..=2999 => !n.is_multiple_of(100) && !counts_things(f.after) && !next_word_is_counted(f.after),
        _ => false,
    };
    is_year.then(|| year(n))
}

fn is_determiner(word: &str) -> bool {
    const DETERMINERS: [&str; 13] =
        ["the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "last"];
    DETERMINERS.iter().any(|determiner| determiner.eq_ignore_ascii_case(word))
}

/// What follows begins with a small letter, so the figure belongs to it.
fn next_word_is_counted(after: &str) -> bool {
    after.starts_with(' ') && super::next_word(after).starts_with(|c: char| c.is_lowercase())
}

fn part_of_year(f: &Found<'_>, part: &str) -> Option<String> {
    let n: u64 = f.get("y").parse().ok()?;
    let year = if n < 100 { number(f.get("y")) } else { year(n) };
    let the = if last_word(f.before).eq_ignore_ascii_case("the") { "" } else { "the " };
    Some(format!("{the}{} {part} of {year}", ordinal(f.get("n").parse().ok()?)))
}

fn year_month_day(f: &Found<'_>) -> Option<String> {
    let said = day_of_month(f.get("d"), f.get("m"))?;
    f.is_whole().then(|| Some(format!("{said} {}", year(f.get("y").parse().ok()?)))).flatten()
}

fn day(figures: &str) -> Option<String> {
    figures.parse().ok().filter(|day| (1..=31).contains(day)).map(ordinal)
}

fn day_of_month(day_figures: &str, month_written: &str) -> Option<String> {
    Some(format!("the {} of {}", day(day_figures)?, month(month_written)?))
}

fn optional_year(written: &str) -> Option<String> {
    match written.trim() {
        "" => Some(String::new()),
        figures => Some(format!(" {}", year(figures.parse().ok()?))),
    }
}
