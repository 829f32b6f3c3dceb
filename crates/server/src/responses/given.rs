//! The Response object: what it repeats of the request, and the output items.

use gateway::{Answer, Usage};
use serde_json::{Map, Value, json};

/// Everything of a Response but what came of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub id: String,
    pub created_at: i64,
    pub model: Value,
    pub repeated: Map<String, Value>,
}

/// How a Response stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    InProgress,
    Completed,
    /// The cap was reached.
    Incomplete,
    Failed,
}

impl Status {
    pub(super) fn of_finish(finish: &str) -> Self {
        if finish == "length" { Self::Incomplete } else { Self::Completed }
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Incomplete => "incomplete",
            Self::Failed => "failed",
        }
    }
}

/// What a Response repeats of its request, and what stands there if nothing was said.
fn defaults() -> [(&'static str, Value); 15] {
    [
        ("background", false.into()),
        ("instructions", Value::Null),
        ("max_output_tokens", Value::Null),
        ("max_tool_calls", Value::Null),
        ("metadata", json!({})),
        ("parallel_tool_calls", true.into()),
        ("reasoning", json!({"effort": null, "summary": null})),
        ("service_tier", "default".into()),
        ("temperature", 1.0.into()),
        ("text", json!({"format": {"type": "text"}})),
        ("tool_choice", "auto".into()),
        ("tools", json!([])),
        ("top_p", 1.0.into()),
        ("truncation", "disabled".into()),
        ("user", Value::Null),
    ]
}

impl Frame {
    pub(super) fn of(body: &Map<String, Value>) -> Self {
        let written = |name: &str| body.get(name).filter(|value| !value.is_null()).cloned();
        let repeated = defaults().into_iter().map(|(name, value)| (name.to_owned(), written(name).unwrap_or(value)));
        Self { repeated: repeated.collect(), ..Self::default() }
    }

    /// The Response with this output.
    pub(super) fn response(&self, status: Status, output: Vec<Value>, usage: Option<&Usage>, error: Value) -> Value {
        let mut response = self.repeated.clone();
        let incomplete =
            if status == Status::Incomplete { json!({"reason": "max_output_tokens"}) } else { Value::Null };
        let fields = [
            ("id", self.id.as_str().into()),
            ("object", "response".into()),
            ("created_at", self.created_at.into()),
            ("model", self.model.clone()),
            ("status", status.key().into()),
            ("error", error),
            ("incomplete_details", incomplete),
            ("output", output.into()),
            ("previous_response_id", Value::Null),
            // Nothing is kept, whatever was asked.
            ("store", false.into()),
            ("usage", usage.map_or(Value::Null, usage_of)),
        ];
        response.extend(fields.map(|(name, value)| (name.to_owned(), value)));
        response.into()
    }

    /// The Response of a whole answer.
    pub(super) fn whole(&self, answer: &Answer) -> Value {
        let status = Status::of_finish(&answer.finish);
        let mut output = Vec::new();
        if !answer.reasoning.is_empty() {
            output.push(reasoning(&self.item_id("rs", output.len()), &answer.reasoning));
        }
        if !answer.text.is_empty() {
            output.push(message(&self.item_id("msg", output.len()), status, &answer.text));
        }
        for call in &answer.tool_calls {
            let id = self.item_id("fc", output.len());
            output.push(function_call(&id, Status::Completed, &call.id, &call.name, &call.arguments));
        }
        self.response(status, output, Some(&answer.usage), Value::Null)
    }

    /// The name of the item that will stand there.
    pub(super) fn item_id(&self, kind: &str, index: usize) -> String {
        format!("{kind}_{}_{index}", self.id.trim_start_matches("resp_"))
    }
}

pub(super) fn reasoning(id: &str, text: &str) -> Value {
    json!({"id": id, "type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": text}]})
}

pub(super) fn message(id: &str, status: Status, text: &str) -> Value {
    json!({"id": id, "type": "message", "status": status.key(), "role": "assistant", "content": [text_part(text)]})
}

pub(super) fn text_part(text: &str) -> Value {
    json!({"type": "output_text", "text": text, "annotations": [], "logprobs": []})
}

pub(super) fn function_call(id: &str, status: Status, call_id: &str, name: &str, arguments: &str) -> Value {
    json!({"id": id, "type": "function_call", "status": status.key(), "call_id": call_id, "name": name, "arguments": arguments})
}

fn usage_of(usage: &Usage) -> Value {
    json!({
        "input_tokens": usage.input,
        "input_tokens_details": {"cached_tokens": usage.cached},
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.input + usage.output,
    })
}
