//! What is made for a schema outside the roles fits it, in every form in which a schema is asked for.

use crate::vendors_client::{Call, json_of, post, simulator};
use serde_json::{Value, json};

/// Closed as strict modes want it: all required, nothing else allowed, with everything that vendors take.
fn closed() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["verdict", "stories", "score", "next", "note"],
        "$defs": {
            "story": {
                "type": "object", "additionalProperties": false, "required": ["id", "n_sentences", "tags", "lead"],
                "properties": {
                    "id": {"type": "string", "minLength": 40, "maxLength": 44},
                    "n_sentences": {"type": "integer", "minimum": 2, "maximum": 7},
                    "tags": {"type": "array", "items": {"enum": ["world", "sport"]}, "minItems": 3},
                    "lead": {"type": "boolean"},
                },
            },
        },
        "properties": {
            "verdict": {"type": "string", "enum": ["clear", "hold", "spike"]},
            "stories": {"type": "array", "items": {"$ref": "#/$defs/story"}, "minItems": 1, "maxItems": 4},
            "score": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
            "note": {"type": ["string", "null"]},
        },
    })
}

/// Why the value does not fit; a small validator for the words that `closed` uses.
fn misfit(value: &Value, schema: &Value, root: &Value) -> Option<String> {
    if let Some(pointer) = schema["$ref"].as_str() {
        return misfit(value, root.pointer(pointer.trim_start_matches('#')).unwrap(), root);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = choices.iter().any(|choice| misfit(value, choice, root).is_none());
        return (!fits).then(|| format!("{value} is none of {choices:?}"));
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        Value::Null => Vec::new(),
        kind => vec![kind.clone()],
    };
    let is_kind = |kind: &Value| match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    let is_allowed = schema["enum"].as_array().is_none_or(|allowed| allowed.contains(value));
    if !is_allowed || !(kinds.is_empty() || kinds.iter().any(is_kind)) {
        return Some(format!("{value} against {schema}"));
    }
    out_of_bounds(value, schema).or_else(|| within(value, schema, root))
}

fn out_of_bounds(value: &Value, schema: &Value) -> Option<String> {
    let size = value.as_f64().or_else(|| value.as_array().map(|list| list.len() as f64));
    let size = size.or_else(|| value.as_str().map(|text| text.chars().count() as f64))?;
    let bound = |names: [&str; 3]| names.iter().find_map(|name| schema[*name].as_f64());
    let is_small = bound(["minimum", "minItems", "minLength"]).is_some_and(|least| size < least);
    let is_large = bound(["maximum", "maxItems", "maxLength"]).is_some_and(|most| size > most);
    let is_at_edge = schema["exclusiveMinimum"].as_f64().is_some_and(|edge| size <= edge);
    (is_small || is_large || is_at_edge).then(|| format!("{value} is outside {schema}"))
}

fn within(value: &Value, schema: &Value, root: &Value) -> Option<String> {
    if let Some(list) = value.as_array() {
        return list.iter().find_map(|value| misfit(value, &schema["items"], root));
    }
    let fields = value.as_object()?;
    let required = schema["required"].as_array().into_iter().flatten();
    let missing = required.filter_map(Value::as_str).find(|name| !fields.contains_key(*name));
    let foreign = fields.keys().find(|name| schema["properties"].get(*name).is_none());
    missing
        .map(|name| format!("{name} is missing"))
        .or_else(|| foreign.map(|name| format!("{name} is foreign")))
        .or_else(|| fields.iter().find_map(|(name, value)| misfit(value, &schema["properties"][name], root)))
}

#[tokio::test]
async fn a_closed_schema_is_fitted_in_every_form() {
    let sim = simulator().await;
    let schema = closed();
    let format = json!({"type": "json_schema", "json_schema": {"name": "x", "strict": true, "schema": schema}});
    let words = json!([
        {"role": "system", "content": format!("Be brief.\n\n# Form of the answer\nJSON of this schema:\n{schema}")},
        {"role": "user", "content": "What happened?"},
    ]);
    let tool = json!([{"type": "function", "function": {"name": "tell", "parameters": schema}}]);
    let config = json!({"responseMimeType": "application/json", "responseJsonSchema": schema});
    let object = json!({"type": "json_object"});
    for (call, pointer) in [
        (Call::chat("openai", "sim-ok").with("/response_format", format.clone()), "/choices/0/message/content"),
        (Call::chat("vllm", "sim-ok").with("/response_format", format), "/choices/0/message/content"),
        (
            Call::chat("deepseek", "sim-ok").with("/response_format", object).with("/messages", words.clone()),
            "/choices/0/message/content",
        ),
        (Call::chat("moonshot", "sim-ok").with("/messages", words), "/choices/0/message/content"),
        (
            Call::chat("openai", "sim-ok").with("/tools", tool).with("/tool_choice", json!("required")),
            "/choices/0/message/tool_calls/0/function/arguments",
        ),
        (Call::gemini("sim-ok").with("/generationConfig", config), "/candidates/0/content/parts/0/text"),
        (Call::ollama("sim-ok").with("/format", schema.clone()), "/message/content"),
    ] {
        let body = json_of(&post(&sim, &call).await);
        let text = body.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{}: {body}", call.vendor));
        let made: Value = serde_json::from_str(text).unwrap();
        assert_eq!(misfit(&made, &schema, &schema), None, "{}", call.vendor);
        assert!(made["next"]["next"].is_object(), "it is followed a few times before it ends");
    }
}
