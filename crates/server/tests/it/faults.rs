//! What goes wrong, as an HTTP status and an error in OpenAI's shape.

use crate::house::{House, KEY, Reply, question};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_request_is_told_in_the_vendors_words_and_asked_nowhere_else_in_vain() {
    let house = House::open().await;
    for (model, status, code, words) in [
        ("openai/sim-s12", 400, "context_length_exceeded", "context"),
        ("openai/sim-s13", 400, "content_policy_violation", ""),
        ("openai/unknown", 404, "model_not_found", "unknown"),
    ] {
        let (told, said, message) = house.chat(&question(model)).await.error();
        assert_eq!((told, said.as_str()), (status, code), "{model}: {message}");
        assert!(message.contains(words) && !message.starts_with("HTTP"), "{model}: {message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_answers_each_routes_verdict_is_told() {
    let house = House::open().await;
    let reply = house.chat(&question("spare/sim-f12,openai/sim-f09,minimax/sim-f10")).await;
    let (status, code, message) = reply.error();
    assert_eq!((status, code.as_str()), (502, "no_model_answered"));
    for words in ["spare/sim-f12: broken", "openai/sim-f09: empty", "minimax/sim-f10: the same again and again"] {
        assert!(message.contains(words), "{words} is not in {message}");
    }
    assert!(reply.header("x-zaowan-attempts").parse::<u32>().unwrap() >= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn vendors_that_are_all_full_are_a_limit() {
    let house = House::open().await;
    let (status, code, _) = house.chat(&question("spare/sim-s02,openai/sim-s02")).await.error();
    assert_eq!((status, code.as_str()), (429, "rate_limit_exceeded"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_request_is_refused_here() {
    let house = House::open().await;
    for (body, status, param) in [
        (question("gpt-5"), 404, "model"),
        (question("nobody/gpt-5"), 404, "model"),
        (question(""), 404, "model"),
        (json!({"messages": [{"role": "user", "content": "x"}]}), 400, "model"),
        (json!({"model": "openai/sim-ok"}), 400, "messages"),
        (json!({"model": "openai/sim-ok", "messages": []}), 400, "messages"),
        (json!([1]), 400, ""),
    ] {
        let reply = house.chat(&body).await;
        assert_eq!(
            (reply.status, reply.json()["error"]["param"].as_str().unwrap_or_default()),
            (status, param),
            "{body}"
        );
    }
    let mut wrong = question("openai/sim-ok");
    wrong["response_format"] = json!({"type": "json_schema", "json_schema": {"name": "x"}});
    assert_eq!(house.chat(&wrong).await.json()["error"]["param"], "response_format");
    let raw = house.post("/v1/chat/completions", KEY, &Value::Null).body("{\"model\": ");
    assert_eq!(Reply::of(raw).await.error().0, 400);
    assert_eq!(house.simulator.seen().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_place_a_wrong_method_and_a_flood_have_their_status() {
    let house = House::open().await;
    assert_eq!(house.ask("/v1/completions", &json!({})).await.error().0, 404);
    assert_eq!(house.get("/v1/chat/completions").await.error().0, 405);
    let mut line = TcpStream::connect(house.addr).await.unwrap();
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {KEY}\r\ncontent-length: 40000000\r\n\r\n"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut told = vec![0u8; 4096];
    let n_bytes = line.read(&mut told).await.unwrap();
    let told = String::from_utf8_lossy(&told[..n_bytes]);
    assert!(told.starts_with("HTTP/1.1 413") && told.contains("request_too_large"), "{told}");
}
