//! Embeddings: an honest stand-in without a trained model. Words, their parts and pairs of Han characters are thrown onto
//! random directions and summed, so that texts that share them are alike; a small table lets a word and its translation
//! be one.

use super::answer::input_tokens;
use super::route::Wire;
use super::script::Reply;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Of a vector, unless the request asks for fewer.
const N_DIMENSIONS: usize = 256;
/// Words that are one in both languages: the part that English forms begin with, and the Chinese word.
const WORDS: [(&str, &str); 40] = [
    ("earthquake", "地震"),
    ("strike", "罢工"),
    ("ferr", "渡轮"),
    ("harbour", "港"),
    ("bridge", "桥"),
    ("chip", "芯片"),
    ("rate", "利率"),
    ("bank", "银行"),
    ("train", "列车"),
    ("rail", "铁路"),
    ("fire", "火灾"),
    ("flood", "洪水"),
    ("storm", "风暴"),
    ("typhoon", "台风"),
    ("minister", "部长"),
    ("president", "总统"),
    ("parliament", "议会"),
    ("court", "法院"),
    ("police", "警方"),
    ("school", "学校"),
    ("hospital", "医院"),
    ("company", "公司"),
    ("factory", "工厂"),
    ("plant", "工厂"),
    ("worker", "工人"),
    ("union", "工会"),
    ("hack", "黑客"),
    ("attack", "攻击"),
    ("port", "港口"),
    ("ship", "船"),
    ("price", "价格"),
    ("oil", "石油"),
    ("vaccine", "疫苗"),
    ("launch", "发射"),
    ("satellite", "卫星"),
    ("recall", "召回"),
    ("chile", "智利"),
    ("japan", "日本"),
    ("malaysia", "马来西亚"),
    ("portugal", "葡萄牙"),
];

/// The reply to a request for embeddings.
pub(super) fn reply(vendor: &str, path: &str, model: &str, body: &Value) -> Reply {
    let texts = texts(body);
    let n_tokens: u64 = texts.iter().map(|text| input_tokens(text.chars().count())).sum();
    let asked = ["dimensions", "output_dimensionality"].iter().find_map(|key| body.get(*key)?.as_u64());
    let n = asked.map_or(N_DIMENSIONS, |n| (n as usize).clamp(1, N_DIMENSIONS));
    let vectors = texts.iter().map(|text| vector(text, n));
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
fn vector(text: &str, n: usize) -> Vec<f64> {
    let mut sum = vec![0.0; n];
    for (feature, weight) in features(text) {
        throw(&feature, weight, &mut sum);
    }
    let length = sum.iter().map(|value| value * value).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    sum.into_iter().map(|value| value / length).collect()
}

/// What of a text is summed, each once. A text without any is its own only feature, so that no vector is nought.
fn features(text: &str) -> BTreeMap<String, f64> {
    let lower = text.to_lowercase();
    let mut features = BTreeMap::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        if word.is_ascii() {
            features.insert(word.to_owned(), if letters.len() > 3 { 1.0 } else { 0.3 });
        }
        let n = if word.is_ascii() { 4 } else { 2 };
        features.extend(letters.windows(n).map(|part| (part.iter().collect(), 0.4)));
    }
    let meant = WORDS.iter().filter(|(english, chinese)| lower.contains(english) || lower.contains(chinese));
    features.extend(meant.map(|(english, _)| (format!("meaning {english}"), 2.0)));
    if features.is_empty() {
        features.insert(text.to_owned(), 1.0);
    }
    features
}

/// Adds a feature's direction: a sign for each dimension, by its hash.
fn throw(feature: &str, weight: f64, sum: &mut [f64]) {
    let mut state = feature
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    for value in sum {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *value += if state >> 63 == 0 { weight } else { -weight };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_unit_vector() {
        let one = vector("The harbour reopened.", 64);
        assert_eq!(one, vector("The harbour reopened.", 64));
        assert_ne!(one, vector("The harbour closed.", 64));
        assert!((one.iter().map(|value| value * value).sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn texts_of_one_matter_are_alike_in_both_languages() {
        let cosine = |a: &str, b: &str| {
            vector(a, N_DIMENSIONS).iter().zip(vector(b, N_DIMENSIONS)).map(|(a, b)| a * b).sum::<f64>()
        };
        let strike = "Ferry crews in the harbour on strike";
        assert!(cosine(strike, "Strike of ferry crews stops the harbour") > 0.5);
        assert!(cosine(strike, "港城渡轮船员罢工") > cosine(strike, "面包师赢得黑麦奖") + 0.2);
    }
}
