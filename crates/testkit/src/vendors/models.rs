//! The list of models that each vendor offers.

use super::route::Wire;
use super::script::Reply;
use serde_json::{Value, json};

const NAMES: [&str; 3] = ["sim-ok", "sim-fast", "sim-embed"];

/// The list as this vendor writes it.
pub(super) fn list(vendor: &str, path: &str) -> Reply {
    let body = match vendor {
        "anthropic" => {
            json!({"data": entries(anthropic), "has_more": false, "first_id": NAMES[0], "last_id": NAMES[2]})
        }
        "gemini" if !path.contains("/openai/") => json!({"models": entries(gemini)}),
        "ollama" if path.ends_with("/tags") => json!({"models": entries(ollama)}),
        "openrouter" => json!({"data": entries(open_router)}),
        _ => json!({"object": "list", "data": entries(|name| open_ai(vendor, name))}),
    };
    Reply::json(body.to_string())
}

/// In which header a list's key is looked for.
pub(super) fn wire_of(vendor: &str, path: &str) -> Wire {
    match vendor {
        "anthropic" => Wire::Messages,
        "gemini" => Wire::Gemini,
        "ollama" if path.ends_with("/tags") => Wire::Ollama,
        _ => Wire::Chat,
    }
}

fn entries(entry: impl Fn(&str) -> Value) -> Vec<Value> {
    NAMES.iter().map(|name| entry(name)).collect()
}

fn open_ai(vendor: &str, name: &str) -> Value {
    json!({"id": name, "object": "model", "created": 1_790_000_000, "owned_by": vendor})
}

fn anthropic(name: &str) -> Value {
    json!({"type": "model", "id": name, "display_name": name, "created_at": "2026-03-17T00:00:00Z"})
}

fn gemini(name: &str) -> Value {
    let methods = if name == "sim-embed" { json!(["embedContent"]) } else { json!(["generateContent"]) };
    json!({"name": format!("models/{name}"), "displayName": name, "supportedGenerationMethods": methods})
}

fn ollama(name: &str) -> Value {
    let details = json!({"family": "sim", "parameter_size": "8B", "quantization_level": "Q4_K_M"});
    json!({"name": name, "model": name, "size": 4_000_000_000_u64, "digest": "00", "details": details})
}

fn open_router(name: &str) -> Value {
    let pricing = json!({"prompt": "0.0000003", "completion": "0.0000012"});
    json!({"id": name, "name": name, "context_length": 131_072, "pricing": pricing})
}
