//! OpenAI's chat completions with the accents of those who speak it.

use super::{Counted, Frame, Part, Voice, quoted, usage};
use crate::vendors::answer::{Answer, Call, Finish, Usage, tokens};
use serde_json::{Map, Value, json};

/// The whole answer.
pub(super) fn body(voice: &Voice, answer: &Answer) -> String {
    let mut message = json!({"role": "assistant", "content": content(answer)});
    if let (Some(call), Some(message)) = (&answer.call, message.as_object_mut()) {
        message.insert("tool_calls".into(), json!([whole_call(voice, call)]));
    }
    if let (false, Some(message)) = (answer.thought.is_empty(), message.as_object_mut()) {
        message.extend(thought(voice, &answer.thought));
    }
    let mut choice = json!({"index": 0, "message": message, "finish_reason": finish(&voice.vendor, answer.finish)});
    if voice.vendor == "openrouter" {
        choice["native_finish_reason"] = json!(finish("openai", answer.finish));
    }
    let mut body = json!({
        "id": voice.id("chatcmpl-"), "object": "chat.completion", "created": voice.created(), "model": answer.model,
        "choices": [choice],
    });
    if voice.counted != Counted::Never {
        body["usage"] = usage::chat(&voice.vendor, &answer.usage);
    }
    for (name, value) in trappings(&voice.vendor) {
        body[name] = value;
    }
    body.to_string()
}

/// What a vendor adds to every whole answer.
fn trappings(vendor: &str) -> Vec<(&'static str, Value)> {
    match vendor {
        "minimax" => vec![
            ("base_resp", json!({"status_code": 0, "status_msg": ""})),
            ("input_sensitive", json!(false)),
            ("output_sensitive", json!(false)),
        ],
        "openai" => vec![("service_tier", json!("default")), ("system_fingerprint", json!("fp_sim"))],
        "deepseek" | "xai" => vec![("system_fingerprint", json!("fp_sim"))],
        "openrouter" => vec![("provider", json!("Sim"))],
        "zhipu" => vec![("request_id", json!("20260317090000sim"))],
        _ => Vec::new(),
    }
}

fn content(answer: &Answer) -> Value {
    if answer.has_null_text || (answer.call.is_some() && answer.text.is_empty()) {
        return Value::Null;
    }
    json!(answer.text)
}

fn whole_call(voice: &Voice, call: &Call) -> Value {
    let function = json!({"name": call.name, "arguments": call.arguments});
    json!({"id": voice.id("call_"), "type": "function", "function": function})
}

/// The fields in which this vendor tells its thoughts.
fn thought(voice: &Voice, text: &str) -> Map<String, Value> {
    let details = json!([{"type": "reasoning.text", "text": text, "index": 0, "format": "unknown"}]);
    let fields = match voice.vendor.as_str() {
        "minimax" => json!({"reasoning_content": text, "reasoning_details": details}),
        "openrouter" => json!({"reasoning": text, "reasoning_details": details}),
        _ => json!({"reasoning_content": text}),
    };
    fields.as_object().cloned().unwrap_or_default()
}

/// The finish reason of this vendor.
fn finish(vendor: &str, finish: Finish) -> &'static str {
    match (finish, vendor) {
        (Finish::Stop, _) => "stop",
        (Finish::Length, _) => "length",
        (Finish::Call, _) => "tool_calls",
        (Finish::Filtered, "zhipu") => "sensitive",
        (Finish::Filtered, _) => "content_filter",
        (Finish::Failed, "zhipu") => "network_error",
        (Finish::Failed, "deepseek") => "insufficient_system_resource",
        (Finish::Failed, _) => "error",
    }
}

/// Writes chunks: what all have in common is made once.
struct Chunks<'a> {
    voice: &'a Voice,
    head: String,
    input: Usage,
    n_out: u64,
}

impl Chunks<'_> {
    fn chunk(&mut self, part: Part, delta: &str, finish: Option<&str>, usage: Option<&Value>) -> Frame {
        let mut text = String::with_capacity(self.head.len() + delta.len() + 96);
        text.push_str(&self.head);
        text.push_str("\"choices\":[{\"index\":0,\"delta\":");
        text.push_str(delta);
        text.push_str(",\"finish_reason\":");
        match finish {
            Some(reason) => text.push_str(&quoted(reason)),
            None => text.push_str("null"),
        }
        if self.voice.vendor == "moonshot" && self.voice.counted == Counted::Truly && finish.is_some() {
            let whole = Usage { output: self.n_out, ..self.input };
            text.push_str(&format!(",\"usage\":{}", usage::chat("moonshot", &whole)));
        }
        text.push_str("}]");
        self.push_usage(&mut text, usage);
        text.push_str("}\n\n");
        Frame::new(part, text)
    }

    fn push_usage(&self, text: &mut String, usage: Option<&Value>) {
        if let Some(usage) = usage {
            text.push_str(&format!(",\"usage\":{usage}"));
        } else if self.voice.includes_usage && self.voice.vendor == "openai" {
            text.push_str(",\"usage\":null");
        }
    }

    /// A chunk of content, which counts its token if usage is told all along.
    fn token(&mut self, part: Part, delta: &str) -> Frame {
        self.n_out += 1;
        let so_far = Usage { output: self.n_out, thought: self.input.thought.min(self.n_out), ..self.input };
        let usage = (self.voice.counted == Counted::Cumulatively).then(|| usage::chat(&self.voice.vendor, &so_far));
        self.chunk(part, delta, None, usage.as_ref())
    }
}

