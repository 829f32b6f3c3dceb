//! OpenAI's responses.

use super::messages::{self, Message, Part};
use super::{Outgoing, Piece, Speech, ToolDelta, text};
use crate::judge::Envelope;
use crate::sse::Event;
use crate::structured;
use crate::table::Form;
use serde_json::{Map, Value, json};

pub(super) fn request(speech: &Speech<'_>) -> Outgoing {
    let mut source = speech.body.clone();
    if let Some(shape) = speech.shape.filter(|shape| matches!(shape.form, Form::JsonObject | Form::Prompt)) {
        structured::say_in_words(&mut source, shape);
    }
    let (system, others) = messages::with_system_apart(&source);
    let mut body = Map::new();
    body.insert("model".into(), speech.model.into());
    body.insert("input".into(), others.iter().flat_map(items).collect());
    if !system.is_empty() {
        body.insert("instructions".into(), system.into());
    }
    body.insert("store".into(), false.into());
    if speech.is_stream {
        body.insert("stream".into(), true.into());
    }
    if let Some(cap) = speech.cap {
        body.insert("max_output_tokens".into(), cap.into());
    }
    let format = speech.shape.and_then(|shape| match shape.form {
        Form::JsonSchema => Some(
            json!({"type": "json_schema", "name": shape.name, "schema": shape.schema, "strict": shape.is_strict()}),
        ),
        Form::JsonObject => Some(json!({"type": "json_object"})),
        Form::Tool | Form::Prompt => None,
    });
    if let Some(format) = format {
        body.insert("text".into(), json!({"format": format}));
    }
    let tools: Vec<Value> = messages::tools(&source)
        .into_iter()
        .map(|(name, description, parameters)| {
            json!({"type": "function", "name": name, "description": description, "parameters": parameters})
        })
        .collect();
    if !tools.is_empty() {
        body.insert("tools".into(), tools.into());
    }
    if let Some(effort) = source.get("reasoning_effort") {
        body.insert("reasoning".into(), json!({"effort": effort}));
    }
    Outgoing { path: "/responses".into(), body }
}

fn items(message: &Message<'_>) -> Vec<Value> {
    if let Some(call) = message.answers {
        return vec![json!({"type": "function_call_output", "call_id": call, "output": message.text()})];
    }
    let is_own = message.role == "assistant";
    let parts: Vec<Value> = message
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(text) if is_own => json!({"type": "output_text", "text": text}),
            Part::Text(text) => json!({"type": "input_text", "text": text}),
            Part::Image(media, data) => {
                json!({"type": "input_image", "image_url": format!("data:{media};base64,{data}")})
            }
            Part::ImageUrl(url) => json!({"type": "input_image", "image_url": url}),
        })
        .collect();
    let said = (!parts.is_empty()).then(|| json!({"role": message.role, "content": parts}));
    let calls = message.tool_calls.iter().map(
        |call| json!({"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}),
    );
    said.into_iter().chain(calls).collect()
}

pub(super) fn reply(json: &Value) -> Result<Piece, String> {
    let output = json.get("output").and_then(Value::as_array).ok_or("a response without output")?;
    let mut piece = Piece { is_done: true, ..ended(json) };
    for item in output {
        match text(item, "type") {
            "message" => {
                for part in item.get("content").and_then(Value::as_array).into_iter().flatten() {
                    piece.text.push_str(text(part, "text"));
                    if text(part, "type") == "refusal" {
                        piece.finish = Some("refusal".into());
                    }
                }
            }
            "reasoning" => piece.reasoning.push_str(&summary(item)),
            "function_call" => piece.tools.push(ToolDelta {
                index: piece.tools.len(),
                id: text(item, "call_id").to_owned(),
                name: text(item, "name").to_owned(),
                arguments: text(item, "arguments").to_owned(),
            }),
            _ => {}
        }
    }
    Ok(piece)
}

fn summary(item: &Value) -> String {
    let parts = ["summary", "content"].iter().filter_map(|field| item.get(field).and_then(Value::as_array)).flatten();
    parts.map(|part| text(part, "text")).collect::<Vec<_>>().join("\n")
}

/// Model, usage and end of a response object.
fn ended(response: &Value) -> Piece {
    let why = response.get("incomplete_details").map(|details| text(details, "reason").to_owned());
    let finish = match text(response, "status") {
        "completed" => Some("stop".to_owned()),
        "incomplete" => Some(why.filter(|why| !why.is_empty()).unwrap_or_else(|| "length".into())),
        "failed" | "cancelled" => Some("error".to_owned()),
        _ => None,
    };
    Piece {
        finish,
        usage: response.get("usage").and_then(super::chat::usage),
        model: response.get("model").and_then(Value::as_str).map(str::to_owned),
        ..Piece::default()
    }
}

pub(super) fn frame(event: &Event) -> Result<Piece, String> {
    if event.data.trim_ascii() == b"[DONE]" {
        return Ok(Piece { is_done: true, ..Piece::default() });
    }
    let json = super::json_of(event)?;
    let kind = if event.name.is_empty() { text(&json, "type") } else { &event.name };
    let delta = text(&json, "delta").to_owned();
    let index = usize::try_from(super::count(&json, "output_index")).unwrap_or(usize::MAX);
    Ok(match kind {
        "response.output_text.delta" => Piece { text: delta, ..Piece::default() },
        "response.refusal.delta" => Piece { finish: Some("refusal".into()), ..Piece::default() },
        "response.reasoning_text.delta" | "response.reasoning_summary_text.delta" => {
            Piece { reasoning: delta, ..Piece::default() }
        }
        "response.output_item.added" => match json.get("item").filter(|item| text(item, "type") == "function_call") {
            Some(item) => {
                let call = ToolDelta {
                    index,
                    id: text(item, "call_id").to_owned(),
                    name: text(item, "name").to_owned(),
                    arguments: String::new(),
                };
                Piece { tools: vec![call], ..Piece::default() }
            }
            None => Piece::default(),
        },
        "response.function_call_arguments.delta" => {
            Piece { tools: vec![ToolDelta { index, arguments: delta, ..ToolDelta::default() }], ..Piece::default() }
        }
        "response.completed" | "response.incomplete" | "response.failed" => {
            let response = json.get("response").unwrap_or(&json);
            let error = crate::judge::find_envelope(response);
            Piece { is_done: true, error, ..ended(response) }
        }
        "error" => {
            let found = crate::judge::find_envelope(&json);
            let error = found.unwrap_or_else(|| Envelope {
                code: json.get("code").and_then(Value::as_str).map(str::to_owned),
                message: text(&json, "message").to_owned(),
                ..Envelope::default()
            });
            Piece { error: Some(error), ..Piece::default() }
        }
        _ => match crate::judge::find_envelope(&json).filter(|_| kind.is_empty()) {
            Some(error) => Piece { error: Some(error), ..Piece::default() },
            None => Piece::default(),
        },
    })
}
