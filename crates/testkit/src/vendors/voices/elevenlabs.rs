//! ElevenLabs: text to speech and to dialogue as JSON with base64 and times, and the dialogue's WebSocket.

use super::fault::{Fault, Refusal};
use super::house::{House, Wrapped, known_body, number_at, text_at};
use super::order::{Order, Sound};
use super::simulator::KEY;
use super::socket::{Said, SocketHouse};
use super::synth::times_of;
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

const FIELDS: &[&str] =
    &["text", "inputs", "model_id", "language_code", "previous_text", "next_text", "voice_settings", "seed"];

pub(super) struct ElevenLabs;

impl House for ElevenLabs {
    fn order(&self, request: &Request) -> Result<Order, Reply> {
        check_key(request)?;
        let wrong = |why: &str| error(422, "invalid_request", why);
        let rate_hz = rate(&request.query).ok_or_else(|| wrong("output_format"))?;
        let body = known_body(request, FIELDS).map_err(|why| wrong(&why))?;
        let path = request.path.strip_prefix("/elevenlabs/v1").unwrap_or_default();
        let path = path.strip_suffix("/stream/with-timestamps").ok_or_else(|| error(404, "not_found", "Not Found"))?;
        let (text, voice) = match path.strip_prefix("/text-to-speech/") {
            Some(voice) => (text_at(&body, "/text"), voice.to_owned()),
            None if path == "/text-to-dialogue" => {
                (text_at(&body, "/inputs/0/text"), text_at(&body, "/inputs/0/voice_id"))
            }
            None => return Err(error(404, "not_found", "Not Found")),
        };
        let model = text_at(&body, "/model_id");
        let is_expressive = is_expressive(&model);
        if !model.starts_with("eleven_") || text.trim().is_empty() || voice.is_empty() {
            return Err(error(404, "voice_not_found", "A voice with that id was not found"));
        }
        if is_expressive && body.get("previous_text").is_some() {
            return Err(error(400, "unsupported_model", "this model takes no previous_text"));
        }
        if text.chars().count() > 5_000 {
            return Err(error(400, "max_character_limit_exceeded", "too long"));
        }
        let pace = number_at(&body, "/voice_settings/speed") as f32;
        Ok(Order { text: without_marks(&text, is_expressive), voice, rate_hz, pace })
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Reply {
        match refusal {
            Refusal::Key => error(401, "invalid_api_key", "Invalid API key"),
            Refusal::Echo => error(401, "invalid_api_key", &format!("Invalid API key {key}")),
            Refusal::Quota => error(401, "quota_exceeded", "This request exceeds your quota"),
            Refusal::Rate => {
                error(429, "too_many_concurrent_requests", "Too many concurrent requests").with("retry-after", "7")
            }
            Refusal::Content => error(400, "content_against_policy", "the text violates our terms of service"),
            Refusal::Input => error(404, "voice_not_found", "A voice with that id was not found"),
            Refusal::Overload => error(429, "system_busy", "Our services are busy"),
            Refusal::Internal => error(500, "internal_error", "Internal error"),
        }
    }

    fn frames(&self, _request: &Request, order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped {
        let mut frames: Vec<Bytes> =
            values(order, sound, fault, "audio_base64").iter().map(|value| Bytes::from(format!("{value}\n"))).collect();
        if fault == Some(Fault::Garbled) {
            frames.insert(frames.len() / 2, Bytes::from_static(b"{\"audio_base64\": nope}\n"));
        }
        let headers = vec![("character-cost", order.n_billed().to_string()), ("request-id", "sim".to_owned())];
        Wrapped { headers, ..Wrapped::values("application/json", frames) }
    }
}

fn is_expressive(model: &str) -> bool {
    model.starts_with("eleven_v3") || model.starts_with("eleven_v4")
}

fn check_key(request: &Request) -> Result<(), Reply> {
    if request.header("xi-api-key") == Some(KEY) { Ok(()) } else { Err(ElevenLabs.refusal(Refusal::Key, "")) }
}

fn rate(query: &str) -> Option<u32> {
    query.split('&').find_map(|pair| pair.strip_prefix("output_format=pcm_"))?.parse().ok()
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply { status, ..Reply::json(json!({"detail": {"status": code, "message": message}}).to_string()) }
}

fn without_marks(text: &str, is_expressive: bool) -> String {
    let (open, close) = if is_expressive { ('[', ']') } else { ('<', '>') };
    let mut depth = 0;
    text.chars()
        .filter(|c| {
            depth += i32::from(*c == open);
            let is_said = depth == 0;
            depth -= i32::from(*c == close);
            is_said
        })
        .collect()
}

/// Pieces with the times of the characters that begin in them.
fn values(order: &Order, sound: &Sound, fault: Option<Fault>, name: &str) -> Vec<Value> {
    match fault {
        Some(Fault::Null) => return vec![json!({name: null, "alignment": null})],
        Some(Fault::Code) => return vec![json!({name: "not*base64*", "alignment": null})],
        _ => {}
    }
    let times = times_of(&order.text, order.pace());
    let seconds = |n_bytes: usize| n_bytes as f64 / f64::from(order.rate_hz * 2);
    let (mut from, mut values) = (0, Vec::new());
    let is_again = |nth: usize| fault == Some(Fault::Repeat) && nth + 1 == sound.pieces.len();
    for (nth, piece) in sound.pieces.iter().enumerate() {
        let to = from + piece.len();
        let within = |(_, start, _): &&(char, f64, f64)| (seconds(from)..seconds(to)).contains(start) && !is_again(nth);
        let mine: Vec<_> = times.iter().filter(within).collect();
        values.push(json!({name: STANDARD.encode(piece), "alignment": {
            "characters": mine.iter().map(|(c, ..)| c.to_string()).collect::<Vec<_>>(),
            "character_start_times_seconds": mine.iter().map(|(_, start, _)| start).collect::<Vec<_>>(),
            "character_end_times_seconds": mine.iter().map(|(.., end)| end).collect::<Vec<_>>(),
        }}));
        from = to;
    }
    if fault == Some(Fault::ErrorAmid) {
        values.truncate(values.len() / 2);
        values.push(json!({"detail": {"status": "internal_error", "message": "upstream error"}}));
    }
    values
}

/// The dialogue's WebSocket.
#[derive(Default)]
pub(super) struct Dialogue {
    model: String,
    rate_hz: u32,
    voices: Vec<Value>,
}

impl SocketHouse for Dialogue {
    fn open(&mut self, request: &Request) -> Result<(), Reply> {
        check_key(request)?;
        let model = request.query.split('&').find_map(|pair| pair.strip_prefix("model_id="));
        self.model = model.unwrap_or_default().to_owned();
        self.rate_hz = rate(&request.query).ok_or_else(|| error(422, "invalid_request", "output_format"))?;
        let is_there = request.path == "/elevenlabs/v1/text-to-dialogue/stream-input" && is_expressive(&self.model);
        if is_there { Ok(()) } else { Err(error(404, "not_found", "Not Found")) }
    }

    fn hear(&mut self, said: &Said) -> Result<Vec<Said>, Box<Order>> {
        let Said::Text(said) = said else { return Ok(Vec::new()) };
        let json: Value = serde_json::from_str(said).unwrap_or_default();
        if let Some(voices) = json.get("voices").and_then(Value::as_array) {
            self.voices.clone_from(voices);
            return Ok(Vec::new());
        }
        if json.get("close_socket") == Some(&json!(true)) {
            return Ok(vec![Said::Close]);
        }
        let voice = text_at(&json, "/inputs/0/voice_id");
        if !self.voices.contains(&json!(voice)) || json.get("flush") != Some(&json!(true)) {
            return Ok(vec![Said::Text(json!({"error": "invalid_request", "message": "unknown voice"}).to_string())]);
        }
        let text = without_marks(&text_at(&json, "/inputs/0/text"), true);
        Err(Box::new(Order { text, voice, rate_hz: self.rate_hz, pace: 1.0 }))
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Said {
        let reply: Value = serde_json::from_str(&ElevenLabs.refusal(refusal, key).body).unwrap_or_default();
        let (code, message) = (text_at(&reply, "/detail/status"), text_at(&reply, "/detail/message"));
        Said::Text(json!({"error": message, "code": code}).to_string())
    }

    fn frames(&self, order: &Order, sound: &Sound, fault: Option<Fault>) -> Vec<Said> {
        let values = values(order, sound, fault, "audio");
        let mut said: Vec<Said> = values.iter().map(|value| Said::Text(value.to_string())).collect();
        match fault {
            Some(Fault::ErrorAmid) => return said,
            Some(Fault::Garbled) => said.insert(said.len() / 2, Said::Text("{\"audio\": nope}".into())),
            _ => {}
        }
        if fault == Some(Fault::NoFinal) {
            said.push(Said::Close);
        } else {
            let last = json!({"audio": null, "is_final_audio_for_turn": true, "is_final": true});
            said.push(Said::Text(last.to_string()));
        }
        said
    }
}
