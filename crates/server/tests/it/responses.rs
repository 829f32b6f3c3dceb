//! The Responses API over chats: whole, as events, and what cannot be had here.

use crate::house::{House, PIXEL};
use serde_json::{Value, json};
use testkit::vendors::CANONICAL;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_a_response() {
    let house = House::open().await;
    for vendor in ["openai", "anthropic", "deepseek"] {
        let body = json!({
            "model": format!("{vendor}/sim-ok"), "instructions": "You explain.", "max_output_tokens": 500,
            "input": [{"role": "user", "content": [{"type": "input_text", "text": "Why?"}, {"type": "input_image", "image_url": PIXEL}]}],
            "metadata": {"a": "b"}, "store": true,
        });
        let reply = house.ask("/v1/responses", &body).await;
        let response = reply.json();
        assert_eq!(
            (reply.status, &response["object"], &response["status"]),
            (200, &json!("response"), &json!("completed"))
        );
        assert_eq!((&response["store"], &response["metadata"]["a"]), (&json!(false), &json!("b")));
        assert_eq!(response["output"][0]["content"][0]["text"], CANONICAL, "{vendor}: {}", reply.text);
        assert!(response["usage"]["output_tokens"].as_u64() >= Some(60));
        assert_eq!(reply.header("x-zaowan-route"), format!("{vendor}/sim-ok"));
    }
    let seen = house.last_body();
    assert_eq!(seen["messages"][0], json!({"role": "system", "content": "You explain."}));
    assert_eq!((&seen["max_tokens"], seen.get("store"), seen.get("metadata")), (&json!(500), None, None));
    assert_eq!(seen["messages"][1]["content"][1]["image_url"]["url"], PIXEL);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_is_told_in_its_true_sequence() {
    let house = House::open().await;
    let body = json!({"model": "openai/sim-ok", "input": "Why?", "stream": true});
    let reply = house.ask("/v1/responses", &body).await;
    let events: Vec<Value> = reply.events().iter().map(|event| serde_json::from_str(event).unwrap()).collect();
    let mut kinds: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed",
        ]
    );
    for (nth, event) in events.iter().enumerate() {
        assert_eq!(event["sequence_number"], nth);
        assert!(reply.text.contains(&format!("event: {}\ndata: ", event["type"].as_str().unwrap())));
    }
    let deltas: String = events.iter().filter_map(|event| event["delta"].as_str()).collect();
    let last = events.last().unwrap();
    assert_eq!((deltas.as_str(), &last["response"]["output"][0]["content"][0]["text"]), (CANONICAL, &json!(CANONICAL)));
    assert!(last["response"]["usage"]["output_tokens"].as_u64() >= Some(60), "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_come_out_and_their_outputs_go_in() {
    let house = House::open().await;
    let tools = json!([{"type": "function", "name": "weather", "strict": true,
        "parameters": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}}]);
    for is_stream in [false, true] {
        let body =
            json!({"model": "anthropic/sim-ok", "tools": tools, "input": "Please use the tool.", "stream": is_stream});
        let reply = house.ask("/v1/responses", &body).await;
        let response = if is_stream {
            let last: Value = serde_json::from_str(reply.events().last().unwrap()).unwrap();
            assert!(reply.text.contains("event: response.function_call_arguments.done"));
            last["response"].clone()
        } else {
            reply.json()
        };
        let call = response["output"].as_array().unwrap().iter().find(|item| item["type"] == "function_call");
        let call = call.unwrap_or_else(|| panic!("{response}")).clone();
        assert!(call["name"] == "weather" && call["call_id"].as_str().is_some_and(|id| !id.is_empty()), "{call}");
        let output = json!({"type": "function_call_output", "call_id": call["call_id"], "output": "sun"});
        let body = json!({"model": "openai/sim-ok", "input": [{"role": "user", "content": "Weather?"}, call, output]});
        assert_eq!(house.ask("/v1/responses", &body).await.status, 200);
        let roles: Vec<Value> =
            house.last_body()["messages"].as_array().unwrap().iter().map(|message| message["role"].clone()).collect();
        assert_eq!(roles, ["user", "assistant", "tool"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_thoughts_and_a_cap_have_their_places() {
    let house = House::open().await;
    let schema = json!({"type": "object", "additionalProperties": false, "required": ["a"], "properties": {"a": {"type": "string"}}});
    let body = json!({"model": "deepseek/sim-ok", "input": "Why?", "text": {"format": {"type": "json_schema", "name": "x", "schema": schema}}});
    let response = house.ask("/v1/responses", &body).await.json();
    let text: Value = serde_json::from_str(response["output"][0]["content"][0]["text"].as_str().unwrap()).unwrap();
    assert!(text["a"].is_string());
    let thinks = house.ask("/v1/responses", &json!({"model": "deepseek/sim-f22b", "input": "Why?"})).await.json();
    assert_eq!(
        (&thinks["output"][0]["type"], &thinks["output"][1]["type"]),
        (&json!("reasoning"), &json!("message")),
        "{thinks}"
    );
    let capped = json!({"model": "openai/sim-f07", "input": "Why?", "max_output_tokens": 40});
    let response = house.ask("/v1/responses", &capped).await.json();
    assert_eq!(response["incomplete_details"]["reason"], "max_output_tokens", "{response}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_had_here_is_said() {
    let house = House::open().await;
    for (field, value) in [
        ("previous_response_id", json!("resp_1")),
        ("conversation", json!("conv_1")),
        ("background", json!(true)),
        ("tools", json!([{"type": "web_search"}])),
        ("input", json!([{"type": "item_reference", "id": "x"}])),
    ] {
        let mut body = json!({"model": "openai/sim-ok", "input": "Why?"});
        body[field] = value;
        let reply = house.ask("/v1/responses", &body).await;
        assert_eq!((reply.status, &reply.json()["error"]["param"]), (400, &json!(field)), "{}", reply.text);
    }
    let mut failed = json!({"model": "spare/sim-s08b", "input": "Why?", "stream": true});
    let reply = house.ask("/v1/responses", &failed).await;
    assert_eq!(
        (reply.status, reply.error().1.as_str()),
        (502, "no_model_answered"),
        "held, so that nothing was said yet"
    );
    failed["model"] = "spare/other-sim-s08b".into();
    let live = house.post("/v1/responses", crate::house::KEY, &failed).header("x-zaowan-stream", "live");
    let reply = crate::house::Reply::of(live).await;
    let last: Value = serde_json::from_str(reply.events().last().unwrap()).unwrap();
    assert_eq!((&last["type"], &last["response"]["status"]), (&json!("response.failed"), &json!("failed")), "{last}");
}
