//! Picks the sentences of a story and puts them in an order that reads.

use super::{headline, opening};
use crate::Context;
use crate::prose::kind::{self, Kind};
use crate::prose::units::{self, Unit};
use crate::prose::{claims, reference, start};
use news::{Assignment, Dossier, Item, Language, Sentence, Story};
use std::collections::BTreeSet;

/// What a story is written from.
pub(super) struct Material<'a> {
    pub lead: &'a Item,
    pub lede: Unit,
    pub items: &'a [&'a Item],
    pub story: &'a Story,
    pub dossier: &'a Dossier,
    pub assignment: &'a Assignment,
    pub ctx: &'a Context,
}

/// At most so many sentences come from other owners than the lead's.
const MAX_FROM_OTHERS: usize = 2;

/// Two sentences this alike say the same thing twice.
const SAME: f64 = 0.7;

/// The sentences of the story, the lede first.
pub(super) fn write(material: &Material<'_>) -> Vec<Sentence> {
    let told = from_lead(material, material.assignment.max_sentences.max(1));
    let mut others = from_others(material, &told);
    let room = material.assignment.max_sentences.saturating_sub(others.len()).max(1);
    let mut sentences = from_lead(material, room);
    others.truncate(material.assignment.max_sentences.saturating_sub(sentences.len()));
    attribute_disputed(&mut sentences, &mut others, material);
    sentences.extend(others.into_iter().map(|(_, sentence)| sentence));
    sentences
}

/// The lede and the weightiest sentences of its item, in their order there.
fn from_lead(material: &Material<'_>, room: usize) -> Vec<Sentence> {
    let item = material.lead;
    let fit: Vec<Unit> = units::units(item).into_iter().filter(|unit| can_follow(unit, material)).collect();
    let mut taken: Vec<Unit> = vec![material.lede.clone()];
    let mut by_weight: Vec<&Unit> = fit.iter().collect();
    by_weight.sort_by_key(|unit| std::cmp::Reverse(weight(unit, material)));
    // Twice: what leans on a sentence can only be taken once that sentence is.
    for _ in 0..2 {
        for unit in &by_weight {
            if taken.len() < room && may_join(unit, &taken, item) {
                taken.push((*unit).clone());
            }
        }
    }
    taken.sort_by_key(|unit| (unit.ordinal != material.lede.ordinal, unit.ordinal));
    without_orphans(taken, item)
}

fn can_follow(unit: &Unit, material: &Material<'_>) -> bool {
    let text = unit.text(material.lead);
    unit.ordinal > material.lede.ordinal
        && !start::is_bare_quote(text)
        && !start::is_question(text)
        && !start::is_roll_call(text)
        && !start::is_open_list(text)
        && !opening::was_told(text, material.story)
        && (material.ctx.is_of_the_day(material.lead) || !start::counts_from_its_day(text, material.lead.language))
}

fn weight(unit: &Unit, material: &Material<'_>) -> u32 {
    let known = material.dossier.facts.iter().find(|fact| {
        fact.citation.item == material.lead.id && !fact.citation.in_title && fact.citation.start == unit.span.start
    });
    known.map_or(0, |fact| fact.weight)
}

fn may_join(unit: &Unit, taken: &[Unit], item: &Item) -> bool {
    let text = unit.text(item);
    let is_taken = taken.iter().any(|other| other.ordinal == unit.ordinal);
    let leans_on_taken = taken.iter().any(|other| other.ordinal + 1 == unit.ordinal);
    let is_said = taken.iter().any(|other| claims::likeness(other.text(item), text) >= SAME);
    let read: Vec<&str> =
        taken.iter().filter(|other| other.ordinal < unit.ordinal).map(|other| other.text(item)).collect();
    !is_taken && !is_said && (!unit.dependent || leans_on_taken) && !names_a_stranger(unit, item, &read.join("\n"))
}

/// It speaks of somebody by surname whom neither the title nor what was read so far has named.
fn names_a_stranger(unit: &Unit, item: &Item, read: &str) -> bool {
    let before = item.text.get(..unit.span.start).unwrap_or_default();
    reference::speaks_of_a_stranger(unit.text(item), before, &format!("{}\n{read}", item.title))
}

/// Takes out what leans on a sentence that, once all are in order, does not stand before it.
fn without_orphans(taken: Vec<Unit>, item: &Item) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut previous: Option<usize> = None;
    let mut read = String::new();
    for (index, unit) in taken.into_iter().enumerate() {
        let leans_on_nothing = unit.dependent && previous != unit.ordinal.checked_sub(1);
        if index > 0 && (leans_on_nothing || names_a_stranger(&unit, item, &read)) {
            continue;
        }
        previous = Some(unit.ordinal);
        read = format!("{read}\n{}", unit.text(item));
        sentences.push(plain_sentence(&unit, item));
    }
    sentences
}

