//! Faults strike the answers of roles as they strike plain ones: the JSON is the role's, and broken as the name says.

use crate::vendors_client::{Call, json_of, post, simulator, sse_events};
use serde_json::{Value, json};

/// A prompt of the managing editor, whose answer is the shortest, in the form of a forced tool if so wanted.
fn call(fault: &str) -> Call {
    let messages = json!([
        {"role": "system", "content": "# Managing editor\nYou say the last yes or no to an edition."},
        {"role": "user", "content": "<<<DATA edition 0a>>>\n{\"edition\":\"2026-03-18-morning\"}\n<<<END edition 0a>>>\n"},
    ]);
    Call::chat("openai", &format!("sim-{fault}")).with("/messages", messages)
}

async fn told(fault: &str) -> (String, String) {
    let sim = simulator().await;
    let body = json_of(&post(&sim, &call(fault)).await);
    let choice = &body["choices"][0];
    let text = choice["message"]["content"].as_str().unwrap_or_default();
    (text.to_owned(), choice["finish_reason"].as_str().unwrap_or_default().to_owned())
}

fn parses(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok()
}

#[tokio::test]
async fn an_answer_is_cut_in_its_json() {
    let (whole, finish) = told("ok").await;
    assert!(parses(&whole) && finish == "stop");
    for (fault, expected) in [("f07", "length"), ("f08", "stop")] {
        let (cut, finish) = told(fault).await;
        assert_eq!(finish, expected, "{fault}");
        assert!(!parses(&cut) && cut.len() > 10 && whole.starts_with(&cut), "{fault}: {cut}");
    }
    assert_eq!(told("f09").await, (String::new(), "stop".to_owned()));
}

#[tokio::test]
async fn the_json_of_a_role_is_broken_in_every_way() {
    let (whole, _) = told("ok").await;
    assert_eq!(told("f11-fence").await.0, format!("```json\n{whole}\n```"));
    assert!(told("f11-prose").await.0.starts_with(&format!("{whole}\n\nI hope")));
    assert_eq!(told("f11-quote").await.0, whole.replacen("{\"", "{", 1));
    assert_eq!(serde_json::from_str::<String>(&told("f11-double").await.0).unwrap(), whole);
    assert_eq!(told("f11").await.0, format!("{},", whole.strip_suffix('}').unwrap()));
    assert!(!told("f11-hopeless").await.0.contains('{'));
}

#[tokio::test]
async fn a_streamed_role_is_cut_on_the_line() {
    let sim = simulator().await;
    let (whole, _) = told("ok").await;
    for fault in ["s08a", "s08b"] {
        let reply = post(&sim, &call(fault).streaming()).await;
        let events = sse_events(&reply);
        let text: String = events.iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect();
        assert!(whole.starts_with(&text) && text.len() < whole.len() && !text.is_empty(), "{fault}: {text}");
        assert_eq!(reply.closed, Some(Ok(())), "{fault}");
    }
}

#[tokio::test]
async fn a_role_that_is_asked_again_answers_the_same() {
    let sim = simulator().await;
    let (whole, _) = told("ok").await;
    let mut again = call("ok");
    let turns = [
        json!({"role": "assistant", "content": "It looks fine to me."}),
        json!({"role": "user", "content": "Your answer cannot be used: the answer holds no JSON object. Answer again."}),
    ];
    again.body["messages"].as_array_mut().unwrap().extend(turns);
    assert_eq!(json_of(&post(&sim, &again).await)["choices"][0]["message"]["content"], whole);
}

#[tokio::test]
async fn a_role_answers_alike_in_every_form() {
    let sim = simulator().await;
    let (whole, _) = told("ok").await;
    let expected: Value = serde_json::from_str(&whole).unwrap();
    let schema = json!({"type": "object", "properties": {"release": {"enum": ["kill"]}, "why": {"type": "string"}}});
    let format = json!({"type": "json_schema", "json_schema": {"name": "x", "schema": schema}});
    let tools = json!([{"type": "function", "function": {"name": "answer", "parameters": schema}}]);
    let by_tool = call("ok").with("/tools", tools).with("/tool_choice", json!("required"));
    for (call, pointer) in [
        (call("ok").with("/response_format", format), "/choices/0/message/content"),
        (call("ok").with("/response_format", json!({"type": "json_object"})), "/choices/0/message/content"),
        (by_tool, "/choices/0/message/tool_calls/0/function/arguments"),
    ] {
        let body = json_of(&post(&sim, &call).await);
        let text = body.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{body}"));
        assert_eq!(serde_json::from_str::<Value>(text).unwrap(), expected, "{pointer}");
    }
}
