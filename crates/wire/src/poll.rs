//! Polls one source: asks it, chooses its newest entries, completes them with their pages.

use crate::Wire;
use crate::entry::{Entry, zone_of};
use crate::full_text;
use crate::kinds::{self, Gathered};
use jiff::Timestamp;
use news::{Item, Problem, ProblemKind, Source, SourceId, SourceKind};
use serde::{Deserialize, Serialize};

/// What to remember of a source between polls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// The address it was configured with; under another one nothing of this holds.
    pub url: Option<String>,
    /// The ETag of its last answer.
    pub etag: Option<String>,
    /// The Last-Modified of its last answer.
    pub last_modified: Option<String>,
    /// It asked not to be asked before.
    pub not_before: Option<Timestamp>,
    /// What it turned out to be.
    pub kind: Option<SourceKind>,
    /// Where its feed was found, if its own address is a page that names one.
    pub feed_url: Option<String>,
}

/// What one poll of one source gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Poll {
    /// Of which source.
    pub source: SourceId,
    /// What it turned out to be.
    pub kind: SourceKind,
    /// Its newest items, by the dates it gave them, newest first.
    pub items: Vec<Item>,
    /// What went wrong; with items it is something about some of them, without it is why there are none.
    pub problems: Vec<Problem>,
    /// Whether it has nothing new since last time.
    pub not_modified: bool,
    /// What to remember for next time.
    pub seen: Seen,
    /// How many entries it had, before the newest were chosen.
    pub n_entries: usize,
}

impl Wire {
    /// Polls one source. Never fails as a whole: what goes wrong is among the problems.
    ///
    /// `as_of`: the time of the run; items outside the source's window at that time get no page of their own.
    pub async fn poll(&self, source: &Source, seen: &Seen, as_of: Timestamp) -> Poll {
        let changed = Seen::default();
        let seen = if seen.url.as_ref().is_none_or(|url| *url == source.url) { seen } else { &changed };
        if let Some(not_before) = seen.not_before.filter(|not_before| *not_before > as_of) {
            return resting(source, seen, not_before);
        }
        let gathered = kinds::gather(&self.door, source, seen, as_of).await;
        let Gathered { kind, entries, n_entries, mut problems, not_modified, seen } = gathered;
        let entries = newest(entries, source.max_items, as_of);
        let completed = full_text::complete(&self.door, source, entries, zone_of(source), as_of).await;
        problems.extend(completed.problems);
        self.door.tell_of_proxy(&mut problems);
        let mut seen = Seen { url: Some(source.url.clone()), kind: Some(kind), ..seen };
        if completed.is_incomplete {
            // Else the next poll would hear "not modified" and the texts that failed today would never come.
            seen.etag = None;
            seen.last_modified = None;
        }
        tracing::debug!(source = %source.id, n_entries, n_items = completed.items.len(), n_problems = problems.len(), "polled");
        Poll { source: source.id.clone(), kind, items: completed.items, problems, not_modified, seen, n_entries }
    }
}

fn resting(source: &Source, seen: &Seen, not_before: Timestamp) -> Poll {
    let problem = Problem {
        source: source.id.clone(),
        kind: ProblemKind::RateLimited,
        detail: format!("asked us to come back at {not_before}; not asked before then"),
        url: Some(source.url.clone()),
    };
    Poll {
        source: source.id.clone(),
        kind: seen.kind.unwrap_or(source.kind),
        items: Vec::new(),
        problems: vec![problem],
        not_modified: false,
        seen: seen.clone(),
        n_entries: 0,
    }
}

/// The newest entries, newest first; those without a date, or with one that is yet to come, are last,
/// in the source's order: a wrong clock must not push the news out.
fn newest(mut entries: Vec<Entry>, max_items: usize, as_of: Timestamp) -> Vec<Entry> {
    let latest = as_of.checked_add(jiff::SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.newest_date().filter(|date| *date <= latest)));
    entries.truncate(max_items);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A newsroom polls its sources on several threads.
    #[tokio::test]
    async fn a_poll_may_move_between_threads() {
        fn assert_send<T: Send>(_: &T) {}
        let wire = Wire::new(crate::Options::default()).unwrap();
        let source = Source {
            id: SourceId("a".into()),
            name: String::new(),
            url: "/no/such/folder".into(),
            kind: SourceKind::Folder,
            beat: String::new(),
            owner: String::new(),
            trust: 1,
            language: None,
            every_hours: 24,
            timezone: None,
            link_rule: None,
            max_items: 1,
        };
        let seen = Seen::default();
        let poll = wire.poll(&source, &seen, Timestamp::UNIX_EPOCH);
        assert_send(&poll);
        assert_eq!(poll.await.problems[0].kind, ProblemKind::Unreachable);
    }
}
