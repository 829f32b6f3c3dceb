//! The shipped table of places: the region of a story, and the places a reader names.

use super::Subject;
use crate::words::Plain;
use news::Item;
use news::text::is_han;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../../../words/places.toml");

/// Of a text so much is looked through for places: the first lines say where it happened.
const HEAD_CHARS: usize = 240;
/// A place in the title counts so many times one in the text.
const IN_TITLE: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    place: Vec<Place>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    region: String,
    /// Each with its spellings.
    names: Vec<Vec<String>>,
    towns: Vec<Vec<String>>,
}

/// The region an item tells of, if it names one more than the others.
pub(in super::super) fn region_of(item: &Item) -> Option<&'static str> {
    let title = Plain::of(&item.title);
    let head = Plain::of(&item.text.chars().take(HEAD_CHARS).collect::<String>());
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for place in &table().place {
        let spellings = || place.names.iter().chain(&place.towns);
        let n = |text: &Plain| spellings().filter(|spellings| text.find(spellings).is_some()).count();
        *counts.entry(place.region.as_str()).or_default() += IN_TITLE * n(&title) + n(&head);
    }
    let most = counts.values().copied().max().filter(|most| *most > 0)?;
    let mut first = counts.into_iter().filter(|(_, n)| *n == most).map(|(region, _)| region);
    let region = first.next();
    if first.next().is_some() { None } else { region }
}

/// The places that a piece of a profile names, each with what belongs to it.
pub(super) fn in_text(text: &Plain) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for place in &table().place {
        let whole = |own: &[String], others: &[Vec<String>]| -> Vec<String> {
            own.iter().chain(others.iter().flatten()).cloned().collect()
        };
        // A row of one name alone: who lives in the town hears of the province, and the other way round.
        let (of_name, of_town): (&[_], &[_]) =
            if place.names.len() == 1 { (&place.towns, &place.names) } else { (&[], &[]) };
        let named = |spellings: &&Vec<String>| text.find(spellings).is_some();
        subjects.extend(place.names.iter().filter(named).map(|own| subject(own, whole(own, of_name))));
        subjects.extend(place.towns.iter().filter(named).map(|own| subject(own, whole(own, of_town))));
    }
    subjects
}

fn subject(own: &[String], terms: Vec<String>) -> Subject {
    let spelt = |wanted: fn(&str) -> bool| own.iter().find(|word| wanted(word)).or(own.first()).cloned();
    let capital = |word: String| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    Subject {
        en: spelt(|word| !word.chars().any(is_han)).map(capital).unwrap_or_default(),
        zh: spelt(|word| word.chars().any(is_han)).unwrap_or_default(),
        beat: None,
        terms,
    }
}

/// Read once. A test holds that it can be read.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        toml::from_str(WRITTEN).unwrap_or_else(|error| {
            debug_assert!(false, "words/places.toml: {error}");
            Table::default()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::item;

    #[test]
    fn the_table_can_be_read_and_every_word_of_it_can_match() {
        let table: Table = toml::from_str(WRITTEN).unwrap();
        for word in table.place.iter().flat_map(|place| place.names.iter().chain(&place.towns)).flatten() {
            assert!(Plain::of(word).find(std::slice::from_ref(word)).is_some(), "{word:?}: write it folded");
        }
    }

    #[test]
    fn a_story_is_of_the_region_it_names_most() {
        let region = |title: &str, text: &str| region_of(&item("a", title, text));
        assert_eq!(region("Dockers strike in Hamburg", "The port of Hamburg stood still on Monday."), Some("europe"));
        assert_eq!(region("四川发布暴雨预警", "成都、绵阳等地有大到暴雨。"), Some("china"));
        assert_eq!(region("Council approves bridge", "The harbour council approved a bridge."), None);
        assert_eq!(region("Talks in Geneva and Tokyo", "Both sides met."), None, "two regions alike are none");
    }
}
