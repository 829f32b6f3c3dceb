//! Reports: for each assignment the researcher makes a dossier and the reporter a draft.

use crate::Error;
use crate::assign::Chosen;
use crate::deadline::{self, Rung, Stage, Taken};
use crate::minutes::{self, count};
use crate::play::{Part, Played, Work, play};
use crate::shift::Shift;
use desk::{reporter, researcher};
use futures::future::BoxFuture;
use news::{Assignment, Dossier, Draft, Minute, Role, Spike, SpikeReason, Story};

/// A draft with the assignment it answers.
pub(crate) struct Written {
    pub assignment: Assignment,
    pub draft: Draft,
    /// Who wrote it, and what it took.
    pub work: Work,
}

/// A draft, or why there is none, and how it came about.
pub(crate) type CameOfIt = (Result<Written, Spike>, Vec<Minute>);

/// A story under way: its draft is being written, or will be when there is a place for it.
pub(crate) struct UnderWay<'a> {
    pub story: &'a Story,
    /// What happened to it before.
    pub minutes: Vec<Minute>,
    pub draft: BoxFuture<'a, Result<CameOfIt, Error>>,
}

/// The stories that are told, and those for which there is no time.
pub(crate) struct Reported<'a> {
    pub stories: Vec<UnderWay<'a>>,
    pub spiked: Vec<Spike>,
}

/// Begins a draft for each assignment for which there is time. Nothing is written before somebody waits for it.
pub(crate) fn report<'a>(shift: &'a Shift<'_>, chosen: &'a Chosen) -> Result<Reported<'a>, Error> {
    shift.stage(Stage::Report);
    let known = |assignment: &'a Assignment| Some((assignment, chosen.stories.get(&assignment.story)?));
    let mut assigned: Vec<_> = chosen.assignments.iter().filter_map(known).collect();
    let left_out = assigned.split_off(n_in_time(shift, assigned.len())?);
    let of = assigned.len();
    let under_way = |(done, (assignment, story)): (usize, (&'a Assignment, &'a Story))| UnderWay {
        story,
        minutes: minutes::of_choice(shift, chosen, assignment, story),
        draft: Box::pin(write(shift, assignment, story, (done, of))),
    };
    Ok(Reported {
        stories: assigned.into_iter().enumerate().map(under_way).collect(),
        spiked: left_out.into_iter().map(|(_, story)| no_time(story)).collect(),
    })
}

/// How many stories are told of those that were assigned, best first.
fn n_in_time(shift: &Shift<'_>, n_assigned: usize) -> Result<usize, Error> {
    let max = shift.config.max_stories;
    let taken: Option<(usize, Taken)> = shift.decide("deadline/stories", || {
        let watch = &shift.watch;
        let n = deadline::stories_in_time(max.min(n_assigned), watch.left(Stage::Check), watch.call())?;
        let what = format!("{n} stories are told of {} that were chosen", n_assigned.min(max));
        Some((n, watch.taken_now(Rung::FewerStories, what)))
    })?;
    let Some((n, taken)) = taken else { return Ok(n_assigned) };
    shift.watch.take(taken);
    Ok(n.min(n_assigned))
}

fn no_time(story: &Story) -> Spike {
    Spike {
        headline: story.items.first().map(|item| item.title.clone()).unwrap_or_default(),
        urls: story.items.iter().map(|item| item.url.clone()).collect(),
        reason: SpikeReason::LowRank,
        detail: "it was chosen, but others were more important and there was no time left for it".into(),
    }
}

async fn write(
    shift: &Shift<'_>,
    assignment: &Assignment,
    story: &Story,
    (done, of): (usize, usize),
) -> Result<CameOfIt, Error> {
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
