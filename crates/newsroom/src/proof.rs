//! Proofs: what the managing editor is shown, and what is recorded of the answer.

use crate::Error;
use crate::assign::Chosen;
use crate::shift::Shift;
use desk::managing_editor::{self, Decision, Proof, Release, Sound};
use news::{CueKind, FinalCopy, Role, Script};

/// Has the managing editor read the proof; the answer is a step, so that a replay needs no clock.
///
/// Errors: it must not go out.
pub(crate) fn read(
    shift: &Shift<'_>,
    name: &str,
    copies: &[FinalCopy],
    chosen: &Chosen,
    sound: Sound,
) -> Result<Decision, Error> {
    shift.working(Role::ManagingEditor, "proof", 0, 1);
    let label_text = shift
        .config
        .languages
        .iter()
        .map(|language| (*language, publish::labels::text(*language).to_owned()))
        .collect();
    let decision: Decision = shift.run.step_sync(&format!("proof/{name}"), |_| {
        let now = shift.newsroom.clock.now().max(shift.as_of);
        let proof = Proof { copies, stories: &chosen.stories, ctx: &shift.desk, now, label_text: &label_text, sound };
        Ok::<_, Error>(managing_editor::floor(&proof))
    })?;
    match &decision.release {
        Release::Now => Ok(decision),
        // Nothing is left: the caller says why, with the reasons of each.
        Release::Hold { .. } if decision.drop.len() >= copies.len() => Ok(decision),
        Release::Hold { why } | Release::Kill { why } => Err(Error::Stopped(why.clone())),
    }
}

/// Whether a script that is spoken says at its start that machines made it.
pub(crate) fn label_in(script: &Script) -> Sound {
    let is_labelled = script.cues.first().is_some_and(|cue| cue.kind == CueKind::Label);
    if is_labelled { Sound::Labelled } else { Sound::Unlabelled }
}
