//! Producer: orders to time. Cleared stories, length -> rundown.

mod knapsack;
mod order;
#[cfg(test)]
mod tests;

use crate::Context;
use crate::prose::speech::{self, SENTENCE_PAUSE_MS, STORY_PAUSE_MS};
use crate::reply::{self, Rejected};
use crate::{researcher, scriptwriter};
use crew::Rendered;
use news::{ClearedStory, FinalCopy, Format, Role, Rundown, Slot, Story, StoryId};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the producer is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What may be told.
    pub cleared: &'a [ClearedStory],
    /// Their stories, for beat and corroboration.
    pub stories: &'a BTreeMap<StoryId, Story>,
    /// The edition.
    pub ctx: &'a Context,
}

/// Themes, label, greeting, headlines and sign-off take about this long, in seconds; a language more adds the second figure.
const FRAME_SECONDS: f64 = 34.0;
const FRAME_SECONDS_PER_LANGUAGE: f64 = 12.0;

/// A transition with its pauses and the sting before it, in seconds.
const TRANSITION_SECONDS: f64 = 3.6;

/// A question or a reaction with its pause, in seconds.
const TALK_SECONDS: f64 = 1.9;

/// What a brief is planned for: under two minutes, with a reserve for a slow voice.
const BRIEF_SECONDS: u32 = 108;

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let rows = input.cleared.iter().map(|story| {
        let copy = story.copy();
        let seconds: Vec<u32> = (1..=copy.sentences.len()).map(|n| story_seconds(copy, n, input.ctx)).collect();
        serde_json::json!({
            "story": copy.story, "language": copy.language, "beat": beat(copy, input.stories), "score": story.score_milli(),
            "headline": copy.headline.text, "seconds_by_n_sentences": seconds,
        })
    });
    let edition = serde_json::json!({"seconds_for_stories": room(input.cleared, input.stories, input.ctx), "languages": input.ctx.languages, "slot": input.ctx.key.slot});
    input
        .ctx
        .prompt(Role::Producer, include_str!("../prompts/producer.md"))
        .rows("edition", [edition])
        .rows("stories", rows)
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    slots: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    story: String,
    n_sentences: usize,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: known stories, each once, languages in blocks, not longer than there is time, and
/// nothing left out for which there is. The seconds are counted by code.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Rundown, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let mut seen = BTreeSet::new();
    let mut slots = Vec::new();
    for line in &reply.slots {
        let slot = slot_of(line, input)?;
        if !seen.insert(slot.story.clone()) {
            return Err(Rejected::because(format!("story {} has two slots", slot.story)));
        }
        slots.push(slot);
    }
    if slots.is_empty() && !input.cleared.is_empty() {
        return Err(Rejected::because("the rundown is empty"));
    }
    let total: u32 = slots.iter().map(|slot| slot.seconds).sum();
    let room = room(input.cleared, input.stories, input.ctx);
    if total > room + room / 20 {
        return Err(Rejected::because(format!("the stories take {total} seconds, there are {room}")));
    }
    order::in_blocks(&slots, input).map_err(Rejected::because)?;
    let rundown = rundown(slots, input.cleared, input.ctx);
    match fits_still(&rundown, input, room.saturating_sub(total)) {
        Some(story) => Err(Rejected::because(format!(
            "{} seconds are free, and story {story} was left out; give it a slot",
            room.saturating_sub(total)
        ))),
        None => Ok(rundown),
    }
}

/// A story that was left out though there is time for its first sentence.
fn fits_still<'a>(rundown: &'a Rundown, input: &Input<'_>, seconds: u32) -> Option<&'a StoryId> {
    let needs = |id: &StoryId| {
        let copy = input.cleared.iter().map(ClearedStory::copy).find(|copy| copy.story == *id);
        copy.map_or(u32::MAX, |copy| story_seconds(copy, least(copy, input.ctx), input.ctx))
    };
    rundown.left_over.iter().find(|id| needs(id) <= seconds)
}

fn slot_of(line: &Line, input: &Input<'_>) -> Result<Slot, Rejected> {
    let cleared = input.cleared.iter().find(|story| story.copy().story.as_str() == line.story);
    let copy = cleared.ok_or_else(|| Rejected::because(format!("there is no story {:?}", line.story)))?.copy();
    if line.n_sentences == 0 || line.n_sentences > copy.sentences.len() {
        return Err(Rejected::because(format!("story {} has 1 to {} sentences", copy.story, copy.sentences.len())));
    }
    Ok(slot(copy, line.n_sentences, input.ctx))
}

