//! Sources behind one web address: a feed, a sitemap or a page; what it is shows in the answer.

use super::{Gathered, page_list, sitemap};
use crate::entry::Entry;
use crate::feed::{self, Looks, discover};
use crate::fetch::{Answer, Body, Door, Failure, Request};
use crate::page;
use crate::poll::Seen;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use news::{Mark, ProblemKind, Source, SourceKind};

/// Asks the source's address and reads the answer as the source's kind, or as what it looks like.
pub(super) async fn gather(
    door: &Door,
    source: &Source,
    kind: SourceKind,
    seen: &Seen,
    zone: Option<&TimeZone>,
    now: Timestamp,
) -> Gathered {
    match ask(door, source, kind, seen, zone, now).await {
        Ok(gathered) => gathered,
        Err(failure) => Gathered::failed(seen.kind.unwrap_or(kind), source, &failure, seen, now),
    }
}

async fn ask(
    door: &Door,
    source: &Source,
    kind: SourceKind,
    seen: &Seen,
    zone: Option<&TimeZone>,
    now: Timestamp,
) -> Result<Gathered, Failure> {
    // A feed that was found through a page is asked for itself from then on.
    let address = seen.feed_url.as_deref().filter(|_| kind == SourceKind::Auto).unwrap_or(&source.url);
    let request =
        Request { etag: seen.etag.as_deref(), last_modified: seen.last_modified.as_deref(), ..Request::new(address) };
    let body = match door.get(request).await {
        Ok(Answer::Body(body)) => body,
        Ok(Answer::NotModified) => {
            let known = seen.kind.unwrap_or(kind);
            let seen = Seen { not_before: None, ..seen.clone() };
            return Ok(Gathered { not_modified: true, ..Gathered::of(known, Vec::new(), seen) });
        }
        // The remembered feed may have moved: the page is asked again next time.
        Err(failure) if seen.feed_url.is_some() && !failure.is_transient() => {
            return Ok(Gathered::failed(kind, source, &failure, &Seen::default(), now));
        }
        Err(failure) => return Err(failure),
    };
    let text = body.text();
    let gathered = match (kind, feed::looks(&text)) {
        (SourceKind::PageList, _) => Gathered::of(kind, page_list::read(&text, &body.url, source)?, seen_of(&body)),
        (_, Looks::Sitemap) => sitemap::gather(door, source, &text, &body, zone).await?,
        (_, Looks::Xml | Looks::Json) => {
            Gathered::of(SourceKind::Feed, entries(text, &body, zone).await?, seen_of(&body))
        }
        (SourceKind::Auto, Looks::Page) => discovered(door, source, &text, &body, zone, now).await?,
        (_, Looks::Page | Looks::Other) => return Err(not_a_feed(&text, &body, now)),
    };
    if gathered.entries.is_empty() && gathered.problems.is_empty() {
        return Err(Failure::new(ProblemKind::Empty, &body.url, "answered with a list that has no entry"));
    }
    Ok(gathered)
}

/// What to remember of an answer.
pub(super) fn seen_of(body: &Body) -> Seen {
    Seen { etag: body.etag.clone(), last_modified: body.last_modified.clone(), ..Seen::default() }
}

/// A feed made to be hard to read takes seconds: on a thread of its own it holds nobody up.
async fn entries(text: String, body: &Body, zone: Option<&TimeZone>) -> Result<Vec<Entry>, Failure> {
    let (base, zone) = (body.url.clone(), zone.cloned());
    let read = tokio::task::spawn_blocking(move || feed::read(&text, &base, zone.as_ref())).await;
    let unreadable = || Failure::new(ProblemKind::Malformed, &body.url, "answered with a feed that cannot be read");
    read.ok().flatten().ok_or_else(unreadable)
}

/// A page: the feeds it names, else its links if the source has a rule for them.
async fn discovered(
    door: &Door,
    source: &Source,
    text: &str,
    body: &Body,
    zone: Option<&TimeZone>,
    now: Timestamp,
) -> Result<Gathered, Failure> {
    let mut first_failure = None;
    for feed_url in discover::feeds_of(text, &body.url).into_iter().take(3) {
        match discovered_feed(door, &feed_url, zone).await {
            Ok((entries, seen)) => return Ok(Gathered::of(SourceKind::Feed, entries, seen)),
            Err(failure) => first_failure = first_failure.or(Some(failure)),
        }
    }
    if source.link_rule.is_some() {
        return Ok(Gathered::of(SourceKind::PageList, page_list::read(text, &body.url, source)?, seen_of(body)));
    }
    Err(first_failure.unwrap_or_else(|| not_a_feed(text, body, now)))
}

async fn discovered_feed(door: &Door, feed_url: &str, zone: Option<&TimeZone>) -> Result<(Vec<Entry>, Seen), Failure> {
    let Answer::Body(body) = door.get(Request::new(feed_url)).await? else {
        return Err(Failure::told(ProblemKind::Empty, feed_url, "answered \"not modified\" to a first request"));
    };
    let text = body.text();
    let entries = entries(text, &body, zone).await?;
    if entries.is_empty() {
        return Err(Failure::new(ProblemKind::Empty, &body.url, "answered with a feed that has no entry"));
    }
    Ok((entries, Seen { feed_url: Some(feed_url.to_owned()), ..seen_of(&body) }))
}

/// Why the answer is of no use: a robot check, a login, or just something else.
fn not_a_feed(text: &str, body: &Body, now: Timestamp) -> Failure {
    let marks = page::read_page(text, body.url.as_str(), now, None).marks;
    if marks.contains(&Mark::BotCheck) {
        return Failure::new(ProblemKind::BotCheck, &body.url, "answered with a page that checks for robots");
    }
    if marks.contains(&Mark::LoginWall) {
        return Failure::new(ProblemKind::LoginWall, &body.url, "answered with a page that asks for a login");
    }
    let what = "answered with a page that is no feed and names none; give the feed's address, or a link_rule";
    Failure::new(ProblemKind::Malformed, &body.url, what)
}
