//! MiniMax T2A v2: hex in server-sent events, or over a WebSocket; every error with status 200.

use super::fault::{Fault, Refusal};
use super::house::{House, Wrapped, known_body, number_at, text_at};
use super::order::{Order, Sound};
use super::simulator::KEY;
use super::socket::{Said, SocketHouse};
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use bytes::Bytes;
use serde_json::{Value, json};

const FIELDS: &[&str] = &[
    "model",
    "text",
    "stream",
    "stream_options",
    "voice_setting",
    "audio_setting",
    "pronunciation_dict",
    "output_format",
    "language_boost",
    "event",
];
const RATES: &[u64] = &[8_000, 16_000, 22_050, 24_000, 32_000, 44_100];

pub(super) struct MiniMax;

impl House for MiniMax {
    fn order(&self, request: &Request) -> Result<Order, Reply> {
        check_key(request)?;
        let wrong = |message: &str| Reply::json(failed(2013, message).to_string());
        if request.path != "/minimax/v1/t2a_v2" {
            return Err(Reply { status: 404, ..Reply::json("{}".into()) });
        }
        let body = known_body(request, FIELDS).map_err(|why| wrong(&why))?;
        if body["stream"] != json!(true) || text_at(&body, "/output_format") != "hex" {
            return Err(wrong("the simulator streams hex only"));
        }
        order(&body, &text_at(&body, "/text")).map_err(|why| wrong(&why))
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Reply {
        let (code, message) = trouble(refusal);
        let message = if refusal == Refusal::Echo { format!("{message}: Bearer {key}") } else { message.into() };
        Reply::json(failed(code, &message).to_string())
    }

    fn frames(&self, request: &Request, order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let excludes = body.pointer("/stream_options/exclude_aggregated_audio") == Some(&json!(true));
        let event = |json: &Value| Bytes::from(format!("data: {json}\n\n"));
        let mut values = values(order, sound, fault, !excludes);
        if fault == Some(Fault::NoFinal) {
            values.pop();
        }
        let mut frames: Vec<Bytes> = values.iter().map(event).collect();
        if fault == Some(Fault::Garbled) {
            frames.insert(frames.len() / 2, Bytes::from_static(b"data: {\"data\": nope}\n\n"));
        }
        Wrapped::values("text/event-stream", frames)
    }
}

fn check_key(request: &Request) -> Result<(), Reply> {
    let is_right = request.header("authorization") == Some(&format!("Bearer {KEY}"));
    if is_right { Ok(()) } else { Err(Reply::json(failed(1004, "login fail").to_string())) }
}

fn failed(code: u64, message: &str) -> Value {
    json!({"data": null, "trace_id": "04ece790", "base_resp": {"status_code": code, "status_msg": message}})
}

fn trouble(refusal: Refusal) -> (u64, &'static str) {
    match refusal {
        Refusal::Key => (2049, "invalid api key"),
        Refusal::Echo => (1004, "login fail"),
        Refusal::Quota => (1008, "insufficient balance"),
        Refusal::Rate => (1002, "rate limit"),
        Refusal::Content => (1026, "input new_sensitive"),
        Refusal::Input => (2042, "no access to this voice_id"),
        Refusal::Overload => (1033, "system error"),
        Refusal::Internal => (1024, "internal error"),
    }
}

/// Reads what both ways have in common. Errors: what is wrong with it.
fn order(body: &Value, text: &str) -> Result<Order, String> {
    let model = text_at(body, "/model");
    if !model.starts_with("speech-") {
        return Err(format!("unknown model {model}"));
    }
    let rate = number_at(body, "/audio_setting/sample_rate") as u64;
    if text_at(body, "/audio_setting/format") != "pcm" || !RATES.contains(&rate) {
        return Err("invalid params: audio_setting".into());
    }
    let tones = body.pointer("/pronunciation_dict/tone").and_then(Value::as_array);
    if tones.is_some_and(|tones| tones.iter().any(|tone| !tone.as_str().is_some_and(|tone| tone.contains('/')))) {
        return Err("invalid params: pronunciation_dict".into());
    }
    let voice = text_at(body, "/voice_setting/voice_id");
    if voice.is_empty() || text.trim().is_empty() || text.chars().count() >= 10_000 {
        return Err("invalid params: text or voice_id".into());
    }
    let text = without_marks(text, model.starts_with("speech-2.8"))?;
    Ok(Order { text, voice, rate_hz: rate as u32, pace: number_at(body, "/voice_setting/speed") as f32 })
}

/// The words alone. Errors: a pause where none may be.
fn without_marks(text: &str, laughs: bool) -> Result<String, String> {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<#") {
        let (seconds, after) = after.split_once("#>").ok_or("invalid params: pause")?;
        let is_between = before.chars().any(char::is_alphanumeric) && after.chars().any(char::is_alphanumeric);
        let is_long = seconds.parse::<f64>().is_ok_and(|seconds| (0.01..=99.99).contains(&seconds));
        if !is_between || !is_long || after.starts_with("<#") {
            return Err("invalid params: pause".into());
        }
        words.push_str(before);
        rest = after;
    }
    words.push_str(rest);
    Ok(if laughs { words.replace("(laughs)", "").replace("(sighs)", "") } else { words })
}

