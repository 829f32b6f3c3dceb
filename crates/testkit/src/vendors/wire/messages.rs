//! Anthropic's messages.

use super::{Counted, Frame, Part, Voice, named, quoted};
use crate::vendors::answer::{Answer, Finish, Usage, tokens};
use serde_json::{Value, json};

/// The whole answer.
pub(super) fn body(voice: &Voice, answer: &Answer) -> Value {
    let mut content = Vec::new();
    if !answer.thought.is_empty() {
        content.push(json!({"type": "thinking", "thinking": answer.thought, "signature": "c2ln"}));
    }
    if !answer.text.is_empty() {
        content.push(json!({"type": "text", "text": answer.text}));
    }
    if let Some(call) = &answer.call {
        // Here arguments are JSON, not text; what is not JSON can only be told as text.
        let input: Value = serde_json::from_str(&call.arguments).unwrap_or(json!(call.arguments));
        content.push(json!({"type": "tool_use", "id": voice.id("toolu_"), "name": call.name, "input": input}));
    }
    let mut body = message(voice, answer, &json!(content));
    body["stop_reason"] = json!(stop_reason(answer.finish));
    if voice.counted != Counted::Never {
        body["usage"] = whole_usage(&answer.usage);
    }
    body
}

fn message(voice: &Voice, answer: &Answer, content: &Value) -> Value {
    json!({
        "id": voice.id("msg_"), "type": "message", "role": "assistant", "model": answer.model, "content": content,
        "stop_reason": null, "stop_sequence": null,
    })
}

fn stop_reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "end_turn",
        Finish::Length => "max_tokens",
        Finish::Call => "tool_use",
        Finish::Filtered => "refusal",
        // It knows no such reason: a client must not take an unknown word for a good end.
        Finish::Failed => "error",
    }
}

fn whole_usage(usage: &Usage) -> Value {
    let mut told = input_usage(usage);
    told["output_tokens"] = json!(usage.output);
    told
}

/// What is known at the start: what was read from the cache does not count as input.
fn input_usage(usage: &Usage) -> Value {
    json!({
        "input_tokens": usage.input - usage.cached, "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": usage.cached, "output_tokens": 1,
    })
}

/// The answer as named events.
pub(super) fn frames(voice: &Voice, answer: &Answer) -> Vec<Frame> {
    let mut start = message(voice, answer, &json!([]));
    if voice.counted != Counted::Never {
        start["usage"] = input_usage(&answer.usage);
    }
    let mut frames = vec![named(Part::Open, &json!({"type": "message_start", "message": start}))];
    let mut index = 0;
    if !answer.thought.is_empty() {
        let block = json!({"type": "thinking", "thinking": "", "signature": ""});
        add_block(&mut frames, &mut index, &block, Part::Thought, ("thinking_delta", "thinking", &answer.thought));
    }
    if !answer.text.is_empty() {
        let block = json!({"type": "text", "text": ""});
        add_block(&mut frames, &mut index, &block, Part::Text, ("text_delta", "text", &answer.text));
    }
    if let Some(call) = &answer.call {
        let block = json!({"type": "tool_use", "id": voice.id("toolu_"), "name": call.name, "input": {}});
        add_block(&mut frames, &mut index, &block, Part::Call, ("input_json_delta", "partial_json", &call.arguments));
    }
    add_end(voice, answer, &mut frames);
    frames
}

fn add_block(frames: &mut Vec<Frame>, index: &mut u32, block: &Value, part: Part, delta: (&str, &str, &str)) {
    let opens = if part == Part::Call { Part::Call } else { Part::Open };
    let start = json!({"type": "content_block_start", "index": index, "content_block": block});
    frames.push(named(opens, &start));
    if *index == 0 {
        frames.push(Frame::new(Part::Open, "event: ping\ndata: {\"type\": \"ping\"}\n\n".into()));
    }
    let (kind, field, text) = delta;
    let head = format!(
        "event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":{index},\"delta\":{{\"type\":\"{kind}\",\"{field}\":"
    );
    frames.extend(tokens(text).map(|token| Frame::new(part, format!("{head}{}}}}}\n\n", quoted(token)))));
    frames.push(named(Part::Finish, &json!({"type": "content_block_stop", "index": index})));
    *index += 1;
}

fn add_end(voice: &Voice, answer: &Answer, frames: &mut Vec<Frame>) {
    let delta = json!({"stop_reason": stop_reason(answer.finish), "stop_sequence": null});
    let end = |usage: Value| named(Part::Finish, &json!({"type": "message_delta", "delta": delta, "usage": usage}));
    let output = json!({"output_tokens": answer.usage.output});
    match voice.counted {
        Counted::Truly => frames.push(end(output)),
        Counted::InChoices => frames.push(end(whole_usage(&answer.usage))),
        Counted::Twice => frames.extend([end(output.clone()), end(output)]),
        Counted::Cumulatively => {
            let half =
                json!({"type": "message_delta", "delta": {}, "usage": {"output_tokens": answer.usage.output / 2}});
            frames.extend([named(Part::Usage, &half), end(output)]);
        }
        Counted::Never => frames.push(named(Part::Finish, &json!({"type": "message_delta", "delta": delta}))),
    }
    frames.push(named(Part::Done, &json!({"type": "message_stop"})));
}
