//! What is read of an item once and does not change with the batch: its words, counted and not yet weighed, its
//! concepts, names, numbers, its time.

use super::capitals;
use super::concepts::{Kind, concepts_in};
use super::numbers::{Number, numbers_in};
use super::scope::Scope;
use super::time_of;
use crate::instalment::Form;
use news::text::{fold, terms};
use news::{Item, Language, SourceId};
use std::collections::{BTreeMap, BTreeSet};

/// Words of the title count so many times as much as words of the lead.
const TITLE_WEIGHT: f32 = 3.0;
/// The lead is so many characters long.
const LEAD_CHARS: usize = 400;
/// A lead of so many terms says what a lead can say.
const FULL_TERMS: f32 = 20.0;
/// Concepts repeat what the words say; beside words they count so much.
const CONCEPT_SHARE: f32 = 0.5;

/// What stands before a concept's name in a list of words.
pub(super) const CONCEPT: &str = "concept ";

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

/// What is read of an item.
#[derive(Debug)]
pub(super) struct Reading {
    /// Its language: words are compared within one.
    pub(super) language: Language,
    /// Which outlet it is from.
    pub(super) outlet: SourceId,
    /// How much it tells of.
    pub(super) scope: Scope,
    /// Minutes since the epoch.
    pub(super) at: i64,
    /// Words and concepts, each with how much it is said.
    pub(super) words: BTreeMap<String, f32>,
    /// Those of the title.
    pub(super) title: BTreeSet<String>,
    /// The title without its figures and days, and its days.
    pub(super) form: Form,
    /// What is the same in other languages, with how much it is said.
    pub(super) shared: BTreeMap<SharedTerm, f32>,
    /// Its words where a capital would show a name, each with whether it has one.
    pub(super) capitals: Vec<(String, bool)>,
    /// Places named in the title, with the wholes they are part of.
    pub(super) title_places: BTreeSet<&'static str>,
    /// Organisations named in the title.
    pub(super) title_organisations: BTreeSet<&'static str>,
    /// How much text there is beside the title, in [0, 1].
    pub(super) fullness: f32,
    /// Numbers of the title.
    pub(super) title_numbers: Vec<Number>,
    /// Numbers of title and lead.
    pub(super) numbers: Vec<Number>,
}

impl Reading {
    /// Reads title and lead.
    pub(super) fn of(item: &Item) -> Self {
        let lead: String = item.text.chars().take(LEAD_CHARS).collect();
        let named = concepts_in(&item.title);
        let of_kind = |kind| named.iter().filter(move |concept| concept.kind == kind);
        let numbers_of = |text| numbers_in(text).into_iter().filter(|number| !number.is_year);
        let title_numbers: Vec<Number> = numbers_of(&item.title).collect();
        let mut shared = BTreeMap::new();
        note_shared(&item.title, TITLE_WEIGHT, &mut shared);
        note_shared(&lead, 1.0, &mut shared);
        let mut title: BTreeSet<String> = terms(&item.title).into_iter().collect();
        let words = count(&title, &lead, &shared);
        title.extend(named.iter().map(|concept| concept_word(concept.name)));
        Self {
            language: item.language,
            outlet: item.source.clone(),
            scope: Scope::of(item),
            at: time_of(item),
            words,
            fullness: (terms(&lead).len() as f32 / FULL_TERMS).min(1.0),
            title,
            form: Form::of(&item.title),
            shared,
            capitals: [item.title.as_str(), &lead].into_iter().flat_map(capitals::seen_in).collect(),
            title_places: of_kind(Kind::Place).flat_map(|place| place.with_wholes()).collect(),
            title_organisations: of_kind(Kind::Organisation).map(|concept| concept.name).collect(),
            numbers: title_numbers.iter().copied().chain(numbers_of(&lead)).collect(),
            title_numbers,
        }
    }
}

fn count(title: &BTreeSet<String>, lead: &str, shared: &BTreeMap<SharedTerm, f32>) -> BTreeMap<String, f32> {
    let mut words: BTreeMap<String, f32> = title.iter().map(|term| (term.clone(), TITLE_WEIGHT)).collect();
    let mut in_lead: BTreeMap<String, f32> = BTreeMap::new();
    for term in terms(lead) {
        // The second naming says a little more, the third nothing.
        in_lead.entry(term).and_modify(|tf| *tf = 1.5).or_insert(1.0);
    }
    for (term, tf) in in_lead {
        *words.entry(term).or_default() += tf;
    }
    for (term, tf) in shared {
        if let SharedTerm::Concept(name, _) = term {
            *words.entry(concept_word(name)).or_default() += tf * CONCEPT_SHARE;
        }
    }
    words
}

/// A concept as a word. A space cannot be in a word, so that a concept is never taken for one.
fn concept_word(name: &str) -> String {
    format!("{CONCEPT}{name}")
}

fn note_shared(text: &str, weight: f32, shared: &mut BTreeMap<SharedTerm, f32>) {
    let mut note = |term: SharedTerm, weight: f32| {
        let known = shared.entry(term).or_default();
        *known = known.max(weight);
    };
    for concept in concepts_in(text) {
        note(SharedTerm::Concept(concept.name, concept.kind), weight);
        for whole in concept.with_wholes().into_iter().skip(1) {
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
