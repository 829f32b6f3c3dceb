//! What the owner says about vendors: names, keys, addresses, limits.

use crate::budget::Budgets;
use crate::prices::Prices;
use crate::table::{Api, SpeechApi};
use crate::timing::Timing;
use crate::voice::VoiceCache;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// Everything a gateway is opened with. Holds no key: keys are read when it is opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The vendors that may be asked.
    pub vendors: Vec<VendorSettings>,
    /// What tokens cost.
    pub prices: Prices,
    /// What may be spent.
    pub budgets: Budgets,
    /// How long things may take.
    pub timing: Timing,
    /// Whether a second route is asked when the first takes longer than it usually does.
    pub hedge: bool,
    /// How long an answer to the very same request may be given again; none if it may not.
    pub cache: Option<Duration>,
    /// Chance is drawn from this, so that two runs of one edition draw alike.
    pub seed: u64,
    /// What concerns voices.
    pub voices: VoiceSettings,
}

/// What the owner says about voices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VoiceSettings {
    /// Where spoken lines are kept to be given again; none if they are not.
    pub cache: Option<VoiceCache>,
    /// The records of consent, such as `consents.toml`; they are read anew for each request.
    pub consents: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            vendors: Vec::new(),
            prices: Prices::shipped(),
            budgets: Budgets::default(),
            timing: Timing::default(),
            hedge: true,
            cache: None,
            seed: 0,
            voices: VoiceSettings::default(),
        }
    }
}

/// Where a vendor's key is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// In this variable of the environment.
    Env(String),
    /// In this file, which only its owner may read.
    File(PathBuf),
    /// None is needed.
    None,
}

/// One vendor as the owner describes it; what is left out is taken from the shipped table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VendorSettings {
    /// Its name, of the table or the owner's own.
    pub name: String,
    /// The row of the table it is like; by its name if left out.
    pub like: Option<String>,
    /// The protocol.
    pub api: Option<Api>,
    /// The address before `/chat/completions` and its like.
    pub base_url: Option<String>,
    /// Where its key is; the table's variables if left out.
    pub key: Option<KeySource>,
    /// Where it is: `cn`, `us`, `eu`, `local`.
    pub jurisdiction: Option<String>,
    /// Whose it is, where two names are one house.
    pub owner: Option<String>,
    /// What it may be asked.
    pub limits: Limits,
    /// For a user who names no model: the fast one and the strong one.
    pub fast: Option<String>,
    /// See `fast`.
    pub strong: Option<String>,
    /// The protocol of its voices.
    #[serde(default)]
    pub speech: Option<SpeechApi>,
}

impl VendorSettings {
    /// The vendor of the table with this name, unchanged.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            like: None,
            api: None,
            base_url: None,
            key: None,
            jurisdiction: None,
            owner: None,
            limits: Limits::default(),
            fast: None,
            strong: None,
            speech: None,
        }
    }
}

/// How much a vendor may be asked; what is not given is not limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Limits {
    /// Requests in a minute.
    pub requests_per_minute: Option<u32>,
    /// Tokens in a minute, of requests and replies.
    pub tokens_per_minute: Option<u64>,
    /// Requests at once.
    pub at_once: Option<u32>,
}
