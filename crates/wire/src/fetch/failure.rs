//! Why an address gave nothing, in plain words.

use super::guard::PrivateAddress;
use super::retry_after::{self, RetryAfter};
use super::seconds;
use crate::Options;
use jiff::Timestamp;
use news::{Problem, ProblemKind, SourceId};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use std::error::Error as _;
use url::Url;

/// Why an address gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Of which kind.
    pub kind: ProblemKind,
    /// In plain words, with the value.
    pub detail: String,
    /// The address it happened at.
    pub url: String,
    /// The HTTP status, if it answered with one.
    pub status: Option<u16>,
    retry_after: Option<RetryAfter>,
}

impl Failure {
    /// `what` follows the host's name: "feeds.example " + "redirects in a circle".
    pub fn new(kind: ProblemKind, url: &Url, what: impl AsRef<str>) -> Self {
        let host = url.host_str().unwrap_or("the host");
        Self::told(kind, without_password(url), format!("{host} {}", what.as_ref()))
    }

    /// With the whole sentence given.
    pub fn told(kind: ProblemKind, url: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), url: url.into(), status: None, retry_after: None }
    }

    /// What the client's error means.
    pub fn of_client(error: &reqwest::Error, url: &Url, options: &Options) -> Self {
        if let Some(private) = private_address(error) {
            return Self::new(ProblemKind::Forbidden, url, private.to_string());
        }
        if error.is_timeout() && error.is_connect() {
            let limit = seconds(options.connect_timeout);
            return Self::new(ProblemKind::Timeout, url, format!("did not accept a connection within {limit}"));
        }
        if error.is_timeout() {
            let limit = seconds(options.idle_timeout);
            return Self::new(ProblemKind::Timeout, url, format!("sent nothing for {limit}"));
        }
        if error.is_decode() {
            let why = root_cause(error);
            return Self::new(ProblemKind::Malformed, url, format!("sent a body that cannot be unpacked: {why}"));
        }
        Self::new(ProblemKind::Unreachable, url, format!("cannot be reached: {}", root_cause(error)))
    }

    /// As a problem of this source.
    pub fn problem(&self, source: &SourceId) -> Problem {
        Problem { source: source.clone(), kind: self.kind, detail: self.detail.clone(), url: Some(self.url.clone()) }
    }

    /// When the host wants to be asked again, if it said so.
    pub fn not_before(&self, now: Timestamp) -> Option<Timestamp> {
        self.retry_after.as_ref().map(|retry| retry.at(now))
    }

    /// Whether the next try may well succeed.
    pub fn is_transient(&self) -> bool {
        matches!(self.kind, ProblemKind::Timeout | ProblemKind::Unreachable | ProblemKind::RateLimited)
    }
}

/// An address as it may be shown: problems are printed and stored.
fn without_password(url: &Url) -> String {
    let mut url = url.clone();
    // Neither can fail for an http address, and any other has no password.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// What an error status means.
pub(super) fn of_status(status: StatusCode, headers: &HeaderMap, url: &Url) -> Failure {
    let retry_after = retry_after::read(headers);
    let is_challenge = headers.get("cf-mitigated").is_some_and(|value| value == "challenge");
    let kind = match status.as_u16() {
        _ if is_challenge => ProblemKind::BotCheck,
        401 | 402 | 407 => ProblemKind::LoginWall,
        429 => ProblemKind::RateLimited,
        503 if retry_after.is_some() => ProblemKind::RateLimited,
        _ => ProblemKind::Status,
    };
    let what = match kind {
        ProblemKind::BotCheck => format!("checks for robots (status {})", status.as_u16()),
        ProblemKind::LoginWall => format!("asks for a login (status {})", status.as_u16()),
        ProblemKind::RateLimited => match &retry_after {
            Some(retry) => format!("asked us to come back {retry} (status {})", status.as_u16()),
            None => format!("asked us to come less often (status {})", status.as_u16()),
        },
        _ => format!("answered with status {status}"),
    };
    Failure { retry_after, status: Some(status.as_u16()), ..Failure::new(kind, url, what) }
}

fn private_address(error: &reqwest::Error) -> Option<&PrivateAddress> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(private) = inner.downcast_ref::<PrivateAddress>() {
            return Some(private);
        }
        cause = inner.source();
    }
    None
}

/// The innermost cause: the outer ones only say that a request failed.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string().to_lowercase()
}
