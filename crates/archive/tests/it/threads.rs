//! Threads: what was told, told again, and told later than now.

use crate::fixture::{at, open};
use archive::Archive;
use news::{ItemId, Thread, ThreadId, Told};

type Row = (ThreadId, Told, Vec<ItemId>);

fn told(thread: &str, edition: &str, when: &str, headline: &str, items: &[&str]) -> Row {
    let told = Told {
        edition: edition.to_owned(),
        at: at(when),
        headline: headline.to_owned(),
        sentences: vec![format!("{headline}, it was said.")],
    };
    (ThreadId::of(thread), told, items.iter().map(|item| ItemId::of(item)).collect())
}

fn tell(archive: &Archive, edition: &str, when: &str, stories: &[(&str, &str, &[&str])]) {
    let rows: Vec<Row> =
        stories.iter().map(|(thread, headline, items)| told(thread, edition, when, headline, items)).collect();
    archive.tell(edition, at(when), &rows).unwrap();
}

fn headlines(threads: &[Thread]) -> Vec<Vec<String>> {
    threads.iter().map(|thread| thread.told.iter().map(|told| told.headline.clone()).collect()).collect()
}

/// Port on the 10th and the 12th, quake on the 11th.
fn three_days() -> (tempfile::TempDir, Archive) {
    let (folder, archive) = open();
    tell(&archive, "2026-02-10-morning", "2026-02-10T07:00:00Z", &[("port", "Port shuts", &["p1", "p2"])]);
    tell(&archive, "2026-02-11-morning", "2026-02-11T07:00:00Z", &[("quake", "Quake in the west", &["q1"])]);
    tell(&archive, "2026-02-12-morning", "2026-02-12T07:00:00Z", &[("port", "Port opens", &["p2", "p3"])]);
    (folder, archive)
}

#[test]
fn a_thread_holds_all_that_was_told_of_it_oldest_first() {
    let (_folder, archive) = three_days();
    let port = Thread {
        id: ThreadId::of("port"),
        told: vec![
            told("port", "2026-02-10-morning", "2026-02-10T07:00:00Z", "Port shuts", &[]).1,
            told("port", "2026-02-12-morning", "2026-02-12T07:00:00Z", "Port opens", &[]).1,
        ],
        items: ["p1", "p2", "p3"].map(ItemId::of).to_vec(),
    };
    assert_eq!(archive.threads(at("2026-02-12T00:00:00Z")).unwrap(), [port]);
    assert_eq!(headlines(&archive.threads(at("2026-02-11T07:00:00Z")).unwrap()).len(), 2);
    assert!(archive.threads(at("2026-02-13T00:00:00Z")).unwrap().is_empty());
}

#[test]
fn an_edition_told_again_replaces_what_it_told() {
    let (_folder, archive) = three_days();
    let second: &[(&str, &str, &[&str])] = &[("fire", "Fire is out", &["f1"]), ("port", "Port half open", &["p9"])];
    for _ in 0..2 {
        tell(&archive, "2026-02-12-morning", "2026-02-12T07:00:00Z", second);
    }
    let mut now = headlines(&archive.threads(at("2026-02-12T00:00:00Z")).unwrap());
    now.sort();
    assert_eq!(now, [vec!["Fire is out"], vec!["Port shuts", "Port half open"]]);
}

#[test]
fn one_edition_may_tell_a_thread_in_two_languages() {
    let (_folder, archive) = open();
    tell(
        &archive,
        "2026-02-10-morning",
        "2026-02-10T07:00:00Z",
        &[("port", "Port shuts", &["p1"]), ("port", "港口关闭", &["p2"])],
    );
    assert_eq!(headlines(&archive.threads(at("2026-02-10T00:00:00Z")).unwrap()), [["Port shuts", "港口关闭"]]);
}

#[test]
fn an_edition_made_again_sees_neither_itself_nor_what_came_later() {
    let (_folder, archive) = three_days();
    let since = at("2026-02-01T00:00:00Z");
    let seen = |edition: &str, now: &str| headlines(&archive.threads_before(edition, since, at(now)).unwrap());
    assert_eq!(seen("2026-02-10-morning", "2026-02-10T07:00:00Z"), Vec::<Vec<String>>::new());
    assert_eq!(seen("2026-02-12-morning", "2026-02-12T08:00:00Z"), [["Port shuts"], ["Quake in the west"]]);
    assert_eq!(seen("2026-02-11-evening", "2026-02-11T18:00:00Z"), [["Port shuts"], ["Quake in the west"]]);
    let recent =
        archive.threads_before("2026-02-11-evening", at("2026-02-11T00:00:00Z"), at("2026-02-11T18:00:00Z")).unwrap();
    assert_eq!(headlines(&recent), [["Quake in the west"]]);
}
