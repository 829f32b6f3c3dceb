//! A text as its runs of tokens, and when two texts are one.

use super::host_of;
use news::Item;
use news::text::{fold, han_share, is_han, terms};
use xxhash_rust::xxh3::xxh3_64;

/// Tokens of one run.
const RUN: usize = 3;
/// One of so many runs of a long text is in the index.
const SAMPLE: u64 = 8;
/// A text with fewer runs is indexed whole.
const SHORT: usize = 96;
/// A text with fewer runs says too little to be called a copy.
const MIN_RUNS: usize = 10;
/// How much of the shorter text must be in the longer one …
const MIN_CONTAINED: f64 = 0.5;
/// … if it has so many runs …
const FULL: usize = 72;
/// … and how much if it has only so many, in which set phrases weigh more; in between it falls evenly.
const MIN_CONTAINED_SHORT: f64 = 0.7;
const SCANT: usize = 24;
/// A word of Chinese is two or three runs, and two flashes of one event share many: so many more are needed.
const HAN_RUNS: usize = 3;
/// Two texts written from one form ("a quake of magnitude …") share so much; above it other numbers are a correction.
const FORM: f64 = 0.92;
/// Headlines of one text share so many of the words of the shorter.
const MIN_TITLE: f64 = 0.3;

/// A text as its runs, sorted, each once.
pub(super) struct Text {
    pub(super) runs: Vec<u64>,
    /// Of the title and the whole text: forms differ in them.
    numbers: Vec<u64>,
    title_numbers: Vec<u64>,
    title_terms: Vec<u64>,
    is_chinese: bool,
    /// Whose page it is on; 0 if that is not known.
    site: u64,
}

impl Text {
    pub(super) fn of(item: &Item) -> Self {
        let title = Tokens::of(&item.title);
        let all = Tokens::of(&format!("{}\n{}", item.title, item.text));
        let runs = all.hashes.windows(RUN).map(mixed).collect();
        Self {
            runs: sorted(runs),
            numbers: sorted(all.numbers),
            title_numbers: sorted(title.numbers),
            title_terms: sorted(terms(&item.title).iter().map(|term| hash(term)).collect()),
            is_chinese: han_share(&item.text) > 0.3,
            site: host_of(item).map_or(0, |host| hash(&host)),
        }
    }

    /// Whether it says enough to be called a copy.
    pub(super) fn is_comparable(&self) -> bool {
        self.runs.len() >= MIN_RUNS
    }

    /// The runs by which it is found: of a short text all, so that it meets long ones of which only some are known.
    pub(super) fn indexed(&self) -> impl Iterator<Item = u64> + '_ {
        let is_short = self.runs.len() < SHORT;
        self.runs.iter().copied().filter(move |run| is_short || run.is_multiple_of(SAMPLE))
    }

    /// The share of the shorter in the longer, if that makes them one text.
    pub(super) fn alike(&self, other: &Self) -> Option<f64> {
        let shorter = self.runs.len().min(other.runs.len());
        let share = n_shared(&self.runs, &other.runs) as f64 / shorter.max(1) as f64;
        let n_told = if self.is_chinese && other.is_chinese { shorter / HAN_RUNS } else { shorter };
        (share >= needed(n_told) && (share >= FORM || !self.is_another(other))).then_some(share)
    }

    /// Whether one is as good as the other to find a third by.
    pub(super) fn is_twin(&self, other: &Self, share: f64) -> bool {
        let (shorter, longer) = (self.runs.len().min(other.runs.len()), self.runs.len().max(other.runs.len()));
        share >= FORM && shorter as f64 >= longer as f64 * FORM
    }

    /// Whether two texts that share much are two all the same: one form filled in twice, or two pages of one site
    /// whose menus and notices are longer than their articles.
    fn is_another(&self, other: &Self) -> bool {
        let is_form = each_has_its_own(&self.title_numbers, &other.title_numbers)
            || differ(&self.numbers, &other.numbers)
            || differ(&self.title_numbers, &other.title_numbers);
        let n_terms = self.title_terms.len().min(other.title_terms.len());
        let n_shared_terms = n_shared(&self.title_terms, &other.title_terms);
        let is_other_page = self.site != 0
            && self.site == other.site
            && n_terms > 0
            && (n_shared_terms as f64) < n_terms as f64 * MIN_TITLE;
        is_form || is_other_page
    }
}

fn needed(n_told: usize) -> f64 {
    let part = (n_told.clamp(SCANT, FULL) - SCANT) as f64 / (FULL - SCANT) as f64;
    MIN_CONTAINED_SHORT + (MIN_CONTAINED - MIN_CONTAINED_SHORT) * part
}

/// Words of alphabets, single Han characters, numbers; no marks. As their hashes.
struct Tokens {
    hashes: Vec<u64>,
    numbers: Vec<u64>,
}

impl Tokens {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut tokens = Self { hashes: Vec::new(), numbers: Vec::new() };
        let mut start = None;
        for (at, c) in folded.char_indices() {
            let is_of_word = c.is_alphanumeric() && !is_han(c);
            match (start, is_of_word) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    tokens.add(&folded[from..at]);
                    start = None;
                }
                _ => {}
            }
            if is_han(c) {
                tokens.hashes.push(hash(&folded[at..at + c.len_utf8()]));
            }
        }
        if let Some(from) = start {
            tokens.add(&folded[from..]);
        }
        tokens
    }

    fn add(&mut self, word: &str) {
        let hash = hash(word);
        self.hashes.push(hash);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            self.numbers.push(hash);
        }
    }
}

fn hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

fn mixed(run: &[u64]) -> u64 {
    let bytes: Vec<u8> = run.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    xxh3_64(&bytes)
}

fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.shrink_to_fit();
    hashes
}

/// Both hold numbers, and most of the fewer are not among the others.
fn differ(a: &[u64], b: &[u64]) -> bool {
    let fewer = a.len().min(b.len());
    fewer > 0 && n_shared(a, b) * 2 < fewer
}

/// Each holds a number that the other does not: issue 16 of 2026 and issue 9 of 2026.
fn each_has_its_own(a: &[u64], b: &[u64]) -> bool {
    n_shared(a, b) < a.len().min(b.len())
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
