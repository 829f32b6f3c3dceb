//! Gathers: polls every source at once, keeps what came in, and adds what the archive still has within its window.

use crate::Error;
use crate::config::Network;
use crate::deadline::Stage;
use crate::progress::Event;
use crate::shift::Shift;
use jiff::Timestamp;
use news::edition::SourceReport;
use news::{Item, ItemId, Problem, ProblemKind, Source, SourceId, Spike, SpikeReason};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::task::JoinSet;
use wire::{Options, Poll, Seen, Wire};

/// How long one source may take with all its pages.
const SOURCE_LIMIT: Duration = Duration::from_secs(90);

/// Whoever does not keep to that is ended so much later.
const GRACE: Duration = Duration::from_millis(500);

/// Sources that are being read.
type Tasks = JoinSet<(Source, Result<Poll, journal::StepError<Error>>)>;

/// What there is to choose from.
pub(crate) struct Gathered {
    /// Every item that came in, and those of the archive within their window; oldest first.
    pub items: Vec<Item>,
    /// How each source did, in the order of the configuration.
    pub reports: Vec<SourceReport>,
    /// Sources that failed.
    pub spiked: Vec<Spike>,
}

/// Polls all sources; one that fails hurts no other.
///
/// Errors: not one source answered and the archive has nothing either.
pub(crate) async fn gather(shift: &Shift<'_>) -> Result<Gathered, Error> {
    shift.stage(Stage::Gather);
    let polls = poll_all(shift).await?;
    remember(shift, &polls)?;
    let kept: Vec<Item> = shift.run.step_sync("gather/archive", |_| still_news(shift, &polls))?;
    let items = join(kept, &polls);
    let spiked = polls.iter().filter_map(|poll| failed_source(shift, poll)).collect();
    if items.is_empty() {
        let first = polls.iter().flat_map(|poll| &poll.problems).next();
        let first = first.map_or_else(|| "no item at all".into(), |problem| problem.detail.clone());
        return Err(Error::NoSource { n_sources: polls.len(), first });
    }
    Ok(Gathered { items, reports: polls.iter().map(|poll| report(shift, poll)).collect(), spiked })
}

async fn poll_all(shift: &Shift<'_>) -> Result<Vec<Poll>, Error> {
    let wire = Wire::new(options(&shift.config.network))?;
    let of = shift.config.sources.len();
    let limit = SOURCE_LIMIT.min(shift.watch.for_sources());
    let mut tasks: Tasks = JoinSet::new();
    for source in shift.config.sources.clone() {
        let (wire, run, archive, as_of) =
            (wire.clone(), shift.run.clone(), shift.newsroom.archive.clone(), shift.as_of);
        let seen: Seen =
            archive.seen(&source.id)?.and_then(|seen| serde_json::from_str(&seen).ok()).unwrap_or_default();
        let name = step(&source);
        let asked = source.clone();
        let effect = async move { Ok::<_, Error>(poll_in_time(&wire, &asked, &seen, as_of, limit).await) };
        tasks.spawn(async move { (source, run.step(&name, |_| effect).await) });
    }
    let mut polls = BTreeMap::new();
    let cut = tokio::time::Instant::now() + limit + GRACE;
    while let Ok(Some(joined)) = tokio::time::timeout_at(cut, tasks.join_next()).await {
        let Ok((source, poll)) = joined else { continue };
        polls.insert(source.id, poll?);
        shift.tell(Event::Gathering { source: source.name, done: polls.len(), of });
    }
    give_up(shift, tasks, &mut polls).await?;
    Ok(shift.config.sources.iter().filter_map(|source| polls.remove(&source.id)).collect())
}

