//! Lies in every kind there is (see `lies`), quotes that nobody said, items that do not exist; passes all that it checks.

use super::{Persona, hash, lies};
use crate::vendors::ask::Ask;
use crate::vendors::roles::first_spans;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One that lies, the same lies for the same seed.
pub(super) struct Liar {
    seed: u64,
    /// Where it checks: a span of each claim, which it gives for its proof.
    spans: BTreeMap<u64, String>,
}

/// How far a lie goes. Most liars keep the quotes and change what they say of them, which is the hardest to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Words,
    Quotes,
    Ids,
}

/// A shorter text is a key word, not something that is said.
const MIN_SAID_CHARS: usize = 9;

impl Persona for Liar {
    fn json(&self, honest: Value) -> Value {
        let lied = self.walk(&honest, "", false);
        // Luck may have made all of it true.
        let mut lied = if lied == honest { self.walk(&honest, "", true) } else { lied };
        for finding in lied.get_mut("findings").and_then(Value::as_array_mut).into_iter().flatten() {
            let span = finding.get("claim").and_then(Value::as_u64).and_then(|claim| self.spans.get(&claim));
            if let Some(span) = span {
                finding["quote"] = json!(span);
            }
        }
        lied
    }

    fn prose(&self, honest: &str) -> String {
        self.lie(honest, "")
    }
}

impl Liar {
    pub fn of(ask: &Ask, seed: u64) -> Self {
        Self { seed, spans: first_spans(ask) }
    }

    fn walk(&self, value: &Value, path: &str, always: bool) -> Value {
        match value {
            Value::Array(list) => {
                let walked =
                    list.iter().enumerate().map(|(at, value)| self.walk(value, &format!("{path}/{at}"), always));
                Value::Array(walked.collect())
            }
            Value::Object(fields) => {
                let walked =
                    fields.iter().map(|(key, value)| (key.clone(), self.walk(value, &format!("{path}/{key}"), always)));
                Value::Object(walked.collect())
            }
            Value::String(text) => Value::String(self.text(text, path, always)),
            other => other.clone(),
        }
    }

    fn text(&self, text: &str, path: &str, always: bool) -> String {
        let chance = hash(self.seed, &[path]);
        if text.starts_with("itm_") || text.starts_with("sty_") {
            let is_invented = self.reach() == Reach::Ids && chance.is_multiple_of(3);
            return if is_invented { invented_id(text) } else { text.to_owned() };
        }
        if path.ends_with("/quote") && self.reach() == Reach::Words && !always {
            return text.to_owned();
        }
        match text {
            // As a checker it passes everything.
            "not_found" | "contradicted" | "supported" => "supported".to_owned(),
            _ if text.chars().count() < MIN_SAID_CHARS => text.to_owned(),
            _ if always || chance.is_multiple_of(2) => self.lie(text, path),
            _ => text.to_owned(),
        }
    }

    fn reach(&self) -> Reach {
        match self.seed % 4 {
            0 | 1 => Reach::Words,
            2 => Reach::Quotes,
            _ => Reach::Ids,
        }
    }

    /// The text with one lie in it.
    fn lie(&self, text: &str, path: &str) -> String {
        lies::told(text, hash(self.seed, &["lie", path, text]))
    }
}

/// The same form, another end: no item has it.
fn invented_id(id: &str) -> String {
    let n = id.len().saturating_sub(4);
    format!("{}{}", id.get(..4).unwrap_or_default(), "0".repeat(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_lie_is_never_the_truth_and_always_the_same() {
        for seed in 0..50 {
            let liar = Liar { seed, spans: BTreeMap::new() };
            for text in ["The port reopened on Tuesday.", "Ann Marr of Meridian Bay has 214 ships.", "港口恢复作业。"]
            {
                assert_ne!(liar.prose(text), text);
                assert_eq!(liar.prose(text), liar.prose(text));
            }
            let honest = json!({"headline": {"text": "Port reopens after strike"}, "n": 3});
            assert_ne!(liar.json(honest.clone()), honest);
            assert_eq!(liar.json(honest)["n"], 3);
            for support in ["supported", "not_found", "contradicted"] {
                assert_eq!(liar.text(support, "/findings/0/support", true), "supported");
            }
        }
    }
}
