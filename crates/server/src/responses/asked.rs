//! A request of the Responses API, read into the chat that it means.

use super::given::Frame;
use super::{item, tools};
use crate::chat::schema_of;
use crate::fault::Fault;
use gateway::Schema;
use serde_json::{Map, Value, json};

/// A request, read.
pub(super) struct Asked {
    /// The body of the chat.
    pub chat: Map<String, Value>,
    pub schema: Option<Schema>,
    pub is_stream: bool,
    /// What the Response repeats of the request.
    pub frame: Frame,
}

/// What leads back to something stored, which is never done here, or needs a tool that the vendor would run itself.
const NOT_HERE: &[(&str, &str)] = &[
    ("previous_response_id", "nothing is stored here: send the whole conversation as input"),
    ("conversation", "nothing is stored here: send the whole conversation as input"),
    ("prompt", "there are no stored prompts here: send instructions and input"),
];
/// What says how a Response is given, and is no vendor's business.
const OURS: &[&str] = &[
    "background",
    "context_management",
    "include",
    "max_tool_calls",
    "metadata",
    "store",
    "stream",
    "stream_options",
    "truncation",
];

/// Reads a request, without its model. Errors: 400 with the field that is wrong or cannot be had here.
pub(super) fn read(mut body: Map<String, Value>) -> Result<Asked, Fault> {
    for (field, why) in NOT_HERE {
        if body.remove(*field).is_some_and(|value| !value.is_null()) {
            return Err(Fault::wrong(field, &format!("{field} is not supported: {why}")));
        }
    }
    if body.get("background").and_then(Value::as_bool) == Some(true) {
        return Err(Fault::wrong("background", "background is not supported: an answer is given while you wait"));
    }
    let is_stream = body.get("stream").and_then(Value::as_bool) == Some(true);
    let frame = Frame::of(&body);
    for field in OURS {
        body.remove(*field);
    }
    let instructions = body.remove("instructions").unwrap_or_default();
    let input = body.remove("input").unwrap_or_default();
    let mut chat = Map::from_iter([("messages".to_owned(), messages(instructions, input)?)]);
    if let Some(written) = body.remove("tools").filter(|tools| tools.as_array().is_some_and(|list| !list.is_empty())) {
        chat.insert("tools".into(), tools::list(&written)?);
    }
    if let Some(choice) = body.remove("tool_choice").filter(|choice| !choice.is_null()) {
        chat.insert("tool_choice".into(), tools::choice(choice)?);
    }
    if let Some(cap) = body.remove("max_output_tokens").filter(|cap| !cap.is_null()) {
        chat.insert("max_completion_tokens".into(), cap);
    }
    if let Some(effort) = body.remove("reasoning").as_ref().and_then(|reasoning| reasoning.get("effort")) {
        chat.insert("reasoning_effort".into(), effort.clone());
    }
    let mut text = body.remove("text").unwrap_or_default();
    if let Some(verbosity) = text.get_mut("verbosity").map(Value::take).filter(|verbosity| !verbosity.is_null()) {
        chat.insert("verbosity".into(), verbosity);
    }
    let schema = format(text.get("format"), &mut chat)?;
    // What is left has the same name in both, or nobody here knows it.
    chat.extend(body.into_iter().filter(|(_, value)| !value.is_null()));
    Ok(Asked { chat, schema, is_stream, frame })
}

fn messages(instructions: Value, input: Value) -> Result<Value, Fault> {
    let mut messages = Vec::new();
    match instructions {
        Value::Null => {}
        Value::String(text) => messages.push(json!({"role": "system", "content": text})),
        _ => return Err(Fault::wrong("instructions", "instructions is a text")),
    }
    match input {
        Value::String(text) => messages.push(json!({"role": "user", "content": text})),
        Value::Array(items) if !items.is_empty() => item::add_all(items, &mut messages)?,
        _ => return Err(Fault::wrong("input", "input is a text or a list of items")),
    }
    Ok(messages.into())
}

/// The shape of the answer: a schema for the gateway, or a mode that goes with the chat.
fn format(format: Option<&Value>, chat: &mut Map<String, Value>) -> Result<Option<Schema>, Fault> {
    let Some(format) = format.filter(|format| !format.is_null()) else { return Ok(None) };
    match format.get("type").and_then(Value::as_str) {
        Some("text") => Ok(None),
        Some("json_object") => {
            chat.insert("response_format".into(), json!({"type": "json_object"}));
            Ok(None)
        }
        Some("json_schema") => {
            let wrong = || Fault::wrong("text", "text.format has a name and a schema, which is an object");
            schema_of(format).map(Some).ok_or_else(wrong)
        }
        _ => Err(Fault::wrong("text", "text.format is text, json_object or json_schema")),
    }
}
