//! Items of a Response's input as messages of a chat.

use crate::fault::Fault;
use serde_json::{Map, Value, json};

/// Adds the messages that these items mean.
///
/// Errors: an item or a part of a kind that no chat has.
pub(super) fn add_all(items: Vec<Value>, messages: &mut Vec<Value>) -> Result<(), Fault> {
    // Thoughts stand before what they led to; some vendors want them back with it.
    let mut thoughts = String::new();
    for item in items {
        let Value::Object(mut item) = item else { return Err(Fault::wrong("input", "every item is an object")) };
        let kind = item.get("type").and_then(Value::as_str).unwrap_or("message").to_owned();
        match kind.as_str() {
            "message" => {
                let message = message(&mut item)?;
                if role_of(&message) == "assistant" {
                    add_to_assistant(messages, message, &mut thoughts);
                } else {
                    thoughts.clear();
                    messages.push(message);
                }
            }
            "function_call" => {
                let take = |field: &str| item.get(field).and_then(Value::as_str).unwrap_or_default();
                let function = json!({"name": take("name"), "arguments": take("arguments")});
                let call = json!({"id": take("call_id"), "type": "function", "function": function});
                add_to_assistant(messages, json!({"role": "assistant", "tool_calls": [call]}), &mut thoughts);
            }
            "function_call_output" => {
                let content = match item.remove("output").unwrap_or_default() {
                    Value::Array(list) => parts(list)?,
                    text @ Value::String(_) => text,
                    other => other.to_string().into(),
                };
                let id = item.remove("call_id").unwrap_or_default();
                messages.push(json!({"role": "tool", "tool_call_id": id, "content": content}));
            }
            "reasoning" => thoughts.push_str(&thoughts_in(&item)),
            other => {
                let message = format!(
                    "an item of type {other:?} is not supported here: send messages, function calls and their outputs"
                );
                return Err(Fault::wrong("input", &message));
            }
        }
    }
    Ok(())
}

fn message(item: &mut Map<String, Value>) -> Result<Value, Fault> {
    let role = match item.get("role").and_then(Value::as_str) {
        Some("developer") => "system",
        Some(role @ ("system" | "user" | "assistant")) => role,
        _ => return Err(Fault::wrong("input", "a message is of user, assistant, system or developer")),
    }
    .to_owned();
    let content = match item.remove("content").unwrap_or_default() {
        // What the model itself said is text; not every vendor takes it in parts.
        Value::Array(list) if role == "assistant" => text_of(&list).into(),
        Value::Array(list) => parts(list)?,
        content => content,
    };
    Ok(json!({"role": role, "content": content}))
}

/// Joins what one turn of the assistant was: its text and its calls, and the thoughts before them.
fn add_to_assistant(messages: &mut Vec<Value>, message: Value, thoughts: &mut String) {
    let new_thoughts = std::mem::take(thoughts);
    let last = messages.last_mut().filter(|last| role_of(last) == "assistant" && new_thoughts.is_empty());
    let is_call = message.get("tool_calls").is_some();
    if let (Some(last), true) = (last.and_then(Value::as_object_mut), is_call) {
        let calls = last.entry("tool_calls").or_insert_with(|| json!([]));
        let new = message.get("tool_calls").and_then(Value::as_array).cloned().unwrap_or_default();
        calls.as_array_mut().into_iter().for_each(|calls| calls.extend(new.iter().cloned()));
        return;
    }
    let mut message = message;
    if let Some(message) = message.as_object_mut() {
        message.entry("content").or_insert(Value::Null);
        if !new_thoughts.is_empty() {
            message.insert("reasoning_content".into(), new_thoughts.into());
        }
    }
    messages.push(message);
}

fn role_of(message: &Value) -> &str {
    message.get("role").and_then(Value::as_str).unwrap_or_default()
}

fn text_of(parts: &[Value]) -> String {
    let text = |part: &Value| ["text", "refusal"].iter().find_map(|field| part.get(field)?.as_str().map(str::to_owned));
    parts.iter().filter_map(text).collect()
}

