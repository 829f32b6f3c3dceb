//! Faults told in words: HTTP errors, errors amid a stream, faulty answers.

use crate::vendors_client::{Call, KEY, PACE, Reply, json_of, post, simulator, sse_events};
use serde_json::{Value, json};
use testkit::vendors::{CANONICAL, Simulator};

async fn chat(sim: &Simulator, vendor: &str, fault: &str) -> Reply {
    post(sim, &Call::chat(vendor, &format!("sim-{fault}"))).await
}

async fn stream(sim: &Simulator, vendor: &str, fault: &str) -> Reply {
    post(sim, &Call::chat(vendor, &format!("sim-{fault}")).streaming()).await
}

fn text_of(body: &Value) -> &str {
    body["choices"][0]["message"]["content"].as_str().unwrap()
}

#[tokio::test]
async fn once_is_once_for_each_route() {
    let sim = simulator().await;
    for (fault, status) in [("s01", 429), ("s03", 500), ("f16", 429), ("f17", 400), ("f15", 402)] {
        for vendor in ["openai", "ark"] {
            let statuses = [chat(&sim, vendor, fault).await.status, chat(&sim, vendor, fault).await.status];
            assert_eq!(statuses, [status, 200], "{vendor} {fault}");
        }
    }
    let faults: Vec<String> = sim.seen().into_iter().take(3).map(|seen| seen.fault).collect();
    assert_eq!(faults, ["s01", "", "s01"]);
    sim.forget();
    assert_eq!(chat(&sim, "openai", "s03").await.status, 500);
}

#[tokio::test]
async fn a_forced_fault_strikes_whatever_the_model_is_called() {
    let sim = simulator().await;
    sim.fail("openai", Some("s04"));
    assert_eq!(chat(&sim, "openai", "ok").await.status, 503);
    assert_eq!(chat(&sim, "xai", "ok").await.status, 200);
    sim.fail("openai", None);
    assert_eq!(chat(&sim, "openai", "ok").await.status, 200);
    let by_header = Call::chat("openai", "sim-ok").with_header("x-sim-fault", "s02");
    assert_eq!(post(&sim, &by_header).await.status, 429);
    let nonsense = chat(&sim, "openai", "nonsense").await;
    assert!(nonsense.status == 500 && nonsense.body.contains("knows no fault"), "{}", nonsense.body);
}

#[tokio::test]
async fn refusals_wear_the_vendors_envelope() {
    let sim = simulator().await;
    for (vendor, fault, status, pointer, expected) in [
        ("openai", "s02", 429, "/error/code", json!("rate_limit_exceeded")),
        ("openai", "f14", 429, "/error/code", json!("insufficient_quota")),
        ("zhipu", "f14", 429, "/error/code", json!("1113")),
        ("moonshot", "f14", 429, "/error/type", json!("exceeded_current_quota_error")),
        ("minimax", "f02-1002", 200, "/base_resp/status_code", json!(1002)),
        ("minimax", "f02-1008", 200, "/base_resp/status_code", json!(1008)),
        ("minimax", "f02-1026", 200, "/base_resp/status_code", json!(1026)),
        ("minimax", "f02-1027", 200, "/base_resp/status_code", json!(1027)),
        ("ark", "f02-1008", 403, "/error/code", json!("AccountOverdueError")),
        ("ark", "f02-1027", 400, "/error/code", json!("OutputTextRiskDetection")),
        ("minimax", "s02", 429, "/base_resp/status_code", json!(1002)),
        ("openrouter", "f01", 200, "/error/code", json!(502)),
        ("openrouter", "f15", 402, "/error/metadata/reason", json!("in_flight_budget_exhausted")),
        ("openrouter", "f15b", 402, "/error/metadata", Value::Null),
        ("siliconflow", "f18", 500, "/code", json!(50507)),
        ("xai", "f18", 500, "/error", json!("Internal error")),
        ("openai", "f18-flat", 500, "/code", json!("Internal error")),
        ("openai", "f18-numeric", 500, "/error/code", json!(500)),
        ("openai", "f18-siliconflow", 500, "/data", Value::Null),
        ("deepseek", "s12", 400, "/error/code", json!("invalid_request_error")),
        ("zhipu", "s12", 400, "/error/code", json!("1261")),
        ("dashscope", "s13", 400, "/error/code", json!("DataInspectionFailed")),
        ("zhipu", "f21-434", 434, "/error/code", json!("1301")),
    ] {
        let reply = chat(&sim, vendor, fault).await;
        let found = json_of(&reply).pointer(pointer).cloned().unwrap_or_default();
        assert_eq!((reply.status, found), (status, expected), "{vendor} {fault}: {}", reply.body);
    }
    let overloaded = post(&sim, &Call::messages("sim-f21-529")).await;
    assert_eq!((overloaded.status, json_of(&overloaded)["error"]["type"].clone()), (529, json!("overloaded_error")));
    let spent = post(&sim, &Call::messages("sim-f14")).await;
    assert_eq!((spent.status, spent.header("retry-after")), (429, None));
}

