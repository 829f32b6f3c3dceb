//! Reports: for each assignment the researcher makes a dossier and the reporter a draft.

use crate::Error;
use crate::assign::Chosen;
use crate::shift::Shift;
use desk::{reporter, researcher};
use news::{Assignment, Draft, Role, Spike};

/// A draft with the assignment it answers, or why there is none.
pub(crate) struct Reported {
    pub drafts: Vec<(Assignment, Draft)>,
    pub spiked: Vec<Spike>,
}

/// Writes a draft for each assignment; a story without one is spiked and the others go on.
pub(crate) fn report(shift: &Shift<'_>, chosen: &Chosen) -> Result<Reported, Error> {
    shift.stage("report");
    let of = chosen.assignments.len();
    let mut reported = Reported { drafts: Vec::new(), spiked: Vec::new() };
    for (done, assignment) in chosen.assignments.iter().enumerate() {
        let Some(story) = chosen.stories.get(&assignment.story) else { continue };
        let on = story.lead_in(assignment.language).map(|item| item.title.as_str()).unwrap_or_default();
        shift.working(Role::Researcher, on, done, of);
        let name = |step: &str| format!("report/{}/{step}", assignment.story);
        let dossier = shift
            .run
            .step_sync(&name("dossier"), |_| Ok::<_, Error>(researcher::floor(assignment, story, &shift.desk)))?;
        shift.working(Role::Reporter, on, done, of);
        let draft: Result<Draft, Spike> = shift
            .run
            .step_sync(&name("draft"), |_| Ok::<_, Error>(reporter::floor(assignment, story, &dossier, &shift.desk)))?;
        match draft {
            Ok(draft) => reported.drafts.push((assignment.clone(), draft)),
            Err(spike) => reported.spiked.push(spike),
        }
    }
    shift.done(Role::Researcher, format!("{of} dossiers"));
    shift.done(Role::Reporter, format!("{} drafts, {} given up", reported.drafts.len(), reported.spiked.len()));
    Ok(reported)
}
