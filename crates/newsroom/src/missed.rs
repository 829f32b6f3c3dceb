//! What several independent owners carried and the edition does not tell, and why: the measure of what was missed.
//!
//! It looks at every item that came in, also at what was left out at the door for its language, its age or its form.
//! A matter counts as told if any of its items stands in a published story, or if its title says what one of them says.

#[cfg(test)]
mod tests;

use desk::{Context, assignment_editor};
use news::edition::{Missed, PublishedStory};
use news::text::{overlap, terms};
use news::{Item, ItemId, Score, Spike, SpikeReason, Story, StoryId, Thread, Triage, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// What so many independent owners carry, a reader would expect to find.
const MIN_OWNERS: usize = 3;

/// A stale item counts for so long after its window, which is as long as from one edition to the next: before that it
/// stood in the last edition, or in its list. A feed's backlog was no news today.
const STALE_HOURS: f64 = 12.0;

/// Titles that share so many words, and so great a share of them, tell the same.
const MIN_SHARED: usize = 4;
const SAME_TITLE: f64 = 0.6;

/// A day's work, as far as it tells what was missed.
pub(crate) struct Day<'a> {
    /// Everything that came in.
    pub items: &'a [Item],
    /// What was clustered of what was kept.
    pub stories: &'a BTreeMap<StoryId, Story>,
    pub triage: &'a [Triage],
    /// Of what was weighed.
    pub scores: &'a BTreeMap<StoryId, Score>,
    /// What earlier editions told.
    pub threads: &'a [Thread],
    /// Everything that was left out.
    pub spiked: &'a [Spike],
    pub published: &'a [PublishedStory],
}

/// Most owners first.
pub(crate) fn missed(day: &Day<'_>, ctx: &Context) -> Vec<Missed> {
    let told = Told::of(day);
    let before = Told::before(day);
    let mut at_the_door = left_at_the_door(day, ctx);
    // What an earlier edition told is rightly old now.
    at_the_door.retain(|(story, _)| !before.tells(story));
    let clustered = day.stories.values().map(|story| (story, None));
    let of_the_door = at_the_door.iter().map(|(story, verdict)| (story, Some(verdict)));
    let mut missed: Vec<Missed> = clustered
        .chain(of_the_door)
        .filter(|(story, _)| !told.tells(story))
        .filter_map(|(story, verdict)| one(story, verdict, day, ctx))
        .collect();
    missed.iter_mut().for_each(|missed| withhold(missed, ctx));
    missed.sort_by(|a, b| b.owners.len().cmp(&a.owners.len()).then_with(|| a.headline.cmp(&b.headline)));
    missed
}

/// The story with its owners, if they are enough, and the reason why it is not there.
fn one(story: &Story, verdict: Option<&(SpikeReason, String)>, day: &Day<'_>, ctx: &Context) -> Option<Missed> {
    let lead = story.items.first()?;
    let owners = match verdict {
        // At the door nobody looked whether they tell one event; the clusters there are the owners.
        Some(_) => story.items.iter().map(|item| ctx.owner(item)).collect(),
        None => assignment_editor::witnesses(story, lead, day.triage, ctx),
    };
    if owners.len() < MIN_OWNERS {
        return None;
    }
    let (why, detail) = match verdict {
        Some((reason, detail)) => (*reason, detail.clone()),
        None => why(story, day),
    };
    Some(Missed {
        headline: lead.title.clone(),
        owners: owners.into_iter().collect(),
        urls: story.items.iter().map(|item| item.url.clone()).collect(),
        why,
        detail,
    })
}

/// What the house does not name is not named here either.
fn withhold(missed: &mut Missed, ctx: &Context) {
    let Missed { headline, urls, why, detail, .. } = missed.clone();
    let spike = Spike { headline, urls, reason: why, detail };
    if let Some(told) = desk::charter::withheld(vec![spike], &ctx.house.charter).pop() {
        (missed.headline, missed.urls, missed.detail) = (told.headline, told.urls, told.detail);
    }
}

