//! Ollama's own chat, which alone lets the context be set and tells why a model is loaded or unloaded.

use super::messages::{self, Message, Part};
use super::{Memory, Outgoing, Piece, Speech, ToolDelta, count, text};
use crate::answer::Usage;
use crate::sse::Event;
use crate::structured;
use crate::table::Form;
use serde_json::{Map, Value, json};

pub(super) fn request(speech: &Speech<'_>) -> Outgoing {
    let mut source = speech.body.clone();
    if let Some(shape) = speech.shape {
        structured::say_in_words(&mut source, shape);
    }
    let mut body = Map::new();
    body.insert("model".into(), speech.model.into());
    body.insert("messages".into(), messages::of(&source).iter().map(message).collect());
    body.insert("stream".into(), speech.is_stream.into());
    if speech.quiet {
        body.insert("think".into(), false.into());
    }
    let mut options = source.get("options").and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(cap) = speech.cap {
        options.insert("num_predict".into(), cap.into());
    }
    for (ours, theirs) in [("temperature", "temperature"), ("top_p", "top_p"), ("seed", "seed"), ("stop", "stop")] {
        if let Some(value) = source.get(ours) {
            options.insert(theirs.into(), value.clone());
        }
    }
    // The default context of a few thousand tokens silently cuts the beginning of a prompt off.
    let wanted = crate::tokens::estimate(&Value::Object(source.clone()).to_string()) + speech.cap.unwrap_or(2048);
    options.entry("num_ctx").or_insert_with(|| wanted.next_power_of_two().clamp(4096, 131_072).into());
    body.insert("options".into(), options.into());
    match speech.shape.map(|shape| (shape.form, shape.schema)) {
        Some((Form::JsonSchema, schema)) => body.insert("format".into(), schema.clone()),
        Some((Form::JsonObject, _)) => body.insert("format".into(), "json".into()),
        _ => None,
    };
    if let Some(tools) = source.get("tools") {
        body.insert("tools".into(), tools.clone());
    }
    Outgoing { path: "/api/chat".into(), body }
}

fn message(message: &Message<'_>) -> Value {
    let images: Vec<&str> = message
        .parts
        .iter()
        .filter_map(|part| if let Part::Image(_, data) = part { Some(*data) } else { None })
        .collect();
    let calls: Vec<Value> = message
        .tool_calls
        .iter()
        .map(|call| {
            let arguments: Value = serde_json::from_str(call.arguments).unwrap_or_else(|_| json!({}));
            json!({"function": {"name": call.name, "arguments": arguments}})
        })
        .collect();
    let mut out = json!({"role": message.role, "content": message.text()});
    if let Some(object) = out.as_object_mut() {
        if !images.is_empty() {
            object.insert("images".into(), json!(images));
        }
        if !calls.is_empty() {
            object.insert("tool_calls".into(), calls.into());
        }
    }
    out
}

pub(super) fn reply(json: &Value) -> Result<Piece, String> {
    piece(json, &mut Memory::default())
}

pub(super) fn frame(event: &Event, memory: &mut Memory) -> Result<Piece, String> {
    let json = super::json_of(event)?;
    if let Some(error) = crate::judge::find_envelope(&json) {
        return Ok(Piece { error: Some(error), ..Piece::default() });
    }
    piece(&json, memory)
}

fn piece(json: &Value, memory: &mut Memory) -> Result<Piece, String> {
    let said = json.get("message").ok_or("a reply without a message")?;
    let is_done = json.get("done").and_then(Value::as_bool) == Some(true);
    let calls = said.get("tool_calls").and_then(Value::as_array);
    let mut tools = Vec::new();
    for call in calls.into_iter().flatten() {
        let function = call.get("function").unwrap_or(call);
        let index = memory.n_tools;
        memory.n_tools += 1;
        let arguments = function.get("arguments").map(|arguments| match arguments {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        tools.push(ToolDelta {
            index,
            id: format!("call_{index}"),
            name: text(function, "name").to_owned(),
            arguments: arguments.unwrap_or_default(),
        });
    }
    let why = text(json, "done_reason");
    let finish = is_done.then(|| if why.is_empty() { "stop".to_owned() } else { why.to_owned() });
    let usage = is_done.then(|| Usage {
        input: count(json, "prompt_eval_count"),
        output: count(json, "eval_count"),
        ..Usage::default()
    });
    Ok(Piece {
        text: text(said, "content").to_owned(),
        reasoning: text(said, "thinking").to_owned(),
        tools,
        finish,
        usage,
        model: json.get("model").and_then(Value::as_str).map(str::to_owned),
        error: None,
        is_done,
    })
}
