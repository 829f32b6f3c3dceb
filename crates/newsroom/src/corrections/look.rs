//! Which pages are looked at again, and what they are now.

use super::is_older;
use crate::{Error, Newsroom, gather};
use archive::Look;
use jiff::{SignedDuration, Timestamp};
use journal::Run;
use news::Edition;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tokio::task::JoinSet;
use wire::{Looked, Wire};

/// So many pages at most in one go; those of the newest editions first.
const MAX_PAGES: usize = 240;
/// A page that is gone is looked for again after so long at the least before it is believed to be.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_hours(1);

/// A page that a published story rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub url: String,
}

/// What a page is now, and how often in a row it was gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    pub looked: Looked,
    pub n_gone: u32,
}

/// Pages by address with what they are now.
pub(super) type Pages = BTreeMap<String, Seen>;

/// The pages that stories of these editions cite and that it is time to look at; each once.
pub(super) fn pages(
    newsroom: &Newsroom,
    editions: &[Edition],
    as_of: Timestamp,
    now: bool,
) -> Result<Vec<Page>, Error> {
    let mut pages: Vec<Page> = Vec::new();
    for url in editions.iter().flat_map(cited) {
        let is_known = pages.iter().any(|page| page.url == url);
        if is_known || pages.len() >= MAX_PAGES || !url.starts_with("http") {
            continue;
        }
        let last = newsroom.archive.look(url)?;
        let is_due = |look: Look| now || is_older(look.at, as_of, newsroom.config.corrections.every);
        if last.is_none_or(is_due) {
            pages.push(Page { url: url.to_owned() });
        }
    }
    Ok(pages)
}

/// The addresses of the items that stories which still stand cite.
fn cited(edition: &Edition) -> Vec<&str> {
    let standing = edition.stories.iter().filter(|story| !edition.is_withdrawn(&story.id));
    let sentences = standing.flat_map(|story| &story.sentences);
    sentences.flat_map(|sentence| &sentence.citations).map(|citation| citation.url.as_str()).collect()
}

/// Looks at all of them side by side, at the pace each host is used to; each look is a step.
pub(super) async fn look_at_all(
    newsroom: &Newsroom,
    run: &Run,
    pages: Vec<Page>,
    as_of: Timestamp,
) -> Result<Pages, Error> {
    let wire = Wire::new(gather::options(&newsroom.config.network))?;
    let mut tasks = JoinSet::new();
    for page in pages {
        let (wire, run, archive) = (wire.clone(), run.clone(), newsroom.archive.clone());
        let (name, url) = (format!("look/{}", page.url), page.url.clone());
        let effect = async move {
            let looked = wire.look(&url, as_of).await;
            let look = next(archive.look(&url)?, &looked, as_of);
            archive.remember_look(&url, look)?;
            Ok::<_, Error>(Seen { looked, n_gone: look.n_gone })
        };
        tasks.spawn(async move { (page.url, run.step(&name, |_| effect).await) });
    }
    let mut seen = Pages::new();
    while let Some(joined) = tasks.join_next().await {
        let Ok((url, looked)) = joined else { continue };
        seen.insert(url, looked?);
    }
    Ok(seen)
}

/// How often in a row a page was gone: two looks within the hour are one, and a look that tells nothing counts nothing.
fn next(last: Option<Look>, looked: &Looked, at: Timestamp) -> Look {
    let n_gone = last.map_or(0, |last| last.n_gone);
    let is_again = last.is_some_and(|last| last.n_gone > 0 && at.duration_since(last.at) < BETWEEN_LOOKS);
    match looked {
        Looked::Page { .. } => Look { at, n_gone: 0 },
        Looked::Gone { .. } if is_again => last.unwrap_or(Look { at, n_gone }),
        Looked::Gone { .. } => Look { at, n_gone: n_gone + 1 },
        Looked::Unknown { .. } => Look { at, n_gone },
    }
}

/// Why a page could not be read, if it could not.
pub(super) fn why_unknown(url: &str, seen: &Seen) -> Option<String> {
    match &seen.looked {
        Looked::Unknown { why } => Some(format!("{url}: {why}")),
        Looked::Page { .. } | Looked::Gone { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_that_is_gone_twice_an_hour_apart_is_gone() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let (gone, unknown) = (Looked::Gone { status: 404 }, Looked::Unknown { why: "timeout".into() });
        let page = Looked::Page { title: String::new(), text: String::new() };
        let first = next(None, &gone, at(0));
        assert_eq!(first.n_gone, 1);
        assert_eq!(next(Some(first), &gone, at(30)), first);
        assert_eq!(next(Some(first), &gone, at(61)).n_gone, 2);
        assert_eq!(next(Some(first), &unknown, at(61)).n_gone, 1);
        assert_eq!(next(Some(first), &page, at(61)).n_gone, 0);
    }
}
