//! Replies, with what the gateway did for them in their headers.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::response::Response;
use gateway::{Attempt, Route};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
pub(crate) const ATTEMPTS: HeaderName = HeaderName::from_static("x-zaowan-attempts");
const ROUTE: HeaderName = HeaderName::from_static("x-zaowan-route");
const COST: HeaderName = HeaderName::from_static("x-zaowan-cost-microusd");
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// How an answer was come by; what is not known yet is not said.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub route: Option<Route>,
    pub n_attempts: Option<usize>,
    pub cost_microusd: Option<i64>,
}

impl Trace {
    /// Of a call that is over.
    pub(crate) fn of(route: &Route, attempts: &[Attempt]) -> Self {
        Self {
            route: Some(route.clone()),
            n_attempts: Some(attempts.len()),
            cost_microusd: Some(attempts.iter().map(|attempt| attempt.cost.microusd).sum()),
        }
    }
}

/// A whole reply.
pub(crate) fn json(body: impl Into<Body>, trace: &Trace) -> Response {
    reply(body.into(), "application/json", trace)
}

/// A stream of events.
pub(crate) fn events(body: Body, trace: &Trace) -> Response {
    let mut response = reply(body, "text/event-stream; charset=utf-8", trace);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // A proxy in between would keep a stream back until it is over.
    response.headers_mut().insert(BUFFERING, HeaderValue::from_static("no"));
    response
}

fn reply(body: Body, kind: &'static str, trace: &Trace) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(route) = trace.route.as_ref().and_then(|route| HeaderValue::try_from(route.to_string()).ok()) {
        headers.insert(ROUTE, route);
    }
    if let Some(n_attempts) = trace.n_attempts {
        headers.insert(ATTEMPTS, HeaderValue::from(n_attempts));
    }
    if let Some(cost) = trace.cost_microusd {
        headers.insert(COST, HeaderValue::from(cost));
    }
    response
}
