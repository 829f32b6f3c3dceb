//! Which letters are written: one for each channel that carries what happened.

use crate::Config;
use crate::config::ChannelPlan;
use jiff::{SignedDuration, Timestamp};
use journal::Letter;
use news::Edition;
use publish::channels::Message;
use sha2::{Digest, Sha256};

/// That an edition is out is no news any more when the next one comes.
const EDITION_HOURS: i64 = 12;
/// An alarm is worth telling a day later: it says that nobody heard it.
const ALARM_HOURS: i64 = 24;

/// The letters of an edition that was just published.
pub(crate) fn of_edition(config: &Config, edition: &Edition, now: Timestamp) -> Vec<Letter> {
    let carriers = config.channels.iter().filter(|channel| channel.editions);
    carriers
        .map(|channel| {
            let message = Message::of_edition(edition, config.base_url.as_deref(), language(config, channel));
            letter(config, channel, &message, &edition.id, now, EDITION_HOURS)
        })
        .collect()
}

/// The letters of an alarm, or of its end, to every channel that carries alarms; `message` makes it in a language.
///
/// `event` names this occurrence: the same one is never told twice by one channel.
pub fn alarm(
    config: &Config,
    event: &str,
    now: Timestamp,
    but: Option<&str>,
    message: impl Fn(news::Language) -> Message,
) -> Vec<Letter> {
    let carriers = config.channels.iter().filter(|channel| channel.alarms && but != Some(channel.name.as_str()));
    carriers
        .map(|channel| letter(config, channel, &message(language(config, channel)), event, now, ALARM_HOURS))
        .collect()
}

fn language(config: &Config, channel: &ChannelPlan) -> news::Language {
    channel.language.or(config.languages.first().copied()).unwrap_or(news::Language::EN)
}

fn letter(
    config: &Config,
    channel: &ChannelPlan,
    message: &Message,
    event: &str,
    now: Timestamp,
    hours: i64,
) -> Letter {
    Letter {
        key: key_of(&config.name, event, &channel.name),
        channel: channel.name.clone(),
        about: message.about.clone(),
        body: serde_json::to_string(message).unwrap_or_default(),
        made_at: now,
        expires_at: now + SignedDuration::from_hours(hours),
    }
}

/// The key under which a receiver knows a message again: the same for the same event, newsroom and channel.
pub fn key_of(newsroom: &str, event: &str, channel: &str) -> String {
    let parts = serde_json::json!([newsroom, event, channel]).to_string();
    let hash = Sha256::digest(parts.as_bytes());
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{event}-{hex}").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
