//! Checks: fact-checker, desk editor, copy editor and standards editor, story by story.

use crate::Error;
use crate::assign::Chosen;
use crate::report::Reported;
use crate::shift::Shift;
use desk::{copy_editor, desk_editor, fact_checker, standards_editor};
use news::{Assignment, ClearedStory, Draft, FactCheck, FinalCopy, Role, Ruling, Spike, Story, Support};

/// What passed.
pub(crate) struct Checked {
    /// Best first.
    pub cleared: Vec<ClearedStory>,
    pub spiked: Vec<Spike>,
}

/// Takes each draft through every check; what fails one is spiked and the others go on.
pub(crate) fn check(shift: &Shift<'_>, chosen: &Chosen, reported: Reported) -> Result<Checked, Error> {
    shift.stage("check");
    let of = reported.drafts.len();
    let mut checked = Checked { cleared: Vec::new(), spiked: reported.spiked };
    let mut n_dropped = 0;
    for (done, (assignment, draft)) in reported.drafts.iter().enumerate() {
        let Some(story) = chosen.stories.get(&assignment.story) else { continue };
        let (copy, n) = match edit(shift, assignment, draft, story, (done, of))? {
            Ok(edited) => edited,
            Err(spike) => {
                checked.spiked.push(spike);
                continue;
            }
        };
        n_dropped += n;
        match rule(shift, assignment, copy, story, (done, of))? {
            Ok(cleared) => checked.cleared.push(cleared),
            Err(spike) => checked.spiked.push(spike),
        }
    }
    shift.done(Role::FactChecker, format!("{of} drafts, {n_dropped} sentences not supported"));
    shift.done(Role::DeskEditor, format!("{of} drafts edited"));
    shift.done(Role::CopyEditor, format!("{of} copies read"));
    shift.done(Role::StandardsEditor, format!("{} stories cleared", checked.cleared.len()));
    shift.done(Role::Translator, "no model: each story stays in its own language");
    Ok(checked)
}

type Progress = (usize, usize);

fn edit(
    shift: &Shift<'_>,
    assignment: &Assignment,
    draft: &Draft,
    story: &Story,
    (done, of): Progress,
) -> Result<Result<(FinalCopy, usize), Spike>, Error> {
    let on = draft.headline.text.as_str();
    let name = |step: &str| format!("check/{}/{step}", assignment.story);
    shift.working(Role::FactChecker, on, done, of);
    let check: FactCheck =
        shift.run.step_sync(&name("facts"), |_| Ok::<_, Error>(fact_checker::floor(draft, story, &shift.desk)))?;
    let n_dropped = check.findings.iter().filter(|finding| finding.support != Support::Supported).count();
    shift.working(Role::DeskEditor, on, done, of);
    let edited = shift
        .run
        .step_sync(&name("edit"), |_| Ok::<_, Error>(desk_editor::floor(draft.clone(), &check, assignment)))?;
    let edited = match edited {
        Ok(edited) => edited,
        Err(spike) => return Ok(Err(spike)),
    };
    shift.working(Role::CopyEditor, on, done, of);
    let copy = shift.run.step_sync(&name("copy"), |_| Ok::<_, Error>(copy_editor::floor(edited.clone(), story)))?;
    Ok(copy.map(|copy| (copy, n_dropped)))
}

fn rule(
    shift: &Shift<'_>,
    assignment: &Assignment,
    copy: FinalCopy,
    story: &Story,
    (done, of): Progress,
) -> Result<Result<ClearedStory, Spike>, Error> {
    shift.working(Role::StandardsEditor, &copy.headline.text, done, of);
    let name = format!("check/{}/ruling", assignment.story);
    let ruling: Ruling =
        shift.run.step_sync(&name, |_| Ok::<_, Error>(standards_editor::floor(&copy, story, &shift.desk)))?;
    let headline = copy.headline.text.clone();
    let score_milli = (assignment.score.total * 1000.0).round().max(0.0) as u32;
    Ok(ClearedStory::new(copy, ruling, score_milli).map_err(|ruling| spike_of(headline, story, ruling)))
}

fn spike_of(headline: String, story: &Story, ruling: Ruling) -> Spike {
    let urls = story.items.iter().map(|item| item.url.clone()).collect();
    match ruling {
        Ruling::Hold { reason, detail } | Ruling::Spike { reason, detail } => Spike { headline, urls, reason, detail },
        Ruling::Clear => Spike { headline, urls, reason: news::SpikeReason::LowRank, detail: "cleared".into() },
    }
}
