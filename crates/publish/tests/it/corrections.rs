//! What readers meet of a correction: notes at the story, in every feed under the same id, and in the next edition.

use crate::fixture::{self, correction};
use crate::rss_rules::read;
use news::edition::Corrected;
use news::{CorrectionKind, Edition};
use publish::{Mode, Site};
use std::path::Path;

const FOLDER: &str = "editions/2026-03-18-morning";

fn released(out: &Path) -> (Site, Edition) {
    let site = fixture::site(out);
    let edition = fixture::edition();
    site.release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    let json = read(out, &format!("{FOLDER}/edition.json"));
    (site, serde_json::from_str(&json).unwrap())
}

/// Everything a reader's programs fetch, apart from the sound.
fn all(out: &Path) -> Vec<(String, String)> {
    let files = ["index.html", "feed.xml", "feed.json", "podcast.xml", "archive/index.html"].map(str::to_owned);
    let of_edition = ["index.html", "edition.md", "edition.json"].map(|file| format!("{FOLDER}/{file}"));
    files.into_iter().chain(of_edition).map(|file| (file.clone(), read(out, &file))).collect()
}

fn guids(feed: &str) -> Vec<&str> {
    feed.split("<guid isPermaLink=\"false\">").skip(1).filter_map(|rest| rest.split('<').next()).collect()
}

#[test]
fn a_correction_stands_at_the_story_and_in_every_feed_under_the_same_id() {
    let out = tempfile::tempdir().unwrap();
    let (site, mut edition) = released(out.path());
    let before = all(out.path());
    let text = "主跨长度更正为1,088米";
    edition.corrections = vec![correction(&edition, 0, CorrectionKind::Corrected, false, text)];
    site.correct(&edition).unwrap();
    let after = all(out.path());
    for (file, content) in after.iter().filter(|(file, _)| file != "archive/index.html") {
        assert!(content.contains(text), "{file}");
    }
    let [old, new] = [&before, &after].map(|files| &files[1].1);
    assert_eq!(guids(old), guids(new));
    assert_eq!(new.matches("<atom:updated>").count(), 1);
    let feed: serde_json::Value = serde_json::from_str(&after[2].1).unwrap();
    let changed: Vec<&serde_json::Value> =
        feed["items"].as_array().unwrap().iter().filter(|item| item.get("date_modified").is_some()).collect();
    assert_eq!(changed.len(), 1);
    assert_ne!(changed[0]["date_modified"], changed[0]["date_published"]);
    // The story itself is as it was told.
    assert!(after[7].1.contains(&edition.stories[0].sentences[0].text));
    site.correct(&edition).unwrap();
    assert_eq!(all(out.path()), after);
}

#[test]
fn nothing_is_left_of_a_killed_story_but_the_note() {
    let out = tempfile::tempdir().unwrap();
    let (site, mut edition) = released(out.path());
    let killed = edition.stories[1].clone();
    edition.corrections = vec![correction(&edition, 1, CorrectionKind::Killed, true, "This story was withdrawn.")];
    site.correct(&edition).unwrap();
    for (file, content) in all(out.path()) {
        for words in killed.sentences.iter().map(|sentence| &sentence.text).chain([&killed.headline]) {
            assert!(!content.contains(words.as_str()), "{file} still says {words}");
        }
        if file != "archive/index.html" {
            assert!(content.contains("This story was withdrawn."), "{file}");
        }
    }
    let transcript = read(out.path(), &format!("{FOLDER}/transcript.html"));
    assert!(!transcript.contains(&killed.sentences[0].text) && !transcript.contains(&killed.headline));
    let other = &edition.stories[0].sentences[0].text;
    assert!(transcript.contains(other.as_str()));
    assert!(read(out.path(), &format!("{FOLDER}/index.html")).contains(other.as_str()));
}

#[test]
fn the_next_edition_lists_what_it_sets_right() {
    let out = tempfile::tempdir().unwrap();
    let (site, edition) = released(out.path());
    let mut next = fixture::edition();
    next.id = "2026-03-18-evening".into();
    next.slot = "evening".into();
    next.audio = None;
    let story = &edition.stories[0];
    next.corrects = vec![Corrected {
        edition: edition.id.clone(),
        headline: story.headline.clone(),
        language: story.language,
        correction: correction(&edition, 0, CorrectionKind::Corrected, false, "主跨长度更正为1,088米"),
    }];
    site.release(&next, None, Mode::Once).unwrap();
    let page = read(out.path(), "editions/2026-03-18-evening/index.html");
    assert!(page.contains("往期更正") && page.contains("主跨长度更正为1,088米"));
    assert!(page.contains(&format!("../2026-03-18-morning/index.html#{}", story.id)));
}
