//! Tools of a Response as tools of a chat: functions only, since nobody here runs the others.

use crate::fault::Fault;
use serde_json::{Map, Value, json};

/// The tools as a chat has them. Errors: one that is no function.
pub(super) fn list(tools: &Value) -> Result<Value, Fault> {
    let tools = tools.as_array().map(Vec::as_slice).unwrap_or_default();
    tools.iter().map(tool).collect::<Result<Vec<_>, _>>().map(Value::from)
}

fn tool(tool: &Value) -> Result<Value, Fault> {
    let kind = tool.get("type").and_then(Value::as_str).unwrap_or_default();
    if kind != "function" {
        let message = format!("a tool of type {kind:?} is not supported here: only functions are");
        return Err(Fault::wrong("tools", &message));
    }
    let fields = ["name", "description", "parameters", "strict"];
    let function: Map<String, Value> = fields
        .into_iter()
        .filter_map(|field| Some((field.to_owned(), tool.get(field).filter(|value| !value.is_null())?.clone())))
        .collect();
    Ok(json!({"type": "function", "function": function}))
}

/// Which tool must be called. Errors: a choice that no chat has.
pub(super) fn choice(choice: Value) -> Result<Value, Fault> {
    let kind = choice.get("type").and_then(Value::as_str);
    match (&choice, kind) {
        (Value::String(_), _) => Ok(choice),
        (_, Some("function")) => {
            let name = choice.get("name").cloned().unwrap_or_default();
            Ok(json!({"type": "function", "function": {"name": name}}))
        }
        _ => Err(Fault::wrong("tool_choice", "tool_choice is auto, none, required or a function")),
    }
}
