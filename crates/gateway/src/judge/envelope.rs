//! Finds the error in a reply, in whatever envelope the vendor puts it.

use super::retry_after;
use serde_json::Value;
use std::time::Duration;

/// What an error says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Envelope {
    /// The vendor's code, as text.
    pub code: Option<String>,
    /// Its kind: `rate_limit_error`, `RESOURCE_EXHAUSTED`.
    pub kind: Option<String>,
    /// In words.
    pub message: String,
    /// How long to wait, where the body says so.
    pub retry_after: Option<Duration>,
}

/// The error in a JSON value, if it is one: an object `error`, a flat one, a `base_resp`, or `code` and `message`.
pub(crate) fn find(json: &Value) -> Option<Envelope> {
    // Some servers answer with a list of one.
    let json = json.as_array().and_then(|list| list.first()).unwrap_or(json);
    let mut envelope = nested(json)
        .or_else(|| base_resp(json))
        .or_else(|| flat(json))
        .or_else(|| detail(json))
        .or_else(|| flat(json.get("header")?))?;
    envelope.retry_after = retry_after::in_body(json);
    Some(envelope)
}

fn nested(json: &Value) -> Option<Envelope> {
    match json.get("error")? {
        Value::Null => None,
        Value::String(message) => Some(Envelope {
            code: text(json.get("code")),
            kind: text(json.get("type")),
            message: message.clone(),
            retry_after: None,
        }),
        error => Some(Envelope {
            code: text(error.get("code")),
            kind: text(error.get("type")).or_else(|| text(error.get("status"))).or_else(|| reason(error)),
            message: text(error.get("message")).unwrap_or_else(|| error.to_string()),
            retry_after: None,
        }),
    }
}

/// What an aggregator says of the reason, beside the code.
fn reason(error: &Value) -> Option<String> {
    text(error.get("metadata")?.get("reason"))
}

/// MiniMax answers every error with HTTP 200 and this; code 0 is success.
fn base_resp(json: &Value) -> Option<Envelope> {
    let status = json.get("base_resp")?;
    let code = status.get("status_code")?.as_i64().filter(|code| *code != 0)?;
    let message = text(status.get("status_msg")).unwrap_or_default();
    Some(Envelope { code: Some(code.to_string()), kind: None, message, retry_after: None })
}

/// `{"code": 20012, "message": "…", "data": null}`; a code that says "well" is none.
fn flat(json: &Value) -> Option<Envelope> {
    let code = text(json.get("code")).filter(|code| !matches!(code.as_str(), "0" | "200" | "ok" | "OK" | "success"))?;
    let message = text(json.get("message")).or_else(|| text(json.get("msg")))?;
    Some(Envelope { code: Some(code), kind: text(json.get("type")), message, retry_after: None })
}

/// What frameworks say before the vendor's own code is reached; some vendors put their own code into it.
fn detail(json: &Value) -> Option<Envelope> {
    let detail = json.get("detail")?;
    if json.as_object()?.len() != 1 {
        return None;
    }
    let message = text(Some(detail)).or_else(|| text(detail.get("message"))).unwrap_or_else(|| detail.to_string());
    let code = text(detail.get("status")).or_else(|| text(detail.get("code")));
    Some(Envelope { code, message, ..Envelope::default() })
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_error_is_found_in_every_envelope() {
        for (json, code, message) in [
            (json!({"error": {"code": 502, "message": "upstream", "metadata": {}}}), Some("502"), "upstream"),
            (json!({"error": {"code": "1302", "message": "并发"}}), Some("1302"), "并发"),
            (
                json!({"error": "no credits", "code": "billing_insufficient_balance"}),
                Some("billing_insufficient_balance"),
                "no credits",
            ),
            (
                json!({"code": 20012, "message": "Model does not exist", "data": null}),
                Some("20012"),
                "Model does not exist",
            ),
            (
                json!({"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}, "choices": null}),
                Some("1008"),
                "insufficient balance",
            ),
            (
                json!([{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "quota"}}]),
                Some("429"),
                "quota",
            ),
            (json!({"detail": "Not Found"}), None, "Not Found"),
            (json!({"detail": {"status": "voice_not_found", "message": "no"}}), Some("voice_not_found"), "no"),
            (json!({"header": {"reqid": "x", "code": 45000010, "message": "no"}}), Some("45000010"), "no"),
        ] {
            let envelope = find(&json).unwrap_or_else(|| panic!("{json}"));
            assert_eq!((envelope.code.as_deref(), envelope.message.as_str()), (code, message), "{json}");
        }
    }

    #[test]
    fn an_answer_is_no_error() {
        for json in [
            json!({"choices": [], "error": null}),
            json!({"choices": [], "base_resp": {"status_code": 0, "status_msg": ""}}),
            json!({"code": 0, "message": "ok", "data": [1]}),
            json!({"id": "x", "detail": "x"}),
        ] {
            assert_eq!(find(&json), None, "{json}");
        }
    }
}
