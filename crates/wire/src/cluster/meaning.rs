//! Lets embeddings say how alike two texts are, beside their words.
//!
//! The vectors of a batch are moved so that their mean is nought, which takes out what a model says of any text; then a
//! cosine near nought means "no more alike than any two", whatever the model. Conflicts of places, organisations and
//! numbers count against vectors as they count against words: meaning alone cannot tell two earthquakes apart.

use super::agglomerate::is_one;
use super::conflict;
use super::features::{Features, ItemFeatures};
use super::similarity::{Graph, WINDOW};
use news::{Item, ItemId};
use std::collections::BTreeMap;

/// How much of a likeness is the vectors', of pairs that have both, where they raise it.
const SHARE: f32 = 0.6;
/// A cosine of vectors is so much larger than one of words between reports of one event.
const SCALE: f32 = 0.7;
/// Texts less alike than this are of different matters: what their words share is then worth no more than its share.
const UNRELATED: f32 = 0.15;
/// Vectors so alike make a pair of items that share no telling word.
const CLOSE: f32 = 0.6;
/// Reports in two languages must be so alike by their vectors to be one event.
const ABROAD: f32 = 0.55;
/// A conflict that leaves less of a likeness than this forbids what vectors alone say.
const NO_CONFLICT: f32 = 0.8;
/// Of a larger batch only pairs that share a word are looked at: all pairs would grow with the square.
const MAX_ALL_PAIRS: usize = 6_000;

/// What a model made of the texts of a batch: one vector an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vectors {
    by_item: BTreeMap<ItemId, Vec<f32>>,
}

impl Vectors {
    /// Takes the vectors if they can be compared: all of one length, of numbers, and none of them nought.
    pub fn of(rows: impl IntoIterator<Item = (ItemId, Vec<f32>)>) -> Option<Self> {
        let by_item: BTreeMap<ItemId, Vec<f32>> = rows.into_iter().collect();
        let n = by_item.values().next()?.len();
        let is_sound = |vector: &Vec<f32>| {
            vector.len() == n && vector.iter().all(|x| x.is_finite()) && vector.iter().any(|x| *x != 0.0)
        };
        by_item.values().all(is_sound).then_some(Self { by_item })
    }
}

/// The vectors of a batch in the order of its items, moved and made unit; none for an item without.
pub(super) struct Meaning {
    of: Vec<Option<Vec<f32>>>,
}

impl Meaning {
    pub(super) fn of(items: &[Item], vectors: &Vectors) -> Self {
        let unit = |vector: &[f32]| {
            let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
            (length > f32::EPSILON).then(|| vector.iter().map(|x| x / length).collect::<Vec<f32>>())
        };
        let raw: Vec<Option<Vec<f32>>> =
            items.iter().map(|item| vectors.by_item.get(&item.id).and_then(|vector| unit(vector))).collect();
        let known = || raw.iter().flatten();
        let (n, length) = (known().count(), known().next().map_or(0, Vec::len));
        // The mean of a few vectors is half of each of them: with fewer than twenty nothing is taken out.
        let weight = if n < 20 { 0.0 } else { 1.0 / n as f32 };
        let mean: Vec<f32> = (0..length).map(|i| known().map(|vector| vector[i]).sum::<f32>() * weight).collect();
        let moved = |vector: Vec<f32>| unit(&vector.iter().zip(&mean).map(|(x, mean)| x - mean).collect::<Vec<f32>>());
        Self { of: raw.into_iter().map(|vector| vector.and_then(moved)).collect() }
    }

    /// The cosine of two items' vectors; `None` if one has none.
    pub(super) fn cosine(&self, a: usize, b: usize) -> Option<f32> {
        let (a, b) = (self.of.get(a)?.as_ref()?, self.of.get(b)?.as_ref()?);
        Some(a.iter().zip(b).map(|(a, b)| a * b).sum())
    }

    /// Changes the likeness of each pair by the vectors, and adds pairs of one language that only these find.
    pub(super) fn blend(&self, graph: &mut Graph, features: &Features) {
        let mut pairs: BTreeMap<(u32, u32), f32> = graph.pairs.iter().map(|(a, b, alike)| ((*a, *b), *alike)).collect();
        for ((a, b), alike) in &mut pairs {
            if let Some(cosine) = self.cosine(*a as usize, *b as usize) {
                let factor = conflict::factor(&features.items[*a as usize], &features.items[*b as usize]);
                let by_words = (1.0 - SHARE) * *alike;
                let by_both = by_words + SHARE * SCALE * cosine.max(0.0) * factor;
                *alike = if cosine < UNRELATED { by_words } else { by_both.max(*alike) };
            }
        }
        if graph.n <= MAX_ALL_PAIRS {
            for b in 0..graph.n {
                for a in 0..b {
                    let key = (a as u32, b as u32);
                    if let Some(alike) = self.found(a, b, features).filter(|_| !pairs.contains_key(&key)) {
                        pairs.insert(key, alike);
                    }
                }
            }
        }
        graph.pairs = pairs.into_iter().map(|((a, b), alike)| (a, b, alike)).collect();
    }

    /// The likeness of two items that share no telling word.
    fn found(&self, a: usize, b: usize, features: &Features) -> Option<f32> {
        let (first, second) = (&features.items[a], &features.items[b]);
        let may_meet = first.reading.language == second.reading.language && are_near(first, second);
        let cosine = self.cosine(a, b).filter(|cosine| may_meet && *cosine >= CLOSE)?;
        Some(SHARE * SCALE * cosine * conflict::factor(first, second))
    }

    /// How alike two groups of two languages are by their vectors; `None` if that is not enough to call them one event.
    pub(super) fn across(&self, a: &[usize], b: &[usize], features: &Features) -> Option<f32> {
        let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| (*a, *b)));
        let speaks = |(a, b): &(usize, usize)| is_one(&features.items[*a]) && is_one(&features.items[*b]);
        let cosines: Vec<f32> = pairs().filter(speaks).filter_map(|(a, b)| self.cosine(a, b)).collect();
        let mean = cosines.iter().sum::<f32>() / cosines.len().max(1) as f32;
        let agrees = pairs().all(|(a, b)| conflict::factor(&features.items[a], &features.items[b]) >= NO_CONFLICT);
        (mean >= ABROAD && agrees).then_some(mean)
    }
}

fn are_near(a: &ItemFeatures, b: &ItemFeatures) -> bool {
    (a.reading.at - b.reading.at).abs() <= WINDOW
}

#[cfg(test)]
#[path = "meaning_tests.rs"]
mod tests;
