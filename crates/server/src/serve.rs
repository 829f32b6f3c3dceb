//! Listens, and hands each request to whoever answers it.

use crate::body::MAX_BODY;
use crate::door::Door;
use crate::error::Error;
use crate::fault::Fault;
use crate::guard::guard;
use crate::line::Lines;
use crate::site::{self, Site};
use crate::{chat, embeddings, health, models, responses, speech};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};
use std::net::SocketAddr;
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

/// Serves until `shutdown` comes, then lets what is under way end. `site`: the published one, if readers come here too.
pub async fn serve(
    door: Door,
    site: Option<Site>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let (settings, counts) = (door.settings.clone(), Arc::clone(&door.counts));
    let lines = Lines::new(router(door, site.as_ref()), settings, counts);
    let (ending, ended) = tokio::sync::watch::channel(());
    let mut told = ended.clone();
    let too_late = async move {
        // The sender is dropped, never used.
        let _ = told.changed().await;
        tokio::time::sleep(GRACE).await;
    };
    let end = async move {
        shutdown.await;
        drop(ending);
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = lines.keep(listener, ended) => {}
        () = too_late => {}
        () = end => {}
    }
    Ok(())
}

/// The addresses of the door; all others are the site's, where there is one.
pub fn router(door: Door, site: Option<&Site>) -> Router {
    let door = Arc::new(door);
    let doors = Router::new()
        .route("/v1/chat/completions", post(chat::complete))
        .route("/v1/responses", post(responses::respond))
        .route("/v1/embeddings", post(embeddings::embed))
        .route("/v1/audio/speech", post(speech::speak))
        .route("/v1/audio/voices", get(speech::list))
        .route("/v1/models", get(models::list))
        .route("/v1/models/{*id}", get(models::one))
        .route("/healthz", get(health::lives))
        .route("/readyz", get(health::is_ready))
        .route("/metrics", get(health::metrics))
        .route("/v1/{*unknown}", any(|| async { Fault::no_such_place() }))
        .method_not_allowed_fallback(|| async { Fault::wrong_method() })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(Arc::clone(&door));
    let all = match site {
        Some(published) => doors.fallback_service(site::site(published)),
        None => doors.fallback(|| async { Fault::no_such_place() }),
    };
    all.layer(from_fn_with_state(door, guard))
}
