//! Finds the date in what was not written to hold one: an address, a line near the top of an article.

use super::{names, parse_date};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Words of a line whose date is that of a change, a right or a coming event, not of publication.
const NOT_PUBLICATION: &[&str] = &[
    "updated",
    "modified",
    "edited",
    "corrected",
    "copyright",
    "©",
    "all rights",
    "last change",
    "aktualisiert",
    "mis à jour",
    "actualizado",
    "更新",
    "修改",
    "版权",
    "版權",
    "copyright",
    "expires",
    "截止",
    "deadline",
    "born",
    "since",
    "until",
];
/// Words that make a line with a date a dateline for sure.
const PUBLICATION: &[&str] = &[
    "published",
    "posted",
    "publié",
    "veröffentlicht",
    "publicado",
    "first published",
    "released",
    "发布",
    "發布",
    "发表",
    "發表",
    "时间",
    "時間",
    "来源",
    "來源",
    "日期",
    "责任编辑",
    "记者",
];
/// A longer line is prose: the dates in it are of what it tells.
const MAX_DATELINE_CHARS: usize = 90;
/// A dateline in front of prose ends here at the latest.
const MAX_LEAD_IN_CHARS: usize = 48;

/// The day in an address's path: `/2026/02/10/`, `/2026/feb/10/`, `/20260210/`, `2026-02-10`, `t20260210_7.html`.
///
/// Returns it as it stands there, and the day's first moment in `zone`, else UTC.
pub(crate) fn date_in_url(url: &str, zone: Option<&TimeZone>) -> Option<(String, Timestamp)> {
    // An archive's address holds the day of its copy in front of the page's own address.
    let own = url.rfind("http").filter(|at| *at > 0).and_then(|at| url.get(at..)).unwrap_or(url);
    if own == url && url.contains("://web.archive.org/") {
        return None;
    }
    let path = url::Url::parse(own).ok()?.path().to_owned();
    let (raw, date) = day_in_segments(&path).or_else(|| day_in_digits(&path))?;
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    Some((raw, date.to_zoned(zone).ok()?.timestamp()))
}

/// Three segments or three dashed parts: year, month (as a number or a name), day.
fn day_in_segments(path: &str) -> Option<(String, Date)> {
    let segments: Vec<&str> = path.split('/').collect();
    // 2026-2/10 is written too.
    let mixed = segments.windows(2).find_map(|pair| {
        let (year, month) = pair[0].split_once('-')?;
        day_of(&[year, month, pair[1]])
    });
    let dashed = || segments.iter().find_map(|segment| first_day(&segment.split(['-', '_', '.']).collect::<Vec<_>>()));
    first_day(&segments).or(mixed).or_else(dashed)
}

fn first_day(parts: &[&str]) -> Option<(String, Date)> {
    parts.windows(3).find_map(day_of)
}

fn day_of(parts: &[&str]) -> Option<(String, Date)> {
    let [year, month, day] = parts else {
        return None;
    };
    let named = || (month.len() <= 9).then(|| names::month(month).map(i16::from)).flatten();
    let month_number = number(month, 1..=2).or_else(named)?;
    let date = valid(number(year, 4..=4)?, month_number, number(day, 1..=2)?)?;
    Some((parts.join("/"), date))
}

/// Eight digits that are a day, not part of a longer number; `2026/0210` counts as eight.
fn day_in_digits(path: &str) -> Option<(String, Date)> {
    let joined = join_year_and_day(path);
    let bytes = joined.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if !bytes[start].is_ascii_digit() {
            start += 1;
            continue;
        }
        let end = (start..bytes.len()).find(|i| !bytes[*i].is_ascii_digit()).unwrap_or(bytes.len());
        let run = &joined[start..end];
        // A day may be followed by the time or a serial number (2026021014304501), never preceded by digits.
        if run.len() == 8 || (12..=18).contains(&run.len()) {
            let date = valid(number(&run[..4], 4..=4)?, number(&run[4..6], 2..=2)?, number(&run[6..8], 2..=2)?);
            if let Some(date) = date {
                return Some((run[..8].to_owned(), date));
            }
        }
        start = end;
    }
    None
}

