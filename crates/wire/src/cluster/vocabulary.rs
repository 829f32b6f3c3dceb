//! The words of a batch and what each is worth: rare words more than common ones, names more than other words.

use super::capitals::Capitals;
use super::concepts::{Kind, concept};
use super::features::Vector;
use super::reading::{CONCEPT, Reading, SharedTerm};
use news::SourceId;
use std::collections::{BTreeMap, HashMap};

/// A batch smaller than this is weighed as if it had so many items, or every shared word would look rare.
const MIN_BATCH: f32 = 200.0;
/// Rarity counts with this power, its root: undamped, one odd word outweighs the five plain ones that tell what happened.
const RARITY: f32 = 0.5;
/// A sure name is worth so much more than a sure plain word: who it was parts events that happen every day.
const NAMES: f32 = 0.85;
/// A word likelier than this to be a name is one.
const SURE_NAME: f32 = 0.75;
/// A word in so many titles of one outlet is its form ("Ready-to-Wear", "Announce New Album"): between two items of
/// that outlet it says nothing. Events reach fewer titles, and other outlets tell of them too.
const FORM_TITLES: u32 = 6;
/// The same as a share of the outlet's titles: a large outlet may tell of one event five times.
const FORM_SHARE: f32 = 0.1;

/// What is known of the terms of a batch.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, u32>,
    df: Vec<u32>,
    /// By id.
    words: Vec<String>,
    n: usize,
    capitals: Capitals,
    shared_df: HashMap<SharedTerm, u32>,
    sources: HashMap<SourceId, u32>,
    n_titles: Vec<u32>,
    /// In how many titles of an outlet a term is.
    title_df: HashMap<(u32, u32), u32>,
}

impl Vocabulary {
    /// Takes note of an item.
    pub(super) fn learn(&mut self, reading: &Reading) {
        self.n += 1;
        self.capitals.learn(&reading.capitals);
        for word in reading.words.keys() {
            let next = self.df.len() as u32;
            let id = match self.ids.get(word) {
                Some(id) => *id,
                None => {
                    self.ids.insert(word.clone(), next);
                    self.df.push(0);
                    self.words.push(word.clone());
                    next
                }
            };
            self.df[id as usize] += 1;
        }
        for term in reading.shared.keys() {
            *self.shared_df.entry(term.clone()).or_default() += 1;
        }
        let next = self.sources.len() as u32;
        let source = *self.sources.entry(reading.outlet.clone()).or_insert(next);
        if source == next {
            self.n_titles.push(0);
        }
        self.n_titles[source as usize] += 1;
        for word in &reading.title {
            if let Some(id) = self.ids.get(word) {
                *self.title_df.entry((source, *id)).or_default() += 1;
            }
        }
    }

    /// In how many items each term is.
    pub(super) fn df(&self) -> &[u32] {
        &self.df
    }

    /// The outlet's number.
    pub(super) fn source(&self, source: &SourceId) -> u32 {
        self.sources.get(source).copied().unwrap_or(u32::MAX)
    }

    /// Whether the term is a form of the outlet.
    pub(super) fn is_form(&self, source: u32, term: u32) -> bool {
        let n_titles = self.n_titles.get(source as usize).copied().unwrap_or(0);
        let n_form = FORM_TITLES.max((n_titles as f32 * FORM_SHARE) as u32);
        self.title_df.get(&(source, term)).is_some_and(|n| *n >= n_form)
    }

    /// The words as a vector of length 1.
    pub(super) fn weigh(&self, reading: &Reading) -> Vector {
        let weight = |(word, tf): (&String, &f32)| {
            let id = *self.ids.get(word)?;
            Some((id, tf * self.rarity(self.df[id as usize]).powf(RARITY) * (1.0 + NAMES * self.nameness(word))))
        };
        unit(reading.words.iter().filter_map(weight).collect())
    }

    /// What other languages share, by its rarity.
    pub(super) fn weigh_shared(&self, reading: &Reading) -> BTreeMap<SharedTerm, f32> {
        let df = |term| self.shared_df.get(term).copied().unwrap_or(1);
        reading.shared.iter().map(|(term, tf)| (term.clone(), tf * self.rarity(df(term)))).collect()
    }

    fn rarity(&self, df: u32) -> f32 {
        let n = (self.n as f32).max(MIN_BATCH);
        (1.0 + n / (df as f32 + 0.5)).ln()
    }

    /// Whether the term is a name rather than a deed.
    pub(super) fn is_name(&self, term: u32) -> bool {
        self.words.get(term as usize).is_some_and(|word| self.nameness(word) > SURE_NAME)
    }

    fn nameness(&self, word: &str) -> f32 {
        match word.strip_prefix(CONCEPT).and_then(concept) {
            Some(concept) => match concept.kind {
                Kind::Person | Kind::Organisation | Kind::Place => 1.0,
                Kind::Thing | Kind::Common => 0.0,
            },
            None => self.capitals.nameness(word),
        }
    }
}

fn unit(mut vector: Vector) -> Vector {
    let norm = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if norm > 0.0 {
        for (_, weight) in &mut vector {
            *weight /= norm;
        }
    }
    vector.sort_by_key(|(id, _)| *id);
    vector
}
