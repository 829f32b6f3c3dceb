//! Receivers of messages on loopback, each in its true dialect: webhook, mail, ntfy, Telegram, Feishu, DingTalk, WeCom,
//! Slack, Bark. They fail in true ways, and tell what a person would see.
//!
//! Start with [`Receivers`]; `judge` holds what each service checks and how it answers, `smtp` the sink of mail.

mod judge;
mod reply;
mod smtp;

use crate::vendors::http::{Connection, Request};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// The services, by the name that the configuration has for them.
pub const KINDS: [&str; 9] = ["webhook", "email", "ntfy", "telegram", "feishu", "dingtalk", "wecom", "slack", "bark"];

/// The secret that every service asks for, in the form of its own.
pub const SECRET: &str = "whsec_c2ltdWxhdGVkLXNlY3JldC0x";

/// How a receiver fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It refuses for good, in the way of its own: with most of them under status 200.
    Refused,
    /// It asks to come less often and names a time, in the way of its own.
    Haste,
    /// Its server is broken: 500 in a page.
    Broken,
    /// A proxy before it cannot reach it: 502.
    BadGateway,
    /// Somebody's login page answers for it, with 200.
    Portal,
    /// It never answers and takes nothing.
    Deaf,
    /// It takes the message and never answers.
    Mute,
    /// It takes the message and hangs up in the middle of its answer.
    CutOff,
    /// It takes the message and hangs up before its answer.
    HungUp,
    /// It hangs up as soon as it is spoken to.
    Dropped,
}

impl Fault {
    /// All faults.
    pub const ALL: [Self; 10] = [
        Self::Refused,
        Self::Haste,
        Self::Broken,
        Self::BadGateway,
        Self::Portal,
        Self::Deaf,
        Self::Mute,
        Self::CutOff,
        Self::HungUp,
        Self::Dropped,
    ];

    /// Whether the message arrives although the sender hears nothing of it.
    pub fn takes(self) -> bool {
        matches!(self, Self::Mute | Self::CutOff | Self::HungUp)
    }
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// By which service.
    pub kind: String,
    /// The key under which a second one is the same message, where the service knows one.
    pub key: Option<String>,
    /// What a person reads.
    pub text: String,
}

/// All services on one port, and mail on another; they stop when dropped.
#[derive(Debug)]
pub struct Receivers {
    addr: SocketAddr,
    smtp: SocketAddr,
    state: Arc<State>,
    tasks: Vec<AbortHandle>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    faults: Mutex<BTreeMap<String, (Fault, usize)>>,
    taken: Mutex<Vec<Taken>>,
    asked: Mutex<BTreeMap<String, usize>>,
}

impl State {
    /// Counts a request, and says which fault it meets.
    pub(crate) fn meet(&self, kind: &str) -> Option<Fault> {
        *lock(&self.asked).entry(kind.to_owned()).or_default() += 1;
        let mut faults = lock(&self.faults);
        let (fault, left) = faults.get_mut(kind)?;
        if *left == 0 {
            return None;
        }
        *left -= 1;
        Some(*fault)
    }

