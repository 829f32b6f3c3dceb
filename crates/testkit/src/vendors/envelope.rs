//! Puts a trouble into the envelope of a vendor: an HTTP error, or an error amid a stream.

use super::route::Wire;
use super::script::Reply;
use super::trouble::{Envelope, Told, Trouble, told};
use serde_json::{Value, json};

/// The envelope of this vendor's errors at this dialect.
pub(super) fn of(vendor: &str, wire: Wire) -> Envelope {
    if wire == Wire::Messages {
        return Envelope::Anthropic;
    }
    match vendor {
        "deepseek" => Envelope::DeepSeek,
        "dashscope" => Envelope::DashScope,
        "zhipu" => Envelope::Zhipu,
        "moonshot" => Envelope::Moonshot,
        "minimax" => Envelope::MiniMax,
        "ark" => Envelope::Ark,
        "xai" => Envelope::Xai,
        "openrouter" => Envelope::OpenRouter,
        "siliconflow" => Envelope::SiliconFlow,
        "vllm" => Envelope::Vllm,
        "sglang" => Envelope::Sglang,
        "llamacpp" => Envelope::LlamaCpp,
        "anthropic" => Envelope::Anthropic,
        "gemini" => Envelope::Gemini,
        // Ollama's door for OpenAI's clients speaks as OpenAI does.
        "ollama" if wire == Wire::Ollama => Envelope::Ollama,
        _ => Envelope::OpenAi,
    }
}

/// The reply that refuses for this trouble.
pub(super) fn refusal(envelope: Envelope, trouble: Trouble, model: &str) -> Reply {
    reply(envelope, &told(envelope, trouble, model))
}

/// A reply with this told trouble.
pub(super) fn reply(envelope: Envelope, told: &Told) -> Reply {
    Reply { status: told.status, ..Reply::json(body(envelope, told).to_string()) }
}

/// A complaint about the request in this vendor's envelope.
pub(super) fn bad_request(envelope: Envelope, message: &str) -> Reply {
    let (status, code, kind) = match envelope {
        Envelope::MiniMax => (200, "2013", ""),
        Envelope::Gemini => (400, "INVALID_ARGUMENT", ""),
        Envelope::Zhipu => (400, "1210", ""),
        Envelope::Xai => (400, "Client specified an invalid argument", ""),
        Envelope::SiliconFlow => (400, "20015", ""),
        Envelope::Ark => (400, "InvalidParameter", "BadRequest"),
        Envelope::DashScope => (400, "InvalidParameter", "invalid_request_error"),
        Envelope::OpenRouter | Envelope::LlamaCpp | Envelope::Vllm | Envelope::Sglang => {
            (400, "400", "invalid_request_error")
        }
        _ => (400, "invalid_request_error", "invalid_request_error"),
    };
    reply(envelope, &Told { status, code, kind, message: message.to_owned() })
}

/// The told trouble as this vendor's JSON.
pub(super) fn body(envelope: Envelope, told: &Told) -> Value {
    let Told { status, code, kind, message } = told;
    // A code that is an HTTP status follows the status that a fault prescribes.
    let numeric = code.parse::<i64>().ok().filter(|code| *code > 599).unwrap_or(i64::from(*status));
    let code_or_null = if code.is_empty() { Value::Null } else { json!(code) };
    match envelope {
        Envelope::OpenAi | Envelope::DeepSeek => {
            json!({"error": {"message": message, "type": kind, "param": null, "code": code_or_null}})
        }
        Envelope::DashScope => json!({
            "error": {"code": code, "param": null, "message": message, "type": kind},
            "request_id": "5a6f1c02-0000-9000-8000-00000000d5c0",
        }),
        Envelope::Zhipu => json!({"error": {"code": code, "message": message}}),
        Envelope::Moonshot => json!({"error": {"type": kind, "message": message}}),
        Envelope::MiniMax => json!({
            "id": "", "object": "", "created": 0, "model": "", "choices": null, "usage": null,
            "base_resp": {"status_code": numeric, "status_msg": message},
        }),
        Envelope::Ark => json!({"error": {"code": code, "message": message, "param": "", "type": kind}}),
        Envelope::Xai => json!({"code": code, "error": message}),
        Envelope::OpenRouter => open_router(numeric, kind, message),
        Envelope::SiliconFlow | Envelope::Vllm | Envelope::Sglang if *kind == "text" => plain(envelope, message),
        Envelope::SiliconFlow => json!({"code": numeric, "message": message, "data": null}),
        Envelope::Vllm => json!({"error": {"message": message, "type": kind, "param": null, "code": numeric}}),
        Envelope::Sglang => {
            json!({"object": "error", "message": message, "type": kind, "param": null, "code": numeric})
        }
        Envelope::LlamaCpp | Envelope::Numeric => {
            json!({"error": {"code": numeric, "message": message, "type": kind}})
        }
        Envelope::Ollama | Envelope::Text => json!({"error": message}),
        Envelope::Anthropic => json!({
            "type": "error", "error": {"type": kind, "message": message}, "request_id": "req_011CSim00000000000000",
        }),
        Envelope::Gemini => gemini(*status, code, kind, message),
    }
}

/// SiliconFlow's gate answers with a bare JSON string, vLLM's and SGLang's with a string for an error.
fn plain(envelope: Envelope, message: &str) -> Value {
    if envelope == Envelope::SiliconFlow { json!(message) } else { json!({"error": message}) }
}

fn open_router(code: i64, kind: &str, message: &str) -> Value {
    let metadata = match (code, kind) {
        (_, "in_flight_budget_exhausted") => json!({"reason": kind}),
        (403, _) => json!({"reasons": ["violence"], "flagged_input": "…", "provider_name": "Sim"}),
        (502 | 400, _) => json!({"provider_name": "Sim", "raw": "upstream connect error"}),
        _ => return json!({"error": {"code": code, "message": message}}),
    };
    json!({"error": {"code": code, "message": message, "metadata": metadata}})
}

fn gemini(status: u16, code: &str, kind: &str, message: &str) -> Value {
    let mut error = json!({"code": status, "message": message, "status": code});
    if !kind.is_empty() {
        error["details"] = json!([{
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": kind, "domain": "googleapis.com",
        }]);
    }
    json!({"error": error})
}

/// Adds to a Gemini error when to come back.
pub(super) fn with_retry_info(body: &str, delay: &str) -> String {
    let mut value: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    let info = json!({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay});
    if let Some(error) = value.get_mut("error").and_then(Value::as_object_mut) {
        error.insert("details".into(), json!([info]));
    }
    value.to_string()
}
