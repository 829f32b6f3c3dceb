//! The quirk table: what differs between vendors, read from `data/vendors.toml` once.

use crate::verdict::{Then, Verdict};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The protocol a vendor speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// OpenAI's chat completions, and all that copy them.
    Chat,
    /// OpenAI's responses.
    Responses,
    /// Anthropic's messages.
    Anthropic,
    /// Google's generateContent.
    Gemini,
    /// Ollama's own.
    Ollama,
}

/// The protocol a vendor's voices speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechApi {
    /// OpenAI's speech, and all that copy it.
    Openai,
    /// MiniMax T2A v2, streamed over HTTP.
    Minimax,
    /// The same over a WebSocket.
    MinimaxSocket,
    /// ElevenLabs text to speech.
    Elevenlabs,
    /// ElevenLabs text to dialogue, over HTTP.
    ElevenlabsDialogue,
    /// The same over a WebSocket.
    ElevenlabsSocket,
    /// Azure, in SSML.
    Azure,
    /// Volcano's Doubao, as JSON values one after the other.
    Doubao,
    /// The same as server-sent events.
    DoubaoEvents,
    /// Doubao's podcast, over a WebSocket.
    DoubaoPodcast,
    /// A GPT-SoVITS server.
    GptSovits,
}

/// How a schema is sent to a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    /// As a schema the vendor enforces.
    JsonSchema,
    /// As "some JSON object", the schema in words.
    JsonObject,
    /// As the arguments of a tool it must call.
    Tool,
    /// In words alone.
    Prompt,
}

/// One row of the table: what is peculiar to a vendor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quirks {
    pub name: String,
    #[serde(default)]
    like: Option<String>,
    #[serde(default = "chat")]
    pub api: Api,
    #[serde(default)]
    pub base_url: String,
    #[serde(default)]
    pub key_env: Vec<String>,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub jurisdiction: String,
    #[serde(default)]
    pub local: bool,
    #[serde(default)]
    pub forms: Vec<Form>,
    #[serde(default)]
    pub cap: String,
    #[serde(default)]
    pub ceiling: Option<u64>,
    #[serde(default)]
    pub quiet: Map<String, Value>,
    #[serde(default)]
    pub always: Map<String, Value>,
    #[serde(default)]
    pub refuses: Vec<String>,
    #[serde(default)]
    pub thinks_silently: bool,
    #[serde(default)]
    pub cumulative: bool,
    #[serde(default)]
    pub fast: String,
    #[serde(default)]
    pub strong: String,
    /// The protocol of its voices; none if it has no voices here.
    #[serde(default)]
    pub speech: Option<SpeechApi>,
    /// Where its voices are, if not under `base_url`.
    #[serde(default)]
    pub speech_url: String,
    /// Beginnings of models that tell the end and the usage of a speech in events.
    #[serde(default)]
    pub speech_events: Vec<String>,
    /// Beginnings of models that can laugh and sigh.
    #[serde(default)]
    pub speech_laughs: Vec<String>,
    /// Beginnings of the names (of voices or models) by which a person's voice is known.
    #[serde(default)]
    pub speech_cloned: Vec<String>,
    /// The longest text of one request for speech, in characters; the protocol's own if not given.
    #[serde(default)]
    pub speech_longest: Option<usize>,
    /// Whether characters beyond ASCII are billed as two.
    #[serde(default)]
    pub speech_wide: bool,
    /// Samples a second of raw sound, where the protocol leaves them open.
    #[serde(default)]
    pub speech_rate: Option<u32>,
    /// Whether it has voices and no models.
    #[serde(default)]
    pub voices_only: bool,
}

fn chat() -> Api {
    Api::Chat
}

/// A rule by which an error is judged; what is not given fits everything.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(default)]
    pub vendor: Option<String>,
    #[serde(default)]
    pub status: Vec<u16>,
    #[serde(default)]
    pub code: Vec<String>,
    #[serde(default)]
    pub contains: Vec<String>,
    /// Fits only where the vendor does not say how long to wait.
    #[serde(default)]
    pub without_wait: bool,
    pub verdict: Verdict,
    #[serde(default)]
    pub then: Option<Then>,
    #[serde(default)]
    pub mend: Option<Mend>,
}

