//! Assigns: the wire editor sorts the items, code clusters and threads them, the assignment editor chooses.

use crate::Error;
use crate::deadline::{Rung, Stage, Taken};
use crate::embeddings;
use crate::gather::Gathered;
use crate::play::{Part, Played, play, side_by_side};
use crate::shift::Shift;
use desk::assignment_editor::Chosen as Choice;
use desk::{assignment_editor, wire_editor};
use jiff::{SignedDuration, Timestamp};
use news::{
    Assignment, Item, ItemId, Reason, Role, Score, Spike, SpikeReason, Story, StoryId, Thread, Triage, Verdict,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wire::cluster::Vectors;

/// How far back a thread is remembered when stories are matched with it.
const THREAD_DAYS: i64 = 14;
/// So many items are shown to the wire editor at once.
const BATCH: usize = 25;
/// So many of the oldest backlog entries of one source are named one by one; the rest are counted.
const NAMED_BACKLOG: usize = 12;

/// So many items are clustered in a moment on any machine.
const IN_ANY_TIME: usize = 500;

/// What was clustered, of items with the oldest first.
#[derive(Debug, Serialize, Deserialize)]
struct Clustered {
    n: usize,
    taken: Option<Taken>,
}

/// What was chosen.
pub(crate) struct Chosen {
    /// Every story that was clustered.
    pub stories: BTreeMap<StoryId, Story>,
    /// Best first; some more than the edition holds, since not all will pass.
    pub assignments: Vec<Assignment>,
    /// Of every story that was weighed.
    pub scores: BTreeMap<StoryId, Score>,
    /// What earlier editions told.
    pub threads: Vec<Thread>,
    /// The scores in words.
    pub reasons: BTreeMap<StoryId, Vec<Reason>>,
    /// What the wire editor made of each item.
    pub triage: Vec<Triage>,
    /// What was left out.
    pub spiked: Vec<Spike>,
}

/// Sorts, clusters, threads and chooses.
pub(crate) async fn assign(shift: &Shift<'_>, gathered: &Gathered) -> Result<Chosen, Error> {
    shift.stage(Stage::Assign);
    let items = &gathered.items;
    shift.working(Role::WireEditor, "", 0, items.len());
    let triage = sort(shift, items).await?;
    let mut spiked = spiked_items(shift, items, &triage);
    let kept = kept_items(items, &triage);
    shift.done(Role::WireEditor, format!("{} of {} items kept", kept.len(), items.len()));

    shift.working(Role::AssignmentEditor, "", 0, kept.len());
    let vectors = embeddings::vectors(shift, &kept).await?;
    let (mut stories, threads) = thread_stories(shift, kept, vectors).await?;
    for story in &mut stories {
        story.beat = assignment_editor::beat_of(story, &triage, &shift.desk);
    }
    spiked.extend(duplicates(items, &stories));
    let choice = choose(shift, &stories, &triage).await?;
    spiked.extend(choice.spiked);
    shift.done(Role::AssignmentEditor, format!("{} of {} stories chosen", choice.assignments.len(), stories.len()));
    Ok(Chosen {
        stories: stories.into_iter().map(|story| (story.id.clone(), story)).collect(),
        assignments: choice.assignments,
        scores: choice.scores.into_iter().collect(),
        threads,
        reasons: choice.reasons.into_iter().collect(),
        triage,
        spiked,
    })
}

/// The wire editor's sorting. What rules spike no model can keep, so models see only the rest, batch by batch.
async fn sort(shift: &Shift<'_>, items: &[Item]) -> Result<Vec<Triage>, Error> {
    let mut triage = wire_editor::floor(items, &shift.desk);
    let has_model = !shift.roster.routes(Role::WireEditor).is_empty();
    let open = if has_model { kept_items(items, &triage) } else { items.to_vec() };
    let size = if has_model { BATCH } else { open.len().max(1) };
    let mut batches = Vec::new();
    for (nth, batch) in open.chunks(size).enumerate() {
        batches.push(sort_batch(shift, nth, batch, open.len()));
    }
    let mut sorted = BTreeMap::new();
    for played in side_by_side(shift, batches).await {
        sorted.extend(played?.value.into_iter().map(|row| (row.item.clone(), row)));
    }
    for row in &mut triage {
        if let Some(sorted) = sorted.remove(&row.item) {
            *row = sorted;
        }
    }
    Ok(triage)
}

async fn sort_batch(shift: &Shift<'_>, nth: usize, items: &[Item], of: usize) -> Result<Played<Vec<Triage>>, Error> {
    shift.working(Role::WireEditor, "", nth * BATCH, of);
    let input = wire_editor::Input { items, ctx: &shift.desk };
    let part = Part {
        role: Role::WireEditor,
        step: format!("assign/triage/{nth}"),
        judges: None,
        prompt: &|| wire_editor::prompt(&input),
        schema: wire_editor::schema,
    };
    play(shift, part, &|answer, _| wire_editor::check(answer, &input), || wire_editor::floor(items, &shift.desk)).await
}

fn kept_items(items: &[Item], triage: &[Triage]) -> Vec<Item> {
    let kept: BTreeSet<&ItemId> =
        triage.iter().filter(|row| row.verdict == Verdict::Keep).map(|row| &row.item).collect();
    items.iter().filter(|item| kept.contains(&item.id)).cloned().collect()
}

async fn thread_stories(
    shift: &Shift<'_>,
    kept: Vec<Item>,
    vectors: Option<Vectors>,
) -> Result<(Vec<Story>, Vec<Thread>), Error> {
    let mut stories = cluster(shift, kept, vectors).await?;
    let since = shift.as_of - SignedDuration::from_hours(24 * THREAD_DAYS);
    // An edition that is made again does not count as told before. By a clock that was set, what was told later is not
    // known yet; by the machine's, it was told while that clock was wrong, and readers have it.
    let until = if shift.newsroom.clock.is_set() { shift.as_of } else { Timestamp::MAX };
    let threads: Vec<Thread> = shift.run.step_sync("assign/threads", |_| {
        Ok::<_, Error>(shift.newsroom.archive.threads_before(&shift.key.to_string(), since, until)?)
    })?;
    wire::thread::match_threads(&mut stories, &threads);
    // What came after the last telling leads, so that a development is told and not the old story again.
    for story in &mut stories {
        let last = last_told(story);
        story.items.sort_by_key(|item| !is_after(item, last));
    }
    Ok((stories, threads))
}

/// Clusters the items; where that takes longer than there is time, only the newest. How many is a step of the journal.
async fn cluster(shift: &Shift<'_>, kept: Vec<Item>, vectors: Option<Vectors>) -> Result<Vec<Story>, Error> {
    let (kept, vectors) = (Arc::new(kept), Arc::new(vectors));
    let (all, sources) = (kept.len(), &shift.desk.sources);
    let mut stories = None;
    let effect = async {
        let work = {
            let (kept, vectors, sources) = (Arc::clone(&kept), Arc::clone(&vectors), sources.clone());
            move || wire::cluster::cluster_with(kept.to_vec(), &sources, vectors.as_ref().as_ref())
        };
        let limit = shift.watch.left(Stage::Assign).mul_f64(0.6);
        stories = tokio::time::timeout(limit, tokio::task::spawn_blocking(work)).await.ok().and_then(Result::ok);
        let n = if stories.is_some() { all } else { all.min(IN_ANY_TIME) };
        let what = format!("only the newest {n} of {all} items were looked at");
        let taken = (n < all).then(|| shift.watch.taken_now(Rung::FewerStories, what));
        Ok::<_, Error>(Clustered { n, taken })
    };
    let clustered: Clustered = shift.run.step("assign/cluster", |_| effect).await?;
    clustered.taken.into_iter().for_each(|taken| shift.watch.take(taken));
    let newest = || kept.get(all.saturating_sub(clustered.n)..).unwrap_or_default().to_vec();
    Ok(stories.unwrap_or_else(|| wire::cluster::cluster_with(newest(), sources, vectors.as_ref().as_ref())))
}

async fn choose(shift: &Shift<'_>, stories: &[Story], triage: &[Triage]) -> Result<Choice, Error> {
    // Half as many again, so that a story that fails its checks leaves no hole.
    let new_facts = stories
        .iter()
        .filter(|story| !story.told.is_empty())
        .map(|story| (story.id.clone(), has_new_facts(story)))
        .collect();
    let context = desk::Context { max_stories: shift.desk.max_stories * 3 / 2 + 1, new_facts, ..shift.desk.clone() };
    let input = assignment_editor::Input { stories, triage, ctx: &context };
    let part = Part {
        role: Role::AssignmentEditor,
        step: "assign/choose".into(),
        judges: None,
        prompt: &|| assignment_editor::prompt(&input),
        schema: assignment_editor::schema,
    };
    let floor = || assignment_editor::floor(stories, triage, &context);
    Ok(play(shift, part, &|answer, _| assignment_editor::check(answer, &input), floor).await?.value)
}

fn last_told(story: &Story) -> Option<Timestamp> {
    story.told.iter().map(|told| told.at).max()
}

fn is_after(item: &Item, last: Option<Timestamp>) -> bool {
    last.is_none_or(|last| item.dating.value.is_some_and(|at| at > last))
}

/// Only items that came after the last telling can hold news; what an old item still has untold is no development.
fn has_new_facts(story: &Story) -> bool {
    let last = last_told(story);
    let fresh = story.items.iter().filter(|item| is_after(item, last));
    let sentences =
        fresh.flat_map(|item| news::text::sentences(&item.text).into_iter().map(|span| span.of(&item.text)));
    !wire::thread::new_facts(&story.told, sentences).is_empty()
}

/// What the wire editor spiked. A feed's backlog is named only in part: it was news once and left out nowhere.
fn spiked_items(shift: &Shift<'_>, items: &[Item], triage: &[Triage]) -> Vec<Spike> {
    let by_id: BTreeMap<&ItemId, &Item> = items.iter().map(|item| (&item.id, item)).collect();
    let mut spiked = Vec::new();
    let mut n_stale: BTreeMap<&str, usize> = BTreeMap::new();
    for row in triage.iter().rev() {
        let (Verdict::Spike(reason), Some(item)) = (row.verdict, by_id.get(&row.item)) else { continue };
        let n = n_stale.entry(item.source.0.as_str()).or_default();
        *n += usize::from(reason == SpikeReason::Stale);
        if reason != SpikeReason::Stale || *n <= NAMED_BACKLOG {
            spiked.push(Spike {
                headline: item.title.clone(),
                urls: vec![item.url.clone()],
                reason,
                detail: row.why.clone(),
            });
        }
    }
    for (source, n) in n_stale.into_iter().filter(|(_, n)| *n > NAMED_BACKLOG) {
        let source = shift.desk.sources.values().find(|known| known.id.0 == source);
        spiked.push(Spike {
            headline: source.map(|source| source.name.clone()).unwrap_or_default(),
            urls: source.map(|source| source.url.clone()).into_iter().collect(),
            reason: SpikeReason::Stale,
            detail: format!("and {} older entries of this source", n - NAMED_BACKLOG),
        });
    }
    spiked
}

fn duplicates(items: &[Item], stories: &[Story]) -> Vec<Spike> {
    let by_id: BTreeMap<&ItemId, &Item> = items.iter().map(|item| (&item.id, item)).collect();
    let spike = |story: &Story, id: &ItemId| {
        let item = by_id.get(id)?;
        let of = story.items.first()?;
        let detail = format!("the same text as \"{}\" ({})", of.title, of.host());
        Some(Spike {
            headline: item.title.clone(),
            urls: vec![item.url.clone()],
            reason: SpikeReason::Duplicate,
            detail,
        })
    };
    stories.iter().flat_map(|story| story.duplicates.iter().filter_map(|id| spike(story, id))).collect()
}
