//! Finds items whose text is that of another: wire copies, excerpts, the same page under two addresses.
//!
//! Texts are cut into overlapping runs of three tokens. Of long texts every eighth run (by hash) is in the index, so
//! that finding candidates stays cheap; candidates are then compared in full. Containment in the shorter text, not
//! resemblance of both, is what counts: an excerpt resembles its original little and is contained in it wholly.

use news::text::{fold, is_han};
use news::{Item, ItemId, Mark};
use std::collections::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Tokens of one run.
const RUN: usize = 3;
/// One of so many runs of a long text is in the index.
const SAMPLE: u64 = 8;
/// A text with fewer runs is indexed whole.
const SHORT: usize = 96;
/// A text with fewer runs says too little to be called a copy.
const MIN_RUNS: usize = 10;
/// How much of the shorter text must be in the longer one.
const MIN_CONTAINED: f64 = 0.5;
/// The same for short texts, in which set phrases weigh more.
const MIN_CONTAINED_SHORT: f64 = 0.7;
/// Two texts written from one form ("a quake of magnitude …") share so much; above it other numbers are a correction.
const FORM: f64 = 0.92;
/// A text longer than this many times another is not its copy but holds it as an excerpt.
const EXCERPT: f64 = 1.6;
/// A run in more texts than this is a form of words (a notice, a disclaimer) and makes no candidates.
const MAX_TEXTS_PER_RUN: usize = 60;

/// An item whose text is that of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The one that is dropped.
    pub item: ItemId,
    /// The one that is kept; never itself a duplicate.
    pub of: ItemId,
    /// How it was found, in plain words: `87 % of its text stands in the other`.
    pub how: String,
}

/// Finds items whose title and text are those of another.
///
/// Kept is the earliest whole text; an excerpt gives way to the whole it was taken from, whichever came first.
/// Items with the same id or the same canonical address are duplicates whatever they say.
pub fn near_duplicates(items: &[Item]) -> Vec<Duplicate> {
    let texts: Vec<Text> = items.iter().map(Text::of).collect();
    let pairs = alike_pairs(&texts);
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|i| (texts[*i].is_cut || is_excerpt(*i, &texts, &pairs), texts[*i].order.clone(), *i));
    let mut kept: HashSet<usize> = HashSet::new();
    let mut by_address: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for i in order {
        let same_address = by_address.get(items[i].canonical_url.as_str()).map(|of| (*of, 1.0));
        let same_text = || {
            let alike = pairs.get(&i)?.iter().filter(|(other, _)| kept.contains(other));
            alike.copied().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
        };
        match same_address.or_else(same_text) {
            // An item that arrived twice is no duplicate of itself.
            Some((of, _)) if items[of].id == items[i].id => {}
            Some((of, share)) => found.push(duplicate(&items[i], &items[of], share, same_address.is_some())),
            None => {
                kept.insert(i);
                if !items[i].canonical_url.is_empty() {
                    by_address.insert(&items[i].canonical_url, i);
                }
            }
        }
    }
    found.sort_by(|a, b| a.item.cmp(&b.item));
    found
}

fn duplicate(item: &Item, of: &Item, share: f64, is_same_address: bool) -> Duplicate {
    let how = if is_same_address {
        "the same address".to_owned()
    } else {
        format!("{:.0} % of its text stands in the other", (share * 100.0).floor())
    };
    Duplicate { item: item.id.clone(), of: of.id.clone(), how }
}

/// A text as runs of tokens.
struct Text {
    runs: Vec<u64>,
    /// Of the title and the whole text: forms differ in them.
    numbers: HashSet<String>,
    title_numbers: HashSet<String>,
    is_cut: bool,
    /// Time of publication (the undated last), then id.
    order: (i64, ItemId),
}

