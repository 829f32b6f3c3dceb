//! Checks single values of a configuration, each with words for what would do.

use super::Error;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::path::Path;
use std::time::Duration;

/// Checks the values of the file at `path`.
pub(super) struct Check<'a> {
    pub path: &'a Path,
}

impl Check<'_> {
    /// The error that names a key, its value, why it makes no sense and what would do.
    pub fn value(&self, key: &str, value: &str, why: &str) -> Error {
        Error::Value { path: self.path.to_owned(), key: key.to_owned(), value: value.to_owned(), why: why.to_owned() }
    }

    /// `8m`, `90s`, `7d`.
    pub fn duration(&self, key: &str, value: &str, example: &str) -> Result<Duration, Error> {
        let whole_days = value.trim().strip_suffix('d').and_then(|days| days.trim().parse::<u32>().ok());
        let parsed = match whole_days {
            Some(days) => Some(Duration::from_secs(u64::from(days) * 86_400)),
            None => value.parse::<SignedDuration>().ok().and_then(|parsed| Duration::try_from(parsed).ok()),
        };
        parsed.ok_or_else(|| self.value(key, value, &format!("is not a duration; write one such as {example}")))
    }

    /// An IANA name.
    pub fn time_zone(&self, key: &str, value: &str) -> Result<(), Error> {
        let why = "is not an IANA time zone; write one such as Asia/Shanghai or Europe/London";
        TimeZone::get(value).map(drop).map_err(|_| self.value(key, value, why))
    }

    /// Where the site is served, with a slash at its end; none if empty.
    pub fn base_url(&self, value: &str) -> Result<Option<String>, Error> {
        if value.is_empty() {
            return Ok(None);
        }
        let is_http =
            url::Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let why =
            "is not an http(s) address; write where the site's folder is served, such as https://news.example.org/";
        let url = if is_http { Ok(value) } else { Err(self.value("publish.base_url", value, why)) }?;
        Ok(Some(format!("{}/", url.trim_end_matches('/'))))
    }

    /// US dollars as micro-dollars.
    pub fn dollars(&self, key: &str, dollars: f64) -> Result<i64, Error> {
        // Above this it is a slip: nobody lets a newsroom spend a million dollars.
        if !(0.0..=1_000_000.0).contains(&dollars) {
            return Err(self.value(
                key,
                &dollars.to_string(),
                "is not an amount of US dollars; write one such as 0.50",
            ));
        }
        Ok((dollars * 1_000_000.0).round() as i64)
    }

    /// A name that may stand before the slash of a route.
    pub fn name(&self, key: &str, name: &str) -> Result<(), Error> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !name.is_empty() && name.len() <= 60 && name.chars().all(is_name) {
            return Ok(());
        }
        Err(self.value(key, &format!("{name:?}"), "a name is letters, digits, dashes, dots and underscores"))
    }
}
