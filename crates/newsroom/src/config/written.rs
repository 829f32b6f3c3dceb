//! `newsroom.toml` as a person writes it. The doc comments become the configuration reference.

mod channels;
mod door;
mod models;
mod reader;
mod sound;
mod voices;

pub use channels::{WrittenCarries, WrittenChannel, WrittenWatch};
pub use door::{WrittenDoor, WrittenTelemetry};
pub use models::{WrittenBudget, WrittenClient, WrittenModels, WrittenNames, WrittenPrice, WrittenSeat, WrittenVendor};
pub use reader::WrittenReader;
pub use sound::{WrittenLabels, WrittenSound};
pub use voices::{WrittenReadings, WrittenVoice, WrittenVoiceName, WrittenVoices};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// The paper itself.
    pub newsroom: WrittenNewsroom,
    /// When editions are made; morning at 07:00 and evening at 18:00 if there is none.
    pub edition: Vec<WrittenEdition>,
    /// Where the news comes from.
    pub source: Vec<WrittenSource>,
    /// What the reader asks for.
    pub reader: WrittenReader,
    /// How editions are told.
    pub programme: WrittenProgramme,
    /// Who speaks: `[voices.anchor_a]` and `[voices.anchor_b]`.
    pub voices: WrittenVoices,
    /// What the sound is made with.
    pub sound: WrittenSound,
    /// How editions say that they are made by AI.
    pub labels: WrittenLabels,
    /// Whether models are asked, and how.
    pub models: WrittenModels,
    /// Whose models may be asked; every vendor for which the environment holds a key if there is none.
    pub vendor: Vec<WrittenVendor>,
    /// Who plays a role: `[roster.reporter]`; the others are given out among the vendors.
    pub roster: BTreeMap<String, WrittenSeat>,
    /// What may be spent.
    pub budget: WrittenBudget,
    /// Your own prices over the shipped ones.
    pub price: Vec<WrittenPrice>,
    /// Programs that may use the models through `zaowan serve`.
    pub client: Vec<WrittenClient>,
    /// How `zaowan serve` stands towards those who come.
    pub door: WrittenDoor,
    /// Traces of runs for a collector of your own.
    pub telemetry: WrittenTelemetry,
    /// Where editions go.
    pub publish: WrittenPublish,
    /// How readers are told of an edition, and you of trouble.
    pub channel: Vec<WrittenChannel>,
    /// How the published paper is read back.
    pub watch: WrittenWatch,
    /// How what was published is looked at again.
    pub corrections: WrittenCorrections,
    /// How sources are fetched.
    pub network: WrittenNetwork,
}

/// `[newsroom]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenNewsroom {
    /// The paper's name.
    pub name: String,
    /// One sentence about it, for feeds.
    pub description: String,
    /// Who answers for it, for feeds.
    pub author: String,
    /// An address for podcast directories; left out of the feeds if empty.
    pub email: String,
    /// The languages that are told, in their order.
    pub languages: Vec<news::Language>,
    /// An IANA name; dates and slots are in it.
    pub timezone: String,
    /// How long the bulletin may be: `8m`.
    pub length: String,
    /// At most so many stories.
    pub max_stories: usize,
    /// One publisher family leads at most so many of them, unless there are too few others.
    pub max_per_owner: usize,
    /// One or two voices.
    pub anchors: usize,
    /// Whether the bulletin is spoken; `false` for a paper to read only.
    pub sound: bool,
    /// The folder for the archive and the journal.
    pub data: String,
}

impl Default for WrittenNewsroom {
    fn default() -> Self {
        Self {
            name: "Zaowan · 早晚".into(),
            description: "A bulletin made by a newsroom that runs itself. 由自动编辑部制作的新闻简报。".into(),
            author: "Zaowan".into(),
            email: String::new(),
            languages: vec![news::Language::ZH, news::Language::EN],
            timezone: "Asia/Shanghai".into(),
            length: "8m".into(),
            max_stories: 12,
            max_per_owner: 2,
            anchors: 2,
            sound: true,
            data: "zaowan-data".into(),
        }
    }
}

