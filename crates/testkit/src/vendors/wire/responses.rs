//! OpenAI's responses.

use super::{Counted, Frame, Part, Voice, named};
use crate::vendors::answer::{Answer, Finish, tokens};
use serde_json::{Value, json};

/// The whole answer.
pub(super) fn body(voice: &Voice, answer: &Answer) -> Value {
    let mut output = Vec::new();
    if !answer.thought.is_empty() {
        output.push(reasoning(voice, answer));
    }
    if answer.call.is_none() || !answer.text.is_empty() {
        output.push(message(voice, &answer.text));
    }
    output.extend(call(voice, answer));
    response(voice, answer, &json!(output), status(answer.finish))
}

fn reasoning(voice: &Voice, answer: &Answer) -> Value {
    json!({"id": voice.id("rs_"), "type": "reasoning", "summary": [{"type": "summary_text", "text": answer.thought}]})
}

fn message(voice: &Voice, text: &str) -> Value {
    let content = if text.is_empty() { json!([]) } else { json!([part(text)]) };
    json!({"id": voice.id("msg_"), "type": "message", "status": "completed", "role": "assistant", "content": content})
}

fn part(text: &str) -> Value {
    json!({"type": "output_text", "text": text, "annotations": [], "logprobs": []})
}

fn call(voice: &Voice, answer: &Answer) -> Option<Value> {
    let call = answer.call.as_ref()?;
    Some(json!({
        "id": voice.id("fc_"), "type": "function_call", "status": "completed", "call_id": voice.id("call_"),
        "name": call.name, "arguments": call.arguments,
    }))
}

fn status(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop | Finish::Call => "completed",
        Finish::Length | Finish::Filtered => "incomplete",
        Finish::Failed => "failed",
    }
}

fn response(voice: &Voice, answer: &Answer, output: &Value, status: &str) -> Value {
    let details = match (status, answer.finish) {
        ("incomplete", Finish::Filtered) => json!({"reason": "content_filter"}),
        ("incomplete", _) => json!({"reason": "max_output_tokens"}),
        _ => Value::Null,
    };
    let error = if status == "failed" {
        json!({"code": "server_error", "message": "The model failed to generate a response."})
    } else {
        Value::Null
    };
    let mut response = json!({
        "id": voice.id("resp_"), "object": "response", "created_at": voice.created(), "status": status,
        "error": error, "incomplete_details": details, "model": answer.model, "output": output, "usage": null,
    });
    if status != "in_progress" && voice.counted != Counted::Never {
        response["usage"] = usage(answer);
    }
    response
}

fn usage(answer: &Answer) -> Value {
    let usage = &answer.usage;
    json!({
        "input_tokens": usage.input, "input_tokens_details": {"cached_tokens": usage.cached},
        "output_tokens": usage.output, "output_tokens_details": {"reasoning_tokens": usage.thought},
        "total_tokens": usage.input + usage.output,
    })
}

/// Numbers its events, as this dialect does.
struct Events {
    frames: Vec<Frame>,
    sequence: u64,
}

impl Events {
    fn push(&mut self, part: Part, mut data: Value) {
        data["sequence_number"] = json!(self.sequence);
        self.sequence += 1;
        self.frames.push(named(part, &data));
    }
}

/// The answer as named, numbered events.
pub(super) fn frames(voice: &Voice, answer: &Answer) -> Vec<Frame> {
    let mut events = Events { frames: Vec::new(), sequence: 0 };
    let begun = response(voice, answer, &json!([]), "in_progress");
    events.push(Part::Open, json!({"type": "response.created", "response": begun}));
    events.push(Part::Open, json!({"type": "response.in_progress", "response": begun}));
    let mut index = 0;
    if !answer.thought.is_empty() {
        add_thought(&mut events, voice, answer, index);
        index += 1;
    }
    if !answer.text.is_empty() {
        add_message(&mut events, voice, answer, index);
        index += 1;
    }
    if answer.call.is_some() {
        add_call(&mut events, voice, answer, index);
    }
    let status = status(answer.finish);
    let whole = body(voice, answer);
    events.push(Part::Finish, json!({"type": format!("response.{status}"), "response": whole}));
    events.frames
}

fn add_thought(events: &mut Events, voice: &Voice, answer: &Answer, index: u64) {
    let item = json!({"id": voice.id("rs_"), "type": "reasoning", "summary": []});
    events.push(Part::Open, json!({"type": "response.output_item.added", "output_index": index, "item": item}));
    for token in tokens(&answer.thought) {
        let delta = json!({
            "type": "response.reasoning_summary_text.delta", "item_id": voice.id("rs_"), "output_index": index,
            "summary_index": 0, "delta": token,
        });
        events.push(Part::Thought, delta);
    }
    let item = reasoning(voice, answer);
    events.push(Part::Thought, json!({"type": "response.output_item.done", "output_index": index, "item": item}));
}

fn add_message(events: &mut Events, voice: &Voice, answer: &Answer, index: u64) {
    let id = voice.id("msg_");
    let place = |kind: &str| json!({"type": kind, "item_id": id, "output_index": index, "content_index": 0});
    let empty = json!({"id": id, "type": "message", "status": "in_progress", "role": "assistant", "content": []});
    events.push(Part::Open, json!({"type": "response.output_item.added", "output_index": index, "item": empty}));
    let mut opened = place("response.content_part.added");
    opened["part"] = part("");
    events.push(Part::Open, opened);
    for token in tokens(&answer.text) {
        let mut delta = place("response.output_text.delta");
        delta["delta"] = json!(token);
        events.push(Part::Text, delta);
    }
    let mut done = place("response.output_text.done");
    done["text"] = json!(answer.text);
    events.push(Part::Finish, done);
    let mut closed = place("response.content_part.done");
    closed["part"] = part(&answer.text);
    events.push(Part::Finish, closed);
    let item = message(voice, &answer.text);
    events.push(Part::Finish, json!({"type": "response.output_item.done", "output_index": index, "item": item}));
}

fn add_call(events: &mut Events, voice: &Voice, answer: &Answer, index: u64) {
    let Some(item) = call(voice, answer) else {
        return;
    };
    let mut begun = item.clone();
    begun["arguments"] = json!("");
    begun["status"] = json!("in_progress");
    events.push(Part::Call, json!({"type": "response.output_item.added", "output_index": index, "item": begun}));
    let arguments = item.get("arguments").and_then(Value::as_str).unwrap_or_default().to_owned();
    let place = |kind: &str| json!({"type": kind, "item_id": voice.id("fc_"), "output_index": index});
    for piece in tokens(&arguments) {
        let mut delta = place("response.function_call_arguments.delta");
        delta["delta"] = json!(piece);
        events.push(Part::Call, delta);
    }
    let mut done = place("response.function_call_arguments.done");
    done["arguments"] = json!(arguments);
    events.push(Part::Finish, done);
    events.push(Part::Finish, json!({"type": "response.output_item.done", "output_index": index, "item": item}));
}
