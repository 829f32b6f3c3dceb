//! What is said before the first story of a language and after the last of all.

use super::conversation::name_of;
use super::story::Told;
use super::{cue, phrases};
use crate::Context;
use news::{Anchor, Cue, CueKind, Format, Language};

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
    let begin = || vec![(Anchor::A, phrases::begin(language))];
    let lines = if before.is_none() { opening(language, told, ctx) } else { begin() };
    let last = lines.len().saturating_sub(1);
    cues.extend(lines.into_iter().enumerate().map(|(index, (anchor, line))| {
        let pause_ms = if index == last { LAST_PAUSE_MS } else { LINE_PAUSE_MS };
        cue(anchor, language, CueKind::Opening, line, pause_ms)
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

fn opening(language: Language, told: &[Told<'_>], ctx: &Context) -> Vec<(Anchor, String)> {
    let mut lines = vec![(Anchor::A, phrases::greeting(language, ctx))];
    let talks = super::is_talk(ctx);
    if talks {
        lines.extend([Anchor::A, Anchor::B].map(|anchor| (anchor, introduction(anchor, language, ctx))));
    }
    if ctx.sample {
        lines.push((if talks { Anchor::B } else { Anchor::A }, phrases::sample(language)));
    }
    if ctx.format == Format::Brief {
        return lines;
    }
    lines.push((Anchor::A, phrases::count(language, told.len())));
    let own = told.iter().filter(|one| one.copy.language == language);
    // Hosts give each headline when they come to it, and nothing is said twice.
    if told.len() > N_HEADLINES && !talks {
        lines.push((Anchor::A, phrases::headlines(language)));
        let said = |one: &Told<'_>| (Anchor::A, phrases::as_sentence(&one.copy.headline.text, language));
        lines.extend(own.take(N_HEADLINES).map(said));
    }
    lines
}

fn introduction(anchor: Anchor, language: Language, ctx: &Context) -> String {
    phrases::introduction(&name_of(anchor, language, ctx), anchor == Anchor::B, language)
}

/// The lines of the opening that nobody may put in other words: that it is a sample, and what the headlines say.
pub(super) fn is_fixed(cue: &Cue, told: &[Told<'_>]) -> bool {
    let is_headline = |one: &Told<'_>| cue.text == phrases::as_sentence(&one.copy.headline.text, cue.language);
    cue.text == phrases::sample(cue.language) || told.iter().any(is_headline)
}

/// Says goodbye in the language that was spoken last, and in the first one if that is another.
pub(super) fn close(last: Language, told: &[Told<'_>], ctx: &Context) -> Vec<Cue> {
    let first = told.first().map_or(last, |one| one.copy.language);
    let lines = phrases::farewell(last, ctx);
    // A brief only says goodbye; of two hosts one ends and the other thanks.
    let n_skipped = usize::from(ctx.format == Format::Brief);
    let thanks = if super::is_talk(ctx) { Anchor::B } else { Anchor::A };
    let said = lines.into_iter().zip([Anchor::A, thanks]).skip(n_skipped);
    let mut cues: Vec<Cue> =
        said.map(|(line, anchor)| cue(anchor, last, CueKind::Closing, line, LINE_PAUSE_MS)).collect();
    if first != last {
        cues.push(cue(Anchor::A, first, CueKind::Closing, phrases::thanks(first, ctx), LINE_PAUSE_MS));
    }
    cues
}
