//! An answer: what a model said, apart from what it thought, and what it used.

use crate::Route;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::Duration;

/// Tokens as the vendor reports them, or an estimate that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Of the request, those from the vendor's cache included.
    pub input: u64,
    /// Of the request, read from the vendor's cache.
    pub cached: u64,
    /// Of the request, written to the vendor's cache.
    pub cache_write: u64,
    /// Of the reply, thoughts included.
    pub output: u64,
    /// Of the reply, thoughts.
    pub reasoning: u64,
    /// Of text that was spoken, as the vendor counts them.
    pub characters: u64,
    /// What the vendor itself says that it cost, in micro-dollars.
    pub cost_microusd: Option<i64>,
    /// Whether nobody reported these and we counted letters.
    pub is_estimate: bool,
}

impl Usage {
    /// Takes over what a later report says; streams report in parts or cumulatively, and the larger figure is the later.
    pub(crate) fn join(&mut self, later: &Usage) {
        self.input = self.input.max(later.input);
        self.cached = self.cached.max(later.cached);
        self.cache_write = self.cache_write.max(later.cache_write);
        self.output = self.output.max(later.output);
        self.reasoning = self.reasoning.max(later.reasoning);
        self.characters = self.characters.max(later.characters);
        self.cost_microusd = later.cost_microusd.or(self.cost_microusd);
    }

    /// The usage as the OpenAI wire says it.
    pub fn to_openai(&self) -> Value {
        json!({
            "prompt_tokens": self.input,
            "completion_tokens": self.output,
            "total_tokens": self.input + self.output,
            "prompt_tokens_details": {"cached_tokens": self.cached},
            "completion_tokens_details": {"reasoning_tokens": self.reasoning},
        })
    }
}

/// A tool that the model wants called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ToolCall {
    /// The vendor's name for this call.
    pub id: String,
    /// Which tool.
    pub name: String,
    /// Its arguments: JSON, checked to be.
    pub arguments: String,
}

impl ToolCall {
    /// Whether it says which tool is meant.
    pub(crate) fn is_named(&self) -> bool {
        !self.name.is_empty()
    }

    /// The call as the OpenAI wire says it.
    pub fn to_openai(&self) -> Value {
        json!({"id": self.id, "type": "function", "function": {"name": self.name, "arguments": self.arguments}})
    }
}

/// A whole answer that passed its verdict.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the model said, without its thoughts.
    pub text: String,
    /// What it thought, if it shows that.
    pub reasoning: String,
    /// The tools it wants called.
    pub tool_calls: Vec<ToolCall>,
    /// Why it ended, in the words of the OpenAI wire: `stop`, `tool_calls`, or `length` if the caller set the cap.
    pub finish: String,
    /// What it used.
    pub usage: Usage,
    /// Which route answered.
    pub route: Route,
    /// The model as the vendor names it, which may be another than was asked.
    pub model: String,
    /// The answer's row in the ledger.
    pub attempt: i64,
    /// From the request to the end of the answer, this attempt alone.
    pub took: Duration,
    /// From the request to the first content.
    pub first: Duration,
    /// The whole reply as the OpenAI wire says it: the vendor's own bytes where it speaks that wire.
    pub body: Bytes,
    /// The frames of a stream as the OpenAI wire says them, if they were asked to be kept.
    pub frames: Vec<Bytes>,
}
