//! Replies of vendors: whole ones, streams cut anywhere, objects to be mended, speech.
//!
//! The first byte says who answers, the second how the stream is cut.
#![no_main]

use gateway::recorded::{judge_reply, judge_stream, read_object};
use gateway::voice::{Line, recorded::judge_speech};
use gateway::{KeySource, SpeechApi, Vendor, VendorSettings};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

/// One of each protocol, and those that are peculiar within theirs.
const VENDORS: [&str; 9] =
    ["openai-responses", "deepseek", "anthropic", "gemini", "ollama", "minimax", "dashscope", "openrouter", "zhipu"];
const VOICES: [SpeechApi; 11] = [
    SpeechApi::Openai,
    SpeechApi::Minimax,
    SpeechApi::MinimaxSocket,
    SpeechApi::Elevenlabs,
    SpeechApi::ElevenlabsDialogue,
    SpeechApi::ElevenlabsSocket,
    SpeechApi::Azure,
    SpeechApi::Doubao,
    SpeechApi::DoubaoEvents,
    SpeechApi::DoubaoPodcast,
    SpeechApi::GptSovits,
];

static MODELS: LazyLock<Vec<Vendor>> = LazyLock::new(|| VENDORS.iter().filter_map(|name| open(name, None)).collect());
static SPEAKERS: LazyLock<Vec<Arc<Vendor>>> =
    LazyLock::new(|| VOICES.iter().filter_map(|api| open("openai", Some(*api))).map(Arc::new).collect());
static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    json!({"type": "object", "additionalProperties": false, "required": ["headline", "claims"], "properties": {
        "headline": {"type": "string"},
        "claims": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}, "n": {"type": "integer"}}}},
    }})
});

fn open(name: &str, speech: Option<SpeechApi>) -> Option<Vendor> {
    let settings = VendorSettings { key: Some(KeySource::None), speech, ..VendorSettings::named(name) };
    Vendor::open(&settings, &|_| None).ok()
}

fuzz_target!(|data: &[u8]| {
    let (who, rest) = fuzz::choice(data);
    let (size, bytes) = fuzz::choice(rest);
    let parts = || bytes.chunks(usize::from(size).max(1) * 3);
    // So that the seeds can be read: `A` is the first.
    let who = usize::from(who.wrapping_sub(b'A'));
    let of_models = MODELS.len() * 2;
    if who < of_models {
        let vendor = &MODELS[who / 2];
        let _ = if who % 2 == 0 { judge_reply(vendor, bytes) } else { judge_stream(vendor, parts()) };
    } else if who < of_models + SPEAKERS.len() * 2 {
        let content_type = if who % 2 == 0 { "text/event-stream" } else { "audio/pcm" };
        let _ = judge_speech(&SPEAKERS[(who - of_models) / 2], content_type, &Line::words("早上好", "zh"), parts());
    } else if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(object) = read_object(text, &SCHEMA)
    {
        let again: Value = serde_json::from_str(&object).expect("what was read is JSON");
        assert!(again.get("headline").is_some_and(Value::is_string), "it fits the schema: {object}");
    }
});
