//! Puts items into stories one by one as they arrive, by nothing but what came before, and joins stories now and then.
//!
//! Only the items of the last 48 hours are looked at, so that the work grows with the number of items and not with its
//! square, and a story that nobody tells of any more is forgotten. Between two passes the weights of the words stay.

use super::agglomerate::{Begun, MAX_GAP, is_one, merge};
use super::bar::{Size, needed};
use super::bridge::join_languages;
use super::features::Features;
use super::reading::Reading;
use super::similarity::{Graph, Index, WINDOW};
use news::Item;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Stories are joined after so many arrivals …
const PASS: usize = 200;
/// … or after such a share of the window, if that is more, so that a large window is not gone through too often.
const PASS_SHARE: usize = 3;

/// A running sorting of items into stories.
#[derive(Default)]
pub struct Stream {
    window: Window,
    /// For each arrival the arrival it was put to, which may have been put to another since.
    within: Vec<usize>,
    /// The same with the joins across languages.
    across: Vec<usize>,
    n_since: usize,
}

/// The items that are still looked at.
#[derive(Default)]
struct Window {
    readings: Vec<Arc<Reading>>,
    /// Which arrival each is.
    arrivals: Vec<usize>,
    features: Features,
    index: Index,
    graph: Graph,
    /// The stories by their first arrival.
    open: BTreeMap<usize, Open>,
}

/// A story that may still grow.
struct Open {
    size: Size,
    length2: f32,
    first: i64,
    last: i64,
}

impl Stream {
    /// Puts the item into a story and says which: the number of the arrival that began it, counted from 0.
    ///
    /// Items come in the order of their time. A later pass may join the story with an older one.
    pub fn put(&mut self, item: &Item) -> usize {
        let arrival = self.within.len();
        let reading = Arc::new(Reading::of(item));
        let story = self.window.place(arrival, reading, |arrival| root(&self.within, arrival));
        self.within.push(story);
        self.across.push(if story == arrival { arrival } else { root(&self.across, story) });
        self.n_since += 1;
        if self.n_since >= PASS.max(self.window.readings.len() / PASS_SHARE) {
            self.pass();
        }
        story
    }

    /// The story of each arrival as it stands, as the number of the arrival that began it.
    pub fn stories(&mut self) -> Vec<usize> {
        if self.n_since > 0 {
            self.pass();
        }
        (0..self.across.len()).map(|arrival| root(&self.across, arrival)).collect()
    }

    /// Weighs the words anew by what is in the window now, and joins stories that have grown alike.
    fn pass(&mut self) {
        self.n_since = 0;
        self.window.forget_the_old();
        let within = &self.within;
        let groups = self.window.merge(|arrival| root(within, arrival));
        let bridged = join_languages(groups.clone(), &self.window.graph, &self.window.features, None);
        join(&mut self.within, &groups, &self.window.arrivals);
        join(&mut self.across, &groups, &self.window.arrivals);
        join(&mut self.across, &bridged, &self.window.arrivals);
        let within = &self.within;
        self.window.open(|arrival| root(within, arrival));
    }
}

impl Window {
    /// Where the item belongs: the most alike of the stories that are alike enough, else one of its own.
    fn place(&mut self, arrival: usize, reading: Arc<Reading>, root: impl Fn(usize) -> usize) -> usize {
        self.features.add(&reading);
        let at = reading.at;
        self.readings.push(reading);
        self.arrivals.push(arrival);
        let i = self.readings.len() - 1;
        let alike = self.index.add(&self.features.items, i);
        let mut links: BTreeMap<usize, f32> = BTreeMap::new();
        for (other, similarity) in &alike {
            if is_one(&self.features.items[i]) && is_one(&self.features.items[*other as usize]) {
                *links.entry(root(self.arrivals[*other as usize])).or_default() += similarity;
            }
        }
        let scored = links.into_iter().filter_map(|(story, link)| {
            let open = self.open.get(&story)?;
            let score = link / open.length2.sqrt();
            let is_near = at - open.first <= WINDOW && at - open.last <= MAX_GAP;
            (is_near && score >= needed(Size::of(&self.features.items[i]), open.size)).then_some((score, story, link))
        });
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        let (story, link) = best.map_or((arrival, 0.0), |(_, story, link)| (story, link));
        let open = self.open.entry(story).or_insert(Open { size: Size::default(), length2: 0.0, first: at, last: at });
        open.size = open.size.and(&self.features.items[i]);
        open.length2 += 1.0 + 2.0 * link;
        open.last = open.last.max(at);
        story
    }

