//! Matches stories with what was told of them in earlier editions, and finds what is new in them.
//!
//! Two questions, both answered by words, numbers and names: is this the matter of that thread, and does this sentence
//! say anything the readers were not told.

mod known;
mod text;
mod words;

pub use known::{is_told_headline, new_facts};

use crate::instalment::Form;
use news::{Story, Thread, ThreadId, Told};
use text::{Rarity, Text};

/// Threads so alike told the same event, even if the story belongs to another one.
const SAME_EVENT: f64 = 0.5;

/// Gives each story its thread: of those that used one of its items the most alike, else the most alike of all that
/// are alike enough, else a new one.
///
/// `told` is what readers know of it: that of its thread, and that of every other thread that told the same event,
/// since an event can come up under two matters. Two stories may belong to one thread.
pub fn match_threads(stories: &mut [Story], threads: &[Thread]) {
    let texts: Vec<Text> = stories.iter().map(Text::of_story).chain(threads.iter().map(Text::of_thread)).collect();
    let rarity = Rarity::of(&texts);
    let (of_stories, of_threads) = texts.split_at(stories.len());
    let tellings: Vec<Vec<Text>> = threads.iter().map(Text::of_tellings).collect();
    let remembered: Vec<Remembered<'_>> = threads
        .iter()
        .zip(of_threads)
        .zip(&tellings)
        .map(|((thread, whole), tellings)| Remembered { thread, whole, tellings })
        .collect();
    for (story, text) in stories.iter_mut().zip(of_stories) {
        let matches: Vec<Match<'_>> =
            remembered.iter().filter_map(|known| Match::of(story, text, known, &rarity)).collect();
        let best =
            matches.iter().max_by(|a, b| a.rank().total_cmp(&b.rank()).then_with(|| b.thread.id.cmp(&a.thread.id)));
        story.thread = Some(best.map_or_else(|| ThreadId::of(story.id.as_str()), |best| best.thread.id.clone()));
        story.told = best.map(|best| told_of_event(best, &matches)).unwrap_or_default();
    }
}

/// A thread with what was told of it, together and telling by telling.
struct Remembered<'a> {
    thread: &'a Thread,
    whole: &'a Text,
    tellings: &'a [Text],
}

/// Whether the story's headline is that of the last telling for another day: what happens anew every day.
fn is_of_another_day(story: &Story, thread: &Thread) -> bool {
    let (Some(item), Some(last)) = (story.items.first(), thread.told.last()) else { return false };
    let at = item.dating.value.unwrap_or(item.fetched_at);
    let hours = at.duration_since(last.at).as_hours();
    Form::of(&item.title).is_of_another_day_after(&Form::of(&last.headline), hours)
}

/// A thread that a story may belong to.
struct Match<'a> {
    thread: &'a Thread,
    likeness: f64,
    uses_an_item: bool,
}

impl<'a> Match<'a> {
    fn of(story: &Story, text: &Text, known: &Remembered<'a>, rarity: &Rarity) -> Option<Self> {
        let thread = known.thread;
        let mut of_story = story.items.iter().map(|item| &item.id).chain(&story.duplicates);
        let uses_an_item = of_story.any(|id| thread.items.contains(id));
        let likeness = rarity.likeness_of(text, known).filter(|_| !is_of_another_day(story, thread));
        (uses_an_item || likeness.is_some()).then(|| Self { thread, likeness: likeness.unwrap_or(0.0), uses_an_item })
    }

    /// An item in common says more than any words.
    fn rank(&self) -> f64 {
        self.likeness + if self.uses_an_item { 1.0 } else { 0.0 }
    }
}

/// What was told of the event by the thread and by those that told the same; oldest first, each telling once.
fn told_of_event(best: &Match<'_>, matches: &[Match<'_>]) -> Vec<Told> {
    let same = matches
        .iter()
        .filter(|other| other.thread.id == best.thread.id || other.uses_an_item || other.likeness >= SAME_EVENT);
    let mut told: Vec<Told> = same.flat_map(|other| other.thread.told.iter().cloned()).collect();
    told.sort_by(|a, b| (a.at, &a.edition, &a.headline).cmp(&(b.at, &b.edition, &b.headline)));
    told.dedup();
    told
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
