//! Assignment editor: chooses the stories of the edition. Stories, triage -> assignments.

mod choice;
mod eligible;
mod explain;
mod reader;
mod score;
#[cfg(test)]
mod tests;

use crate::reply::{self, Rejected};
use crate::{Context, tell, wire_editor};
use crew::Rendered;
use news::{Assignment, Item, ItemId, Language, Reason, Role, Score, Spike, SpikeReason, Story, StoryId, Triage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub use reader::{Reader, names as beat_names};
pub(crate) use score::is_soft;
pub use score::score_milli;

/// What the assignment editor is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// All stories that were found.
    pub stories: &'a [Story],
    /// What the wire editor made of their items.
    pub triage: &'a [Triage],
    /// The edition.
    pub ctx: &'a Context,
}

/// What was chosen, what was not and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// Most important first.
    pub assignments: Vec<Assignment>,
    /// Every other story with its reason.
    pub spiked: Vec<Spike>,
    /// Of every story that could have been chosen, best first.
    pub scores: Vec<(StoryId, Score)>,
    /// The same in words.
    #[serde(default)]
    pub reasons: Vec<(StoryId, Vec<Reason>)>,
}

/// How much of each item's text the assignment editor reads.
const SHOWN_CHARS: usize = 240;
/// So many items of a story, and so many stories for each place in the edition, the best by score.
const SHOWN_ITEMS: usize = 4;
const SHOWN_FOR_EACH_PLACE: usize = 4;

/// The prompt for a model: only stories that may be chosen are shown.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let sorted = eligible::sort(input.stories, input.triage, input.ctx);
    let rows = sorted.candidates.iter().take(input.ctx.max_stories * SHOWN_FOR_EACH_PLACE).map(|candidate| {
        let items: Vec<_> = candidate.story.items.iter().take(SHOWN_ITEMS).map(|item| tell::item(item, SHOWN_CHARS, input.ctx)).collect();
        json!({
            "story": candidate.story.id, "beat": candidate.story.beat, "owners": candidate.owners, "score": candidate.score,
            "reasons": candidate.reasons.iter().map(|reason| &reason.en).collect::<Vec<_>>(),
            "unwanted": candidate.unwanted.as_ref().map(|said| &said.en),
            "region": candidate.region, "languages": candidate.languages, "told_before": candidate.story.told.iter().map(|told| &told.headline).collect::<Vec<_>>(),
            "items": items,
        })
    });
    let edition = json!({"slot": input.ctx.key.slot, "languages": input.ctx.languages, "max_stories": input.ctx.max_stories, "length_seconds": input.ctx.length_seconds});
    input
        .ctx
        .prompt(Role::AssignmentEditor, include_str!("../prompts/assignment_editor.md"))
        .rows("edition", [edition])
        .rows("reader", reader(input.ctx))
        .rows("stories", rows)
        .render()
}

/// What the reader asked for, in their own words.
fn reader(ctx: &Context) -> Option<serde_json::Value> {
    let reader = &ctx.reader;
    (!reader.is_empty()).then(|| json!({"profile": reader.profile(), "understood_by_rules": reader.understood()}))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    assignments: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    story: String,
    language: Language,
    max_sentences: usize,
    why: String,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: only stories that may be chosen, each once, in a language it can be told in.
///
/// Places that it leaves free are filled by score: a story that fails its checks must leave no hole.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Chosen, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let sorted = eligible::sort(input.stories, input.triage, input.ctx);
    if reply.assignments.is_empty() && !sorted.candidates.is_empty() {
        return Err(Rejected::because("no story is chosen"));
    }
    if reply.assignments.len() > input.ctx.max_stories {
        return Err(Rejected::because(format!(
            "at most {} stories, not {}",
            input.ctx.max_stories,
            reply.assignments.len()
        )));
    }
    let mut seen = BTreeSet::new();
    let mut assignments = Vec::new();
    for line in &reply.assignments {
        let assignment = assigned(line, &sorted)?;
        if !seen.insert(assignment.story.clone()) {
            return Err(Rejected::because(format!("story {} is chosen twice", assignment.story)));
        }
        assignments.push(assignment);
    }
    let by_score = choice::choose(&sorted.candidates, input.ctx);
    let others = by_score.into_iter().filter(|assignment| !seen.contains(&assignment.story));
    assignments.extend(others.take(input.ctx.max_stories.saturating_sub(seen.len())));
    with_musts(&mut assignments, &sorted, input.ctx);
    Ok(choice::closed(assignments, sorted, input.ctx))
}

