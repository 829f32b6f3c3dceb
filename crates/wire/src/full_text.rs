//! Completes entries with their pages: the whole text behind a teaser, and the page's own date.
//!
//! An old story under a new feed date shows only on its page, so pages of whole texts are asked for too
//! as long as there are some left, after those of texts that are cut off.

use crate::arrival::{Arrival, Fetched, is_shut};
use crate::canonical;
use crate::entry::Entry;
use crate::fetch::{Answer, Body, Door, Failure, Request};
use crate::page::{self, Page};
use crate::series;
use futures::StreamExt;
use futures::stream;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use news::{Item, Mark, Problem, ProblemKind, Source};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most sources have their pages on one host; those of an aggregator are on many.
const N_HOSTS_AT_ONCE: usize = 8;

/// A host that stalled so often in one poll is left alone for the rest of it.
const MAX_STALLS: usize = 2;

/// Addresses that lead to something else than a page.
const NO_PAGES: &[&str] =
    &[".pdf", ".mp3", ".m4a", ".mp4", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".zip", ".doc", ".docx", ".xlsx"];

/// Items, what went wrong with their pages, and whether asking again soon may give more.
pub(crate) struct Completed {
    /// In the order of the entries, each once.
    pub items: Vec<Item>,
    /// One for each page that could not be had.
    pub problems: Vec<Problem>,
    /// Whether a page failed in a way that passes.
    pub is_incomplete: bool,
}

/// Makes items of entries, with the pages that are worth asking for.
pub(crate) async fn complete(
    door: &Door,
    source: &Source,
    entries: Vec<Entry>,
    zone: Option<TimeZone>,
    as_of: Timestamp,
) -> Completed {
    let arrivals: Vec<Arrival> = entries.into_iter().filter_map(Arrival::of).collect();
    let wanted = choose(&arrivals, source, as_of, door.options().max_pages);
    let mut by_host: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for at in wanted {
        let url = arrivals[at].entry.url.as_str();
        by_host.entry(host(url)).or_default().push((at, url));
    }
    let pages = Pages { door, source, zone, as_of };
    let hosts: Vec<_> = by_host.into_values().map(|wanted| pages.of_host(wanted)).collect();
    let fetched = stream::iter(hosts).buffer_unordered(N_HOSTS_AT_ONCE).concat().await;
    assemble(arrivals, fetched, source, as_of)
}

/// Which entries' pages are asked for: those in the source's window or without a date, cut-off ones first, then newest.
fn choose(arrivals: &[Arrival], source: &Source, as_of: Timestamp, max_pages: usize) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut wanted: Vec<usize> = (0..arrivals.len())
        .filter(|at| is_worth_a_page(&arrivals[*at].entry, source, as_of))
        .filter(|at| seen.insert(canonical::canonical_url(&arrivals[*at].entry.url)))
        .collect();
    wanted.sort_by_key(|at| {
        let arrival = &arrivals[*at];
        (arrival.need(), std::cmp::Reverse(arrival.entry.newest_date()), *at)
    });
    wanted.truncate(max_pages);
    wanted
}

fn is_worth_a_page(entry: &Entry, source: &Source, as_of: Timestamp) -> bool {
    let lower = entry.url.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    if !entry.has_page || NO_PAGES.iter().any(|ending| lower.ends_with(ending)) {
        return false;
    }
    entry
        .newest_date()
        .is_none_or(|date| as_of.duration_since(date).as_secs_f64() <= f64::from(source.window_hours()) * 3600.0)
}

fn host(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// What became of the page of the entry at this place.
type Outcome = (usize, Result<Fetched, Failure>);

/// Asks for the pages of one source in one poll.
struct Pages<'a> {
    door: &'a Door,
    source: &'a Source,
    zone: Option<TimeZone>,
    as_of: Timestamp,
}

