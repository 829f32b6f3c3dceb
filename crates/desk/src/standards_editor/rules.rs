//! The standards editor's rules; their words are in `words/desk.toml`.

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
    do_not_publish(copy, &text, &cited, ctx)
        .or_else(|| orders_to_models(&whole, &cited))
        .or_else(|| not_a_report(&whole, &cited))
        .or_else(|| harm(&whole))
        .or_else(|| one_owners_sensation(copy, story, ctx))
        .or_else(|| wrong_language(copy, &text))
        .unwrap_or(Ruling::Clear)
}

fn spike(reason: SpikeReason, detail: impl Into<String>) -> Option<Ruling> {
    Some(Ruling::Spike { reason, detail: detail.into() })
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
fn one_owners_sensation(copy: &FinalCopy, story: &Story, ctx: &Context) -> Option<Ruling> {
    let word = Plain::of(&copy.headline.text).find(&words().sensational.headline)?;
    let witnesses =
        story.items.iter().filter(|item| !story.duplicates.contains(&item.id) && !item.is(Mark::Resurfaced));
    let owners: BTreeSet<String> = witnesses.map(|item| ctx.owner(item)).collect();
    let trust = fact_checker::cited_items(&copy.sentences, story).iter().map(|item| ctx.trust(item)).max().unwrap_or(0);
    if owners.len() > 1 || trust >= TRUSTED_ALONE {
        return None;
    }
    let owner = owners.first().cloned().unwrap_or_default();
    let detail = format!("only {owner} (trust {trust}) reports it, and it says {word:?}");
    Some(Ruling::Hold { reason: SpikeReason::SingleSource, detail })
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
