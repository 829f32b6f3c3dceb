//! Reporter: writes. Assignment, dossier -> draft with citations.
//!
//! The floor writes nothing of its own: it picks whole sentences, puts them in an order that reads, and takes
//! the best source title for a headline.

mod body;
mod headline;
mod lede;
mod opening;
pub mod rewrite;
#[cfg(test)]
mod tests;

use crate::prose::title;
use crate::reply::{self, QuotedFrom, Rejected};
use crate::researcher;
use crate::{Context, tell};
use crew::Rendered;
use news::text::{is_whole_sentence, language_of};
use news::{Assignment, Author, Dossier, Draft, Item, Language, Role, Sentence, Spike, SpikeReason, Story};
use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use body::attribution;
pub(crate) use headline::support as headline_support;

/// What the reporter is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was chosen.
    pub assignment: &'a Assignment,
    /// Its story.
    pub story: &'a Story,
    /// What the researcher found.
    pub dossier: &'a Dossier,
    /// The edition.
    pub ctx: &'a Context,
}

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    input
        .ctx
        .prompt(Role::Reporter, include_str!("../prompts/reporter.md"))
        .rows("assignment", [input.assignment])
        .rows("items", tell::items(input.story, input.ctx))
        .rows("facts", input.dossier.facts.iter().map(fact_row))
        .rows("told_before", tell::told(input.story, input.assignment.language, input.ctx))
        .data("gaps", &input.dossier.gaps.join("\n"))
        .render()
}

fn fact_row(fact: &news::Fact) -> serde_json::Value {
    serde_json::json!({"item": fact.citation.item, "quote": fact.text, "weight": fact.weight})
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    headline: Line,
    sentences: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
    citations: Vec<QuotedFrom>,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: whole sentences of the right language, each with quotes that stand in the items.
/// Whether the quotes support the words is the fact-checker's to say. `author`: who answered.
pub fn check(answer: &str, input: &Input<'_>, author: &Author) -> Result<Draft, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let n = reply.sentences.len();
    if n == 0 || n > input.assignment.max_sentences {
        return Err(Rejected::because(format!("write 1 to {} sentences, not {n}", input.assignment.max_sentences)));
    }
    let (story, language) = (input.story, input.assignment.language);
    let headline = headline_line(&reply.headline, story, language)?;
    let sentences =
        reply.sentences.iter().map(|line| whole_sentence(line, story, language)).collect::<Result<_, _>>()?;
    Ok(Draft { story: input.story.id.clone(), language, headline, sentences, written_by: author.clone() })
}

fn headline_line(line: &Line, story: &Story, language: Language) -> Result<Sentence, Rejected> {
    if let Some(why) = title::unfit(&line.text, language) {
        return Err(Rejected::because(format!("the headline cannot be used, {why}: {:?}", line.text)));
    }
    sentence(line, story, language)
}

fn whole_sentence(line: &Line, story: &Story, language: Language) -> Result<Sentence, Rejected> {
    if !is_whole_sentence(&line.text) {
        return Err(Rejected::because(format!("not a whole sentence: {:?}", line.text)));
    }
    sentence(line, story, language)
}

fn sentence(line: &Line, story: &Story, language: Language) -> Result<Sentence, Rejected> {
    reply::refuse_foreign_matter(&line.text)?;
    let written_in = language_of(&line.text);
    if line.text.chars().count() > 24 && written_in != language {
        return Err(Rejected::because(format!("written in {written_in}, not {language}: {:?}", line.text)));
    }
    if line.citations.is_empty() {
        return Err(Rejected::because(format!("no citation for {:?}", line.text)));
    }
    let citations = line.citations.iter().map(|quoted| reply::cite(quoted, &story.items)).collect::<Result<_, _>>()?;
    Ok(Sentence { text: line.text.trim().to_owned(), citations })
}

/// Whether an item alone can carry a story: `Err` with the reason if it has no sentence to open it or no headline.
pub(crate) fn can_carry(item: &Item, ctx: &Context) -> Result<(), (SpikeReason, &'static str)> {
    let ledes = lede::ranked(item, ctx);
    if ledes.is_empty() {
        return Err((SpikeReason::Truncated, NO_LEDE));
    }
    let has_headline = ledes.iter().any(|(_, lede)| {
        let first = Sentence { text: lede.text(item).to_owned(), citations: vec![lede.citation(item)] };
        headline::best(item, &[item], &first, ctx).is_some()
    });
    if has_headline { Ok(()) } else { Err((SpikeReason::Unsupported, NO_HEADLINE)) }
}

const NO_LEDE: &str = "no item has a whole sentence that says what happened";
const NO_HEADLINE: &str = "no source has a title that belongs to what its first sentences say";

/// Writes by picking: a lede that says what happened, then sentences in their order, then what other owners add.
///
/// Errors: the spike `Truncated` if no item has a sentence that could open the story, `Unsupported` if no title
/// belongs to one, `Repeat` if what could open it was told before.
pub fn floor(assignment: &Assignment, story: &Story, dossier: &Dossier, ctx: &Context) -> Result<Draft, Spike> {
    let items = researcher::usable_items(assignment, story, ctx);
    let Some(opening) = opening::choose(&items, story, ctx) else {
        return Err(unopened(&items, story, ctx));
    };
    let (lead, lede, headline) = (opening.item, opening.lede, opening.headline);
    let sentences = body::write(&body::Material { lead, lede, items: &items, story, dossier, assignment, ctx });
    Ok(Draft {
        story: story.id.clone(),
        language: assignment.language,
        headline,
        sentences,
        written_by: Author::floor(Role::Reporter),
    })
}

/// Why nothing opens this story.
fn unopened(items: &[&Item], story: &Story, ctx: &Context) -> Spike {
    let fresh = opening::fresh(items, story);
    let has_lede = |item: &&Item| !lede::ranked(item, ctx).is_empty();
    if !story.told.is_empty() && items.iter().any(has_lede) {
        return tell::spiked(story, SpikeReason::Repeat, format!("nothing new opens it; {} newer items", fresh.len()));
    }
    if items.iter().any(has_lede) {
        return tell::spiked(story, SpikeReason::Unsupported, NO_HEADLINE);
    }
    tell::spiked(story, SpikeReason::Truncated, NO_LEDE)
}
