//! Tokens and money in the words of each vendor that speaks OpenAI's chat.

use crate::vendors::answer::Usage;
use serde_json::{Value, json};

/// USD for a million tokens, in and out, where a vendor tells the cost itself.
const USD_PER_MILLION: (f64, f64) = (0.3, 1.2);

/// xAI counts money in ticks, ten thousand million of which are a dollar.
const TICKS_PER_USD: f64 = 1e10;

/// The `usage` object of this vendor.
pub(super) fn chat(vendor: &str, usage: &Usage) -> Value {
    let total = usage.input + usage.output;
    let mut told = json!({"prompt_tokens": usage.input, "completion_tokens": usage.output, "total_tokens": total});
    let mut add = |name: &str, value: Value| told[name] = value;
    let cached = json!({"cached_tokens": usage.cached});
    let thought = json!({"reasoning_tokens": usage.thought});
    match vendor {
        "deepseek" => {
            add("prompt_tokens_details", cached);
            add("completion_tokens_details", thought);
            add("prompt_cache_hit_tokens", json!(usage.cached));
            add("prompt_cache_miss_tokens", json!(usage.input - usage.cached));
        }
        "moonshot" => add("cached_tokens", json!(usage.cached)),
        "zhipu" => add("prompt_tokens_details", cached),
        "minimax" => {
            add("total_characters", json!(0));
            add("completion_tokens_details", thought);
        }
        "openrouter" => {
            add("prompt_tokens_details", cached);
            add("completion_tokens_details", thought);
            add("cost", json!(usd(usage)));
            add("is_byok", json!(false));
        }
        "xai" => {
            // Its thoughts are not among its completion tokens, only in the total.
            add("completion_tokens", json!(usage.output - usage.thought));
            add("prompt_tokens_details", json!({"cached_tokens": usage.cached, "text_tokens": usage.input}));
            add("completion_tokens_details", thought);
            add("cost_in_usd_ticks", json!((usd(usage) * TICKS_PER_USD).round() as u64));
        }
        "vllm" | "sglang" | "llamacpp" | "ollama" => add("prompt_tokens_details", Value::Null),
        _ => {
            add("prompt_tokens_details", cached);
            add("completion_tokens_details", thought);
        }
    }
    told
}

fn usd(usage: &Usage) -> f64 {
    (usage.input as f64 * USD_PER_MILLION.0 + usage.output as f64 * USD_PER_MILLION.1) / 1e6
}