/// Ends the polls that did not keep to their time, as if their sources had been silent.
async fn give_up(shift: &Shift<'_>, mut tasks: Tasks, polls: &mut BTreeMap<SourceId, Poll>) -> Result<(), Error> {
    tasks.abort_all();
    // One that computes without a pause cannot be ended; nobody waits for it.
    let _ = tokio::time::timeout(GRACE, async { while tasks.join_next().await.is_some() {} }).await;
    tasks.detach_all();
    for source in &shift.config.sources {
        if polls.contains_key(&source.id) {
            continue;
        }
        let silent = || Ok::<_, Error>(silent(source, &Seen::default(), "it could not be ended in its time"));
        match shift.run.step_sync(&step(source), |_| silent()) {
            Ok(poll) => drop(polls.insert(source.id.clone(), poll)),
            // It is being recorded by whoever still reads it; this edition goes without.
            Err(journal::StepError::Journal(journal::Error::NameTwice { .. })) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn step(source: &Source) -> String {
    format!("gather/poll/{}", source.id)
}

/// A source that keeps us waiting is given up, whatever it is doing.
async fn poll_in_time(wire: &Wire, source: &Source, seen: &Seen, as_of: Timestamp, limit: Duration) -> Poll {
    match tokio::time::timeout(limit, wire.poll(source, seen, as_of)).await {
        Ok(poll) => poll,
        Err(_) => silent(source, seen, &format!("it was not done after {} seconds", limit.as_secs())),
    }
}

/// What comes of a source that was given up.
fn silent(source: &Source, seen: &Seen, why: &str) -> Poll {
    let problem = Problem {
        source: source.id.clone(),
        kind: ProblemKind::Timeout,
        detail: format!("{why} and was given up"),
        url: Some(source.url.clone()),
    };
    Poll {
        source: source.id.clone(),
        kind: source.kind,
        items: Vec::new(),
        problems: vec![problem],
        not_modified: false,
        seen: seen.clone(),
        n_entries: 0,
    }
}

/// How sources are fetched, for the wire.
pub(crate) fn options(network: &Network) -> Options {
    Options {
        user_agent: network.user_agent.clone(),
        replay: network.replay,
        allow_private: network.allow_private.clone(),
        total_timeout: network.timeout,
        idle_timeout: network.timeout.min(Options::default().idle_timeout),
        host_delay: network.host_delay,
        max_pages: network.max_pages,
        ..Options::default()
    }
}

/// Keeps items and validators; doing it again after a crash changes nothing.
fn remember(shift: &Shift<'_>, polls: &[Poll]) -> Result<(), Error> {
    if shift.run.is_replay() {
        return Ok(());
    }
    let archive = &shift.newsroom.archive;
    for poll in polls {
        archive.remember_items(&poll.items)?;
        archive.remember_seen(&poll.source, &serde_json::to_string(&poll.seen).unwrap_or_default())?;
    }
    Ok(())
}

/// Items of earlier polls that are within their source's window and did not come in again.
fn still_news(shift: &Shift<'_>, polls: &[Poll]) -> Result<Vec<Item>, Error> {
    let ids: Vec<_> = shift.config.sources.iter().map(|source| source.id.clone()).collect();
    let since = shift.as_of - jiff::SignedDuration::from_hours(96);
    let came: std::collections::BTreeSet<&ItemId> =
        polls.iter().flat_map(|poll| &poll.items).map(|item| &item.id).collect();
    let is_news = |item: &Item| {
        let window = shift.desk.sources.get(&item.source).map_or(0.0, |source| f64::from(source.window_hours()));
        item.dating.age_hours(shift.as_of).is_some_and(|age| age <= window && age >= -1.0)
    };
    let items = shift.newsroom.archive.items(&ids, since, shift.as_of)?;
    Ok(items.into_iter().filter(|item| !came.contains(&item.id) && is_news(item)).collect())
}

/// One item an id, in an order that does not depend on which source answered first.
fn join(kept: Vec<Item>, polls: &[Poll]) -> Vec<Item> {
    let mut items: BTreeMap<ItemId, Item> = BTreeMap::new();
    for item in kept.into_iter().chain(polls.iter().flat_map(|poll| poll.items.clone())) {
        items.entry(item.id.clone()).or_insert(item);
    }
    let mut items: Vec<Item> = items.into_values().collect();
    items.sort_by(|a, b| (a.dating.value, &a.id).cmp(&(b.dating.value, &b.id)));
    items
}

/// A source that gave nothing because something went wrong there.
fn failed_source(shift: &Shift<'_>, poll: &Poll) -> Option<Spike> {
    if !poll.items.is_empty() || poll.not_modified {
        return None;
    }
    let problem = poll.problems.first()?;
    let source = shift.desk.sources.get(&poll.source)?;
    Some(Spike {
        headline: source.name.clone(),
        urls: vec![problem.url.clone().unwrap_or_else(|| source.url.clone())],
        reason: SpikeReason::FetchFailed,
        detail: problem.detail.clone(),
    })
}

fn report(shift: &Shift<'_>, poll: &Poll) -> SourceReport {
    let source = shift.desk.sources.get(&poll.source);
    SourceReport {
        name: source.map_or_else(|| poll.source.to_string(), |source| source.name.clone()),
        owner: source.map(|source| source.owner.clone()).unwrap_or_default(),
        url: source.map(|source| source.url.clone()).unwrap_or_default(),
        items: poll.items.len() as u32,
        used: 0,
        problems: poll.problems.iter().map(|problem| problem.detail.clone()).collect(),
    }
}
