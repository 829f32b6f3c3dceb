//! The OpenAI wire: chat completions, as OpenAI and most others speak it.
//!
//! A request is the caller's own body with what the vendor wants otherwise; fields nobody knows are passed on.

use super::{Memory, Outgoing, Piece, Speech, ToolDelta};
use crate::answer::Usage;
use crate::judge::Envelope;
use crate::sse::Event;
use crate::structured;
use crate::table::Form;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

pub(super) fn request(speech: &Speech<'_>) -> Outgoing {
    let mut body = speech.body.clone();
    body.insert("model".into(), speech.model.into());
    if speech.is_stream {
        body.insert("stream".into(), true.into());
        let options = body.entry("stream_options").or_insert_with(|| json!({}));
        if let Some(options) = options.as_object_mut() {
            options.insert("include_usage".into(), true.into());
        }
    }
    for name in ["max_tokens", "max_completion_tokens"] {
        body.remove(name);
    }
    if let Some(cap) = speech.cap {
        let name = if speech.new_cap { "max_completion_tokens" } else { speech.vendor.quirks.cap.as_str() };
        body.insert(name.into(), cap.into());
    }
    if let Some(shape) = speech.shape {
        match shape.form {
            Form::JsonSchema => {
                let schema = json!({"name": shape.name, "schema": shape.schema, "strict": shape.is_strict()});
                body.insert("response_format".into(), json!({"type": "json_schema", "json_schema": schema}));
            }
            Form::JsonObject => {
                body.insert("response_format".into(), json!({"type": "json_object"}));
                structured::say_in_words(&mut body, shape);
            }
            Form::Tool => {
                let function =
                    json!({"name": shape.name, "description": "Give the answer.", "parameters": shape.schema});
                body.insert("tools".into(), json!([{"type": "function", "function": function}]));
                body.insert("tool_choice".into(), json!({"type": "function", "function": {"name": shape.name}}));
            }
            Form::Prompt => {
                body.remove("response_format");
                structured::say_in_words(&mut body, shape);
            }
        }
    }
    for name in &speech.vendor.quirks.refuses {
        body.remove(name);
    }
    if speech.with_thoughts {
        give_thoughts_back(&mut body);
    }
    Outgoing { path: "/chat/completions".into(), body }
}

/// Some vendors want the thoughts of earlier turns back; where the caller did not keep them, empty ones do.
fn give_thoughts_back(body: &mut Map<String, Value>) {
    let messages = body.get_mut("messages").and_then(Value::as_array_mut);
    for message in messages.into_iter().flatten().filter_map(Value::as_object_mut) {
        if message.get("role").and_then(Value::as_str) == Some("assistant") {
            message.entry("reasoning_content").or_insert_with(|| "".into());
        }
    }
}

/// A frame or a reply, as far as it is looked at.
#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    usage: Option<Value>,
    #[serde(default)]
    model: Option<Value>,
    #[serde(default)]
    error: Option<Value>,
    #[serde(default)]
    base_resp: Option<Value>,
    #[serde(default)]
    code: Option<Value>,
    #[serde(default)]
    x_groq: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: usize,
    #[serde(default)]
    delta: Option<Said>,
    #[serde(default)]
    message: Option<Said>,
    #[serde(default)]
    text: Option<Value>,
    #[serde(default)]
    finish_reason: Option<Value>,
    #[serde(default)]
    native_finish_reason: Option<Value>,
}

#[derive(Deserialize, Default)]
struct Said {
    #[serde(default)]
    content: Option<Value>,
    #[serde(default)]
    reasoning_content: Option<Value>,
    #[serde(default)]
    reasoning: Option<Value>,
    #[serde(default)]
    reasoning_details: Option<Value>,
    #[serde(default)]
    refusal: Option<Value>,
    #[serde(default)]
    tool_calls: Option<Vec<Value>>,
    #[serde(default)]
    function_call: Option<Value>,
}

/// A whole completion; nothing if it is none, or may be an error.
pub(super) fn reply(body: &[u8]) -> Option<Piece> {
    let wire: Wire = serde_json::from_slice(body).ok()?;
    let may_be_error = wire.choices.is_none() || wire.is_suspicious();
    if may_be_error {
        let json: Value = serde_json::from_slice(body).ok()?;
        if wire.choices.is_none() || crate::judge::find_envelope(&json).is_some() {
            return None;
        }
    }
    let mut piece = piece(wire, &mut Memory::default()).ok()?;
    piece.is_done = true;
    Some(piece)
}

