//! The rules of Apple, PSP-1 and the podcast namespace, over a published podcast.

use crate::fixture::{self, BASE};
use crate::rss_rules::{check_rss, is_absolute, published, read};
use crate::xml::Element;
use publish::{About, Mode, feed_guid};
use std::collections::BTreeMap;

/// The namespace's tags this program may write, with their attributes; a made-up tag passes every feed validator.
fn known_tags() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("podcast:guid", &[][..]),
        ("podcast:locked", &["owner"][..]),
        ("podcast:medium", &[][..]),
        ("podcast:txt", &["purpose"][..]),
        ("podcast:image", &["href", "alt", "aspect-ratio", "width", "type"][..]),
        ("podcast:person", &["role", "group"][..]),
        ("podcast:transcript", &["url", "type", "language", "rel"][..]),
        ("podcast:chapters", &["url", "type"][..]),
        ("podcast:alternateEnclosure", &["type", "length"][..]),
        ("podcast:source", &["uri"][..]),
    ])
}

fn podcast() -> (tempfile::TempDir, Element) {
    let out = published(fixture::about());
    let rss = check_rss(&read(out.path(), "podcast.xml"), &format!("{BASE}podcast.xml"));
    (out, rss)
}

#[test]
fn the_namespaces_are_the_exact_ones() {
    let (_out, rss) = podcast();
    assert_eq!(rss.attribute("xmlns:itunes"), "http://www.itunes.com/dtds/podcast-1.0.dtd");
    assert_eq!(rss.attribute("xmlns:podcast"), "https://podcastindex.org/namespace/1.0");
    assert_eq!(rss.attribute("xmlns:content"), "http://purl.org/rss/1.0/modules/content/");
}

#[test]
fn only_known_podcast_tags_with_known_attributes_are_written() {
    let (_out, rss) = podcast();
    let known = known_tags();
    for element in rss.walk().into_iter().filter(|element| element.name.starts_with("podcast:")) {
        let allowed = known.get(element.name.as_str()).unwrap_or_else(|| panic!("{} is not known", element.name));
        for attribute in element.attributes.keys() {
            assert!(allowed.contains(&attribute.as_str()), "{} has no {attribute}", element.name);
        }
    }
}

#[test]
fn another_format_stands_beside_the_enclosure_and_on_the_page() {
    let edition = fixture::edition();
    let opus = publish::AlsoSound {
        name: "bulletin.opus".into(),
        media_type: "audio/ogg; codecs=opus".into(),
        bytes: b"OggS and more".to_vec(),
    };
    let sound = publish::Sound { also: vec![opus], ..fixture::sound(&edition) };
    let out = tempfile::tempdir().unwrap();
    fixture::site(out.path()).release(&edition, Some(&sound), Mode::Once).unwrap();
    let rss = check_rss(&read(out.path(), "podcast.xml"), &format!("{BASE}podcast.xml"));
    let other = rss.one("channel").one("item").one("podcast:alternateEnclosure");
    assert_eq!((other.attribute("type"), other.attribute("length")), ("audio/ogg; codecs=opus", "13"));
    let folder = format!("editions/{}", edition.id);
    assert_eq!(other.one("podcast:source").attribute("uri"), format!("{BASE}{folder}/bulletin.opus"));
    assert_eq!(std::fs::read(out.path().join(&folder).join("bulletin.opus")).unwrap(), b"OggS and more");
    assert!(read(out.path(), &format!("{folder}/index.html")).contains(">OPUS</a>"));
    assert!(read(out.path(), &format!("{folder}/edition.json")).contains("audio/ogg; codecs=opus"));
}

#[test]
fn the_channel_has_what_directories_ask_for() {
    let (_out, rss) = podcast();
    let channel = rss.one("channel");
    assert_eq!(channel.one("itunes:explicit").text, "false");
    assert_eq!(channel.one("itunes:type").text, "episodic");
    assert_eq!(channel.one("itunes:author").text, "早晚编辑部");
    let category = channel.one("itunes:category");
    assert_eq!((category.attribute("text"), category.one("itunes:category").attribute("text")), ("News", "Daily News"));
    let owner = channel.one("itunes:owner");
    assert_eq!(owner.one("itunes:email").text, "editor@news.example.org");
    assert!(channel.one("itunes:image").attribute("href").ends_with(".png"));
    assert!(channel.one("description").text.chars().count() < 4000);
    assert_eq!(channel.one("podcast:guid").text, feed_guid(&format!("{BASE}podcast.xml")).to_string());
    assert_eq!(channel.one("podcast:locked").text, "no");
    assert_eq!(channel.one("podcast:locked").attribute("owner"), "editor@news.example.org");
    assert_eq!(channel.one("podcast:medium").text, "podcast");
}

#[test]
fn the_ai_content_is_disclosed_at_channel_and_item_in_tag_and_text() {
    let (_out, rss) = podcast();
    let channel = rss.one("channel");
    for place in std::iter::once(channel).chain(channel.all("item")) {
        let txt = place.one("podcast:txt");
        assert_eq!((txt.attribute("purpose"), txt.text.as_str()), ("ai-content", "true"));
        for tag in ["description", "itunes:summary"] {
            let text = &place.one(tag).text;
            assert!(text.contains("人工智能生成合成") && text.contains("by AI"), "{tag}: {text}");
        }
        assert!(place.all("podcast:person").count() > 0);
        assert!(place.all("podcast:person").all(|person| person.text.ends_with(" (AI)") && person.text.len() <= 128));
    }
}

