//! Puts the items of one event together, across outlets and languages, and keeps alike events apart.
//!
//! Items of one language are compared by their words (TF-IDF of title and lead), clusters are then joined across
//! languages by what both languages share: concepts of a shipped table, numbers, names in Latin letters.
//! A wrong merge is worse than a missed one: it makes the newsroom say what nobody reported.

mod agglomerate;
mod bar;
mod bridge;
mod capitals;
mod concepts;
mod conflict;
mod features;
mod judge;
mod meaning;
mod numbers;
mod reading;
mod scope;
mod similarity;
mod story;
mod stream;
mod titles;
mod vocabulary;

use crate::dedupe::near_duplicates;
use features::Features;
use meaning::Meaning;
use news::{Item, Source, SourceId, Story};
use reading::Reading;
use similarity::Index;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use concepts::{Concept, Kind, concepts_in};
pub(crate) use numbers::{Number, numbers_in};

pub use judge::near_misses;
pub use meaning::Vectors;
pub use stream::Stream;
pub use titles::{agreement, likeness};

/// A batch that spans no more than this is looked at as a whole: minutes.
const WHOLE: i64 = 5 * 24 * 60;

/// The stories of a batch of items, those with the earliest first item first.
///
/// Near-duplicates are found first: each goes to the story of the item it copies, as an id, and corroborates nothing.
/// The rest is clustered within a window of 48 hours. Every item is in exactly one story. The result does not depend
/// on the order of the items. A source that is not in `sources` counts as its own owner with the least trust.
pub fn cluster(items: Vec<Item>, sources: &BTreeMap<SourceId, Source>) -> Vec<Story> {
    cluster_with(items, sources, None)
}

/// The same, with what a model of embeddings made of the items, if one did.
pub fn cluster_with(items: Vec<Item>, sources: &BTreeMap<SourceId, Source>, vectors: Option<&Vectors>) -> Vec<Story> {
    let mut items = items;
    items.sort_by(|a, b| time_of(a).cmp(&time_of(b)).then_with(|| a.id.cmp(&b.id)));
    // Two items of one id are one item that arrived twice.
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(item.id.clone()));
    let duplicates = near_duplicates(&items);
    let dropped: BTreeSet<_> = duplicates.iter().map(|duplicate| &duplicate.item).collect();
    let kept: Vec<Item> = items.into_iter().filter(|item| !dropped.contains(&item.id)).collect();
    let groups = group(&kept, vectors);
    story::assemble(kept, groups, &duplicates, sources)
}

/// Which items tell of one event, as indices; every index is in exactly one group. `items` are sorted by time.
fn group(items: &[Item], vectors: Option<&Vectors>) -> Vec<Vec<usize>> {
    let span = items.first().zip(items.last()).map_or(0, |(first, last)| time_of(last) - time_of(first));
    if span > WHOLE { group_in_order(items) } else { group_at_once(items, vectors) }
}

fn group_at_once(items: &[Item], vectors: Option<&Vectors>) -> Vec<Vec<usize>> {
    let readings: Vec<Arc<Reading>> = items.iter().map(|item| Arc::new(Reading::of(item))).collect();
    let features = Features::of(&readings);
    let (mut graph, _) = Index::build(&features);
    let meaning = vectors.map(|vectors| Meaning::of(items, vectors));
    if let Some(meaning) = &meaning {
        meaning.blend(&mut graph, &features);
    }
    let groups = agglomerate::agglomerate(&graph, &features);
    bridge::join_languages(groups, &graph, &features, meaning.as_ref())
}

/// Weeks and months are gone through as they came, so that no item is compared with what is long over.
fn group_in_order(items: &[Item]) -> Vec<Vec<usize>> {
    let mut stream = Stream::default();
    items.iter().for_each(|item| {
        stream.put(item);
    });
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, story) in stream.stories().into_iter().enumerate() {
        groups.entry(story).or_default().push(i);
    }
    groups.into_values().collect()
}

/// Minutes since the epoch: publication, else arrival.
fn time_of(item: &Item) -> i64 {
    item.dating.value.unwrap_or(item.fetched_at).as_second() / 60
}

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod topic_tests;
