//! The weights of a batch: each item's words as a vector, by what is known of the whole batch.

use super::reading::{Reading, SharedTerm};
use super::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A sparse vector of length 1: sorted term ids with weights.
pub(super) type Vector = Vec<(u32, f32)>;

/// What is compared, for every item of a batch.
#[derive(Default)]
pub(super) struct Features {
    /// One an item, in the items' order.
    pub(super) items: Vec<ItemFeatures>,
    /// The terms, and in how many items each occurs.
    pub(super) vocabulary: Vocabulary,
}

/// What of one item is compared.
pub(super) struct ItemFeatures {
    /// What does not change with the batch.
    pub(super) reading: Arc<Reading>,
    /// Its outlet's number in this batch.
    pub(super) source: u32,
    /// Words and concepts.
    pub(super) words: Vector,
    /// For each of `words`, whether it is a name.
    pub(super) names: Vec<bool>,
    /// For each of `words`, whether it is a form of the item's outlet.
    pub(super) forms: Vec<bool>,
    /// What both languages share; not of length 1 but with the weights themselves.
    pub(super) shared: BTreeMap<SharedTerm, f32>,
}

impl Features {
    /// Weighs the terms of every item by how rare they are in the batch.
    pub(super) fn of(readings: &[Arc<Reading>]) -> Self {
        let mut vocabulary = Vocabulary::default();
        readings.iter().for_each(|reading| vocabulary.learn(reading));
        let items = readings.iter().map(|reading| ItemFeatures::of(reading, &vocabulary)).collect();
        Self { items, vocabulary }
    }

    /// Adds an item that came after the others, weighed by what is known with it. The others keep their weights.
    pub(super) fn add(&mut self, reading: &Arc<Reading>) {
        self.vocabulary.learn(reading);
        self.items.push(ItemFeatures::of(reading, &self.vocabulary));
    }
}

impl ItemFeatures {
    fn of(reading: &Arc<Reading>, vocabulary: &Vocabulary) -> Self {
        let source = vocabulary.source(&reading.outlet);
        let words = vocabulary.weigh(reading);
        let forms = words.iter().map(|(term, _)| vocabulary.is_form(source, *term)).collect();
        let names = words.iter().map(|(term, _)| vocabulary.is_name(*term)).collect();
        Self { reading: Arc::clone(reading), source, names, forms, words, shared: vocabulary.weigh_shared(reading) }
    }
}
