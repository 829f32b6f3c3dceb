//! A reader with a connection of its own: asks, reads to the end, waits, asks again.

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// What a reader asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Page,
    Feed,
    Sound,
}

impl Kind {
    pub fn words(self) -> &'static str {
        match self {
            Self::Page => "a page",
            Self::Feed => "the feed",
            Self::Sound => "64 KiB of sound",
        }
    }
}

/// Where each kind is.
#[derive(Debug)]
pub struct Paths {
    pub pages: Vec<String>,
    pub feed: String,
    pub sound: String,
    pub sound_bytes: u64,
}

/// When a reader comes and leaves, and how often it asks.
pub struct Asked {
    pub come: Instant,
    pub until: Instant,
    pub pause: Duration,
    pub paths: Arc<Paths>,
}

/// What came of one request.
pub struct Reply {
    pub kind: Kind,
    pub meant_at: Instant,
    pub took: Duration,
    pub fault: Option<String>,
}

const STRETCH: u64 = 64 * 1024;

/// Reads until the end.
pub async fn read(nth: u64, addr: SocketAddr, asked: Asked) -> Vec<Reply> {
    let mut chance = nth.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut sender: Option<SendRequest<Empty<Bytes>>> = None;
    let mut replies = Vec::new();
    let mut meant_at = asked.come;
    for turn in nth.. {
        tokio::time::sleep_until(meant_at.into()).await;
        if meant_at >= asked.until {
            break;
        }
        let kind = match turn % 5 {
            0 | 2 | 4 => Kind::Page,
            1 => Kind::Feed,
            _ => Kind::Sound,
        };
        let result = ask(&mut sender, addr, kind, &asked.paths, turn).await;
        let fault = result.err().map(|error| format!("{}: {error:#}", kind.words()));
        if fault.is_some() {
            sender = None;
        }
        replies.push(Reply { kind, meant_at, took: meant_at.elapsed(), fault });
        // Half the pause to one and a half of it.
        meant_at += asked.pause.mul_f64(0.5 + next(&mut chance));
    }
    replies
}

/// xorshift64: a number in [0, 1).
fn next(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as f64 / (1u64 << 53) as f64
}

async fn ask(
    sender: &mut Option<SendRequest<Empty<Bytes>>>,
    addr: SocketAddr,
    kind: Kind,
    paths: &Paths,
    turn: u64,
) -> Result<()> {
    if sender.as_ref().is_none_or(SendRequest::is_closed) {
        let stream = TcpStream::connect(addr).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        let (new, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        *sender = Some(new);
    }
    let sender = sender.as_mut().context("just connected")?;
    sender.ready().await?;
    let from = turn * STRETCH % paths.sound_bytes.saturating_sub(STRETCH).max(1);
    let (path, range, expected) = match kind {
        Kind::Page => (paths.pages[turn as usize % paths.pages.len()].as_str(), None, 200),
        Kind::Feed => (paths.feed.as_str(), None, 200),
        Kind::Sound => (paths.sound.as_str(), Some(format!("bytes={from}-{}", from + STRETCH - 1)), 206),
    };
    let mut request = Request::get(path).header(header::HOST, addr.to_string()).header(header::ACCEPT_ENCODING, "gzip");
    if let Some(range) = range {
        request = request.header(header::RANGE, range);
    }
    let response = sender.send_request(request.body(Empty::new())?).await?;
    ensure!(response.status().as_u16() == expected, "{path} answered {}", response.status());
    let mut body = response.into_body();
    let mut n_bytes = 0;
    while let Some(frame) = body.frame().await {
        n_bytes += frame.context("the reply was cut")?.data_ref().map_or(0, Bytes::len);
    }
    ensure!(n_bytes > 0, "{path} was empty");
    Ok(())
}
