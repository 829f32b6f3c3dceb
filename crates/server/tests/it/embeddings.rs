//! Embeddings, in both of the ways in which clients ask for them.

use crate::house::House;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_base64_are_the_same_vector() {
    let house = House::open().await;
    let mut body = json!({"model": "openai/sim-embed", "input": ["The harbour reopened.", "港口"], "dimensions": 64});
    let reply = house.ask("/v1/embeddings", &body).await;
    assert_eq!((reply.status, reply.header("x-zaowan-route")), (200, "openai/sim-embed"), "{}", reply.text);
    assert_eq!(house.last_body()["dimensions"], 64);
    let numbers = reply.json();
    assert_eq!(numbers["data"].as_array().map(Vec::len), Some(2));
    body["encoding_format"] = "base64".into();
    let base64 = house.ask("/v1/embeddings", &body).await.json();
    let text = base64["data"][0]["embedding"].as_str().unwrap();
    assert_eq!(text.len(), (64 * 4_usize).div_ceil(3) * 4);
    let first = numbers["data"][0]["embedding"][0].as_f64().unwrap() as f32;
    let [row] = house.rows(1).try_into().unwrap();
    assert_eq!((row.step.as_str(), row.client.as_str()), ("embeddings", "everything"));
    // The first three bytes of a little-endian float are the first four letters.
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = text.chars().take(4).fold(0u32, |bits, letter| bits << 6 | letters.find(letter).unwrap() as u32);
    assert_eq!(bits.to_be_bytes()[1..], first.to_le_bytes()[..3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_route_embeds_when_the_first_cannot() {
    let house = House::open().await;
    let body = json!({"model": "anthropic/sim-embed,spare/sim-embed", "input": "The harbour reopened."});
    let reply = house.ask("/v1/embeddings", &body).await;
    assert_eq!((reply.status, reply.header("x-zaowan-route")), (200, "spare/sim-embed"), "{}", reply.text);
    let nothing: Value = house.ask("/v1/embeddings", &json!({"model": "openai/sim-embed"})).await.json();
    assert_eq!(nothing["error"]["param"], "input");
}
