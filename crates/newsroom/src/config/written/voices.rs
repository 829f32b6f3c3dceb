//! The tables of `newsroom.toml` that are about voices.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[voices]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenVoices {
    /// Whose voices may speak where nothing else is written: `auto` (vendors for which the environment holds a key),
    /// `local` (servers on your own machines), `off` (the voice of this machine alone). `auto` if left out, and `off`
    /// where models are off.
    pub vendors: Option<String>,
    /// How names are said that the rules would say otherwise: a file such as `readings.toml`, or a table here.
    pub readings: Option<WrittenReadings>,
    /// Whether what `/v1/audio/speech` says begins with the spoken label as made by AI.
    pub label: bool,
    /// The first anchor.
    pub anchor_a: WrittenVoice,
    /// The second anchor.
    pub anchor_b: WrittenVoice,
}

/// `[voices.anchor_a]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenVoice {
    /// The name a reader sees, and by which the hosts of a conversation call each other; in two languages if need be:
    /// `Zao · 小早`.
    pub name: Option<String>,
    /// What kind of host it is, in a few words, for conversations: `curious, asks a lot`.
    pub character: Option<String>,
    /// Who speaks: `vendor/model/voice`, or one for each language: `{ zh = "…", en = "…" }`; `floor` for the voice of this
    /// machine alone. Found from the keys in the environment if left out.
    pub primary: Option<WrittenVoiceName>,
    /// Who speaks when the primary cannot; found from the keys in the environment if left out.
    pub backup: Option<WrittenVoiceName>,
    /// The offline voice under both: `espeak/f3`. `zaowan voices list` shows them all.
    pub floor: Option<String>,
    /// How fast: 1 is each voice's own pace, 1.1 a tenth faster.
    pub pace: Option<f64>,
    /// The consent of the person whose cloned voice this is: a file that `zaowan voices` checks before each use.
    pub consent: Option<String>,
}

/// A voice, or one for each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum WrittenVoiceName {
    /// For every language.
    One(String),
    /// By language.
    ByLanguage(BTreeMap<String, String>),
}

/// Readings, here or in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum WrittenReadings {
    /// A TOML file with the same tables.
    File(String),
    /// By language of the line: `en = { SAIC = "say-ick" }`; `pinyin = { "单于" = "chan2 yu2" }` for the sound of words.
    Table(BTreeMap<String, BTreeMap<String, String>>),
}
