//! The last look at a script: the label first, each wanted sentence once and in order, and no fact in between.

use super::story::Told;
use super::talk::{self, Near};
use super::{Input, conversation, frame, retold, told};
use news::{Anchor, Cue, CueKind, Format, Language, Script};
use std::collections::BTreeSet;

/// What is wrong with a script; `None` if it may be spoken.
pub fn fault(script: &Script, input: &Input<'_>) -> Option<String> {
    let told = told(input);
    label_fault(script, input)
        .or_else(|| order_fault(script, &told))
        .or_else(|| fixed_fault(script, input, &told))
        .or_else(|| line_fault(script, input, &told))
}

fn label_fault(script: &Script, input: &Input<'_>) -> Option<String> {
    let first = script.cues.first()?;
    let is_labelled = input.ctx.label_spoken.get(&first.language).is_none_or(|label| first.text == *label);
    (!is_labelled).then(|| format!("the first line is not the label: {:?}", first.text))
}

/// The sentences that are said, read or retold, are those of the rundown, in its order.
fn order_fault(script: &Script, told: &[Told<'_>]) -> Option<String> {
    let wanted = told.iter().flat_map(|one| (0..one.wanted().len()).map(|sentence| (&one.copy.story, sentence)));
    let said = script.cues.iter().filter_map(|cue| Some((cue.kind.story()?, cue.kind.sentence()?)));
    let (wanted, said): (Vec<_>, Vec<_>) = (wanted.collect(), said.collect());
    let differs = (0..wanted.len().max(said.len())).find(|at| wanted.get(*at) != said.get(*at))?;
    Some(format!("{:?} is said where {:?} belongs", said.get(differs), wanted.get(differs)))
}

/// What code writes stands as code wrote it: label, sample, headlines, witnesses, recalls, corrections.
fn fixed_fault(script: &Script, input: &Input<'_>, told: &[Told<'_>]) -> Option<String> {
    let floor = super::of(input);
    let fixed = |script: &Script| -> Vec<String> {
        script.cues.iter().filter(|cue| is_fixed(cue, told)).map(|cue| cue.text.clone()).collect()
    };
    let (ours, theirs) = (fixed(&floor), fixed(script));
    let differs = (0..ours.len().max(theirs.len())).find(|at| ours.get(*at) != theirs.get(*at))?;
    Some(format!("{:?} stands where {:?} belongs", theirs.get(differs), ours.get(differs)))
}

fn is_fixed(cue: &Cue, told: &[Told<'_>]) -> bool {
    match cue.kind {
        CueKind::Label
        | CueKind::Headline { .. }
        | CueKind::Witness { .. }
        | CueKind::Recall { .. }
        | CueKind::Correction => true,
        CueKind::Opening => frame::is_fixed(cue, told),
        CueKind::Transition { .. }
        | CueKind::Body { .. }
        | CueKind::Retold { .. }
        | CueKind::Talk { .. }
        | CueKind::Closing => false,
    }
}

fn line_fault(script: &Script, input: &Input<'_>, told: &[Told<'_>]) -> Option<String> {
    let mut said: BTreeSet<&str> = BTreeSet::new();
    script.cues.iter().enumerate().find_map(|(at, cue)| match &cue.kind {
        CueKind::Body { .. } | CueKind::Retold { .. } => sentence_fault(cue, input, told),
        CueKind::Talk { .. } => {
            let is_new = said.insert(&cue.text);
            let twice = (!is_new).then(|| format!("said twice: {:?}", cue.text));
            twice.or_else(|| talk_fault(&cue.text, at, &script.cues, input))
        }
        _ => None,
    })
}

fn sentence_fault(cue: &Cue, input: &Input<'_>, told: &[Told<'_>]) -> Option<String> {
    let one = told.iter().find(|one| Some(&one.copy.story) == cue.kind.story())?;
    let sentence = one.copy.sentences.get(cue.kind.sentence()?)?;
    if matches!(cue.kind, CueKind::Body { .. }) {
        return (cue.text != sentence.text).then(|| format!("not the copy's sentence: {:?}", cue.text));
    }
    let items = input.stories.get(&one.copy.story).map_or(&[][..], |story| &story.items);
    retold::fault(&cue.text, sentence, cue.language, items)
}

/// What is wrong with a word between the hosts at this place.
pub(super) fn talk_fault(text: &str, at: usize, cues: &[Cue], input: &Input<'_>) -> Option<String> {
    let language = cues.get(at)?.language;
    let names = names(input);
    talk::fault(text, &Near { language, names: &names, beside: beside(at, cues), own: None })
}

/// The nearest sentence before and after a place, with the headline between.
pub(super) fn beside(at: usize, cues: &[Cue]) -> Vec<&str> {
    let is_told = |cue: &&Cue| cue.kind.sentence().is_some() || matches!(cue.kind, CueKind::Headline { .. });
    let before = cues.iter().take(at).rev().find(is_told);
    let after = cues.iter().skip(at).find(|cue| cue.kind.sentence().is_some());
    let headline = cues.iter().skip(at).take(3).find(|cue| matches!(cue.kind, CueKind::Headline { .. }));
    before.into_iter().chain(headline).chain(after).map(|cue| cue.text.as_str()).collect()
}

/// The hosts' and the newsroom's names, in both languages.
pub(super) fn names(input: &Input<'_>) -> Vec<String> {
    let ctx = input.ctx;
    let languages = [Language::ZH, Language::EN];
    let hosts = [Anchor::A, Anchor::B]
        .into_iter()
        .flat_map(|anchor| languages.map(|language| conversation::name_of(anchor, language, ctx)));
    let newsroom = languages.map(|language| super::phrases::spoken_name(&ctx.newsroom, language));
    hosts.chain(newsroom).filter(|name| !name.is_empty()).collect()
}

/// Whether a brief is one, by the seconds its lines take.
pub fn seconds(script: &Script) -> f64 {
    let said = |cue: &Cue| {
        let spoken = crate::prose::speech::spoken_seconds(&cue.text, cue.language);
        spoken + f64::from(cue.pause_ms) / 1000.0 - f64::from(cue.overlap_ms) / 1000.0
    };
    script.cues.iter().map(said).sum()
}

/// The longest a brief may be, in seconds.
pub const BRIEF_SECONDS: f64 = 120.0;

/// Whether the format promises less time than the script takes.
pub fn is_too_long(seconds: f64, format: Format) -> bool {
    format == Format::Brief && seconds >= BRIEF_SECONDS
}
