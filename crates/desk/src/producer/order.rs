//! The order of a rundown.

use super::{Input, beat};
use crate::prose::kind::{self, Kind};
use crate::{Context, assignment_editor};
use news::{ClearedStory, FinalCopy, Language, Slot, Story, StoryId};
use std::collections::BTreeMap;

/// To part two stories of one beat, a story may overtake at most so many more important ones.
const MAX_OVERTAKEN: usize = 3;

/// Languages in the edition's order, within each hard news before soft, the most important first, and no two neighbours of one beat
/// where that can be had without burying anything.
pub(super) fn ordered(
    slots: Vec<Slot>,
    cleared: &[ClearedStory],
    stories: &BTreeMap<StoryId, Story>,
    ctx: &Context,
) -> Vec<Slot> {
    let mut keyed: Vec<Keyed> = slots.into_iter().filter_map(|slot| keyed(slot, cleared, stories, ctx)).collect();
    keyed.sort_by(|a, b| {
        a.block
            .cmp(&b.block)
            .then(a.class.cmp(&b.class))
            .then(b.score.cmp(&a.score))
            .then_with(|| a.slot.story.cmp(&b.slot.story))
    });
    parted(keyed).into_iter().map(|keyed| keyed.slot).collect()
}

/// Hard news first, then sport and culture, then what entertains: a bulletin goes from what matters to what pleases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Hard,
    Soft,
    Feature,
}

impl Class {
    fn of(copy: &FinalCopy, beat: &str) -> Self {
        match kind::of(&copy.headline.text) {
            Kind::Feature => Self::Feature,
            Kind::Report | Kind::Explainer if assignment_editor::is_soft(beat) => Self::Soft,
            Kind::Report | Kind::Explainer => Self::Hard,
        }
    }
}

struct Keyed {
    slot: Slot,
    block: usize,
    score: u32,
    class: Class,
    beat: String,
}

fn keyed(slot: Slot, cleared: &[ClearedStory], stories: &BTreeMap<StoryId, Story>, ctx: &Context) -> Option<Keyed> {
    let story = cleared.iter().find(|story| story.copy().story == slot.story)?;
    let language = story.copy().language;
    let block = ctx.languages.iter().position(|other| *other == language).unwrap_or(ctx.languages.len());
    let beat = beat(story.copy(), stories);
    Some(Keyed { slot, block, score: story.score_milli(), class: Class::of(story.copy(), &beat), beat })
}

fn parted(mut left: Vec<Keyed>) -> Vec<Keyed> {
    let mut ordered: Vec<Keyed> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let next = ordered.last().map_or(0, |last| next_after(last, &left));
        ordered.push(left.remove(next));
    }
    ordered
}

/// The first of another beat in the same block, if it is near; else simply the next.
fn next_after(last: &Keyed, left: &[Keyed]) -> usize {
    let block = left.first().map_or(0, |first| first.block);
    let first = left.first().map_or(0, |first| first.score);
    let class = left.first().map(|first| first.class);
    // What is of another class, or far less important, overtakes nothing.
    let alike = |keyed: &&Keyed| {
        keyed.block == block && Some(keyed.class) == class && u64::from(keyed.score) * 4 >= u64::from(first) * 3
    };
    let near = left.iter().take(MAX_OVERTAKEN + 1).take_while(alike);
    near.enumerate()
        .find(|(_, keyed)| keyed.beat != last.beat || keyed.block != last.block)
        .map_or(0, |(index, _)| index)
}

/// Whether each language is told in one block; else what is wrong.
pub(super) fn in_blocks(slots: &[Slot], input: &Input<'_>) -> Result<(), String> {
    let mut blocks: Vec<Language> = Vec::new();
    for slot in slots {
        let copy = input.cleared.iter().map(ClearedStory::copy).find(|copy| copy.story == slot.story);
        let Some(language) = copy.map(|copy| copy.language) else {
            continue;
        };
        if blocks.last() == Some(&language) {
            continue;
        }
        if blocks.contains(&language) {
            return Err(format!("the stories in {language} do not stand together"));
        }
        blocks.push(language);
    }
    Ok(())
}
