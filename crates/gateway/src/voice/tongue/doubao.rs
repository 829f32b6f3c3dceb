//! Doubao over HTTP: base64 in JSON values, one after the other without anything between, or as events.

use super::events::{Events, Reader, milliseconds, must_have_ended};
use super::openai::from_base64;
use super::{Capabilities, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::judge::{self, Envelope};
use crate::vendor::Vendor;
use crate::verdict::Failure;
use crate::voice::{Mark, VoiceUsage};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) const RATE_HZ: u32 = 24_000;
const LONGEST: usize = 1_000;
/// The end, in good order.
const FINISHED: i64 = 20_000_000;

/// Values, or events.
pub(crate) struct Doubao {
    pub as_events: bool,
}

impl Tongue for Doubao {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        let longest = speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST);
        Capabilities { longest, streams: true, marks: true, pauses: false, laughs: false, readings: false }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let is_first = speaker.route.model.contains("-1.0");
        let timed = if is_first { "enable_timestamp" } else { "enable_subtitle" };
        let body = json!({
            "user": {"uid": "zaowan"},
            "req_params": {
                "text": line.aliased(),
                "speaker": speaker.route.voice,
                "audio_params": {
                    "format": "pcm", "sample_rate": RATE_HZ, "speech_rate": speech_rate(line.pace), timed: true,
                },
            },
        });
        let path = if self.as_events { "/tts/unidirectional/sse" } else { "/tts/unidirectional" };
        Outgoing::post(speaker.url(path), headers(speaker, &speaker.route.model), body.to_string(), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, _line: &Line) -> Box<dyn Ear> {
        Box::new(Events::new(Reply::new(&speaker.vendor)))
    }
}

/// In hundredths, from half as fast to twice as fast.
pub(super) fn speech_rate(pace: f32) -> i32 {
    if pace > 0.0 { (((pace - 1.0) * 100.0).round() as i32).clamp(-50, 100) } else { 0 }
}

pub(super) fn headers(speaker: &Speaker, resource: &str) -> Vec<(&'static str, String)> {
    let key = speaker.key().map(|key| ("x-api-key", key.to_owned()));
    let others = [
        ("content-type", "application/json".to_owned()),
        ("x-api-resource-id", resource.to_owned()),
        ("x-control-require-usage-tokens-return", "*".to_owned()),
    ];
    others.into_iter().chain(key).collect()
}

/// A reply as it comes.
struct Reply {
    vendor: Arc<Vendor>,
    is_done: bool,
    has_sound: bool,
    last_ms: u64,
}

impl Reply {
    fn new(vendor: &Arc<Vendor>) -> Self {
        Self { vendor: Arc::clone(vendor), is_done: false, has_sound: false, last_ms: 0 }
    }
}

impl Reader for Reply {
    fn read(&mut self, name: &str, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if let Some(failure) = failure(&self.vendor, json, name == "153") {
            return Err(failure);
        }
        let sound = json.get("data").and_then(Value::as_str).unwrap_or_default();
        if !sound.is_empty() {
            self.has_sound = true;
            heard.push(Heard::Sound(from_base64(sound)?));
        }
        for mark in words(json) {
            self.last_ms = self.last_ms.max(mark.end_ms);
            heard.push(Heard::Mark(mark));
        }
        if let Some(used) = used(json) {
            heard.push(Heard::Used(used));
        }
        if json.get("code").and_then(Value::as_i64) == Some(FINISHED) || name == "152" {
            self.is_done = true;
            heard.push(Heard::AtLeast(self.last_ms));
            heard.push(Heard::Done);
        }
        Ok(())
    }

    fn end(&mut self, _heard: &mut Vec<Heard>) -> Result<(), Failure> {
        must_have_ended(self.is_done, self.has_sound, "its code 20000000")
    }
}

/// The error in a value, if it is one: a code beside the words, or within a header.
pub(super) fn failure(vendor: &Vendor, json: &Value, is_named_so: bool) -> Option<Failure> {
    let told = json.get("header").filter(|header| header.get("code").is_some()).unwrap_or(json);
    let code = told.get("code").and_then(Value::as_i64);
    let is_error = is_named_so || code.is_some_and(|code| code != 0 && code != FINISHED);
    let is_other = code.is_none() && json.get("data").is_none() && json.get("sentence").is_none();
    if !is_error && !is_other {
        return None;
    }
    let message = told.get("message").or_else(|| told.get("error")).and_then(Value::as_str).unwrap_or_default();
    let shown = if message.is_empty() { json.to_string().chars().take(120).collect() } else { message.to_owned() };
    let envelope = Envelope { code: code.map(|code| code.to_string()), message: shown, ..Envelope::default() };
    Some(judge::error(&vendor.quirks, 200, &envelope, None))
}

fn words(json: &Value) -> impl Iterator<Item = Mark> + '_ {
    let words = json.get("sentence").and_then(|sentence| sentence.get("words")).and_then(Value::as_array);
    words.into_iter().flatten().filter_map(|word| {
        let at = |name: &str| word.get(name).and_then(milliseconds);
        let text = word.get("word").and_then(Value::as_str)?.to_owned();
        Some(Mark { text, start_ms: at("startTime")?, end_ms: at("endTime")? })
    })
}

pub(super) fn used(json: &Value) -> Option<VoiceUsage> {
    let usage = json.get("usage")?;
    let count = |name: &str| usage.get(name).and_then(Value::as_u64);
    Some(VoiceUsage {
        characters: count("text_words"),
        input_tokens: count("input_text_tokens"),
        output_tokens: count("output_audio_tokens"),
        ..VoiceUsage::default()
    })
}
