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

/// Half of all rows.
fn fewer(value: &Value) -> Value {
    each(value, &|value| match value {
        Value::Array(list) => Some(json!(list.get(..list.len() / 2))),
        _ => None,
    })
}

/// Every row says what the first one says.
fn the_same_again(value: &Value) -> Value {
    each(value, &|value| match value {
        Value::Array(list) if list.len() > 1 => Some(Value::Array(vec![list.first().cloned()?; list.len()])),
        _ => None,
    })
}

/// Every text of some length is left in the middle.
fn trailing_off(value: &Value) -> Value {
    each(value, &|value| match value {
        Value::String(text) if text.chars().count() > 8 && !text.starts_with("itm_") && !text.starts_with("sty_") => {
            Some(json!(format!("{}…", half(text).trim_end())))
        }
        _ => None,
    })
}

fn each(value: &Value, change: &impl Fn(&Value) -> Option<Value>) -> Value {
    if let Some(changed) = change(value) {
        return changed;
    }
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|value| each(value, change)).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), each(value, change))).collect())
        }
        other => other.clone(),
    }
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