#[test]
fn every_episode_points_to_real_files_of_the_right_kind_and_size() {
    let (out, rss) = podcast();
    let items: Vec<&Element> = rss.one("channel").all("item").collect();
    assert_eq!(items.len(), 2);
    let on_disk = |address: &str| out.path().join(address.strip_prefix(BASE).unwrap());
    for item in items {
        let enclosure = item.one("enclosure");
        assert_eq!(enclosure.attribute("type"), "audio/mpeg");
        let bytes = std::fs::metadata(on_disk(enclosure.attribute("url"))).unwrap().len();
        assert_eq!(enclosure.attribute("length"), bytes.to_string());
        assert!(item.one("itunes:duration").text.parse::<u64>().unwrap() > 60, "whole seconds");
        assert_eq!(item.one("itunes:episodeType").text, "full");
        assert_eq!(item.one("itunes:title").text, item.one("title").text);
        let transcripts: Vec<_> = item
            .all("podcast:transcript")
            .map(|transcript| (transcript.attribute("type"), transcript.attributes.get("rel").map(String::as_str)))
            .collect();
        assert_eq!(
            transcripts,
            [("text/vtt", Some("captions")), ("application/x-subrip", None), ("application/json", None)]
        );
        assert_eq!(item.one("podcast:chapters").attribute("type"), "application/json+chapters");
        for element in item.walk() {
            for address in ["url", "href"].into_iter().filter_map(|name| element.attributes.get(name)) {
                assert!(is_absolute(address) && on_disk(address).exists(), "{address} exists");
            }
        }
    }
}

#[test]
fn a_podcast_without_an_owners_address_is_well_formed_and_the_newsroom_is_told() {
    let about = About { owner_email: None, ..fixture::about() };
    let out = published(about.clone());
    let rss = check_rss(&read(out.path(), "podcast.xml"), &format!("{BASE}podcast.xml"));
    let channel = rss.one("channel");
    assert_eq!((channel.all("itunes:owner").count(), channel.all("managingEditor").count()), (0, 0));
    assert!(channel.one("podcast:locked").attributes.is_empty());
    let notices = publish::Site::open(out.path(), about).unwrap().notices();
    assert!(notices.len() == 1 && notices[0].contains("set email under [newsroom]"), "{notices:?}");
    assert!(publish::Site::open(out.path(), fixture::about()).unwrap().notices().is_empty());
}

#[test]
fn an_episode_of_another_newsroom_has_another_guid() {
    let guid = |newsroom: &str| {
        let out = tempfile::tempdir().unwrap();
        let mut edition = fixture::edition();
        edition.newsroom = newsroom.into();
        fixture::site(out.path()).release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
        let rss = check_rss(&read(out.path(), "podcast.xml"), &format!("{BASE}podcast.xml"));
        rss.one("channel").one("item").one("guid").text.clone()
    };
    let one = guid("一");
    assert!(one == guid("一") && one != guid("二") && one.parse::<uuid::Uuid>().is_ok(), "{one}");
}

#[test]
fn however_much_is_told_descriptions_fit_the_directories() {
    let out = tempfile::tempdir().unwrap();
    let mut edition = fixture::edition();
    let story = edition.stories[0].clone();
    edition.stories = (0..60).map(|_| story.clone()).collect();
    for (n, story) in edition.stories.iter_mut().enumerate() {
        story.id = news::StoryId::of(&n.to_string());
        story.headline = format!("{n} <&> {}", "长".repeat(90));
    }
    let site = fixture::site(out.path());
    site.release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    let rss = check_rss(&read(out.path(), "podcast.xml"), &format!("{BASE}podcast.xml"));
    let item = rss.one("channel").one("item");
    for tag in ["description", "itunes:summary"] {
        let n_chars = item.one(tag).text.chars().count();
        assert!((2_000..4_000).contains(&n_chars), "{tag} has {n_chars} characters");
    }
}

#[test]
fn speakers_come_from_the_transcript() {
    let (_out, rss) = podcast();
    let names: Vec<&str> = rss.one("channel").all("podcast:person").map(|person| person.text.as_str()).collect();
    assert_eq!(names, ["林晚 (AI)", "Alex (AI)"]);
}

#[test]
fn an_edition_without_sound_is_no_episode() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let mut silent = fixture::edition();
    silent.audio = None;
    site.release(&silent, None, Mode::Once).unwrap();
    assert!(!read(out.path(), "podcast.xml").contains("<item>"));
    assert!(read(out.path(), "feed.xml").contains("<item>"));
}

#[test]
fn without_an_address_or_an_email_nothing_is_made_up() {
    let out = published(About { base_url: None, owner_email: None, ..fixture::about() });
    let rss = check_rss(&read(out.path(), "podcast.xml"), "https://example.invalid/podcast.xml");
    let channel = rss.one("channel");
    assert_eq!(channel.all("podcast:guid").count(), 0, "every newsroom without an address would have the same");
    assert_eq!(channel.all("itunes:owner").count() + channel.all("managingEditor").count(), 0);
    assert_eq!(channel.one("podcast:locked").attributes.len(), 0);
}

#[test]
fn a_sample_says_so_in_every_title_and_description() {
    let out = tempfile::tempdir().unwrap();
    let site = publish::Site::open(out.path(), About { sample: true, ..fixture::about() }).unwrap();
    let mut edition = fixture::edition();
    edition.sample = true;
    site.release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    let rss = check_rss(&read(out.path(), "podcast.xml"), &format!("{BASE}podcast.xml"));
    let channel = rss.one("channel");
    assert!(channel.one("title").text.contains("SAMPLE"));
    let item = channel.one("item");
    assert!(item.one("title").text.starts_with("【样刊】"));
    assert!(item.one("description").text.starts_with("<p>样刊"));
}
