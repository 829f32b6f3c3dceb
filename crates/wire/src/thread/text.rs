//! How alike a story is to what was told: by weighed words, and over two languages by what both share.

use super::Remembered;
use super::words::{is_telling, latin_names};
use crate::cluster::{Concept, Kind, concepts_in, numbers_in};
use news::text::{han_share, terms};
use news::{Item, Story, Thread, Told};
use std::collections::{BTreeMap, BTreeSet};

/// A story must be so alike to what was told of a thread, in words of one language.
const MIN_SIMILARITY: f64 = 0.27;
/// So much is enough for one matter that has gone on where the headlines name the same things: they share so many words
/// (of Chinese: pairs of characters, two words and what joins them), and these are so much of the shorter headline.
/// Set on one seed of the ten days: other matters of one place came to .17 with two shared words, .13 with three.
const MIN_BY_TITLE: f64 = 0.15;
const MIN_TITLE_WORDS: usize = 3;
const MIN_TITLE_PAIRS: usize = 4;
const MIN_TITLE_SHARE: f64 = 0.25;
/// The last tellings say where a matter stands.
const N_TELLINGS: usize = 4;
/// The same over two languages, in what both share.
const MIN_SHARED_SIMILARITY: f64 = 0.45;
/// Over two languages they must share so many concepts, names or numbers.
const MIN_SHARED: usize = 3;
/// Words of the headline count so many times as much as words of the sentences.
const TITLE_WEIGHT: f64 = 3.0;
/// Of each text so much is compared.
const LEAD_CHARS: usize = 600;
/// Rarity is judged as if there were at least so many texts.
const MIN_TEXTS: f64 = 100.0;

/// A text as weighed terms.
pub(super) struct Text {
    is_chinese: bool,
    words: BTreeMap<String, f64>,
    shared: BTreeMap<String, f64>,
    /// The terms of its headlines.
    title: BTreeSet<String>,
    has_deed: bool,
    /// The places of its headlines and of all of it, each with the wholes it is part of.
    title_places: BTreeSet<&'static str>,
    places: BTreeSet<&'static str>,
}

impl Text {
    pub(super) fn of_story(story: &Story) -> Self {
        let mut text = Self::empty();
        for item in story.items.iter().take(6) {
            text.add(&item.title, &lead(item));
        }
        text.is_chinese = story.items.first().is_some_and(|item| han_share(&item.title) > 0.3);
        text
    }

    pub(super) fn of_thread(thread: &Thread) -> Self {
        let mut text = Self::empty();
        // The last tellings say where the matter stands; older ones would pull it back.
        for told in thread.told.iter().rev().take(N_TELLINGS) {
            text.add(&told.headline, &told.sentences.join(" "));
        }
        text.is_chinese = thread.told.last().is_some_and(|told| han_share(&told.headline) > 0.3);
        text
    }

    /// The last tellings, each by itself: a matter that has gone on is like where it stood, not like all of it.
    pub(super) fn of_tellings(thread: &Thread) -> Vec<Self> {
        let of = |told: &Told| {
            let mut text = Self::empty();
            text.add(&told.headline, &told.sentences.join(" "));
            text.is_chinese = han_share(&told.headline) > 0.3;
            text
        };
        thread.told.iter().rev().take(N_TELLINGS).map(of).collect()
    }

    fn empty() -> Self {
        Self {
            is_chinese: false,
            words: BTreeMap::new(),
            shared: BTreeMap::new(),
            title: BTreeSet::new(),
            has_deed: false,
            title_places: BTreeSet::new(),
            places: BTreeSet::new(),
        }
    }

    fn add(&mut self, title: &str, lead: &str) {
        let raise = |map: &mut BTreeMap<String, f64>, term: String, weight: f64| {
            let known = map.entry(term).or_default();
            *known = known.max(weight);
        };
        self.title.extend(terms(title));
        self.title_places.extend(places_in(title));
        self.places.extend(places_in(title).chain(places_in(lead)));
        for (part, weight) in [(title, TITLE_WEIGHT), (lead, 1.0)] {
            for term in terms(part) {
                raise(&mut self.words, term, weight);
            }
            for concept in concepts_in(part) {
                self.has_deed |= concept.kind == Kind::Thing;
                raise(&mut self.shared, format!("concept {}", concept.name), weight);
            }
            for number in numbers_in(part).iter().filter(|number| is_telling(number)) {
                raise(&mut self.shared, number.key(), weight);
            }
            for name in latin_names(part) {
                raise(&mut self.shared, name, weight);
            }
        }
    }
}

