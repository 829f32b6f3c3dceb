//! What each vendor refuses, in its own envelope: keys, models, parameters.

use crate::vendors_client::{Call, Reply, json_of, post, simulator};
use serde_json::{Value, json};

/// Each call's status and the value at a pointer of its body.
async fn check(rows: Vec<(Call, u16, &str, Value)>) {
    let sim = simulator().await;
    for (call, status, pointer, expected) in rows {
        let reply: Reply = post(&sim, &call).await;
        let found = json_of(&reply).pointer(pointer).cloned().unwrap_or_default();
        assert_eq!((reply.status, found), (status, expected), "{} {pointer}: {}", call.vendor, reply.body);
    }
}

fn keyless(mut call: Call) -> Call {
    call.headers.retain(|(name, _)| !matches!(name.as_str(), "authorization" | "x-api-key" | "x-goog-api-key"));
    call
}

fn wrong(call: Call) -> Call {
    let name = match call.vendor.as_str() {
        "anthropic" => "x-api-key",
        "gemini" => "x-goog-api-key",
        _ => return call.with_header("authorization", "Bearer sk-wrong"),
    };
    call.with_header(name, "sk-wrong")
}

fn chat(vendor: &str) -> Call {
    Call::chat(vendor, "sim-ok")
}

#[tokio::test]
async fn a_missing_or_wrong_key_is_refused_in_the_vendors_words() {
    check(vec![
        (keyless(chat("openai")), 401, "/error/code", Value::Null),
        (wrong(chat("openai")), 401, "/error/code", json!("invalid_api_key")),
        (wrong(chat("deepseek")), 401, "/error/type", json!("authentication_error")),
        (wrong(chat("dashscope")), 401, "/error/code", json!("InvalidApiKey")),
        (keyless(chat("zhipu")), 401, "/error/code", json!("1001")),
        (wrong(chat("moonshot")), 401, "/error/type", json!("invalid_authentication_error")),
        (keyless(chat("minimax")), 200, "/base_resp/status_code", json!(1004)),
        (wrong(chat("minimax")), 200, "/base_resp/status_code", json!(2049)),
        (wrong(chat("ark")), 401, "/error/code", json!("AuthenticationError")),
        (wrong(chat("xai")), 400, "/code", json!("Client specified an invalid argument")),
        (keyless(chat("openrouter")), 401, "/error/code", json!(401)),
        (wrong(chat("siliconflow")), 401, "", json!("Api key is invalid")),
        (wrong(chat("vllm")), 401, "/error", json!("Unauthorized")),
        (keyless(chat("vllm")), 200, "/choices/0/finish_reason", json!("stop")),
        (wrong(chat("llamacpp")), 401, "/error/type", json!("authentication_error")),
        (keyless(Call::messages("sim-ok")), 401, "/error/type", json!("authentication_error")),
        (wrong(Call::messages("sim-ok")), 401, "/type", json!("error")),
        (keyless(Call::gemini("sim-ok")), 403, "/error/status", json!("PERMISSION_DENIED")),
        (wrong(Call::gemini("sim-ok")), 400, "/error/details/0/reason", json!("API_KEY_INVALID")),
        (keyless(Call::ollama("sim-ok")), 200, "/done", json!(true)),
    ])
    .await;
}

#[tokio::test]
async fn an_unknown_model_is_refused_in_the_vendors_words() {
    let unknown = |vendor: &str| Call::chat(vendor, "sim-unknown");
    check(vec![
        (unknown("openai"), 404, "/error/code", json!("model_not_found")),
        (unknown("deepseek"), 400, "/error/message", json!("Model Not Exist")),
        (unknown("zhipu"), 400, "/error/code", json!("1211")),
        (unknown("minimax"), 200, "/base_resp/status_code", json!(2013)),
        (unknown("ark"), 404, "/error/code", json!("InvalidEndpointOrModel.NotFound")),
        (unknown("siliconflow"), 400, "/code", json!(20012)),
        (unknown("openrouter"), 400, "/error/message", json!("sim-unknown is not a valid model ID")),
        (unknown("sglang"), 404, "/object", json!("error")),
        (Call::messages("sim-unknown"), 404, "/error/type", json!("not_found_error")),
        (Call::gemini("sim-unknown"), 404, "/error/status", json!("NOT_FOUND")),
        (Call::ollama("sim-unknown"), 404, "/error", json!("model 'sim-unknown' not found")),
    ])
    .await;
}

#[tokio::test]
async fn each_vendor_has_its_own_scruples() {
    let schema = json!({"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}});
    let object = json!({"type": "json_object"});
    let thinking = Call::chat("dashscope", "sim-ok").with("/enable_thinking", json!(true));
    let prefilled = json!([{"role": "user", "content": "Go."}, {"role": "assistant", "content": "{"}]);
    let gpt = || Call::chat("openai", "gpt-6-sim-ok");
    let unversioned = {
        let mut call = Call::messages("sim-ok");
        call.headers.retain(|(name, _)| name != "anthropic-version");
        call
    };
    check(vec![
        (
            chat("deepseek").with("/response_format", schema),
            400,
            "/error/message",
            json!("This response_format type is unavailable now"),
        ),
        (chat("deepseek").with("/response_format", object.clone()), 400, "/error/type", json!("invalid_request_error")),
        (chat("minimax").with("/response_format", object), 200, "/choices/0/finish_reason", json!("stop")),
        (thinking, 400, "/error/code", json!("InvalidParameter")),
        (chat("moonshot").with("/tool_choice", json!("required")), 400, "/error/type", json!("invalid_request_error")),
        (gpt().with("/max_tokens", json!(99)), 400, "/error/type", json!("invalid_request_error")),
        (gpt().with("/max_completion_tokens", json!(99)), 200, "/choices/0/finish_reason", json!("stop")),
        (
            Call::messages("sim-noprefill").with("/messages", prefilled.clone()),
            400,
            "/error/type",
            json!("invalid_request_error"),
        ),
        (Call::messages("sim-ok").with("/messages", prefilled), 200, "/stop_reason", json!("end_turn")),
        (
            Call::messages("sim-ok").with("/max_tokens", Value::Null),
            400,
            "/error/message",
            json!("max_tokens: Field required"),
        ),
        (unversioned, 400, "/error/message", json!("anthropic-version: header is required")),
        (chat("openai").with("/max_tokens", json!(7)), 200, "/choices/0/finish_reason", json!("length")),
        (
            chat("openai").with("/messages", json!([])),
            400,
            "/error/message",
            json!("Missing required parameter: 'messages'."),
        ),
        (Call::new("openai", "/nothing", json!({})), 404, "/error/type", json!("invalid_request_error")),
    ])
    .await;
}
