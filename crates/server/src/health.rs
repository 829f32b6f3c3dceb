//! Whether the house is well: `/healthz` (it lives), `/readyz` (the paper came out as it was due), `/metrics`.
//!
//! What is looked at is the caller's business; it is asked once in a while, however often others ask here.

use crate::door::Door;
use crate::openmetrics::{self, Family};
use crate::visit::Visit;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// What was seen holds so long.
const HOLDS: Duration = Duration::from_secs(2);

/// One thing that must be well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// A word: `data`, `edition`.
    pub name: &'static str,
    /// Whether it is well.
    pub is_well: bool,
    /// What is not, or what is; for the operator alone.
    pub said: String,
}

/// Everything that was seen at one look.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// What must be well.
    pub checks: Vec<Checked>,
    /// Figures for a collector.
    pub families: Vec<Family>,
}

/// Looks at the house when somebody asks.
pub struct Watch {
    look: Arc<dyn Fn() -> Seen + Send + Sync>,
    last: Mutex<Option<(Instant, Arc<Seen>)>>,
}

impl Watch {
    /// `look` may read files: it runs beside the readers.
    pub fn new(look: impl Fn() -> Seen + Send + Sync + 'static) -> Self {
        Self { look: Arc::new(look), last: Mutex::new(None) }
    }

    /// Who asks while it is looked waits for the same look.
    async fn seen(&self) -> Arc<Seen> {
        let mut last = self.last.lock().await;
        if let Some((_, seen)) = last.as_ref().filter(|(at, _)| at.elapsed() < HOLDS) {
            return Arc::clone(seen);
        }
        let look = Arc::clone(&self.look);
        let seen = tokio::task::spawn_blocking(move || look()).await.unwrap_or_else(|error| Seen {
            checks: vec![Checked { name: "look", is_well: false, said: error.to_string() }],
            families: Vec::new(),
        });
        let seen = Arc::new(seen);
        *last = Some((Instant::now(), Arc::clone(&seen)));
        seen
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self::new(Seen::default)
    }
}

/// The process lives.
pub(crate) async fn lives() -> &'static str {
    "ok\n"
}

/// Whether it does what it is for. A stranger is told which check failed; whoever may watch, what it says.
pub(crate) async fn is_ready(State(door): State<Arc<Door>>, request: Request) -> Response {
    let seen = door.watch.seen().await;
    let is_ready = seen.checks.iter().all(|check| check.is_well);
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    if may_watch(&door, request).await {
        return (status, axum::Json(json!({"ready": is_ready, "checks": seen.checks}))).into_response();
    }
    let mut told = if is_ready { "ready\n".to_owned() } else { "not ready\n".to_owned() };
    for check in &seen.checks {
        told.push_str(&format!("{}: {}\n", check.name, if check.is_well { "ok" } else { "failed" }));
    }
    (status, told).into_response()
}

/// Figures for a collector.
pub(crate) async fn metrics(State(door): State<Arc<Door>>, request: Request) -> Response {
    if !door.settings.are_metrics_open && !may_watch(&door, request).await {
        return crate::fault::Fault::not_to_be_watched().into_response();
    }
    let seen = door.watch.seen().await;
    let mut families = seen.families.clone();
    families.extend(door.counts.families());
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(openmetrics::MEDIA_TYPE))];
    (media_type, openmetrics::text(&families)).into_response()
}

/// Whether the key, if there is one, is of somebody who may watch.
async fn may_watch(door: &Arc<Door>, request: Request) -> bool {
    use axum::extract::FromRequestParts;
    let (mut parts, _) = request.into_parts();
    Visit::from_request_parts(&mut parts, door).await.is_ok_and(|visit| visit.guest.client.may_watch)
}
