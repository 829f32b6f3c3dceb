//! Carries letters: each once, again after a pause where it failed, given up and told where it cannot arrive.

use super::write::alarm;
use crate::{Clock, Config, Error};
use jiff::{SignedDuration, Timestamp};
use journal::{Journal, Lease, LetterRow, LetterState};
use news::Language;
use publish::channels::{Channel, Event, Message, Undelivered};
use serde::Serialize;
use std::collections::BTreeMap;

/// What came of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Its key.
    pub key: String,
    /// Its channel.
    pub channel: String,
    /// What it is about.
    pub about: String,
    /// How it stands now.
    pub state: LetterState,
    /// How often it was sent.
    pub tries: u32,
    /// Why, if it was not delivered.
    pub why: String,
    /// When it is tried again, if it waits.
    pub next_at: Option<Timestamp>,
}

/// Pauses between tries, in seconds; the last one from then on.
const PAUSES: [i64; 7] = [5, 20, 60, 180, 600, 1800, 3600];

/// Delivers what is due now: channels side by side, the letters of one channel one after the other.
///
/// Does nothing where somebody else carries this outbox.
pub async fn deliver(journal: &Journal, config: &Config, clock: &Clock) -> Result<Vec<Carried>, Error> {
    // Looking costs nothing and writes nothing, not even on a full disk.
    if journal.letters_due(clock.now())?.is_empty() {
        return Ok(Vec::new());
    }
    let _lease = match Lease::take(config.data.join("outbox.lock"), "zaowan outbox", clock.now()) {
        Ok(lease) => lease,
        Err(journal::Error::Busy { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut by_channel: BTreeMap<String, Vec<LetterRow>> = BTreeMap::new();
    for letter in journal.letters_due(clock.now())? {
        by_channel.entry(letter.channel.clone()).or_default().push(letter);
    }
    let carriers = by_channel.values().map(|letters| carry(journal, config, clock, letters));
    let mut carried = Vec::new();
    for done in futures::future::join_all(carriers).await {
        carried.extend(done?);
    }
    journal.forget_letters_before(clock.now() - SignedDuration::from_hours(24 * super::KEPT_DAYS))?;
    Ok(carried)
}

async fn carry(
    journal: &Journal,
    config: &Config,
    clock: &Clock,
    letters: &[LetterRow],
) -> Result<Vec<Carried>, Error> {
    let mut carried = Vec::new();
    for letter in letters {
        let done = carry_one(journal, config, clock, letter).await?;
        let is_held_up = done.state == LetterState::Waiting;
        if done.state.is_settled() && done.state != LetterState::Delivered {
            tell_of_lost(journal, config, letter, &done, clock.now())?;
        }
        carried.push(done);
        if is_held_up {
            // The next letter of a channel that is not reached would only be one more request in vain.
            break;
        }
    }
    Ok(carried)
}

async fn carry_one(journal: &Journal, config: &Config, clock: &Clock, letter: &LetterRow) -> Result<Carried, Error> {
    let settle = |state: LetterState, tries: u32, why: &str| {
        journal.settle_letter(&letter.key, state, why, clock.now())?;
        Ok(carried(letter, state, tries, why, None))
    };
    if letter.expires_at <= clock.now() {
        let last = if letter.why.is_empty() { String::new() } else { format!("; last: {}", letter.why) };
        return settle(LetterState::Expired, letter.tries, &format!("not delivered in time{last}"));
    }
    let Some(plan) = config.channels.iter().find(|plan| plan.name == letter.channel) else {
        return settle(LetterState::Refused, letter.tries, "the configuration has no channel of this name any more");
    };
    let Ok(message) = serde_json::from_str::<Message>(&letter.body) else {
        return settle(LetterState::Refused, letter.tries, "the letter cannot be read");
    };
    // An alarm that comes twice is a nuisance, one that never comes is none.
    let may_repeat = plan.kind.knows_repeats() || message.event != Event::Edition;
    if letter.state == LetterState::Taken && !may_repeat {
        let why = "it was being sent when the program ended; whether it arrived is not known";
        return settle(LetterState::Unsure, letter.tries, why);
    }
    let tries = journal.take_letter(&letter.key)?;
    let sent = match plan.open() {
        Ok(channel) => send(&channel, &message, letter, clock).await,
        Err(why) => Err(Undelivered::Later { why, after: None }),
    };
    match sent {
        Ok(()) => settle(LetterState::Delivered, tries, ""),
        Err(Undelivered::Refused { why }) => settle(LetterState::Refused, tries, &why),
        Err(Undelivered::Unsure { why }) if !may_repeat => {
            settle(LetterState::Unsure, tries, &format!("{why}; whether it arrived is not known"))
        }
        Err(Undelivered::Unsure { why }) => put_back(journal, letter, tries, &why, None, clock.now()),
        Err(Undelivered::Later { why, after }) => put_back(journal, letter, tries, &why, after, clock.now()),
    }
}

async fn send(channel: &Channel, message: &Message, letter: &LetterRow, clock: &Clock) -> Result<(), Undelivered> {
    channel.send(message, &letter.key, clock.now()).await
}

fn put_back(
    journal: &Journal,
    letter: &LetterRow,
    tries: u32,
    why: &str,
    after: Option<std::time::Duration>,
    now: Timestamp,
) -> Result<Carried, Error> {
    let nth = usize::try_from(tries).unwrap_or(usize::MAX).saturating_sub(1).min(PAUSES.len() - 1);
    let own = SignedDuration::from_secs(PAUSES[nth]);
    let asked = after.and_then(|after| SignedDuration::try_from(after).ok()).unwrap_or_default();
    // Whoever asks for a longer rest than the letter lasts is asked once more just before its end.
    let last = letter.expires_at - SignedDuration::from_secs(60);
    let next_at = (now + own.max(asked)).min(last.max(now + own));
    journal.put_letter_back(&letter.key, why, next_at)?;
    Ok(carried(letter, LetterState::Waiting, tries, why, Some(next_at)))
}

fn carried(letter: &LetterRow, state: LetterState, tries: u32, why: &str, next_at: Option<Timestamp>) -> Carried {
    Carried {
        key: letter.key.clone(),
        channel: letter.channel.clone(),
        about: letter.about.clone(),
        state,
        tries,
        why: why.to_owned(),
        next_at,
    }
}

/// The operator hears by the other channels that one is dead: once a day, and never of an alarm that was lost.
fn tell_of_lost(
    journal: &Journal,
    config: &Config,
    letter: &LetterRow,
    done: &Carried,
    now: Timestamp,
) -> Result<(), Error> {
    let is_edition = serde_json::from_str::<Message>(&letter.body).is_ok_and(|told| told.event == Event::Edition);
    if !is_edition {
        return Ok(());
    }
    let date = now.to_zoned(config.zone()).date();
    let about = format!("channel-{}", done.channel);
    let message = |language: Language| {
        let is_zh = language == Language::ZH;
        let title = if is_zh {
            format!("{}：渠道 {} 没有送达", config.name, done.channel)
        } else {
            format!("{}: the channel {} did not deliver", config.name, done.channel)
        };
        let line = if is_zh {
            format!("{} 的消息没有送达：{}。", done.about, done.why)
        } else {
            format!("The message of {} was not delivered: {}.", done.about, done.why)
        };
        Message {
            event: Event::Alarm,
            about: about.clone(),
            newsroom: config.name.clone(),
            language,
            title,
            lines: vec![line],
            link: None,
            audio: None,
            at: now,
        }
    };
    let event = format!("{about}-{date}");
    Ok(journal.post(&alarm(config, &event, now, Some(&done.channel), message))?)
}
