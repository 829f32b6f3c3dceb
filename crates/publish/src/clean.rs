//! The second cleaning: items were cleaned when they came in, and what is published is cleaned once more here, whoever
//! wrote it. Markup needs none: every text is escaped where it is shown.

use news::Edition;
use news::text::{is_invisible, visible};
use serde_json::Value;
use std::borrow::Cow;

/// The edition without characters that no reader sees; itself if it has none.
pub(crate) fn edition(edition: &Edition) -> Result<Cow<'_, Edition>, serde_json::Error> {
    let mut value = serde_json::to_value(edition)?;
    if !hides(&value) {
        return Ok(Cow::Borrowed(edition));
    }
    clean(&mut value);
    serde_json::from_value(value).map(Cow::Owned)
}

/// The text of a caption file in the same way.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    // A line end of a separator would end a cue.
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
}

/// JSON in the same way: what it spells as `\u0007` is a character too. What is no JSON is cleaned as text.
pub(crate) fn json(json: &str) -> Cow<'_, str> {
    let Ok(mut value) = serde_json::from_str::<Value>(json) else { return text(json) };
    if !hides(&value) {
        return Cow::Borrowed(json);
    }
    clean(&mut value);
    Cow::Owned(value.to_string())
}

fn hides(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(is_invisible),
        Value::Array(list) => list.iter().any(hides),
        Value::Object(fields) => fields.values().any(hides),
        _ => false,
    }
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(is_invisible) => *text = visible(text),
        Value::Array(list) => list.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}
