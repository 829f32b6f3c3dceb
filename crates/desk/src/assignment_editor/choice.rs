//! Chooses among candidates so that no owner, beat or language takes the whole edition.

use super::eligible::{Candidate, Sorted};
use super::{Chosen, low_rank, score};
use crate::Context;
use news::{Assignment, Language};
use std::collections::BTreeMap;

/// Of so many stories one may be of each soft beat, and one a feature.
const STORIES_PER_SOFT: usize = 10;

/// Chooses up to `ctx.max_stories`. The rules of variety are given up one after the other to fill what is free:
/// first that of beats and regions, then half of that of owners (a language with one owner must not starve), then that
/// of languages, at last that of owners and of what is soft.
///
/// What the reader does not want is not taken while anything else stands; what stops the press and would be taken if
/// they had asked for nothing is taken first.
pub(super) fn choose(candidates: &[Candidate<'_>], ctx: &Context) -> Vec<Assignment> {
    let mut picked = Picked::default();
    musts(candidates, ctx).into_iter().for_each(|must| picked.take(must, ctx));
    let mut wanted: Vec<&Candidate<'_>> = candidates.iter().filter(|candidate| candidate.unwanted.is_none()).collect();
    if wanted.is_empty() {
        // An edition that is not what was wished for is better than none.
        wanted = candidates.iter().collect();
    }
    picked.fill(&wanted, ctx);
    picked.assignments(candidates)
}

/// What stops the press and would be chosen if the reader had asked for nothing.
pub(super) fn musts<'a, 'b>(candidates: &'b [Candidate<'a>], ctx: &Context) -> Vec<&'b Candidate<'a>> {
    if ctx.reader.is_empty() {
        return Vec::new();
    }
    let mut plain: Vec<&Candidate<'_>> = candidates.iter().collect();
    plain.sort_by(|a, b| b.plain_total().total_cmp(&a.plain_total()).then_with(|| a.story.id.cmp(&b.story.id)));
    let mut picked = Picked::default();
    picked.fill(&plain, ctx);
    candidates.iter().filter(|candidate| candidate.urgency >= STOP_PRESS && picked.has(candidate)).collect()
}

/// The urgency of what no wish of a reader pushes out.
const STOP_PRESS: u8 = 3;

/// Adds the reasons of those that were not chosen.
pub(super) fn closed(assignments: Vec<Assignment>, sorted: Sorted<'_>, ctx: &Context) -> Chosen {
    let mut spiked = sorted.spiked;
    let chosen = |candidate: &&Candidate<'_>| assignments.iter().any(|chosen| chosen.story == candidate.story.id);
    let mut picked = Picked::default();
    sorted.candidates.iter().filter(chosen).for_each(|candidate| picked.take(candidate, ctx));
    let line = assignments.iter().map(|assignment| assignment.score.total).fold(f64::INFINITY, f64::min);
    let left = sorted.candidates.iter().filter(|candidate| !chosen(candidate));
    spiked.extend(left.map(|candidate| low_rank(candidate, &picked.why_not(candidate, line, ctx))));
    let scores = sorted.candidates.iter().map(|candidate| (candidate.story.id.clone(), candidate.score)).collect();
    let reasons =
        sorted.candidates.into_iter().map(|candidate| (candidate.story.id.clone(), candidate.reasons)).collect();
    Chosen { assignments, spiked, scores, reasons }
}

#[derive(Default)]
struct Picked {
    by_owner: BTreeMap<String, usize>,
    by_beat: BTreeMap<String, usize>,
    by_region: BTreeMap<&'static str, usize>,
    by_language: BTreeMap<Language, usize>,
    n_features: usize,
    stories: Vec<(news::StoryId, Language)>,
}

