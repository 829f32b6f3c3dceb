//! The published site for readers: files as they stand, whole or in ranges, without a key.

use crate::shelf::{Kept, Shelf};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use tower_http::services::ServeDir;

/// The folder that readers see.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where it is.
    pub folder: PathBuf,
    /// What its pages may load, as a Content-Security-Policy.
    pub policy: String,
    /// Whether it is published to the world: then players and readers of other sites may read it in a browser.
    pub is_public: bool,
}

struct Reading {
    shelf: Arc<Shelf>,
    policy: Option<HeaderValue>,
    is_public: bool,
}

/// Serves what stands in the folder, and says so where nothing does.
pub(crate) fn site(site: &Site) -> Router {
    // Who may frame a page cannot be said in the page itself.
    let policy = format!("{}; frame-ancestors 'self'", site.policy.trim_end_matches([';', ' ']));
    let reading = Reading {
        shelf: Arc::new(Shelf::new(&site.folder)),
        policy: HeaderValue::try_from(policy).ok(),
        is_public: site.is_public,
    };
    let reading = Arc::new(reading);
    Router::new().fallback_service(ServeDir::new(&site.folder)).layer(from_fn_with_state(reading, guarded))
}

/// Readers may read; what begins with a dot is not published; every reply has the headers that a site owes its readers.
async fn guarded(State(reading): State<Arc<Reading>>, request: Request, next: Next) -> Response {
    let is_hidden = request.uri().path().split('/').any(is_hidden);
    let is_front = request.uri().path() == "/";
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = match (is_read, is_hidden) {
        (false, _) => (StatusCode::METHOD_NOT_ALLOWED, "here is only to read\n").into_response(),
        (_, true) => nothing_here(),
        _ => read(&reading.shelf, request, next).await,
    };
    if response.status() == StatusCode::NOT_FOUND {
        response = if is_front { nothing_yet() } else { nothing_here() };
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        // A page that was corrected must not be read as it was.
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = &reading.policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    }
    if reading.is_public {
        // Players of other sites read transcripts, chapters and feeds.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

/// From the shelf if it is small and wanted whole, else from the disk.
async fn read(shelf: &Arc<Shelf>, request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::RANGE) {
        return next.run(request).await;
    }
    match shelf.file(request.uri().path()).await {
        Some(kept) => from_shelf(&kept, request.headers()),
        None => next.run(request).await,
    }
}

fn from_shelf(kept: &Kept, asked: &HeaderMap) -> Response {
    let zipped = kept.gzip.as_ref().filter(|_| takes_gzip(asked));
    let etag = format!("\"{}{}\"", kept.etag, if zipped.is_some() { "-gz" } else { "" });
    let is_known = is_known(kept, asked);
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(header::ETAG, etag);
    }
    if let Ok(modified) = HeaderValue::try_from(httpdate::fmt_http_date(kept.modified)) {
        headers.insert(header::LAST_MODIFIED, modified);
    }
    if kept.gzip.is_some() {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(header::CONTENT_TYPE, kept.media_type.clone());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if zipped.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    *response.body_mut() = Body::from(zipped.unwrap_or(&kept.plain).clone());
    response
}

/// Whether the reader has this already.
fn is_known(kept: &Kept, asked: &HeaderMap) -> bool {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(tags) = text(header::IF_NONE_MATCH) {
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').trim_end_matches("-gz").to_owned();
        return tags.split(',').any(|tag| tag.trim() == "*" || bare(tag) == kept.etag);
    }
    // Dates of HTTP have whole seconds.
    let seconds = |at: SystemTime| at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let since = text(header::IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok());
    since.is_some_and(|since| seconds(kept.modified) <= seconds(since))
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let written = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    written.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        is_gzip && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// `.` and `..` are the URL's own and never arrive; an encoded dot does.
fn is_hidden(segment: &str) -> bool {
    segment.starts_with('.') || segment.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("%2e"))
}

fn nothing_yet() -> Response {
    (StatusCode::NOT_FOUND, "no edition was published yet; the first stands here when it is out\n").into_response()
}

fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing at this address; the front page is at /\n").into_response()
}
