//! The graph of alike items: an inverted index finds the pairs, so that nothing is compared with everything.

use super::conflict;
use super::features::{Features, ItemFeatures};

/// Pairs less alike than this are as good as unlike.
const MIN_SIMILARITY: f32 = 0.03;
/// Two items are at most so many times as alike as they are without the term that they share most of …
const SUPPORT: f32 = 3.0;
/// … but likeness up to this, too little for any two to join by it, is left: in large clusters it adds up.
const UNSUPPORTED: f32 = 0.1;
/// Two texts are at most so many times as alike as they are without the names they share: who it is about is a topic,
/// what was done is an event.
const DEEDS: f32 = 2.5;
/// Terms in more than this share of the items find no pairs (they still have weight).
const MAX_SHARE: f32 = 0.12;
/// Terms in so few items always find pairs.
const MIN_COMMON: u32 = 60;
/// Terms in more items than this never do.
const MAX_COMMON: u32 = 350;
/// So many comparisons of a term an item: the rarest terms come first, and what is beyond finds no pairs. Without it the
/// work would grow with the square of the batch.
const WORK_PER_ITEM: u64 = 4_000;
/// Items further apart in time are never of one story: minutes.
pub(super) const WINDOW: i64 = 48 * 60;

/// Pairs of items of one language, `a < b`, with their similarity in (0, 1].
#[derive(Default)]
pub(super) struct Graph {
    /// How many items.
    pub(super) n: usize,
    /// Sorted by their ends.
    pub(super) pairs: Vec<(u32, u32, f32)>,
}

/// One item that holds a term.
#[derive(Clone, Copy)]
struct Posting {
    item: u32,
    source: u32,
    weight: f32,
}

/// The product of two vectors, and the most that one term gives to it.
#[derive(Clone, Copy, Default)]
struct Dot {
    sum: f32,
    most: f32,
    deeds: f32,
}

impl Dot {
    fn add(&mut self, product: f32, is_name: bool) {
        self.deeds += if is_name { 0.0 } else { product };
        self.sum += product;
        self.most = self.most.max(product);
    }

    /// What one name alone makes alike is a topic, not an event: the other terms must say so too.
    fn supported(self, fullness: f32) -> f32 {
        let by_deeds = (self.deeds * DEEDS / fullness.max(0.01)).max(UNSUPPORTED);
        self.sum.min(by_deeds).min(((self.sum - self.most) * SUPPORT).max(UNSUPPORTED))
    }
}

/// Which items hold a term, so that an item is compared with those alone that share one.
#[derive(Default)]
pub(super) struct Index {
    postings: Vec<Vec<Posting>>,
    /// Terms in more items than this find no pairs.
    max_df: u32,
    df: Vec<u32>,
    dots: Vec<Dot>,
}

impl Index {
    /// The alike pairs of the batch, and the index of it.
    pub(super) fn build(features: &Features) -> (Graph, Self) {
        let n = features.items.len();
        let df = features.vocabulary.df().to_vec();
        let max_df = most_common(n, &df);
        let mut index = Self { postings: vec![Vec::new(); df.len()], max_df, df, dots: Vec::new() };
        let mut pairs = Vec::new();
        for b in 0..n {
            pairs.extend(index.add(&features.items, b).into_iter().map(|(a, alike)| (a, b as u32, alike)));
        }
        (Graph { n, pairs }, index)
    }

    /// Which of the items before it the item at `b` is like, and how much; then takes it in.
    pub(super) fn add(&mut self, items: &[ItemFeatures], b: usize) -> Vec<(u32, f32)> {
        let item = &items[b];
        let (postings, dots) = (&mut self.postings, &mut self.dots);
        let is_common = |term: u32| self.df.get(term as usize).is_some_and(|df| *df > self.max_df);
        dots.resize(items.len().max(dots.len()), Dot::default());
        let mut touched: Vec<u32> = Vec::new();
        let words = item.words.iter().zip(&item.names).zip(&item.forms).filter(|(((term, _), _), _)| !is_common(*term));
        for (((term, weight), is_name), is_form) in words {
            // A term that came after the batch was counted.
            if postings.len() <= *term as usize {
                postings.resize(*term as usize + 1, Vec::new());
            }
            let postings = &mut postings[*term as usize];
            for posting in postings.iter().filter(|posting| !(*is_form && posting.source == item.source)) {
                let dot = &mut dots[posting.item as usize];
                if dot.sum == 0.0 {
                    touched.push(posting.item);
                }
                dot.add(weight * posting.weight, *is_name);
            }
            postings.push(Posting { item: b as u32, source: item.source, weight: *weight });
        }
        touched.sort_unstable();
        let mut alike = Vec::new();
        for a in touched {
            let dot = std::mem::take(&mut dots[a as usize])
                .supported(item.reading.fullness.min(items[a as usize].reading.fullness));
            let other = &items[a as usize];
            if dot < MIN_SIMILARITY
                || other.reading.language != item.reading.language
                || (item.reading.at - other.reading.at).abs() > WINDOW
            {
                continue;
            }
            alike.push((a, dot.min(1.0) * conflict::factor(item, other)));
        }
        alike
    }
}

/// Terms in more items than this find no pairs.
fn most_common(n: usize, df: &[u32]) -> u32 {
    let max = ((n as f32 * MAX_SHARE) as u32).clamp(MIN_COMMON, MAX_COMMON);
    let mut n_terms = vec![0u64; max as usize + 1];
    for df in df.iter().filter(|df| **df <= max) {
        n_terms[*df as usize] += 1;
    }
    let mut left = n as u64 * WORK_PER_ITEM;
    for (df, n_terms) in n_terms.into_iter().enumerate() {
        let work = n_terms * (df * df) as u64 / 2;
        if work > left {
            return (df as u32).saturating_sub(1).max(MIN_COMMON);
        }
        left -= work;
    }
    max
}
