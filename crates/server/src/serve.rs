//! Listens, and hands each request to whoever answers it.

use crate::body::MAX_BODY;
use crate::door::Door;
use crate::error::Error;
use crate::fault::Fault;
use crate::reply::REQUEST_ID;
use crate::site::site;
use crate::{chat, embeddings, models, responses, speech};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{any, get, post};
use axum::serve::ListenerExt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};

/// So many connections may wait to be accepted: clients open thousands at once.
const BACKLOG: u32 = 8_192;
/// After the end was asked for, streams under way may take so long to come to theirs.
const GRACE: Duration = Duration::from_secs(20);

/// Listens at an address. Errors: `Listen` if it is taken or not ours.
pub fn listen(addr: SocketAddr) -> Result<TcpListener, Error> {
    let listening = || {
        let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(addr)?;
        socket.listen(BACKLOG)
    };
    listening().map_err(|error| Error::Listen { addr, error })
}

/// Serves until `shutdown` comes, then lets what is under way end. `folder`: the published site, if readers come here too.
pub async fn serve(
    door: Door,
    folder: Option<PathBuf>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let listener = listener.tap_io(|stream| {
        // A frame of a few bytes must not wait for the next one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let (ending, mut ended) = tokio::sync::watch::channel(());
    let shutdown = async move {
        shutdown.await;
        drop(ending);
    };
    let too_late = async move {
        // The sender is dropped, never used.
        let _ = ended.changed().await;
        tokio::time::sleep(GRACE).await;
    };
    let serving = axum::serve(listener, router(door, folder.as_deref())).with_graceful_shutdown(shutdown);
    tokio::select! {
        served = async { serving.await } => served.map_err(Error::Serve),
        () = too_late => Ok(()),
    }
}

/// The addresses of the door; all others are the site's, where there is one.
pub fn router(door: Door, folder: Option<&Path>) -> Router {
    let door = Arc::new(door);
    let doors = Router::new()
        .route("/v1/chat/completions", post(chat::complete))
        .route("/v1/responses", post(responses::respond))
        .route("/v1/embeddings", post(embeddings::embed))
        .route("/v1/audio/speech", post(speech::speak))
        .route("/v1/audio/voices", get(speech::list))
        .route("/v1/models", get(models::list))
        .route("/v1/models/{*id}", get(models::one))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/v1/{*unknown}", any(|| async { Fault::no_such_place() }))
        .method_not_allowed_fallback(|| async { Fault::wrong_method() })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&door), named))
        .with_state(door);
    match folder {
        Some(folder) => doors.fallback_service(site(folder)),
        None => doors.fallback(|| async { Fault::no_such_place() }),
    }
}

/// Every reply bears a name that a client can tell its operator.
async fn named(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::try_from(door.next_id()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
