//! The listening end: one port, one task a connection, all of them gone when the simulator is dropped.

use super::fault::{self, Fault};
use super::{Options, cloning, serve, socket};
use crate::vendors::http::{Connection, Request};
use crate::vendors::script::{Ending, Reply, Script};
use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// The key that every house takes.
pub const KEY: &str = "sk-zaowan-marked-0123456789";

/// All houses on one port of 127.0.0.1; it stops when dropped.
#[derive(Debug)]
pub struct Simulator {
    addr: SocketAddr,
    state: Arc<State>,
    accepting: AbortHandle,
}

/// One request that arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The first piece of the path.
    pub vendor: String,
    /// Without the query.
    pub path: String,
    /// Behind the question mark.
    pub query: String,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    /// As it came.
    pub body: Vec<u8>,
    /// The text that was to be spoken; empty if the request was refused.
    pub text: String,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub options: Options,
    seen: Mutex<Vec<Seen>>,
    forced: Mutex<HashMap<String, String>>,
}

impl Simulator {
    /// Starts on a free port of 127.0.0.1.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let addr = listener.local_addr()?;
        let state = Arc::new(State { options, ..State::default() });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state))).abort_handle();
        Ok(Self { addr, state, accepting })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What a user would write as `base_url` of this vendor; the vendor's true paths follow it.
    pub fn base_url(&self, vendor: &str) -> String {
        let base = match vendor {
            "openai" | "kokoro" | "minimax" | "elevenlabs" => "/v1",
            "volcano" => "/api/v3",
            _ => "",
        };
        format!("http://{}/{vendor}{base}", self.addr)
    }

    /// Every request since the start, in order of arrival.
    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.state.seen).clone()
    }

    /// From now on every request to this vendor meets this fault, whatever its voice's name says; `None` lifts it.
    pub fn fail(&self, vendor: &str, fault: Option<&str>) {
        let mut forced = lock(&self.state.forced);
        match fault {
            Some(fault) => forced.insert(vendor.to_owned(), fault.to_owned()),
            None => forced.remove(vendor),
        };
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl State {
    /// The fault that an order meets. Errors: a name that nobody knows.
    pub fn fault(&self, vendor: &str, voice: &str) -> Result<Option<Fault>, Reply> {
        let forced = lock(&self.forced).get(vendor).cloned();
        let Some(name) = forced.as_deref().or_else(|| fault::fault_in(voice)) else { return Ok(None) };
        let unknown = || Reply { status: 500, ..Reply::json(format!("{{\"error\": \"no fault {name:?}\"}}")) };
        fault::named(name).map(Some).ok_or_else(unknown)
    }

    pub fn record(&self, vendor: &str, request: &Request, text: &str) {
        lock(&self.seen).push(Seen {
            vendor: vendor.to_owned(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            text: text.to_owned(),
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Owns its connections: when it is aborted, they end with it.
async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(talk(stream, Arc::clone(&state)));
                }
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn talk(stream: TcpStream, state: Arc<State>) {
    let mut connection = Connection::new(stream);
    while let Some(request) = connection.request().await {
        if request.header("upgrade").is_some_and(|to| to.eq_ignore_ascii_case("websocket")) {
            return socket::talk(connection, &request, &state).await;
        }
        let script = answer(&state, &request);
        if connection.play(script).await != Ending::KeptAlive {
            return;
        }
    }
}

fn answer(state: &State, request: &Request) -> Script {
    let trimmed = request.path.trim_start_matches('/');
    let vendor = trimmed.split('/').next().unwrap_or_default();
    let Some(house) = serve::house(vendor) else {
        return Reply { status: 404, ..Reply::json("{\"detail\": \"no such house\"}".into()) }.whole();
    };
    if let Some(reply) = cloning::answer(request) {
        state.record(vendor, request, "");
        return reply.whole();
    }
    let order = house.order(request);
    state.record(vendor, request, order.as_ref().map(|order| order.text.as_str()).unwrap_or_default());
    let answered = order.and_then(|order| {
        let fault = state.fault(vendor, &order.voice)?;
        Ok(serve::script(house, state.options, request, &order, fault))
    });
    answered.unwrap_or_else(|reply| reply.whole())
}
