//! The headers that each vendor adds to its answers: request ids and what is left of the rate limits.

use super::route::Wire;

/// The headers of an answer to the request of this number.
pub(super) fn of(vendor: &str, wire: Wire, serial: u64) -> Vec<(&'static str, String)> {
    let id = format!("{serial:032x}");
    let mut headers = vec![(request_id(vendor, wire), id)];
    match vendor {
        "openai" | "xai" | "vllm" | "siliconflow" | "moonshot" | "dashscope" => headers.extend(open_ai_limits()),
        "openrouter" => headers.push(("x-generation-id", format!("gen-{serial:024x}"))),
        "anthropic" => headers.extend(anthropic_limits()),
        _ => {}
    }
    headers
}

fn request_id(vendor: &str, wire: Wire) -> &'static str {
    match vendor {
        _ if wire == Wire::Messages => "request-id",
        "deepseek" => "x-ds-trace-id",
        "moonshot" => "msh-request-id",
        "minimax" => "trace-id",
        "siliconflow" => "x-siliconcloud-trace-id",
        "zhipu" => "x-log-id",
        _ => "x-request-id",
    }
}

fn open_ai_limits() -> [(&'static str, String); 6] {
    [
        ("x-ratelimit-limit-requests", "5000".into()),
        ("x-ratelimit-remaining-requests", "4999".into()),
        ("x-ratelimit-reset-requests", "12ms".into()),
        ("x-ratelimit-limit-tokens", "2000000".into()),
        ("x-ratelimit-remaining-tokens", "1999000".into()),
        ("x-ratelimit-reset-tokens", "30ms".into()),
    ]
}

fn anthropic_limits() -> [(&'static str, String); 6] {
    [
        ("anthropic-ratelimit-requests-limit", "4000".into()),
        ("anthropic-ratelimit-requests-remaining", "3999".into()),
        ("anthropic-ratelimit-requests-reset", "2026-03-17T09:00:01Z".into()),
        ("anthropic-ratelimit-tokens-limit", "400000".into()),
        ("anthropic-ratelimit-tokens-remaining", "399000".into()),
        ("anthropic-ratelimit-tokens-reset", "2026-03-17T09:00:01Z".into()),
    ]
}
