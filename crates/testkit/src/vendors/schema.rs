//! Invents JSON that fits a schema, and finds a schema that a prompt has written out.

use serde_json::{Map, Value, json};

/// A nested schema is followed so deep; a recursive one ends there.
const MAX_DEPTH: usize = 12;

/// What is said where a text is wanted.
const SENTENCE: &str = "The harbour reopened on Tuesday.";

/// A value that fits the schema.
pub(super) fn fitting(schema: &Value) -> Value {
    Maker { root: schema }.value(schema, MAX_DEPTH)
}

struct Maker<'a> {
    root: &'a Value,
}

impl Maker<'_> {
    fn value(&self, schema: &Value, depth: usize) -> Value {
        if depth == 0 {
            return Value::Null;
        }
        if let Some(fixed) = schema.get("const").or_else(|| schema.pointer("/enum/0")) {
            return fixed.clone();
        }
        if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(pointer.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.value(target, depth - 1);
        }
        let choices = ["anyOf", "oneOf", "allOf"].iter().find_map(|key| schema.get(key)).and_then(Value::as_array);
        if let Some(choices) = choices {
            let is_something = |choice: &&Value| kind(choice) != "null";
            let choice = choices.iter().find(is_something).or_else(|| choices.first()).unwrap_or(&Value::Null);
            return self.value(choice, depth - 1);
        }
        match kind(schema).as_str() {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, depth),
            "string" => text(schema),
            "integer" => json!(number(schema).ceil() as i64),
            "number" => json!(number(schema)),
            "boolean" => Value::Bool(true),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties.into_iter().flatten().map(|(name, of)| (name.clone(), self.value(of, depth - 1)));
        Value::Object(fields.collect::<Map<_, _>>())
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let Some(items) = schema.get("items") else {
            return json!([]);
        };
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1).max(1);
        let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(least);
        Value::Array((0..least.min(most)).map(|_| self.value(items, depth - 1)).collect())
    }
}

/// The type, where several are allowed the first that is not null; in lower case, as Gemini shouts.
fn kind(schema: &Value) -> String {
    let named = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        Some(kind) => kind.as_str(),
        None => None,
    };
    let implied = if schema.get("properties").is_some() { "object" } else { "" };
    named.unwrap_or(implied).to_lowercase()
}

fn text(schema: &Value) -> Value {
    let by_format = match schema.get("format").and_then(Value::as_str) {
        Some("date") => Some("2026-03-17"),
        Some("date-time") => Some("2026-03-17T09:00:00Z"),
        Some("uri") => Some("https://example.org/"),
        Some("email") => Some("desk@example.org"),
        _ => None,
    };
    if let Some(text) = by_format {
        return json!(text);
    }
    let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0) as usize;
    let most = schema.get("maxLength").and_then(Value::as_u64).map_or(usize::MAX, |most| most as usize);
    let mut text = SENTENCE.to_owned();
    while text.len() < least {
        text.push(' ');
        text.push_str(SENTENCE);
    }
    json!(text.chars().take(most).collect::<String>())
}

fn number(schema: &Value) -> f64 {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let least = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|bound| bound + 1.0));
    let value = least.unwrap_or(1.0);
    bound("maximum").map_or(value, |most| value.min(most))
}

/// The first JSON schema of an object that the system text or else the user's texts hold.
pub(super) fn written_in(system: &str, user: &[String]) -> Option<Value> {
    std::iter::once(system).chain(user.iter().map(String::as_str)).find_map(first_schema)
}

fn first_schema(text: &str) -> Option<Value> {
    // Most prompts hold no schema, and some hold thousands of braces.
    let named = text.find("\"properties\"")?;
    let before = text.get(..named)?;
    before.match_indices('{').find_map(|(at, _)| {
        let mut values = serde_json::Deserializer::from_str(text.get(at..)?).into_iter::<Value>();
        let value = values.next()?.ok()?;
        value.get("properties").is_some().then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_fits_the_schema() {
        let schema = json!({
            "type": "object",
            "$defs": {"place": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 11}}}},
            "properties": {
                "kind": {"enum": ["clear", "hold"]},
                "n": {"type": "integer", "minimum": 3},
                "when": {"type": ["null", "string"], "format": "date"},
                "places": {"type": "array", "items": {"$ref": "#/$defs/place"}, "minItems": 2},
                "maybe": {"anyOf": [{"type": "null"}, {"type": "boolean"}]}
            }
        });
        let expected = json!({
            "kind": "clear", "n": 3, "when": "2026-03-17", "maybe": true,
            "places": [{"name": "The harbour"}, {"name": "The harbour"}],
        });
        assert_eq!(fitting(&schema), expected);
    }

    #[test]
    fn a_schema_in_the_prompt_is_found() {
        let text =
            "Answer {like this}:\n```json\n{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}\n```";
        assert_eq!(written_in("", &[text.to_owned()]).unwrap()["properties"]["a"]["type"], "string");
        assert_eq!(written_in("no schema here {}", &[]), None);
    }
}
