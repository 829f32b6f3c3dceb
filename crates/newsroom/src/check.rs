//! Checks: fact-checker, desk editor, copy editor and standards editor, story by story.
//!
//! A checker is a rival of the reporter. What a model wrote and a check does not take is told again by rules, and so is
//! what no rival could check; what rules clear and a model would hold stays out, but models alone cannot empty an edition.

mod facts;
pub(crate) mod rival;
mod story;
#[cfg(test)]
mod tests;

use crate::Error;
use crate::deadline::Stage;
use crate::minutes::Minutes;
use crate::play::side_by_side;
use crate::report::{Reported, UnderWay};
use crate::shift::Shift;
use news::edition::Degraded;
use news::{ClearedStory, Minute, Role, Spike, StoryId};
use std::sync::atomic::{AtomicUsize, Ordering};
use story::{Came, Desk, Verdict};

/// What passed.
pub(crate) struct Checked {
    /// Best first.
    pub cleared: Vec<ClearedStory>,
    pub spiked: Vec<Spike>,
    pub degraded: Vec<Degraded>,
    /// How each story came so far.
    pub minutes: Minutes,
}

/// Takes each story through every check as soon as its draft is there; what fails one is spiked and the others go on.
pub(crate) async fn check(shift: &Shift<'_>, reported: Reported<'_>) -> Result<Checked, Error> {
    let of = reported.stories.len();
    let drafts = Drafts { shift, n_open: AtomicUsize::new(of), n_written: AtomicUsize::new(0), of };
    let under_way = reported.stories.into_iter().enumerate();
    let stories = under_way.map(|(done, story)| Box::pin(tell(&drafts, story, done))).collect();
    let told = side_by_side(shift, stories).await;
    if of == 0 {
        shift.stage(Stage::Check);
    }
    let mut checked =
        Checked { cleared: Vec::new(), spiked: Vec::new(), degraded: Vec::new(), minutes: Minutes::default() };
    let (mut held, mut n_dropped) = (Vec::new(), 0);
    for told in told {
        let Told { story, headline, minutes, came } = told?;
        checked.minutes.add(&story, &headline, minutes);
        match came {
            Err(spike) => checked.spiked.push(spike),
            Ok(came) => {
                n_dropped += came.n_dropped;
                checked.minutes.add(&story, "", came.minutes);
                match came.verdict {
                    Verdict::Cleared(story) => checked.cleared.push(*story),
                    Verdict::Spiked(spike) => checked.spiked.push(spike),
                    Verdict::HeldByModel(story, spike) => held.push((*story, spike)),
                }
            }
        }
    }
    // After those that were written: the order in which readers find them.
    checked.spiked.extend(reported.spiked);
    clear_or_hold(&mut checked, held);
    shift.done(Role::FactChecker, format!("{of} drafts, {n_dropped} sentences not supported"));
    shift.done(Role::DeskEditor, format!("{of} drafts edited"));
    shift.done(Role::CopyEditor, format!("{of} copies read"));
    shift.done(Role::StandardsEditor, format!("{} stories cleared", checked.cleared.len()));
    Ok(checked)
}

/// A story that was written, or given up before it was, and what the checks made of it.
struct Told {
    story: StoryId,
    headline: String,
    minutes: Vec<Minute>,
    came: Result<Came, Spike>,
}

async fn tell(drafts: &Drafts<'_>, under_way: UnderWay<'_>, done: usize) -> Result<Told, Error> {
    let UnderWay { story, mut minutes, draft } = under_way;
    let (written, rows) = draft.await?;
    minutes.extend(rows);
    drafts.came(written.is_ok());
    let told = |headline, came| Told { story: story.id.clone(), headline, minutes, came };
    let written = match written {
        Ok(written) => written,
        Err(spike) => return Ok(told(spike.headline.clone(), Err(spike))),
    };
    let headline = written.draft.headline.text.clone();
    let desk = Desk { shift: drafts.shift, written: &written, story, done, of: drafts.of, minutes: Vec::new() };
    Ok(told(headline, Ok(Box::pin(desk.check()).await?)))
}

/// The drafts that are still being written: with the last of them reporting is over.
struct Drafts<'a> {
    shift: &'a Shift<'a>,
    n_open: AtomicUsize,
    n_written: AtomicUsize,
    of: usize,
}

impl Drafts<'_> {
    fn came(&self, is_written: bool) {
        let n_written = self.n_written.fetch_add(usize::from(is_written), Ordering::Relaxed) + usize::from(is_written);
        if self.n_open.fetch_sub(1, Ordering::Relaxed) > 1 {
            return;
        }
        self.shift.done(Role::Researcher, format!("{} dossiers", self.of));
        self.shift.done(Role::Reporter, format!("{n_written} drafts, {} given up", self.of - n_written));
        self.shift.stage(Stage::Check);
    }
}

/// What a model holds stays out, unless nothing would be left of an edition that rules find in order.
fn clear_or_hold(checked: &mut Checked, held: Vec<(ClearedStory, Spike)>) {
    if !checked.cleared.is_empty() || held.is_empty() {
        checked.spiked.extend(held.into_iter().map(|(_, spike)| spike));
        return;
    }
    let first = held.first().map(|(_, spike)| spike.detail.clone()).unwrap_or_default();
    let why = format!(
        "a model in the place of the standards editor would have held every one of {} stories, the first since {first:?}; \
         rules find them in order, so they were told",
        held.len()
    );
    checked.degraded.push(Degraded { what: "objection".into(), why });
    checked.cleared.extend(held.into_iter().map(|(story, _)| story));
}