    pub(crate) fn take(&self, taken: Taken) {
        lock(&self.taken).push(taken);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Receivers {
    /// Starts on free ports of 127.0.0.1.
    pub async fn start() -> std::io::Result<Self> {
        let http = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let mail = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (addr, smtp) = (http.local_addr()?, mail.local_addr()?);
        let state = Arc::new(State::default());
        let tasks = vec![
            tokio::spawn(accept(http, Arc::clone(&state), false)).abort_handle(),
            tokio::spawn(accept(mail, Arc::clone(&state), true)).abort_handle(),
        ];
        Ok(Self { addr, smtp, state, tasks })
    }

    /// What a user would write as the address of this service.
    pub fn url(&self, kind: &str) -> String {
        let addr = self.addr;
        match kind {
            "email" => format!("smtp://me@{}?tls=none", self.smtp),
            "ntfy" => format!("http://{addr}/ntfy/zaowan-topic"),
            "feishu" => format!("http://{addr}/open-apis/bot/v2/hook/0f1e2d3c-token-feishu"),
            "dingtalk" => format!("http://{addr}/robot/send?access_token=0123456789abcdef-dingtalk"),
            "wecom" => format!("http://{addr}/cgi-bin/webhook/send?key=0123456789abcdef-wecom"),
            "slack" => format!("http://{addr}/services/T00000000/B00000000/0123456789abcdef-slack"),
            "webhook" => format!("http://{addr}/webhook/0123456789abcdef-hook"),
            // Telegram and Bark: the server alone.
            _ => format!("http://{addr}"),
        }
    }

    /// The next so many requests to this service meet the fault.
    pub fn fail(&self, kind: &str, fault: Fault, times: usize) {
        lock(&self.state.faults).insert(kind.to_owned(), (fault, times));
    }

    /// Every message that this service took, repeats too.
    pub fn taken(&self, kind: &str) -> Vec<Taken> {
        lock(&self.state.taken).iter().filter(|taken| taken.kind == kind).cloned().collect()
    }

    /// What a person sees: messages that the service knows to be the same stand once.
    pub fn shown(&self, kind: &str) -> Vec<String> {
        let mut shown: Vec<Taken> = Vec::new();
        for taken in self.taken(kind) {
            if taken.key.is_none() || !shown.iter().any(|known| known.key == taken.key) {
                shown.push(taken);
            }
        }
        shown.into_iter().map(|taken| taken.text).collect()
    }

    /// How often this service was spoken to.
    pub fn asked(&self, kind: &str) -> usize {
        lock(&self.state.asked).get(kind).copied().unwrap_or(0)
    }
}

impl Drop for Receivers {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

/// Owns its connections: when it is aborted, they end with it.
async fn accept(listener: TcpListener, state: Arc<State>, is_mail: bool) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                let state = Arc::clone(&state);
                if is_mail {
                    connections.spawn(async move { smtp::talk(stream, &state).await.unwrap_or(()) });
                } else {
                    connections.spawn(talk(stream, state));
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn talk(stream: TcpStream, state: Arc<State>) {
    let mut connection = Connection::new(stream);
    while let Some(request) = connection.request().await {
        match answer(&state, &request) {
            Line::Answer(bytes) => {
                if connection.stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Line::Part(bytes) => {
                drop(connection.stream.write_all(&bytes).await);
                return;
            }
            Line::Silence => std::future::pending().await,
            Line::Close => return,
        }
    }
}

/// What goes over the line.
enum Line {
    Answer(Vec<u8>),
    /// Then it hangs up.
    Part(Vec<u8>),
    Silence,
    Close,
}

fn answer(state: &State, request: &Request) -> Line {
    let kind = judge::kind_of(request);
    let fault = state.meet(kind);
    let judged = judge::judge(kind, request);
    let Some(fault) = fault else {
        if let Ok(taken) = &judged {
            state.take(taken.clone());
        }
        return Line::Answer(reply::of(kind, judged.err()));
    };
    if let (true, Ok(taken)) = (fault.takes(), &judged) {
        state.take(taken.clone());
    }
    match fault {
        Fault::Refused => Line::Answer(reply::refused(kind)),
        Fault::Haste => Line::Answer(reply::haste(kind)),
        Fault::Broken => Line::Answer(reply::page(500, "Internal Server Error")),
        Fault::BadGateway => Line::Answer(reply::page(502, "Bad Gateway")),
        Fault::Portal => Line::Answer(reply::page(200, "Sign in to the network")),
        Fault::Deaf | Fault::Mute => Line::Silence,
        Fault::CutOff => {
            let whole = reply::of(kind, judged.err());
            Line::Part(whole[..whole.len() - 3].to_vec())
        }
        Fault::HungUp | Fault::Dropped => Line::Close,
    }
}
