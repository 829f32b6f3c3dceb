//! How long a vendor asks to be left alone, in all the spellings in which vendors say it.

use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// From the headers: `retry-after-ms`, `Retry-After` in seconds or as a date, or the reset of a limit that is used up.
pub(crate) fn in_headers(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(ms) = header("retry-after-ms").and_then(|value| value.parse::<f64>().ok()) {
        return from_secs(ms / 1000.0);
    }
    if let Some(value) = header("retry-after") {
        return seconds_or_date(value, now);
    }
    let used_up = |kind: &str| header(&format!("x-ratelimit-remaining-{kind}")) == Some("0");
    ["requests", "tokens"]
        .into_iter()
        .filter(|kind| used_up(kind))
        .filter_map(|kind| span(header(&format!("x-ratelimit-reset-{kind}"))?))
        .max()
}

/// From the body: Google's `retryDelay` of a `RetryInfo`, or `retry_after` beside the message.
pub(crate) fn in_body(json: &Value) -> Option<Duration> {
    let error = json.get("error").unwrap_or(json);
    let details = error.get("details").and_then(Value::as_array).into_iter().flatten();
    let delay = details.filter_map(|detail| detail.get("retryDelay")).find_map(|delay| span(delay.as_str()?));
    let named = |from: &Value| {
        let value = from.get("retry_after").or_else(|| from.get("retryAfter"))?;
        value.as_f64().and_then(from_secs).or_else(|| span(value.as_str()?))
    };
    delay.or_else(|| named(error)).or_else(|| error.get("metadata").and_then(named))
}

fn seconds_or_date(value: &str, now: SystemTime) -> Option<Duration> {
    match value.parse::<f64>() {
        Ok(seconds) => from_secs(seconds),
        Err(_) => {
            let at = httpdate::parse_http_date(value).ok()?;
            Some(at.duration_since(now).unwrap_or(Duration::ZERO))
        }
    }
}

/// `37s`, `0.4s`, `250ms`, `6m0s`, `1h2m3s`.
fn span(text: &str) -> Option<Duration> {
    let mut total = 0.0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let n_digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest.get(..n_digits)?.parse().ok()?;
        rest = rest.get(n_digits..)?;
        let n_letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        total += number
            * match rest.get(..n_letters)? {
                "ms" => 0.001,
                "s" | "" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                "d" => 86_400.0,
                _ => return None,
            };
        rest = rest.get(n_letters..)?;
    }
    from_secs(total)
}

fn from_secs(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(pairs: &[(&'static str, &str)]) -> Option<u128> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        let now = httpdate::parse_http_date("Wed, 25 Nov 2026 18:00:00 GMT").unwrap();
        in_headers(&headers, now).map(|wait| wait.as_millis())
    }

    #[test]
    fn every_spelling_is_read() {
        assert_eq!(of(&[("retry-after", "7")]), Some(7000));
        assert_eq!(of(&[("retry-after", "0.5")]), Some(500));
        assert_eq!(of(&[("retry-after", "Wed, 25 Nov 2026 18:00:03 GMT")]), Some(3000));
        assert_eq!(of(&[("retry-after", "Wed, 25 Nov 2026 17:00:00 GMT")]), Some(0));
        assert_eq!(of(&[("retry-after-ms", "250"), ("retry-after", "1")]), Some(250));
        assert_eq!(
            of(&[("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "6m0s")]),
            Some(360_000)
        );
        assert_eq!(of(&[("x-ratelimit-remaining-requests", "3"), ("x-ratelimit-reset-requests", "6m0s")]), None);
        assert_eq!(of(&[("retry-after", "soon")]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_body_may_say_it_too() {
        let google = json!({"error": {"details": [{"@type": "x"}, {"@type": "RetryInfo", "retryDelay": "37s"}]}});
        assert_eq!(in_body(&google), Some(Duration::from_secs(37)));
        assert_eq!(in_body(&json!({"error": {"metadata": {"retry_after": 2}}})), Some(Duration::from_secs(2)));
        assert_eq!(in_body(&json!({"error": {"message": "later"}})), None);
    }
}
