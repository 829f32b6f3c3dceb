//! Finds the date in what was not written to hold one: an address.

use super::names;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

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

/// The month in an address's path, where it tells no day: `/2026/02/ferry` is `2026/02`.
pub(crate) fn month_in_url(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let segments: Vec<&str> = path.split('/').collect();
    segments.windows(2).find_map(|pair| {
        let date = valid(number(pair[0], 4..=4)?, number(pair[1], 2..=2)?, 1)?;
        Some(format!("{}/{:02}", date.year(), date.month()))
    })
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
    // 29-10-2021, unless it is a year that leads.
    if let (Some(day), Some(month), Some(year)) = (number(year, 2..=2), number(month, 2..=2), number(day, 4..=4)) {
        return Some((parts.join("/"), valid(year, month, day)?));
    }
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
            // 08112021 is written too where the day leads.
            let backwards = || valid(number(&run[4..8], 4..=4)?, number(&run[2..4], 2..=2)?, number(&run[..2], 2..=2)?);
            if let Some(date) = date.or_else(|| backwards().filter(|_| run.len() == 8)) {
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
            "https://a.example/news/10-02-2026",
            "https://a.example/news/10022026-ferry",
        ] {
            assert_eq!(in_url(url).as_deref(), Some("2026-02-10"), "{url}");
        }
    }

    #[test]
    fn an_address_may_tell_its_month_only() {
        assert_eq!(month_in_url("https://a.example/2026/02/ferry").as_deref(), Some("2026/02"));
        assert_eq!(month_in_url("/wp-content/uploads/2026/02/ferry.jpg").as_deref(), Some("2026/02"));
        assert_eq!(month_in_url("https://a.example/2026/13/ferry"), None);
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
}
