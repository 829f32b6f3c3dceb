//! Items: what is kept of one that comes again, and which are in a window.

use crate::fixture::{at, dated, item, open, source};
use archive::Archive;
use news::{Comment, Confidence, Dating, Item, Mark};

fn names(archive: &Archive, sources: &[&str], since: &str, until: &str) -> Vec<String> {
    let sources: Vec<_> = sources.iter().map(|id| source(id)).collect();
    let items = archive.items(&sources, at(since), at(until)).unwrap();
    items.iter().map(|item| format!("{} {}", item.source, item.title)).collect()
}

fn only(archive: &Archive) -> Item {
    let mut items = archive.items(&[source("a")], at("2026-02-01T00:00:00Z"), at("2026-03-01T00:00:00Z")).unwrap();
    assert_eq!(items.len(), 1);
    items.remove(0)
}

#[test]
fn an_item_comes_back_as_it_was() {
    let (_folder, archive) = open();
    let mut whole = item("a", "1", 6, "港口恢复作业", "港口周二恢复作业。渡轮将于周三开航。");
    whole.author = Some("林".to_owned());
    whole.marks = vec![Mark::Live, Mark::Opinion];
    whole.comments = vec![Comment { author: "r".into(), text: "at last".into() }];
    whole.image = Some("https://a.example/1.jpg".to_owned());
    whole.fetched_at = at("2026-02-10T06:00:00.123456789Z");
    assert_eq!(archive.remember_items(std::slice::from_ref(&whole)).unwrap(), 1);
    assert_eq!(archive.remember_items(std::slice::from_ref(&whole)).unwrap(), 0);
    assert_eq!(only(&archive), whole);
}

#[test]
fn items_are_of_the_window_and_the_sources_in_the_order_they_came() {
    let (_folder, archive) = open();
    let all = [item("a", "late", 9, "late", ""), item("b", "mid", 8, "mid", ""), item("a", "early", 6, "early", "")];
    assert_eq!(archive.remember_items(&all).unwrap(), 3);
    assert_eq!(
        names(&archive, &["a", "b"], "2026-02-10T06:00:00Z", "2026-02-10T09:00:00Z"),
        ["a early", "b mid", "a late"]
    );
    assert_eq!(names(&archive, &["a", "b"], "2026-02-10T06:00:01Z", "2026-02-10T08:59:59Z"), ["b mid"]);
    assert_eq!(names(&archive, &["b"], "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"), ["b mid"]);
    assert!(names(&archive, &[], "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z").is_empty());
}

#[test]
fn an_item_still_shown_in_the_evening_is_in_both_windows() {
    let (_folder, archive) = open();
    for hour in [6, 18] {
        archive.remember_items(&[item("a", "1", hour, "still there", "The same text.")]).unwrap();
    }
    assert_eq!(names(&archive, &["a"], "2026-02-10T05:00:00Z", "2026-02-10T07:00:00Z"), ["a still there"]);
    assert_eq!(names(&archive, &["a"], "2026-02-10T17:00:00Z", "2026-02-10T19:00:00Z"), ["a still there"]);
    assert_eq!(only(&archive).fetched_at, at("2026-02-10T06:00:00Z"), "it keeps when it was first fetched");
}

#[test]
fn an_item_of_two_sources_comes_once() {
    let (_folder, archive) = open();
    let first = item("a", "1", 6, "shared", "");
    let mut second = first.clone();
    second.source = source("b");
    second.fetched_at = at("2026-02-10T07:00:00Z");
    archive.remember_items(&[first, second]).unwrap();
    let day = ["2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"];
    assert_eq!(names(&archive, &["a", "b"], day[0], day[1]), ["a shared"]);
    assert_eq!(names(&archive, &["b"], day[0], day[1]), ["b shared"]);
}

#[test]
fn a_longer_text_replaces_the_one_that_is_held_and_a_shorter_one_does_not() {
    let (_folder, archive) = open();
    let mut teaser = item("a", "1", 6, "Port opens", "The port opens…");
    teaser.marks = vec![Mark::Teaser];
    let full = item("a", "1", 8, "Port opens again", "The port opens on Tuesday. Ferries sail on Wednesday.");
    archive.remember_items(&[teaser.clone()]).unwrap();
    archive.remember_items(std::slice::from_ref(&full)).unwrap();
    teaser.fetched_at = at("2026-02-10T09:00:00Z");
    archive.remember_items(&[teaser]).unwrap();
    let kept = only(&archive);
    assert_eq!((kept.title, kept.text, kept.marks), (full.title, full.text, Vec::new()));
    assert_eq!(kept.dating.value, Some(at("2026-02-10T06:00:00Z")), "of two equally sure dates the earlier");
}