/// Fills the time with what is worth most, then orders it: languages in blocks, the most important first.
pub fn floor(cleared: &[ClearedStory], stories: &BTreeMap<StoryId, Story>, ctx: &Context) -> Rundown {
    let options: Vec<Vec<knapsack::Choice>> = cleared.iter().map(|story| choices(story, ctx)).collect();
    let picked = knapsack::fill(&options, room(cleared, stories, ctx));
    let chosen = cleared.iter().zip(picked);
    let slots: Vec<Slot> = chosen.filter_map(|(story, n)| n.map(|n| slot(story.copy(), n, ctx))).collect();
    rundown(order::ordered(slots, cleared, stories, ctx), cleared, ctx)
}

/// A story can have its first 1, 2, … sentences. The first are worth most of it: breadth before depth. Hosts who talk
/// need something to talk about, so there it begins with two and depth counts for more; a brief has two sentences of a story at most.
fn choices(story: &ClearedStory, ctx: &Context) -> Vec<knapsack::Choice> {
    let n_all = story.copy().sentences.len();
    let of_first = if ctx.format.is_talk() { 0.4 } else { 0.62 };
    let most = if ctx.format == Format::Brief { n_all.min(2) } else { n_all };
    (least(story.copy(), ctx).min(most)..=most)
        .map(|n| {
            let share = of_first + (1.0 - of_first) * (n as f64 / n_all as f64).sqrt();
            let value = (f64::from(story.score_milli().max(1)) * share).round() as u64;
            knapsack::Choice { n_sentences: n, seconds: story_seconds(story.copy(), n, ctx), value }
        })
        .collect()
}

/// The fewest sentences a story is told in: hosts who talk need two.
fn least(copy: &FinalCopy, ctx: &Context) -> usize {
    if ctx.format.is_talk() { copy.sentences.len().clamp(1, 2) } else { 1 }
}

fn slot(copy: &FinalCopy, n_sentences: usize, ctx: &Context) -> Slot {
    Slot { story: copy.story.clone(), seconds: story_seconds(copy, n_sentences, ctx), n_sentences }
}

/// How long the first `n` sentences of a story take, with transition, headline, talk and pauses, rounded up.
fn story_seconds(copy: &FinalCopy, n: usize, ctx: &Context) -> u32 {
    let pauses = f64::from(SENTENCE_PAUSE_MS) * n.saturating_sub(1) as f64 + f64::from(STORY_PAUSE_MS);
    let spoken: f64 = copy.sentences.iter().take(n).map(|s| speech::spoken_seconds(&s.text, copy.language)).sum();
    let headline = if scriptwriter::says_headline(copy, ctx.format) {
        speech::spoken_seconds(&copy.headline.text, copy.language)
    } else {
        0.0
    };
    // A question or a word that falls in for every two sentences after the first.
    let talk = if ctx.format.is_talk() { TALK_SECONDS * (n / 2) as f64 } else { 0.0 };
    (TRANSITION_SECONDS + headline + spoken + talk + pauses / 1000.0).ceil() as u32
}

/// The length that is asked for; a brief stays under two minutes whatever is.
fn length_seconds(ctx: &Context) -> u32 {
    if ctx.format == Format::Brief { ctx.length_seconds.min(BRIEF_SECONDS) } else { ctx.length_seconds }
}

/// The seconds that are left for stories: without what is said of earlier editions.
fn room(cleared: &[ClearedStory], stories: &BTreeMap<StoryId, Story>, ctx: &Context) -> u32 {
    let languages: BTreeSet<_> = cleared.iter().map(|story| story.copy().language).collect();
    let frame = FRAME_SECONDS + FRAME_SECONDS_PER_LANGUAGE * languages.len().saturating_sub(1) as f64;
    let recalls = cleared.iter().filter_map(|story| {
        let (copy, story) = (story.copy(), stories.get(&story.copy().story)?);
        let recall = researcher::recall(story, copy.language, ctx)?;
        Some(speech::spoken_seconds(&recall.text, copy.language) + f64::from(SENTENCE_PAUSE_MS) / 1000.0)
    });
    let corrections = ctx.house.corrects.iter().map(|corrected| {
        speech::spoken_seconds(&scriptwriter::correction(corrected, corrected.language, ctx), corrected.language)
    });
    let owed: f64 = recalls.chain(corrections).sum();
    // Readers of the news come first: what is owed to earlier editions takes no more than a quarter.
    let length = length_seconds(ctx);
    let owed = owed.min(f64::from(length) / 4.0);
    length.saturating_sub((frame + owed).ceil() as u32)
}

fn beat(copy: &FinalCopy, stories: &BTreeMap<StoryId, Story>) -> String {
    stories.get(&copy.story).map(|story| story.beat.clone()).unwrap_or_default()
}

fn rundown(slots: Vec<Slot>, cleared: &[ClearedStory], ctx: &Context) -> Rundown {
    let is_left = |story: &&ClearedStory| !slots.iter().any(|slot| slot.story == story.copy().story);
    let left_over = cleared.iter().filter(is_left).map(|story| story.copy().story.clone()).collect();
    Rundown { slots, left_over, target_seconds: length_seconds(ctx) }
}
