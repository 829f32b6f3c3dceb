//! Plain chats: what goes through, and what comes back.

use crate::house::{House, PIXEL, QUESTION, question};
use serde_json::{Value, json};
use testkit::vendors::CANONICAL;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_with_its_route_attempts_and_cost() {
    let house = House::open().await;
    let reply = house.chat(&question("openai/sim-ok")).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    assert_eq!((reply.header("x-zaowan-route"), reply.header("x-zaowan-attempts")), ("openai/sim-ok", "1"));
    assert!(reply.header("x-request-id").starts_with("req_"), "{:?}", reply.headers);
    let body = reply.json();
    assert_eq!(body["choices"][0]["message"]["content"], CANONICAL);
    assert_eq!(body["system_fingerprint"], "fp_sim", "the vendor's own bytes are handed on");
    let [row] = house.rows(9).try_into().unwrap();
    assert_eq!((row.client.as_str(), row.step.as_str()), ("everything", "chat"));
    assert_eq!(reply.header("x-zaowan-cost-microusd"), row.cost.microusd.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_names_one_route_several_or_a_role() {
    let house = House::open().await;
    for (model, route, attempts) in [
        (json!("openai/sim-ok"), "openai/sim-ok", "1"),
        (json!("spare/sim-f12,openai/sim-ok"), "openai/sim-ok", "2"),
        (json!("reporter"), "deepseek/sim-ok", "1"),
        (json!("zaowan/reporter"), "deepseek/sim-ok", "1"),
        (json!("zaowan"), "deepseek/sim-ok", "1"),
    ] {
        let mut body = question("");
        body["model"] = model;
        let reply = house.chat(&body).await;
        assert_eq!(
            (reply.header("x-zaowan-route"), reply.header("x-zaowan-attempts")),
            (route, attempts),
            "{}",
            reply.text
        );
    }
    let mut several = question("spare/other-sim-f12b");
    several["models"] = json!(["minimax/sim-ok", "openai/sim-ok"]);
    let reply = house.chat(&several).await;
    assert_eq!((reply.header("x-zaowan-route"), reply.header("x-zaowan-attempts")), ("minimax/sim-ok", "2"));
    assert_eq!(house.last_body().get("models"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_here_knows_goes_through_as_it_is() {
    let house = House::open().await;
    let body = json!({
        "model": "spare/sim-ok",
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": QUESTION, "cache_control": {"type": "ephemeral"}},
                {"type": "image_url", "image_url": {"url": PIXEL, "detail": "low"}}]},
        ],
        "temperature": 0.25, "seed": 9_007_199_254_740_993_i64, "logit_bias": {"1": -1.5}, "new_field": {"deep": [1, null, "两"]},
        "x-zaowan-note": "ours",
    });
    assert_eq!(house.chat(&body).await.status, 200);
    let mut expected = body.clone();
    expected["model"] = "sim-ok".into();
    expected.as_object_mut().unwrap().remove("x-zaowan-note");
    assert_eq!(house.last_body(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_are_called_in_every_dialect() {
    let house = House::open().await;
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    for vendor in ["openai", "deepseek", "anthropic", "gemini", "ollama", "openai-responses"] {
        let body = json!({
            "model": format!("{vendor}/sim-ok"),
            "messages": [{"role": "user", "content": "What is the weather? Please use the tool."}],
            "tools": [{"type": "function", "function": {"name": "weather", "description": "Tells it.", "parameters": schema}}],
        });
        let reply = house.chat(&body).await;
        let choice = &reply.json()["choices"][0];
        assert_eq!(choice["finish_reason"], "tool_calls", "{vendor}: {}", reply.text);
        let function = &choice["message"]["tool_calls"][0]["function"];
        let arguments: Value = serde_json::from_str(function["arguments"].as_str().unwrap()).unwrap();
        assert!(function["name"] == "weather" && arguments["city"].is_string(), "{vendor}: {function}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_is_kept_by_vendors_of_every_form_and_tools_beside_it_still_work() {
    let house = House::open().await;
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["headline", "urgency"],
        "properties": {"headline": {"type": "string"}, "urgency": {"type": "integer"}},
    });
    for vendor in ["openai", "deepseek", "anthropic", "gemini", "minimax", "ollama", "openai-responses"] {
        let mut body = question(&format!("{vendor}/sim-ok"));
        body["response_format"] =
            json!({"type": "json_schema", "json_schema": {"name": "story", "schema": schema, "strict": true}});
        for is_stream in [false, true] {
            let text = if is_stream {
                house.stream(&body, "live").await.streamed().0
            } else {
                let reply = house.chat(&body).await;
                reply.json()["choices"][0]["message"]["content"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{vendor}: {}", reply.text))
                    .to_owned()
            };
            let story: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{vendor}: {error}: {text}"));
            assert!(story["headline"].is_string() && story["urgency"].is_i64(), "{vendor}: {story}");
        }
        body["tools"] = json!([{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]);
        body["messages"][0]["content"] = "What is the weather? Please use the tool.".into();
        let reply = house.chat(&body).await;
        assert_eq!(
            reply.json()["choices"][0]["message"]["tool_calls"][0]["function"]["name"],
            "weather",
            "{vendor}: {}",
            reply.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_models_names_roles_routes_and_what_vendors_have() {
    let house = House::open().await;
    let list = house.get("/v1/models").await.json();
    let ids: Vec<&str> = list["data"].as_array().unwrap().iter().filter_map(|model| model["id"].as_str()).collect();
    for id in ["reporter", "zaowan", "deepseek/sim-ok", "openai/sim-fast"] {
        assert!(ids.contains(&id), "{id} is not in {ids:?}");
    }
    assert_eq!(house.get("/v1/models/deepseek/sim-ok").await.json()["owned_by"], "deepseek");
    assert_eq!(house.get("/v1/models/nobody/x").await.status, 404);
    assert_eq!(house.get("/healthz").await.text, "ok\n");
}
