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
use crate::assign::Chosen;
use crate::minutes::Minutes;
use crate::play::side_by_side;
use crate::report::Reported;
use crate::shift::Shift;
use news::edition::Degraded;
use news::{ClearedStory, Role, Spike};
use story::{Desk, Verdict};

/// What passed.
pub(crate) struct Checked {
    /// Best first.
    pub cleared: Vec<ClearedStory>,
    pub spiked: Vec<Spike>,
    pub degraded: Vec<Degraded>,
    /// How each story came so far.
    pub minutes: Minutes,
}

/// Takes each draft through every check; what fails one is spiked and the others go on.
pub(crate) async fn check(shift: &Shift<'_>, chosen: &Chosen, reported: Reported) -> Result<Checked, Error> {
    shift.stage("check");
    let of = reported.drafts.len();
    let mut stories = Vec::new();
    for (done, written) in reported.drafts.iter().enumerate() {
        if let Some(story) = chosen.stories.get(&written.assignment.story) {
            stories.push(Box::pin(Desk { shift, written, story, done, of, minutes: Vec::new() }.check()));
        }
    }
    let (mut minutes, mut cleared, mut spiked) = (reported.minutes, Vec::new(), reported.spiked);
    let mut held = Vec::new();
    let mut n_dropped = 0;
    for came in side_by_side(stories).await {
        let came = came?;
        n_dropped += came.n_dropped;
        minutes.add(&came.story, "", came.minutes);
        match came.verdict {
            Verdict::Cleared(story) => cleared.push(*story),
            Verdict::Spiked(spike) => spiked.push(spike),
            Verdict::HeldByModel(story, spike) => held.push((*story, spike)),
        }
    }
    let mut checked = Checked { cleared, spiked, degraded: Vec::new(), minutes };
    clear_or_hold(&mut checked, held);
    shift.done(Role::FactChecker, format!("{of} drafts, {n_dropped} sentences not supported"));
    shift.done(Role::DeskEditor, format!("{of} drafts edited"));
    shift.done(Role::CopyEditor, format!("{of} copies read"));
    shift.done(Role::StandardsEditor, format!("{} stories cleared", checked.cleared.len()));
    Ok(checked)
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