impl Pages<'_> {
    /// The pages of one host, in order, no more at once than it gets anyway.
    ///
    /// A host that has had enough is not asked again; nor is one that stalls, for twenty pages of it would cost the
    /// edition its deadline.
    async fn of_host(&self, wanted: Vec<(usize, &str)>) -> Vec<Outcome> {
        let n_stalls = AtomicUsize::new(0);
        let n_stalls = &n_stalls;
        let ask = |(at, url)| async move {
            if n_stalls.load(Ordering::Relaxed) >= MAX_STALLS {
                return (at, Ok(Fetched::Nothing));
            }
            let outcome = self.get(url).await;
            if let Err(failure) = &outcome {
                n_stalls.fetch_add(weight(failure.kind), Ordering::Relaxed);
            }
            (at, outcome)
        };
        let asks: Vec<_> = wanted.into_iter().map(ask).collect();
        stream::iter(asks).buffer_unordered(self.door.options().per_host.max(1)).collect().await
    }

    async fn get(&self, url: &str) -> Result<Fetched, Failure> {
        match self.door.get(Request::new(url)).await? {
            Answer::Body(body) => self.read(body, url).await,
            Answer::NotModified => Ok(Fetched::Nothing),
        }
    }

    async fn read(&self, body: Body, url: &str) -> Result<Fetched, Failure> {
        let final_url = body.url.to_string();
        // A short address or a counter may stand between a feed and its own site, so that site is home too.
        if !canonical::same_site(url, &final_url) && !canonical::same_site(&self.source.url, &final_url) {
            return Ok(Fetched::OffSite);
        }
        let is_page = body.content_type.as_deref().is_none_or(|kind| kind.contains("html") || kind.contains("xml"));
        if !is_page {
            return Ok(Fetched::Nothing);
        }
        let (address, as_of, zone) = (final_url.clone(), self.as_of, self.zone.clone());
        // Reading a page takes milliseconds of pure computing: on a thread of its own it holds nobody up.
        let read = tokio::task::spawn_blocking(move || page::read_page(&body.text(), &address, as_of, zone.as_ref()));
        match read.await {
            Ok(page) => Ok(Fetched::Page(Box::new(page))),
            Err(stopped) => {
                Err(Failure::told(ProblemKind::Malformed, final_url, format!("reading the page stopped: {stopped}")))
            }
        }
    }
}

/// How much of a host's patience, or of ours, a failure shows to be used up.
fn weight(kind: ProblemKind) -> usize {
    match kind {
        ProblemKind::RateLimited => MAX_STALLS,
        ProblemKind::Timeout | ProblemKind::Unreachable => 1,
        _ => 0,
    }
}

fn assemble(arrivals: Vec<Arrival>, fetched: Vec<Outcome>, source: &Source, as_of: Timestamp) -> Completed {
    let mut fetched: HashMap<usize, Result<Fetched, Failure>> = fetched.into_iter().collect();
    let mut completed = Completed { items: Vec::new(), problems: Vec::new(), is_incomplete: false };
    let mut ids = HashSet::new();
    for (at, arrival) in arrivals.into_iter().enumerate() {
        let page = match fetched.remove(&at) {
            Some(Ok(page)) => page,
            Some(Err(failure)) => {
                completed.is_incomplete |= failure.is_transient();
                completed.problems.push(failure.problem(&source.id));
                match failure.kind {
                    ProblemKind::BotCheck => Fetched::Walled(Mark::BotCheck),
                    ProblemKind::LoginWall => Fetched::Walled(Mark::LoginWall),
                    _ => Fetched::Nothing,
                }
            }
            None => Fetched::Nothing,
        };
        completed.problems.extend(shut_out(&page, &arrival.entry.url, source));
        let item = arrival.into_item(source, page, as_of);
        completed.items.extend(item.filter(|item| ids.insert(item.id.clone())));
    }
    series::strip(&mut completed.items);
    completed
}

fn shut_out(fetched: &Fetched, url: &str, source: &Source) -> Option<Problem> {
    let Fetched::Page(page) = fetched else { return None };
    let (kind, what) = kind_of_wall(page)?;
    let detail = format!("the page {what}: {url}");
    Some(Problem { source: source.id.clone(), kind, detail, url: Some(url.to_owned()) })
}

fn kind_of_wall(page: &Page) -> Option<(ProblemKind, &'static str)> {
    if !is_shut(page) {
        return None;
    }
    Some(if page.marks.contains(&Mark::BotCheck) {
        (ProblemKind::BotCheck, "checks for robots")
    } else {
        (ProblemKind::LoginWall, "asks for a login or a subscription")
    })
}