#[tokio::test]
async fn when_to_come_back_is_told_in_every_way() {
    let sim = simulator().await;
    let header = async |fault: &str, name: &str| chat(&sim, "openai", fault).await.header(name).map(str::to_owned);
    assert_eq!(header("s01", "retry-after").await.as_deref(), Some("1"));
    assert_eq!(header("f16", "retry-after").await.as_deref(), Some("1"));
    assert_eq!(header("f16-ms", "retry-after-ms").await.as_deref(), Some("4"));
    assert_eq!(header("f16-huge", "retry-after").await.as_deref(), Some("86400"));
    assert_eq!(header("f16-huge", "retry-after").await.as_deref(), Some("86400"));
    assert_eq!(header("f16-none", "retry-after").await, None);
    assert!(header("f16-date", "retry-after").await.is_some_and(|date| date.ends_with(" GMT")));
    let gemini = json_of(&post(&sim, &Call::gemini("sim-f16-body")).await);
    assert_eq!(gemini["error"]["details"][0]["retryDelay"], format!("{}s", 0.4 * PACE));
    assert!(chat(&sim, "openai", "f16-body").await.body.contains("try again in 0.004s"));
}

#[tokio::test]
async fn a_format_is_unavailable_but_a_prompt_is_not() {
    let sim = simulator().await;
    let schema = json!({"type": "object", "properties": {"a": {"type": "boolean"}}});
    let call = || Call::chat("openai", "sim-f17-format");
    for kind in ["json_schema", "json_object"] {
        let format = json!({"type": kind, "json_schema": {"name": "x", "schema": schema}});
        assert_eq!(post(&sim, &call().with("/response_format", format)).await.status, 400, "{kind}");
    }
    let written = json!([{"role": "user", "content": format!("Answer as JSON: {schema}")}]);
    let body = json_of(&post(&sim, &call().with("/messages", written)).await);
    assert_eq!(text_of(&body), r#"{"a":true}"#);
}

#[tokio::test]
async fn thoughts_must_be_given_back() {
    let sim = simulator().await;
    let with = |messages: Value| Call::chat("deepseek", "sim-f17-reasoning").with("/messages", messages);
    let (ask, answer) = (json!({"role": "user", "content": "Go."}), json!({"role": "assistant", "content": "Gone."}));
    let thoughtful = json!({"role": "assistant", "content": "Gone.", "reasoning_content": "I go."});
    let refused = post(&sim, &with(json!([ask, answer, ask]))).await;
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("reasoning_content"), "{}", refused.body);
    assert_eq!(post(&sim, &with(json!([ask, answer, ask]))).await.status, 400, "again and again");
    assert_eq!(post(&sim, &with(json!([ask, thoughtful, ask, answer, ask]))).await.status, 400, "all of them");
    assert_eq!(post(&sim, &with(json!([ask, thoughtful, ask]))).await.status, 200);
    // Where there is nothing to give back, one refusal is enough.
    let statuses = [chat(&sim, "ark", "f17-reasoning").await.status, chat(&sim, "ark", "f17-reasoning").await.status];
    assert_eq!(statuses, [400, 200]);
}