/// The answer as chunks.
pub(super) fn frames(voice: &Voice, answer: &Answer) -> Vec<Frame> {
    let head = format!(
        "data: {{\"id\":\"{}\",\"object\":\"chat.completion.chunk\",\"created\":{},\"model\":{},",
        voice.id("chatcmpl-"),
        voice.created(),
        quoted(&answer.model)
    );
    let mut chunks = Chunks { voice, head, input: answer.usage, n_out: 0 };
    let mut frames = vec![chunks.chunk(Part::Open, "{\"role\":\"assistant\",\"content\":\"\"}", None, None)];
    add_thought(&mut chunks, answer, &mut frames);
    add_text(&mut chunks, answer, &mut frames);
    if let Some(call) = &answer.call {
        add_call(&mut chunks, call, &mut frames);
    }
    add_end(&mut chunks, answer, &mut frames);
    frames
}

fn add_thought(chunks: &mut Chunks<'_>, answer: &Answer, frames: &mut Vec<Frame>) {
    let repeats = chunks.voice.repeats_thought || chunks.voice.splits_reasoning;
    let mut n_bytes = 0;
    for token in tokens(&answer.thought) {
        n_bytes += token.len();
        let told = if repeats { answer.thought.get(..n_bytes).unwrap_or(token) } else { token };
        let delta = Value::Object(thought(chunks.voice, told)).to_string();
        frames.push(chunks.token(Part::Thought, &delta));
    }
}

fn add_text(chunks: &mut Chunks<'_>, answer: &Answer, frames: &mut Vec<Frame>) {
    let mut n_bytes = 0;
    for token in tokens(&answer.text) {
        n_bytes += token.len();
        let told = if chunks.voice.splits_reasoning { answer.text.get(..n_bytes).unwrap_or(token) } else { token };
        frames.push(chunks.token(Part::Text, &format!("{{\"content\":{}}}", quoted(told))));
    }
}

fn add_call(chunks: &mut Chunks<'_>, call: &Call, frames: &mut Vec<Frame>) {
    let function = json!({"name": call.name, "arguments": ""});
    let begin = json!([{"index": 0, "id": chunks.voice.id("call_"), "type": "function", "function": function}]);
    frames.push(chunks.token(Part::Call, &json!({"tool_calls": begin}).to_string()));
    for piece in tokens(&call.arguments) {
        let delta = json!({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]});
        frames.push(chunks.token(Part::Call, &delta.to_string()));
    }
}

fn add_end(chunks: &mut Chunks<'_>, answer: &Answer, frames: &mut Vec<Frame>) {
    let voice = chunks.voice;
    chunks.n_out = answer.usage.output;
    let usage = usage::chat(&voice.vendor, &answer.usage);
    let tells_at_finish = match voice.counted {
        Counted::Truly => matches!(voice.vendor.as_str(), "deepseek" | "zhipu" | "siliconflow"),
        Counted::InChoices | Counted::Twice => true,
        Counted::Cumulatively | Counted::Never => false,
    };
    let tells_after = match voice.counted {
        Counted::Truly => {
            !tells_at_finish && (voice.includes_usage || matches!(voice.vendor.as_str(), "openrouter" | "minimax"))
        }
        Counted::Twice | Counted::Cumulatively => true,
        Counted::InChoices | Counted::Never => false,
    };
    let reason = finish(&voice.vendor, answer.finish);
    frames.push(chunks.chunk(Part::Finish, "{}", Some(reason), tells_at_finish.then_some(&usage)));
    if tells_after {
        frames.push(Frame::new(Part::Usage, format!("{}\"choices\":[],\"usage\":{usage}}}\n\n", chunks.head)));
    }
    frames.push(Frame::new(Part::Done, "data: [DONE]\n\n".into()));
}

/// OpenRouter tells an error amid a stream as a chunk with a choice that ends in `error`.
pub(super) fn open_router_error(voice: &Voice, answer: &Answer, error: &Value) -> Frame {
    let choice = json!({"index": 0, "delta": {"content": ""}, "finish_reason": "error"});
    let chunk = json!({
        "id": voice.id("gen-"), "object": "chat.completion.chunk", "created": voice.created(), "model": answer.model,
        "provider": "Sim", "error": error.get("error"), "choices": [choice],
    });
    super::event(Part::Finish, &chunk)
}
