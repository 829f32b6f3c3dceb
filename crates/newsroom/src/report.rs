//! Reports: for each assignment the researcher makes a dossier and the reporter a draft.

use crate::Error;
use crate::assign::Chosen;
use crate::play::{Part, Work, play, side_by_side};
use crate::shift::Shift;
use desk::{reporter, researcher};
use news::{Assignment, Dossier, Draft, Role, Spike, Story};

/// A draft with the assignment it answers.
pub(crate) struct Written {
    pub assignment: Assignment,
    pub draft: Draft,
    /// Who wrote it, and what it took.
    pub work: Work,
}

/// The drafts, and the stories for which there is none.
pub(crate) struct Reported {
    pub drafts: Vec<Written>,
    pub spiked: Vec<Spike>,
}

/// Writes a draft for each assignment; a story without one is spiked and the others go on.
pub(crate) async fn report(shift: &Shift<'_>, chosen: &Chosen) -> Result<Reported, Error> {
    shift.stage("report");
    let of = chosen.assignments.len();
    let mut stories = Vec::new();
    for (done, assignment) in chosen.assignments.iter().enumerate() {
        if let Some(story) = chosen.stories.get(&assignment.story) {
            stories.push(write(shift, assignment, story, (done, of)));
        }
    }
    let mut reported = Reported { drafts: Vec::new(), spiked: Vec::new() };
    for written in side_by_side(stories).await {
        match written? {
            Ok(written) => reported.drafts.push(written),
            Err(spike) => reported.spiked.push(spike),
        }
    }
    shift.done(Role::Researcher, format!("{of} dossiers"));
    shift.done(Role::Reporter, format!("{} drafts, {} given up", reported.drafts.len(), reported.spiked.len()));
    Ok(reported)
}

async fn write(
    shift: &Shift<'_>,
    assignment: &Assignment,
    story: &Story,
    (done, of): (usize, usize),
) -> Result<Result<Written, Spike>, Error> {
    let on = story.lead_in(assignment.language).map(|item| item.title.as_str()).unwrap_or_default();
    shift.working(Role::Researcher, on, done, of);
    let dossier = research(shift, assignment, story).await?;
    shift.working(Role::Reporter, on, done, of);
    let ctx = &shift.desk;
    let input = reporter::Input { assignment, story, dossier: &dossier, ctx };
    let part = Part {
        role: Role::Reporter,
        step: format!("report/{}/draft", assignment.story),
        judges: None,
        prompt: &|| reporter::prompt(&input),
        schema: reporter::schema,
    };
    let check = |answer: &str, author: &_| reporter::check(answer, &input, author).map(Ok);
    let played = play(shift, part, &check, || reporter::floor(assignment, story, &dossier, ctx)).await?;
    let work = played.work;
    Ok(played.value.map(|draft| Written { assignment: assignment.clone(), draft, work }))
}

async fn research(shift: &Shift<'_>, assignment: &Assignment, story: &Story) -> Result<Dossier, Error> {
    let input = researcher::Input { assignment, story, ctx: &shift.desk };
    let part = Part {
        role: Role::Researcher,
        step: format!("report/{}/dossier", assignment.story),
        judges: None,
        prompt: &|| researcher::prompt(&input),
        schema: researcher::schema,
    };
    let floor = || researcher::floor(assignment, story, &shift.desk);
    Ok(play(shift, part, &|answer, _| researcher::check(answer, &input), floor).await?.value)
}
