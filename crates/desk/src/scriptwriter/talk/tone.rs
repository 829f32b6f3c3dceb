//! Whether a story is of death, disaster, crime or war: there nobody laughs.

use super::words::talk;
use crate::assignment_editor;
use crate::words::Plain;
use news::{FinalCopy, Story};

/// How a story may be spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::scriptwriter) enum Tone {
    /// People died or suffer: plain words, no laugh, no falling in.
    Grave,
    /// As most news.
    Plain,
    /// Sport, culture: a laugh is allowed.
    Light,
}

/// The tone of a story, by every word that it has: its copy's and its items' titles.
pub(in crate::scriptwriter) fn of(copy: &FinalCopy, story: Option<&Story>) -> Tone {
    let beat = story.map_or("", |story| story.beat.as_str());
    let titles = story.into_iter().flat_map(|story| &story.items).map(|item| item.title.as_str());
    let own = copy.sentences.iter().map(|sentence| sentence.text.as_str()).chain([copy.headline.text.as_str()]);
    let is_grave = |text: &str| Plain::of(text).find(&talk().grave).is_some();
    if beat == "disaster" || own.chain(titles).any(is_grave) {
        Tone::Grave
    } else if assignment_editor::is_soft(beat) {
        Tone::Light
    } else {
        Tone::Plain
    }
}
