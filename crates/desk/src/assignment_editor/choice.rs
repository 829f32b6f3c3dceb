//! Chooses among candidates so that no owner, beat or language takes the whole edition.

use super::eligible::{Candidate, Sorted};
use super::{Chosen, low_rank, score};
use crate::Context;
use news::{Assignment, Language};
use std::collections::BTreeMap;

/// One owner leads at most so many stories, unless there are too few others.
const MAX_PER_OWNER: usize = 2;

/// Of so many stories one may be of each soft beat, and one a feature.
const STORIES_PER_SOFT: usize = 10;

/// Chooses up to `ctx.max_stories`. The rules of variety are given up one after the other to fill what is free:
/// first that of beats, then half of that of owners (a language with one owner must not starve), then that of
/// languages, at last that of owners and of what is soft.
pub(super) fn choose(candidates: &[Candidate<'_>], ctx: &Context) -> Vec<Assignment> {
    let mut picked = Picked::default();
    let rounds: [fn(&Picked, &Candidate<'_>, &Context) -> bool; 5] = [
        |picked, candidate, ctx| {
            picked.owner_has_room(candidate)
                && picked.beat_has_room(candidate, ctx)
                && picked.is_hard(candidate, ctx)
                && picked.language(candidate, ctx).is_some()
        },
        |picked, candidate, ctx| {
            picked.owner_has_room(candidate)
                && picked.is_hard(candidate, ctx)
                && picked.language(candidate, ctx).is_some()
        },
        |picked, candidate, ctx| {
            picked.owner_has_some(candidate, MAX_PER_OWNER * 2)
                && picked.is_hard(candidate, ctx)
                && picked.language(candidate, ctx).is_some()
        },
        |picked, candidate, ctx| picked.owner_has_room(candidate) && picked.has_room_for_soft(candidate, ctx),
        |_, _, _| true,
    ];
    for may_be_taken in rounds {
        for candidate in candidates {
            if picked.n() < ctx.max_stories && !picked.has(candidate) && may_be_taken(&picked, candidate, ctx) {
                picked.take(candidate, ctx);
            }
        }
    }
    picked.assignments(candidates)
}

/// Adds the reasons of those that were not chosen.
pub(super) fn closed(assignments: Vec<Assignment>, sorted: Sorted<'_>) -> Chosen {
    let mut spiked = sorted.spiked;
    let left = sorted
        .candidates
        .iter()
        .filter(|candidate| !assignments.iter().any(|chosen| chosen.story == candidate.story.id));
    spiked.extend(left.map(low_rank));
    let scores = sorted.candidates.iter().map(|candidate| (candidate.story.id.clone(), candidate.score)).collect();
    Chosen { assignments, spiked, scores }
}

#[derive(Default)]
struct Picked {
    by_owner: BTreeMap<String, usize>,
    by_beat: BTreeMap<String, usize>,
    by_language: BTreeMap<Language, usize>,
    n_features: usize,
    stories: Vec<(news::StoryId, Language)>,
}

impl Picked {
    fn n(&self) -> usize {
        self.stories.len()
    }

    fn has(&self, candidate: &Candidate<'_>) -> bool {
        self.stories.iter().any(|(story, _)| *story == candidate.story.id)
    }

    fn owner_has_room(&self, candidate: &Candidate<'_>) -> bool {
        self.owner_has_some(candidate, MAX_PER_OWNER)
    }

    fn owner_has_some(&self, candidate: &Candidate<'_>, max: usize) -> bool {
        self.by_owner.get(&candidate.lead_owner).copied().unwrap_or(0) < max
    }

    /// A third of the edition for each beat; "general" is no beat but the want of one.
    fn beat_has_room(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        let third = ctx.max_stories.div_ceil(3).max(1);
        candidate.beat == "general" || self.by_beat.get(&candidate.beat).copied().unwrap_or(0) < third
    }

    /// Sport, culture and features have their share.
    fn has_room_for_soft(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        let share = ctx.max_stories.div_ceil(STORIES_PER_SOFT);
        let of_beat = self.by_beat.get(&candidate.beat).copied().unwrap_or(0);
        (!score::is_soft(&candidate.beat) || of_beat < share) && (!candidate.is_feature || self.n_features < share)
    }

    /// Neither a feature nor one owner's line; and of sport and culture only their share.
    fn is_hard(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        !candidate.is_feature && !candidate.is_thin && self.has_room_for_soft(candidate, ctx)
    }

    /// The language with the fewest stories so far among those it can be told in; `None` if all are full.
    fn language(&self, candidate: &Candidate<'_>, ctx: &Context) -> Option<Language> {
        let share = ctx.max_stories.div_ceil(ctx.languages.len().max(1));
        let n = |language: &Language| self.by_language.get(language).copied().unwrap_or(0);
        candidate.languages.iter().copied().filter(|language| n(language) < share).min_by_key(n)
    }

    fn take(&mut self, candidate: &Candidate<'_>, ctx: &Context) {
        let fewest = |language: &&Language| self.by_language.get(language).copied().unwrap_or(0);
        let any = candidate.languages.iter().min_by_key(fewest).copied();
        let Some(language) = self.language(candidate, ctx).or(any) else {
            return;
        };
        *self.by_owner.entry(candidate.lead_owner.clone()).or_default() += 1;
        self.n_features += usize::from(candidate.is_feature);
        *self.by_beat.entry(candidate.beat.clone()).or_default() += 1;
        *self.by_language.entry(language).or_default() += 1;
        self.stories.push((candidate.story.id.clone(), language));
    }

    /// In the order of the candidates, which is that of their scores.
    fn assignments(&self, candidates: &[Candidate<'_>]) -> Vec<Assignment> {
        let chosen = candidates.iter().filter_map(|candidate| {
            let (_, language) = self.stories.iter().find(|(story, _)| *story == candidate.story.id)?;
            Some((candidate, *language))
        });
        chosen.enumerate().map(|(rank, (candidate, language))| assignment(rank, candidate, language)).collect()
    }
}

fn assignment(rank: usize, candidate: &Candidate<'_>, language: Language) -> Assignment {
    let owners = match candidate.owners {
        1 => "one owner reports it".to_owned(),
        n => format!("{n} independent owners report it"),
    };
    Assignment {
        story: candidate.story.id.clone(),
        language,
        max_sentences: match rank {
            0..3 => 7,
            3..7 => 5,
            _ => 4,
        },
        score: candidate.score,
        why: format!("rank {} with score {:.2}; {owners}", rank + 1, candidate.score.total),
    }
}