fn join_year_and_day(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let mut joined = String::new();
    for (i, part) in parts.iter().enumerate() {
        let is_year = number(part, 4..=4).is_some_and(|year| (1995..=2099).contains(&year));
        let day_follows = parts.get(i + 1).is_some_and(|next| number(next, 4..=4).is_some());
        joined.push_str(part);
        if !(is_year && day_follows) {
            joined.push('/');
        }
    }
    joined
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn valid(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1995..=2099).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The date of one of the first lines of an article: `2026年2月10日 14:30 来源：…`, `Published February 10, 2026`,
/// `BERLIN, Feb 10 (Agency) - …`. A line of prose has none, and neither has one that tells of a change.
///
/// A dateline without a year is in the year that puts it last before `as_of`.
pub(crate) fn date_in_text(line: &str, as_of: Timestamp, zone: Option<&TimeZone>) -> Option<(String, Timestamp)> {
    let line = line.trim();
    let lower = line.to_lowercase();
    let cut = NOT_PUBLICATION.iter().filter_map(|word| lower.find(word)).min();
    // "Published 3 May 2025, updated 9 May 2025": what stands before the change counts.
    let head = match cut {
        Some(0) => return None,
        Some(at) => line.get(..at)?.trim_end_matches(|c: char| !c.is_alphanumeric()),
        None => line,
    };
    let is_dateline = head.chars().count() <= MAX_DATELINE_CHARS && !is_prose(head, line);
    if let Some((at, _)) = is_dateline.then(|| parse_date(head, zone)).flatten() {
        return Some((head.to_owned(), at));
    }
    let lead_in = lead_in(line)?;
    let with_year = parse_date(&lead_in, zone).map(|(at, _)| at);
    let at = with_year.or_else(|| day_without_year(&lead_in, as_of, zone))?;
    Some((lead_in, at))
}

/// Whether a line says that its date is that of publication.
pub(crate) fn names_publication(line: &str) -> bool {
    let lower = line.to_lowercase();
    PUBLICATION.iter().any(|word| lower.contains(word))
}

/// A sentence; datelines do not end in a stop unless they say what they are.
fn is_prose(head: &str, line: &str) -> bool {
    let names_itself = names_publication(head);
    let ends_as_prose = line.ends_with(['.', '。', '!', '?', '！', '？', ';', '；']) && !line.ends_with("m.");
    !names_itself && (ends_as_prose || line.chars().count() > 60)
}

/// What stands before the dash, the bracket or 电/讯 that ends a dateline.
fn lead_in(line: &str) -> Option<String> {
    let start: String = line.chars().take(MAX_LEAD_IN_CHARS).collect();
    let end = ["—", " – ", " -- ", " - ", "(", "（", "电", "電", "讯", "訊"]
        .iter()
        .filter_map(|mark| start.find(mark))
        .filter(|at| *at > 0)
        .min()?;
    let lead_in = start.get(..end)?.trim();
    lead_in.contains(|c: char| c.is_ascii_digit()).then(|| lead_in.to_owned())
}

fn day_without_year(text: &str, as_of: Timestamp, zone: Option<&TimeZone>) -> Option<Timestamp> {
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    let (month, day) = month_and_day(text)?;
    let today = as_of.to_zoned(zone.clone()).date();
    let tomorrow = today.checked_add(1.day()).ok()?;
    [today.year(), today.year() - 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date <= tomorrow)
        .and_then(|date| date.to_zoned(zone.clone()).ok())
        .map(|date| date.timestamp())
}

fn month_and_day(text: &str) -> Option<(i8, i8)> {
    if let Some((month, rest)) = text.split_once('月') {
        let digits = |text: &str| text.parse::<i8>().ok();
        let month: String = month.chars().rev().take_while(char::is_ascii_digit).collect();
        let day: String = rest.chars().take_while(char::is_ascii_digit).collect();
        return Some((digits(&month.chars().rev().collect::<String>())?, digits(&day)?));
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).find_map(|pair| {
        let named = |name: &str, number: &str| Some((names::month(name)?, number.parse::<i8>().ok()?));
        named(pair[0], pair[1]).or_else(|| named(pair[1], pair[0]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_url(url: &str) -> Option<String> {
        date_in_url(url, None).map(|(_, at)| at.to_string()[..10].to_owned())
    }

    #[test]
    fn an_address_tells_its_day() {
        for url in [
            "https://a.example/2026/02/10/ferry.html",
            "https://a.example/world/2026/feb/10/ferry",
            "https://a.example/20260210/ferry",
            "https://a.example/news/2026-02-10-ferry",
            "https://a.example/202602/t20260210_40012.shtml",
            "https://a.example/2026/0210/c1003-40.html",
            "https://a.example/n1/2026-2/10/c.htm",
            "https://a.example/a/202602101430456789",
        ] {
            assert_eq!(in_url(url).as_deref(), Some("2026-02-10"), "{url}");
        }
    }

    #[test]
    fn numbers_in_an_address_are_not_always_a_day() {
        for url in [
            "https://a.example/article/40012345",
            "https://a.example/2026/ferry",
            "https://a.example/2026/13/40/x",
            "https://a.example/id/120260210",
            "https://a.example/v/1.2.3",
            "https://a.example/?d=2026-02-10",
            "https://a.example/2026/10/3-questions-to-the-mayor",
            "https://web.archive.org/web/20260210120000/www.a.example/ferry",
            "https://web.archive.org/web/20260210120000/https://a.example/ferry",
        ] {
            assert_eq!(in_url(url), None, "{url}");
        }
    }

    fn in_text(line: &str) -> Option<String> {
        let as_of = "2026-02-11T00:00:00Z".parse().unwrap();
        date_in_text(line, as_of, None).map(|(_, at)| at.to_string())
    }

    #[test]
    fn a_dateline_tells_its_day() {
        assert_eq!(in_text("2026年2月10日 14:30 来源：早报").as_deref(), Some("2026-02-10T14:30:00Z"));
        assert_eq!(in_text("Published February 10, 2026").as_deref(), Some("2026-02-10T00:00:00Z"));
        assert_eq!(
            in_text("HARBOUR CITY, Feb 10 (Agency) - The ferry sailed.").as_deref(),
            Some("2026-02-10T00:00:00Z")
        );
        assert_eq!(
            in_text("本社港城2月10日电 渡轮今天启航，乘客很多，码头上的人也很多。").as_deref(),
            Some("2026-02-10T00:00:00Z")
        );
        assert_eq!(in_text("PORT, Dec. 30 — The year ended.").as_deref(), Some("2025-12-30T00:00:00Z"));
        assert_eq!(in_text("Published 3 May 2025 - Updated 9 Feb 2026").as_deref(), Some("2025-05-03T00:00:00Z"));
    }

    #[test]
    fn prose_footers_and_changes_tell_none() {
        for line in [
            "The harbour was opened on 3 May 2012 by the mayor, who has since retired.",
            "Updated February 10, 2026",
            "© 2026 Paper",
            "2026年版权所有",
            "最后更新：2026年2月10日",
            "The ferry sailed.",
        ] {
            assert_eq!(in_text(line), None, "{line}");
        }
    }
}
