//! Vectors written for these tests: three directions, one an event.

use super::*;
use crate::cluster::cluster_with;
use crate::cluster::tests::item;

fn check(rows: Vec<(Item, [f32; 3])>, expected: usize) {
    let vectors = Vectors::of(rows.iter().map(|(item, vector)| (item.id.clone(), vector.to_vec()))).unwrap();
    let items: Vec<Item> = rows.into_iter().map(|(item, _)| item).collect();
    let stories = cluster_with(items, &BTreeMap::new(), Some(&vectors));
    assert_eq!(stories.len(), expected, "{stories:#?}");
}

const FERRY: [f32; 3] = [1.0, 0.1, 0.0];
const BREAD: [f32; 3] = [0.0, 0.1, 1.0];

#[test]
fn one_event_in_wholly_other_words_is_found_by_its_vectors() {
    let (a, b, c) = (
        item("a", 0, "Islands cut off as seamen stop work", ""),
        item("b", 1, "Harbour ferries halted by strike", ""),
        item("c", 1, "Bakers win the rye prize", ""),
    );
    check(vec![(a.clone(), FERRY), (b.clone(), FERRY), (c.clone(), BREAD)], 2);
    assert_eq!(cluster_with(vec![a, b, c], &BTreeMap::new(), None).len(), 3);
}

#[test]
fn one_event_in_two_languages_is_found_by_its_vectors() {
    let (a, z) = (item("a", 0, "Harbour ferries halted by strike", ""), item("z", 1, "港城渡轮因船员停工停航", ""));
    check(vec![(a, FERRY), (z, FERRY), (item("c", 1, "Bakers win the rye prize", ""), BREAD)], 2);
}

#[test]
fn vectors_do_not_join_what_numbers_and_places_part() {
    check(
        vec![
            (item("a", 0, "Magnitude 6.1 earthquake strikes Hokkaido in Japan", ""), FERRY),
            (item("b", 1, "Magnitude 5.4 earthquake strikes western Turkey", ""), FERRY),
            (item("z", 1, "智利北部发生7.2级地震", ""), FERRY),
        ],
        3,
    );
}

#[test]
fn unlike_vectors_part_what_words_alone_would_join() {
    let text = "The company named a new head of the office on Monday after a long search.";
    let rows = |b: [f32; 3]| {
        vec![
            (item("a", 0, "Company names new head of office in hill valley", text), FERRY),
            (item("b", 1, "Old lake company names second head of boats", ""), b),
        ]
    };
    check(rows(BREAD), 2);
    check(rows(FERRY), 1);
}

#[test]
fn vectors_that_cannot_be_compared_are_not_taken() {
    let id = |n: &str| ItemId::of(n);
    assert_eq!(Vectors::of([]), None);
    assert_eq!(Vectors::of([(id("a"), vec![1.0]), (id("b"), vec![1.0, 0.0])]), None);
    assert_eq!(Vectors::of([(id("a"), vec![f32::NAN])]), None);
    assert_eq!(Vectors::of([(id("a"), vec![0.0, 0.0])]), None);
}
