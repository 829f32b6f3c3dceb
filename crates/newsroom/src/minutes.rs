//! The minutes of every story that was on the desk: what the stages write down as they go.
//!
//! Made of what the steps recorded, so a replay writes the same.

use crate::assign::Chosen;
use crate::shift::Shift;
use news::{Assignment, Author, Minute, Role, SpikedStory, Story, StoryId, Verdict};
use std::collections::BTreeMap;

/// The minutes by story.
#[derive(Default)]
pub(crate) struct Minutes(BTreeMap<StoryId, SpikedStory>);

impl Minutes {
    /// Adds rows to those of a story.
    pub fn add(&mut self, story: &StoryId, headline: &str, rows: impl IntoIterator<Item = Minute>) {
        let known = self.0.entry(story.clone()).or_insert_with(|| SpikedStory {
            id: story.clone(),
            headline: headline.to_owned(),
            minutes: Vec::new(),
        });
        known.minutes.extend(rows);
    }

    /// Takes out those of a story.
    pub fn take(&mut self, story: &StoryId) -> Vec<Minute> {
        self.0.remove(story).map(|story| story.minutes).unwrap_or_default()
    }

    /// Those of the stories that nobody took.
    pub fn rest(self) -> Vec<SpikedStory> {
        self.0.into_values().collect()
    }
}

/// What happened to a story before a word of it was written.
pub(crate) fn of_choice(shift: &Shift<'_>, chosen: &Chosen, assignment: &Assignment, story: &Story) -> Vec<Minute> {
    let kept: Vec<_> = chosen
        .triage
        .iter()
        .filter(|row| row.verdict == Verdict::Keep && story.items.iter().any(|item| item.id == row.item))
        .collect();
    let urgency = kept.iter().map(|row| row.urgency).max().unwrap_or_default();
    let why = kept.first().map(|row| row.why.clone()).unwrap_or_default();
    let what = format!("{} of {} items kept, beat {}, urgency {urgency}", kept.len(), story.items.len(), story.beat);
    let triage = Minute::by(&commonest(shift, Role::WireEditor), "triage", what, why);
    let score = &assignment.score;
    let what = format!(
        "chosen with {:.2} (corroboration {:.2}, urgency {:.2}, novelty {:.2}, recency {:.2}), at most {} sentences",
        score.total, score.corroboration, score.urgency, score.novelty, score.recency, assignment.max_sentences
    );
    let choice = Minute::by(&commonest(shift, Role::AssignmentEditor), "choice", what, assignment.why.clone());
    vec![triage, choice]
}

/// Who did most of a role's work so far. The works of a stage stand in the order in which they were done, which differs
/// from run to run; their number does not.
pub(crate) fn commonest(shift: &Shift<'_>, role: Role) -> Author {
    let works = shift.works();
    let mut counts: BTreeMap<(&str, &str), (usize, &Author)> = BTreeMap::new();
    for author in works.iter().map(|work| &work.author).filter(|author| author.role == role) {
        counts.entry((&author.vendor, &author.model)).or_insert((0, author)).0 += 1;
    }
    counts.values().max_by_key(|(n, _)| *n).map_or_else(|| Author::floor(role), |(_, author)| (*author).clone())
}

/// `1 sentence`, `3 sentences`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
