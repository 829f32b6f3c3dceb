//! The WebSockets: a handshake, a conversation, and what goes wrong in it.

use super::fault::{Fault, Refusal};
use super::order::{Order, Sound};
use super::podcast::Podcast;
use super::serve::BEFORE_RESET;
use super::simulator::{KEY, State};
use super::{elevenlabs, minimax};
use crate::vendors::http::{Connection, Request};
use crate::vendors::script::Reply;
use futures::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

/// A line is silent, or stalls, for so long, in seconds.
const SILENT_SECONDS: f64 = 120.0;
const STALL_SECONDS: f64 = 30.0;

/// Something that is said over a WebSocket.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Text(String),
    Binary(Vec<u8>),
    /// An end in good order.
    Close,
}

/// A house that speaks over a WebSocket.
pub(super) trait SocketHouse: Send + Sync {
    /// Whether it opens. Errors: what it answers instead.
    fn open(&mut self, request: &Request) -> Result<(), Reply>;

    /// What it says before it is asked anything.
    fn greeting(&self) -> Vec<Said> {
        Vec::new()
    }

    /// Takes what the client says: it answers at once, or an order is complete.
    fn hear(&mut self, said: &Said) -> Result<Vec<Said>, Box<Order>>;

    /// Refuses in the vendor's own words.
    fn refusal(&self, refusal: Refusal, key: &str) -> Said;

    /// What answers an order, to the end.
    fn frames(&self, order: &Order, sound: &Sound, fault: Option<Fault>) -> Vec<Said>;
}

fn house(vendor: &str, path: &str) -> Option<Box<dyn SocketHouse>> {
    match vendor {
        "minimax" if path == "/minimax/ws/v1/t2a_v2" => Some(Box::new(minimax::Task::default())),
        "elevenlabs" => Some(Box::new(elevenlabs::Dialogue::default())),
        "volcano" => Some(Box::new(Podcast)),
        _ => None,
    }
}

/// Answers a client that wants a WebSocket.
pub(super) async fn talk(mut connection: Connection, request: &Request, state: &State) {
    let vendor = request.path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let Some(mut house) = house(vendor, &request.path) else {
        let reply = Reply { status: 404, ..Reply::json("{}".into()) };
        connection.play(reply.whole()).await;
        return;
    };
    if let Err(reply) = house.open(request) {
        state.record(vendor, request, "");
        connection.play(reply.whole()).await;
        return;
    }
    let key = derive_accept_key(request.header("sec-websocket-key").unwrap_or_default().as_bytes());
    let head = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: {key}\r\n\r\n"
    );
    if connection.stream.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    let Connection { stream, buffer } = connection;
    let mut socket = WebSocketStream::from_partially_read(stream, buffer, Role::Server, None).await;
    if send(&mut socket, house.greeting()).await.is_none() {
        return;
    }
    while let Some(Ok(message)) = socket.next().await {
        let said = match message {
            Message::Text(text) => Said::Text(text.to_string()),
            Message::Binary(bytes) => Said::Binary(bytes.to_vec()),
            _ => continue,
        };
        let going = match house.hear(&said) {
            Ok(answers) => send(&mut socket, answers).await,
            Err(order) => {
                state.record(vendor, request, &order.text);
                speak(&mut socket, house.as_ref(), state, vendor, &order).await
            }
        };
        if going.is_none() {
            return;
        }
    }
}

type Socket = WebSocketStream<TcpStream>;

/// Says all of it; nothing if the conversation is over.
async fn send(socket: &mut Socket, all: Vec<Said>) -> Option<()> {
    for said in all {
        let message = match said {
            Said::Text(text) => Message::text(text),
            Said::Binary(bytes) => Message::binary(bytes),
            Said::Close => {
                // A client that is gone needs no end.
                let _ = socket.close(None).await;
                return None;
            }
        };
        socket.send(message).await.ok()?;
    }
    Some(())
}

async fn speak(socket: &mut Socket, house: &dyn SocketHouse, state: &State, vendor: &str, order: &Order) -> Option<()> {
    let fault = state.fault(vendor, &order.voice).ok()?;
    let seconds = |seconds: f64| Duration::from_secs_f64(seconds * state.options.pace);
    match fault {
        Some(Fault::Refused(refusal)) => return send(socket, vec![house.refusal(refusal, KEY), Said::Close]).await,
        Some(Fault::Reset) => return reset(socket),
        Some(Fault::Silent) => tokio::time::sleep(seconds(SILENT_SECONDS)).await,
        _ => {}
    }
    let frames = house.frames(order, &order.sound(fault, state.options.words), fault);
    let n_frames = frames.len();
    for (nth, frame) in frames.into_iter().enumerate() {
        let is_half = nth == n_frames / 2;
        match fault {
            Some(Fault::Stall) if is_half => tokio::time::sleep(seconds(STALL_SECONDS)).await,
            // The line breaks without an end of the conversation.
            Some(Fault::Cut) if is_half => return None,
            Some(Fault::ResetAmid) if is_half => {
                tokio::time::sleep(BEFORE_RESET).await;
                return reset(socket);
            }
            _ => tokio::time::sleep(if nth == 0 { state.options.first } else { state.options.between }).await,
        }
        send(socket, vec![frame]).await?;
    }
    Some(())
}

fn reset(socket: &mut Socket) -> Option<()> {
    // The line is gone either way.
    let _ = socket.get_mut().set_zero_linger();
    None
}