/// Whether their headlines name places, other ones, and neither text names the places of the other's headlines: the
/// elections of two countries are alike in all else.
fn are_elsewhere(a: &Text, b: &Text) -> bool {
    !a.title_places.is_empty()
        && !b.title_places.is_empty()
        && a.title_places.is_disjoint(&b.places)
        && b.title_places.is_disjoint(&a.places)
}

fn places_in(text: &str) -> impl Iterator<Item = &'static str> {
    concepts_in(text).into_iter().filter(|concept| concept.kind == Kind::Place).flat_map(Concept::with_wholes)
}

fn lead(item: &Item) -> String {
    item.text.chars().take(LEAD_CHARS).collect()
}

/// How rare each term is among the texts at hand.
pub(super) struct Rarity {
    n: f64,
    words: BTreeMap<String, f64>,
    shared: BTreeMap<String, f64>,
}

impl Rarity {
    pub(super) fn of(texts: &[Text]) -> Self {
        let count = |pick: fn(&Text) -> &BTreeMap<String, f64>| {
            let mut n: BTreeMap<String, f64> = BTreeMap::new();
            for term in texts.iter().flat_map(|text| pick(text).keys()) {
                *n.entry(term.clone()).or_default() += 1.0;
            }
            n
        };
        Self {
            n: (texts.len() as f64).max(MIN_TEXTS),
            words: count(|text| &text.words),
            shared: count(|text| &text.shared),
        }
    }

    /// How alike a text is to what was told of a thread, if that is enough to call them one matter: to all of it, to one
    /// of its tellings, or less than that where the headlines name the same things.
    pub(super) fn likeness_of(&self, text: &Text, known: &Remembered<'_>) -> Option<f64> {
        if are_elsewhere(text, known.whole) {
            return None;
        }
        let whole = self.likeness(text, known.whole);
        let each =
            known.tellings.iter().filter(|telling| telling.is_chinese == text.is_chinese).filter_map(|telling| {
                let score = self.cosine(&text.words, &telling.words, &self.words);
                (score >= MIN_SIMILARITY || score >= MIN_BY_TITLE && self.names_the_same(text, telling))
                    .then_some(score)
            });
        whole.into_iter().chain(each).max_by(f64::total_cmp)
    }

    /// Whether two headlines share so many terms, and these are so much of the shorter one, the rare ones above all.
    fn names_the_same(&self, a: &Text, b: &Text) -> bool {
        let weight = |term: &String| (1.0 + self.n / (self.words.get(term).copied().unwrap_or(0.0) + 0.5)).ln();
        let sum = |terms: &BTreeSet<String>| terms.iter().map(weight).sum::<f64>();
        let shared: BTreeSet<String> = a.title.intersection(&b.title).cloned().collect();
        let min = if a.is_chinese { MIN_TITLE_PAIRS } else { MIN_TITLE_WORDS };
        shared.len() >= min && sum(&shared) >= MIN_TITLE_SHARE * sum(&a.title).min(sum(&b.title))
    }

    /// How alike two texts are, if that is enough to call them one matter.
    fn likeness(&self, a: &Text, b: &Text) -> Option<f64> {
        if a.is_chinese == b.is_chinese {
            return Some(self.cosine(&a.words, &b.words, &self.words)).filter(|score| *score >= MIN_SIMILARITY);
        }
        let n_shared = a.shared.keys().filter(|term| b.shared.contains_key(*term)).count();
        let score = self.cosine(&a.shared, &b.shared, &self.shared);
        (n_shared >= MIN_SHARED && a.has_deed && b.has_deed && score >= MIN_SHARED_SIMILARITY).then_some(score)
    }

    fn cosine(&self, a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>, counts: &BTreeMap<String, f64>) -> f64 {
        let weight = |term: &str, tf: f64| tf * (1.0 + self.n / (counts.get(term).copied().unwrap_or(0.0) + 0.5)).ln();
        let length = |terms: &BTreeMap<String, f64>| {
            terms.iter().map(|(term, tf)| weight(term, *tf).powi(2)).sum::<f64>().sqrt()
        };
        let dot: f64 = a.iter().filter_map(|(term, tf)| Some(weight(term, *tf) * weight(term, *b.get(term)?))).sum();
        let lengths = length(a) * length(b);
        if lengths == 0.0 { 0.0 } else { dot / lengths }
    }
}
