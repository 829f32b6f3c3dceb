//! Reports: for each assignment the researcher makes a dossier and the reporter a draft.

use crate::Error;
use crate::assign::Chosen;
use crate::minutes::{self, Minutes, count};
use crate::play::{Part, Played, Work, play, side_by_side};
use crate::shift::Shift;
use desk::{reporter, researcher};
use news::{Assignment, Dossier, Draft, Minute, Role, Spike, Story};

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
    /// How each came so far.
    pub minutes: Minutes,
}

/// Writes a draft for each assignment; a story without one is spiked and the others go on.
pub(crate) async fn report(shift: &Shift<'_>, chosen: &Chosen) -> Result<Reported, Error> {
    shift.stage("report");
    let of = chosen.assignments.len();
    let (mut stories, mut assigned) = (Vec::new(), Vec::new());
    for (done, assignment) in chosen.assignments.iter().enumerate() {
        if let Some(story) = chosen.stories.get(&assignment.story) {
            stories.push(write(shift, assignment, story, (done, of)));
            assigned.push(assignment);
        }
    }
    let mut reported = Reported { drafts: Vec::new(), spiked: Vec::new(), minutes: Minutes::default() };
    for (came, assignment) in side_by_side(stories).await.into_iter().zip(assigned) {
        let Some(story) = chosen.stories.get(&assignment.story) else { continue };
        let (written, rows) = came?;
        let headline = written.as_ref().map_or_else(|spike| &spike.headline, |written| &written.draft.headline.text);
        reported.minutes.add(&story.id, headline, minutes::of_choice(shift, chosen, assignment, story));
        reported.minutes.add(&story.id, headline, rows);
        match written {
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
) -> Result<(Result<Written, Spike>, Vec<Minute>), Error> {
    let on = story.lead_in(assignment.language).map(|item| item.title.as_str()).unwrap_or_default();
    shift.working(Role::Researcher, on, done, of);
    let researched = research(shift, assignment, story).await?;
    let dossier = researched.value;
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
    let found = format!("{} found", count(dossier.facts.len(), "fact"));
    let (what, why) = match &played.value {
        Ok(draft) => (format!("{} written", count(draft.sentences.len(), "sentence")), String::new()),
        Err(spike) => (format!("given up: {}", spike.reason.key()), spike.detail.clone()),
    };
    let rows = vec![
        Minute::by(&researched.work.author, "dossier", found, dossier.gaps.join("; ")),
        Minute::by(&work.author, "draft", what, why),
    ];
    Ok((played.value.map(|draft| Written { assignment: assignment.clone(), draft, work }), rows))
}

async fn research(shift: &Shift<'_>, assignment: &Assignment, story: &Story) -> Result<Played<Dossier>, Error> {
    let input = researcher::Input { assignment, story, ctx: &shift.desk };
    let part = Part {
        role: Role::Researcher,
        step: format!("report/{}/dossier", assignment.story),
        judges: None,
        prompt: &|| researcher::prompt(&input),
        schema: researcher::schema,
    };
    let floor = || researcher::floor(assignment, story, &shift.desk);
    play(shift, part, &|answer, _| researcher::check(answer, &input), floor).await
}