impl Wire {
    /// Whether it has a field in which some vendors put an error.
    fn is_suspicious(&self) -> bool {
        let is_there = |field: &Option<Value>| field.as_ref().is_some_and(|value| !value.is_null());
        is_there(&self.error) || is_there(&self.base_resp) || is_there(&self.code)
    }
}

pub(super) fn frame(event: &Event, memory: &mut Memory) -> Result<Piece, String> {
    let data = event.data.trim_ascii();
    if data == b"[DONE]" {
        return Ok(Piece { is_done: true, ..Piece::default() });
    }
    let wire: Wire = match serde_json::from_slice(data) {
        Ok(wire) => wire,
        Err(_) => {
            // Either no JSON at all, or JSON of another shape, such as a bare error.
            let json = super::json_of(event)?;
            let error = crate::judge::find_envelope(&json).ok_or("a frame of another shape")?;
            return Ok(Piece { error: Some(error), ..Piece::default() });
        }
    };
    if wire.is_suspicious() || event.name == "error" {
        let json = super::json_of(event)?;
        let error = crate::judge::find_envelope(&json);
        let error = error
            .or_else(|| (event.name == "error").then(|| Envelope { message: json.to_string(), ..Envelope::default() }));
        if error.is_some() {
            return Ok(Piece { error, ..piece(wire, memory)? });
        }
    }
    piece(wire, memory)
}

fn piece(wire: Wire, memory: &mut Memory) -> Result<Piece, String> {
    let mut piece = Piece {
        usage: wire.usage.as_ref().and_then(usage),
        model: wire.model.as_ref().and_then(Value::as_str).map(str::to_owned),
        ..Piece::default()
    };
    if piece.usage.is_none() {
        piece.usage = wire.x_groq.as_ref().and_then(|extra| extra.get("usage")).and_then(usage);
    }
    for choice in wire.choices.into_iter().flatten() {
        let native = choice.native_finish_reason.as_ref().and_then(Value::as_str).map(str::to_owned);
        let finish = choice.finish_reason.as_ref().and_then(Value::as_str).filter(|reason| !reason.is_empty());
        if let Some(finish) = finish {
            // OpenRouter says `stop` for what it cannot name; the vendor behind it may have said worse.
            let worse = native.filter(|native| {
                crate::table::table().finish.get(native.as_str()).is_some_and(|v| *v != crate::Verdict::Answer)
            });
            piece.finish =
                Some(if finish == "stop" { worse.unwrap_or_else(|| finish.to_owned()) } else { finish.to_owned() });
        }
        // Of several answers at once the first is looked into; the ends of all are.
        if choice.index > 0 {
            continue;
        }
        let is_whole = choice.message.is_some();
        let said = choice.delta.or(choice.message).unwrap_or_default();
        piece.text.push_str(&content(said.content.as_ref()));
        piece.text.push_str(&content(choice.text.as_ref()));
        piece.reasoning.push_str(&thoughts(&said, memory, is_whole));
        if said.refusal.as_ref().and_then(Value::as_str).is_some_and(|refusal| !refusal.is_empty()) {
            piece.finish = Some("refusal".into());
        }
        let calls = said.tool_calls.into_iter().flatten();
        piece.tools.extend(calls.enumerate().map(|(nth, call)| tool(&call, nth)));
        if let Some(call) = said.function_call.filter(|call| call.is_object()) {
            piece.tools.push(tool(&json!({"function": call}), 0));
        }
    }
    Ok(piece)
}

/// Text, or the texts of parts.
fn content(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().map(|part| super::text(part, "text")).collect(),
        _ => String::new(),
    }
}

/// Thoughts under any of their names; details may be cumulative, then only what is new counts.
fn thoughts(said: &Said, memory: &mut Memory, is_whole: bool) -> String {
    let plain = [&said.reasoning_content, &said.reasoning].into_iter().flatten().find_map(Value::as_str);
    if let Some(plain) = plain.filter(|plain| !plain.is_empty()) {
        return plain.to_owned();
    }
    let details = said.reasoning_details.as_ref().and_then(Value::as_array);
    let text: String = details.into_iter().flatten().map(|detail| super::text(detail, "text")).collect();
    if is_whole {
        return text;
    }
    let is_cumulative = text.len() > memory.reasoning_len && memory.reasoning_len > 0;
    let new = if is_cumulative { text.get(memory.reasoning_len..).unwrap_or(&text).to_owned() } else { text.clone() };
    memory.reasoning_len = memory.reasoning_len.max(text.len());
    new
}

