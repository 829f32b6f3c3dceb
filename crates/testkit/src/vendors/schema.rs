//! Invents JSON that fits a schema, and finds a schema that a prompt has written out.

use serde_json::{Map, Value, json};

/// A nested schema is followed so deep.
const MAX_DEPTH: usize = 16;

/// With less depth than this left only what must be there is made, so that a recursive schema ends within it.
const SPARSE_DEPTH: usize = 10;

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
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            return self.value(&self.joined(schema, parts), depth - 1);
        }
        let choices = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key)).and_then(Value::as_array);
        if let Some(choices) = choices {
            let is_wanted = |choice: &&Value| (kind(choice) == "null") == (depth < SPARSE_DEPTH);
            let choice = choices.iter().find(is_wanted).or_else(|| choices.first()).unwrap_or(&Value::Null);
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
        let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is_required = |name: &str| required.iter().any(|required| required == name);
        let properties = schema.get("properties").and_then(Value::as_object);
        let wanted = properties.into_iter().flatten().filter(|(name, _)| depth >= SPARSE_DEPTH || is_required(name));
        let mut fields: Map<String, Value> =
            wanted.map(|(name, of)| (name.clone(), self.value(of, depth - 1))).collect();
        for name in required.iter().filter_map(Value::as_str) {
            fields.entry(name).or_insert_with(|| json!(SENTENCE));
        }
        Value::Object(fields)
    }

    /// A schema with all of its parts in it, as `allOf` means it.
    fn joined(&self, schema: &Value, parts: &[Value]) -> Value {
        let mut whole = schema.as_object().cloned().unwrap_or_default();
        whole.remove("allOf");
        for part in parts {
            let pointer = part.get("$ref").and_then(Value::as_str).map(|pointer| pointer.trim_start_matches('#'));
            let part = pointer.and_then(|pointer| self.root.pointer(pointer)).unwrap_or(part);
            for (key, value) in part.as_object().into_iter().flatten() {
                match (whole.get_mut(key), value) {
                    (Some(Value::Object(known)), Value::Object(more)) => known.extend(more.clone()),
                    (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
                    _ => {
                        whole.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        Value::Object(whole)
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let Some(items) = schema.get("items") else {
            return json!([]);
        };
        let usual = u64::from(depth >= SPARSE_DEPTH);
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(usual).max(usual);
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
    let most = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|bound| bound - 1.0));
    let value = least.unwrap_or_else(|| bound("multipleOf").unwrap_or(1.0));
    most.map_or(value, |most| value.min(most))
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
    fn a_recursive_schema_ends_and_parts_are_joined() {
        let strict = json!({
            "type": "object", "required": ["next"], "additionalProperties": false,
            "properties": {"next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
        });
        let mut inner = &fitting(&strict);
        while let Some(next) = inner.get("next") {
            inner = next;
        }
        assert_eq!(inner, &Value::Null, "nullable where it is required");
        let loose = json!({"type": "object", "properties": {"rows": {"type": "array", "items": {"$ref": "#"}}}});
        assert_eq!(fitting(&loose), json!({"rows": [{"rows": [{"rows": []}]}]}));
        let parts = json!({
            "$defs": {"named": {"type": "object", "properties": {"name": {"const": "a"}}, "required": ["name"]}},
            "allOf": [{"$ref": "#/$defs/named"}, {"properties": {"n": {"type": "integer", "maximum": 0}}}],
        });
        assert_eq!(fitting(&parts), json!({"name": "a", "n": 0}));
        assert_eq!(fitting(&json!({"type": "object", "required": ["a"]})), json!({"a": SENTENCE}));
    }

    #[test]
    fn a_schema_in_the_prompt_is_found() {
        let text =
            "Answer {like this}:\n```json\n{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}\n```";
        assert_eq!(written_in("", &[text.to_owned()]).unwrap()["properties"]["a"]["type"], "string");
        assert_eq!(written_in("no schema here {}", &[]), None);
    }
}
