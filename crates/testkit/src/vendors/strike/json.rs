//! Breaks JSON in the ways in which models break it.

use super::vice::Vice;
use serde_json::Value;

/// What a model says when it should have said JSON.
const HOPELESS: &str = "I am sorry, but I cannot put this into the form you ask for. \
The harbour reopened on Tuesday; please see the reports for what else is known.";

/// The JSON broken in this way; as it is if the vice does not concern JSON.
pub(super) fn broken(json: &str, vice: Vice) -> String {
    match vice {
        Vice::BrokenJson => trailing_comma(json),
        Vice::FencedJson => format!("```json\n{json}\n```"),
        Vice::TrailingProse => format!("{json}\n\nI hope this helps! Let me know if you need anything else."),
        Vice::MissingQuote => missing_quote(json),
        Vice::DoubleEncoded => Value::String(json.to_owned()).to_string(),
        Vice::NoJson => HOPELESS.to_owned(),
        _ => json.to_owned(),
    }
}

/// A comma before the last brace, and the last brace missing.
fn trailing_comma(json: &str) -> String {
    format!("{},", json.strip_suffix('}').unwrap_or(json))
}

/// The first key without the quotation mark before it.
fn missing_quote(json: &str) -> String {
    json.replacen("{\"", "{", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_is_what_it_says() {
        let json = r#"{"a":{"b":"c"}}"#;
        for (vice, expected) in [
            (Vice::BrokenJson, r#"{"a":{"b":"c"},"#),
            (Vice::FencedJson, "```json\n{\"a\":{\"b\":\"c\"}}\n```"),
            (Vice::MissingQuote, r#"{a":{"b":"c"}}"#),
            (Vice::DoubleEncoded, r#""{\"a\":{\"b\":\"c\"}}""#),
        ] {
            assert_eq!(broken(json, vice), expected);
        }
        assert!(!broken(json, Vice::NoJson).contains('{'));
    }
}
