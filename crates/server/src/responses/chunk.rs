//! A chunk of a chat's stream, as far as a Response is told from it. Lenient: the gateway has judged it before.

use gateway::Usage;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    pub choices: Option<Vec<Choice>>,
    #[serde(default)]
    usage: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    pub index: usize,
    #[serde(default)]
    pub delta: Option<Delta>,
    #[serde(default)]
    pub finish_reason: Option<String>,
}

#[derive(Deserialize, Default)]
pub(super) struct Delta {
    #[serde(default)]
    content: Option<Value>,
    #[serde(default)]
    reasoning_content: Option<Value>,
    #[serde(default)]
    reasoning: Option<Value>,
    #[serde(default)]
    pub tool_calls: Option<Vec<Call>>,
}

#[derive(Deserialize)]
pub(super) struct Call {
    #[serde(default)]
    pub index: Option<usize>,
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub function: Option<Function>,
}

#[derive(Deserialize, Default)]
pub(super) struct Function {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    arguments: Option<Value>,
}

impl Chunk {
    /// What has been used so far, if the chunk tells.
    pub(super) fn usage(&self) -> Option<Usage> {
        let usage = self.usage.as_ref().filter(|usage| usage.is_object())?;
        let count = |path: &str| usage.pointer(path).and_then(Value::as_u64).unwrap_or(0);
        Some(Usage {
            input: count("/prompt_tokens"),
            cached: count("/prompt_tokens_details/cached_tokens").max(count("/prompt_cache_hit_tokens")),
            output: count("/completion_tokens"),
            reasoning: count("/completion_tokens_details/reasoning_tokens"),
            ..Usage::default()
        })
    }
}

impl Delta {
    pub(super) fn text(&self) -> Option<String> {
        text(self.content.as_ref())
    }

    /// Thoughts, under either of their names; some vendors send both.
    pub(super) fn thoughts(&self) -> Option<String> {
        text(self.reasoning_content.as_ref()).or_else(|| text(self.reasoning.as_ref()))
    }
}

impl Function {
    pub(super) fn arguments(&self) -> Option<String> {
        match &self.arguments {
            Some(object @ Value::Object(_)) => Some(object.to_string()),
            text_or_none => text(text_or_none.as_ref()),
        }
    }
}

/// A text, or the texts of parts; nothing if it is empty.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_read_however_its_vendor_writes_it() {
        let chunk: Chunk = serde_json::from_str(
            r#"{"choices": [{"delta": {"content": [{"type": "text", "text": "Hi"}], "reasoning": "a", "reasoning_content": "a",
                "tool_calls": [{"function": {"name": "f", "arguments": {"b": 1}}}]}, "finish_reason": null}],
                "usage": {"prompt_tokens": 3, "completion_tokens": null}}"#,
        )
        .unwrap();
        let usage = chunk.usage().unwrap();
        assert_eq!((usage.input, usage.output), (3, 0));
        let delta = chunk.choices.unwrap().remove(0).delta.unwrap();
        assert_eq!((delta.text().as_deref(), delta.thoughts().as_deref()), (Some("Hi"), Some("a")));
        let call = delta.tool_calls.unwrap().remove(0);
        assert_eq!(call.function.unwrap().arguments().as_deref(), Some("{\"b\":1}"));
    }
}
