//! A published folder on a port of loopback, as any web server would serve it, with flaws by the name of a file.

use crate::vendors::http::{Connection, Request};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It is answered with this status.
    Status(u16),
    /// Its second half is missing, and the server does not know.
    Half,
    /// The connection ends in its middle.
    CutOff,
    /// Parts of it cannot be had.
    NoRanges,
    /// Something else of the same length stands there.
    Noise,
}

/// Serves a folder; it stops when dropped.
#[derive(Debug)]
pub struct Paper {
    addr: SocketAddr,
    state: Arc<State>,
    accepting: AbortHandle,
}

#[derive(Debug)]
struct State {
    folder: Mutex<PathBuf>,
    flaws: Mutex<BTreeMap<String, Flaw>>,
    calls: Mutex<Vec<String>>,
}

impl Paper {
    /// Starts on a free port of 127.0.0.1.
    pub async fn serve(folder: impl Into<PathBuf>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let addr = listener.local_addr()?;
        let state =
            Arc::new(State { folder: Mutex::new(folder.into()), flaws: Mutex::default(), calls: Mutex::default() });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state))).abort_handle();
        Ok(Self { addr, state, accepting })
    }

    /// Where it is served, with a slash at its end.
    pub fn base(&self) -> String {
        format!("http://{}/", self.addr)
    }

    /// From now on files whose path ends so have this flaw; `None` lifts it.
    pub fn flaw(&self, file: &str, flaw: Option<Flaw>) {
        let mut flaws = self.state.flaws.lock().unwrap_or_else(PoisonError::into_inner);
        match flaw {
            Some(flaw) => drop(flaws.insert(file.to_owned(), flaw)),
            None => drop(flaws.remove(file)),
        }
    }

    /// Serves another folder from now on.
    pub fn turn_to(&self, folder: impl Into<PathBuf>) {
        *self.state.folder.lock().unwrap_or_else(PoisonError::into_inner) = folder.into();
    }

    /// Every path that was asked for.
    pub fn calls(&self) -> Vec<String> {
        self.state.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Owns its connections: when it is aborted, they end with it.
async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(talk(stream, Arc::clone(&state)));
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn talk(stream: TcpStream, state: Arc<State>) {
    let mut connection = Connection::new(stream);
    while let Some(request) = connection.request().await {
        let (answer, is_last) = answer(&state, &request);
        if connection.stream.write_all(&answer).await.is_err() || is_last {
            return;
        }
    }
}

fn answer(state: &State, request: &Request) -> (Vec<u8>, bool) {
    state.calls.lock().unwrap_or_else(PoisonError::into_inner).push(request.path.clone());
    let flaws = state.flaws.lock().unwrap_or_else(PoisonError::into_inner);
    let flaw = flaws.iter().find(|(file, _)| request.path.ends_with(file.as_str())).map(|(_, flaw)| *flaw);
    let folder = state.folder.lock().unwrap_or_else(PoisonError::into_inner).clone();
    // A service that waits for a call is no file.
    if request.path.starts_with("/ping/") && flaw.is_none() {
        return (whole(200, b"OK"), false);
    }
    let Ok(mut bytes) = std::fs::read(folder.join(request.path.trim_start_matches('/'))) else {
        return (whole(404, b"not found"), false);
    };
    match flaw {
        Some(Flaw::Status(status)) => return (whole(status, b"trouble"), false),
        Some(Flaw::Half) => bytes.truncate(bytes.len() / 2),
        Some(Flaw::Noise) => bytes.iter_mut().enumerate().for_each(|(n, byte)| *byte = (n * 7 % 251) as u8),
        Some(Flaw::CutOff) => {
            let mut answer = whole(200, &bytes);
            answer.truncate(answer.len() - bytes.len() / 2);
            return (answer, true);
        }
        Some(Flaw::NoRanges) | None => {}
    }
    match range(request).filter(|_| flaw != Some(Flaw::NoRanges)) {
        Some((first, last)) if first < bytes.len() => {
            let last = last.min(bytes.len() - 1);
            let head = format!(
                "HTTP/1.1 206 X\r\ncontent-range: bytes {first}-{last}/{}\r\ncontent-length: {}\r\n\r\n",
                bytes.len(),
                last - first + 1
            );
            ([head.as_bytes(), &bytes[first..=last]].concat(), false)
        }
        _ => (whole(200, &bytes), false),
    }
}

fn whole(status: u16, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn range(request: &Request) -> Option<(usize, usize)> {
    let (first, last) = request.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// An MP3 file of so many milliseconds of silence, in whole frames of 24 ms: 48 kHz, 128 kb/s.
pub fn silent_mp3(ms: usize) -> Vec<u8> {
    let mut frame = vec![0; 384];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x94, 0x64]);
    frame.repeat(ms / 24)
}
