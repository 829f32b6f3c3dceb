//! The protocols: how a chat in the words of the OpenAI wire is said to each, and what each answers.
//!
//! A dialect knows no rule: it turns a request into a path and a body, and a reply or a frame into a [`Piece`].

mod anthropic;
mod chat;
mod gemini;
mod messages;
mod ollama;
mod responses;

use crate::answer::Usage;
use crate::judge::Envelope;
use crate::sse::{Event, Framing};
use crate::structured::Shape;
use crate::table::Api;
use crate::vendor::Vendor;
use bytes::Bytes;
use serde_json::{Map, Value};

/// A request as it goes over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    /// Behind the vendor's base address.
    pub path: String,
    pub body: Map<String, Value>,
}

/// What is to be said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speech<'a> {
    pub vendor: &'a Vendor,
    pub model: &'a str,
    /// The body of a chat completion, without model and stream.
    pub body: &'a Map<String, Value>,
    /// How a schema is sent, if there is one.
    pub shape: Option<&'a Shape<'a>>,
    pub is_stream: bool,
    /// Whether the request wants no thinking.
    pub quiet: bool,
    /// The most tokens of the answer.
    pub cap: Option<u64>,
    /// Whether earlier thoughts are given back empty where they are missing.
    pub with_thoughts: bool,
    /// Whether the cap goes by the name the newest models want, whatever the table says.
    pub new_cap: bool,
    /// Whether temperature and its like are left out, which the newest models refuse.
    pub without_sampling: bool,
}

/// What a frame or a whole reply says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Piece {
    pub text: String,
    pub reasoning: String,
    pub tools: Vec<ToolDelta>,
    pub finish: Option<String>,
    pub usage: Option<Usage>,
    pub model: Option<String>,
    pub error: Option<Envelope>,
    /// The vendor says that nothing more comes.
    pub is_done: bool,
}

/// A part of a tool call.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ToolDelta {
    pub index: usize,
    pub id: String,
    pub name: String,
    pub arguments: String,
}

/// What an attempt remembers from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Bytes of thoughts so far, for vendors whose frames repeat them from the beginning.
    pub reasoning_len: usize,
    pub n_tools: usize,
}

const SAMPLING: [&str; 3] = ["temperature", "top_p", "top_k"];

/// Says it in the vendor's protocol.
pub(crate) fn request(speech: &Speech<'_>) -> Outgoing {
    let without = speech.without_sampling.then(|| {
        let mut body = speech.body.clone();
        SAMPLING.iter().for_each(|name| drop(body.remove(*name)));
        body
    });
    let speech = &Speech { body: without.as_ref().unwrap_or(speech.body), ..*speech };
    let mut outgoing = match speech.vendor.quirks.api {
        Api::Chat => chat::request(speech),
        Api::Responses => responses::request(speech),
        Api::Anthropic => anthropic::request(speech),
        Api::Gemini => gemini::request(speech),
        Api::Ollama => ollama::request(speech),
    };
    for (name, value) in &speech.vendor.quirks.always {
        outgoing.body.entry(name.clone()).or_insert_with(|| value.clone());
    }
    if speech.quiet {
        for (name, value) in &speech.vendor.quirks.quiet {
            outgoing.body.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    outgoing
}

/// The headers by which the vendor knows who asks.
pub(crate) fn headers(vendor: &Vendor) -> Vec<(&'static str, String)> {
    let key = vendor.key.as_ref().map(|key| key.expose().to_owned());
    match vendor.quirks.api {
        Api::Anthropic => {
            let version = ("anthropic-version", "2023-06-01".to_owned());
            key.map(|key| ("x-api-key", key)).into_iter().chain([version]).collect()
        }
        Api::Gemini => key.map(|key| ("x-goog-api-key", key)).into_iter().collect(),
        Api::Chat | Api::Responses | Api::Ollama => {
            key.map(|key| ("authorization", format!("Bearer {key}"))).into_iter().collect()
        }
    }
}

/// How the vendor frames a stream.
pub(crate) fn framing(api: Api) -> Framing {
    if api == Api::Ollama { Framing::Lines } else { Framing::Sse }
}

/// Why a reply cannot be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is not JSON.
    NoJson(serde_json::Error),
    /// It is JSON of another shape.
    Shape(String),
}

/// Reads a whole reply.
pub(crate) fn reply(api: Api, body: &[u8]) -> Result<Piece, Unread> {
    // The commonest reply by far is read without a tree of it.
    if let Some(piece) = (api == Api::Chat).then(|| chat::reply(body)).flatten() {
        return Ok(piece);
    }
    let json: Value = serde_json::from_slice(body).map_err(Unread::NoJson)?;
    if let Some(error) = crate::judge::find_envelope(&json) {
        return Ok(Piece { error: Some(error), ..Piece::default() });
    }
    match api {
        Api::Chat => Err("a reply without choices".into()),
        Api::Responses => responses::reply(&json),
        Api::Anthropic => anthropic::reply(&json),
        Api::Gemini => gemini::reply(&json),
        Api::Ollama => ollama::reply(&json),
    }
    .map_err(Unread::Shape)
}

/// Reads a frame of a stream. Errors: why it cannot be read.
pub(crate) fn frame(api: Api, event: &Event, memory: &mut Memory) -> Result<Piece, String> {
    match api {
        Api::Chat => chat::frame(event, memory),
        Api::Responses => responses::frame(event),
        Api::Anthropic => anthropic::frame(event, memory),
        Api::Gemini => gemini::frame(event, memory),
        Api::Ollama => ollama::frame(event, memory),
    }
}

/// Whether the vendor's own frames and replies can be handed to a client of the OpenAI wire as they are.
pub(crate) fn is_openai_wire(api: Api) -> bool {
    api == Api::Chat
}

/// A value of an event's data. Errors: it is not JSON.
fn json_of(event: &Event) -> Result<Value, String> {
    serde_json::from_slice(&event.data).map_err(|error| {
        let shown: String = String::from_utf8_lossy(&event.data).chars().take(80).collect();
        format!("a frame is not JSON ({error}): {shown}")
    })
}

/// The text of a JSON string field; empty if it is none.
fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn count(value: &Value, field: &str) -> u64 {
    value.get(field).and_then(Value::as_u64).unwrap_or(0)
}

/// A chunk of the OpenAI wire for a client, made of a piece of another protocol.
pub(crate) fn chunk(id: &str, created: i64, model: &str, piece: &Piece, is_first: bool) -> Option<Bytes> {
    chat::chunk(id, created, model, piece, is_first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{KeySource, VendorSettings};
    use serde_json::json;

    #[test]
    fn sampling_parameters_are_passed_on_until_a_model_refuses_them() {
        let body = json!({"messages": [{"role": "user", "content": "Hi"}], "temperature": 0.2, "top_p": 0.9});
        for name in ["openai", "anthropic", "deepseek", "gemini", "ollama"] {
            let settings = VendorSettings { key: Some(KeySource::None), ..VendorSettings::named(name) };
            let vendor = Vendor::open(&settings, &|_| None).unwrap();
            let said = |without_sampling| {
                let outgoing = request(&Speech {
                    vendor: &vendor,
                    model: "m",
                    body: body.as_object().unwrap(),
                    shape: None,
                    is_stream: false,
                    quiet: false,
                    cap: None,
                    with_thoughts: false,
                    new_cap: false,
                    without_sampling,
                });
                Value::Object(outgoing.body).to_string().contains("0.2")
            };
            assert_eq!((said(false), said(true)), (true, false), "{name}");
        }
    }
}
