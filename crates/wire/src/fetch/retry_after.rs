//! When a host wants to be asked again: the Retry-After header in both its spellings.
//!
//! Source: RFC 9110, section 10.2.3.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::fmt;

/// A host that asks for a longer rest would be lost to the newsroom by one slip of its operator.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// When a host wants to be asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RetryAfter {
    /// After so long.
    In(SignedDuration),
    /// From then on.
    At(Timestamp),
}

impl RetryAfter {
    /// As a point in time, at most a day ahead.
    pub fn at(&self, now: Timestamp) -> Timestamp {
        let latest = now.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
        let wanted = match self {
            Self::In(duration) => now.checked_add(*duration).unwrap_or(latest),
            Self::At(time) => *time,
        };
        wanted.min(latest)
    }
}

impl fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In(duration) => write!(f, "in {} s", duration.as_secs()),
            Self::At(time) => write!(f, "at {time}"),
        }
    }
}

/// Reads the header; `None` if there is none or it makes no sense.
pub(super) fn read(headers: &HeaderMap) -> Option<RetryAfter> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(RetryAfter::In(SignedDuration::from_secs(i64::from(seconds))));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Timestamp::try_from(date).ok().map(RetryAfter::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        read(&headers).map(|retry| retry.at("2026-02-10T06:00:00Z".parse().unwrap()).to_string())
    }

    #[test]
    fn both_spellings_are_read() {
        assert_eq!(check("120").as_deref(), Some("2026-02-10T06:02:00Z"));
        assert_eq!(check("Tue, 10 Feb 2026 07:30:00 GMT").as_deref(), Some("2026-02-10T07:30:00Z"));
        assert_eq!(check("soon"), None);
    }

    #[test]
    fn nobody_is_silent_for_more_than_a_day() {
        assert_eq!(check("99999999").as_deref(), Some("2026-02-11T06:00:00Z"));
        assert_eq!(check("Tue, 10 Feb 2099 07:30:00 GMT").as_deref(), Some("2026-02-11T06:00:00Z"));
    }
}
