//! The tables of `newsroom.toml` that are about telling people: `[[channel]]` and `[watch]`.

use news::Language;
use publish::channels::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// `[[channel]]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenChannel {
    /// A name of your own.
    pub name: String,
    /// `webhook`, `email`, `ntfy`, `telegram`, `feishu`, `dingtalk`, `wecom`, `slack` or `bark`.
    pub kind: Kind,
    /// The address: of the webhook or the bot, `https://ntfy.sh/topic`, `smtps://user@mail.example.org`.
    #[serde(default)]
    pub url: Option<String>,
    /// The environment variable that holds the address, where that is a secret as with most bots.
    #[serde(default)]
    pub url_env: Option<String>,
    /// The environment variable that holds the signing secret, the token, the device key or the password.
    #[serde(default)]
    pub secret_env: Option<String>,
    /// The chat of Telegram, or the receivers of mail.
    #[serde(default)]
    pub to: Vec<String>,
    /// The sender of mail.
    #[serde(default)]
    pub from: Option<String>,
    /// What it carries: `editions`, `alarms`, or both.
    #[serde(default = "both")]
    pub carries: Vec<WrittenCarries>,
    /// In which language it tells; the paper's first one if left out.
    #[serde(default)]
    pub language: Option<Language>,
    /// Private addresses it may stand at: `["192.168.1.5"]`.
    #[serde(default)]
    pub allow_private: Vec<IpAddr>,
}

/// What a channel carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WrittenCarries {
    /// That an edition is out.
    Editions,
    /// That something is wrong.
    Alarms,
}

fn both() -> Vec<WrittenCarries> {
    vec![WrittenCarries::Editions, WrittenCarries::Alarms]
}

/// `[watch]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenWatch {
    /// The feed that is read back; `feed.xml` at `publish.base_url` if left out, or in the site's folder.
    pub url: Option<String>,
    /// How long after its time an edition may come out before you are told: `10m`.
    pub grace: String,
    /// An address that is called after each edition that was read back and is in order, for services that tell you when
    /// the call does not come.
    pub ping_url: Option<String>,
    /// The environment variable that holds that address.
    pub ping_url_env: Option<String>,
    /// Private addresses the published site and the called service may stand at: `["127.0.0.1"]`.
    pub allow_private: Vec<IpAddr>,
}

impl Default for WrittenWatch {
    fn default() -> Self {
        Self { url: None, grace: "10m".into(), ping_url: None, ping_url_env: None, allow_private: Vec::new() }
    }
}
