//! Channels: how readers are told of an edition and the operator of trouble, each vendor in its true dialect.
//!
//! A channel sends one message once and says what came of it: delivered, not now, never, or nobody knows. It keeps
//! nothing and tries nothing again; the outbox does. Addresses are the operator's own; those on a private network are
//! asked only where the channel allows them. Start with [`Channel::send`].

mod bark;
mod dingtalk;
mod door;
mod edition;
mod email;
mod feishu;
mod fit;
mod message;
mod ntfy;
mod sign;
mod slack;
mod telegram;
mod webhook;
mod wecom;

pub use message::{Event, Message};

use door::Door;
use jiff::Timestamp;
use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// What kinds of channels there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// JSON to an address of your own, signed as Standard Webhooks say.
    Webhook,
    /// SMTP.
    Email,
    /// A topic of ntfy.sh or of your own server.
    Ntfy,
    /// A bot of Telegram.
    Telegram,
    /// A custom bot of Feishu or Lark.
    Feishu,
    /// A custom bot of DingTalk.
    DingTalk,
    /// A group bot of WeCom.
    WeCom,
    /// An incoming webhook of Slack.
    Slack,
    /// Bark, for Apple's devices.
    Bark,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Webhook,
        Self::Email,
        Self::Ntfy,
        Self::Telegram,
        Self::Feishu,
        Self::DingTalk,
        Self::WeCom,
        Self::Slack,
        Self::Bark,
    ];

    /// As it is written in the configuration.
    pub fn key(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Email => "email",
            Self::Ntfy => "ntfy",
            Self::Telegram => "telegram",
            Self::Feishu => "feishu",
            Self::DingTalk => "dingtalk",
            Self::WeCom => "wecom",
            Self::Slack => "slack",
            Self::Bark => "bark",
        }
    }

    /// Where it is reached if nothing is written; `None` if that must be written.
    pub fn address(self) -> Option<&'static str> {
        match self {
            Self::Telegram => Some("https://api.telegram.org"),
            Self::Bark => Some("https://api.day.app"),
            _ => None,
        }
    }

    /// Whether the receiver knows a message again by its key, so that sending it twice shows it once.
    ///
    /// A mail's key is its Message-ID; ntfy and Bark put a notice of the same key in the place of the earlier one.
    pub fn knows_repeats(self) -> bool {
        matches!(self, Self::Webhook | Self::Email | Self::Ntfy | Self::Bark)
    }
}

/// Where and as whom messages are sent.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name in the configuration.
    pub name: String,
    /// Its dialect.
    pub kind: Kind,
    /// The address; with most bots it holds their token, so it is a secret as a whole.
    pub address: SecretString,
    /// The signing secret, token, device key or password.
    pub secret: Option<SecretString>,
    /// The chat, or the receivers of mail.
    pub to: Vec<String>,
    /// The sender of mail.
    pub from: Option<String>,
    /// Private addresses that may be asked.
    pub allow_private: Vec<IpAddr>,
    /// How long one sending may take.
    pub patience: Duration,
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// The receiver did not take it now and may take it later.
    #[error("{why}")]
    Later {
        /// In plain words.
        why: String,
        /// How long it asked to be left alone.
        after: Option<Duration>,
    },
    /// The receiver will never take it as it is.
    #[error("{why}")]
    Refused {
        /// In plain words.
        why: String,
    },
    /// It was sent and no answer came: nobody knows whether it arrived.
    #[error("{why}")]
    Unsure {
        /// In plain words.
        why: String,
    },
}

impl Undelivered {
    pub(crate) fn later(why: impl Into<String>) -> Self {
        Self::Later { why: why.into(), after: None }
    }

    pub(crate) fn refused(why: impl Into<String>) -> Self {
        Self::Refused { why: why.into() }
    }

    pub(crate) fn unsure(why: impl Into<String>) -> Self {
        Self::Unsure { why: why.into() }
    }

    fn map(self, words: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Later { why, after } => Self::Later { why: words(&why), after },
            Self::Refused { why } => Self::Refused { why: words(&why) },
            Self::Unsure { why } => Self::Unsure { why: words(&why) },
        }
    }
}

impl Channel {
    /// Sends a message once; `key` names it for receivers that know repeats.
    ///
    /// Errors never show the address or the secret, even where the receiver repeats them.
    pub async fn send(&self, message: &Message, key: &str, now: Timestamp) -> Result<(), Undelivered> {
        let sent = match self.kind {
            Kind::Email => email::send(self, message, key, now).await,
            _ => self.post(message, key, now).await,
        };
        sent.map_err(|failed| failed.map(|why| self.hush(why)))
    }

    async fn post(&self, message: &Message, key: &str, now: Timestamp) -> Result<(), Undelivered> {
        let door = Door::open(self)?;
        let url = self.url()?;
        match self.kind {
            Kind::Webhook => webhook::send(&door, self, url, message, key, now).await,
            Kind::Ntfy => ntfy::send(&door, self, url, message, key).await,
            Kind::Telegram => telegram::send(&door, self, url, message).await,
            Kind::Feishu => feishu::send(&door, self, url, message, now).await,
            Kind::DingTalk => dingtalk::send(&door, self, url, message, now).await,
            Kind::WeCom => wecom::send(&door, url, message).await,
            Kind::Slack => slack::send(&door, url, message).await,
            Kind::Bark => bark::send(&door, self, url, message, key).await,
            Kind::Email => Err(Undelivered::refused("mail does not go by HTTP")),
        }
    }

    fn url(&self) -> Result<Url, Undelivered> {
        Url::parse(self.address.expose_secret().trim())
            .map_err(|error| Undelivered::refused(format!("its address is not one: {error}")))
    }

    fn key(&self) -> Option<&str> {
        self.secret.as_ref().map(|secret| secret.expose_secret().trim()).filter(|secret| !secret.is_empty())
    }

    /// The text without the secret, and without whatever in the address could be one.
    fn hush(&self, text: &str) -> String {
        let address = self.address.expose_secret();
        let parsed = Url::parse(address.trim()).ok();
        let mut secrets: Vec<String> = self.key().map(str::to_owned).into_iter().collect();
        secrets.push(address.trim().to_owned());
        if let Some(url) = parsed {
            secrets.extend(url.path_segments().into_iter().flatten().map(str::to_owned));
            secrets.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
            secrets.extend(url.password().map(str::to_owned));
        }
        // Shorter pieces are words such as "send" and "hook"; a token is longer.
        secrets.retain(|secret| secret.len() >= 8);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let hushed = secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[redacted]"));
        hushed.chars().take(300).collect()
    }
}
