//! The kinds of sources, each in its file: how to get their entries.
//!
//! [`gather`] asks the source and gives entries as they came; what becomes of them is decided in `poll`.

mod folder;
mod glob;
mod hacker_news;
mod notes;
mod page_list;
mod sitemap;
mod web;

use crate::entry::{Entry, zone_of};
use crate::fetch::{Door, Failure};
use crate::poll::Seen;
use jiff::Timestamp;
use news::{Problem, Source, SourceKind};

/// What a source gave.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// What it turned out to be.
    pub kind: SourceKind,
    /// In its own order, all of them or as many as were asked for.
    pub entries: Vec<Entry>,
    /// How many it had.
    pub n_entries: usize,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// Whether it had nothing new.
    pub not_modified: bool,
    /// What to remember for next time.
    pub seen: Seen,
}

impl Gathered {
    /// Entries and nothing wrong.
    fn of(kind: SourceKind, entries: Vec<Entry>, seen: Seen) -> Self {
        let n_entries = entries.len();
        Self { kind, entries, n_entries, problems: Vec::new(), not_modified: false, seen }
    }

    /// Nothing but a failure; what was seen before stays.
    fn failed(kind: SourceKind, source: &Source, failure: &Failure, seen: &Seen, now: Timestamp) -> Self {
        let seen = Seen { not_before: failure.not_before(now), ..seen.clone() };
        Self { problems: vec![failure.problem(&source.id)], ..Self::of(kind, Vec::new(), seen) }
    }
}

/// Asks a source for its entries.
pub(crate) async fn gather(door: &Door, source: &Source, seen: &Seen, now: Timestamp) -> Gathered {
    let zone = zone_of(source);
    match kind_by_address(source) {
        SourceKind::Folder => folder::gather(door, source, zone, now).await,
        SourceKind::HackerNews => hacker_news::gather(door, source, seen, now).await,
        kind @ (SourceKind::Auto | SourceKind::Feed | SourceKind::SitemapNews | SourceKind::PageList) => {
            web::gather(door, source, kind, seen, zone.as_ref(), now).await
        }
    }
}

/// What the address alone gives away of a source whose kind is to be found out.
fn kind_by_address(source: &Source) -> SourceKind {
    if source.kind != SourceKind::Auto {
        return source.kind;
    }
    let lower = source.url.to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return SourceKind::Folder;
    }
    if lower.contains("://hacker-news.firebaseio.com/") { SourceKind::HackerNews } else { SourceKind::Auto }
}
