//! Corrections: looks again at the sources of what was published, and sets right what does not stand any more.
//!
//! A recheck is a run of its own in the journal: each look is a step, and so is each edition that is corrected. Doing it
//! again changes nothing. A published story is never changed in silence: a correction follows it.

mod hand;
mod look;
mod write;

pub use hand::{Hand, by_hand};

use crate::{Error, Newsroom};
use jiff::{SignedDuration, Timestamp};
use look::Page;
use news::edition::Corrected;
use news::{Edition, EditionKey};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Longer than this an edition does not wait for its elders.
const LIMIT: Duration = Duration::from_secs(60);

/// What came of looking again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rechecked {
    /// How many pages were looked at.
    pub n_looked: usize,
    /// How many of them could not be read this time, each with its reason.
    pub unknown: Vec<String>,
    /// What was corrected.
    pub corrected: Vec<Corrected>,
}

/// Looks again at the sources of the editions of the last days, or of one edition, and corrects what must be.
///
/// Pages that were looked at less than `[corrections] every` ago are passed over unless one edition is named.
/// Errors: data folder or site cannot be used. A page that cannot be read is no error.
pub async fn recheck(newsroom: &Newsroom, only: Option<&EditionKey>) -> Result<Rechecked, Error> {
    let as_of = newsroom.clock.as_of();
    let editions = match only {
        Some(key) => newsroom.site.existing(key)?.into_iter().collect(),
        None => recent(newsroom, as_of)?,
    };
    let pages = look::pages(newsroom, &editions, as_of, only.is_some())?;
    if pages.is_empty() {
        return Ok(Rechecked::default());
    }
    let of = only.map_or_else(String::new, |key| format!("-{key}"));
    let run = match newsroom.journal.begin(&format!("recheck-{as_of}{of}"), &pages_pinned(&pages), newsroom.clock.now())
    {
        Ok(run) => run,
        // It was done at this very moment of a clock that was set.
        Err(journal::Error::Finished { .. }) => return Ok(Rechecked::default()),
        Err(error) => return Err(error.into()),
    };
    let looked = look::look_at_all(newsroom, &run, pages, as_of).await?;
    let mut rechecked = Rechecked { n_looked: looked.len(), ..Rechecked::default() };
    rechecked.unknown = looked.iter().filter_map(|(page, looked)| look::why_unknown(page, looked)).collect();
    for edition in &editions {
        let made: Vec<Corrected> = run.step_sync(&format!("correct/{}", edition.id), |_| {
            let corrections = write::found(newsroom, edition, &looked, as_of)?;
            write::apply(newsroom, &edition.id, corrections)
        })?;
        rechecked.corrected.extend(made);
    }
    run.finish("rechecked", newsroom.clock.now())?;
    Ok(rechecked)
}

/// The same before an edition is made, if it is time; what goes wrong is logged, for it must not cost the edition.
pub(crate) async fn recheck_if_due(newsroom: &Newsroom, deadline: Duration) {
    match is_due(newsroom) {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => return tracing::warn!(%error, "could not tell when sources were looked at last"),
    }
    let limit = LIMIT.min(deadline / 5);
    match tokio::time::timeout(limit, recheck(newsroom, None)).await {
        Ok(Ok(rechecked)) => tracing::info!(
            looked = rechecked.n_looked,
            unknown = rechecked.unknown.len(),
            corrected = rechecked.corrected.len(),
            "looked again at the sources of what was published"
        ),
        Ok(Err(error)) => tracing::warn!(%error, "could not look again at the sources of what was published"),
        Err(_) => tracing::warn!(seconds = limit.as_secs(), "looking again took too long and is put off"),
    }
}

fn is_due(newsroom: &Newsroom) -> Result<bool, Error> {
    if newsroom.config.corrections.days == 0 {
        return Ok(false);
    }
    let last = newsroom.archive.last_look()?;
    Ok(last.is_none_or(|last| is_older(last, newsroom.clock.as_of(), newsroom.config.corrections.every)))
}

fn is_older(last: Timestamp, now: Timestamp, than: Duration) -> bool {
    now.duration_since(last).as_secs_f64() >= than.as_secs_f64()
}

/// The editions of the last days, as they stand on the site.
fn recent(newsroom: &Newsroom, as_of: Timestamp) -> Result<Vec<Edition>, Error> {
    let days = i64::from(newsroom.config.corrections.days);
    let since = as_of - SignedDuration::from_hours(24 * days);
    let rows = newsroom.archive.editions()?;
    let is_recent = |row: &&archive::EditionRow| row.as_of >= since && row.as_of <= as_of;
    let keys = rows.iter().filter(is_recent).map(|row| EditionKey { date: row.date, slot: row.slot.clone() });
    let mut editions = Vec::new();
    for key in keys {
        // One that cannot be read is the owner's to mend; the others are looked at all the same.
        editions.extend(newsroom.site.existing(&key).unwrap_or_default());
    }
    Ok(editions)
}

fn pages_pinned(pages: &[Page]) -> serde_json::Value {
    serde_json::json!({ "pages": pages.iter().map(|page| &page.url).collect::<Vec<_>>() })
}
