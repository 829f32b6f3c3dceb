//! Each vendor in health: its answer whole and as a stream, in its own shape.

use crate::vendors_client::{CHAT, Call, Reply, get, json_of, lines, post, read, simulator, sse_events};
use serde_json::{Value, json};
use testkit::vendors::CANONICAL;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

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

#[tokio::test]
async fn responses_answer_whole_and_as_a_stream() {
    let sim = simulator().await;
    let body = json_of(&post(&sim, &Call::responses("sim-ok")).await);
    assert_eq!(body["output"][0]["content"][0]["text"], CANONICAL);
    assert_eq!((body["status"].as_str(), body["usage"]["output_tokens"].as_u64()), (Some("completed"), Some(60)));

    let events = sse_events(&post(&sim, &Call::responses("sim-ok").streaming()).await);
    let of_kind = |kind: &str| events.iter().filter(|event| event["type"] == kind).cloned().collect::<Vec<_>>();
    let text: String =
        of_kind("response.output_text.delta").iter().map(|e| e["delta"].as_str().unwrap().to_owned()).collect();
    assert_eq!(text, CANONICAL);
    assert_eq!(of_kind("response.completed")[0]["response"]["output"][0]["content"][0]["text"], CANONICAL);
    let numbers: Vec<u64> = events.iter().map(|event| event["sequence_number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..events.len() as u64).collect::<Vec<_>>());
}

#[tokio::test]
async fn messages_answer_whole_and_as_a_stream() {
    let sim = simulator().await;
    let reply = post(&sim, &Call::messages("sim-ok")).await;
    let body = json_of(&reply);
    assert_eq!(body["content"], json!([{"type": "text", "text": CANONICAL}]));
    assert_eq!((body["stop_reason"].as_str(), body["usage"]["output_tokens"].as_u64()), (Some("end_turn"), Some(60)));
    assert!(reply.header("request-id").is_some() && reply.header("anthropic-ratelimit-requests-remaining").is_some());

    let events = sse_events(&post(&sim, &Call::messages("sim-ok").streaming()).await);
    let text: String = events.iter().filter_map(|event| event["delta"]["text"].as_str()).collect();
    assert_eq!(text, CANONICAL);
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds[..3], ["message_start", "content_block_start", "ping"]);
    assert_eq!(kinds[kinds.len() - 3..], ["content_block_stop", "message_delta", "message_stop"]);
    assert!(events[0]["message"]["usage"]["input_tokens"].as_u64().unwrap() > 0);
    assert_eq!(events[events.len() - 2]["usage"], json!({"output_tokens": 60}));
}

#[tokio::test]
async fn gemini_answers_whole_and_as_a_stream() {
    let sim = simulator().await;
    let body = json_of(&post(&sim, &Call::gemini("sim-ok")).await);
    assert_eq!(body["candidates"][0]["content"]["parts"], json!([{"text": CANONICAL}]));
    assert_eq!(body["candidates"][0]["finishReason"], "STOP");
    assert_eq!(body["usageMetadata"]["candidatesTokenCount"], 60);

    let events = sse_events(&post(&sim, &Call::gemini("sim-ok").streaming()).await);
    let text: String =
        events.iter().filter_map(|event| event["candidates"][0]["content"]["parts"][0]["text"].as_str()).collect();
    assert_eq!(text, CANONICAL);
    assert_eq!(events.last().unwrap()["usageMetadata"]["candidatesTokenCount"], 60);
    assert_eq!(sim.hits("gemini", "sim-ok"), 2);
}

#[tokio::test]
async fn ollama_answers_whole_and_as_lines() {
    let sim = simulator().await;
    let body = json_of(&post(&sim, &Call::ollama("sim-ok")).await);
    assert_eq!((body["message"]["content"].as_str(), body["done_reason"].as_str()), (Some(CANONICAL), Some("stop")));

    let reply = post(&sim, &Call::ollama("sim-ok").streaming()).await;
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    let lines = lines(&reply);
    let text: String = lines.iter().map(|line| line["message"]["content"].as_str().unwrap()).collect();
    assert_eq!(text, CANONICAL);
    assert_eq!(
        (lines.last().unwrap()["done"].as_bool(), lines.last().unwrap()["eval_count"].as_u64()),
        (Some(true), Some(60))
    );
}

#[tokio::test]
async fn each_vendor_counts_in_its_own_words() {
    let sim = simulator().await;
    for (vendor, pointer) in [
        ("deepseek", "/usage/prompt_cache_miss_tokens"),
        ("openai", "/usage/completion_tokens_details/reasoning_tokens"),
        ("moonshot", "/usage/cached_tokens"),
        ("openrouter", "/usage/cost"),
        ("xai", "/usage/cost_in_usd_ticks"),
        ("minimax", "/base_resp/status_code"),
        ("zhipu", "/choices/0/message/reasoning_content"),
    ] {
        let body = json_of(&post(&sim, &Call::chat(vendor, "sim-ok")).await);
        assert!(body.pointer(pointer).is_some_and(|value| !value.is_null()), "{vendor}: {body}");
    }
}

#[tokio::test]
async fn usage_is_streamed_as_each_vendor_does() {
    let sim = simulator().await;
    let streams_usage = async |vendor: &str, asks: bool| {
        let call = Call::chat(vendor, "sim-ok").streaming().with("/stream_options", json!({"include_usage": asks}));
        let events = sse_events(&post(&sim, &call).await);
        events
            .iter()
            .filter(|event| event["usage"].is_object())
            .map(|event| event["choices"].as_array().unwrap().len())
            .collect::<Vec<_>>()
    };
    assert_eq!(streams_usage("dashscope", false).await, Vec::<usize>::new());
    assert_eq!(streams_usage("dashscope", true).await, [0]);
    assert_eq!(streams_usage("openai", false).await, Vec::<usize>::new());
    assert_eq!(streams_usage("deepseek", false).await, [1]);
    assert_eq!(streams_usage("openrouter", false).await, [0]);
}

#[tokio::test]
async fn minimax_thinks_aloud_unless_asked_to_think_beside() {
    let sim = simulator().await;
    let aloud = json_of(&post(&sim, &Call::chat("minimax", "sim-ok")).await);
    assert!(aloud["choices"][0]["message"]["content"].as_str().unwrap().starts_with("<think>"));

    let beside = Call::chat("minimax", "sim-ok").with("/reasoning_split", json!(true));
    let message = json_of(&post(&sim, &beside).await)["choices"][0]["message"].clone();
    assert_eq!(message["content"], CANONICAL);
    assert!(message["reasoning_details"][0]["text"].is_string());

    // Then each chunk tells all from the beginning.
    let events = sse_events(&post(&sim, &beside.streaming()).await);
    let texts: Vec<&str> = events.iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(texts.last(), Some(&CANONICAL));
    assert!(texts[10].starts_with(texts[9]));
}

#[tokio::test]
async fn json_is_answered_in_kind() {
    let sim = simulator().await;
    let schema =
        json!({"type": "object", "properties": {"kind": {"enum": ["clear", "hold"]}, "n": {"type": "integer"}}});
    let expected = json!({"kind": "clear", "n": 1});
    let format = json!({"type": "json_schema", "json_schema": {"name": "x", "schema": schema}});
    let text_format = json!({"format": {"type": "json_schema", "name": "x", "schema": schema}});
    let config = json!({"responseMimeType": "application/json", "responseJsonSchema": schema});
    let tool = json!([{"name": "tell", "description": "…", "input_schema": schema}]);
    let written = json!([{"role": "user", "content": format!("Answer with JSON of this schema: {schema}")}]);
    let deepseek = Call::chat("deepseek", "sim-ok").with("/response_format", json!({"type": "json_object"}));
    for (call, pointer) in [
        (Call::chat("openai", "sim-ok").with("/response_format", format), "/choices/0/message/content"),
        (deepseek.with("/messages", written.clone()), "/choices/0/message/content"),
        (Call::chat("vllm", "sim-ok").with("/messages", written), "/choices/0/message/content"),
        (Call::responses("sim-ok").with("/text", text_format), "/output/0/content/0/text"),
        (
            Call::messages("sim-ok")
                .with("/output_config", json!({"format": {"type": "json_schema", "schema": schema}})),
            "/content/0/text",
        ),
        (
            Call::messages("sim-ok").with("/tools", tool).with("/tool_choice", json!({"type": "tool", "name": "tell"})),
            "/content/0/input",
        ),
        (Call::gemini("sim-ok").with("/generationConfig", config), "/candidates/0/content/parts/0/text"),
        (Call::ollama("sim-ok").with("/format", schema.clone()), "/message/content"),
    ] {
        let body = json_of(&post(&sim, &call).await);
        let told = body.pointer(pointer).unwrap_or_else(|| panic!("{}: {body}", call.vendor));
        let told = told.as_str().map_or_else(|| told.clone(), |text| serde_json::from_str(text).unwrap());
        assert_eq!(told, expected, "{}", call.vendor);
    }
}

#[tokio::test]
async fn a_tool_is_called_when_the_user_says_so() {
    let sim = simulator().await;
    let schema = json!({"type": "object", "properties": {"city": {"type": "string", "maxLength": 11}}});
    let tools = json!([{"type": "function", "function": {"name": "weather", "parameters": schema}}]);
    let ask = json!([{"role": "user", "content": "Please use the tool."}]);
    let chat = Call::chat("openai", "sim-ok").with("/tools", tools.clone()).with("/messages", ask.clone());
    let body = json_of(&post(&sim, &chat).await);
    assert_eq!(body["choices"][0]["finish_reason"], "tool_calls");
    let function = &body["choices"][0]["message"]["tool_calls"][0]["function"];
    assert_eq!(
        (function["name"].as_str(), function["arguments"].as_str()),
        (Some("weather"), Some(r#"{"city":"The harbour"}"#))
    );

    let events = sse_events(&post(&sim, &chat.streaming()).await);
    let piece = |event: &Value| {
        event["choices"][0]["delta"]["tool_calls"][0]["function"]["arguments"].as_str().map(str::to_owned)
    };
    assert_eq!(events.iter().filter_map(piece).collect::<String>(), r#"{"city":"The harbour"}"#);

    let ollama = Call::ollama("sim-ok").with("/tools", tools).with("/messages", ask);
    let body = json_of(&post(&sim, &ollama).await);
    assert_eq!(body["message"]["tool_calls"][0]["function"]["arguments"]["city"], "The harbour");
}

#[tokio::test]
async fn models_and_embeddings_are_offered() {
    let sim = simulator().await;
    for (vendor, path, pointer) in [
        ("deepseek", "/models", "/data/0/id"),
        ("gemini", "/models", "/models/0/name"),
        ("anthropic", "/models", "/data/0/display_name"),
        ("ollama", "/api/tags", "/models/0/name"),
        ("openrouter", "/models", "/data/0/pricing/prompt"),
    ] {
        let body = json_of(&get(&sim, vendor, path).await);
        assert!(body.pointer(pointer).is_some(), "{vendor}: {body}");
        assert_eq!(sim.hits(vendor, ""), 0);
    }
    assert_eq!(sim.seen().len(), 5);

    let call = Call::new("openai", "/embeddings", json!({"model": "sim-embed", "input": ["one", "two", "one"]}));
    let body = json_of(&post(&sim, &call).await);
    assert_eq!(body["data"][0]["embedding"].as_array().unwrap().len(), 256);
    assert_eq!(body["data"][0]["embedding"], body["data"][2]["embedding"]);
    assert_ne!(body["data"][0]["embedding"], body["data"][1]["embedding"]);
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let sim = simulator().await;
    let mut stream = TcpStream::connect(sim.addr()).await.unwrap();
    for call in [Call::chat("openai", "sim-ok"), Call::chat("openai", "sim-ok").streaming(), Call::messages("sim-ok")] {
        stream.write_all(&call.bytes(&sim.base_url(&call.vendor))).await.unwrap();
        let reply: Reply = read(&mut stream).await;
        assert_eq!((reply.status, reply.closed), (200, None));
    }
    stream.write_all(b"GET / HTTP/1.1\r\nhost: sim\r\n\r\n").await.unwrap();
    assert_eq!(read(&mut stream).await.body, "sim");
}

#[tokio::test]
async fn what_was_asked_is_remembered_and_forgotten() {
    let sim = simulator().await;
    post(&sim, &Call::chat("openai", "sim-s04")).await;
    post(&sim, &Call::chat("openai", "sim-ok")).await;
    let seen = sim.seen();
    assert_eq!((seen[0].model.as_str(), seen[0].fault.as_str(), seen[1].fault.as_str()), ("sim-s04", "s04", ""));
    assert_eq!(seen[0].body["model"], "sim-s04");
    assert!(seen[0].headers["authorization"].starts_with("Bearer ") && seen[0].at <= seen[1].at);
    assert_eq!((seen[0].vendor.as_str(), seen[0].path.as_str()), ("openai", "/openai/v1/chat/completions"));
    assert_eq!(sim.hits("openai", "sim-ok"), 1);
    sim.forget();
    assert_eq!((sim.seen().len(), sim.hits("openai", "sim-ok")), (0, 0));
}

#[tokio::test]
async fn it_stops_when_dropped() {
    let sim = simulator().await;
    let addr = sim.addr();
    let mut stream = TcpStream::connect(addr).await.unwrap();
    drop(sim);
    assert!(read(&mut stream).await.closed.is_some());
}
