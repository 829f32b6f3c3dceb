//! Chooses what opens a story: the item that leads, its lede, and the headline that belongs to both.

use super::{headline, lede};
use crate::Context;
use crate::prose::claims;
use crate::prose::kind::{self, Kind};
use crate::prose::units::Unit;
use news::{Item, Sentence, Story};

/// So many of the best items may lead.
const N_ITEMS: usize = 8;

/// How much an item gives way to the one before it: the best stands first.
const STEP: i64 = 90;

/// How much a lede gives way that no title belongs to, so that it must be its own headline.
const UNTITLED: i64 = 600;

/// A sentence this like one that was told says nothing new.
const TOLD: f64 = 0.7;

/// How a story begins.
pub(super) struct Opening<'a> {
    pub item: &'a Item,
    pub lede: Unit,
    pub headline: Sentence,
}

/// The best opening among the items; of a story told before, only what came after the last telling may open it.
/// `None` if no lede has a headline that belongs to it.
pub(super) fn choose<'a>(items: &[&'a Item], story: &Story, ctx: &Context) -> Option<Opening<'a>> {
    let fresh = fresh(items, story);
    let openings = fresh.iter().take(N_ITEMS).enumerate().filter_map(|(place, item)| {
        let (score, opening) = of_item(item, &fresh, story, ctx)?;
        Some((score - STEP * place as i64, place, opening))
    });
    openings.max_by_key(|(score, place, _)| (*score, std::cmp::Reverse(*place))).map(|(_, _, opening)| opening)
}

/// The items that came after the last telling; all if nothing was told.
pub(super) fn fresh<'a>(items: &[&'a Item], story: &Story) -> Vec<&'a Item> {
    let last = story.told.iter().map(|told| told.at).max();
    items.iter().copied().filter(|item| last.is_none_or(|last| item.dating.value.is_some_and(|at| at > last))).collect()
}

/// Whether readers were told this, in these words or nearly.
pub(super) fn was_told(sentence: &str, story: &Story) -> bool {
    story
        .told
        .iter()
        .flat_map(|told| &told.sentences)
        .any(|told| claims::likeness(told, sentence) >= TOLD && claims::disagreement(told, sentence).is_none())
}

fn of_item<'a>(item: &'a Item, items: &[&Item], story: &Story, ctx: &Context) -> Option<(i64, Opening<'a>)> {
    let mut openings = Vec::new();
    for (score, lede) in lede::ranked(item, ctx) {
        let sentence = Sentence { text: lede.text(item).to_owned(), citations: vec![lede.citation(item)] };
        let titled = headline::of_titles(item, items, &sentence, ctx).map(|headline| (score, headline));
        let untitled = || headline::of_lede(item, &sentence, ctx).map(|headline| (score - UNTITLED, headline));
        if !was_told(&sentence.text, story)
            && let Some((score, headline)) = titled.or_else(untitled)
        {
            openings.push((score + of_kind(item), Opening { item, lede, headline }));
        }
    }
    // The first of the best: what stands earlier was ranked higher.
    openings.into_iter().rev().max_by_key(|(score, _)| *score)
}

/// What happened comes before what it means, and both before what entertains.
fn of_kind(item: &Item) -> i64 {
    match kind::of(&item.title) {
        Kind::Report => 0,
        Kind::Explainer => -200,
        Kind::Feature => -500,
    }
}
