//! What a release does when an edition already stands, and what it refuses.

use crate::fixture;
use news::{Edition, EditionKey};
use publish::{About, Error, Mode, Released, Site};
use std::fs;
use std::path::Path;

fn release(site: &Site, edition: &Edition, mode: Mode) -> Released {
    site.release(edition, edition.audio.as_ref().map(|_| fixture::sound(edition)).as_ref(), mode).unwrap()
}

fn json(out: &Path) -> String {
    fs::read_to_string(out.join("editions/2026-03-18-morning/edition.json")).unwrap()
}

#[test]
fn what_was_released_reads_back_with_the_true_size_of_its_sound() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let edition = fixture::edition();
    assert_eq!(site.existing(&fixture::key(&edition)).unwrap(), None);
    assert!(matches!(release(&site, &edition, Mode::Once), Released::Published { page } if page.exists()));
    let mut expected = edition;
    expected.audio.as_mut().unwrap().bytes = fixture::sound(&expected).mp3.len() as u64;
    assert_eq!(site.existing(&fixture::key(&expected)).unwrap(), Some(expected));
}

#[test]
fn a_second_run_changes_no_byte_and_no_time_of_any_file() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let edition = fixture::edition();
    release(&site, &edition, Mode::Once);
    let names =
        ["index.html", "feed.xml", "podcast.xml", "archive/index.html", "editions/2026-03-18-morning/index.html"];
    let state = || {
        names.map(|name| {
            (fs::read(out.path().join(name)).unwrap(), fs::metadata(out.path().join(name)).unwrap().modified().unwrap())
        })
    };
    let before = state();
    let mut other = edition;
    other.stories[0].headline = "换了标题".into();
    assert!(matches!(release(&site, &other, Mode::Once), Released::Unchanged { .. }));
    assert!(before == state());
}

#[test]
fn asked_for_again_an_equal_or_larger_edition_replaces_the_one_that_stands() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let mut edition = fixture::edition();
    release(&site, &edition, Mode::Once);
    edition.stories[0].headline = "换了标题".into();
    assert!(matches!(release(&site, &edition, Mode::Again), Released::Published { .. }));
    assert!(json(out.path()).contains("换了标题"));
    assert!(fs::read_to_string(out.path().join("index.html")).unwrap().contains("换了标题"));
    let left: Vec<_> =
        fs::read_dir(out.path().join("editions")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["2026-03-18-morning"]);
}

#[test]
fn the_same_edition_is_not_published_twice_even_when_asked_for_again() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let edition = fixture::edition();
    release(&site, &edition, Mode::Once);
    let folder = out.path().join("editions/2026-03-18-morning");
    let written_at = || fs::metadata(folder.join("index.html")).unwrap().modified().unwrap();
    let before = written_at();
    assert!(matches!(release(&site, &edition, Mode::Again), Released::Unchanged { .. }));
    assert_eq!(written_at(), before);
    let other_sound = publish::Sound { mp3: fixture::silence(401), ..fixture::sound(&edition) };
    assert!(matches!(site.release(&edition, Some(&other_sound), Mode::Again), Ok(Released::Published { .. })));
}

#[test]
fn a_smaller_edition_never_replaces_a_larger_one() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let edition = fixture::edition();
    release(&site, &edition, Mode::Once);
    let before = json(out.path());
    let mut fewer = edition.clone();
    fewer.stories.pop();
    let mut silent = edition.clone();
    silent.audio = None;
    let mut shorter = edition.clone();
    shorter.stories.iter_mut().for_each(|story| story.sentences.truncate(1));
    let mut sample = edition.clone();
    sample.sample = true;
    let whys = [
        (fewer, "the new one has 7 stories instead of 8"),
        (silent, "the new one has no sound and the one that stands has"),
        (shorter, "the new one has 8 sentences instead of 23"),
        (sample, "the new one is a sample and the one that stands is real"),
    ];
    for (new, expected) in whys {
        match release(&site, &new, Mode::Again) {
            Released::KeptLarger { why, .. } => assert_eq!(why, expected),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(json(out.path()), before);
}

#[test]
fn real_news_replaces_a_sample_whatever_its_size() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let mut sample = fixture::edition();
    sample.sample = true;
    release(&site, &sample, Mode::Once);
    let mut real = fixture::edition();
    real.stories.truncate(2);
    assert!(matches!(release(&site, &real, Mode::Again), Released::Published { .. }));
}