impl Text {
    fn of(item: &Item) -> Self {
        let tokens = tokens(&format!("{}\n{}", item.title, item.text));
        let mut runs: Vec<u64> = tokens.windows(RUN).map(|run| xxh3_64(run.join(" ").as_bytes())).collect();
        runs.sort_unstable();
        runs.dedup();
        let at = item.dating.value.map_or(i64::MAX, |at| at.as_millisecond());
        Self {
            numbers: numbers(&tokens),
            title_numbers: numbers(&self::tokens(&item.title)),
            is_cut: item.is(Mark::Teaser) || item.is(Mark::TitleOnly) || item.is(Mark::LoginWall),
            runs,
            order: (at, item.id.clone()),
        }
    }

    fn indexed(&self) -> impl Iterator<Item = u64> + '_ {
        let is_short = self.runs.len() < SHORT;
        self.runs.iter().copied().filter(move |run| is_short || run.is_multiple_of(SAMPLE))
    }
}

/// Words of alphabets, single Han characters, numbers; no marks.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for c in fold(text).chars().chain([' ']) {
        if c.is_alphanumeric() && !is_han(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if is_han(c) {
            tokens.push(c.to_string());
        }
    }
    tokens
}

fn numbers(tokens: &[String]) -> HashSet<String> {
    tokens.iter().filter(|token| token.starts_with(|c: char| c.is_ascii_digit())).cloned().collect()
}

/// For each text the others that are alike, with the share of the shorter that is in the longer.
fn alike_pairs(texts: &[Text]) -> HashMap<usize, Vec<(usize, f64)>> {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, text) in texts.iter().enumerate().filter(|(_, text)| text.runs.len() >= MIN_RUNS) {
        for run in text.indexed() {
            index.entry(run).or_default().push(i);
        }
    }
    let mut pairs: HashMap<usize, Vec<(usize, f64)>> = HashMap::new();
    for (i, text) in texts.iter().enumerate().filter(|(_, text)| text.runs.len() >= MIN_RUNS) {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        // A short text asks with all its runs, so that it meets long texts of which only some runs are indexed.
        for list in text.indexed().filter_map(|run| index.get(&run)).filter(|list| list.len() <= MAX_TEXTS_PER_RUN) {
            for other in list.iter().filter(|other| **other != i) {
                *shared.entry(*other).or_default() += 1;
            }
        }
        for (other, _) in shared.into_iter().filter(|(_, n)| *n >= 2) {
            if let Some(share) = alike(text, &texts[other]) {
                pairs.entry(i).or_default().push((other, share));
                pairs.entry(other).or_default().push((i, share));
            }
        }
    }
    for list in pairs.values_mut() {
        list.sort_by_key(|(other, _)| *other);
        list.dedup_by_key(|(other, _)| *other);
    }
    pairs
}

/// The share of the shorter in the longer, if that makes them one text.
fn alike(a: &Text, b: &Text) -> Option<f64> {
    let shorter = a.runs.len().min(b.runs.len());
    let share = n_shared(&a.runs, &b.runs) as f64 / shorter as f64;
    let needed = if shorter < SHORT { MIN_CONTAINED_SHORT } else { MIN_CONTAINED };
    let is_form = share < FORM && (differ(&a.title_numbers, &b.title_numbers) || differ(&a.numbers, &b.numbers));
    (share >= needed && !is_form).then_some(share)
}

/// Both hold numbers, and most of the fewer are not among the others.
fn differ(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    let fewer = a.len().min(b.len());
    fewer > 0 && a.intersection(b).count() * 2 < fewer
}

/// How many values two sorted lists share.
fn n_shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

fn is_excerpt(i: usize, texts: &[Text], pairs: &HashMap<usize, Vec<(usize, f64)>>) -> bool {
    let length = texts[i].runs.len() as f64;
    pairs
        .get(&i)
        .is_some_and(|others| others.iter().any(|(other, _)| texts[*other].runs.len() as f64 > length * EXCERPT))
}

#[cfg(test)]
#[path = "dedupe_tests.rs"]
mod tests;
