//! Researcher: gathers what is known. Assignment -> dossier.
//!
//! A fact is a whole sentence of an item as it stands there, with its bytes; nothing is put in other words here.

mod background;
#[cfg(test)]
mod tests;

use crate::prose::{claims, rank, units};
use crate::reply::{self, QuotedFrom, Rejected};
use crate::wire_editor;
use crate::{Context, tell};
use crew::Rendered;
use news::{Assignment, Dossier, Fact, Item, Mark, Role, Story};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

pub use background::{recall, replaces};

/// What the researcher is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was chosen.
    pub assignment: &'a Assignment,
    /// Its story.
    pub story: &'a Story,
    /// The edition.
    pub ctx: &'a Context,
}

/// A dossier has at most so many facts: more than any story of a bulletin can hold.
const MAX_FACTS: usize = 48;

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let assignment = json!({"story": input.story.id, "language": input.assignment.language, "beat": input.story.beat});
    input
        .ctx
        .prompt(Role::Researcher, include_str!("../prompts/researcher.md"))
        .rows("assignment", [assignment])
        .rows("items", tell::items(input.story, input.ctx))
        .rows("told_before", tell::told(input.story, input.assignment.language, input.ctx))
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    facts: Vec<Line>,
    gaps: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    item: String,
    quote: String,
    weight: u32,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: each fact a quote that stands in an item that may be used.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Dossier, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    if reply.facts.is_empty() {
        return Err(Rejected::because("a dossier needs at least one fact"));
    }
    let mut facts = Vec::new();
    for line in &reply.facts {
        let citation =
            reply::cite(&QuotedFrom { item: line.item.clone(), quote: line.quote.clone() }, &input.story.items)?;
        let item = input.story.items.iter().find(|item| item.id == citation.item);
        if item.is_none_or(|item| !is_usable(item, input.story, input.ctx)) {
            return Err(Rejected::because(format!("item {} may not be used", citation.item)));
        }
        facts.push(Fact { text: citation.quote.clone(), weight: line.weight.min(1000), citation });
    }
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.weight));
    let gaps = reply
        .gaps
        .iter()
        .map(|gap| reply::reason(gap, reply::in_items(&input.story.items)))
        .collect::<Result<_, _>>()?;
    let recall = recall(input.story, input.assignment.language, input.ctx);
    Ok(Dossier { story: input.story.id.clone(), facts, background: input.story.told.clone(), gaps, recall })
}

/// Gathers the fit sentences of all usable items of the assignment's language, most central first.
pub fn floor(assignment: &Assignment, story: &Story, ctx: &Context) -> Dossier {
    let items = usable_items(assignment, story, ctx);
    let mut facts = Vec::new();
    for item in &items {
        facts.extend(units::units(item).iter().enumerate().map(|(place, unit)| (place, fact(unit, item))));
    }
    let texts: Vec<&str> = facts.iter().map(|(_, fact)| fact.text.as_str()).collect();
    let central = rank::centrality(&texts);
    let mut facts: Vec<Fact> = facts
        .into_iter()
        .zip(central)
        .map(|((place, fact), central)| Fact { weight: weight(place, central), ..fact })
        .collect();
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.weight));
    facts.truncate(MAX_FACTS);
    let gaps = gaps(story, &facts, ctx);
    let recall = recall(story, assignment.language, ctx);
    Dossier { story: story.id.clone(), facts, background: story.told.clone(), gaps, recall }
}

/// The items whose sentences may be told, best first.
pub(crate) fn usable_items<'a>(assignment: &Assignment, story: &'a Story, ctx: &Context) -> Vec<&'a Item> {
    let speaks = |item: &&Item| item.language == assignment.language;
    story.items.iter().filter(speaks).filter(|item| is_usable(item, story, ctx)).collect()
}

/// Whether an item's sentences may be told: it would be kept by itself and is neither cut off nor a copy.
pub(crate) fn is_usable(item: &Item, story: &Story, ctx: &Context) -> bool {
    !item.is(Mark::Teaser)
        && !item.is(Mark::TitleOnly)
        && !story.duplicates.contains(&item.id)
        && wire_editor::verdict(item, ctx).is_ok()
}

fn fact(unit: &units::Unit, item: &Item) -> Fact {
    Fact { text: unit.text(item).to_owned(), citation: unit.citation(item), weight: 0 }
}

/// News is written with the most important first, so place counts beside centrality.
fn weight(place: usize, central: u32) -> u32 {
    let by_place = 1000.0 / (1.0 + place as f64 * 0.35);
    (f64::from(central) * 0.5 + by_place * 0.5).round() as u32
}

/// What nobody says, and where the sources disagree.
fn gaps(story: &Story, facts: &[Fact], ctx: &Context) -> Vec<String> {
    let mut gaps = Vec::new();
    if story.owners.len() < 2 {
        gaps.push("only one owner reports it".to_owned());
    }
    if !facts.iter().any(|fact| !gates::numbers(&fact.text).is_empty()) {
        gaps.push("no source gives a number".to_owned());
    }
    gaps.extend(disagreements(story, facts, ctx));
    gaps
}

fn disagreements(story: &Story, facts: &[Fact], ctx: &Context) -> Vec<String> {
    let outlet = |fact: &Fact| {
        story.items.iter().find(|item| item.id == fact.citation.item).map(|item| ctx.outlet(item)).unwrap_or_default()
    };
    let mut found = Vec::new();
    for (i, one) in facts.iter().enumerate().take(16) {
        for other in facts.iter().take(i).filter(|other| other.citation.item != one.citation.item) {
            if let Some(what) = claims::disagreement(&other.text, &one.text) {
                found.push(format!("{} and {} disagree: {what}", outlet(other), outlet(one)));
            }
        }
    }
    found
}
