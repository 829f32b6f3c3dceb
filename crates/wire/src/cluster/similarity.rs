//! The graph of alike items: an inverted index finds the pairs, so that nothing is compared with everything.

use super::conflict;
use super::features::Features;

/// Pairs less alike than this are as good as unlike.
const MIN_SIMILARITY: f32 = 0.03;
/// Terms in more than this share of the items find no pairs (they still have weight).
const MAX_SHARE: f32 = 0.12;
/// Terms in so few items always find pairs.
const MIN_COMMON: u32 = 60;
/// Terms in more items than this never do: with a large batch the work would grow with its square.
const MAX_COMMON: u32 = 350;
/// Items further apart in time are never of one story: minutes.
pub(super) const WINDOW: i64 = 48 * 60;

/// Pairs of items of one language, `a < b`, with their similarity in (0, 1].
pub(super) struct Graph {
    /// How many items.
    pub(super) n: usize,
    /// Sorted by their ends.
    pub(super) pairs: Vec<(u32, u32, f32)>,
}

/// Finds the alike pairs of the batch.
pub(super) fn graph(features: &Features) -> Graph {
    let n = features.items.len();
    let max_df = ((n as f32 * MAX_SHARE) as u32).clamp(MIN_COMMON, MAX_COMMON);
    let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); features.df.len()];
    let mut pairs = Vec::new();
    let mut dots = vec![0.0f32; n];
    let mut touched: Vec<u32> = Vec::new();
    for (b, item) in features.items.iter().enumerate() {
        for (term, weight) in item.words.iter().filter(|(term, _)| features.df[*term as usize] <= max_df) {
            for (a, other) in &postings[*term as usize] {
                if dots[*a as usize] == 0.0 {
                    touched.push(*a);
                }
                dots[*a as usize] += weight * other;
            }
            postings[*term as usize].push((b as u32, *weight));
        }
        touched.sort_unstable();
        for a in touched.drain(..) {
            let dot = std::mem::take(&mut dots[a as usize]);
            let other = &features.items[a as usize];
            if dot < MIN_SIMILARITY || other.language != item.language || (item.at - other.at).abs() > WINDOW {
                continue;
            }
            pairs.push((a, b as u32, dot.min(1.0) * conflict::factor(item, other)));
        }
    }
    Graph { n, pairs }
}
