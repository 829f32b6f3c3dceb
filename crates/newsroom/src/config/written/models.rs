//! The tables of `newsroom.toml` that are about models.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[models]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenModels {
    /// `auto`: the vendors below, or those for which the environment holds a key. `off`: every role is played by the floor.
    #[serde(rename = "use")]
    pub use_: String,
    /// A model of embeddings, as `vendor/model`, that tells how alike reports are beside their words; words alone if left
    /// out, or if it does not answer.
    pub embeddings: Option<String>,
    /// How long an answer to the very same request may be given again: `12h`; `off` if never.
    pub cache: String,
    /// Whether a second model is asked when the first takes longer than it usually does.
    pub hedge: bool,
    /// How long a connection may take: `5s`.
    pub connect: String,
    /// How long a stream may take to begin; comments that keep it alive do not count. Who thinks in silence is waited
    /// for longer, beside another who is asked.
    pub first: String,
    /// How long a stream may pause.
    pub idle: String,
    /// How long an answer may take that is not streamed.
    pub plain: String,
    /// How long a stream may take in all.
    pub whole: String,
    /// For tests: everything that waits for a model waits so many times as long.
    pub pace: f64,
}

impl Default for WrittenModels {
    fn default() -> Self {
        Self {
            use_: "auto".into(),
            embeddings: None,
            cache: "12h".into(),
            hedge: true,
            connect: "5s".into(),
            first: "10s".into(),
            idle: "10s".into(),
            plain: "90s".into(),
            whole: "5m".into(),
            pace: 1.0,
        }
    }
}

/// `[[vendor]]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenVendor {
    /// One that is known (`deepseek`, `openai`, `anthropic`, `gemini`, `ollama`, …), or a name of your own.
    pub name: String,
    /// The known vendor that one with a name of your own behaves like.
    pub like: Option<String>,
    /// What it speaks: `chat` (or `openai`), `responses`, `anthropic`, `gemini` or `ollama`; as it is known if left out.
    pub api: Option<String>,
    /// Its address, up to what comes before `/chat/completions`; as it is known if left out.
    pub base_url: Option<String>,
    /// The environment variable that holds its key; as it is known if left out.
    pub key_env: Option<String>,
    /// A file that holds its key and that only you may read.
    pub key_file: Option<String>,
    /// Where it is: `cn`, `us`, `eu`, `sg`, `local`, …; as it is known if left out.
    pub jurisdiction: Option<String>,
    /// The house it belongs to, where two names are one house.
    pub owner: Option<String>,
    /// At most so many requests in a minute.
    pub requests_per_minute: Option<u32>,
    /// At most so many tokens in a minute, of requests and answers.
    pub tokens_per_minute: Option<u64>,
    /// At most so many requests at once.
    pub at_once: Option<u32>,
    /// Its model for quick work.
    pub fast: Option<String>,
    /// Its model for writing and judging; the fast one if left out.
    pub strong: Option<String>,
}

/// `[roster.reporter]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenSeat {
    /// `vendor/model`, `best` (the league decides, see `zaowan models rank`) or `floor` (no model).
    pub primary: Option<String>,
    /// Who is asked when the primary fails: `vendor/model`, or a list of them.
    pub backup: Option<WrittenNames>,
    /// A file with a prompt of your own, in the place of the shipped one.
    pub prompt: Option<String>,
}

/// One name, or a list of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum WrittenNames {
    /// One.
    One(String),
    /// Several, in order.
    Many(Vec<String>),
}

/// `[budget]`, in US dollars.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenBudget {
    /// At most so much for one edition; what would break it is done by the floor.
    pub per_edition: Option<f64>,
    /// At most so much in one day (UTC).
    pub per_day: Option<f64>,
    /// At most so much in one day at a vendor: `{ openai = 1.0 }`.
    pub per_vendor: BTreeMap<String, f64>,
}

/// `[[price]]`, for a million tokens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenPrice {
    /// The vendor's name.
    pub vendor: String,
    /// The model; every model that begins so if it ends in `*`.
    pub model: String,
    /// `embedding`, if it is no chat model.
    pub kind: Option<String>,
    /// `USD` or `CNY`.
    #[serde(default = "dollars")]
    pub currency: String,
    /// Of the request.
    pub input: f64,
    /// Of the request, from the vendor's cache; as `input` if left out.
    pub cached: Option<f64>,
    /// Of the request, into the vendor's cache; as `input` if left out.
    pub cache_write: Option<f64>,
    /// Of the answer.
    pub output: f64,
    /// The longest request and answer together, in tokens.
    pub context: Option<u64>,
    /// The longest answer, in tokens.
    pub max_output: Option<u64>,
    /// What a longer request costs.
    pub over: Option<WrittenOver>,
    /// What it costs at night.
    pub off_peak: Option<WrittenOffPeak>,
}

fn dollars() -> String {
    "USD".into()
}

/// `[price.over]`: the prices of a request that is longer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenOver {
    /// Above so many tokens, for the whole request.
    pub tokens: u64,
    /// Of the request.
    pub input: f64,
    /// Of the request, from the vendor's cache.
    pub cached: Option<f64>,
    /// Of the request, into the vendor's cache.
    pub cache_write: Option<f64>,
    /// Of the answer.
    pub output: f64,
}

/// `[price.off_peak]`: the prices of a stretch of the day, which may cross midnight.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenOffPeak {
    /// `16:30`.
    pub from: String,
    /// `00:30`.
    pub to: String,
    /// The IANA name of the zone of both.
    pub zone: String,
    /// Of the request.
    pub input: f64,
    /// Of the request, from the vendor's cache.
    pub cached: Option<f64>,
    /// Of the answer.
    pub output: f64,
}

/// `[[client]]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenClient {
    /// Its name, for the ledger.
    pub name: String,
    /// The environment variable that holds its key.
    pub key_env: Option<String>,
    /// A file that holds its key and that only you may read.
    pub key_file: Option<String>,
    /// At most so many US dollars in one day (UTC).
    pub per_day: Option<f64>,
    /// At most so many requests in a minute.
    pub per_minute: Option<u32>,
    /// Which models it may ask, as `vendor/model`; all if left out.
    pub models: Vec<String>,
    /// `held`: a stream is passed on once it is known to be an answer. `live`: at once.
    pub stream: Option<String>,
    /// Whether it may read how the house is: `/metrics`, and what a failed check of `/readyz` says.
    pub watch: bool,
}
