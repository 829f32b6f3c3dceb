//! What a client is told when it gets no answer: OpenAI's shape, with the HTTP status its libraries look at.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use gateway::{Attempt, Failure, Verdict};
use serde_json::{Value, json};
use std::time::Duration;

/// No answer, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub status: StatusCode,
    pub message: String,
    kind: &'static str,
    code: Option<String>,
    param: Option<&'static str>,
    pub retry_after: Option<Duration>,
    n_attempts: Option<usize>,
}

const INVALID: &str = "invalid_request_error";

impl Fault {
    fn new(status: StatusCode, kind: &'static str, code: &str, message: impl Into<String>) -> Self {
        let code = (!code.is_empty()).then(|| code.to_owned());
        Self { status, message: message.into(), kind, code, param: None, retry_after: None, n_attempts: None }
    }

    /// The key is missing or nobody's.
    pub(crate) fn no_key(is_given: bool) -> Self {
        let message = if is_given {
            "this key opens nothing here; keys are the operator's [[client]] entries"
        } else {
            "no key was given; send it as `Authorization: Bearer KEY`"
        };
        Self::new(StatusCode::UNAUTHORIZED, INVALID, "invalid_api_key", message)
    }

    /// Too many wrong keys came from the same address.
    pub(crate) fn too_many_keys(wait: Duration) -> Self {
        let message = format!("too many wrong keys came from this address; try again in {} s", wait.as_secs());
        let fault = Self::new(StatusCode::TOO_MANY_REQUESTS, "requests", "rate_limit_exceeded", message);
        Self { retry_after: Some(wait), ..fault }
    }

    /// How the house is, is not for everybody.
    pub(crate) fn not_to_be_watched() -> Self {
        let message = "figures need the key of a [[client]] with watch = true, or door.metrics = \"open\"";
        Self::new(StatusCode::UNAUTHORIZED, INVALID, "invalid_api_key", message)
    }

    /// The body did not come in time.
    pub(crate) fn too_slow(patience: Duration) -> Self {
        let message = format!("the body took longer than {} s", patience.as_secs());
        Self::new(StatusCode::REQUEST_TIMEOUT, INVALID, "request_timeout", message)
    }

    /// The request is wrong in this field; none if it is as a whole.
    pub(crate) fn wrong(param: &'static str, message: &str) -> Self {
        let param = (!param.is_empty()).then_some(param);
        Self { param, ..Self::new(StatusCode::BAD_REQUEST, INVALID, "", message) }
    }

    pub(crate) fn unknown_model(message: &str) -> Self {
        Self { param: Some("model"), ..Self::new(StatusCode::NOT_FOUND, INVALID, "model_not_found", message) }
    }

    /// Nobody said the text.
    pub(crate) fn no_voice(message: &str) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, "api_error", "no_voice_spoke", message)
    }

    pub(crate) fn not_allowed(name: &str) -> Self {
        let message = format!("this client may not ask {name:?}");
        Self { param: Some("model"), ..Self::new(StatusCode::FORBIDDEN, INVALID, "model_not_allowed", message) }
    }

    pub(crate) fn too_many(limit: u32, wait: Duration) -> Self {
        let message =
            format!("this client may ask {limit} times a minute; there is room again in {} s", wait.as_secs());
        let fault = Self::new(StatusCode::TOO_MANY_REQUESTS, "requests", "rate_limit_exceeded", message);
        Self { retry_after: Some(wait), ..fault }
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let message = format!("a request may have {} MiB at the most", limit >> 20);
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, INVALID, "request_too_large", message)
    }

    pub(crate) fn no_such_place() -> Self {
        Self::new(StatusCode::NOT_FOUND, INVALID, "unknown_url", "there is nothing at this address")
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, INVALID, "method_not_allowed", "this address takes another method")
    }

    /// The gateway got no answer.
    pub(crate) fn of(error: &gateway::Error, attempts: &[Attempt]) -> Self {
        let fault = match error {
            gateway::Error::OverBudget { .. } => {
                Self::new(StatusCode::PAYMENT_REQUIRED, "insufficient_quota", "budget_exceeded", error.to_string())
            }
            gateway::Error::NoRoute(_) => Self::unknown_model(&error.to_string()),
            gateway::Error::Exhausted { tried } => Self::exhausted(error, tried.iter().map(|(_, failure)| failure)),
            gateway::Error::Ledger(_) | gateway::Error::Client(_) => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "internal_error", error.to_string())
            }
        };
        Self { n_attempts: Some(attempts.len()), ..fault }
    }

    fn exhausted<'a>(error: &gateway::Error, failures: impl Iterator<Item = &'a Failure>) -> Self {
        if error.is_of_request()
            && let Some(first) = error.first()
        {
            return Self::of_request(first);
        }
        let failures: Vec<&Failure> = failures.collect();
        let retry_after = failures.iter().filter_map(|failure| failure.retry_after).min();
        if failures.iter().all(|failure| failure.verdict == Verdict::RateLimited) {
            let fault = Self::new(StatusCode::TOO_MANY_REQUESTS, "requests", "rate_limit_exceeded", error.to_string());
            return Self { retry_after, ..fault };
        }
        let will_pass = |failure: &&Failure| matches!(failure.verdict, Verdict::RateLimited | Verdict::Overloaded);
        if retry_after.is_some() && failures.iter().all(will_pass) {
            let fault = Self::new(StatusCode::SERVICE_UNAVAILABLE, "api_error", "overloaded", error.to_string());
            return Self { retry_after, ..fault };
        }
        Self::new(StatusCode::BAD_GATEWAY, "api_error", "no_model_answered", error.to_string())
    }

    /// The vendor says that the request is wrong, in its own words.
    fn of_request(failure: &Failure) -> Self {
        let status = match failure.status {
            Some(status @ (404 | 413 | 422)) => StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
            _ => StatusCode::BAD_REQUEST,
        };
        let code = failure
            .code
            .clone()
            .or_else(|| (failure.verdict == Verdict::Refused).then(|| "content_policy_violation".to_owned()));
        let said = failure.detail.strip_prefix("HTTP ").and_then(|said| said.split_once(": "));
        let message = said.map_or(failure.detail.as_str(), |(_, said)| said);
        Self { code, ..Self::new(status, INVALID, "", message) }
    }

    /// The body of the reply.
    pub(crate) fn to_json(&self) -> Value {
        json!({"error": {"message": self.message, "type": self.kind, "code": self.code, "param": self.param}})
    }

    /// The error as a Response of the Responses API bears it.
    pub(crate) fn to_response_error(&self) -> Value {
        json!({"code": self.code.as_deref().unwrap_or("server_error"), "message": self.message})
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.to_json().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(wait) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs_f64().ceil() as u64));
        }
        if let Some(n_attempts) = self.n_attempts {
            headers.insert(crate::reply::ATTEMPTS, HeaderValue::from(n_attempts));
        }
        response
    }
}
