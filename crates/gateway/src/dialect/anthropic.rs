//! Anthropic's messages.

use super::messages::{self, Message, Part};
use super::{Memory, Outgoing, Piece, Speech, ToolDelta, count, text};
use crate::answer::Usage;
use crate::sse::Event;
use crate::structured;
use crate::table::Form;
use serde_json::{Map, Value, json};

/// The protocol wants a cap; this one is for callers who set none.
const DEFAULT_CAP: u64 = 8192;

pub(super) fn request(speech: &Speech<'_>) -> Outgoing {
    let mut source = speech.body.clone();
    if let Some(shape) = speech.shape.filter(|shape| shape.form != Form::Tool) {
        structured::say_in_words(&mut source, shape);
    }
    let (system, others) = messages::with_system_apart(&source);
    let mut body = Map::new();
    body.insert("model".into(), speech.model.into());
    body.insert("max_tokens".into(), speech.cap.unwrap_or(DEFAULT_CAP).into());
    if !system.is_empty() {
        // The same for every call of a role: marked, so that the vendor keeps it.
        body.insert("system".into(), json!([{"type": "text", "text": system, "cache_control": {"type": "ephemeral"}}]));
    }
    body.insert("messages".into(), joined(&others));
    if speech.is_stream {
        body.insert("stream".into(), true.into());
    }
    if let Some(stop) = source.get("stop") {
        let list = if stop.is_array() { stop.clone() } else { json!([stop]) };
        body.insert("stop_sequences".into(), list);
    }
    for name in ["temperature", "top_p", "top_k", "thinking"] {
        let is_refused = speech.vendor.quirks.refuses.iter().any(|refused| refused == name);
        if let Some(value) = source.get(name).filter(|_| !is_refused) {
            body.insert(name.into(), value.clone());
        }
    }
    let mut tools: Vec<Value> = messages::tools(&source)
        .into_iter()
        .map(|(name, description, schema)| json!({"name": name, "description": description, "input_schema": schema}))
        .collect();
    if let Some(shape) = speech.shape.filter(|shape| shape.form == Form::Tool) {
        tools.push(json!({"name": shape.name, "description": "Give the answer.", "input_schema": shape.schema}));
        body.insert("tool_choice".into(), json!({"type": "tool", "name": shape.name}));
    } else if let Some(choice) = source.get("tool_choice").and_then(tool_choice) {
        body.insert("tool_choice".into(), choice);
    }
    if !tools.is_empty() {
        body.insert("tools".into(), tools.into());
    }
    Outgoing { path: "/messages".into(), body }
}

fn tool_choice(choice: &Value) -> Option<Value> {
    match choice {
        Value::String(word) => match word.as_str() {
            "required" => Some(json!({"type": "any"})),
            "none" => Some(json!({"type": "none"})),
            _ => Some(json!({"type": "auto"})),
        },
        choice => Some(json!({"type": "tool", "name": choice.get("function")?.get("name")?})),
    }
}