    fn forget_the_old(&mut self) {
        let now = self.readings.iter().map(|reading| reading.at).max().unwrap_or(0);
        let stays: Vec<bool> = self.readings.iter().map(|reading| now - reading.at <= WINDOW).collect();
        let mut stay = stays.iter();
        self.readings.retain(|_| stay.next().is_some_and(|stays| *stays));
        let mut stay = stays.iter();
        self.arrivals.retain(|_| stay.next().is_some_and(|stays| *stays));
        self.features = Features::of(&self.readings);
        (self.graph, self.index) = Index::build(&self.features);
    }

    /// The groups of the window after their joining, as positions in it.
    fn merge(&self, root: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, arrival) in self.arrivals.iter().enumerate() {
            groups.entry(root(*arrival)).or_default().push(i);
        }
        let first = |story: usize, members: &[usize]| {
            let seen = members.iter().map(|i| self.readings[*i].at).min().unwrap_or(0);
            self.open.get(&story).map_or(seen, |open| open.first.min(seen))
        };
        let begun = groups.into_iter().map(|(story, members)| Begun { first: first(story, &members), members });
        merge(begun.collect(), &self.graph, &self.features)
    }

    /// Notes the stories as they stand.
    fn open(&mut self, root: impl Fn(usize) -> usize) {
        let of: Vec<usize> = self.arrivals.iter().map(|arrival| root(*arrival)).collect();
        let mut open: HashMap<usize, Open> = HashMap::new();
        for (item, story) in self.features.items.iter().zip(&of) {
            let reading = &item.reading;
            let known = self.open.get(story).map_or(reading.at, |open| open.first);
            let story = open.entry(*story).or_insert(Open {
                size: Size::default(),
                length2: 0.0,
                first: known,
                last: reading.at,
            });
            story.size = story.size.and(item);
            story.length2 += 1.0;
            story.first = story.first.min(reading.at);
            story.last = story.last.max(reading.at);
        }
        for (a, b, similarity) in &self.graph.pairs {
            let (a, b) = (of[*a as usize], of[*b as usize]);
            if let Some(open) = open.get_mut(&a).filter(|_| a == b) {
                open.length2 += 2.0 * similarity;
            }
        }
        self.open = open.into_iter().collect();
    }
}

/// The stories of each group become one, that which began first. `groups`: positions in `arrivals`.
fn join(parents: &mut [usize], groups: &[Vec<usize>], arrivals: &[usize]) {
    for group in groups {
        let roots: Vec<usize> = group.iter().map(|i| root(parents, arrivals[*i])).collect();
        let first = roots.iter().copied().min().unwrap_or(0);
        roots.into_iter().for_each(|root| parents[root] = first);
    }
}

fn root(parents: &[usize], arrival: usize) -> usize {
    let mut at = arrival;
    while let Some(parent) = parents.get(at).filter(|parent| **parent != at) {
        at = *parent;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::tests::item;

    #[test]
    fn an_item_joins_the_story_that_came_before_it() {
        let mut stream = Stream::default();
        let put = |stream: &mut Stream, hours, title| stream.put(&item("a", hours, title, ""));
        let stories = [
            put(&mut stream, 0, "Ferry crews strike in harbour city over night pay"),
            put(&mut stream, 1, "Bakers win the bread prize"),
            stream.put(&item("b", 2, "Harbour city ferry crews strike over night pay", "")),
            stream.put(&item("c", 60, "Ferry crews strike in harbour city over night pay", "")),
        ];
        assert_eq!(stories, [0, 1, 0, 3]);
        assert_eq!(stream.stories(), [0, 1, 0, 3]);
    }

    #[test]
    fn stories_of_two_languages_are_joined_in_a_pass() {
        let mut stream = Stream::default();
        stream.put(&item(
            "a",
            0,
            "Magnitude 6.1 earthquake strikes Hokkaido in Japan",
            "An earthquake of magnitude 6.1 hit Hokkaido in Japan, injuring 23 people and halting trains.",
        ));
        stream.put(&item("z", 1, "日本北海道发生6.1级地震", "日本北海道今晨发生6.1级地震，造成23人受伤，列车停运。"));
        assert_eq!(stream.stories(), [0, 0]);
    }
}
