//! Finds the pairs of items that have one text, without comparing each with each.
//!
//! Items are gone through as they arrived, beside an index of what arrived in the days before, so that the work and
//! the memory grow with the number of items and not faster.

use super::text::Text;
use jiff::{SignedDuration, Timestamp};
use news::Item;
use std::collections::{HashMap, VecDeque};

/// Papers copy within days. By arrival, not by date: an old text that comes back under any date meets its copy.
const WINDOW: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A run in more texts of the window than this is a form of words (a notice, a disclaimer) and makes no candidates.
const MAX_TEXTS_PER_RUN: usize = 60;
/// Candidates share so many runs of the index.
const MIN_SHARED: u32 = 2;
/// After so many items the index is swept of what is out of the window, if that is half of it.
const SWEEP: usize = 4_096;

/// For each item the others that are alike.
pub(super) struct Pairs {
    /// With the share of the shorter that is in the longer.
    pub(super) of: HashMap<usize, Vec<(usize, f64)>>,
    /// How many runs each text has.
    pub(super) lengths: Vec<usize>,
}

impl Pairs {
    /// Goes through the items in the order of their arrival.
    pub(super) fn find(items: &[Item]) -> Self {
        let mut arrivals: Vec<usize> = (0..items.len()).collect();
        arrivals.sort_by_key(|i| (items[*i].fetched_at, *i));
        let mut pairs = Self { of: HashMap::new(), lengths: vec![0; items.len()] };
        let mut window = Window::default();
        for i in arrivals {
            let text = Text::of(&items[i]);
            pairs.lengths[i] = text.runs.len();
            if !text.is_comparable() {
                continue;
            }
            window.forget_before(items[i].fetched_at.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN));
            let mut is_known = false;
            for Alike { item: other, share, is_twin } in window.alike(&text) {
                pairs.of.entry(i).or_default().push((other, share));
                pairs.of.entry(other).or_default().push((i, share));
                is_known |= is_twin;
            }
            // Whoever copies a twin copies the first as well; a text that a hundred papers print would else become a
            // form of words, and its copies would no longer be found.
            if !is_known {
                window.add(i, items[i].fetched_at, text);
            }
        }
        pairs
    }
}

/// An item whose text is alike.
struct Alike {
    item: usize,
    share: f64,
    is_twin: bool,
}

/// The texts that arrived lately. Each has a number in the order of arrival.
#[derive(Default)]
struct Window {
    texts: VecDeque<(usize, Timestamp, Text)>,
    /// The number of the first of them.
    first: u32,
    index: HashMap<u64, Vec<u32>>,
    n_since_sweep: usize,
}

impl Window {
    /// The items whose text is alike, in the order of arrival.
    fn alike(&self, text: &Text) -> Vec<Alike> {
        let mut shared: Vec<u32> = Vec::new();
        for list in text.indexed().filter_map(|run| self.index.get(&run)) {
            let begin = list.partition_point(|number| *number < self.first);
            if list.len() - begin <= MAX_TEXTS_PER_RUN {
                shared.extend(&list[begin..]);
            }
        }
        shared.sort_unstable();
        let candidates = shared.chunk_by(|a, b| a == b).filter(|same| same.len() as u32 >= MIN_SHARED);
        candidates
            .filter_map(|same| {
                let (item, _, other) = self.texts.get((same[0] - self.first) as usize)?;
                let share = text.alike(other)?;
                Some(Alike { item: *item, share, is_twin: text.is_twin(other, share) })
            })
            .collect()
    }

    fn add(&mut self, item: usize, at: Timestamp, text: Text) {
        let number = self.first + self.texts.len() as u32;
        for run in text.indexed() {
            let list = self.index.entry(run).or_default();
            // A form of words needs no more than to be known as one.
            if list.len() > MAX_TEXTS_PER_RUN {
                list.remove(0);
            }
            list.push(number);
        }
        self.texts.push_back((item, at, text));
        self.n_since_sweep += 1;
    }

    fn forget_before(&mut self, before: Timestamp) {
        while self.texts.front().is_some_and(|(_, at, _)| *at < before) {
            self.texts.pop_front();
            self.first += 1;
        }
        if self.n_since_sweep > SWEEP.max(self.texts.len()) {
            self.n_since_sweep = 0;
            let first = self.first;
            self.index.retain(|_, list| {
                list.drain(..list.partition_point(|number| *number < first));
                !list.is_empty()
            });
        }
    }
}