/// Messages of one side in a row are one message.
fn joined(messages: &[Message<'_>]) -> Value {
    let mut out: Vec<(&str, Vec<Value>)> = Vec::new();
    for message in messages {
        let side = if message.role == "assistant" { "assistant" } else { "user" };
        let blocks = blocks(message);
        match out.last_mut().filter(|(last, _)| *last == side) {
            Some((_, so_far)) => so_far.extend(blocks),
            None => out.push((side, blocks)),
        }
    }
    out.into_iter().map(|(role, content)| json!({"role": role, "content": content})).collect()
}

fn blocks(message: &Message<'_>) -> Vec<Value> {
    if let Some(call) = message.answers {
        return vec![json!({"type": "tool_result", "tool_use_id": call, "content": message.text()})];
    }
    let said = message.parts.iter().map(|part| match part {
        Part::Text(text) => json!({"type": "text", "text": text}),
        Part::Image(media, data) => {
            json!({"type": "image", "source": {"type": "base64", "media_type": media, "data": data}})
        }
        Part::ImageUrl(url) => json!({"type": "image", "source": {"type": "url", "url": url}}),
    });
    let calls = message.tool_calls.iter().map(|call| {
        let input: Value = serde_json::from_str(call.arguments).unwrap_or_else(|_| json!({}));
        json!({"type": "tool_use", "id": call.id, "name": call.name, "input": input})
    });
    said.chain(calls).collect()
}

pub(super) fn reply(json: &Value) -> Result<Piece, String> {
    let content = json.get("content").and_then(Value::as_array).ok_or("a message without content")?;
    let mut piece = Piece {
        finish: json.get("stop_reason").and_then(Value::as_str).map(str::to_owned),
        usage: json.get("usage").map(usage),
        model: json.get("model").and_then(Value::as_str).map(str::to_owned),
        is_done: true,
        ..Piece::default()
    };
    for block in content {
        match text(block, "type") {
            "text" => piece.text.push_str(text(block, "text")),
            "thinking" => piece.reasoning.push_str(text(block, "thinking")),
            "tool_use" => piece.tools.push(ToolDelta {
                index: piece.tools.len(),
                id: text(block, "id").to_owned(),
                name: text(block, "name").to_owned(),
                arguments: block.get("input").map(Value::to_string).unwrap_or_default(),
            }),
            _ => {}
        }
    }
    Ok(piece)
}

/// The input is told without what came from the cache.
fn usage(value: &Value) -> Usage {
    let (cached, cache_write) = (count(value, "cache_read_input_tokens"), count(value, "cache_creation_input_tokens"));
    Usage {
        input: count(value, "input_tokens") + cached + cache_write,
        cached,
        cache_write,
        output: count(value, "output_tokens"),
        ..Usage::default()
    }
}

pub(super) fn frame(event: &Event, memory: &mut Memory) -> Result<Piece, String> {
    let json = super::json_of(event)?;
    let kind = if event.name.is_empty() { text(&json, "type") } else { event.name.as_str() };
    Ok(match kind {
        "message_start" => {
            let message = json.get("message").unwrap_or(&Value::Null);
            Piece {
                usage: message.get("usage").map(usage),
                model: message.get("model").and_then(Value::as_str).map(str::to_owned),
                ..Piece::default()
            }
        }
        "content_block_start" => match json.get("content_block").filter(|block| text(block, "type") == "tool_use") {
            Some(block) => {
                memory.n_tools += 1;
                let call = ToolDelta {
                    index: memory.n_tools - 1,
                    id: text(block, "id").to_owned(),
                    name: text(block, "name").to_owned(),
                    arguments: String::new(),
                };
                Piece { tools: vec![call], ..Piece::default() }
            }
            None => {
                let block = json.get("content_block").unwrap_or(&Value::Null);
                Piece {
                    text: text(block, "text").to_owned(),
                    reasoning: text(block, "thinking").to_owned(),
                    ..Piece::default()
                }
            }
        },
        "content_block_delta" => {
            let delta = json.get("delta").unwrap_or(&Value::Null);
            match text(delta, "type") {
                "text_delta" => Piece { text: text(delta, "text").to_owned(), ..Piece::default() },
                "thinking_delta" => Piece { reasoning: text(delta, "thinking").to_owned(), ..Piece::default() },
                "input_json_delta" => {
                    let call = ToolDelta {
                        index: memory.n_tools.saturating_sub(1),
                        arguments: text(delta, "partial_json").to_owned(),
                        ..ToolDelta::default()
                    };
                    Piece { tools: vec![call], ..Piece::default() }
                }
                _ => Piece::default(),
            }
        }
        "message_delta" => Piece {
            finish: json
                .get("delta")
                .and_then(|delta| delta.get("stop_reason"))
                .and_then(Value::as_str)
                .map(str::to_owned),
            usage: json.get("usage").map(usage),
            ..Piece::default()
        },
        "message_stop" => Piece { is_done: true, ..Piece::default() },
        "error" => {
            Piece { error: crate::judge::find_envelope(&json).or_else(|| Some(unnamed(&json))), ..Piece::default() }
        }
        _ => Piece { error: crate::judge::find_envelope(&json), ..Piece::default() },
    })
}

fn unnamed(json: &Value) -> crate::judge::Envelope {
    crate::judge::Envelope { message: json.to_string(), ..crate::judge::Envelope::default() }
}