/// `[[edition]]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenEdition {
    /// `morning`, `evening`, or a name of your own (letters, digits and dashes).
    pub slot: String,
    /// The time of day it is due: `07:00`.
    pub at: String,
    /// How long making it may take: `10m`.
    #[serde(default = "ten_minutes")]
    pub deadline: String,
    /// How this edition is told; as `[programme]` says if left out.
    #[serde(default)]
    pub format: Option<news::Format>,
}

/// `[programme]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenProgramme {
    /// `bulletin`, `conversation` (two hosts tell it to each other), `brief` (under two minutes) or `debate` (two hosts
    /// take the sides that the sources report).
    pub format: news::Format,
}

fn ten_minutes() -> String {
    "10m".into()
}

/// `[[source]]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenSource {
    /// A short name of its own; made from the name if left out.
    pub id: Option<String>,
    /// The name a reader sees; the host if left out.
    pub name: Option<String>,
    /// A feed, a site, a sitemap, the Hacker News API, or the path of a folder.
    pub url: String,
    /// Found out if left out.
    pub kind: Option<news::SourceKind>,
    /// `world`, `china`, `business`, `technology`, `science`, `sport`, `culture`, … ; `general` if left out.
    pub beat: Option<String>,
    /// The publisher family; found by the site and the name in the shipped table if left out, else the site itself.
    pub owner: Option<String>,
    /// 1 (rumours) to 5 (agency of record); 3 if left out.
    pub trust: Option<u8>,
    /// `zh`, `en`, …; found out per item if left out.
    pub language: Option<news::Language>,
    /// How often it publishes: `6h`, `24h`, `7d`. What still counts as new follows from it.
    pub every: Option<String>,
    /// The zone of its dates that name none.
    pub timezone: Option<String>,
    /// For a page without a feed: which links are articles, such as `/2026/**/*.html`.
    pub link_rule: Option<String>,
    /// At most so many of its newest entries; 60 if left out.
    pub max_items: Option<usize>,
}

/// `[publish]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPublish {
    /// The folder of the site.
    pub out: String,
    /// Where that folder is served; feeds and podcast apps need it.
    pub base_url: String,
}

impl Default for WrittenPublish {
    fn default() -> Self {
        Self { out: "site".into(), base_url: String::new() }
    }
}

/// `[corrections]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenCorrections {
    /// The sources of the editions of so many days are looked at again; 0 for none.
    pub days: u32,
    /// At most so often: `6h`.
    pub every: String,
}

impl Default for WrittenCorrections {
    fn default() -> Self {
        Self { days: 3, every: "6h".into() }
    }
}

/// `[network]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenNetwork {
    /// Private addresses that sources may stand at: `["127.0.0.1"]`.
    pub allow_private: Vec<std::net::IpAddr>,
    /// Send every fetch to this loopback server instead, its Host header kept: how samples and tests serve a whole invented web.
    pub replay: Option<std::net::SocketAddr>,
    /// How the program calls itself to sources.
    pub user_agent: String,
    /// How long one request may take.
    pub timeout: String,
    /// How long to wait between two requests to one host.
    pub host_delay: String,
    /// At most so many article pages of one source in one edition.
    pub max_pages: usize,
}

impl Default for WrittenNetwork {
    fn default() -> Self {
        Self {
            allow_private: Vec::new(),
            replay: None,
            user_agent: format!("Zaowan/{} (self-hosted newsroom)", env!("CARGO_PKG_VERSION")),
            timeout: "25s".into(),
            host_delay: "250ms".into(),
            max_pages: 20,
        }
    }
}

/// The JSON schema of `newsroom.toml`: one source for the reference, the unknown-key check and editors.
pub fn written_schema() -> serde_json::Value {
    serde_json::to_value(schemars::schema_for!(Written)).unwrap_or_default()
}
