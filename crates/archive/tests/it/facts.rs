//! Facts: append-only, ended once, taken over from older archives; corrections until an edition tells them.

use crate::fixture::{at, edition, open, story};
use archive::{Archive, Look};
use news::edition::{Corrected, PublishedCitation, PublishedSource};
use news::{Correction, CorrectionKind, FactSource, ItemId, Language, StoryId, ThreadId, ToldFact};
use rusqlite::Connection;

fn fact(edition: &str, sentence: usize, text: &str) -> ToldFact {
    ToldFact {
        thread: ThreadId::of("ferry"),
        edition: edition.to_owned(),
        story: StoryId::of("ferry"),
        sentence,
        text: text.to_owned(),
        valid_from: at(&format!("{}T06:30:00Z", &edition[..10])),
        valid_to: None,
        replaced_by: None,
        sources: vec![FactSource {
            item: ItemId::of("a"),
            url: "https://a.example/ferry".into(),
            owner: "Coast Group".into(),
            quote: text.to_owned(),
            bytes: None,
        }],
    }
}

#[test]
fn a_fact_is_never_changed_and_ends_once() {
    let (folder, archive) = open();
    let twelve = fact("2026-02-10-morning", 0, "The ferry sank and 12 people died.");
    let fifteen = fact("2026-02-11-morning", 0, "The ferry sank and 15 people died.");
    archive.remember_facts(&[twelve.clone(), fifteen.clone()]).unwrap();
    archive.remember_facts(&[fact("2026-02-10-morning", 0, "Nobody died.")]).unwrap();
    assert!(archive.end_fact(&twelve, fifteen.valid_from, &fifteen.text).unwrap());
    assert!(!archive.end_fact(&twelve, at("2026-02-19T00:00:00Z"), "another").unwrap());
    let ended =
        ToldFact { valid_to: Some(fifteen.valid_from), replaced_by: Some(fifteen.text.clone()), ..twelve.clone() };
    assert_eq!(archive.facts(&ThreadId::of("ferry")).unwrap(), [ended, fifteen]);
    assert_eq!(archive.facts(&ThreadId::of("quake")).unwrap(), []);
    let other = Connection::open(folder.path().join("archive.db")).unwrap();
    for spoil in ["DELETE FROM fact", "UPDATE fact SET text = 'x'", "UPDATE fact SET valid_to = 1 WHERE valid_to > 0"] {
        other.execute(spoil, []).unwrap_err();
    }
}

#[test]
fn an_older_archive_gets_the_facts_of_what_it_told() {
    let (folder, archive) = open();
    let mut told = story("ferry", "Ferry sinks", &["The ferry sank and 12 people died.", "It was raining."]);
    told.sources = vec![PublishedSource {
        item: ItemId::of("a"),
        name: "Coast Courier".into(),
        owner: "Coast Group".into(),
        url: "https://a.example/ferry".into(),
        title: "Ferry sinks".into(),
        published_at: None,
    }];
    told.sentences[0].citations = vec![PublishedCitation {
        item: ItemId::of("a"),
        url: "https://a.example/ferry".into(),
        quote: "The ferry sank and 12 people died.".into(),
        bytes: None,
    }];
    archive.remember_edition(&edition("2026-02-10-morning", "2026-02-10T06:30:00Z", vec![told])).unwrap();
    let path = folder.path().join("archive.db");
    drop(archive);
    // The tables of the first schema alone, as an older program left them.
    let back = "DROP TABLE fact; DROP TABLE correction; DROP TABLE look; PRAGMA user_version = 1;";
    Connection::open(&path).unwrap().execute_batch(back).unwrap();
    let facts = Archive::open(&path).unwrap().facts(&ThreadId::of("ferry")).unwrap();
    let rain = ToldFact { sources: Vec::new(), ..fact("2026-02-10-morning", 1, "It was raining.") };
    assert_eq!(facts, [fact("2026-02-10-morning", 0, "The ferry sank and 12 people died."), rain]);
}

fn correction(edition: &str, when: &str) -> Corrected {
    let correction = Correction {
        at: at(when),
        story: StoryId::of("ferry"),
        text: "15 people died, not 12.".into(),
        kind: CorrectionKind::Corrected,
        withdrawn: false,
        before: Some("12".into()),
        after: Some("15".into()),
        why: "a number changed".into(),
        url: None,
        by: "corrections desk".into(),
    };
    Corrected { edition: edition.into(), headline: "Ferry sinks".into(), language: Language::EN, correction }
}

#[test]
fn a_correction_is_told_by_one_later_edition() {
    let (_folder, archive) = open();
    let made = correction("2026-02-10-morning", "2026-02-10T12:00:00Z");
    archive.remember_corrections(std::slice::from_ref(&made)).unwrap();
    archive.remember_corrections(std::slice::from_ref(&made)).unwrap();
    let to_tell = |edition: &str| archive.corrections_to_tell(edition, at("2026-02-04T00:00:00Z")).unwrap();
    assert_eq!(to_tell("2026-02-10-morning"), []);
    assert_eq!(to_tell("2026-02-10-evening"), std::slice::from_ref(&made));
    archive.told_corrections("2026-02-10-evening", std::slice::from_ref(&made)).unwrap();
    assert_eq!(to_tell("2026-02-10-evening"), std::slice::from_ref(&made));
    assert_eq!(to_tell("2026-02-11-morning"), []);
    assert_eq!(archive.corrections().unwrap(), [made]);
}

#[test]
fn a_correction_that_is_a_week_old_is_not_told_any_more() {
    let (_folder, archive) = open();
    archive.remember_corrections(&[correction("2026-02-01-morning", "2026-02-01T12:00:00Z")]).unwrap();
    assert_eq!(archive.corrections_to_tell("2026-02-10-morning", at("2026-02-03T00:00:00Z")).unwrap(), []);
}

#[test]
fn when_a_page_was_looked_at_is_known() {
    let (_folder, archive) = open();
    assert_eq!((archive.look("https://a.example/").unwrap(), archive.last_look().unwrap()), (None, None));
    let look = Look { at: at("2026-02-10T12:00:00Z"), n_gone: 1 };
    archive.remember_look("https://a.example/", look).unwrap();
    assert_eq!(
        (archive.look("https://a.example/").unwrap(), archive.last_look().unwrap()),
        (Some(look), Some(look.at))
    );
}
