//! Tells the operator: once when a trouble begins, once an hour while it lasts, once when it is over.

use super::check::What;
use super::memory::{Known, Memory, Telling};
use super::words;
use crate::Config;
use crate::config::ChannelPlan;
use crate::outbox::key_of;
use jiff::{SignedDuration, Timestamp};
use news::Language;
use publish::channels::{Event, Undelivered};
use serde::Serialize;

/// While a trouble lasts it is told again after so long.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// What cannot be told is tried again after so long, twice as long each time up to an hour.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// The end of a trouble is of no interest a day later.
const OVER_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Somebody who was told, or was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// By which channel.
    pub channel: String,
    /// Of what.
    pub trouble: String,
    /// Whether it was that it is over.
    pub is_over: bool,
    /// Why it did not arrive, if it did not.
    pub why: Option<String>,
}

/// Tells whatever is to be told now.
pub(super) async fn tell(config: &Config, memory: &mut Memory, now: Timestamp) -> Vec<Told> {
    let carriers: Vec<&ChannelPlan> = config.channels.iter().filter(|channel| channel.alarms).collect();
    let mut all = Vec::new();
    for (name, known) in &mut memory.troubles {
        let due: Vec<&ChannelPlan> = carriers.iter().copied().filter(|channel| is_due(known, channel, now)).collect();
        let sent = due.iter().map(|channel| send(config, channel, name, known, now));
        let results = futures::future::join_all(sent).await;
        for (channel, result) in due.iter().zip(results) {
            let is_over = known.over_at.is_some();
            all.push(Told {
                channel: channel.name.clone(),
                trouble: name.clone(),
                is_over,
                why: result.as_ref().err().map(ToString::to_string),
            });
            note(known, &channel.name, &result, now);
        }
    }
    memory.troubles.retain(|_, known| match known.over_at {
        Some(over_at) => now.duration_since(over_at) < OVER_FOR && known.told.values().any(|told| told.n > 0),
        None => true,
    });
    all
}

fn is_due(known: &Known, channel: &ChannelPlan, now: Timestamp) -> bool {
    match known.told.get(&channel.name) {
        None => known.over_at.is_none(),
        Some(told) if known.over_at.is_some() => told.n > 0 && (told.n_failed == 0 || told.next_at <= Some(now)),
        // That an edition came late is told once.
        Some(told) if told.n > 0 && known.trouble.what == What::CameLate => false,
        Some(told) => told.next_at <= Some(now),
    }
}

async fn send(
    config: &Config,
    channel: &ChannelPlan,
    name: &str,
    known: &Known,
    now: Timestamp,
) -> Result<(), Undelivered> {
    let language = channel.language.or(config.languages.first().copied()).unwrap_or(Language::EN);
    let n = known.told.get(&channel.name).map_or(0, |told| told.n);
    let (event, nth) = match known.over_at {
        Some(_) => (Event::Over, "over".to_owned()),
        None => (Event::Alarm, n.to_string()),
    };
    let message = words::message(config, known, event, language, now);
    let open = channel.open().map_err(|why| Undelivered::Later { why, after: None })?;
    let occurrence = format!("{name}-{}-{nth}", known.since.as_second());
    open.send(&message, &key_of(&config.name, &occurrence, &channel.name), now).await
}

fn note(known: &mut Known, channel: &str, result: &Result<(), Undelivered>, now: Timestamp) {
    let is_over = known.over_at.is_some();
    if is_over && result.is_ok() {
        known.told.remove(channel);
        return;
    }
    let telling = known.told.entry(channel.to_owned()).or_default();
    match result {
        Ok(()) => *telling = Telling { n: telling.n + 1, n_failed: 0, next_at: Some(now + AGAIN_AFTER) },
        Err(failed) => {
            let own = FIRST_PAUSE * 2_i32.pow(telling.n_failed.min(6));
            let asked = match failed {
                Undelivered::Later { after: Some(after), .. } => SignedDuration::try_from(*after).unwrap_or_default(),
                _ => SignedDuration::ZERO,
            };
            telling.n_failed += 1;
            telling.next_at = Some(now + own.min(AGAIN_AFTER).max(asked));
        }
    }
}
