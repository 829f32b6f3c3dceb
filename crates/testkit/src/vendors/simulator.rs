//! The listening end: one port, one task a connection, all of them gone when the simulator is dropped.

use super::http::Connection;
use super::script::Ending;
use super::state::State;
use super::{Options, Seen, route, serve};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// So many connections may wait to be accepted: load tests open thousands at once.
const BACKLOG: u32 = 8_192;

/// What is waited for handles to come free.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(20);

/// All vendors on one port of 127.0.0.1; it stops when dropped.
#[derive(Debug)]
pub struct Simulator {
    addr: SocketAddr,
    state: Arc<State>,
    accepting: AbortHandle,
}

impl Simulator {
    /// Starts on a free port of 127.0.0.1.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), options).await
    }

    /// Starts at this address. Errors if it is taken.
    pub async fn start_at(addr: SocketAddr, options: Options) -> std::io::Result<Self> {
        let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(addr)?;
        let listener = socket.listen(BACKLOG)?;
        let addr = listener.local_addr()?;
        let state = Arc::new(State::new(options));
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state))).abort_handle();
        Ok(Self { addr, state, accepting })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What a user would write as `base_url` of this vendor; the vendor's true path suffixes follow it.
    pub fn base_url(&self, vendor: &str) -> String {
        format!("http://{}/{vendor}{}", self.addr, route::base(vendor))
    }

    /// Every request since the start or since [`Simulator::forget`], in order of arrival.
    ///
    /// A load test need not fear for its memory: after the first 100,000 only the counters go on.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen()
    }

    /// How many requests asked this route for an answer; lists of models do not count.
    pub fn hits(&self, vendor: &str, model: &str) -> usize {
        self.state.hits(vendor, model)
    }

    /// From now on every request to this vendor for an answer meets this fault, whatever its model name says;
    /// `None` lifts it. A fault that strikes once strikes each route once after each call.
    pub fn fail(&self, vendor: &str, fault: Option<&str>) {
        self.state.fail(vendor, fault);
    }

    /// Clears what was seen, all counters and the clock of outages. What [`Simulator::fail`] set stays.
    pub fn forget(&self) {
        self.state.forget();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Owns its connections: when it is aborted, they end with it.
async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(talk(stream, Arc::clone(&state)));
                }
                // Out of file handles: asking again at once would only burn the processor.
                Err(_) => tokio::time::sleep(AFTER_FAILED_ACCEPT).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

/// Answers the requests of one connection, one after the other.
async fn talk(stream: TcpStream, state: Arc<State>) {
    let mut connection = Connection::new(stream);
    while let Some(request) = connection.request().await {
        let is_last = request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let (serial, script) = serve::script(&state, request);
        match connection.play(script).await {
            Ending::KeptAlive if is_last => return,
            Ending::KeptAlive => {}
            Ending::Closed => return,
            Ending::HungUp => return state.mark_hung_up(serial),
        }
    }
}
