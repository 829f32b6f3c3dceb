//! What is asked: a chat in the words of the OpenAI wire, and under which rules it may be answered.

use crate::route::{Identity, Route};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::time::Instant;

/// Something to be answered by a model.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Who may answer, in order of preference.
    pub routes: Vec<Route>,
    /// The body of a chat completion, without `model` and `stream`; fields that nobody knows are passed on.
    pub body: Map<String, Value>,
    /// The shape the answer must have.
    pub schema: Option<Schema>,
    /// For the ledger: who asks what for.
    pub purpose: Purpose,
    /// Nobody of these may answer while somebody else does.
    pub avoid: Identity,
    /// What to do when a vendor refuses the content.
    pub on_refusal: OnRefusal,
    /// Whether a thought that is not asked for may be saved: roles do not need it, a client says so itself.
    pub quiet: bool,
    /// Whether vendors are asked for a stream, so that a silent or looping one is noticed early.
    pub streamed: bool,
    /// Whether a reply that ends in the middle of a sentence is cut off.
    pub whole_sentences: bool,
    /// Whether the reply must be of the very model that was asked for.
    pub same_model: bool,
    /// Whether the answer may come from the cache of an earlier one.
    pub cached: bool,
    /// Nobody is asked after this moment.
    pub deadline: Option<Instant>,
}

impl Ask {
    /// A system text, which is the same for every call of its kind, and a user text.
    pub fn new(routes: Vec<Route>, system: &str, user: &str) -> Self {
        let messages = json!([{"role": "system", "content": system}, {"role": "user", "content": user}]);
        let body = Map::from_iter([("messages".to_owned(), messages)]);
        Self { quiet: true, streamed: true, on_refusal: OnRefusal::AskOnce, ..Self::of_body(routes, body) }
    }

    /// A body as a client sent it; its own `model` and `stream` are taken out.
    pub fn of_body(routes: Vec<Route>, mut body: Map<String, Value>) -> Self {
        body.remove("model");
        body.remove("stream");
        Self {
            routes,
            body,
            schema: None,
            purpose: Purpose::default(),
            avoid: Identity::new(),
            on_refusal: OnRefusal::Tell,
            quiet: false,
            streamed: false,
            whole_sentences: false,
            same_model: false,
            cached: false,
            deadline: None,
        }
    }

    /// The same, with at most so many tokens of answer.
    pub fn cap(mut self, n_tokens: u64) -> Self {
        self.body.insert("max_tokens".into(), n_tokens.into());
        self
    }

    /// The cap that the body sets, under either of its names.
    pub(crate) fn written_cap(&self) -> Option<u64> {
        ["max_completion_tokens", "max_tokens"].iter().find_map(|name| self.body.get(*name)?.as_u64())
    }
}

/// The shape of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Letters, digits and `_`.
    pub name: String,
    /// A JSON schema of an object.
    pub schema: Value,
}

/// Who asks what for; stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Purpose {
    /// Which edition or other piece of work.
    pub job: String,
    /// In which role: `reporter`.
    pub role: String,
    /// Which step of the work.
    pub step: String,
    /// For whom, if for a client of the door.
    pub client: String,
    /// Whether nothing of it is published: a model on trial.
    pub shadow: bool,
    /// Names the step for vendors, the same each time it is done: what is asked twice can be answered and billed once.
    pub key: String,
}

impl Purpose {
    /// The `Idempotency-Key` of one of its requests: that of the step, and what tells its requests apart. Empty without a
    /// step.
    pub(crate) fn request_key(&self, parts: &[&str]) -> String {
        if self.key.is_empty() {
            return String::new();
        }
        let mut sum = Sha256::new();
        for part in parts {
            sum.update((part.len() as u64).to_be_bytes());
            sum.update(part);
        }
        let digest = sum.finalize();
        let digits = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
        std::iter::once(format!("{}-", self.key)).chain(digits).collect()
    }
}

/// What to do when a vendor refuses the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRefusal {
    /// Ask one route of another vendor, once: what one house will not say, another may.
    AskOnce,
    /// Tell the caller, if it is the request that was refused; a refusal in the place of an answer goes elsewhere once.
    Tell,
}
