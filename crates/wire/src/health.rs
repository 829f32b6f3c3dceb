//! Says in plain words how a source is.

use crate::Poll;
use jiff::Timestamp;
use news::{Mark, Source};
use serde::Serialize;

/// How a source is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Health {
    /// Whether an edition can count on it.
    pub green: bool,
    /// The age of its newest item that has a date.
    pub newest_age_hours: Option<f64>,
    /// How many items it gave.
    pub n_items: usize,
    /// How many of them have a date.
    pub n_dated: usize,
    /// How many of them have a whole text.
    pub n_extracted: usize,
    /// What is wrong, in plain words.
    pub error: Option<String>,
}

/// How the source is after this poll.
pub fn health(source: &Source, poll: &Poll, now: Timestamp) -> Health {
    let ages = poll.items.iter().filter_map(|item| item.dating.age_hours(now));
    let newest_age_hours = ages.min_by(f64::total_cmp);
    let n_dated = poll.items.iter().filter(|item| item.dating.value.is_some()).count();
    let has_whole_text = |item: &&news::Item| !item.is(Mark::Teaser) && !item.is(Mark::TitleOnly);
    let error = error(source, poll, n_dated, newest_age_hours);
    Health {
        green: error.is_none(),
        newest_age_hours,
        n_items: poll.items.len(),
        n_dated,
        n_extracted: poll.items.iter().filter(has_whole_text).count(),
        error,
    }
}

fn error(source: &Source, poll: &Poll, n_dated: usize, newest_age_hours: Option<f64>) -> Option<String> {
    if poll.items.is_empty() {
        let reason = poll.problems.first().map(|problem| problem.detail.clone());
        return reason.or_else(|| (!poll.not_modified).then(|| "it gave no items".to_owned()));
    }
    if n_dated == 0 {
        return Some(format!("none of its {} items has a date that can be believed", poll.items.len()));
    }
    // Its own window, but a weekly is not ill because it is six days old.
    let limit = f64::from(source.window_hours().max(source.every_hours * 2));
    let age = newest_age_hours.filter(|age| *age > limit)?;
    Some(format!("its newest item is {} old", plain_age(age)))
}

fn plain_age(hours: f64) -> String {
    if hours < 72.0 { format!("{hours:.0} hours") } else { format!("{:.0} days", hours / 24.0) }
}
