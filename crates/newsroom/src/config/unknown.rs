//! Finds keys that the configuration does not know, and the nearest that it does.

use super::Error;
use serde_json::Value;
use std::path::Path;

/// Keys that one might think of and that are written otherwise.
const OTHERWISE: &[(&str, &str)] = &[("channels", "channels are written one by one, each as [[channel]]")];

/// A key that is not known.
pub struct Unknown {
    key: String,
    table: String,
    nearest: Option<String>,
}

impl Unknown {
    /// The error that names the key's line in `text`.
    pub fn into_error(self, text: &str, path: &Path) -> Error {
        let otherwise = OTHERWISE.iter().find(|(key, _)| *key == self.key).map(|(_, why)| format!("; {why}"));
        let hint = otherwise
            .or_else(|| self.nearest.map(|nearest| format!("; did you mean `{nearest}`?")))
            .unwrap_or_default();
        Error::UnknownKey {
            path: path.to_owned(),
            line: line_of(text, &self.key),
            key: self.key,
            table: self.table,
            hint,
        }
    }
}

/// The first key of the table that its JSON schema does not know, in the order of the file's tables.
pub fn first_unknown_key(table: &toml::Table, schema: &Value) -> Option<Unknown> {
    in_table(table, schema, schema, "the file")
}

fn in_table(table: &toml::Table, schema: &Value, root: &Value, name: &str) -> Option<Unknown> {
    let schema = resolve(schema, root);
    let known = schema.get("properties").and_then(Value::as_object);
    let free = schema.get("additionalProperties").filter(|extra| extra.is_object());
    for (key, value) in table {
        let Some(inner) = known.and_then(|known| known.get(key)).or(free) else {
            let names = known.into_iter().flat_map(|known| known.keys()).map(String::as_str);
            return Some(Unknown { key: key.clone(), table: name.to_owned(), nearest: nearest(key, names) });
        };
        if let Some(unknown) = in_value(value, inner, root, key, name) {
            return Some(unknown);
        }
    }
    None
}

fn in_value(value: &toml::Value, schema: &Value, root: &Value, key: &str, parent: &str) -> Option<Unknown> {
    let path = if parent == "the file" { key.to_owned() } else { format!("{}.{key}", parent.trim_matches(['[', ']'])) };
    match value {
        toml::Value::Table(table) => in_table(table, schema, root, &format!("[{path}]")),
        toml::Value::Array(rows) => {
            let schema = resolve(schema, root);
            let items = schema.get("items")?;
            rows.iter()
                .filter_map(toml::Value::as_table)
                .find_map(|row| in_table(row, items, root, &format!("[[{path}]]")))
        }
        _ => None,
    }
}

/// The schema that is meant: followed where it refers to another, and taken out of "this or nothing" and "a word or a
/// table".
fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let follow = |schema: &'a Value| {
        let reference = schema.get("$ref").and_then(Value::as_str)?;
        root.pointer(reference.trim_start_matches('#'))
    };
    let is_table = |schema: &&'a Value| schema.get("type").and_then(Value::as_str) == Some("object");
    let choose = |schema: &'a Value| {
        let choices = schema.get("anyOf").and_then(Value::as_array)?;
        choices.iter().find_map(follow).or_else(|| choices.iter().find(is_table))
    };
    let mut meant = schema;
    // A reference to a choice, in which a reference stands: no schema here is deeper.
    for _ in 0..3 {
        match follow(meant).or_else(|| choose(meant)) {
            Some(inner) => meant = inner,
            None => break,
        }
    }
    meant
}

/// The nearest of the known names, if one is near enough to be a slip.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    known
        .into_iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), other))
        .filter(|(distance, other)| *distance <= 1 + other.chars().count() / 3)
        .min()
        .map(|(_, other)| other.to_owned())
}

/// The line where the key stands; the first if it cannot be found.
fn line_of(text: &str, key: &str) -> usize {
    let is_here = |line: &str| {
        let bare = line.trim_start().trim_start_matches('[').trim_start_matches('"');
        bare.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(['=', ']', '.']))
    };
    text.lines().position(is_here).map_or(1, |at| at + 1)
}
