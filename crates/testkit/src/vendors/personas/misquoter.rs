//! Judges as an honest checker does, but proves it with words that nobody wrote.

use super::Persona;
use serde_json::{Value, json};

/// One that does not copy what it quotes.
pub(super) struct Misquoter<P> {
    /// Who judges.
    pub judge: P,
}

impl<P: Persona> Persona for Misquoter<P> {
    fn json(&self, honest: Value) -> Value {
        let mut judged = self.judge.json(honest);
        for finding in judged.get_mut("findings").and_then(Value::as_array_mut).into_iter().flatten() {
            if finding.get("support") == Some(&json!("supported")) {
                finding["quote"] = json!("It was so, and everybody said as much.");
            }
        }
        judged
    }

    fn prose(&self, honest: &str) -> String {
        honest.to_owned()
    }
}
