//! Joins clusters of different languages that tell of one event, by what both languages share.
//!
//! Strict on purpose: enough rare shared terms, at least one of them somebody or somewhere and one of them what
//! happened or how much, and each cluster must be the other's best match. Two reports of one language that are told too
//! differently to meet by their words meet by the foreign report that both match, if their words go some way too.

use super::concepts::Kind;
use super::conflict;

use super::features::{Features, ItemFeatures};
use super::meaning::Meaning;
use super::reading::SharedTerm;
use super::scope::Scope;
use super::similarity::{Graph, WINDOW};
use news::Language;
use std::collections::BTreeMap;

/// Clusters must be so alike in what they share.
const MIN_SIMILARITY: f32 = 0.38;
/// They must share so many terms.
const MIN_TERMS: usize = 3;
/// The weights of the terms they share must sum up to so much: three common ones are not enough.
const MIN_WEIGHT: f32 = 11.0;
/// Neighbours in one story are at most this far apart: minutes.
const MAX_GAP: i64 = 36 * 60;
/// Two reports that match one report abroad must be so alike in their own words: half of what joins them without it.
const MIN_KINSHIP: f32 = 0.15;
/// Of more clusters only those that share terms are looked at, vectors or not.
const MAX_ALL_PAIRS: usize = 4_000;
/// A term in more than this share of all clusters finds no candidates.
const MAX_SHARE: f32 = 0.15;

/// Groups that tell of one event in several languages become one; the rest stays as it is.
pub(super) fn join_languages(
    groups: Vec<Vec<usize>>,
    graph: &Graph,
    features: &Features,
    meaning: Option<&Meaning>,
) -> Vec<Vec<usize>> {
    let clusters: Vec<Cluster> = groups.iter().map(|members| Cluster::of(members, features)).collect();
    let best = best_matches(&clusters, features, &groups, meaning);
    // Mutual or not at all: a story of the world has many half-matches abroad.
    let partner: BTreeMap<usize, usize> =
        best.iter().filter(|(a, b)| best.get(b) == Some(a)).map(|(a, b)| (*a, *b)).collect();
    let mut head: Vec<usize> = (0..groups.len()).map(|i| partner.get(&i).map_or(i, |other| i.min(*other))).collect();
    for (late, abroad, kin) in latecomers(&best, &partner, &clusters) {
        if kinship(&groups[late], &groups[kin], graph) >= MIN_KINSHIP {
            head[late] = head[abroad];
        }
    }
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (group, members) in groups.into_iter().enumerate() {
        joined.entry(head[group]).or_default().extend(members);
    }
    let mut joined: Vec<Vec<usize>> = joined.into_values().collect();
    joined.iter_mut().for_each(|members| members.sort_unstable());
    joined.sort();
    joined
}

/// Clusters whose best match abroad has another partner: with that match and that partner, which speaks their language.
fn latecomers(
    best: &BTreeMap<usize, usize>,
    partner: &BTreeMap<usize, usize>,
    clusters: &[Cluster],
) -> Vec<(usize, usize, usize)> {
    best.iter()
        .filter(|(late, _)| !partner.contains_key(late))
        .filter_map(|(late, abroad)| Some((*late, *abroad, *partner.get(abroad)?)))
        .filter(|(late, _, kin)| clusters[*late].language == clusters[*kin].language)
        .filter(|(late, abroad, kin)| {
            let first = [late, abroad, kin].into_iter().map(|i| clusters[*i].first).min();
            let last = [late, abroad, kin].into_iter().map(|i| clusters[*i].last).max();
            last.zip(first).is_some_and(|(last, first)| last - first <= WINDOW)
        })
        .collect()
}

/// The mean likeness of the members of two groups of one language.
fn kinship(a: &[usize], b: &[usize], graph: &Graph) -> f32 {
    let is_between = |x: usize, y: usize| a.contains(&x) && b.contains(&y) || a.contains(&y) && b.contains(&x);
    let sum: f32 =
        graph.pairs.iter().filter(|(x, y, _)| is_between(*x as usize, *y as usize)).map(|(.., alike)| alike).sum();
    sum / (a.len() * b.len()) as f32
}

struct Cluster {
    language: Language,
    shared: BTreeMap<SharedTerm, f32>,
    norm: f32,
    first: i64,
    last: i64,
}

