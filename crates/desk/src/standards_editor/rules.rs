//! The standards editor's rules; their words are in `words/desk.toml`.

use super::{elections, markets, people};
use crate::charter;
use crate::words::{Plain, words};
use crate::{Context, fact_checker};
use news::text::language_of;
use news::{FinalCopy, Item, Mark, Ruling, SpikeReason, Story};
use std::collections::BTreeSet;

/// From this trust on, one owner's word is enough even for a grave thing: an agency of record.
const TRUSTED_ALONE: u8 = 4;

pub(super) fn ruling(copy: &FinalCopy, story: &Story, ctx: &Context) -> Ruling {
    let text = copy.sentences.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join("\n");
    let whole = Plain::of(&format!("{}\n{text}", copy.headline.text));
    let cited = fact_checker::cited_items(&copy.sentences, story);
    let weight = Weight::of(copy, story, ctx);
    do_not_publish(copy, &text, &cited, ctx)
        .or_else(|| orders_to_models(&whole, &cited))
        .or_else(|| not_a_report(&whole, &cited))
        .or_else(|| harm(&whole))
        .or_else(|| people::ruling(copy, &weight))
        .or_else(|| elections::ruling(copy, &weight))
        .or_else(|| markets::ruling(copy, &weight))
        .or_else(|| one_owners_sensation(copy, &weight))
        .or_else(|| wrong_language(copy, &text))
        .unwrap_or(Ruling::Clear)
}

/// Who stands behind a story.
pub(super) struct Weight {
    pub owners: BTreeSet<String>,
    /// Of the outlets it cites, the most.
    pub trust: u8,
}

impl Weight {
    fn of(copy: &FinalCopy, story: &Story, ctx: &Context) -> Self {
        let witnesses =
            story.items.iter().filter(|item| !story.duplicates.contains(&item.id) && !item.is(Mark::Resurfaced));
        let cited = fact_checker::cited_items(&copy.sentences, story);
        Self {
            owners: witnesses.map(|item| ctx.owner(item)).collect(),
            trust: cited.iter().map(|item| ctx.trust(item)).max().unwrap_or(0),
        }
    }

    /// Whether nobody but one owner says so.
    pub fn is_of_one_owner(&self) -> bool {
        self.owners.len() < 2
    }

    /// The same, and that owner is no agency of record.
    pub fn is_light(&self) -> bool {
        self.is_of_one_owner() && self.trust < TRUSTED_ALONE
    }

    /// Holds the story until a second owner reports it.
    pub fn hold(&self, what: &str) -> Option<Ruling> {
        let owner = self.owners.first().cloned().unwrap_or_default();
        let detail = format!("only {owner} (trust {}) reports it, and {what}", self.trust);
        Some(Ruling::Hold { reason: SpikeReason::SingleSource, detail })
    }
}

pub(super) fn spike(reason: SpikeReason, detail: impl Into<String>) -> Option<Ruling> {
    Some(Ruling::Spike { reason, detail: detail.into() })
}

/// The headline and each sentence, as they are told.
pub(super) fn lines(copy: &FinalCopy) -> impl Iterator<Item = &str> {
    [&copy.headline].into_iter().chain(&copy.sentences).map(|sentence| sentence.text.as_str())
}

/// The owner's own rules come first: they are about this house and need no other reason.
fn do_not_publish(copy: &FinalCopy, text: &str, cited: &[&Item], ctx: &Context) -> Option<Ruling> {
    let all = format!("{}\n{}\n{text}", copy.headline.text, copy.summary);
    let of_source = || cited.iter().find_map(|item| charter::banned_source(item, ctx));
    let (ban, word) = charter::banned_words(&all, &ctx.house.charter).or_else(of_source)?;
    spike(SpikeReason::Unsafe, charter::detail(ban, word))
}

fn orders_to_models(whole: &Plain, cited: &[&Item]) -> Option<Ruling> {
    if cited.iter().any(|item| item.is(Mark::Injection)) {
        return spike(SpikeReason::Injection, "an item it cites gives orders to models");
    }
    let phrase = whole.find(&words().injection.phrases)?;
    spike(SpikeReason::Injection, format!("it says {phrase:?}"))
}

fn not_a_report(whole: &Plain, cited: &[&Item]) -> Option<Ruling> {
    if cited.iter().any(|item| item.is(Mark::Satire)) {
        return spike(SpikeReason::Unsafe, "an item it cites is satire");
    }
    if cited.iter().any(|item| item.is(Mark::Promotion)) {
        return spike(SpikeReason::Unsafe, "an item it cites sells something");
    }
    let phrase = whole.find(&words().promotion.title)?;
    spike(SpikeReason::Unsafe, format!("it sells something ({phrase:?})"))
}

fn harm(whole: &Plain) -> Option<Ruling> {
    let harm = &words().harm;
    [
        (&harm.slur, "it uses a slur"),
        (&harm.self_harm_method, "it tells how somebody harmed themselves"),
        (&harm.minor_victim, "it says too much of a child who was harmed"),
        (&harm.private_person, "it gives a private person's particulars"),
        (&harm.weapon_detail, "it tells how to make a weapon or a drug"),
    ]
    .into_iter()
    .find_map(|(list, what)| whole.find(list).map(|phrase| (what, phrase)))
    .and_then(|(what, phrase)| spike(SpikeReason::Unsafe, format!("{what} ({phrase:?})")))
}

/// A grave or wild claim waits for a second owner unless its one owner is trusted.
fn one_owners_sensation(copy: &FinalCopy, weight: &Weight) -> Option<Ruling> {
    let word = Plain::of(&copy.headline.text).find(&words().sensational.headline)?;
    if weight.is_light() { weight.hold(&format!("it says {word:?}")) } else { None }
}

fn wrong_language(copy: &FinalCopy, text: &str) -> Option<Ruling> {
    let language = language_of(text);
    // Short text in an alphabet is told badly by a classifier; a whole story is not.
    if language == copy.language || text.chars().count() < 80 {
        return None;
    }
    let detail = format!("it is written in {language}, not in {}", copy.language);
    spike(SpikeReason::Language, detail)
}