#[tokio::test]
async fn a_whole_answer_tells_an_error_besides() {
    let sim = simulator().await;
    for (vendor, pointer, expected) in [
        ("openai", "/error/code", json!("bad_gateway")),
        ("openrouter", "/error/code", json!(502)),
        ("xai", "/code", json!("bad_gateway")),
        ("xai", "/error", json!("Upstream connection error.")),
        ("siliconflow", "/code", json!(502)),
        ("siliconflow", "/message", json!("Upstream connection error.")),
        ("siliconflow", "/data", Value::Null),
        ("sglang", "/code", json!(502)),
        ("sglang", "/message", json!("Upstream connection error.")),
        ("sglang", "/object", json!("chat.completion")),
        ("minimax", "/base_resp/status_code", json!(1000)),
        ("zhipu", "/error/code", json!("1234")),
    ] {
        let reply = chat(&sim, vendor, "f03b").await;
        let body = json_of(&reply);
        assert_eq!((reply.status, body.pointer(pointer)), (200, Some(&expected)), "{vendor}: {body}");
        assert!(text_of(&body).ends_with(CANONICAL), "{vendor}");
    }
    let body = json_of(&post(&sim, &Call::messages("sim-f03b")).await);
    assert_eq!((&body["error"]["type"], &body["type"]), (&json!("api_error"), &json!("message")));
    assert_eq!(json_of(&post(&sim, &Call::gemini("sim-f03b")).await)["error"]["code"], 502);
    let body = json_of(&post(&sim, &Call::responses("sim-f03b")).await);
    assert!(body["error"].is_object() && body["output"][0]["content"][0]["text"] == CANONICAL);
    let body = json_of(&post(&sim, &Call::ollama("sim-f03b")).await);
    assert!(body["error"].is_string() && body["message"]["content"] == CANONICAL);
}

#[tokio::test]
async fn an_outage_ends() {
    let sim = testkit::vendors::Simulator::start(testkit::vendors::Options { seed: 1, pace: 0.0 }).await.unwrap();
    assert_eq!(chat(&sim, "openai", "s15").await.status, 200);
    let sim = testkit::vendors::Simulator::start(testkit::vendors::Options { seed: 1, pace: 1.0 }).await.unwrap();
    assert_eq!(chat(&sim, "openai", "s15").await.status, 503);
}

#[tokio::test]
async fn errors_stand_amid_streams() {
    let sim = simulator().await;
    let cut = stream(&sim, "openrouter", "f03").await;
    let last = sse_events(&cut).pop().unwrap();
    assert_eq!((&last["error"]["code"], &last["choices"][0]["finish_reason"]), (&json!(502), &json!("error")));
    assert!(!cut.body.contains("[DONE]") && cut.body.contains("clock") && !cut.body.contains("Friday"));

    let goes_on = stream(&sim, "openrouter", "f03b").await;
    assert!(goes_on.body.contains("\"error\":{") && goes_on.body.ends_with("data: [DONE]\n\n"));
    assert!(goes_on.body.contains("Friday"));

    let overloaded = post(&sim, &Call::messages("sim-f04").streaming()).await;
    assert_eq!(overloaded.status, 200);
    assert!(overloaded.body.contains("event: error\n") && overloaded.body.contains("overloaded_error"));
    assert!(!overloaded.body.contains("text_delta"));
    for call in
        [Call::gemini("sim-f03"), Call::ollama("sim-f03"), Call::responses("sim-f03"), Call::messages("sim-f03")]
    {
        let body = post(&sim, &call.clone().streaming()).await.body;
        assert!(
            body.contains("\"error\"") && body.contains("clock") && !body.contains("Friday"),
            "{}: {body}",
            call.vendor
        );
    }
}

#[tokio::test]
async fn answers_end_for_bad_reasons() {
    let sim = simulator().await;
    for (vendor, fault, reason) in [
        ("zhipu", "f05", "network_error"),
        ("deepseek", "f05", "insufficient_system_resource"),
        ("openrouter", "f05", "error"),
        ("zhipu", "f06", "sensitive"),
        ("openai", "f06", "content_filter"),
        ("openai", "f07", "length"),
        ("openai", "f07r", "length"),
        ("openai", "f08", "stop"),
        ("openai", "f09", "stop"),
    ] {
        let body = json_of(&chat(&sim, vendor, fault).await);
        assert_eq!(body["choices"][0]["finish_reason"], reason, "{vendor} {fault}");
        let events = sse_events(&stream(&sim, vendor, fault).await);
        assert!(events.iter().any(|event| event["choices"][0]["finish_reason"] == reason), "{vendor} {fault}");
    }
    let thoughts = json_of(&chat(&sim, "openai", "f07r").await);
    assert!(thoughts["choices"][0]["message"]["content"].is_null());
    assert!(text_of(&json_of(&chat(&sim, "openai", "f08").await)).ends_with("the clock until"));
    let empty = json_of(&chat(&sim, "openai", "f09").await);
    assert_eq!((text_of(&empty), &empty["usage"]["completion_tokens"]), ("", &json!(60)));
    assert_eq!(json_of(&post(&sim, &Call::messages("sim-f06")).await)["stop_reason"], "refusal");
    let blocked = json_of(&post(&sim, &Call::gemini("sim-f06")).await);
    assert_eq!((blocked["promptFeedback"]["blockReason"].is_string(), blocked.get("candidates")), (true, None));
}

