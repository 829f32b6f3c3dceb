//! One kept connection of a client: asks, reads the whole answer, and says when its first token and its end came.

use super::answer;
use super::contestant::Door;
use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use std::time::Instant;
use tokio::net::TcpStream;

/// A connection to one door; it is opened again when the other side has closed it.
pub struct Connection {
    door: Door,
    question: Bytes,
    sender: Option<SendRequest<Full<Bytes>>>,
}

/// When the parts of an answer came.
pub struct Arrival {
    pub first_token_at: Instant,
    pub ended_at: Instant,
}

impl Connection {
    pub fn new(door: &Door, is_stream: bool) -> Self {
        let question = answer::question(&door.model, is_stream);
        Self { door: door.clone(), question, sender: None }
    }

    /// Asks and reads; an answer that is not the whole one is an error.
    pub async fn ask(&mut self) -> Result<Arrival> {
        let mut body = self.send().await?.into_body();
        let mut text = Vec::with_capacity(16 * 1024);
        let mut first_token_at = None;
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame.context("the answer was cut")?.into_data() {
                text.extend_from_slice(&data);
            }
            if first_token_at.is_none() && answer::contains(&text, answer::FIRST) {
                first_token_at = Some(Instant::now());
            }
        }
        let ended_at = Instant::now();
        let is_whole = answer::ends_near(&text, answer::LAST);
        ensure!(is_whole, "not the whole answer: {}", String::from_utf8_lossy(&text[..text.len().min(300)]));
        Ok(Arrival { first_token_at: first_token_at.context("no first token")?, ended_at })
    }

    /// Opens a new connection for the next question.
    pub fn forget(&mut self) {
        self.sender = None;
    }

    /// Asks and returns once the head of a good answer is here.
    pub async fn send(&mut self) -> Result<Response<Incoming>> {
        if self.sender.as_ref().is_none_or(SendRequest::is_closed) {
            self.sender = Some(connect(&self.door.address).await?);
        }
        let sender = self.sender.as_mut().context("just connected")?;
        sender.ready().await?;
        let response = sender.send_request(request(&self.door, self.question.clone())?).await?;
        if response.status() == StatusCode::OK {
            return Ok(response);
        }
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        bail!("{status}: {}", String::from_utf8_lossy(&body[..body.len().min(300)]));
    }
}

async fn connect(address: &str) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await.with_context(|| format!("cannot connect to {address}"))?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // It ends with the connection; what goes wrong on it is seen by the one who reads the answer.
    tokio::spawn(connection);
    Ok(sender)
}

fn request(door: &Door, question: Bytes) -> Result<Request<Full<Bytes>>> {
    let mut request = Request::post("/v1/chat/completions")
        .header(header::HOST, &door.address)
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in &door.headers {
        request = request.header(name, value);
    }
    Ok(request.body(Full::new(question))?)
}
