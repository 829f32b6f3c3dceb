//! What goes over a socket in answer to one request: bytes, waits and how it ends.

use super::http::Connection;
use bytes::Bytes;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

/// One deed of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    Send(Bytes),
    Wait(Duration),
}

/// How a script ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The next request may follow.
    KeepAlive,
    /// An orderly end of the connection (FIN).
    Close,
    /// RST.
    Reset,
}

/// The whole of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Script {
    pub acts: Vec<Act>,
    pub end: End,
}

/// How a script's playing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    KeptAlive,
    Closed,
    /// The client left first.
    HungUp,
}

/// An answer that is sent whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// How the end of a body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// By its length, which need not be the true one.
    Length(usize),
    Chunked,
    /// By the end of the connection.
    UntilClose,
}

impl Reply {
    /// 200 with a body of JSON.
    pub fn json(body: String) -> Self {
        Self { status: 200, headers: vec![("content-type", "application/json".to_owned())], body }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Status line and headers.
    pub fn head(&self, framing: Framing) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        match framing {
            Framing::Length(n_bytes) => {
                let _ = write!(head, "content-length: {n_bytes}\r\n\r\n");
            }
            Framing::Chunked => head.push_str("transfer-encoding: chunked\r\n\r\n"),
            Framing::UntilClose => head.push_str("connection: close\r\n\r\n"),
        }
        head
    }

    /// In one piece and at once, after which the connection may be used again.
    pub fn whole(&self) -> Script {
        let mut all = self.head(Framing::Length(self.body.len()));
        all.push_str(&self.body);
        Script { acts: vec![Act::Send(all.into())], end: End::KeepAlive }
    }
}

/// One chunk of a chunked body.
pub(super) fn chunk(data: &[u8]) -> Bytes {
    let size = format!("{:x}\r\n", data.len());
    // Exactly as large as it must be: ten thousand streams hold all of their chunks at once.
    let mut chunk = Vec::with_capacity(size.len() + data.len() + 2);
    chunk.extend_from_slice(size.as_bytes());
    chunk.extend_from_slice(data);
    chunk.extend_from_slice(b"\r\n");
    chunk.into()
}

/// What ends a chunked body.
pub(super) const LAST_CHUNK: Bytes = Bytes::from_static(b"0\r\n\r\n");

impl Script {
    /// The same after a silence.
    pub fn after(mut self, silence: Duration) -> Self {
        self.acts.insert(0, Act::Wait(silence));
        self
    }
}

impl Connection {
    /// Plays a script by the clock: many short waits do not add up to more than their sum.
    pub(super) async fn play(&mut self, script: Script) -> Ending {
        let mut due = Instant::now();
        for act in script.acts {
            let is_sent = match act {
                Act::Send(bytes) => self.stream.write_all(&bytes).await.is_ok(),
                Act::Wait(delay) => {
                    due += delay;
                    self.client_stays_until(due).await
                }
            };
            if !is_sent {
                return Ending::HungUp;
            }
        }
        match script.end {
            End::KeepAlive => return Ending::KeptAlive,
            End::Close => {
                let _ = self.stream.shutdown().await;
            }
            End::Reset => {
                let _ = self.stream.set_zero_linger();
            }
        }
        Ending::Closed
    }

    async fn client_stays_until(&mut self, due: Instant) -> bool {
        loop {
            tokio::select! {
                () = tokio::time::sleep_until(due) => return true,
                read = self.stream.read_buf(&mut self.buffer) => {
                    if !matches!(read, Ok(n) if n > 0) {
                        return false;
                    }
                }
            }
        }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Payload Too Large",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unnamed",
    }
}
