//! The published site for readers: files as they stand, whole or in ranges, without a key.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::path::Path;
use tower_http::services::ServeDir;

/// Serves what stands in the folder, and says so where nothing does.
pub(crate) fn site(folder: &Path) -> Router {
    Router::new().fallback_service(ServeDir::new(folder)).layer(from_fn(guarded))
}

/// Readers may read; what begins with a dot is not published; every reply has the headers that a site owes its readers.
async fn guarded(request: Request, next: Next) -> Response {
    let is_hidden = request.uri().path().split('/').any(is_hidden);
    let is_front = request.uri().path() == "/";
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = match (is_read, is_hidden) {
        (false, _) => (StatusCode::METHOD_NOT_ALLOWED, "here is only to read\n").into_response(),
        (_, true) => nothing_here(),
        _ => next.run(request).await,
    };
    if response.status() == StatusCode::NOT_FOUND {
        response = if is_front { nothing_yet() } else { nothing_here() };
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        // A page that was corrected must not be read as it was.
        (header::CACHE_CONTROL, "no-cache"),
        // Players of other sites read transcripts, chapters and feeds.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
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
