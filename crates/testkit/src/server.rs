//! The server: one loopback port behind which every host of a [`Web`] answers.

use crate::web::{self, Response, Web};
use bytes::Bytes;
use futures::stream;
use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

type Body = UnsyncBoxBody<Bytes, Infallible>;
type Hits = Arc<Mutex<BTreeMap<String, usize>>>;

/// Between two bytes of a dripping answer: far below any idle cap, so that only a cap on the whole ends it.
const DRIP_EVERY: Duration = Duration::from_millis(200);

/// Serves a [`Web`] on 127.0.0.1 and stops when dropped.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    hits: Hits,
    accepting: AbortHandle,
}

impl Server {
    pub(crate) async fn start(web: Web) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let addr = listener.local_addr()?;
        let hits = Hits::default();
        let accepting = tokio::spawn(accept(listener, Arc::new(web), Arc::clone(&hits))).abort_handle();
        Ok(Self { addr, hits, accepting })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// How often each page was asked for, by `host path`; pages that do not exist are counted too.
    pub fn hits(&self) -> BTreeMap<String, usize> {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Owns its connections: when it is aborted, they end with it.
async fn accept(listener: TcpListener, web: Arc<Web>, hits: Hits) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(talk(stream, Arc::clone(&web), Arc::clone(&hits)));
                }
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn talk(stream: TcpStream, web: Arc<Web>, hits: Hits) {
    let service = service_fn(|request| {
        let answer = answer(&web, &hits, &request);
        async move { Ok::<_, Infallible>(answer) }
    });
    // A client that hangs up in the middle is what several tests are about, so its error is not one of ours.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

fn answer(web: &Web, hits: &Hits, request: &hyper::Request<Incoming>) -> hyper::Response<Body> {
    let host = host_of(request);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    *hits.lock().unwrap_or_else(PoisonError::into_inner).entry(web::key(&host, path)).or_default() += 1;
    match web.answer(&host, path) {
        None => send(&Response::status(404, "no such page in this web")),
        Some(response) if is_unchanged(response, request.headers()) => send(&not_modified(response)),
        Some(response) => send(response),
    }
}

fn host_of(request: &hyper::Request<Incoming>) -> String {
    let header = request.headers().get(hyper::header::HOST).and_then(|host| host.to_str().ok());
    let authority = request.uri().authority().map(|authority| authority.as_str());
    authority.or(header).unwrap_or_default().to_ascii_lowercase()
}

/// If-None-Match decides alone where it is sent; only without it is If-Modified-Since looked at.
/// Source: RFC 9110, 13.2.2.
fn is_unchanged(response: &Response, request: &HeaderMap) -> bool {
    if let Some(wanted) = request.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()) {
        let tags = wanted.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
        return response.header("etag").is_some_and(|etag| tags.clone().any(|tag| tag == etag || tag == "*"));
    }
    let since = request.get(IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let (Some(since), Some(modified)) = (since, response.header("last-modified")) else {
        return false;
    };
    match (httpdate::parse_http_date(since), httpdate::parse_http_date(modified)) {
        (Ok(since), Ok(modified)) => modified <= since,
        _ => false,
    }
}

fn not_modified(response: &Response) -> Response {
    let kept = |name: &str| matches!(name, "etag" | "last-modified");
    let headers = response.headers.iter().filter(|(name, _)| kept(name)).cloned().collect();
    Response { status: 304, headers, body: Bytes::new(), drip: false }
}

fn send(response: &Response) -> hyper::Response<Body> {
    let body = if response.drip { drip(&response.body) } else { Full::new(response.body.clone()).boxed_unsync() };
    let mut answer = hyper::Response::new(body);
    *answer.status_mut() = hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::OK);
    for (name, value) in &response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}

/// The body a byte at a time, then spaces without end.
fn drip(body: &Bytes) -> Body {
    let bytes = body.clone();
    let drops = stream::unfold(0usize, move |at| {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        async move {
            tokio::time::sleep(DRIP_EVERY).await;
            Some((Ok::<_, Infallible>(Frame::data(Bytes::copy_from_slice(&[byte]))), at + 1))
        }
    });
    StreamBody::new(drops).boxed_unsync()
}