/// The reason that was written down for most of the story's addresses; the last one if several were.
fn why(story: &Story, day: &Day<'_>) -> (SpikeReason, String) {
    let urls: BTreeSet<&str> = story.items.iter().map(|item| item.url.as_str()).collect();
    let shared = |spike: &&Spike| spike.urls.iter().filter(|url| urls.contains(url.as_str())).count();
    // An item that is the same text as another is no reason why the matter is not told.
    let of_the_matter = day.spiked.iter().filter(|spike| spike.reason != SpikeReason::Duplicate);
    let spike = of_the_matter.filter(|spike| shared(spike) > 0).max_by_key(shared);
    let Some(spike) = spike else {
        return (SpikeReason::LowRank, "nothing was written down about it".into());
    };
    let line = day.published.iter().map(|story| story.score.total).fold(f64::INFINITY, f64::min);
    let is_ranked = spike.reason == SpikeReason::LowRank && line.is_finite();
    if !is_ranked {
        return (spike.reason, spike.detail.clone());
    }
    let said = brief(&spike.detail);
    let score = day.scores.get(&story.id).filter(|_| !said.contains("score "));
    let score = score.map(|score| format!("; its score is {:.2}", score.total)).unwrap_or_default();
    (spike.reason, format!("{said}{score}; the last story of the edition has {line:.2}"))
}

/// A detail without the parts of the score in brackets at its end.
fn brief(detail: &str) -> &str {
    let cut = detail.strip_suffix(')').and_then(|inner| inner.rsplit_once(" (corroboration "));
    cut.map_or(detail, |(said, _)| said)
}

/// What the wire editor left out, clustered, each with the reason of most of its items.
fn left_at_the_door(day: &Day<'_>, ctx: &Context) -> Vec<(Story, (SpikeReason, String))> {
    let reasons: BTreeMap<&ItemId, (SpikeReason, &str)> = day
        .triage
        .iter()
        .filter_map(|row| match row.verdict {
            Verdict::Spike(reason) => Some((&row.item, (reason, row.why.as_str()))),
            Verdict::Keep => None,
        })
        .collect();
    let counts = |item: &&Item| reasons.get(&item.id).is_some_and(|(reason, _)| may_be_missed(item, *reason, ctx));
    let items: Vec<Item> = day.items.iter().filter(counts).cloned().collect();
    let with_reason = |story: Story| {
        let mut n_by_reason: BTreeMap<SpikeReason, (usize, &str)> = BTreeMap::new();
        for (reason, why) in story.items.iter().filter_map(|item| reasons.get(&item.id)) {
            n_by_reason.entry(*reason).or_insert((0, why)).0 += 1;
        }
        let (reason, (_, why)) = n_by_reason.into_iter().max_by_key(|(_, (n, _))| *n)?;
        Some((story, (reason, why.to_owned())))
    };
    wire::cluster::cluster(items, &ctx.sources).into_iter().filter_map(with_reason).collect()
}

/// Views, round-ups and advertisements are no news that could be missed; nor is what was news days ago.
fn may_be_missed(item: &Item, reason: SpikeReason, ctx: &Context) -> bool {
    match reason {
        SpikeReason::Stale => {
            let last = f64::from(ctx.window_hours(item)) + STALE_HOURS;
            item.dating.age_hours(ctx.as_of).is_some_and(|age| age <= last)
        }
        SpikeReason::LowRank | SpikeReason::Duplicate => false,
        _ => true,
    }
}

/// What this edition tells, or earlier ones told.
struct Told<'a> {
    items: BTreeSet<&'a ItemId>,
    titles: Vec<Vec<String>>,
}

impl<'a> Told<'a> {
    fn of(day: &Day<'a>) -> Self {
        let sources = || day.published.iter().flat_map(|story| &story.sources);
        let headlines = day.published.iter().map(|story| story.headline.as_str());
        let titles = headlines.chain(sources().map(|source| source.title.as_str())).map(terms).collect();
        Self { items: sources().map(|source| &source.item).collect(), titles }
    }

    fn before(day: &Day<'a>) -> Self {
        let told = day.threads.iter().flat_map(|thread| &thread.told);
        Self {
            items: day.threads.iter().flat_map(|thread| &thread.items).collect(),
            titles: told.map(|told| terms(&told.headline)).collect(),
        }
    }

    fn tells(&self, story: &Story) -> bool {
        let is_same = |title: &[String], other: &Vec<String>| {
            let shared = title.iter().filter(|term| other.contains(term)).count();
            shared >= MIN_SHARED && overlap(title, other) >= SAME_TITLE
        };
        let is_told = |item: &Item| {
            let title = terms(&item.title);
            self.items.contains(&item.id) || self.titles.iter().any(|other| is_same(&title, other))
        };
        story.items.iter().any(is_told)
    }
}