fn tool(call: &Value, nth: usize) -> ToolDelta {
    let function = call.get("function").unwrap_or(call);
    let arguments = match function.get("arguments") {
        Some(Value::String(text)) => text.clone(),
        Some(object @ Value::Object(_)) => object.to_string(),
        _ => String::new(),
    };
    ToolDelta {
        index: call
            .get("index")
            .and_then(Value::as_u64)
            .map_or(nth, |index| usize::try_from(index).unwrap_or(usize::MAX)),
        id: super::text(call, "id").to_owned(),
        name: super::text(function, "name").to_owned(),
        arguments,
    }
}

/// Usage under the names of all who speak this wire.
pub(super) fn usage(value: &Value) -> Option<Usage> {
    if !value.is_object() {
        return None;
    }
    let of = |field: &str| super::count(value, field);
    let nested = |group: &str, field: &str| value.get(group).map_or(0, |group| super::count(group, field));
    let cost = value.get("cost").and_then(Value::as_f64).map(|usd| (usd * 1e6).ceil() as i64);
    // xAI counts in ten-billionths of a dollar.
    let ticks = value.get("cost_in_usd_ticks").and_then(Value::as_i64).map(|ticks| (ticks + 9_999) / 10_000);
    Some(Usage {
        input: of("prompt_tokens").max(of("input_tokens")),
        cached: nested("prompt_tokens_details", "cached_tokens")
            .max(nested("input_tokens_details", "cached_tokens"))
            .max(of("prompt_cache_hit_tokens"))
            .max(of("cached_tokens")),
        cache_write: nested("prompt_tokens_details", "cache_write_tokens"),
        output: of("completion_tokens").max(of("output_tokens")),
        reasoning: nested("completion_tokens_details", "reasoning_tokens")
            .max(nested("output_tokens_details", "reasoning_tokens")),
        cost_microusd: ticks.or(cost),
        characters: 0,
        is_estimate: false,
    })
}

/// A chunk for a client.
pub(super) fn chunk(id: &str, created: i64, model: &str, piece: &Piece, is_first: bool) -> Option<Bytes> {
    let mut delta = Map::new();
    if is_first {
        delta.insert("role".into(), "assistant".into());
    }
    if !piece.text.is_empty() || is_first {
        delta.insert("content".into(), piece.text.as_str().into());
    }
    if !piece.reasoning.is_empty() {
        delta.insert("reasoning_content".into(), piece.reasoning.as_str().into());
    }
    if !piece.tools.is_empty() {
        delta.insert("tool_calls".into(), piece.tools.iter().map(tool_chunk).collect());
    }
    let finish = piece.finish.as_deref().map(crate::judge::canonical_finish);
    if delta.is_empty() && finish.is_none() && piece.usage.is_none() {
        return None;
    }
    let has_choice = !delta.is_empty() || finish.is_some();
    let choices = if has_choice { json!([{"index": 0, "delta": delta, "finish_reason": finish}]) } else { json!([]) };
    let mut chunk =
        json!({"id": id, "object": "chat.completion.chunk", "created": created, "model": model, "choices": choices});
    if let (Some(usage), Some(chunk)) = (&piece.usage, chunk.as_object_mut()) {
        chunk.insert("usage".into(), usage.to_openai());
    }
    Some(Bytes::from(chunk.to_string()))
}

fn tool_chunk(delta: &ToolDelta) -> Value {
    let mut function = Map::from_iter([("arguments".to_owned(), Value::from(delta.arguments.as_str()))]);
    let mut call = Map::from_iter([("index".to_owned(), Value::from(delta.index))]);
    if !delta.name.is_empty() {
        function.insert("name".into(), delta.name.as_str().into());
        call.insert("id".into(), delta.id.as_str().into());
        call.insert("type".into(), "function".into());
    }
    call.insert("function".into(), function.into());
    call.into()
}
