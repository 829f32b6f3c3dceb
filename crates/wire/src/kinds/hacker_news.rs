//! Hacker News through its API: the top stories, the date of each, and what readers say first.

use super::Gathered;
use crate::entry::{Body, Entry};
use crate::fetch::{Answer, Door, Failure, Request, Rhythm};
use crate::page;
use crate::poll::Seen;
use futures::StreamExt;
use futures::stream;
use jiff::Timestamp;
use news::{Comment, Evidence, EvidenceKind, ProblemKind, Source, SourceKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How many comments of a story are kept.
const N_COMMENTS: usize = 3;
/// How many are asked for: some are deleted.
const N_ASKED: usize = 4;
/// How many items are asked for at once; the door lets fewer through if it must.
const N_AT_ONCE: usize = 8;

#[derive(Debug, Deserialize)]
struct ApiItem {
    id: u64,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    time: i64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    kids: Vec<u64>,
    #[serde(default)]
    dead: bool,
    #[serde(default)]
    deleted: bool,
}

/// The top stories, at most `source.max_items`; comments only for those that may still be news.
pub(super) async fn gather(door: &Door, source: &Source, seen: &Seen, now: Timestamp) -> Gathered {
    let base = source.url.trim_end_matches('/');
    let ids: Vec<u64> = match get(door, &format!("{base}/topstories.json")).await {
        Ok(ids) => ids,
        Err(failure) => return Gathered::failed(SourceKind::HackerNews, source, &failure, seen, now),
    };
    let n_entries = ids.len();
    let oldest = now.as_second() - i64::from(source.window_hours()) * 3600;
    let asks: Vec<_> = ids.into_iter().take(source.max_items).map(|id| story(door, base, id, oldest)).collect();
    let asked: Vec<_> = stream::iter(asks).buffered(N_AT_ONCE).collect().await;
    let mut gathered = Gathered { n_entries, ..Gathered::of(SourceKind::HackerNews, Vec::new(), Seen::default()) };
    for result in asked {
        match result {
            Ok(entry) => gathered.entries.extend(entry),
            Err(failure) => gathered.problems.push(failure.problem(&source.id)),
        }
    }
    gathered
}

/// `None` for what is no story: a job, a poll's option, something deleted.
async fn story(door: &Door, base: &str, id: u64, oldest: i64) -> Result<Option<Entry>, Failure> {
    let Some(item) = get::<Option<ApiItem>>(door, &item_url(base, id)).await? else { return Ok(None) };
    if item.kind != "story" || item.dead || item.deleted || item.title.is_empty() {
        return Ok(None);
    }
    let comments = if item.time < oldest { Vec::new() } else { comments(door, base, &item.kids).await };
    Ok(Some(entry(item, comments)))
}

async fn comments(door: &Door, base: &str, kids: &[u64]) -> Vec<Comment> {
    let urls: Vec<String> = kids.iter().take(N_ASKED).map(|id| item_url(base, *id)).collect();
    let asks: Vec<_> = urls.iter().map(|url| get::<Option<ApiItem>>(door, url)).collect();
    let found: Vec<_> = stream::iter(asks).buffered(N_ASKED).collect().await;
    // A comment that cannot be had is no loss worth a report.
    let items = found.into_iter().filter_map(|result| result.ok().flatten());
    items.filter_map(comment).take(N_COMMENTS).collect()
}

fn comment(item: ApiItem) -> Option<Comment> {
    let text = page::plain_text(&item.text);
    (!item.dead && !item.deleted && !text.is_empty()).then_some(Comment { author: item.by, text })
}

fn entry(item: ApiItem, comments: Vec<Comment>) -> Entry {
    let has_page = !item.url.is_empty();
    let url = if has_page { item.url } else { format!("https://news.ycombinator.com/item?id={}", item.id) };
    let submitted = Evidence {
        kind: EvidenceKind::Api,
        raw: item.time.to_string(),
        value: Timestamp::from_second(item.time).ok().filter(|_| item.time > 0),
        rejected: None,
    };
    Entry {
        url,
        guid: item.id.to_string(),
        title: item.title,
        body: Body::Html(item.text),
        // Who submits a link did not write it.
        author: (!has_page && !item.by.is_empty()).then_some(item.by),
        evidence: vec![submitted],
        comments,
        has_page,
        ..Entry::default()
    }
}

fn item_url(base: &str, id: u64) -> String {
    format!("{base}/item/{id}.json")
}

async fn get<T: DeserializeOwned>(door: &Door, url: &str) -> Result<T, Failure> {
    let request = Request { rhythm: Rhythm::Program, ..Request::new(url) };
    let Answer::Body(body) = door.get(request).await? else {
        return Err(Failure::told(ProblemKind::Empty, url, "answered \"not modified\" to a first request"));
    };
    serde_json::from_slice(&body.bytes).map_err(|error| {
        Failure::new(ProblemKind::Malformed, &body.url, format!("answered with something else than expected: {error}"))
    })
}
