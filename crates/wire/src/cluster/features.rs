//! What of an item is compared: its words with their weight in this batch, its concepts, names, numbers, its time.

use super::concepts::{Concept, Kind, concept, concepts_in};
use super::numbers::{Number, numbers_in};
use super::scope::Scope;
use super::time_of;
use news::text::{fold, terms};
use news::{Item, Language, SourceId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words of the title count so many times as much as words of the lead.
const TITLE_WEIGHT: f32 = 3.0;
/// The lead is so many characters long.
const LEAD_CHARS: usize = 400;
/// A batch smaller than this is weighed as if it had so many items, or every shared word would look rare.
const MIN_BATCH: f32 = 200.0;
/// Concepts repeat what the words say; beside words they count so much.
const CONCEPT_SHARE: f32 = 0.5;
/// A word in so many titles of one outlet is its form ("Ready-to-Wear", "Announce New Album"): between two items of
/// that outlet it says nothing. Events reach fewer titles, and other outlets tell of them too.
const FORM_TITLES: u32 = 6;
/// The same as a share of the outlet's titles: a large outlet may tell of one event five times.
const FORM_SHARE: f32 = 0.1;

/// A sparse vector of length 1: sorted term ids with weights.
pub(super) type Vector = Vec<(u32, f32)>;

/// What is compared, for every item of a batch.
pub(super) struct Features {
    /// One an item, in the items' order.
    pub(super) items: Vec<ItemFeatures>,
    /// In how many items each term of `words` occurs.
    pub(super) df: Vec<u32>,
}

/// What of one item is compared.
pub(super) struct ItemFeatures {
    /// Its language: words are compared within one.
    pub(super) language: Language,
    /// Which outlet it is from: its number in this batch.
    pub(super) source: u32,
    /// How much it tells of.
    pub(super) scope: Scope,
    /// Minutes since the epoch.
    pub(super) at: i64,
    /// Words and concepts.
    pub(super) words: Vector,
    /// For each of `words`, whether it is a form of the item's outlet.
    pub(super) forms: Vec<bool>,
    /// What both languages share; not of length 1 but with the weights themselves.
    pub(super) shared: BTreeMap<SharedTerm, f32>,
    /// Places named in the title, with the wholes they are part of.
    pub(super) title_places: BTreeSet<&'static str>,
    /// Organisations named in the title.
    pub(super) title_organisations: BTreeSet<&'static str>,
    /// Numbers of the title.
    pub(super) title_numbers: Vec<Number>,
    /// Numbers of title and lead.
    pub(super) numbers: Vec<Number>,
}

/// A term that is the same in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SharedTerm {
    /// Of the table.
    Concept(&'static str, Kind),
    /// As its key.
    Number(String),
    /// A name in Latin letters, folded.
    Name(String),
}

/// Terms of an item before they are weighed.
struct Counts {
    words: BTreeMap<String, f32>,
    title: BTreeSet<String>,
    shared: BTreeMap<SharedTerm, f32>,
}

impl Features {
    /// Looks at every item, then weighs the terms by how rare they are in the batch.
    pub(super) fn of(items: &[Item]) -> Self {
        let counts: Vec<Counts> = items.iter().map(Counts::of).collect();
        let n = (items.len() as f32).max(MIN_BATCH);
        let mut ids: HashMap<&str, u32> = HashMap::new();
        let mut df: Vec<u32> = Vec::new();
        for word in counts.iter().flat_map(|counts| counts.words.keys()) {
            let next = df.len() as u32;
            let id = *ids.entry(word).or_insert(next);
            if id == next {
                df.push(0);
            }
            df[id as usize] += 1;
        }
        let mut shared_df: HashMap<&SharedTerm, u32> = HashMap::new();
        for term in counts.iter().flat_map(|counts| counts.shared.keys()) {
            *shared_df.entry(term).or_default() += 1;
        }
        let idf = |df: u32| (1.0 + n / (df as f32 + 0.5)).ln();
        let sources = number_sources(items);
        let mut title_df: HashMap<(u32, u32), u32> = HashMap::new();
        let mut n_titles = vec![0u32; items.len()];
        for (counts, source) in counts.iter().zip(&sources) {
            n_titles[*source as usize] += 1;
            for word in &counts.title {
                *title_df.entry((*source, ids[word.as_str()])).or_default() += 1;
            }
        }
        let items = items.iter().zip(&counts).zip(sources).map(|((item, counts), source)| {
            let words = counts.words.iter().map(|(word, tf)| {
                let id = ids[word.as_str()];
                (id, tf * idf(df[id as usize]))
            });
            let words = unit(words.collect());
            let n_form = FORM_TITLES.max((n_titles[source as usize] as f32 * FORM_SHARE) as u32);
            let is_form = |id: &u32| title_df.get(&(source, *id)).is_some_and(|n| *n >= n_form);
            let forms = words.iter().map(|(id, _)| is_form(id)).collect();
            let shared = counts.shared.iter().map(|(term, tf)| (term.clone(), tf * idf(shared_df[term])));
            ItemFeatures { source, forms, ..ItemFeatures::of(item, words, shared.collect()) }
        });
        Self { items: items.collect(), df }
    }
}

impl ItemFeatures {
    fn of(item: &Item, words: Vector, shared: BTreeMap<SharedTerm, f32>) -> Self {
        let named = concepts_in(&item.title);
        let of_kind = |kind| named.iter().filter(move |concept| concept.kind == kind);
        let title_numbers: Vec<Number> = numbers_in(&item.title).into_iter().filter(|number| !number.is_year).collect();
        let mut numbers = title_numbers.clone();
        numbers.extend(numbers_in(&lead(item)).into_iter().filter(|number| !number.is_year));
        Self {
            language: item.language,
            source: 0,
            scope: Scope::of(item),
            at: time_of(item),
            words,
            forms: Vec::new(),
            shared,
            title_places: of_kind(Kind::Place).flat_map(|place| with_wholes(place)).collect(),
            title_organisations: of_kind(Kind::Organisation).map(|concept| concept.name).collect(),
            title_numbers,
            numbers,
        }
    }
}

/// The source of each item as a number.
fn number_sources(items: &[Item]) -> Vec<u32> {
    let mut numbers: HashMap<&SourceId, u32> = HashMap::new();
    let number = |item| {
        let next = numbers.len() as u32;
        *numbers.entry(item).or_insert(next)
    };
    items.iter().map(|item| &item.source).map(number).collect()
}

/// A place and all it is part of.
fn with_wholes(place: &'static Concept) -> Vec<&'static str> {
    let mut names = vec![place.name];
    let mut whole = place.whole;
    while let Some(name) = whole.filter(|name| !names.contains(name)) {
        names.push(name);
        whole = concept(name).and_then(|concept| concept.whole);
    }
    names
}

fn lead(item: &Item) -> String {
    item.text.chars().take(LEAD_CHARS).collect()
}

impl Counts {
    fn of(item: &Item) -> Self {
        let lead = lead(item);
        let mut words: BTreeMap<String, f32> = BTreeMap::new();
        for term in terms(&item.title) {
            words.entry(term).or_insert(TITLE_WEIGHT);
        }
        let mut title: BTreeSet<String> = words.keys().cloned().collect();
        title.extend(concepts_in(&item.title).into_iter().map(|concept| concept_word(concept.name)));
        let mut in_lead: BTreeMap<String, f32> = BTreeMap::new();
        for term in terms(&lead) {
            // The second naming says a little more, the third nothing.
            in_lead.entry(term).and_modify(|tf| *tf = 1.5).or_insert(1.0);
        }
        for (term, tf) in in_lead {
            *words.entry(term).or_default() += tf;
        }
        let mut shared = BTreeMap::new();
        note_shared(&item.title, TITLE_WEIGHT, &mut shared);
        note_shared(&lead, 1.0, &mut shared);
        for (term, tf) in &shared {
            if let SharedTerm::Concept(name, _) = term {
                *words.entry(concept_word(name)).or_default() += tf * CONCEPT_SHARE;
            }
        }
        Self { words, title, shared }
    }
}

/// A concept as a word. A space cannot be in a word, so that a concept is never taken for one.
fn concept_word(name: &str) -> String {
    format!("concept {name}")
}

fn note_shared(text: &str, weight: f32, shared: &mut BTreeMap<SharedTerm, f32>) {
    let mut note = |term: SharedTerm, weight: f32| {
        let known = shared.entry(term).or_default();
        *known = known.max(weight);
    };
    for concept in concepts_in(text) {
        note(SharedTerm::Concept(concept.name, concept.kind), weight);
        for whole in with_wholes(concept).into_iter().skip(1) {
            note(SharedTerm::Concept(whole, Kind::Place), weight * 0.5);
        }
    }
    for number in numbers_in(text)
        .into_iter()
        .filter(|number| !number.is_year && (number.value >= 10.0 || number.is_decimal || number.is_percent))
    {
        note(SharedTerm::Number(number.key()), weight * 0.7);
    }
    for name in latin_names(text) {
        note(SharedTerm::Name(name), weight);
    }
}

/// Words in Latin letters that begin with a capital or hold a digit: OpenAI, GPT, A320. In Chinese text all of them.
fn latin_names(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= 2 && word.chars().any(|c| c.is_ascii_uppercase()))
        // What the table knows is counted as a concept already, and AI or CEO is nobody's name.
        .filter(|word| concepts_in(word).is_empty())
        .map(fold)
        .collect()
}

fn unit(mut vector: Vector) -> Vector {
    let norm = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if norm > 0.0 {
        for (_, weight) in &mut vector {
            *weight /= norm;
        }
    }
    vector.sort_by_key(|(id, _)| *id);
    vector
}
