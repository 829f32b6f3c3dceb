//! Joins the most alike clusters first, until none are alike enough: a result that does not depend on the order of
//! arrival, unlike one pass of "put it to the nearest".

use super::features::Features;
use super::similarity::{Graph, WINDOW};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// Neighbours in one story are at most this far apart: minutes.
const MAX_GAP: i64 = 36 * 60;
/// Two single items must be so alike.
const PAIR: f32 = 0.30;
/// A single item and a cluster must be so alike: this much for a large cluster, whose noise is averaged out …
const JOIN: f32 = 0.16;
/// Two clusters must be so alike, if the smaller one is large …
const MERGE: f32 = 0.18;
/// … and so much more for a pair, falling with the size: two items are no proof of a topic.
const SMALL: f32 = 0.12;
/// An item less alike than this to the rest of its cluster does not belong there.
const EJECT: f32 = 0.05;

/// The tuned values, apart so that the bench can try others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thresholds {
    pub(super) pair: f32,
    pub(super) join: f32,
    pub(super) merge: f32,
    pub(super) small: f32,
    pub(super) eject: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { pair: PAIR, join: JOIN, merge: MERGE, small: SMALL, eject: EJECT }
    }
}

/// Groups of items of one language, each sorted, in the order of their first item.
pub(super) fn agglomerate(graph: &Graph, features: &Features) -> Vec<Vec<usize>> {
    agglomerate_with(graph, features, Thresholds::default())
}

/// The same with other thresholds.
pub(super) fn agglomerate_with(graph: &Graph, features: &Features, thresholds: Thresholds) -> Vec<Vec<usize>> {
    let mut joiner = Joiner::new(graph, features, thresholds);
    while let Some(next) = joiner.heap.pop() {
        if joiner.is_current(&next) {
            joiner.join(next.a, next.b);
        }
    }
    split(joiner.finish(), graph, thresholds.eject)
}

/// A possible join; the most alike comes first, then the earliest.
struct Join {
    score: f32,
    a: u32,
    b: u32,
    versions: (u32, u32),
}

impl PartialEq for Join {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Join {}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

struct Cluster {
    members: Vec<u32>,
    /// The squared length of the sum of its members' vectors.
    length2: f32,
    /// The sums of similarities between its members and those of other clusters.
    links: BTreeMap<u32, f32>,
    first: i64,
    last: i64,
    version: u32,
}

struct Joiner {
    clusters: Vec<Option<Cluster>>,
    heap: BinaryHeap<Join>,
    thresholds: Thresholds,
}

impl Joiner {
    fn new(graph: &Graph, features: &Features, thresholds: Thresholds) -> Self {
        let single = |i: usize| {
            let at = features.items[i].at;
            Some(Cluster {
                members: vec![i as u32],
                length2: 1.0,
                links: BTreeMap::new(),
                first: at,
                last: at,
                version: 0,
            })
        };
        let mut joiner = Self { clusters: (0..graph.n).map(single).collect(), heap: BinaryHeap::new(), thresholds };
        for (a, b, similarity) in &graph.pairs {
            joiner.link(*a, *b, *similarity);
            joiner.link(*b, *a, *similarity);
        }
        for (a, b, _) in &graph.pairs {
            joiner.offer(*a, *b);
        }
        joiner
    }

    fn link(&mut self, from: u32, to: u32, similarity: f32) {
        if let Some(Some(cluster)) = self.clusters.get_mut(from as usize) {
            cluster.links.insert(to, similarity);
        }
    }

    /// Puts the pair on the heap if it may be joined.
    fn offer(&mut self, a: u32, b: u32) {
        let (a, b) = (a.min(b), a.max(b));
        let (Some(Some(first)), Some(Some(second))) = (self.clusters.get(a as usize), self.clusters.get(b as usize))
        else {
            return;
        };
        let score = first.links.get(&b).copied().unwrap_or(0.0) / (first.length2 * second.length2).sqrt();
        let smaller = first.members.len().min(second.members.len());
        let larger = first.members.len().max(second.members.len());
        let extra = |size: usize| self.thresholds.small * 2.0 / size as f32;
        let needed = match (smaller, larger) {
            (1, 1) => self.thresholds.pair,
            (1, _) => self.thresholds.join + extra(larger),
            _ => self.thresholds.merge + extra(smaller),
        };
        if score >= needed && is_within_window(first, second) {
            self.heap.push(Join { score, a, b, versions: (first.version, second.version) });
        }
    }

    fn is_current(&self, join: &Join) -> bool {
        let version = |i: u32| self.clusters.get(i as usize).and_then(Option::as_ref).map(|cluster| cluster.version);
        version(join.a) == Some(join.versions.0) && version(join.b) == Some(join.versions.1)
    }

    fn join(&mut self, a: u32, b: u32) {
        let (Some(first), Some(second)) = (self.clusters[a as usize].take(), self.clusters[b as usize].take()) else {
            return;
        };
        let between = first.links.get(&b).copied().unwrap_or(0.0);
        let mut links = first.links;
        for (other, similarity) in second.links {
            *links.entry(other).or_default() += similarity;
        }
        links.remove(&a);
        links.remove(&b);
        let mut members = first.members;
        members.extend(second.members);
        for (other, similarity) in &links {
            if let Some(Some(neighbour)) = self.clusters.get_mut(*other as usize) {
                neighbour.links.remove(&b);
                neighbour.links.insert(a, *similarity);
            }
        }
        let neighbours: Vec<u32> = links.keys().copied().collect();
        self.clusters[a as usize] = Some(Cluster {
            members,
            length2: first.length2 + second.length2 + 2.0 * between,
            links,
            first: first.first.min(second.first),
            last: first.last.max(second.last),
            version: first.version + 1,
        });
        for other in neighbours {
            self.offer(a, other);
        }
    }

    fn finish(self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = self
            .clusters
            .into_iter()
            .flatten()
            .map(|cluster| {
                let mut members: Vec<usize> = cluster.members.into_iter().map(|i| i as usize).collect();
                members.sort_unstable();
                members
            })
            .collect();
        groups.sort();
        groups
    }
}

fn is_within_window(a: &Cluster, b: &Cluster) -> bool {
    let span = a.last.max(b.last) - a.first.min(b.first);
    let gap = (a.first.max(b.first) - a.last.min(b.last)).max(0);
    span <= WINDOW && gap <= MAX_GAP
}

/// Takes items out of clusters they hardly resemble: a chain of half-alike items is no story.
fn split(groups: Vec<Vec<usize>>, graph: &Graph, eject: f32) -> Vec<Vec<usize>> {
    let mut of = vec![0usize; graph.n];
    for (group, members) in groups.iter().enumerate() {
        for member in members {
            of[*member] = group;
        }
    }
    let mut sums = vec![0.0f32; graph.n];
    let mut best = vec![0.0f32; graph.n];
    for (a, b, similarity) in
        graph.pairs.iter().map(|(a, b, s)| (*a as usize, *b as usize, *s)).filter(|(a, b, _)| of[*a] == of[*b])
    {
        for i in [a, b] {
            sums[i] += similarity;
            best[i] = best[i].max(similarity);
        }
    }
    let mut split = Vec::new();
    for members in groups {
        let n = members.len() as f32;
        let (stay, go): (Vec<usize>, Vec<usize>) =
            members.iter().partition(|i| n < 3.0 || sums[**i] / (n - 1.0) >= eject || best[**i] >= 0.5);
        split.extend(go.into_iter().map(|i| vec![i]));
        if !stay.is_empty() {
            split.push(stay);
        }
    }
    split.sort();
    split
}