impl Cluster {
    fn of(members: &[usize], features: &Features) -> Self {
        // What tells of many events shares something with everything.
        let items = || members.iter().map(|i| &features.items[*i]);
        let is_one = |item: &&ItemFeatures| item.reading.scope == Scope::Event;
        let mut shared: BTreeMap<SharedTerm, f32> = BTreeMap::new();
        for (term, weight) in items().filter(is_one).flat_map(|item| &item.shared) {
            *shared.entry(term.clone()).or_default() += weight / members.len() as f32;
        }
        let norm = shared.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        Self {
            language: members.first().map_or(Language::EN, |i| features.items[*i].reading.language),
            shared,
            norm,
            first: items().map(|item| item.reading.at).min().unwrap_or(0),
            last: items().map(|item| item.reading.at).max().unwrap_or(0),
        }
    }
}

fn best_matches(
    clusters: &[Cluster],
    features: &Features,
    groups: &[Vec<usize>],
    meaning: Option<&Meaning>,
) -> BTreeMap<usize, usize> {
    let mut best: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
    let pairs = match meaning {
        Some(_) if clusters.len() <= MAX_ALL_PAIRS => foreign_pairs(clusters),
        _ => candidates(clusters),
    };
    for (a, b) in pairs {
        let (first, second) = (&features.items[groups[a][0]], &features.items[groups[b][0]]);
        let by_words = similarity(&clusters[a], &clusters[b], first, second);
        let by_meaning = || meaning?.across(&groups[a], &groups[b], features);
        if !are_near(&clusters[a], &clusters[b]) {
            continue;
        }
        let Some(score) = by_words.or_else(by_meaning) else {
            continue;
        };
        for (from, to) in [(a, b), (b, a)] {
            let known = best.get(&from).map_or(0.0, |(score, _)| *score);
            if score > known {
                best.insert(from, (score, to));
            }
        }
    }
    best.into_iter().map(|(from, (_, to))| (from, to)).collect()
}

/// All pairs of clusters of different languages: what only vectors find shares no term.
fn foreign_pairs(clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let later = |a: usize| clusters.iter().enumerate().skip(a + 1);
    let abroad = |a: usize| later(a).filter(move |(_, other)| other.language != clusters[a].language);
    (0..clusters.len()).flat_map(|a| abroad(a).map(move |(b, _)| (a, b))).collect()
}

/// Pairs of clusters of different languages that share two terms that are not everywhere.
fn candidates(clusters: &[Cluster]) -> Vec<(usize, usize)> {
    let mut index: BTreeMap<&SharedTerm, Vec<usize>> = BTreeMap::new();
    for (i, cluster) in clusters.iter().enumerate() {
        for term in cluster.shared.keys() {
            index.entry(term).or_default().push(i);
        }
    }
    let max = ((clusters.len() as f32 * MAX_SHARE) as usize).max(20);
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for list in index.values().filter(|list| list.len() <= max) {
        for (n, a) in list.iter().enumerate() {
            for b in list[n + 1..].iter().filter(|b| clusters[**b].language != clusters[*a].language) {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    shared.into_iter().filter(|(_, n)| *n >= 2).map(|(pair, _)| pair).collect()
}

fn are_near(a: &Cluster, b: &Cluster) -> bool {
    let span = a.last.max(b.last) - a.first.min(b.first);
    let gap = (a.first.max(b.first) - a.last.min(b.last)).max(0);
    span <= WINDOW && gap <= MAX_GAP
}

/// How alike two clusters are in what they share; `None` if that is not enough to call them one event.
fn similarity(a: &Cluster, b: &Cluster, a_item: &ItemFeatures, b_item: &ItemFeatures) -> Option<f32> {
    let common: Vec<(&SharedTerm, f32, f32)> =
        a.shared.iter().filter_map(|(term, weight)| b.shared.get(term).map(|other| (term, *weight, *other))).collect();
    let dot: f32 = common.iter().map(|(_, a, b)| a * b).sum();
    let weight: f32 = common.iter().map(|(_, a, b)| a.min(*b)).sum();
    let names = |term: &SharedTerm| {
        matches!(term, SharedTerm::Name(_) | SharedTerm::Concept(_, Kind::Place | Kind::Person | Kind::Organisation))
    };
    let n_names = common.iter().filter(|(term, ..)| names(term)).count();
    let n_common = common.iter().filter(|(term, ..)| matches!(term, SharedTerm::Concept(_, Kind::Common))).count();
    let n_deeds = common.len() - n_names - n_common;
    if common.len() < MIN_TERMS || weight < MIN_WEIGHT || n_names == 0 || n_deeds == 0 {
        return None;
    }
    let score = dot / (a.norm * b.norm).max(f32::EPSILON) * conflict::factor(a_item, b_item);
    (score >= MIN_SIMILARITY).then_some(score)
}
