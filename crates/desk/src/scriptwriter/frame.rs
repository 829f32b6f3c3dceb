//! What is said before the first story of a language and after the last of all.

use super::story::Told;
use super::{cue, phrases};
use crate::Context;
use news::{Anchor, Cue, CueKind, Language};

/// So many headlines are read at the opening.
const N_HEADLINES: usize = 3;

/// Silence after a line of the frame, and after the last one before the news, in milliseconds.
const LINE_PAUSE_MS: u32 = 400;
const LAST_PAUSE_MS: u32 = 700;

/// Opens the programme (`before` is `None`) or switches to another language.
pub(super) fn open_block(before: Option<Language>, language: Language, told: &[Told<'_>], ctx: &Context) -> Vec<Cue> {
    let mut cues = Vec::new();
    if let Some(before) = before {
        let line = phrases::switch(before, language);
        cues.push(cue(Anchor::A, before, CueKind::Opening, line, LINE_PAUSE_MS));
    }
    if let Some(label) = ctx.label_spoken.get(&language) {
        cues.push(cue(Anchor::A, language, CueKind::Label, label.clone(), LINE_PAUSE_MS));
    }
    let lines = if before.is_none() { opening(language, told, ctx) } else { vec![phrases::begin(language)] };
    let last = lines.len().saturating_sub(1);
    cues.extend(lines.into_iter().enumerate().map(|(index, line)| {
        let pause_ms = if index == last { LAST_PAUSE_MS } else { LINE_PAUSE_MS };
        cue(Anchor::A, language, CueKind::Opening, line, pause_ms)
    }));
    cues.extend(corrections(before, language, told, ctx));
    cues
}

/// One sentence for each correction to an earlier edition, in the language it was told in; in the first of this
/// bulletin where that one is not spoken at all.
fn corrections(before: Option<Language>, language: Language, told: &[Told<'_>], ctx: &Context) -> Vec<Cue> {
    let is_spoken = |language: Language| told.iter().any(|one| one.copy.language == language);
    let is_mine = |of: Language| of == language || before.is_none() && !is_spoken(of);
    let lines = ctx.house.corrects.iter().filter(|corrected| is_mine(corrected.language));
    let line = |corrected| phrases::correction(corrected, language, ctx);
    lines.map(|one| cue(Anchor::A, language, CueKind::Correction, line(one), LAST_PAUSE_MS)).collect()
}

fn opening(language: Language, told: &[Told<'_>], ctx: &Context) -> Vec<String> {
    let mut lines = vec![phrases::greeting(language, ctx)];
    if ctx.sample {
        lines.push(phrases::sample(language));
    }
    lines.push(phrases::count(language, told.len()));
    let own = told.iter().filter(|one| one.copy.language == language);
    if told.len() > N_HEADLINES {
        lines.push(phrases::headlines(language));
        lines.extend(own.take(N_HEADLINES).map(|one| phrases::as_sentence(&one.copy.headline.text, language)));
    }
    lines
}

/// Says goodbye in the language that was spoken last, and in the first one if that is another.
pub(super) fn close(last: Language, told: &[Told<'_>], ctx: &Context) -> Vec<Cue> {
    let first = told.first().map_or(last, |one| one.copy.language);
    let mut cues: Vec<Cue> = phrases::farewell(last, ctx)
        .into_iter()
        .map(|line| cue(Anchor::A, last, CueKind::Closing, line, LINE_PAUSE_MS))
        .collect();
    if first != last {
        cues.push(cue(Anchor::A, first, CueKind::Closing, phrases::thanks(first, ctx), LINE_PAUSE_MS));
    }
    cues
}
