//! Where the programme turns to another story: its chapters.

use super::timeline::ms;
use crate::{Settings, captions};
use news::edition::Chapter;
use news::{Cue, CueKind, StoryId};

/// Where the programme turns to another story.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    turns: Vec<(usize, Option<StoryId>)>,
    headlines: Vec<(StoryId, String)>,
}

impl Marks {
    pub(super) fn note(&mut self, cue: &Cue, at: usize) {
        let story = cue.kind.story();
        if let CueKind::Headline { story } = &cue.kind {
            self.headlines.push((story.clone(), cue.text.clone()));
        }
        // A word of the house between stories belongs to the story before it; only the closing ends the last one.
        let is_aside = story.is_none() && !self.turns.is_empty() && cue.kind != CueKind::Closing;
        let is_same = self.turns.last().is_some_and(|(_, last)| last.as_ref() == story);
        if !is_aside && !is_same {
            self.turns.push((at, story.cloned()));
        }
    }

    /// The frames at which it turns, in order.
    pub(super) fn turns(&self) -> impl Iterator<Item = usize> {
        self.turns.iter().map(|(at, _)| *at)
    }

    pub(super) fn chapters(&self, end_ms: u64, settings: &Settings) -> Vec<Chapter> {
        let starts: Vec<u64> = self.turns().map(ms).collect();
        let chapter = |(n, (_, story)): (usize, &(usize, Option<StoryId>))| Chapter {
            // The theme belongs to the first chapter.
            start_ms: if n == 0 { 0 } else { starts[n] },
            end_ms: starts.get(n + 1).copied().unwrap_or(end_ms),
            title: self.title(n, story.as_ref(), settings),
            story: story.clone(),
            img: None,
        };
        self.turns.iter().enumerate().map(chapter).collect()
    }

    fn title(&self, n: usize, story: Option<&StoryId>, settings: &Settings) -> String {
        let Some(story) = story else {
            let words = if n == 0 { &settings.words.opening } else { &settings.words.closing };
            return words.clone();
        };
        let headline = || self.headlines.iter().find(|(of, _)| of == story).map(|(_, headline)| headline.clone());
        let title = settings.chapter_titles.get(story).cloned().or_else(headline);
        captions::one_line(&title.unwrap_or_else(|| story.to_string()))
    }
}
