//! Tells in its own words what it is given; as a checker it reads such words and finds them in the spans.

use super::Persona;
use crate::vendors::ask::Ask;
use crate::vendors::roles::{Claimed, claims, stands_in};
use serde_json::{Value, json};

/// One that puts other words for some that say the same.
pub(super) struct Paraphraser {
    claims: Vec<Claimed>,
}

/// What it reads, and what it says instead.
const WORDS: [(&str, &str); 10] = [
    (" said ", " stated "),
    (" said.", " stated."),
    (" people ", " persons "),
    (" were ", " had been "),
    (" was ", " had been "),
    (" will ", " is going to "),
    ("表示", "谈到"),
    ("宣布", "公布"),
    ("将", "会"),
    ("已", "业已"),
];

impl Paraphraser {
    pub fn of(ask: &Ask) -> Self {
        Self { claims: claims(ask) }
    }

    fn finding(&self, finding: &mut Value) {
        let number = finding.get("claim").and_then(Value::as_u64);
        let Some(claim) = self.claims.iter().find(|claim| Some(claim.number) == number) else { return };
        if finding.get("support") == Some(&json!("supported")) {
            return;
        }
        let plain: Vec<String> = WORDS
            .iter()
            .filter(|(_, ours)| claim.text.contains(ours))
            .map(|(theirs, ours)| claim.text.replacen(ours, theirs, 1))
            .collect();
        let holds = |span: &&String| plain.iter().any(|text| stands_in(text, span));
        if let Some(span) = claim.spans.iter().find(holds) {
            *finding = json!({"claim": claim.number, "support": "supported", "quote": span, "why": "said there in other words"});
        }
    }
}

impl Persona for Paraphraser {
    fn json(&self, mut honest: Value) -> Value {
        for finding in honest.get_mut("findings").and_then(Value::as_array_mut).into_iter().flatten() {
            self.finding(finding);
        }
        // A reporter's sentences have citations; other roles' texts are left as they are.
        for sentence in honest.get_mut("sentences").and_then(Value::as_array_mut).into_iter().flatten() {
            let is_reporters = sentence.get("citations").is_some();
            if let Some(text) = sentence.get("text").and_then(Value::as_str).filter(|_| is_reporters) {
                sentence["text"] = json!(retold(text));
            }
        }
        honest
    }

    fn prose(&self, honest: &str) -> String {
        retold(honest)
    }
}

fn retold(text: &str) -> String {
    let found = WORDS.iter().find(|(theirs, _)| text.contains(theirs));
    found.map_or_else(|| text.to_owned(), |(theirs, ours)| text.replacen(theirs, ours, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_in_other_words_is_read_in_other_words() {
        let span = "Ann Marr said ships waited outside the harbour.".to_owned();
        let honest = json!({"sentences": [{"text": span, "citations": []}]});
        let told = Paraphraser { claims: Vec::new() }.json(honest);
        let text = told["sentences"][0]["text"].as_str().unwrap();
        assert_eq!(text, "Ann Marr stated ships waited outside the harbour.");
        let not_found = json!({"findings": [{"claim": 0, "support": "not_found", "quote": "", "why": "no"}]});
        let reader = |text: &str| Paraphraser {
            claims: vec![Claimed { number: 0, text: text.into(), spans: vec![span.clone()] }],
        };
        assert_eq!(reader(text).json(not_found.clone())["findings"][0]["quote"], span);
        let lie = "Ann Marr stated 90 ships waited outside the harbour.";
        assert_eq!(reader(lie).json(not_found.clone()), not_found);
    }
}
