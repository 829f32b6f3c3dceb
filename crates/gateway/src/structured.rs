//! Answers of a given shape: how the shape is said, and how the answer is read, mended and validated.

use crate::table::Form;
use serde_json::{Map, Value, json};

/// A schema on its way to a vendor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape<'a> {
    pub form: Form,
    pub name: &'a str,
    pub schema: &'a Value,
}

impl Shape<'_> {
    /// Whether the schema is closed and complete all the way down, as strict modes demand.
    pub(crate) fn is_strict(&self) -> bool {
        is_closed(self.schema)
    }
}

fn is_closed(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => {
            let properties = object.get("properties").and_then(Value::as_object);
            let required = object.get("required").and_then(Value::as_array);
            let all_required = properties.is_none_or(|properties| {
                properties.keys().all(|key| required.is_some_and(|list| list.iter().any(|name| name == key)))
                    && object.get("additionalProperties") == Some(&Value::Bool(false))
            });
            all_required && object.values().all(is_closed)
        }
        Value::Array(list) => list.iter().all(is_closed),
        _ => true,
    }
}

/// Says the schema in words at the end of the system text: the stable part, so that a vendor's cache keeps it.
pub(crate) fn say_in_words(body: &mut Map<String, Value>, shape: &Shape<'_>) {
    let words = format!(
        "\n\n# Form of the answer\nAnswer with one JSON object that fits this JSON schema, and with nothing else: no words before or \
         after it, no code fence.\n{}",
        shape.schema
    );
    let messages = body.entry("messages").or_insert_with(|| json!([]));
    let Some(messages) = messages.as_array_mut() else { return };
    let system = messages.iter_mut().find(|message| message.get("role").and_then(Value::as_str) == Some("system"));
    match system.and_then(|message| message.get_mut("content")) {
        Some(Value::String(text)) if !text.ends_with(&words) => text.push_str(&words),
        Some(Value::String(_)) => {}
        Some(Value::Array(parts)) => parts.push(json!({"type": "text", "text": words})),
        _ => messages.insert(0, json!({"role": "system", "content": words.trim_start()})),
    }
}

/// Reads the object of an answer, mended if need be, and holds it against the schema.
///
/// Returns the object as JSON text. Errors: why it does not fit, in words for whoever wrote it.
pub(crate) fn read(text: &str, schema: &Value) -> Result<String, String> {
    let value = object(text).ok_or("the answer holds no JSON object")?;
    let validator =
        jsonschema::validator_for(schema).map_err(|error| format!("the schema itself is wrong: {error}"))?;
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .take(5)
        .map(|error| {
            let place = error.instance_path().to_string();
            let said: String = error.to_string().chars().take(200).collect();
            if place.is_empty() { said } else { format!("at {place}: {said}") }
        })
        .collect();
    if faults.is_empty() {
        Ok(value.to_string())
    } else {
        Err(format!("it does not fit the schema: {}", faults.join("; ")))
    }
}

/// The first JSON object in a text: as it stands, unwrapped from a string, or mended.
fn object(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Ok(Value::String(inner)) = serde_json::from_str::<Value>(text) {
        // Some models encode the object a second time.
        return object(&inner);
    }
    let start = text.find('{')?;
    let rest = text.get(start..)?;
    let first = serde_json::Deserializer::from_str(rest).into_iter::<Value>().next();
    if let Some(Ok(value @ Value::Object(_))) = first {
        return Some(unwrapped(value));
    }
    let end = rest.rfind('}')?;
    let mended = with_quotes_before_keys(rest.get(..=end)?);
    let mended = llm_json::loads(&mended, &llm_json::RepairOptions::default()).ok()?;
    mended.is_object().then(|| unwrapped(mended))
}

/// Puts back the quotation mark before a key, where only the one behind it stands: `{a": 1}`. The library cannot.
fn with_quotes_before_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(['{', ',']) {
        let (before, behind) = rest.split_at(at + 1);
        out.push_str(before);
        let key = behind.trim_start();
        let n_letters = key.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(key.len());
        let is_half_quoted = n_letters > 0 && key.get(n_letters..).is_some_and(|rest| rest.starts_with("\":"));
        if is_half_quoted {
            out.push('"');
        }
        rest = if is_half_quoted { key } else { behind };
    }
    out.push_str(rest);
    out
}

/// An object whose only value is the answer as a string: `{"answer": "{…}"}`.
fn unwrapped(value: Value) -> Value {
    let inner = value.as_object().filter(|object| object.len() == 1).and_then(|object| object.values().next());
    let inner = inner.and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
    inner.filter(Value::is_object).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Value {
        json!({
            "type": "object", "additionalProperties": false, "required": ["a", "b"],
            "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"type": "integer"}}},
        })
    }

    #[test]
    fn what_can_be_mended_is_mended() {
        let whole = r#"{"a":"x","b":[1,2]}"#;
        for text in [
            whole,
            "```json\n{\"a\": \"x\", \"b\": [1, 2]}\n```",
            "Here it is: {\"a\": \"x\", \"b\": [1, 2]} I hope it helps {smile}.",
            "{'a': 'x', 'b': [1, 2,]}",
            "{a\": \"x\", b\": [1, 2]}",
            "{\"a\": \"x\" \"b\": [1, 2]}",
            "\"{\\\"a\\\": \\\"x\\\", \\\"b\\\": [1, 2]}\"",
            "{\"answer\": \"{\\\"a\\\": \\\"x\\\", \\\"b\\\": [1, 2]}\"}",
        ] {
            assert_eq!(read(text, &schema()).as_deref(), Ok(whole), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_said_to_whoever_wrote_it() {
        let why = |text| read(text, &schema()).unwrap_err();
        assert!(why("{\"a\": 1, \"b\": []}").contains("at /a"), "{}", why("{\"a\": 1, \"b\": []}"));
        assert!(why("{\"a\": \"x\"}").contains("\"b\" is a required property"));
        assert_eq!(why("I cannot do that."), "the answer holds no JSON object");
    }

    #[test]
    fn the_schema_stands_at_the_end_of_the_stable_part() {
        let mut body = Map::from_iter([(
            "messages".to_owned(),
            json!([{"role": "system", "content": "Task."}, {"role": "user", "content": "Data."}]),
        )]);
        let schema = schema();
        let shape = Shape { form: Form::Prompt, name: "x", schema: &schema };
        say_in_words(&mut body, &shape);
        say_in_words(&mut body, &shape);
        let system = body["messages"][0]["content"].as_str().unwrap();
        assert!(system.starts_with("Task.\n\n# Form") && system.matches("# Form").count() == 1, "{system}");
        assert!(system.to_lowercase().contains("json"), "DeepSeek wants the word");
        assert!(shape.is_strict());
    }
}
