//! Embeddings: unit vectors made of a text's hash, the same for the same text everywhere.

use super::answer::input_tokens;
use super::route::Wire;
use super::script::Reply;
use serde_json::{Value, json};

const N_DIMENSIONS: usize = 64;

/// The reply to a request for embeddings.
pub(super) fn reply(vendor: &str, path: &str, model: &str, body: &Value) -> Reply {
    let texts = texts(body);
    let n_tokens: u64 = texts.iter().map(|text| input_tokens(text.chars().count())).sum();
    let vectors = texts.iter().map(|text| vector(text));
    let told = if path.ends_with(":embedContent") {
        json!({"embedding": {"values": vectors.into_iter().next()}})
    } else if path.ends_with(":batchEmbedContents") {
        json!({"embeddings": vectors.map(|values| json!({"values": values})).collect::<Vec<_>>()})
    } else if path.ends_with("/api/embed") {
        json!({"model": model, "embeddings": vectors.collect::<Vec<_>>(), "prompt_eval_count": n_tokens})
    } else {
        let row = |(index, vector)| json!({"object": "embedding", "index": index, "embedding": vector});
        let mut told =
            json!({"object": "list", "model": model, "data": vectors.enumerate().map(row).collect::<Vec<_>>()});
        told["usage"] = json!({"prompt_tokens": n_tokens, "total_tokens": n_tokens});
        if vendor == "minimax" {
            told["base_resp"] = json!({"status_code": 0, "status_msg": "success"});
        }
        told
    };
    Reply::json(told.to_string())
}

/// In which dialect this path's key is carried.
pub(super) fn wire_of(vendor: &str, path: &str) -> Wire {
    match vendor {
        "gemini" if !path.contains("/openai/") => Wire::Gemini,
        "ollama" if path.starts_with("/ollama/api/") => Wire::Ollama,
        _ => Wire::Chat,
    }
}

fn texts(body: &Value) -> Vec<String> {
    let text_of = |content: &Value| {
        let parts = content.get("parts").and_then(Value::as_array);
        parts.into_iter().flatten().filter_map(|part| part.get("text")?.as_str()).collect::<String>()
    };
    if let Some(requests) = body.get("requests").and_then(Value::as_array) {
        return requests.iter().filter_map(|request| request.get("content")).map(text_of).collect();
    }
    if let Some(content) = body.get("content") {
        return vec![text_of(content)];
    }
    match body.get("input") {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// A unit vector that only the text decides.
fn vector(text: &str) -> Vec<f64> {
    let mut state = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let raw: Vec<f64> = (0..N_DIMENSIONS)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
        })
        .collect();
    let length = raw.iter().map(|value| value * value).sum::<f64>().sqrt();
    raw.into_iter().map(|value| value / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_unit_vector() {
        let one = vector("The harbour reopened.");
        assert_eq!(one, vector("The harbour reopened."));
        assert_ne!(one, vector("The harbour closed."));
        assert!((one.iter().map(|value| value * value).sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
