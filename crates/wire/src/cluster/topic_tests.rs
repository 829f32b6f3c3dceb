//! What is alike and yet no story: a topic, an outlet's series, a page that tells of several events.

use super::tests::{check_apart, item, titles};
use news::{Item, Mark};

/// Two events of one day, and a page that tells of both.
fn two_events(both: Item) -> Vec<Item> {
    vec![
        item(
            "a",
            0,
            "Ferry crews strike in harbour city over night pay",
            "Ferry crews in the harbour city walked out at dawn, leaving the islands without boats.",
        ),
        item(
            "b",
            1,
            "Harbour city ferry crews walk out over night pay",
            "No ferry left the harbour city after crews began a strike over pay for night shifts.",
        ),
        item(
            "c",
            2,
            "Bridge collapses under lorry in hill valley",
            "A bridge in the hill valley collapsed under a lorry; the driver swam ashore.",
        ),
        item(
            "d",
            3,
            "Hill valley bridge collapse: lorry driver swims ashore",
            "The driver swam ashore after a bridge in the hill valley collapsed under his lorry.",
        ),
        both,
    ]
}

fn page_of_both() -> Item {
    item(
        "e",
        2,
        "Harbour city ferry strike; hill valley bridge collapse",
        "Crews on strike over night pay left the harbour city without any ferry, and a lorry driver swam away from a collapsed bridge.",
    )
}

#[test]
fn a_live_page_joins_no_two_stories() {
    let live = Item { marks: vec![Mark::Live], ..page_of_both() };
    let groups = titles(two_events(live));
    assert_eq!(groups.iter().map(Vec::len).max(), Some(3), "{groups:#?}");
    assert_eq!(groups.len(), 2, "{groups:#?}");
}

#[test]
fn a_round_up_is_of_no_story_but_its_own() {
    let roundup = page_of_both();
    let roundup = Item { title: format!("News roundup: {}", roundup.title), ..roundup };
    let sizes: Vec<usize> = titles(two_events(roundup)).iter().map(Vec::len).collect();
    assert_eq!(
        {
            let mut sizes = sizes;
            sizes.sort();
            sizes
        },
        [1, 2, 2]
    );
}

#[test]
fn a_series_of_one_outlet_is_no_story() {
    let makers = ["Aldane", "Bresk", "Corvo", "Delmar", "Estuary", "Fennimore", "Gant"];
    check_apart(makers.iter().map(|maker| item("v", 0, &format!("{maker} Spring 2026 Ready-to-Wear"), "")).collect());
}

#[test]
fn one_name_alone_makes_no_story() {
    check_apart(vec![
        item("a", 0, "Harlowe singers", "They left an agency over letters."),
        item("b", 1, "Harlowe minister", "Parliament asked for the files."),
        item("c", 2, "Harlowe witness", "A court sat in vain."),
    ]);
}

/// Two events about one person, each told twice, and no word of what was done in common.
#[test]
fn two_events_around_one_person_are_two_stories() {
    let groups = titles(vec![
        item(
            "a",
            0,
            "Marta Quillfeather refuses to answer questions about Dorian Vexley in hearing",
            "A video released by parliament shows Marta Quillfeather, friend of Dorian Vexley, invoking her right to silence before the committee on Monday.",
        ),
        item(
            "b",
            1,
            "Quillfeather stays silent before committee asking about Dorian Vexley",
            "Marta Quillfeather invoked her right to silence in a hearing of the committee about Dorian Vexley, a video shows.",
        ),
        item(
            "c",
            2,
            "Singer Ilse Brand leaves Talbot Agency over founder's ties to Dorian Vexley",
            "Ilse Brand is the first singer to leave the Talbot Agency since letters of its founder to Dorian Vexley came out. Other artists may follow.",
        ),
        item(
            "d",
            3,
            "Ilse Brand exits Talbot Agency amid outrage over Dorian Vexley letters",
            "The singer Ilse Brand left the agency of Casper Talbot, whose letters to Dorian Vexley were published; more artists are weighing an exit.",
        ),
    ]);
    assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2], "{groups:#?}");
}
