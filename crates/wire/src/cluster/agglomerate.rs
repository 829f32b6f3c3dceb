//! Joins the most alike clusters first, until none are alike enough: a result that does not depend on the order of
//! arrival, unlike one pass of "put it to the nearest".

use super::bar::{Size, needed};
use super::features::{Features, ItemFeatures};
use super::scope::Scope;
use super::similarity::{Graph, WINDOW};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Neighbours in one story are at most this far apart: minutes.
pub(super) const MAX_GAP: i64 = 36 * 60;
/// A page that is still being written must be so alike to a story, on the average of its items, to belong to it.
const LIVE: f32 = 0.22;
/// An item less alike than this to the rest of its cluster does not belong there.
const EJECT: f32 = 0.05;

/// A group that was found before, with when it began: minutes since the epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Begun {
    pub(super) members: Vec<usize>,
    pub(super) first: i64,
}

/// Groups of items of one language, each sorted, in the order of their first item.
pub(super) fn agglomerate(graph: &Graph, features: &Features) -> Vec<Vec<usize>> {
    let single = |i: usize| Begun { members: vec![i], first: features.items[i].reading.at };
    let groups = merge((0..graph.n).map(single).collect(), graph, features);
    attach_live(split(groups, graph), graph, features)
}

/// Joins what was found before, and nothing is taken apart. `begun` holds every item once.
pub(super) fn merge(begun: Vec<Begun>, graph: &Graph, features: &Features) -> Vec<Vec<usize>> {
    let mut joiner = Joiner::new(begun, graph, features);
    while let Some(next) = joiner.heap.pop() {
        if joiner.is_current(&next) {
            joiner.join(next.a, next.b);
        }
    }
    joiner.finish()
}

/// Whether the item tells of one event; what tells of many would join them.
pub(super) fn is_one(item: &ItemFeatures) -> bool {
    item.reading.scope == Scope::Event
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
    size: Size,
    /// The squared length of the sum of its members' vectors.
    length2: f32,
    /// The sums of similarities between its members and those of other clusters.
    links: BTreeMap<u32, f32>,
    first: i64,
    last: i64,
    version: u32,
}

impl Cluster {
    fn of(begun: Begun, features: &Features) -> Self {
        let last = begun.members.iter().map(|i| features.items[*i].reading.at).max().unwrap_or(begun.first);
        Self {
            length2: begun.members.len() as f32,
            size: begun.members.iter().fold(Size::default(), |size, i| size.and(&features.items[*i])),
            members: begun.members.into_iter().map(|i| i as u32).collect(),
            links: BTreeMap::new(),
            first: begun.first,
            last,
            version: 0,
        }
    }
}

struct Joiner {
    clusters: Vec<Option<Cluster>>,
    heap: BinaryHeap<Join>,
}

impl Joiner {
    fn new(begun: Vec<Begun>, graph: &Graph, features: &Features) -> Self {
        let mut of = vec![0u32; graph.n];
        for (cluster, begun) in begun.iter().enumerate() {
            begun.members.iter().for_each(|member| of[*member] = cluster as u32);
        }
        let mut clusters: Vec<Cluster> = begun.into_iter().map(|begun| Cluster::of(begun, features)).collect();
        let mut links: Vec<HashMap<u32, f32>> = vec![HashMap::new(); clusters.len()];
        for (a, b, similarity) in &graph.pairs {
            if !is_one(&features.items[*a as usize]) || !is_one(&features.items[*b as usize]) {
                continue;
            }
            let (a, b) = (of[*a as usize], of[*b as usize]);
            if a == b {
                clusters[a as usize].length2 += 2.0 * similarity;
                continue;
            }
            *links[a as usize].entry(b).or_default() += similarity;
            *links[b as usize].entry(a).or_default() += similarity;
        }
        for (cluster, links) in clusters.iter_mut().zip(links) {
            cluster.links = links.into_iter().collect();
        }
        let ends: Vec<(u32, u32)> = (0u32..)
            .zip(&clusters)
            .flat_map(|(a, cluster)| cluster.links.keys().filter(move |b| a < **b).map(move |b| (a, *b)))
            .collect();
        let mut joiner = Self { clusters: clusters.into_iter().map(Some).collect(), heap: BinaryHeap::new() };
        ends.into_iter().for_each(|(a, b)| joiner.offer(a, b));
        joiner
    }

    /// Puts the pair on the heap if it may be joined.
    fn offer(&mut self, a: u32, b: u32) {
        let (a, b) = (a.min(b), a.max(b));
        let (Some(Some(first)), Some(Some(second))) = (self.clusters.get(a as usize), self.clusters.get(b as usize))
        else {
            return;
        };
        let score = first.links.get(&b).copied().unwrap_or(0.0) / (first.length2 * second.length2).sqrt();
        let needed = needed(first.size, second.size);
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
            size: Size { n: first.size.n + second.size.n, fullness: first.size.fullness + second.size.fullness },
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

/// Puts each live page to the one story it is most alike to, if it is alike enough; stories stay as they are.
fn attach_live(mut groups: Vec<Vec<usize>>, graph: &Graph, features: &Features) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = vec![0; graph.n];
    for (group, members) in groups.iter().enumerate() {
        members.iter().for_each(|member| of[*member] = group);
    }
    let mut sums: BTreeMap<usize, BTreeMap<usize, f32>> = BTreeMap::new();
    for (a, b, similarity) in &graph.pairs {
        for (live, other) in [(*a as usize, *b as usize), (*b as usize, *a as usize)] {
            let is_candidate = features.items[live].reading.scope == Scope::Live
                && features.items[other].reading.scope == Scope::Event;
            if is_candidate && is_near(live, &groups[of[other]], features) {
                *sums.entry(live).or_default().entry(of[other]).or_default() += similarity;
            }
        }
    }
    let mut moves: Vec<(usize, usize)> = Vec::new();
    for (live, sums) in sums {
        let means = sums.into_iter().map(|(group, sum)| (group, sum / groups[group].len() as f32));
        let best = means.max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        moves.extend(best.filter(|(_, mean)| *mean >= LIVE).map(|(group, _)| (live, group)));
    }
    for (live, group) in moves {
        groups[of[live]].retain(|member| *member != live);
        groups[group].push(live);
        groups[group].sort_unstable();
    }
    groups.retain(|members| !members.is_empty());
    groups.sort();
    groups
}

fn is_near(item: usize, members: &[usize], features: &Features) -> bool {
    members.iter().all(|member| (features.items[*member].reading.at - features.items[item].reading.at).abs() <= WINDOW)
}

/// Takes items out of clusters they hardly resemble: a chain of half-alike items is no story.
fn split(groups: Vec<Vec<usize>>, graph: &Graph) -> Vec<Vec<usize>> {
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
            members.iter().partition(|i| n < 3.0 || sums[**i] / (n - 1.0) >= EJECT || best[**i] >= 0.5);
        split.extend(go.into_iter().map(|i| vec![i]));
        if !stay.is_empty() {
            split.push(stay);
        }
    }
    split.sort();
    split
}