fn plain_sentence(unit: &Unit, item: &Item) -> Sentence {
    Sentence { text: unit.text(item).to_owned(), citations: vec![unit.citation(item)] }
}

/// What other owners add: first what they say otherwise than the lead, then clean sentences with a figure or a name that
/// the lead's text does not have; that they say when it happened is not enough.
fn from_others<'a>(material: &Material<'a>, told: &[Sentence]) -> Vec<(&'a Item, Sentence)> {
    let lead_owner = material.ctx.owner(material.lead);
    let mut owners = BTreeSet::from([lead_owner]);
    let mut found = Vec::new();
    let reports = || material.items.iter().copied().filter(|item| kind::of(&item.title) != Kind::Feature);
    let disputes = reports().filter_map(|item| Some((item, dispute(item, told, material)?)));
    let additions = reports().filter_map(|item| Some((item, addition(item, material)?)));
    for (item, unit) in disputes.chain(additions) {
        if found.len() < MAX_FROM_OTHERS && owners.insert(material.ctx.owner(item)) {
            found.push((item, added_sentence(&unit, item, material)));
        }
    }
    found
}

/// A sentence in which another owner gives another number of what is told here: of two numbers neither is told alone.
fn dispute(item: &Item, told: &[Sentence], material: &Material<'_>) -> Option<Unit> {
    units::units(item).into_iter().take(12).find(|unit| {
        let text = unit.text(item);
        let disagrees = |sentence: &Sentence| claims::disagreement(&sentence.text, text).is_some();
        let timeless = material.ctx.is_of_the_day(item) || !start::counts_from_its_day(text, item.language);
        let stands = !unit.dependent && !start::is_quote_led(text) && !start::is_question(text);
        stands
            && timeless
            && material.ctx.owner(item) != material.ctx.owner(material.lead)
            && told.iter().any(disagrees)
    })
}

/// What another owner adds is its own word, unless the sentence says whose word it is.
fn added_sentence(unit: &Unit, item: &Item, material: &Material<'_>) -> Sentence {
    let sentence = plain_sentence(unit, item);
    if start::names_its_speaker(&sentence.text, item.language) {
        return sentence;
    }
    let text = attributed(&sentence.text, &material.ctx.outlet(item), item.language);
    Sentence { text, ..sentence }
}

fn addition(item: &Item, material: &Material<'_>) -> Option<Unit> {
    let known = format!("{}\n{}", material.lead.title, material.lead.text);
    let lede = material.lede.text(material.lead);
    units::units(item).into_iter().take(10).find(|unit| {
        let text = unit.text(item);
        let adds = claims::missing_figure(text, &known).is_some() || claims::missing_name(text, &known).is_some();
        let same_matter = claims::likeness(text, &known) >= 0.3 && headline::shared(&material.lead.title, text) >= 2.0;
        let is_said = claims::likeness(text, lede) >= SAME && claims::disagreement(lede, text).is_none();
        let stands = !unit.dependent && !start::is_quote_led(text) && !start::is_question(text);
        let timeless = material.ctx.is_of_the_day(item) || !start::counts_from_its_day(text, item.language);
        let is_news = !start::is_of_another_time(text, item.language, material.ctx.key.date.year())
            && !opening::was_told(text, material.story);
        adds && same_matter && !is_said && stands && timeless && is_news
    })
}

/// Where two owners give different numbers of one thing, each number is told as its own outlet's.
fn attribute_disputed(sentences: &mut [Sentence], others: &mut [(&Item, Sentence)], material: &Material<'_>) {
    for (item, other) in others {
        for sentence in sentences.iter_mut() {
            let Some(_) = claims::disagreement(&sentence.text, &other.text) else {
                continue;
            };
            sentence.text = attributed(&sentence.text, &material.ctx.outlet(material.lead), material.lead.language);
            other.text = attributed(&other.text, &material.ctx.outlet(item), item.language);
        }
    }
}

/// The sentence as an outlet's word.
fn attributed(sentence: &str, outlet: &str, language: Language) -> String {
    let prefix = attribution(outlet, language);
    if sentence.starts_with(&prefix) { sentence.to_owned() } else { format!("{prefix}{sentence}") }
}

/// What stands before a sentence that is an outlet's word.
pub(crate) fn attribution(outlet: &str, language: Language) -> String {
    if language == Language::ZH { format!("据{outlet}报道，") } else { format!("{outlet} reports: ") }
}
