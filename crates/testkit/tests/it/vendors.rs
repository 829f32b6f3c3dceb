//! Each vendor in health: its answer whole and as a stream, in its own shape.

use crate::vendors_client::{Call, json_of, post, simulator, sse_events};
use serde_json::{Value, json};
use testkit::vendors::CANONICAL;

const CHAT: [&str; 14] = [
    "deepseek",
    "dashscope",
    "zhipu",
    "moonshot",
    "minimax",
    "ark",
    "openai",
    "xai",
    "openrouter",
    "siliconflow",
    "vllm",
    "sglang",
    "llamacpp",
    "somebody",
];

fn without_thoughts(text: &str) -> &str {
    text.rsplit("</think>").next().unwrap_or(text).trim_start()
}

#[tokio::test]
async fn every_chat_vendor_answers_whole() {
    let sim = simulator().await;
    for vendor in CHAT {
        let reply = post(&sim, &Call::chat(vendor, "sim-ok")).await;
        let body = json_of(&reply);
        let text = body["choices"][0]["message"]["content"].as_str().unwrap();
        assert_eq!(without_thoughts(text), CANONICAL, "{vendor}");
        assert_eq!(body["choices"][0]["finish_reason"], "stop", "{vendor}");
        assert_eq!(body["model"], "sim-ok", "{vendor}");
        let usage = &body["usage"];
        assert_eq!(
            usage["prompt_tokens"].as_u64().unwrap() + usage["completion_tokens"].as_u64().unwrap(),
            usage["total_tokens"].as_u64().unwrap() - extra_thoughts(vendor, usage),
            "{vendor}"
        );
    }
}

fn extra_thoughts(vendor: &str, usage: &Value) -> u64 {
    if vendor == "xai" { usage["completion_tokens_details"]["reasoning_tokens"].as_u64().unwrap() } else { 0 }
}

#[tokio::test]
async fn every_chat_vendor_streams() {
    let sim = simulator().await;
    for vendor in CHAT {
        let call = Call::chat(vendor, "sim-ok").streaming().with("/stream_options", json!({"include_usage": true}));
        let reply = post(&sim, &call).await;
        assert!(reply.raw.ends_with("data: [DONE]\n\n\r\n0\r\n\r\n"), "{vendor}: {}", reply.raw);
        let events = sse_events(&reply);
        let text: String = events.iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect();
        assert_eq!(without_thoughts(&text), CANONICAL, "{vendor}");
        let n_finished = events.iter().filter(|event| event["choices"][0]["finish_reason"] == "stop").count();
        assert_eq!(n_finished, 1, "{vendor}");
        assert!(reply.raw.contains("\"usage\":{"), "{vendor}");
    }
}
