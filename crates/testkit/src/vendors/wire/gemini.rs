//! Gemini's generateContent.

use super::{Counted, Frame, Part, Voice, event};
use crate::vendors::answer::{Answer, Finish, Usage, tokens};
use serde_json::{Value, json};

/// The whole answer.
pub(super) fn body(voice: &Voice, answer: &Answer) -> Value {
    if answer.is_blocked {
        return blocked(voice, answer);
    }
    let mut parts = Vec::new();
    if !answer.thought.is_empty() {
        parts.push(json!({"text": answer.thought, "thought": true}));
    }
    if !answer.text.is_empty() {
        parts.push(json!({"text": answer.text}));
    }
    parts.extend(call(answer));
    response(voice, answer, &parts, Some(answer.finish), (voice.counted != Counted::Never).then_some(answer.usage))
}

/// A refused prompt has no candidates at all.
fn blocked(voice: &Voice, answer: &Answer) -> Value {
    json!({
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": {"promptTokenCount": answer.usage.input, "totalTokenCount": answer.usage.input},
        "modelVersion": answer.model, "responseId": voice.id(""),
    })
}

fn call(answer: &Answer) -> Option<Value> {
    let call = answer.call.as_ref()?;
    let args: Value = serde_json::from_str(&call.arguments).unwrap_or(json!({"broken": call.arguments}));
    Some(json!({"functionCall": {"name": call.name, "args": args}}))
}

fn finish_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop | Finish::Call => "STOP",
        Finish::Length => "MAX_TOKENS",
        Finish::Filtered => "SAFETY",
        Finish::Failed => "MALFORMED_RESPONSE",
    }
}

fn response(voice: &Voice, answer: &Answer, parts: &[Value], finish: Option<Finish>, usage: Option<Usage>) -> Value {
    let mut candidate = json!({"content": {"parts": parts, "role": "model"}, "index": 0});
    if let Some(finish) = finish {
        candidate["finishReason"] = json!(finish_reason(finish));
    }
    let mut response = json!({"candidates": [candidate], "modelVersion": answer.model, "responseId": voice.id("")});
    if let Some(usage) = usage {
        response["usageMetadata"] = told(&usage);
    }
    response
}

/// Its candidates' tokens are without the thoughts.
fn told(usage: &Usage) -> Value {
    let mut told = json!({
        "promptTokenCount": usage.input, "candidatesTokenCount": usage.output - usage.thought,
        "totalTokenCount": usage.input + usage.output,
    });
    if usage.cached > 0 {
        told["cachedContentTokenCount"] = json!(usage.cached);
    }
    if usage.thought > 0 {
        told["thoughtsTokenCount"] = json!(usage.thought);
    }
    told
}

/// The answer as events; each tells the usage so far, as Gemini does.
pub(super) fn frames(voice: &Voice, answer: &Answer) -> Vec<Frame> {
    if answer.is_blocked {
        return vec![event(Part::Finish, &blocked(voice, answer))];
    }
    let mut frames = Vec::new();
    let mut n_out = 0;
    let mut push = |part: Part, piece: Value, n_new: u64| {
        n_out += n_new;
        let so_far = Usage { output: n_out, thought: answer.usage.thought.min(n_out), ..answer.usage };
        let usage = matches!(voice.counted, Counted::Truly | Counted::Cumulatively).then_some(so_far);
        frames.push(event(part, &response(voice, answer, &[piece], None, usage)));
    };
    for token in tokens(&answer.thought) {
        push(Part::Thought, json!({"text": token, "thought": true}), 1);
    }
    for token in tokens(&answer.text) {
        push(Part::Text, json!({"text": token}), 1);
    }
    if let Some(call) = call(answer) {
        push(Part::Call, call, 1);
    }
    let usage = (voice.counted != Counted::Never).then_some(answer.usage);
    let last = event(Part::Finish, &response(voice, answer, &[json!({"text": ""})], Some(answer.finish), usage));
    if voice.counted == Counted::Twice {
        frames.push(Frame { part: Part::Usage, text: last.text.clone() });
    }
    frames.push(last);
    frames
}