impl Picked {
    /// Takes what there is room for, the rules of variety given up one after the other.
    fn fill(&mut self, candidates: &[&Candidate<'_>], ctx: &Context) {
        let rounds: [fn(&Picked, &Candidate<'_>, &Context) -> bool; 5] = [
            |picked, candidate, ctx| {
                picked.owner_has_room(candidate, ctx)
                    && picked.beat_has_room(candidate, ctx)
                    && picked.region_has_room(candidate, ctx)
                    && picked.is_hard(candidate, ctx)
                    && picked.language(candidate, ctx).is_some()
            },
            |picked, candidate, ctx| {
                picked.owner_has_room(candidate, ctx)
                    && picked.is_hard(candidate, ctx)
                    && picked.language(candidate, ctx).is_some()
            },
            |picked, candidate, ctx| {
                picked.owner_has_some(candidate, ctx.max_per_owner * 2)
                    && picked.is_hard(candidate, ctx)
                    && picked.language(candidate, ctx).is_some()
            },
            |picked, candidate, ctx| picked.owner_has_room(candidate, ctx) && picked.has_room_for_soft(candidate, ctx),
            |_, _, _| true,
        ];
        for may_be_taken in rounds {
            for candidate in candidates {
                if self.n() < ctx.max_stories && !self.has(candidate) && may_be_taken(self, candidate, ctx) {
                    self.take(candidate, ctx);
                }
            }
        }
    }

    /// Why a candidate was left: the reader's word, its score, or a rule of variety.
    fn why_not(&self, candidate: &Candidate<'_>, line: f64, ctx: &Context) -> String {
        let total = candidate.score.total;
        if let Some(unwanted) = &candidate.unwanted {
            return format!("{} ({}); score {total:.2}", unwanted.en, unwanted.zh);
        }
        if total < line {
            return format!("others were more important: score {total:.2}, the last one chosen had {line:.2}");
        }
        let rule = if !self.owner_has_room(candidate, ctx) {
            format!(
                "{} leads {} stories already",
                candidate.lead_owner,
                self.by_owner.get(&candidate.lead_owner).copied().unwrap_or(0)
            )
        } else if candidate.is_thin {
            "one owner alone tells it in a line or two".into()
        } else if candidate.is_feature {
            "it is a feature, and reports come first".into()
        } else if !self.has_room_for_soft(candidate, ctx) || !self.beat_has_room(candidate, ctx) {
            format!("{} has its share of the edition", candidate.beat)
        } else if let Some(region) = candidate.region.filter(|_| !self.region_has_room(candidate, ctx)) {
            format!("{region} has its share of the edition")
        } else if self.language(candidate, ctx).is_none() {
            "its language has its share of the edition".into()
        } else {
            "the assignment editor preferred others".into()
        };
        format!("{rule}: score {total:.2}, the last one chosen had {line:.2}")
    }

    fn n(&self) -> usize {
        self.stories.len()
    }

    fn has(&self, candidate: &Candidate<'_>) -> bool {
        self.stories.iter().any(|(story, _)| *story == candidate.story.id)
    }

    fn owner_has_room(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        self.owner_has_some(candidate, ctx.max_per_owner)
    }

    fn owner_has_some(&self, candidate: &Candidate<'_>, max: usize) -> bool {
        self.by_owner.get(&candidate.lead_owner).copied().unwrap_or(0) < max
    }

    /// A third of the edition for each beat; "general" is no beat but the want of one.
    fn beat_has_room(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        let third = ctx.max_stories.div_ceil(3).max(1);
        candidate.beat == "general" || self.by_beat.get(&candidate.beat).copied().unwrap_or(0) < third
    }

    /// Half of the edition for each region; what names none has room.
    fn region_has_room(&self, candidate: &Candidate<'_>, ctx: &Context) -> bool {
        let half = ctx.max_stories.div_ceil(2).max(1);
        candidate.region.is_none_or(|region| self.by_region.get(region).copied().unwrap_or(0) < half)
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
        if let Some(region) = candidate.region {
            *self.by_region.entry(region).or_default() += 1;
        }
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
    let reasons = candidate.reasons.iter().filter(|reason| matches!(reason.part.as_str(), "corroboration" | "reader"));
    let reasons: Vec<&str> = reasons.map(|reason| reason.en.as_str()).collect();
    Assignment {
        story: candidate.story.id.clone(),
        language,
        max_sentences: match rank {
            0..3 => 7,
            3..7 => 5,
            _ => 4,
        },
        score: candidate.score,
        why: format!("rank {} with score {:.2}; {}", rank + 1, candidate.score.total, reasons.join("; ")),
    }
}
