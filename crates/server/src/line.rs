//! Connections: how many may stand, how long each may keep the door waiting, and how they end.

use crate::counts::Counts;
use crate::settings::Settings;
use crate::stranger::{Peer, subscriber};
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// The longest head of a request: keys and a few cookies of a proxy fit four times.
const MAX_HEAD: usize = 32 * 1024;
/// When the system has no file left for a connection, so long is waited for one.
const NO_FILE: Duration = Duration::from_millis(100);

/// Accepts connections until the end is told, then lets those that stand come to theirs.
pub(crate) struct Lines {
    router: Router,
    settings: Settings,
    counts: Arc<Counts>,
    room: Arc<Semaphore>,
    standing: Arc<Standing>,
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Standing(Mutex<HashMap<IpAddr, usize>>);

/// One connection of an address, until it is dropped.
struct Place {
    standing: Arc<Standing>,
    counts: Arc<Counts>,
    addr: IpAddr,
}

impl Lines {
    pub(crate) fn new(router: Router, settings: Settings, counts: Arc<Counts>) -> Self {
        let room = Arc::new(Semaphore::new(settings.max_connections));
        Self { router, settings, counts, room, standing: Arc::default() }
    }

    /// `ended` changes, or its sender is dropped, when no more is to be accepted.
    pub(crate) async fn keep(self, listener: TcpListener, mut ended: watch::Receiver<()>) {
        loop {
            // Without room the next one waits in the system's queue.
            let Ok(permit) = Arc::clone(&self.room).acquire_owned().await else { break };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = ended.changed() => break,
            };
            match accepted {
                Ok((stream, from)) => {
                    let Some(place) = self.place(from.ip().to_canonical()) else { continue };
                    let line = self.line(stream, place.addr, ended.clone());
                    tokio::spawn(async move {
                        line.await;
                        drop((place, permit));
                    });
                }
                Err(error) if is_of_one_line(&error) => {}
                Err(error) => {
                    tracing::warn!(%error, "no connection can be accepted");
                    tokio::time::sleep(NO_FILE).await;
                }
            }
        }
        drop(listener);
        // All permits are back when the last connection is gone.
        let _ = self.room.acquire_many(u32::try_from(self.settings.max_connections).unwrap_or(u32::MAX)).await;
    }

    /// Room for one more of this address; none if it has its share.
    fn place(&self, addr: IpAddr) -> Option<Place> {
        // A proxy stands for many.
        let is_free = addr.is_loopback() || self.settings.proxies.contains(&addr);
        let mut standing = self.standing.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = standing.entry(subscriber(addr)).or_default();
        if *n >= self.settings.max_per_address && !is_free {
            self.counts.refused("connections");
            return None;
        }
        *n += 1;
        self.counts.connected();
        Some(Place { standing: Arc::clone(&self.standing), counts: Arc::clone(&self.counts), addr })
    }

    /// One connection, to its end.
    fn line(
        &self,
        stream: TcpStream,
        addr: IpAddr,
        mut ended: watch::Receiver<()>,
    ) -> impl Future<Output = ()> + use<> {
        // A frame of a few bytes must not wait for the next one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        let router = self.router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(addr));
            router.clone().oneshot(request)
        });
        let patient = crate::patience::Patient::new(stream, self.settings.send_patience);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.settings.head_patience)
            .max_buf_size(MAX_HEAD)
            .serve_connection(TokioIo::new(patient), service);
        async move {
            let mut connection = std::pin::pin!(connection);
            let result = tokio::select! {
                result = connection.as_mut() => result,
                _ = ended.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = result {
                // Readers leave in the middle all day long.
                tracing::debug!(%error, "a connection broke");
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.counts.left();
        let mut standing = self.standing.0.lock().unwrap_or_else(PoisonError::into_inner);
        let addr = subscriber(self.addr);
        if let Some(n) = standing.get_mut(&addr) {
            *n -= 1;
            if *n == 0 {
                standing.remove(&addr);
            }
        }
    }
}

/// Whether only the one connection is lost, before it was accepted.
fn is_of_one_line(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_a_proxy_stands_for_many() {
        let proxy: IpAddr = "192.0.2.9".parse().unwrap();
        let settings = Settings { max_per_address: 2, proxies: vec![proxy], ..Settings::default() };
        let lines = Lines::new(Router::new(), settings, Arc::default());
        let place = |text: &str| lines.place(text.parse().unwrap());
        let mut places = vec![place("192.0.2.1"), place("192.0.2.1"), place("192.0.2.1"), place("192.0.2.2")];
        assert_eq!(places.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false, true]);
        places.remove(0);
        assert!(place("192.0.2.1").is_some(), "one of them left");
        let of_proxy: Vec<_> = (0..9).map(|_| place("192.0.2.9").is_some()).collect();
        assert_eq!(of_proxy, [true; 9]);
    }
}
