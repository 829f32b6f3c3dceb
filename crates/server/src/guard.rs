//! What every request passes before it is answered, and what every reply is given on its way out.
//!
//! There are no forms and no cookies here. Should they come, the rule that protects them stands already: what changes
//! something and bears no key must not come from a page of another site.

use crate::door::Door;
use crate::reply::REQUEST_ID;
use crate::stranger::Stranger;
use crate::visit::key_in;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Instant;

/// What a page may not ask the browser for.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
/// Two years, as the lists of browsers ask.
const HSTS: &str = "max-age=63072000";

/// Refuses what no part of the door has to look at, and counts.
pub(crate) async fn guard(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let stranger = Stranger::of(request.extensions(), request.headers(), &door.settings);
    let mut response = match refusal(&door, &request, &stranger) {
        Some((why, refusal)) => {
            door.counts.refused(why);
            refusal
        }
        None => next.run(request).await,
    };
    door.counts.answered(response.status());
    dress(response.headers_mut(), &stranger);
    if let Ok(id) = HeaderValue::try_from(door.next_id()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn refusal(door: &Door, request: &Request, stranger: &Stranger) -> Option<(&'static str, Response)> {
    if let Some(host) = strange_host(door, request) {
        let why = format!(
            "nobody here is called {host}; if that is this paper's name, write it under `hosts` of [door] in newsroom.toml\n"
        );
        return Some(("host", (StatusCode::MISDIRECTED_REQUEST, why).into_response()));
    }
    let is_client = key_in(request.headers()).is_some_and(|key| door.guest(key).is_some());
    if !is_client && is_change(request.method()) && comes_from_another_site(request.headers()) {
        return Some((
            "origin",
            (StatusCode::FORBIDDEN, "a page of another site changes nothing here\n").into_response(),
        ));
    }
    if is_client {
        // It has a minute of its own.
        return None;
    }
    match door.minutes.count(stranger.addr, door.settings.per_minute, Instant::now()) {
        Ok(()) => None,
        Err(wait) => {
            let seconds = wait.as_secs();
            let why = format!("too many requests; there is room again in {seconds} s\n");
            let retry = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
            Some(("rate", (StatusCode::TOO_MANY_REQUESTS, retry, why).into_response()))
        }
    }
}

/// The host that a request names, if this door does not answer to it.
fn strange_host(door: &Door, request: &Request) -> Option<String> {
    let written = request.headers().get(header::HOST);
    // A probe that speaks HTTP/1.0 names none; no browser does so.
    if written.is_none() && request.version() == Version::HTTP_10 {
        return None;
    }
    let host = match request.uri().authority() {
        Some(authority) => authority.host().to_owned(),
        None => written.and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned(),
    };
    (!door.settings.answers_to(&host)).then(|| host.chars().take(100).collect())
}

fn is_change(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a browser says that a page of another site sent this.
fn comes_from_another_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    let own = text("host").unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, origin)| !origin.eq_ignore_ascii_case(own))
}

/// The headers that every reply has, unless its maker knew better.
fn dress(headers: &mut HeaderMap, stranger: &Stranger) {
    let usual: [(HeaderName, &'static str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in usual {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if stranger.is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(rows: &[(&'static str, &str)]) -> HeaderMap {
        rows.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_browser_tells_where_a_request_comes_from_and_a_program_does_not() {
        let comes = |rows: &[(&'static str, &str)]| comes_from_another_site(&headers(rows));
        assert!(!comes(&[]));
        assert!(!comes(&[("host", "127.0.0.1:8787"), ("origin", "http://127.0.0.1:8787")]));
        assert!(comes(&[("host", "127.0.0.1:8787"), ("origin", "http://evil.example")]));
        assert!(comes(&[("host", "127.0.0.1:8787"), ("origin", "null")]));
        assert!(comes(&[("host", "127.0.0.1:8787"), ("origin", "http://127.0.0.1:80")]));
        assert!(comes(&[("sec-fetch-site", "cross-site")]) && comes(&[("sec-fetch-site", "same-site")]));
        assert!(!comes(&[("sec-fetch-site", "same-origin"), ("origin", "https://proxied.example")]));
    }
}
