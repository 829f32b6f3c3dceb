//! Google's generateContent.

use super::messages::{self, Message, Part};
use super::{Memory, Outgoing, Piece, Speech, ToolDelta, count, text};
use crate::answer::Usage;
use crate::sse::Event;
use crate::structured;
use crate::table::Form;
use serde_json::{Map, Value, json};

pub(super) fn request(speech: &Speech<'_>) -> Outgoing {
    let mut source = speech.body.clone();
    if let Some(shape) = speech.shape.filter(|shape| shape.form != Form::JsonSchema) {
        structured::say_in_words(&mut source, shape);
    }
    let (system, others) = messages::with_system_apart(&source);
    let mut body = Map::new();
    body.insert("contents".into(), others.iter().map(content).collect());
    if !system.is_empty() {
        body.insert("systemInstruction".into(), json!({"parts": [{"text": system}]}));
    }
    let mut config = Map::new();
    if let Some(cap) = speech.cap {
        config.insert("maxOutputTokens".into(), cap.into());
    }
    for (ours, theirs) in [("temperature", "temperature"), ("top_p", "topP"), ("seed", "seed"), ("n", "candidateCount")]
    {
        if let Some(value) = source.get(ours) {
            config.insert(theirs.into(), value.clone());
        }
    }
    if let Some(stop) = source.get("stop") {
        let list = if stop.is_array() { stop.clone() } else { json!([stop]) };
        config.insert("stopSequences".into(), list);
    }
    if let Some(shape) = speech.shape {
        config.insert("responseMimeType".into(), "application/json".into());
        if shape.form == Form::JsonSchema {
            config.insert("responseJsonSchema".into(), shape.schema.clone());
        }
    }
    if !config.is_empty() {
        body.insert("generationConfig".into(), config.into());
    }
    let tools: Vec<Value> = messages::tools(&source)
        .into_iter()
        .map(|(name, description, schema)| {
            json!({"name": name, "description": description, "parametersJsonSchema": schema})
        })
        .collect();
    if !tools.is_empty() {
        body.insert("tools".into(), json!([{"functionDeclarations": tools}]));
    }
    let deed = if speech.is_stream { "streamGenerateContent?alt=sse" } else { "generateContent" };
    Outgoing { path: format!("/models/{}:{deed}", speech.model), body }
}

fn content(message: &Message<'_>) -> Value {
    if let Some(call) = message.answers {
        let response = json!({"functionResponse": {"name": call, "response": {"output": message.text()}}});
        return json!({"role": "user", "parts": [response]});
    }
    let role = if message.role == "assistant" { "model" } else { "user" };
    let said = message.parts.iter().map(|part| match part {
        Part::Text(text) => json!({"text": text}),
        Part::Image(media, data) => json!({"inlineData": {"mimeType": media, "data": data}}),
        Part::ImageUrl(url) => json!({"fileData": {"fileUri": url}}),
    });
    let calls = message.tool_calls.iter().map(|call| {
        let arguments: Value = serde_json::from_str(call.arguments).unwrap_or_else(|_| json!({}));
        json!({"functionCall": {"name": call.name, "args": arguments}})
    });
    json!({"role": role, "parts": said.chain(calls).collect::<Vec<_>>()})
}

pub(super) fn reply(json: &Value) -> Result<Piece, String> {
    let piece = piece(json, &mut Memory::default())?;
    Ok(Piece { is_done: true, ..piece })
}

pub(super) fn frame(event: &Event, memory: &mut Memory) -> Result<Piece, String> {
    let json = super::json_of(event)?;
    if let Some(error) = crate::judge::find_envelope(&json) {
        return Ok(Piece { error: Some(error), ..Piece::default() });
    }
    piece(&json, memory)
}

fn piece(json: &Value, memory: &mut Memory) -> Result<Piece, String> {
    let mut piece = Piece {
        usage: json.get("usageMetadata").map(usage),
        model: json.get("modelVersion").and_then(Value::as_str).map(str::to_owned),
        ..Piece::default()
    };
    if let Some(reason) =
        json.get("promptFeedback").map(|feedback| text(feedback, "blockReason")).filter(|why| !why.is_empty())
    {
        // No candidate comes with it: the prompt itself was refused.
        piece.finish = Some(if reason == "OTHER" { "SAFETY".into() } else { reason.to_owned() });
        return Ok(piece);
    }
    let candidates = json.get("candidates").and_then(Value::as_array);
    let Some(candidate) = candidates.and_then(|list| list.first()) else {
        return if piece.usage.is_some() { Ok(piece) } else { Err("a reply without candidates".into()) };
    };
    piece.finish = candidate.get("finishReason").and_then(Value::as_str).map(str::to_owned);
    let parts = candidate.get("content").and_then(|content| content.get("parts")).and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        let said = text(part, "text");
        if part.get("thought").and_then(Value::as_bool) == Some(true) {
            piece.reasoning.push_str(said);
        } else {
            piece.text.push_str(said);
        }
        if let Some(call) = part.get("functionCall") {
            let index = memory.n_tools;
            memory.n_tools += 1;
            piece.tools.push(ToolDelta {
                index,
                id: format!("call_{index}"),
                name: text(call, "name").to_owned(),
                arguments: call.get("args").map(Value::to_string).unwrap_or_default(),
            });
        }
    }
    Ok(piece)
}

fn usage(value: &Value) -> Usage {
    let thoughts = count(value, "thoughtsTokenCount");
    Usage {
        input: count(value, "promptTokenCount"),
        cached: count(value, "cachedContentTokenCount"),
        output: count(value, "candidatesTokenCount") + thoughts,
        reasoning: thoughts,
        ..Usage::default()
    }
}