/// The replies of an order: pieces, then the last with what it is.
fn values(order: &Order, sound: &Sound, fault: Option<Fault>, aggregates: bool) -> Vec<Value> {
    let well = json!({"status_code": 0, "status_msg": "success"});
    let piece = |audio: &str, status: u64| json!({"data": {"audio": audio, "status": status}, "trace_id": "04ece790", "base_resp": well});
    let mut pieces: Vec<String> = sound.pieces.iter().map(|bytes| hex(bytes)).collect();
    let again = if fault == Some(Fault::Repeat) { pieces.pop() } else { None };
    let again = again.unwrap_or_else(|| if aggregates { pieces.concat() } else { String::new() });
    let mut values: Vec<Value> = pieces.iter().map(|audio| piece(audio, 1)).collect();
    match fault {
        Some(Fault::Code) => values = vec![piece("0x0g12", 1)],
        Some(Fault::Null) => {
            return vec![json!({"data": null, "trace_id": "04ece790", "base_resp": well})];
        }
        Some(Fault::ErrorAmid) => {
            values.truncate(values.len() / 2);
            values.push(failed(1024, "internal error"));
            return values;
        }
        _ => {}
    }
    let mut last = piece(&again, 2);
    last["extra_info"] = json!({
        "audio_length": sound.milliseconds,
        "audio_sample_rate": if fault == Some(Fault::Rate) { 16_000 } else { order.rate_hz },
        "audio_size": sound.n_bytes,
        "word_count": order.n_letters(),
        "usage_characters": order.n_billed(),
        "audio_format": "pcm",
        "audio_channel": 1,
        "invisible_character_ratio": 0,
    });
    values.push(last);
    values
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        hex.push(DIGITS[usize::from(byte >> 4)]);
        hex.push(DIGITS[usize::from(byte & 0xf)]);
    }
    hex
}

/// The same over a WebSocket.
#[derive(Default)]
pub(super) struct Task {
    start: Value,
}

impl SocketHouse for Task {
    fn open(&mut self, request: &Request) -> Result<(), Reply> {
        check_key(request)
    }

    fn greeting(&self) -> Vec<Said> {
        vec![text(&json!({"event": "connected_success", "session_id": "s", "base_resp": {"status_code": 0}}))]
    }

    fn hear(&mut self, said: &Said) -> Result<Vec<Said>, Box<Order>> {
        let Said::Text(said) = said else { return Ok(vec![refused(2013, "no text")]) };
        let json: Value = serde_json::from_str(said).unwrap_or_default();
        match text_at(&json, "/event").as_str() {
            "task_start" => {
                self.start = json;
                Ok(vec![text(&json!({"event": "task_started", "base_resp": {"status_code": 0}}))])
            }
            "task_continue" => match order(&self.start, &text_at(&json, "/text")) {
                Ok(order) => Err(Box::new(order)),
                Err(why) => Ok(vec![refused(2013, &why)]),
            },
            "task_finish" => {
                Ok(vec![text(&json!({"event": "task_finished", "base_resp": {"status_code": 0}})), Said::Close])
            }
            other => Ok(vec![refused(2013, &format!("unknown event {other}"))]),
        }
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Said {
        let (code, message) = trouble(refusal);
        refused(code, &if refusal == Refusal::Echo { format!("{message}: {key}") } else { message.to_owned() })
    }

    fn frames(&self, order: &Order, sound: &Sound, fault: Option<Fault>) -> Vec<Said> {
        let values = values(order, sound, fault, false).into_iter().map(|mut value| {
            let is_last = value.pointer("/data/status") == Some(&json!(2));
            let is_error = value.pointer("/base_resp/status_code") != Some(&json!(0));
            value["event"] = json!(if is_error { "task_failed" } else { "task_continued" });
            value["is_final"] = json!(is_last || fault == Some(Fault::Null));
            value
        });
        let mut said: Vec<Said> = values.map(|value| text(&value)).collect();
        match fault {
            Some(Fault::NoFinal) => {
                said.pop();
                said.push(Said::Close);
            }
            Some(Fault::Garbled) => said.insert(said.len() / 2, Said::Text("{\"data\": nope}".into())),
            _ => {}
        }
        said
    }
}

fn text(json: &Value) -> Said {
    Said::Text(json.to_string())
}

fn refused(code: u64, message: &str) -> Said {
    let mut value = failed(code, message);
    value["event"] = json!("task_failed");
    text(&value)
}
