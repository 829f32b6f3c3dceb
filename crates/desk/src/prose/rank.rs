//! How central each sentence is among its fellows: TextRank over shared terms.

use news::text::terms;
use std::collections::HashSet;

/// How much of its weight a sentence gets from its fellows; the rest is the same for all.
const DAMPING: f64 = 0.85;

/// Rounds after which the order no longer changes in practice.
const N_ROUNDS: usize = 20;

/// The most sentences that are compared with each other; more get the smallest weight.
const MAX_COMPARED: usize = 160;

/// The centrality of each sentence, 0 to 1000, the most central one having 1000.
pub(crate) fn centrality(sentences: &[&str]) -> Vec<u32> {
    let sets: Vec<HashSet<String>> =
        sentences.iter().take(MAX_COMPARED).map(|text| terms(text).into_iter().collect()).collect();
    let links = links(&sets);
    let sums: Vec<f64> = links.iter().map(|row| row.iter().sum()).collect();
    let mut weights = vec![1.0; sets.len()];
    for _ in 0..N_ROUNDS {
        weights = (0..sets.len()).map(|i| (1.0 - DAMPING) + DAMPING * flow_into(i, &links, &sums, &weights)).collect();
    }
    let most = weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let ranked = weights.iter().map(|weight| (weight / most * 1000.0).round() as u32);
    ranked.chain(std::iter::repeat_n(0, sentences.len() - sets.len())).collect()
}

fn flow_into(i: usize, links: &[Vec<f64>], sums: &[f64], weights: &[f64]) -> f64 {
    (0..links.len()).filter(|j| sums[*j] > 0.0).map(|j| links[j][i] / sums[j] * weights[j]).sum()
}

fn links(sets: &[HashSet<String>]) -> Vec<Vec<f64>> {
    let mut links = vec![vec![0.0; sets.len()]; sets.len()];
    for i in 0..sets.len() {
        for j in 0..i {
            let likeness = likeness(&sets[i], &sets[j]);
            links[i][j] = likeness;
            links[j][i] = likeness;
        }
    }
    links
}

/// Shared terms, weighed down by length, so that a long sentence is not central only for being long.
fn likeness(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let length = ((a.len() + 1) as f64).ln() + ((b.len() + 1) as f64).ln();
    if shared == 0 || length == 0.0 { 0.0 } else { shared as f64 / length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_that_shares_most_is_most_central() {
        let weights = centrality(&[
            "The port strike in Meridian Bay entered its ninth day.",
            "Unions in the port of Meridian Bay want a pay rise before the strike ends.",
            "A cat slept.",
            "The strike has stopped forty ships outside the port.",
        ]);
        assert_eq!(weights.iter().max(), Some(&1000));
        assert!(weights[2] < weights[0] && weights[2] < weights[1] && weights[2] < weights[3], "{weights:?}");
    }

    #[test]
    fn no_sentence_is_no_weight() {
        assert_eq!(centrality(&[]), Vec::<u32>::new());
        assert_eq!(centrality(&["one lonely sentence"]), [1000]);
    }
}
