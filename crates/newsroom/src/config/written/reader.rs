//! What the reader asks for, as a person writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[reader]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenReader {
    /// In plain words, Chinese or English: `more chips, less football; I run a bakery chain in Chengdu`.
    pub profile: String,
    /// What a topic or a beat counts: `chips = 2.0`, `sport = 0`. 1 is ordinary, 0 leaves it out, 5 is the most.
    pub beats: BTreeMap<String, f64>,
}
