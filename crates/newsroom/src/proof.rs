//! Proofs: what the managing editor is shown, and what is recorded of the answer.

use crate::Error;
use crate::assign::Chosen;
use crate::play::{Part, Work, play};
use crate::shift::Shift;
use desk::managing_editor::{self, Decision, Proof, Release, Sound};
use jiff::Timestamp;
use news::edition::Degraded;
use news::{Author, CueKind, FinalCopy, Language, Role, Script};
use std::collections::BTreeMap;

/// Has the managing editor read the stories before a word is spoken: a model of another house than wrote most of
/// them, and rules beside it.
///
/// Errors: it must not go out, by rule.
pub(crate) async fn read(shift: &Shift<'_>, copies: &[FinalCopy], chosen: &Chosen) -> Result<Decision, Error> {
    shift.working(Role::ManagingEditor, "proof", 0, 1);
    let labels = labels(shift);
    let proof = proof(shift, copies, chosen, Sound::None, &labels);
    let part = Part {
        role: Role::ManagingEditor,
        step: "proof/1/text".into(),
        judges: commonest_writer(copies),
        prompt: &|| managing_editor::prompt(&proof),
        schema: managing_editor::schema,
    };
    let check = |answer: &str, _: &_| managing_editor::check(answer, &proof);
    let played = play(shift, part, &check, || managing_editor::floor(&proof)).await?;
    released(played.value, copies)
}

/// Has rules read a proof; the answer is a step, so that a replay needs no clock.
///
/// Errors: it must not go out.
pub(crate) fn read_by_rules(
    shift: &Shift<'_>,
    name: &str,
    copies: &[FinalCopy],
    chosen: &Chosen,
    sound: Sound,
) -> Result<Decision, Error> {
    shift.working(Role::ManagingEditor, "proof", 0, 1);
    let labels = labels(shift);
    let decision: Decision = shift.run.step_sync(&format!("proof/{name}"), |_| {
        Ok::<_, Error>(managing_editor::floor(&proof(shift, copies, chosen, sound, &labels)))
    })?;
    shift.keep(Work::floor(Role::ManagingEditor));
    released(decision, copies)
}

/// What a model said against an edition that went out all the same.
pub(crate) fn overruled(decision: &Decision) -> Option<Degraded> {
    let objection = decision.objection.as_ref()?;
    let why =
        format!("a model in the place of the managing editor said {objection:?}; rules find the edition in order");
    Some(Degraded { what: "objection".into(), why })
}

fn released(decision: Decision, copies: &[FinalCopy]) -> Result<Decision, Error> {
    match &decision.release {
        Release::Now => Ok(decision),
        // Nothing is left: the caller says why, with the reasons of each.
        Release::Hold { .. } if decision.drop.len() >= copies.len() => Ok(decision),
        Release::Hold { why } | Release::Kill { why } => Err(Error::Stopped(why.clone())),
    }
}

fn labels(shift: &Shift<'_>) -> BTreeMap<Language, String> {
    let languages = shift.config.languages.iter();
    languages.map(|language| (*language, publish::labels::text(*language).to_owned())).collect()
}

fn proof<'a>(
    shift: &'a Shift<'_>,
    copies: &'a [FinalCopy],
    chosen: &'a Chosen,
    sound: Sound,
    label_text: &'a BTreeMap<Language, String>,
) -> Proof<'a> {
    let now: Timestamp = shift.newsroom.clock.now().max(shift.as_of);
    Proof { copies, stories: &chosen.stories, ctx: &shift.desk, now, label_text, sound }
}

/// The model that wrote most of the stories, or rules if no model wrote one.
fn commonest_writer(copies: &[FinalCopy]) -> Option<&Author> {
    let mut n_by_writer: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let by_models = || copies.iter().map(|copy| &copy.written_by).filter(|author| !author.floor);
    by_models().for_each(|author| *n_by_writer.entry((&author.vendor, &author.model)).or_default() += 1);
    let of = |author: &&Author| n_by_writer.get(&(author.vendor.as_str(), author.model.as_str())).copied();
    by_models().max_by_key(of)
}

/// Whether a script that is spoken says at its start that machines made it; where the operator has taken that upon
/// themselves, it need not.
pub(crate) fn label_in(shift: &Shift<'_>, script: &Script) -> Sound {
    let is_labelled = script.cues.first().is_some_and(|cue| cue.kind == CueKind::Label);
    if is_labelled || !shift.config.labels.spoken { Sound::Labelled } else { Sound::Unlabelled }
}
