//! How an edition comes to be, on one screen.
//!
//! Each stage is a file of its own; each effect in it is a journal step, so a run that was killed
//! goes on where it was, and a replay runs from the record without an effect. Report and check flow story by story:
//! a story is checked as soon as its draft is there.

use crate::shift::Shift;
use crate::{Error, Newsroom, assign, check, corrections, gather, memory, produce, release, report};
use news::{Edition, EditionKey};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Which edition is wanted.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its day and slot.
    pub key: EditionKey,
    /// Look at its sources again if it stands, and correct it; a sample is made anew.
    pub again: bool,
    /// How long it may take.
    pub deadline: Duration,
}

/// What came of an order.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The edition that stands now.
    pub edition: Edition,
    /// Its page.
    pub page: PathBuf,
    /// Whether it is new, and if not, why.
    pub standing: Standing,
    /// What the owner should know about the site.
    pub notices: Vec<String>,
}

/// Whether an edition is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was published just now.
    New,
    /// It stood before and was not touched.
    Unchanged,
    /// It stood before; its sources were looked at again, and so many corrections were made.
    Corrected(usize),
    /// What was made now is smaller than what stands, so that was kept.
    KeptLarger(String),
}

/// Makes the edition, or says why there is none.
pub async fn make_edition(newsroom: &Newsroom, order: &Order) -> Result<Outcome, Error> {
    let asked = Instant::now();
    if let Some(edition) = newsroom.site.existing(&order.key)? {
        if !order.again {
            memory::settle(newsroom, &order.key, &edition)?;
            return Ok(standing(newsroom, order, edition, Standing::Unchanged));
        }
        // A sample has no readers who could have been told otherwise; what was published is corrected, never replaced.
        if !(edition.sample && newsroom.config.sample) {
            memory::settle(newsroom, &order.key, &edition)?;
            let n = corrections::recheck(newsroom, Some(&order.key)).await?.corrected.len();
            let edition = newsroom.site.existing(&order.key)?.unwrap_or(edition);
            return Ok(standing(newsroom, order, edition, Standing::Corrected(n)));
        }
    }
    corrections::recheck_if_due(newsroom, order.deadline).await;
    let shift = newsroom.shift(order, asked)?;
    let result = run(&shift).await;
    if let Err(error) = &result
        && !error.leaves_the_run_open()
    {
        // A run that failed is over: the next one begins anew. One that was killed, or that had no room, goes on.
        shift.run.finish(&format!("failed: {error}"), newsroom.clock.now())?;
    }
    result
}

fn standing(newsroom: &Newsroom, order: &Order, edition: Edition, standing: Standing) -> Outcome {
    Outcome { edition, page: newsroom.page_of(&order.key), standing, notices: newsroom.site.notices() }
}

/// Runs a finished edition again from its record, without an effect; the edition as recorded.
pub async fn replay(newsroom: &Newsroom, key: &EditionKey) -> Result<Outcome, Error> {
    run(&newsroom.replay(key)?).await
}

async fn run(shift: &Shift<'_>) -> Result<Outcome, Error> {
    let gathered = gather::gather(shift).await?;
    let chosen = assign::assign(shift, &gathered).await?;
    let drafts = report::report(shift, &chosen)?;
    let checked = check::check(shift, drafts).await?;
    let produced = produce::produce(shift, &gathered, &chosen, checked).await?;
    release::release(shift, gathered, chosen, produced)
}