/// Puts in what stops the press where a model that was told of a reader's wishes left it out.
fn with_musts(assignments: &mut Vec<Assignment>, sorted: &eligible::Sorted<'_>, ctx: &Context) {
    let musts: BTreeSet<&StoryId> =
        choice::musts(&sorted.candidates, ctx).into_iter().map(|candidate| &candidate.story.id).collect();
    let by_score = choice::choose(&sorted.candidates, ctx);
    for must in by_score.into_iter().filter(|assignment| musts.contains(&assignment.story)) {
        if assignments.iter().any(|assignment| assignment.story == must.story) {
            continue;
        }
        if assignments.len() >= ctx.max_stories
            && let Some(last) = assignments.iter().rposition(|assignment| !musts.contains(&assignment.story))
        {
            assignments.remove(last);
        }
        assignments.insert(0, must);
    }
}

fn assigned(line: &Line, sorted: &eligible::Sorted<'_>) -> Result<Assignment, Rejected> {
    let candidate = sorted.candidates.iter().find(|candidate| candidate.story.id.as_str() == line.story);
    let candidate = candidate.ok_or_else(|| Rejected::because(format!("story {:?} cannot be chosen", line.story)))?;
    if !candidate.languages.contains(&line.language) {
        return Err(Rejected::because(format!("story {} has no whole item in {}", line.story, line.language)));
    }
    if !(1..=12).contains(&line.max_sentences) {
        return Err(Rejected::because(format!("a story has 1 to 12 sentences, not {}", line.max_sentences)));
    }
    Ok(Assignment {
        story: candidate.story.id.clone(),
        language: line.language,
        max_sentences: line.max_sentences,
        score: candidate.score,
        why: reply::reason(&line.why, reply::in_items(&candidate.story.items))?,
    })
}

/// Chooses by score, with care for variety of owners, beats and languages.
pub fn floor(stories: &[Story], triage: &[Triage], ctx: &Context) -> Chosen {
    let sorted = eligible::sort(stories, triage, ctx);
    let assignments = choice::choose(&sorted.candidates, ctx);
    choice::closed(assignments, sorted, ctx)
}

/// What a story is about: the beat of the best item of an outlet that covers everything, else that of most owners.
///
/// An affair does not turn into culture because the film papers follow it too.
pub fn beat_of(story: &Story, triage: &[Triage], ctx: &Context) -> String {
    beat(story, &triage.iter().map(|triage| (&triage.item, triage)).collect(), ctx)
}

/// The independent owners whose items tell what `lead` tells; what only shares its topic does not count.
pub fn witnesses(story: &Story, lead: &Item, triage: &[Triage], ctx: &Context) -> BTreeSet<String> {
    eligible::witnessing_owners(story, lead, triage, ctx)
}

fn beat(story: &Story, triage: &BTreeMap<&ItemId, &Triage>, ctx: &Context) -> String {
    let of = |item: &Item| triage.get(&item.id).map(|triage| triage.beat.clone());
    let covers_all =
        |item: &&Item| ctx.sources.get(&item.source).is_none_or(|source| wire_editor::is_general(&source.beat));
    if let Some(beat) = story.items.iter().find(covers_all).and_then(of) {
        return beat;
    }
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (beat, owner) in story.items.iter().filter_map(|item| Some((of(item)?, ctx.owner(item)))) {
        owners.entry(beat).or_default().insert(owner);
    }
    let most = owners.values().map(BTreeSet::len).max().unwrap_or(0);
    let first = owners.into_iter().find(|(_, owners)| owners.len() == most);
    first.map_or_else(|| story.beat.clone(), |(beat, _)| beat)
}

/// The spike of a candidate that was not chosen, with its score spelt out.
fn low_rank(candidate: &eligible::Candidate<'_>, why: &str) -> Spike {
    let detail = format!("{why} ({})", score::in_words(&candidate.score));
    tell::spiked(candidate.story, SpikeReason::LowRank, detail)
}
