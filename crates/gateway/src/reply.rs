//! An answer as a client of the OpenAI wire wants it.

use crate::answer::{Answer, ToolCall};
use bytes::Bytes;
use serde_json::{Map, Value, json};

/// A chat completion made of an answer.
pub(crate) fn body_of(answer: &Answer) -> Bytes {
    let mut message = Map::from_iter([("role".to_owned(), Value::from("assistant"))]);
    let content =
        if answer.text.is_empty() && !answer.tool_calls.is_empty() { Value::Null } else { answer.text.as_str().into() };
    message.insert("content".into(), content);
    if !answer.reasoning.is_empty() {
        message.insert("reasoning_content".into(), answer.reasoning.as_str().into());
    }
    if !answer.tool_calls.is_empty() {
        message.insert("tool_calls".into(), answer.tool_calls.iter().map(ToolCall::to_openai).collect());
    }
    let model = if answer.model.is_empty() { &answer.route.model } else { &answer.model };
    let body = json!({
        "id": format!("chatcmpl-{:x}", answer.attempt),
        "object": "chat.completion",
        "created": crate::ledger::now().as_second(),
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish, "logprobs": null}],
        "usage": answer.usage.to_openai(),
    });
    Bytes::from(body.to_string())
}

/// The vendor's own body with another text in it: what was mended or stood among thoughts.
pub(crate) fn with_text(body: &Bytes, text: &str, reasoning: &str) -> Option<Bytes> {
    let mut json: Value = serde_json::from_slice(body).ok()?;
    let message = json.get_mut("choices")?.get_mut(0)?.get_mut("message")?.as_object_mut()?;
    message.insert("content".into(), text.into());
    if !reasoning.is_empty() {
        message.entry("reasoning_content").or_insert_with(|| reasoning.into());
    }
    Some(Bytes::from(json.to_string()))
}

/// The frames of a stream made of a whole answer, each with whether it tells usage and nothing else.
pub(crate) fn chunks_of(answer: &Answer) -> Vec<(Bytes, bool)> {
    let model = if answer.model.is_empty() { &answer.route.model } else { &answer.model };
    let frame = |choices: Value, usage: Option<Value>| {
        let mut chunk = json!({
            "id": format!("chatcmpl-{:x}", answer.attempt),
            "object": "chat.completion.chunk",
            "created": crate::ledger::now().as_second(),
            "model": model,
            "choices": choices,
        });
        if let (Some(usage), Some(chunk)) = (usage, chunk.as_object_mut()) {
            chunk.insert("usage".into(), usage);
        }
        Bytes::from(chunk.to_string())
    };
    let mut delta = Map::from_iter([
        ("role".to_owned(), Value::from("assistant")),
        ("content".to_owned(), answer.text.as_str().into()),
    ]);
    if !answer.reasoning.is_empty() {
        delta.insert("reasoning_content".into(), answer.reasoning.as_str().into());
    }
    if !answer.tool_calls.is_empty() {
        let calls = answer.tool_calls.iter().enumerate().map(|(index, call)| {
            let mut call = call.to_openai();
            if let Some(object) = call.as_object_mut() {
                object.insert("index".into(), index.into());
            }
            call
        });
        delta.insert("tool_calls".into(), calls.collect());
    }
    vec![
        (frame(json!([{"index": 0, "delta": delta, "finish_reason": null}]), None), false),
        (frame(json!([{"index": 0, "delta": {}, "finish_reason": answer.finish}]), None), false),
        (frame(json!([]), Some(answer.usage.to_openai())), true),
    ]
}

/// The frame that tells what an answer used.
pub(crate) fn usage_chunk(answer: &Answer) -> Bytes {
    chunks_of(answer).pop().map(|(frame, _)| frame).unwrap_or_default()
}

/// A vendor's frame with another text in it.
pub(crate) fn chunk_with_text(chunk: &Bytes, text: &str) -> Option<Bytes> {
    let mut json: Value = serde_json::from_slice(chunk).ok()?;
    let choice = json.get_mut("choices")?.get_mut(0)?.as_object_mut()?;
    let delta = choice.entry("delta").or_insert_with(|| json!({}));
    delta.as_object_mut()?.insert("content".into(), text.into());
    Some(Bytes::from(json.to_string()))
}
