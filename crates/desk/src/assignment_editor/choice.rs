//! Chooses among candidates so that no owner, beat or language takes the whole edition.

use super::eligible::{Candidate, Sorted};
use super::{Chosen, low_rank};
use crate::Context;
use news::{Assignment, Language};
use std::collections::BTreeMap;

/// One owner leads at most so many stories, unless there are too few others.
const MAX_PER_OWNER: usize = 2;

/// Chooses up to `ctx.max_stories`: first with the rules of variety, then whatever is best to fill what is free.
pub(super) fn choose(candidates: &[Candidate<'_>], ctx: &Context) -> Vec<Assignment> {
    let mut picked = Picked::default();
    for candidate in candidates {
        if picked.n() < ctx.max_stories && picked.is_varied(candidate, ctx) {
            picked.take(candidate, ctx);
        }
    }
    for candidate in candidates {
        if picked.n() < ctx.max_stories && !picked.has(candidate) {
            picked.take(candidate, ctx);
        }
    }
    picked.assignments(candidates)
}

/// Adds the reasons of those that were not chosen.
pub(super) fn closed(assignments: Vec<Assignment>, sorted: Sorted<'_>) -> Chosen {
    let mut spiked = sorted.spiked;
    let left = sorted.candidates.iter().filter(|candidate| !assignments.iter().any(|chosen| chosen.story == candidate.story.id));
    spiked.extend(left.map(low_rank));
    let scores = sorted.candidates.iter().map(|candidate| (candidate.story.id.clone(), candidate.score)).collect();
    Chosen { assignments, spiked, scores }
}

#[derive(Default)]
struct Picked {
    by_owner: BTreeMap<String, usize>,
    by_beat: BTreeMap<String, usize>,
    by_language: BTreeMap<Language, usize>,
    stories: Vec<(news::StoryId, Language)>,
}

impl Picked {
    fn n(&self) -> usize {
        self.stories.len()
    }

    fn has(&self, candidate: &Candidate<'_>) -> bool {
        self.stories.iter().any(|(story, _)| *story == candidate.story.id)
    }

    fn is_varied(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        let owner = self.by_owner.get(&candidate.lead_owner).copied().unwrap_or(0);
        let beat = self.by_beat.get(&candidate.beat).copied().unwrap_or(0);
        let third = ctx.max_stories.div_ceil(3).max(1);
        owner < MAX_PER_OWNER && beat < third && self.language(candidate, ctx).is_some()
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
