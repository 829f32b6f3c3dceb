//! Editions: remembered whole, listed newest first.

use crate::fixture::{at, edition, open, story};
use expect_test::expect;
use news::edition::Degraded;

#[test]
fn an_edition_comes_back_as_it_was_published() {
    let (_folder, archive) = open();
    let morning =
        edition("2026-02-10-morning", "2026-02-10T07:00:00Z", vec![story("port", "Port shuts", &["It shut."])]);
    archive.remember_edition(&morning).unwrap();
    assert_eq!(archive.edition("2026-02-10-morning").unwrap(), Some(morning));
    assert_eq!(archive.edition("2026-02-10-evening").unwrap(), None);
}

#[test]
fn editions_are_listed_newest_first() {
    let (_folder, archive) = open();
    let mut evening = edition("2026-02-10-evening", "2026-02-10T18:00:00Z", Vec::new());
    evening.degraded = vec![Degraded { what: "voice".into(), why: "no espeak-ng".into() }];
    archive.remember_edition(&evening).unwrap();
    let port = story("port", "Port shuts", &["It shut."]);
    archive.remember_edition(&edition("2026-02-10-morning", "2026-02-10T07:00:00Z", vec![port])).unwrap();
    expect![[r#"
        [
          {
            "id": "2026-02-10-evening",
            "date": "2026-02-10",
            "slot": "evening",
            "as_of": "2026-02-10T18:00:00Z",
            "published_at": "2026-02-10T18:00:00Z",
            "sample": true,
            "n_stories": 0,
            "n_spiked": 0,
            "seconds": null,
            "degraded": [
              "voice"
            ],
            "lead": null
          },
          {
            "id": "2026-02-10-morning",
            "date": "2026-02-10",
            "slot": "morning",
            "as_of": "2026-02-10T07:00:00Z",
            "published_at": "2026-02-10T07:00:00Z",
            "sample": true,
            "n_stories": 1,
            "n_spiked": 0,
            "seconds": null,
            "degraded": [],
            "lead": "Port shuts"
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&archive.editions().unwrap()).unwrap());
}

#[test]
fn an_edition_made_again_replaces_itself_and_its_stories() {
    let (_folder, archive) = open();
    let first = story("port", "Port shuts", &["The harbour shut."]);
    let second = story("quake", "Quake in the west", &["The ground shook."]);
    archive.remember_edition(&edition("2026-02-10-morning", "2026-02-10T07:00:00Z", vec![first])).unwrap();
    let again = edition("2026-02-10-morning", "2026-02-10T07:30:00Z", vec![second]);
    archive.remember_edition(&again).unwrap();
    assert_eq!(archive.editions().unwrap().len(), 1);
    assert_eq!(archive.edition("2026-02-10-morning").unwrap(), Some(again));
    assert!(archive.search("harbour", 9).unwrap().is_empty());
    assert_eq!(archive.search("ground", 9).unwrap()[0].at, at("2026-02-10T07:30:00Z"));
}