#[test]
fn a_feed_that_dates_an_old_story_anew_does_not_make_it_new() {
    let (_folder, archive) = open();
    let old = item("a", "1", 6, "Port opens", "The port opens.");
    let mut anew = old.clone();
    anew.dating = dated(at("2026-02-12T06:00:00Z"), Confidence::Medium);
    let mut unsure = old.clone();
    unsure.dating = Dating::unknown();
    archive.remember_items(&[old.clone(), anew.clone(), unsure]).unwrap();
    assert_eq!(only(&archive).dating, old.dating);

    anew.dating.confidence = Confidence::High;
    archive.remember_items(std::slice::from_ref(&anew)).unwrap();
    assert_eq!(only(&archive).dating, anew.dating, "a surer date is believed");
}

#[test]
fn the_order_of_the_polls_does_not_matter() {
    let morning = item("a", "1", 6, "Port opens", "The port opens.");
    let evening = item("a", "1", 18, "Port opens", "The port opens. Ferries sail.");
    let kept = |order: [&Item; 2]| {
        let (_folder, archive) = open();
        for item in order {
            archive.remember_items(std::slice::from_ref(item)).unwrap();
        }
        only(&archive)
    };
    assert_eq!(kept([&morning, &evening]), kept([&evening, &morning]));
}

#[test]
fn items_no_source_shows_any_more_are_forgotten() {
    let (_folder, archive) = open();
    archive
        .remember_items(&[item("a", "1", 6, "gone", "Old words."), item("a", "2", 6, "stays", "New words.")])
        .unwrap();
    archive.remember_items(&[item("a", "2", 18, "stays", "New words.")]).unwrap();
    assert_eq!(archive.forget_items_before(at("2026-02-10T12:00:00Z")).unwrap(), 1);
    assert_eq!(names(&archive, &["a"], "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"), ["a stays"]);
    assert!(archive.search("old", 9).unwrap().is_empty());
    assert_eq!(archive.search("new words", 9).unwrap().len(), 1);
    assert_eq!(archive.forget_items_before(at("2026-02-10T12:00:00Z")).unwrap(), 0);
}

#[test]
fn a_poll_is_remembered_per_source() {
    let (_folder, archive) = open();
    archive.remember_seen(&source("a"), r#"{"etag":"1"}"#).unwrap();
    archive.remember_seen(&source("a"), r#"{"etag":"2"}"#).unwrap();
    assert_eq!(archive.seen(&source("a")).unwrap().as_deref(), Some(r#"{"etag":"2"}"#));
    assert_eq!(archive.seen(&source("b")).unwrap(), None);
}

/// Run with `cargo test --release -p archive -- --ignored`; the time is printed.
#[test]
#[ignore = "a measurement, meant for release"]
fn five_thousand_items_are_remembered_in_a_second() {
    let (_folder, archive) = open();
    let text = "The port authority said on Tuesday that ferries would sail again on Wednesday morning. ".repeat(12);
    let chinese = "港口管理部门周二表示，渡轮将于周三上午恢复开航，货运码头的作业要到周末才能恢复正常。".repeat(8);
    let items: Vec<Item> = (0..5000)
        .map(|nth| {
            let text = if nth % 2 == 0 { &text } else { &chinese };
            item("a", &nth.to_string(), 6, &format!("Ferries sail again {nth}"), &format!("{text}{nth}"))
        })
        .collect();
    let began = std::time::Instant::now();
    assert_eq!(archive.remember_items(&items).unwrap(), 5000);
    let first = began.elapsed();
    assert_eq!(archive.remember_items(&items).unwrap(), 0);
    println!("5,000 new items in {first:?}, again in {:?}", began.elapsed() - first);
    let found = std::time::Instant::now();
    assert_eq!(archive.search("ferries 渡轮", 20).unwrap().len(), 20);
    println!("searched in {:?}", found.elapsed());
    assert!(cfg!(debug_assertions) || first.as_secs_f64() < 1.0, "{first:?}");
}
