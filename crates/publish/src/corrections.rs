//! What was changed after publication, as readers meet it: a note at the story, a note in the place of a withdrawn one.

use crate::words::{Tongue, Word};
use crate::{when, words};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use news::edition::{Corrected, PublishedStory};
use news::{Correction, CorrectionKind, Edition, EditionKey, Precision, StoryId, text};

/// The edition as readers may have it: of a withdrawn story its text is gone and a note stands in its place.
///
/// Of one that the owner killed headline and sources are gone too: they may be what was wrong.
pub fn public_edition(edition: &Edition) -> Edition {
    let mut public = edition.clone();
    for story in public.stories.iter_mut().filter(|story| edition.is_withdrawn(&story.id)) {
        let Some(last) = edition.corrections_of(&story.id).filter(|correction| correction.withdrawn).last() else {
            continue;
        };
        let is_killed = edition.corrections_of(&story.id).any(|one| one.kind == CorrectionKind::Killed);
        withdraw(story, is_killed, last);
        let chapters = public.audio.iter_mut().flat_map(|audio| &mut audio.chapters);
        for chapter in chapters.filter(|chapter| chapter.story.as_ref() == Some(&story.id)) {
            chapter.title.clone_from(&story.headline);
        }
    }
    public
}

fn withdraw(story: &mut PublishedStory, is_killed: bool, correction: &Correction) {
    story.summary = correction.text.clone();
    story.sentences.clear();
    story.notes.clear();
    story.development = None;
    if is_killed {
        Tongue::of(&[story.language]).say(("已撤回的报道", "Withdrawn story")).clone_into(&mut story.headline);
        story.sources.clear();
        story.previously.clear();
        story.dating.evidence.clear();
    }
}

/// When a story was changed last, if it was.
pub(crate) fn updated_at(edition: &Edition, story: &StoryId) -> Option<Timestamp> {
    edition.corrections_of(story).map(|correction| correction.at).max()
}

/// When an edition was changed last; when it was published, if it never was.
pub(crate) fn edition_updated_at(edition: &Edition) -> Timestamp {
    edition.corrections.iter().map(|correction| correction.at).fold(edition.published_at, Timestamp::max)
}

/// `更正`, `Withdrawn`: what a note is called.
pub(crate) fn title(correction: &Correction) -> Word {
    match (correction.kind, correction.withdrawn) {
        (_, true) => ("撤回", "Withdrawn"),
        (CorrectionKind::Corrected, false) => ("更正", "Correction"),
        (CorrectionKind::Retracted, false) => ("来源撤稿", "Retracted by a source"),
        (CorrectionKind::Dead, false) => ("来源失效", "A source is gone"),
        (CorrectionKind::Killed, false) => ("编辑部说明", "Editor\u{2019}s note"),
    }
}

/// The notes of a story, each with its time and where it was found.
pub(crate) fn notes(edition: &Edition, story: &StoryId, zone: &TimeZone, tongue: Tongue) -> Markup {
    html! {
        @for correction in edition.corrections_of(story) {
            p { strong { (tongue.say(title(correction))) } " · "
                time datetime=(when::attribute(correction.at, zone)) {
                    (when::moment(correction.at, zone, Precision::Minute, tongue))
                }
                (tongue.say(("：", ": "))) span lang=(text::language_of(&correction.text)) { (correction.text) }
            }
        }
    }
}

/// The same as one line of plain text, for Markdown.
pub(crate) fn plain_notes(edition: &Edition, story: &StoryId, zone: &TimeZone, tongue: Tongue) -> Vec<String> {
    let note = |correction: &Correction| {
        let at = when::moment(correction.at, zone, Precision::Minute, tongue);
        format!("{} · {at}{}{}", tongue.say(title(correction)), tongue.say(("：", ": ")), correction.text)
    };
    edition.corrections_of(story).map(note).collect()
}

/// What this edition sets right in earlier ones; nothing if that is nothing.
pub(crate) fn to_earlier(edition: &Edition, tongue: Tongue) -> Markup {
    html! {
        @if !edition.corrects.is_empty() {
            aside.notice.corrects aria-label=(tongue.say(("往期更正", "Corrections to earlier editions"))) {
                h2 { (tongue.pair(("往期更正", "Corrections to earlier editions"))) }
                ul { @for corrected in &edition.corrects { li { (earlier(corrected, tongue)) } } }
            }
        }
    }
}

fn earlier(corrected: &Corrected, tongue: Tongue) -> Markup {
    let correction = &corrected.correction;
    let is_killed = correction.kind == CorrectionKind::Killed;
    html! {
        b { (tongue.say(title(correction))) } " "
        @match EditionKey::parse(&corrected.edition) {
            Some(key) => {
                a href={ "../" (key) "/index.html#" (correction.story) } {
                    (when::day(key.date, tongue)) " " (words::slot(&key.slot, tongue))
                }
            }
            None => { (corrected.edition) }
        }
        @if !is_killed { " · " span lang=(corrected.language) { (corrected.headline) } }
        (tongue.say(("：", ": "))) span lang=(text::language_of(&correction.text)) { (correction.text) }
    }
}
