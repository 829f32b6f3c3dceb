//! Reads the messages of a chat, for protocols that say them otherwise.

use serde_json::{Map, Value};

/// A message of a chat.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message<'a> {
    pub role: &'a str,
    pub parts: Vec<Part<'a>>,
    pub tool_calls: Vec<Call<'a>>,
    /// The call it answers, if it is the result of a tool.
    pub answers: Option<&'a str>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    /// Media type and base64, of a data URL.
    Image(&'a str, &'a str),
    /// An address.
    ImageUrl(&'a str),
}

/// A call of a tool.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub arguments: &'a str,
}

/// The messages of a body, in order.
pub(crate) fn of(body: &Map<String, Value>) -> Vec<Message<'_>> {
    let list = body.get("messages").and_then(Value::as_array);
    list.into_iter().flatten().map(message).collect()
}

/// System texts joined, and the others.
pub(crate) fn with_system_apart<'a>(body: &'a Map<String, Value>) -> (String, Vec<Message<'a>>) {
    let (system, others): (Vec<_>, Vec<_>) =
        of(body).into_iter().partition(|message| matches!(message.role, "system" | "developer"));
    let texts: Vec<String> = system.iter().map(Message::text).collect();
    (texts.join("\n\n"), others)
}

impl Message<'_> {
    /// All its text.
    pub(crate) fn text(&self) -> String {
        let texts: Vec<&str> =
            self.parts.iter().filter_map(|part| if let Part::Text(text) = part { Some(*text) } else { None }).collect();
        texts.join("\n")
    }
}

fn message(value: &Value) -> Message<'_> {
    let parts = match value.get("content") {
        Some(Value::String(text)) => vec![Part::Text(text)],
        Some(Value::Array(parts)) => parts.iter().filter_map(part).collect(),
        _ => Vec::new(),
    };
    let calls = value.get("tool_calls").and_then(Value::as_array);
    Message {
        role: value.get("role").and_then(Value::as_str).unwrap_or("user"),
        parts,
        tool_calls: calls.into_iter().flatten().map(call).collect(),
        answers: value.get("tool_call_id").and_then(Value::as_str),
    }
}

fn part(value: &Value) -> Option<Part<'_>> {
    if let Some(text) = value.get("text").and_then(Value::as_str) {
        return Some(Part::Text(text));
    }
    let image = value.get("image_url")?;
    let url = image.as_str().or_else(|| image.get("url")?.as_str())?;
    let data = url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,"));
    Some(data.map_or(Part::ImageUrl(url), |(media, base64)| Part::Image(media, base64)))
}

fn call(value: &Value) -> Call<'_> {
    let function = value.get("function").unwrap_or(value);
    Call {
        id: value.get("id").and_then(Value::as_str).unwrap_or_default(),
        name: function.get("name").and_then(Value::as_str).unwrap_or_default(),
        arguments: function.get("arguments").and_then(Value::as_str).unwrap_or_default(),
    }
}

/// A tool that may be called: name, description, schema of its arguments.
pub(crate) fn tools(body: &Map<String, Value>) -> Vec<(&str, &str, Value)> {
    let list = body.get("tools").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|value| {
            let function = value.get("function")?;
            let name = function.get("name")?.as_str()?;
            let description = function.get("description").and_then(Value::as_str).unwrap_or_default();
            let parameters =
                function.get("parameters").cloned().unwrap_or_else(|| serde_json::json!({"type": "object"}));
            Some((name, description, parameters))
        })
        .collect()
}