#[tokio::test]
async fn a_loop_runs_until_the_cap() {
    let sim = simulator().await;
    let capped = Call::chat("openai", "sim-f10").with("/max_tokens", json!(50));
    let body = json_of(&post(&sim, &capped).await);
    assert_eq!(
        (&body["usage"]["completion_tokens"], &body["choices"][0]["finish_reason"]),
        (&json!(50), &json!("length"))
    );
    let body = json_of(&chat(&sim, "openai", "f10").await);
    assert_eq!(body["usage"]["completion_tokens"], 4000);
    assert!(text_of(&body).matches("The harbour reopened on Tuesday.").count() > 700);
}

#[tokio::test]
async fn json_is_broken_in_every_way() {
    let sim = simulator().await;
    let told = async |fault: &str| text_of(&json_of(&chat(&sim, "openai", fault).await)).to_owned();
    let parses = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    assert!(told("f11").await.ends_with("\","));
    assert!(told("f11-fence").await.starts_with("```json\n{"));
    assert!(told("f11-prose").await.contains("}\n\nI hope this helps"));
    assert!(told("f11-quote").await.starts_with("{answer\""));
    assert!(told("f11-double").await.starts_with("\"{\\\"answer"));
    assert!(!told("f11-hopeless").await.contains('{'));
    for fault in ["f11", "f11-fence", "f11-prose", "f11-quote", "f11-hopeless"] {
        assert!(!parses(&told(fault).await), "{fault}");
    }
    let tools = json!([{"type": "function", "function": {"name": "t", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}}]);
    let call = Call::chat("openai", "sim-f11-double").with("/tools", tools).with("/tool_choice", json!("required"));
    let body = json_of(&post(&sim, &call).await);
    assert_eq!(body["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"], r#""{\"a\":1}""#);
}

#[tokio::test]
async fn thoughts_keys_and_names_are_where_they_should_not_be() {
    let sim = simulator().await;
    assert!(text_of(&json_of(&chat(&sim, "openai", "f22").await)).starts_with("<think>\n"));
    let events = sse_events(&stream(&sim, "openai", "f22b").await);
    let thoughts: Vec<&str> =
        events.iter().filter_map(|event| event["choices"][0]["delta"]["reasoning_content"].as_str()).collect();
    assert!(thoughts[3].starts_with(thoughts[2]) && thoughts[2].starts_with("The reader "));
    let echo = chat(&sim, "openai", "f24").await;
    assert!(echo.status == 500 && echo.body.contains(&format!("authorization: Bearer {KEY}")), "{}", echo.body);
    assert!(post(&sim, &Call::messages("sim-f24")).await.body.contains(&format!("x-api-key: {KEY}")));
    assert!(text_of(&json_of(&chat(&sim, "openai", "f24-answer").await)).contains(KEY));
    assert_eq!(json_of(&chat(&sim, "openai", "f25").await)["model"], "other-model-1");
}

#[tokio::test]
async fn usage_is_told_in_every_way() {
    let sim = simulator().await;
    let told = async |fault: &str| {
        let events = sse_events(&stream(&sim, "openai", fault).await);
        let with_usage = events.iter().filter(|event| event["usage"].is_object());
        with_usage
            .map(|event| {
                (event["choices"].as_array().unwrap().len(), event["usage"]["completion_tokens"].as_u64().unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(told("f19").await, [(1, 60)]);
    assert_eq!(told("f19-twice").await, [(1, 60), (0, 60)]);
    assert_eq!(told("f19-none").await, []);
    let cumulative = told("f19-cumulative").await;
    assert_eq!((cumulative[0], cumulative[58], cumulative[60]), ((1, 1), (1, 59), (0, 60)));
    assert!(!chat(&sim, "openai", "f19-none").await.body.contains("usage"));
    assert!(text_of(&json_of(&chat(&sim, "openai", "f19").await)) == CANONICAL);
}
