//! Does as little as it can: fewer rows than asked, one sentence again and again, texts that trail off.

use super::{Persona, hash};
use serde_json::{Value, json};

/// One that is lazy, in the way its seed says.
pub(super) struct Sloth {
    pub seed: u64,
}

impl Persona for Sloth {
    fn json(&self, honest: Value) -> Value {
        let lazy = match self.seed % 4 {
            0 => fewer(&honest),
            1 => the_same_again(&honest),
            2 => trailing_off(&honest),
            _ => trailing_off(&fewer(&honest)),
        };
        // Where there are no rows to save, it saves words.
        if lazy == honest { trailing_off(&honest) } else { lazy }
    }

    fn prose(&self, honest: &str) -> String {
        let first = honest.split_inclusive(". ").next().unwrap_or(honest).trim_end();
        match hash(self.seed, &[honest]) % 4 {
            0 => half(honest).to_owned(),
            1 => [first; 4].join(" "),
            2 => format!("{}…", half(honest).trim_end()),
            _ => "…".to_owned(),
        }
    }
}

/// Half of the rows.
fn fewer(answer: &Value) -> Value {
    each_field(answer, |_, value| match value {
        Value::Array(rows) => json!(rows.get(..rows.len() / 2)),
        other => other.clone(),
    })
}

/// Every row says what the first one says.
fn the_same_again(answer: &Value) -> Value {
    each_field(answer, |_, value| match value {
        Value::Array(rows) => rows.iter().filter_map(|_| rows.first().cloned()).collect(),
        other => other.clone(),
    })
}

/// Every text breaks off in the middle. Quotes, ids and key words are copied, which is less work than thinking.
fn trailing_off(answer: &Value) -> Value {
    match answer {
        Value::Array(list) => list.iter().map(trailing_off).collect(),
        Value::Object(_) => {
            each_field(answer, |key, value| if key == "quote" { value.clone() } else { trailing_off(value) })
        }
        Value::String(text) if text.contains(' ') || !text.is_ascii() => json!(format!("{}…", half(text).trim_end())),
        other => other.clone(),
    }
}

fn each_field(answer: &Value, change: impl Fn(&str, &Value) -> Value) -> Value {
    let fields = answer.as_object().into_iter().flatten();
    Value::Object(fields.map(|(key, value)| (key.clone(), change(key, value))).collect())
}

fn half(text: &str) -> &str {
    text.get(..text.floor_char_boundary(text.len() / 2)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_saves_something_always() {
        let honest = json!({"sentences": ["The port reopened.", "Ships waited."], "headline": "Port reopens at last"});
        for seed in 0..8 {
            let sloth = Sloth { seed };
            assert_ne!(sloth.json(honest.clone()), honest);
            assert_ne!(sloth.prose("The port reopened. Ships waited."), "The port reopened. Ships waited.");
            assert_ne!(sloth.json(json!({"release": "now", "why": "it is in order"})), honest);
        }
    }
}
