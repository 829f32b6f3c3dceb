//! Volcano's Doubao over HTTP: base64 in JSON values without anything between them, or as events.

use super::fault::{Fault, Refusal};
use super::house::{House, Wrapped, known_body, number_at, text_at};
use super::order::{Order, Sound};
use super::simulator::KEY;
use super::synth::times_of;
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

pub(super) struct Volcano;

impl House for Volcano {
    fn order(&self, request: &Request) -> Result<Order, Reply> {
        check_key(request)?;
        let wrong = |code: u64, why: &str| Reply::json(told(code, why).to_string());
        let resource = request.header("x-api-resource-id").unwrap_or_default();
        if !resource.starts_with("seed-") {
            return Err(wrong(55_000_000, "resource ID is mismatched with speaker related resource"));
        }
        if !request.path.starts_with("/volcano/api/v3/tts/unidirectional") {
            return Err(Reply { status: 404, ..Reply::json("{}".into()) });
        }
        let body = known_body(request, &["user", "req_params"]).map_err(|why| wrong(45_000_001, &why))?;
        let (text, voice) = (text_at(&body, "/req_params/text"), text_at(&body, "/req_params/speaker"));
        let rate = number_at(&body, "/req_params/audio_params/sample_rate") as u32;
        let is_pcm = text_at(&body, "/req_params/audio_params/format") == "pcm";
        if text.trim().is_empty() || voice.is_empty() || !is_pcm || !(8_000..=48_000).contains(&rate) {
            return Err(wrong(45_000_001, "invalid parameter"));
        }
        let pace = 1.0 + number_at(&body, "/req_params/audio_params/speech_rate") as f32 / 100.0;
        Ok(Order { text, voice, rate_hz: rate, pace })
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Reply {
        let told = trouble(refusal, key);
        let is_key = matches!(refusal, Refusal::Key | Refusal::Echo);
        let body = if is_key { json!({"header": told}) } else { told };
        Reply { status: if is_key { 401 } else { 200 }, ..Reply::json(body.to_string()) }
    }

    fn frames(&self, request: &Request, order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped {
        let is_sse = request.path.ends_with("/sse");
        let frame = |(event, value): (u64, Value)| {
            Bytes::from(if is_sse { format!("event: {event}\ndata: {value}\n\n") } else { value.to_string() })
        };
        let piece = |data: Value| (352, json!({"code": 0, "message": "", "data": data}));
        let mut values: Vec<(u64, Value)> = match fault {
            Some(Fault::Null) => vec![piece(Value::Null)],
            Some(Fault::Code) => vec![piece(json!("not*base64*"))],
            _ => sound.pieces.iter().map(|bytes| piece(json!(STANDARD.encode(bytes)))).collect(),
        };
        let amid = values.len() / 2;
        if fault == Some(Fault::ErrorAmid) {
            values.truncate(amid);
            values.push((153, told(55_000_001, "Service internal error")));
        } else {
            values.push((351, sentence(order)));
            let usage = json!({"text_words": order.n_billed()});
            values.push((152, json!({"code": 20_000_000, "message": "ok", "data": null, "usage": usage})));
        }
        if fault == Some(Fault::NoFinal) {
            values.pop();
        }
        let mut frames: Vec<Bytes> = values.into_iter().map(frame).collect();
        if fault == Some(Fault::Garbled) {
            let garbled = if is_sse { "event: 352\ndata: {\"code\": nope}\n\n" } else { "{\"code\": nope}" };
            frames.insert(amid, Bytes::from_static(garbled.as_bytes()));
        }
        Wrapped::values(if is_sse { "text/event-stream" } else { "application/json" }, frames)
    }
}

pub(super) fn check_key(request: &Request) -> Result<(), Reply> {
    if request.header("x-api-key") == Some(KEY) { Ok(()) } else { Err(Volcano.refusal(Refusal::Key, "")) }
}

fn told(code: u64, message: &str) -> Value {
    json!({"code": code, "message": message, "data": null})
}

pub(super) fn trouble(refusal: Refusal, key: &str) -> Value {
    match refusal {
        Refusal::Key => told(45_000_010, "Invalid X-Api-Key"),
        Refusal::Echo => told(45_000_010, &format!("Invalid X-Api-Key {key}")),
        Refusal::Quota => told(45_000_000, "quota exceeded for types: text_words_lifetime"),
        Refusal::Rate => told(45_000_000, "quota exceeded for types: concurrency"),
        Refusal::Content => told(45_000_030, "the text is sensitive"),
        Refusal::Input => told(55_000_000, "resource ID is mismatched with speaker related resource"),
        Refusal::Overload => told(55_000_002, "server is busy, please retry"),
        Refusal::Internal => told(55_000_001, "Service internal error"),
    }
}

/// The words with their times.
fn sentence(order: &Order) -> Value {
    let times = times_of(&order.text, order.pace());
    let words: Vec<Value> = times
        .iter()
        .filter(|(c, ..)| c.is_alphanumeric())
        .map(|(c, start, end)| json!({"word": c.to_string(), "startTime": start, "endTime": end, "confidence": 0.9}))
        .collect();
    json!({"code": 0, "message": "", "data": null, "sentence": {"text": order.text, "words": words}})
}