#[test]
fn corrections_are_not_lost_by_a_second_run() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let mut corrected = fixture::edition();
    let kind = news::CorrectionKind::Corrected;
    corrected.corrections = vec![fixture::correction(&corrected, 0, kind, false, "主跨长度更正为1,088米")];
    release(&site, &corrected, Mode::Once);
    assert!(matches!(release(&site, &fixture::edition(), Mode::Again), Released::KeptLarger { .. }));
}

#[test]
fn sound_and_edition_must_agree() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let edition = fixture::edition();
    assert!(matches!(site.release(&edition, None, Mode::Once), Err(Error::Inconsistent { .. })));
    let mut silent = edition.clone();
    silent.audio = None;
    let sound = fixture::sound(&edition);
    assert!(matches!(site.release(&silent, Some(&sound), Mode::Once), Err(Error::Inconsistent { .. })));
    assert!(!out.path().join("editions/2026-03-18-morning").exists());
}

#[test]
fn a_slot_name_cannot_leave_the_output_folder() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    for slot in ["../../x", "a/b", "", "a\0b", "."] {
        let mut edition = fixture::edition();
        edition.slot = slot.into();
        let sound = fixture::sound(&edition);
        assert!(matches!(site.release(&edition, Some(&sound), Mode::Once), Err(Error::SlotName { .. })), "{slot:?}");
        let key = EditionKey { date: edition.date, slot: slot.into() };
        assert!(matches!(site.existing(&key), Err(Error::SlotName { .. })), "{slot:?}");
    }
}

#[test]
fn an_address_that_cannot_be_published_is_refused() {
    let out = tempfile::tempdir().unwrap();
    for wrong in ["news.example.org", "ftp://news.example.org/", "https://user:secret@news.example.org/"] {
        let about = About { base_url: Some(wrong.into()), ..fixture::about() };
        let error = Site::open(out.path(), about).unwrap_err();
        assert!(matches!(&error, Error::BaseUrl { value, .. } if value == wrong), "{error}");
    }
}

#[test]
fn a_broken_edition_does_not_keep_the_others_from_their_readers() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    release(&site, &fixture::edition(), Mode::Once);
    let broken = out.path().join("editions/2026-03-19-morning");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("edition.json"), "{\"id\": 1").unwrap();
    site.rebuild().unwrap();
    assert!(fs::read_to_string(out.path().join("archive/index.html")).unwrap().contains("2026-03-18-morning"));
    let key = EditionKey::parse("2026-03-19-morning").unwrap();
    assert!(matches!(site.existing(&key), Err(Error::NotAnEdition { .. })));
}

#[test]
fn rebuild_makes_everything_again_from_the_editions() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    release(&site, &fixture::edition(), Mode::Once);
    let names = ["index.html", "feed.xml", "feed.json", "podcast.xml", "archive/index.html"];
    let before = names.map(|name| fs::read(out.path().join(name)).unwrap());
    names.iter().for_each(|name| fs::remove_file(out.path().join(name)).unwrap());
    site.rebuild().unwrap();
    assert!(before == names.map(|name| fs::read(out.path().join(name)).unwrap()));
}

#[test]
fn an_empty_site_has_a_front_page_and_feeds() {
    let out = tempfile::tempdir().unwrap();
    fixture::site(out.path()).rebuild().unwrap();
    assert!(fs::read_to_string(out.path().join("index.html")).unwrap().contains("还没有出刊"));
    crate::xml::parse(&fs::read_to_string(out.path().join("podcast.xml")).unwrap());
}
