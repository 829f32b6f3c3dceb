//! What is asked, the one answer the upstream gives, whole or in frames, and how a reader knows that all of it came.

use bytes::Bytes;
use serde_json::{Value, json};

/// Sixty words, one frame each when streamed.
pub const TEXT: &str = "Readers across the city woke to quieter streets this morning after the council closed two \
bridges for repairs that engineers say cannot wait. Buses follow longer routes until Friday, ferries run every ten \
minutes, and schools open an hour later. Officials promised a schedule, daily notices, and refunds for monthly \
passes, while shopkeepers near the river hope visitors return tomorrow.";
/// The first token of the answer; it occurs nowhere else.
pub const FIRST: &[u8] = b"Readers";
/// The last token of the answer; it occurs nowhere else.
pub const LAST: &[u8] = b"tomorrow.";

/// The model whose frames come back to back.
pub const MODEL: &str = "bench-model";
/// A model named so, with a number behind it, sends that many numbered frames, one a second.
pub const PACED: &str = "paced-";

/// The request all gateways get.
pub fn question(model: &str, is_stream: bool) -> Bytes {
    let user = "Write the lead of a report on two bridges that are closed for repairs: what happened, who is affected, \
                what is done about it, and until when. Use plain words, about sixty of them, and no list.";
    let messages = json!([
        {"role": "system", "content": "You are a reporter of a city newsroom. You write short and say only what is known."},
        {"role": "user", "content": user},
    ]);
    let mut question = json!({"model": model, "messages": messages, "max_tokens": 400, "temperature": 0.2});
    if is_stream {
        question["stream"] = json!(true);
        question["stream_options"] = json!({"include_usage": true});
    }
    Bytes::from(question.to_string())
}

/// The answer in one piece.
pub fn whole() -> Bytes {
    let choice = json!({
        "index": 0, "message": {"role": "assistant", "content": TEXT}, "logprobs": null, "finish_reason": "stop",
    });
    let mut whole = head("chat.completion", MODEL);
    whole["choices"] = json!([choice]);
    whole["usage"] = usage(60);
    Bytes::from(whole.to_string())
}

/// The answer as events: a frame for each word, then the end, the usage and `[DONE]`.
pub fn frames() -> Vec<Bytes> {
    let words = TEXT.split_whitespace().enumerate();
    let mut frames: Vec<Bytes> = words
        .map(|(n, word)| content_frame(MODEL, n, &if n == 0 { word.into() } else { format!(" {word}") }))
        .collect();
    frames.extend(ending(MODEL, frames.len()));
    frames
}

/// The `n`th word of a numbered answer of `n_frames`: frames that are lost, doubled or exchanged change its text.
pub fn numbered_word(n: usize, n_frames: usize) -> String {
    let word = TEXT.split_whitespace().nth(n % 60).unwrap_or_default().trim_end_matches(['.', ',']);
    let end = if n + 1 == n_frames { "." } else { " " };
    format!("{n} {word}{end}")
}

pub fn content_frame(model: &str, n: usize, content: &str) -> Bytes {
    let delta = if n == 0 { json!({"role": "assistant", "content": content}) } else { json!({"content": content}) };
    event(&chunk(model, json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": null}])))
}

/// What follows the last word.
pub fn ending(model: &str, n_tokens: usize) -> [Bytes; 3] {
    let end = chunk(model, json!([{"index": 0, "delta": {}, "logprobs": null, "finish_reason": "stop"}]));
    let mut last = chunk(model, json!([]));
    last["usage"] = usage(n_tokens);
    [event(&end), event(&last), Bytes::from_static(b"data: [DONE]\n\n")]
}

fn chunk(model: &str, choices: Value) -> Value {
    let mut chunk = head("chat.completion.chunk", model);
    chunk["choices"] = choices;
    chunk
}

fn head(object: &str, model: &str) -> Value {
    json!({"id": "chatcmpl-bench", "object": object, "created": 1_764_000_000, "model": model})
}

fn usage(n_tokens: usize) -> Value {
    json!({"prompt_tokens": 75, "completion_tokens": n_tokens, "total_tokens": 75 + n_tokens})
}

fn event(value: &Value) -> Bytes {
    Bytes::from(format!("data: {value}\n\n"))
}

/// Whether the needle lies in the text; it is sought from the end, where it is expected.
pub fn ends_near(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).rev().any(|window| window == needle)
}

pub fn contains(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_has_sixty_words_and_marks_that_occur_once() {
        assert_eq!(TEXT.split_whitespace().count(), 60);
        assert!(TEXT.as_bytes().starts_with(FIRST) && TEXT.as_bytes().ends_with(LAST));
        assert_eq!(TEXT.matches("Readers").count() + TEXT.matches("tomorrow.").count(), 2);
        assert_eq!(frames().len(), 63);
    }

    #[test]
    fn numbered_words_make_a_text_that_ends() {
        let text: String = (0..3).map(|n| numbered_word(n, 3)).collect();
        assert_eq!(text, "0 Readers 1 across 2 the.");
    }
}