/// Thoughts as we give them, or at least their summary.
fn thoughts_in(item: &Map<String, Value>) -> String {
    let list = |field: &str| item.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let whole = text_of(list("content"));
    if whole.is_empty() { text_of(list("summary")) } else { whole }
}

/// Parts of a message as a chat has them.
fn parts(list: Vec<Value>) -> Result<Value, Fault> {
    list.into_iter().map(part).collect::<Result<Vec<_>, _>>().map(Value::from)
}

fn part(mut part: Value) -> Result<Value, Fault> {
    let mut take = |field: &str| part.get_mut(field).map(Value::take).filter(|value| !value.is_null());
    let kind = take("type").unwrap_or_default();
    match kind.as_str() {
        Some("input_text" | "output_text" | "text") => Ok(json!({"type": "text", "text": take("text")})),
        Some("refusal") => Ok(json!({"type": "text", "text": take("refusal")})),
        Some("input_image") => {
            let Some(url) = take("image_url") else {
                return Err(Fault::wrong("input", "an input_image needs its image_url; files are not stored here"));
            };
            let mut image = json!({"url": url});
            if let (Some(detail), Some(image)) = (take("detail"), image.as_object_mut()) {
                image.insert("detail".into(), detail);
            }
            Ok(json!({"type": "image_url", "image_url": image}))
        }
        Some("input_file") => {
            let fields = ["file_data", "filename", "file_id"].map(|field| (field.to_owned(), take(field)));
            let file: Map<String, Value> =
                fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
            Ok(json!({"type": "file", "file": file}))
        }
        Some("input_audio") => Ok(json!({"type": "input_audio", "input_audio": take("input_audio")})),
        _ => Err(Fault::wrong("input", &format!("a part of type {kind} is not supported here"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(items: Value) -> Result<Value, String> {
        let mut messages = Vec::new();
        let Value::Array(items) = items else { panic!("a list") };
        add_all(items, &mut messages).map_err(|fault| fault.message)?;
        Ok(messages.into())
    }

    #[test]
    fn a_turn_with_thoughts_text_and_calls_is_one_message() {
        let items = json!([
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": [{"type": "input_text", "text": "And here?"},
                {"type": "input_image", "image_url": "data:image/png;base64,AA", "detail": "low"}]},
            {"type": "reasoning", "id": "rs_1", "summary": [], "content": [{"type": "reasoning_text", "text": "Hm."}]},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "I look.", "annotations": []}]},
            {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
            {"type": "function_call", "call_id": "c2", "name": "look", "arguments": "{\"a\":1}"},
            {"type": "function_call_output", "call_id": "c1", "output": "sun"},
            {"type": "function_call_output", "call_id": "c2", "output": [{"type": "input_text", "text": "rain"}]},
        ]);
        let call =
            |id, arguments| json!({"id": id, "type": "function", "function": {"name": "look", "arguments": arguments}});
        let expected = json!([
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": "And here?"},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA", "detail": "low"}}]},
            {"role": "assistant", "content": "I look.", "reasoning_content": "Hm.",
                "tool_calls": [call("c1", "{}"), call("c2", "{\"a\":1}")]},
            {"role": "tool", "tool_call_id": "c1", "content": "sun"},
            {"role": "tool", "tool_call_id": "c2", "content": [{"type": "text", "text": "rain"}]},
        ]);
        assert_eq!(read(items), Ok(expected));
    }

    #[test]
    fn what_no_chat_has_is_said() {
        assert!(read(json!([{"type": "item_reference", "id": "x"}])).unwrap_err().contains("item_reference"));
        assert!(read(json!([{"role": "user", "content": [{"type": "video"}]}])).unwrap_err().contains("video"));
        assert!(read(json!([{"role": "critic", "content": ""}])).unwrap_err().contains("user, assistant"));
    }
}
