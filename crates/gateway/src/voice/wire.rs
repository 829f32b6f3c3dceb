//! The line to a vendor: a reply over HTTP that comes in pieces, or an open WebSocket.

use super::door::Desk;
use super::tongue::{Outgoing, Speaker};
use crate::attempt::{IDEMPOTENCY_KEY, content_type, innermost, request_id, unsent};
use crate::judge::{self, Envelope};
use crate::verdict::{Failure, Then, Verdict};
use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use reqwest::header::HeaderMap;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, Response as Handshake};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

/// A line that stands.
pub(super) enum Wire {
    Http(reqwest::Response),
    Socket(Box<WebSocketStream<MaybeTlsStream<TcpStream>>>),
}

/// A piece of what comes over it.
pub(super) enum Piece {
    Bytes(Bytes),
    Text(String),
    Binary(Bytes),
    /// It ended in good order.
    End,
}

/// A line that stands, what it began with, and the vendor's name for it.
pub(super) struct Opened {
    pub wire: Wire,
    pub headers: HeaderMap,
    pub request_id: String,
}

/// A reply that refuses, which is still to be read.
pub(super) enum Unopened {
    Refused(Box<reqwest::Response>),
    Failed(Box<Failure>),
}

impl Wire {
    /// Sends the request, or opens the WebSocket.
    pub async fn open(desk: &Desk, outgoing: Outgoing) -> Result<Opened, Unopened> {
        let opened =
            if outgoing.is_socket { socket(&desk.speaker, outgoing).await } else { http(desk, outgoing).await };
        let opened = opened?;
        if content_type(&opened.headers).contains("html") {
            let why = "a page of HTML came where sound was expected";
            return Err(Unopened::Failed(Box::new(Failure::new(Verdict::Broken, why))));
        }
        Ok(opened)
    }

    /// The next piece. Errors: in words, that the line broke.
    pub async fn next(&mut self) -> Result<Piece, String> {
        let socket = match self {
            Self::Http(response) => {
                let chunk = response.chunk().await.map_err(|error| innermost(&error))?;
                return Ok(chunk.map_or(Piece::End, Piece::Bytes));
            }
            Self::Socket(socket) => socket,
        };
        loop {
            return match socket.next().await {
                Some(Ok(Message::Text(text))) => Ok(Piece::Text(text.to_string())),
                Some(Ok(Message::Binary(bytes))) => Ok(Piece::Binary(bytes)),
                Some(Ok(Message::Close(_))) | None | Some(Err(Error::ConnectionClosed)) => Ok(Piece::End),
                Some(Ok(_)) => continue,
                Some(Err(error)) => Err(innermost(&error)),
            };
        }
    }

    /// Says something over a WebSocket. Errors: in words, that the line broke.
    pub async fn say(&mut self, message: Message) -> Result<(), String> {
        let Self::Socket(socket) = self else { return Ok(()) };
        socket.send(message).await.map_err(|error| innermost(&error))
    }
}

async fn http(desk: &Desk, outgoing: Outgoing) -> Result<Opened, Unopened> {
    let key = desk.purpose.request_key(&[&outgoing.url, &outgoing.body]);
    let mut request = desk.inner.client.post(&outgoing.url).body(outgoing.body);
    if !key.is_empty() {
        request = request.header(IDEMPOTENCY_KEY, key);
    }
    for (name, value) in outgoing.headers {
        request = request.header(name, value);
    }
    let response = request.send().await.map_err(|error| Unopened::Failed(Box::new(unsent(&error))))?;
    if !response.status().is_success() {
        return Err(Unopened::Refused(Box::new(response)));
    }
    let headers = response.headers().clone();
    let request_id = request_id(&headers);
    Ok(Opened { wire: Wire::Http(response), headers, request_id })
}

async fn socket(speaker: &Speaker, outgoing: Outgoing) -> Result<Opened, Unopened> {
    let failed = |failure| Err(Unopened::Failed(Box::new(failure)));
    let wrong = |why: String| Failure::new(Verdict::WrongRequest, format!("the request cannot be made: {why}"));
    let mut request = match outgoing.url.as_str().into_client_request() {
        Ok(request) => request,
        Err(error) => return failed(wrong(innermost(&error))),
    };
    for (name, value) in outgoing.headers {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
            return failed(wrong(format!("the header {name} cannot be sent")));
        };
        request.headers_mut().insert(name, value);
    }
    // Small messages go to and fro, so none of them may wait for its like.
    match connect_async_tls_with_config(request, None, true, None).await {
        Ok((socket, handshake)) => {
            let headers = handshake.headers().clone();
            let request_id = request_id(&headers);
            Ok(Opened { wire: Wire::Socket(Box::new(socket)), headers, request_id })
        }
        Err(Error::Http(handshake)) => failed(no_handshake(speaker, &handshake)),
        Err(error) => {
            let why = format!("no WebSocket: {}", innermost(&error));
            failed(Failure::new(Verdict::Broken, why).then(Then::Again))
        }
    }
}

/// What the vendor answered in the place of a WebSocket.
fn no_handshake(speaker: &Speaker, handshake: &Handshake<Option<Vec<u8>>>) -> Failure {
    #[expect(
        clippy::disallowed_methods,
        reason = "a date in a header is of the real day, whatever hour the edition tells of"
    )]
    let retry_after = judge::in_headers(handshake.headers(), std::time::SystemTime::now());
    let body = handshake.body().as_deref().unwrap_or_default();
    let json = serde_json::from_slice::<serde_json::Value>(body).ok();
    let envelope = json.as_ref().and_then(judge::find_envelope).unwrap_or_else(|| {
        let text = String::from_utf8_lossy(body);
        let is_page = text.trim_start().starts_with('<');
        let message = if is_page { "a page of HTML".to_owned() } else { text.chars().take(300).collect() };
        Envelope { message, ..Envelope::default() }
    });
    judge::error(&speaker.vendor.quirks, handshake.status().as_u16(), &envelope, retry_after)
}
