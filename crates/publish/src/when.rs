//! Dates, times and lengths as readers and feeds write them.

use crate::words::Tongue;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use news::Precision;

const ZH_WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// The zone of this IANA name, UTC if there is none of it.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `2026年3月18日 星期三`, `Wednesday 18 March 2026`.
pub(crate) fn day(date: Date, tongue: Tongue) -> String {
    if !tongue.is_zh() {
        return date.strftime("%A %-d %B %Y").to_string();
    }
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    let weekday = ZH_WEEKDAYS.get(weekday).copied().unwrap_or_default();
    format!("{}年{}月{}日 星期{weekday}", date.year(), date.month(), date.day())
}

/// `3月18日 周三`, `Wed 18 Mar`.
pub(crate) fn short_day(date: Date, tongue: Tongue) -> String {
    if !tongue.is_zh() {
        return date.strftime("%a %-d %b").to_string();
    }
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    format!("{}月{}日 周{}", date.month(), date.day(), ZH_WEEKDAYS.get(weekday).copied().unwrap_or_default())
}

/// `2026年3月`, `March 2026`.
pub(crate) fn month(date: Date, tongue: Tongue) -> String {
    if tongue.is_zh() { format!("{}年{}月", date.year(), date.month()) } else { date.strftime("%B %Y").to_string() }
}

/// `3月18日 06:30`, `18 Mar 06:30`; without the time of day where only the day is known.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone, precision: Precision, tongue: Tongue) -> String {
    let local = at.to_zoned(zone.clone());
    let day = if tongue.is_zh() {
        format!("{}月{}日", local.month(), local.day())
    } else {
        local.strftime("%-d %b").to_string()
    };
    match precision {
        Precision::Day => day,
        Precision::Minute | Precision::Second => format!("{day} {}", local.strftime("%H:%M")),
    }
}

/// `2026-03-18T06:30+08:00`, for the `datetime` attribute.
pub(crate) fn attribute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M%:z").to_string()
}

/// `Wed, 18 Mar 2026 06:30:00 +0800`: RFC 822 with a four-digit year, as RSS asks for.
pub(crate) fn rfc822(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// `2026-03-18T06:30:00+08:00`: RFC 3339, as JSON Feed asks for.
pub(crate) fn rfc3339(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn local(at: Timestamp, zone: &TimeZone) -> Zoned {
    at.to_zoned(zone.clone())
}

/// `5:07`, `1:02:03`.
pub(crate) fn clock(seconds: f64) -> String {
    let s = seconds.max(0.0).round() as u64;
    if s < 3600 {
        format!("{}:{:02}", s / 60, s % 60)
    } else {
        format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

/// A place in the sound as players show it: the second that has begun, not the nearest one.
pub(crate) fn position(ms: u64) -> String {
    clock((ms / 1000) as f64)
}

/// `5 分 7 秒`, `5 min 7 s`.
pub(crate) fn length(seconds: f64, tongue: Tongue) -> String {
    let s = seconds.max(0.0).round() as u64;
    match (s / 60, s % 60, tongue.is_zh()) {
        (0, s, true) => format!("{s} 秒"),
        (m, 0, true) => format!("{m} 分钟"),
        (m, s, true) => format!("{m} 分 {s} 秒"),
        (0, s, false) => format!("{s} s"),
        (m, 0, false) => format!("{m} min"),
        (m, s, false) => format!("{m} min {s} s"),
    }
}

/// `840 ms`, `3.2 s`, `1 min 12 s`.
pub(crate) fn duration_ms(ms: u64, tongue: Tongue) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        1000..60_000 => format!("{:.1} s", ms as f64 / 1000.0),
        _ => length(ms as f64 / 1000.0, tongue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::Language;

    #[test]
    fn a_day_is_written_as_its_language_does() {
        let date = jiff::civil::date(2026, 3, 18);
        assert_eq!(day(date, Tongue::of(&[Language::ZH])), "2026年3月18日 星期三");
        assert_eq!(day(date, Tongue::of(&[Language::EN])), "Wednesday 18 March 2026");
        assert_eq!(short_day(date, Tongue::of(&[Language::ZH])), "3月18日 周三");
        assert_eq!(month(date, Tongue::of(&[Language::EN])), "March 2026");
    }

    #[test]
    fn feeds_get_dates_with_day_names_and_the_newsrooms_zone() {
        let at: Timestamp = "2026-03-17T22:30:00Z".parse().unwrap();
        let zone = zone("Asia/Shanghai");
        assert_eq!(rfc822(at, &zone), "Wed, 18 Mar 2026 06:30:00 +0800");
        assert_eq!(rfc3339(at, &zone), "2026-03-18T06:30:00+08:00");
        assert_eq!(rfc822(at, &super::zone("Nowhere/Atlantis")), "Tue, 17 Mar 2026 22:30:00 +0000");
    }

    #[test]
    fn lengths_are_rounded_to_seconds() {
        let (zh, en) = (Tongue::of(&[Language::ZH]), Tongue::of(&[Language::EN]));
        assert_eq!(clock(307.4), "5:07");
        assert_eq!(clock(3723.0), "1:02:03");
        assert_eq!(position(39_600), "0:39");
        assert_eq!(length(307.4, zh), "5 分 7 秒");
        assert_eq!(length(300.0, en), "5 min");
        assert_eq!(duration_ms(840, en), "840 ms");
        assert_eq!(duration_ms(3_210, zh), "3.2 s");
        assert_eq!(duration_ms(72_000, zh), "1 分 12 秒");
    }
}
