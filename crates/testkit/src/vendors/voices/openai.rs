//! OpenAI's speech: raw sound, or events for the models that can.

use super::fault::{Fault, Refusal};
use super::house::{House, Wrapped};
use super::order::{Order, Sound};
use super::simulator::KEY;
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

/// Samples a second of its raw sound.
const RATE_HZ: u32 = 24_000;
const LONGEST: usize = 4_096;

pub(super) struct OpenAi;

impl House for OpenAi {
    fn order(&self, request: &Request) -> Result<Order, Reply> {
        if request.header("authorization") != Some(&format!("Bearer {KEY}")) {
            return Err(self.refusal(Refusal::Key, ""));
        }
        let wrong = |message: &str| error(400, "invalid_request_error", "", message);
        if request.method != "POST" || !request.path.ends_with("/audio/speech") {
            return Err(error(404, "invalid_request_error", "", "Invalid URL"));
        }
        if !request.header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
            return Err(wrong("Unsupported content type"));
        }
        let body: Value = serde_json::from_slice(&request.body).map_err(|_| wrong("We could not parse the body"))?;
        let known = ["model", "voice", "input", "response_format", "speed", "stream_format", "instructions"];
        let unknown = body.as_object().and_then(|body| body.keys().find(|name| !known.contains(&name.as_str())));
        if let Some(unknown) = unknown {
            return Err(wrong(&format!("Unrecognized request argument supplied: {unknown}")));
        }
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (model, voice, input) = (text("model"), text("voice"), text("input"));
        if model.is_empty() || voice.is_empty() || input.trim().is_empty() {
            return Err(wrong("you must provide a model, a voice and an input"));
        }
        if input.chars().count() > LONGEST {
            return Err(error(400, "invalid_request_error", "string_above_max_length", "string too long"));
        }
        if text("response_format") != "pcm" {
            return Err(wrong("the simulator speaks pcm only"));
        }
        if text("stream_format") == "sse" && model.starts_with("tts-") {
            return Err(wrong("stream_format sse is not supported for this model"));
        }
        let pace = body.get("speed").and_then(Value::as_f64).unwrap_or(1.0) as f32;
        Ok(Order { text: input, voice, rate_hz: RATE_HZ, pace })
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Reply {
        match refusal {
            Refusal::Key => error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided"),
            Refusal::Echo => {
                let message = format!("Incorrect API key provided: {key}");
                error(401, "invalid_request_error", "invalid_api_key", &message)
            }
            Refusal::Quota => {
                let message = "You exceeded your current quota, please check your plan and billing details";
                error(429, "insufficient_quota", "insufficient_quota", message)
            }
            Refusal::Rate => {
                error(429, "requests", "rate_limit_exceeded", "Rate limit reached").with("retry-after", "7")
            }
            Refusal::Content => {
                let message = "Your request was rejected as a result of our safety system";
                error(400, "invalid_request_error", "content_policy_violation", message)
            }
            Refusal::Input => error(400, "invalid_request_error", "", "voice is not supported"),
            Refusal::Overload => error(503, "server_error", "", "The engine is currently overloaded"),
            Refusal::Internal => error(500, "server_error", "", "The server had an error"),
        }
    }

    fn frames(&self, request: &Request, order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        if body.get("stream_format").and_then(Value::as_str) != Some("sse") {
            return Wrapped::raw(if fault == Some(Fault::Type) { "audio/mpeg" } else { "audio/pcm" }, sound);
        }
        let event = |json: Value| Bytes::from(format!("data: {json}\n\n"));
        let delta = |audio: Value| event(json!({"type": "speech.audio.delta", "audio": audio}));
        let mut frames: Vec<Bytes> = match fault {
            Some(Fault::Null) => vec![delta(Value::Null)],
            Some(Fault::Code) => vec![delta(json!("not*base64*"))],
            _ => sound.pieces.iter().map(|piece| delta(json!(STANDARD.encode(piece)))).collect(),
        };
        let amid = frames.len() / 2;
        match fault {
            Some(Fault::Garbled) => frames.insert(amid, Bytes::from_static(b"data: {\"type\": speech}\n\n")),
            Some(Fault::ErrorAmid) => {
                frames.truncate(amid);
                frames.push(event(json!({"error": {"message": "upstream fault", "type": "server_error"}})));
            }
            _ => {}
        }
        if !matches!(fault, Some(Fault::NoFinal | Fault::ErrorAmid)) {
            let n_tokens = order.text.chars().count() as u64;
            let usage = json!({"input_tokens": n_tokens, "output_tokens": sound.milliseconds / 48,
                "total_tokens": n_tokens + sound.milliseconds / 48});
            frames.push(event(json!({"type": "speech.audio.done", "usage": usage})));
        }
        Wrapped::values("text/event-stream", frames)
    }
}

fn error(status: u16, kind: &str, code: &str, message: &str) -> Reply {
    let code = if code.is_empty() { Value::Null } else { json!(code) };
    let body = json!({"error": {"message": message, "type": kind, "param": null, "code": code}});
    Reply { status, ..Reply::json(body.to_string()) }
}
