//! Ollama's own chat: lines of JSON.

use super::{Counted, Frame, Part, Voice};
use crate::vendors::answer::{Answer, Finish, tokens};
use serde_json::{Value, json};

/// When everything is said to have been made.
const CREATED_AT: &str = "2026-03-17T09:00:00.000000Z";

/// The whole answer.
pub(super) fn body(voice: &Voice, answer: &Answer) -> Value {
    let mut message = json!({"role": "assistant", "content": answer.text});
    if !answer.thought.is_empty() {
        message["thinking"] = json!(answer.thought);
    }
    if let Some(calls) = calls(answer) {
        message["tool_calls"] = calls;
    }
    ended(voice, answer, &message)
}

fn calls(answer: &Answer) -> Option<Value> {
    let call = answer.call.as_ref()?;
    let arguments: Value = serde_json::from_str(&call.arguments).unwrap_or(json!(call.arguments));
    Some(json!([{"function": {"name": call.name, "arguments": arguments}}]))
}

fn done_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop | Finish::Call => "stop",
        Finish::Length => "length",
        Finish::Filtered => "content_filter",
        Finish::Failed => "error",
    }
}

fn line(answer: &Answer, message: &Value) -> Value {
    json!({"model": answer.model, "created_at": CREATED_AT, "message": message, "done": false})
}

/// The last line, or the only one.
fn ended(voice: &Voice, answer: &Answer, message: &Value) -> Value {
    let mut line = line(answer, message);
    line["done"] = json!(true);
    line["done_reason"] = json!(done_reason(answer.finish));
    if voice.counted != Counted::Never {
        line["total_duration"] = json!(1_200_000_000_u64);
        line["prompt_eval_count"] = json!(answer.usage.input);
        line["eval_count"] = json!(answer.usage.output);
    }
    line
}

/// The answer as lines.
pub(super) fn frames(voice: &Voice, answer: &Answer) -> Vec<Frame> {
    let mut frames = Vec::new();
    let mut n_out = 0;
    let mut push = |part: Part, message: Value| {
        n_out += 1;
        let mut line = line(answer, &message);
        if voice.counted == Counted::Cumulatively {
            line["prompt_eval_count"] = json!(answer.usage.input);
            line["eval_count"] = json!(n_out);
        }
        frames.push(Frame::new(part, format!("{line}\n")));
    };
    for token in tokens(&answer.thought) {
        push(Part::Thought, json!({"role": "assistant", "content": "", "thinking": token}));
    }
    for token in tokens(&answer.text) {
        push(Part::Text, json!({"role": "assistant", "content": token}));
    }
    if let Some(calls) = calls(answer) {
        push(Part::Call, json!({"role": "assistant", "content": "", "tool_calls": calls}));
    }
    let last = ended(voice, answer, &json!({"role": "assistant", "content": ""}));
    if voice.counted == Counted::Twice {
        frames.push(Frame::new(Part::Usage, format!("{last}\n")));
    }
    frames.push(Frame::new(Part::Finish, format!("{last}\n")));
    frames
}
