//! What feeds and pages are written with: escaping, paragraphs, teasers, dates as people spell them.

use jiff::{Timestamp, tz::TimeZone};

/// Text as it may stand in XML or HTML, in an element or a double-quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0 has no place for other control characters, and old news texts hold some.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// The paragraphs of a text: its lines that are not blank.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The paragraphs as `<p>` elements, one a line.
pub(crate) fn paragraphs_html(text: &str) -> String {
    paragraphs(text).map(|paragraph| format!("<p>{}</p>\n", escape(paragraph))).collect()
}

/// The first `max_chars` characters of the first paragraphs with an ellipsis, or the text itself if it is short.
pub(crate) fn teaser(text: &str, max_chars: usize) -> String {
    let line = paragraphs(text).collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let cut: String = line.chars().take(max_chars).collect();
    // Latin words are not cut in the middle; Chinese has no spaces to look for.
    let end = cut.rfind(' ').filter(|end| *end > cut.len() / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([' ', ',', '，', '。', '.']))
}

/// `Wed, 18 Mar 2026 05:20:00 +0800`.
pub(crate) fn rfc2822(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// `2026-03-18T05:20:00+08:00`.
pub(crate) fn rfc3339(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// `Wed, 18 Mar 2026 05:20:00 GMT`, as HTTP headers have it.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The date as a reader sees it: `2026年03月18日 05:20` or `March 18, 2026 at 5:20 a.m.`.
pub(crate) fn spelled(at: Timestamp, zone: &TimeZone, language: &str) -> String {
    let local = at.to_zoned(zone.clone());
    if language.starts_with("zh") {
        return local.strftime("%Y年%m月%d日 %H:%M").to_string();
    }
    let half = if local.hour() < 12 { "a.m." } else { "p.m." };
    format!("{} {half}", local.strftime("%B %-d, %Y at %-I:%M"))
}

/// A zone by its IANA name; UTC if there is no such zone.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}