/// What to change in a request before the same route is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mend {
    /// Send the schema in the next form.
    Form,
    /// Ask for no thinking.
    Quiet,
    /// Give the thoughts of earlier turns back.
    Reasoning,
    /// Name the cap as the newer models want it.
    Cap,
    /// Leave the sampling parameters out.
    Sampling,
    /// Allow a longer answer.
    Longer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    vendor: Vec<toml::Table>,
    makers: BTreeMap<String, String>,
    finish: BTreeMap<String, Verdict>,
    rule: Vec<Rule>,
}

/// The whole table.
#[derive(Debug)]
pub(crate) struct Table {
    pub vendors: Vec<Quirks>,
    pub makers: BTreeMap<String, String>,
    pub finish: BTreeMap<String, Verdict>,
    pub rules: Vec<Rule>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // A table that does not read would be caught by the first test; an empty one loses every vendor, not the run.
    read(include_str!("../data/vendors.toml")).unwrap_or_else(|error| {
        tracing::error!(%error, "the vendor table does not read");
        Table { vendors: Vec::new(), makers: BTreeMap::new(), finish: BTreeMap::new(), rules: Vec::new() }
    })
});

/// The shipped table.
pub(crate) fn table() -> &'static Table {
    &TABLE
}

/// The names of the vendors that are known without any configuration.
pub fn vendor_names() -> Vec<&'static str> {
    table().vendors.iter().map(|row| row.name.as_str()).collect()
}

/// The environment variables in which keys of known vendors are looked for.
pub fn key_variables() -> Vec<&'static str> {
    let mut names: Vec<&str> = table().vendors.iter().flat_map(|row| &row.key_env).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Table {
    /// The row of this name.
    pub(crate) fn row(&self, name: &str) -> Option<&Quirks> {
        self.vendors.iter().find(|row| row.name == name)
    }

    /// Whose model this is, by its name; nothing if its maker is not known.
    pub(crate) fn maker(&self, model: &str) -> Option<&str> {
        let name = model.rsplit('/').next().unwrap_or(model).to_ascii_lowercase();
        let fits = |beginning: &str| {
            name.strip_prefix(beginning).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        self.makers.iter().find(|(beginning, _)| fits(beginning)).map(|(_, maker)| maker.as_str())
    }
}

fn read(text: &str) -> Result<Table, String> {
    let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut vendors: Vec<Quirks> = Vec::new();
    let mut tables: BTreeMap<String, toml::Table> = BTreeMap::new();
    for row in written.vendor {
        let mut whole = match row.get("like").and_then(toml::Value::as_str) {
            Some(like) => tables.get(like).cloned().ok_or_else(|| format!("no vendor {like} before it"))?,
            None => toml::Table::new(),
        };
        whole.extend(row);
        let quirks: Quirks = whole.clone().try_into().map_err(|error: toml::de::Error| error.to_string())?;
        tables.insert(quirks.name.clone(), whole);
        vendors.push(quirks);
    }
    Ok(Table { vendors, makers: written.makers, finish: written.finish, rules: written.rule })
}

impl Quirks {
    /// The row whose rules of error apply to this vendor: a regional service fails as the first one does.
    pub(crate) fn family(&self) -> &str {
        self.like.as_deref().unwrap_or(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads() {
        let table = read(include_str!("../data/vendors.toml")).unwrap();
        for row in &table.vendors {
            let is_whole = !row.forms.is_empty() && !row.cap.is_empty();
            assert!(if row.voices_only { row.speech.is_some() } else { is_whole }, "{}", row.name);
            assert!(row.local || row.name == "openai-compatible" || !row.owner.is_empty(), "{}", row.name);
        }
        for rule in &table.rules {
            assert!(rule.vendor.as_deref().is_none_or(|vendor| table.row(vendor).is_some()), "{rule:?}");
        }
        let regional = table.row("dashscope-intl").unwrap();
        assert_eq!((regional.family(), regional.jurisdiction.as_str()), ("dashscope", "sg"));
        assert!(regional.quiet.contains_key("enable_thinking"));
    }

    #[test]
    fn a_model_is_its_makers_wherever_it_is_served() {
        let maker = |model| table().maker(model);
        assert_eq!(maker("deepseek/deepseek-v4-flash"), Some("deepseek"));
        assert_eq!(maker("Qwen/Qwen3-235B"), Some("alibaba"));
        assert_eq!(maker("anthropic/claude-sonnet-5.5"), Some("anthropic"));
        assert_eq!(maker("gpt-6-sol"), Some("openai"));
        assert_eq!(maker("stepmother-7b"), None);
        assert_eq!(maker("sim-ok"), None);
    }
}
