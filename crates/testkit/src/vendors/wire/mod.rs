//! How each dialect writes an answer: whole, or as the frames of a stream.

mod chat;
mod gemini;
mod messages;
mod ollama;
mod responses;
mod usage;

use super::answer::Answer;
use super::envelope;
use super::route::Wire;
use super::trouble::{Envelope, Told};
use serde_json::{Value, json};

/// How usage is told in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// As this vendor does.
    Truly,
    /// Together with content.
    InChoices,
    Twice,
    /// In each frame, growing.
    Cumulatively,
    Never,
}

/// Who speaks, to which request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Voice {
    pub vendor: String,
    pub wire: Wire,
    /// Number of the request, of which ids are made.
    pub serial: u64,
    pub includes_usage: bool,
    pub counted: Counted,
    /// MiniMax: thoughts stand beside the text, and both are told from their beginning each time.
    pub splits_reasoning: bool,
    /// Thoughts are told from their beginning each time.
    pub repeats_thought: bool,
}

impl Voice {
    /// An id as long as a real one.
    pub fn id(&self, prefix: &str) -> String {
        format!("{prefix}{:024x}", self.serial)
    }

    /// A moment in seconds that looks like now and is the same at every run.
    pub fn created(&self) -> u64 {
        1_790_000_000 + self.serial
    }
}

/// What a frame of a stream is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Open,
    Thought,
    Text,
    Call,
    Finish,
    Usage,
    /// The end mark of the protocol.
    Done,
}

/// One event of a stream with the blank line that ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub part: Part,
    pub text: String,
}

impl Frame {
    pub fn new(part: Part, text: String) -> Self {
        Self { part, text }
    }
}

/// An event of a stream of server-sent events without a name.
fn event(part: Part, data: &Value) -> Frame {
    Frame::new(part, format!("data: {data}\n\n"))
}

/// A named event, whose data repeats the name as its type.
fn named(part: Part, data: &Value) -> Frame {
    let name = data.get("type").and_then(Value::as_str).unwrap_or_default();
    Frame::new(part, format!("event: {name}\ndata: {data}\n\n"))
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// The whole answer as this dialect writes it.
pub(super) fn body(voice: &Voice, answer: &Answer) -> String {
    match voice.wire {
        Wire::Chat => chat::body(voice, answer),
        Wire::Responses => responses::body(voice, answer).to_string(),
        Wire::Messages => messages::body(voice, answer).to_string(),
        Wire::Gemini => gemini::body(voice, answer).to_string(),
        Wire::Ollama => ollama::body(voice, answer).to_string(),
    }
}

/// The answer as the frames of a stream, in order.
pub(super) fn frames(voice: &Voice, answer: &Answer) -> Vec<Frame> {
    match voice.wire {
        Wire::Chat => chat::frames(voice, answer),
        Wire::Responses => responses::frames(voice, answer),
        Wire::Messages => messages::frames(voice, answer),
        Wire::Gemini => gemini::frames(voice, answer),
        Wire::Ollama => ollama::frames(voice, answer),
    }
}

/// The content type of a stream.
pub(super) fn stream_type(wire: Wire) -> &'static str {
    if wire == Wire::Ollama { "application/x-ndjson" } else { "text/event-stream; charset=utf-8" }
}

/// What this vendor sends to keep a silent stream alive.
pub(super) fn keep_alive(voice: &Voice) -> &'static str {
    match (voice.wire, voice.vendor.as_str()) {
        (Wire::Messages, _) => "event: ping\ndata: {\"type\": \"ping\"}\n\n",
        (Wire::Ollama, _) => "\n",
        (_, "openrouter") => ": OPENROUTER PROCESSING\n\n",
        _ => ": keep-alive\n\n",
    }
}

/// An error amid a stream that began well.
pub(super) fn in_band(voice: &Voice, envelope: Envelope, told: &Told, answer: &Answer) -> Frame {
    let error = envelope::body(envelope, told);
    match voice.wire {
        Wire::Chat if voice.vendor == "openrouter" => chat::open_router_error(voice, answer, &error),
        Wire::Chat | Wire::Gemini => event(Part::Finish, &error),
        Wire::Messages => named(Part::Finish, &error),
        Wire::Ollama => Frame::new(Part::Finish, format!("{error}\n")),
        Wire::Responses => named(
            Part::Finish,
            &json!({"type": "error", "code": told.code, "message": told.message, "param": null, "sequence_number": 0}),
        ),
    }
}

/// An event that breaks off within its JSON.
pub(super) fn malformed(voice: &Voice) -> Frame {
    let text = match voice.wire {
        Wire::Ollama => "{\"model\":\"sim\",\"message\":{\"role\":\"assistant\",\"content\":\"bro\n".to_owned(),
        Wire::Messages => {
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"del\n\n".into()
        }
        _ => "data: {\"id\":\"sim\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bro\n\n".into(),
    };
    Frame::new(Part::Text, text)
}
