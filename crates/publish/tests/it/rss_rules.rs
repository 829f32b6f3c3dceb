//! The rules a feed validator holds RSS 2.0 and JSON Feed to, over a published site.

use crate::fixture::{self, BASE};
use crate::xml::{Element, parse};
use publish::{About, Mode, Site};
use std::collections::BTreeSet;
use std::path::Path;

/// The site after the evening and the morning edition.
pub fn published(about: About) -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    let site = Site::open(out.path(), about).unwrap();
    for edition in [fixture::at("2026-03-17", "evening", "2026-03-17T19:00:00+08:00"), fixture::edition()] {
        site.release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    }
    out
}

pub fn read(out: &Path, name: &str) -> String {
    std::fs::read_to_string(out.join(name)).unwrap()
}

/// `Wed, 18 Mar 2026 07:00:00 +0800`, with the right day name.
pub fn is_rfc822(date: &str) -> bool {
    let parsed = jiff::fmt::rfc2822::parse(date);
    parsed.is_ok_and(|zoned| date == zoned.strftime("%a, %d %b %Y %H:%M:%S %z").to_string())
}

pub fn is_absolute(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Every address in a piece of HTML.
fn links(html: &str) -> Vec<&str> {
    html.split("href=\"")
        .skip(1)
        .chain(html.split("src=\"").skip(1))
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

/// HTML that every reader shows: balanced, of plain elements, with no attribute but the two it needs.
fn check_html(html: &str) {
    const ELEMENTS: &[&str] = &["div", "p", "strong", "em", "small", "ul", "ol", "li", "a", "h3"];
    for element in parse(&format!("<div>{html}</div>")).walk() {
        assert!(ELEMENTS.contains(&element.name.as_str()), "{} in {html}", element.name);
        let known = |name: &String| name == "lang" || (name == "href" && element.name == "a");
        assert!(element.attributes.keys().all(known), "{:?} in {html}", element.attributes);
    }
}

/// Where the last child stands whose name is wanted.
fn rss_position(channel: &Element, wanted: impl Fn(&str) -> bool) -> Option<usize> {
    channel.children.iter().rposition(|child| wanted(&child.name))
}

/// The rules both RSS feeds follow.
pub fn check_rss(text: &str, own_address: &str) -> Element {
    let rss = parse(text);
    assert_eq!((rss.name.as_str(), rss.attribute("version")), ("rss", "2.0"));
    for element in rss.walk() {
        if let Some((prefix, _)) = element.name.split_once(':') {
            assert!(rss.attributes.contains_key(&format!("xmlns:{prefix}")), "{prefix} is declared");
        }
    }
    let channel = rss.one("channel");
    for required in ["title", "link", "description", "language", "lastBuildDate", "generator"] {
        assert!(!channel.one(required).text.trim().is_empty(), "{required}");
    }
    assert!(is_absolute(&channel.one("link").text));
    assert!(is_rfc822(&channel.one("lastBuildDate").text));
    let own = channel.one("atom:link");
    assert_eq!((own.attribute("rel"), own.attribute("href")), ("self", own_address));
    assert_eq!(own.attribute("type"), "application/rss+xml");
    let image = channel.one("image");
    assert_eq!(image.one("link").text, channel.one("link").text);
    assert_eq!(image.one("title").text, channel.one("title").text);
    assert!(is_absolute(&image.one("url").text) && image.one("url").text.ends_with(".png"));
    assert!(channel.one("ttl").text.parse::<u32>().unwrap() > 0);
    assert!(is_absolute(&channel.one("docs").text));
    for name in ["title", "description"] {
        assert!(!channel.one(name).text.contains('<'), "the channel's {name} is no HTML");
    }
    let last_head = rss_position(channel, |name| name != "item").unwrap();
    assert!(channel.children[..last_head].iter().all(|child| child.name != "item"), "items come last");
    for element in rss.walk() {
        let texts = element.attributes.values().chain([&element.text]);
        for c in texts.flat_map(|text| text.chars()) {
            assert!(!matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}'), "{} has {c:?}", element.name);
        }
    }
    let mut guids = BTreeSet::new();
    for item in channel.all("item") {
        assert!(!item.one("title").text.is_empty() && !item.one("description").text.is_empty());
        assert!(is_rfc822(&item.one("pubDate").text), "{}", item.one("pubDate").text);
        assert_eq!(item.one("guid").attribute("isPermaLink"), "false");
        assert!(guids.insert(item.one("guid").text.clone()), "guids are unique: {}", item.one("guid").text);
        assert!(item.all("link").all(|link| is_absolute(&link.text)));
        assert!(item.all("category").all(|category| !category.text.trim().is_empty()));
        check_html(&item.one("description").text);
        check_html(&item.one("content:encoded").text);
        let content = &item.one("content:encoded").text;
        assert!(links(content).into_iter().all(is_absolute), "no relative link in {content}");
        assert!(!content.contains("<script") && !content.contains(" style="), "nothing a reader strips");
    }
    assert!(!guids.is_empty(), "there are items");
    rss
}

#[test]
fn the_text_feed_follows_the_rules_of_rss() {
    let out = published(fixture::about());
    let rss = check_rss(&read(out.path(), "feed.xml"), &format!("{BASE}feed.xml"));
    let channel = rss.one("channel");
    assert_eq!(channel.all("item").count(), 16, "one item a story of both editions");
    assert_eq!(channel.one("language").text, "zh-cn");
    assert_eq!(channel.one("managingEditor").text, "editor@news.example.org (早晚编辑部)");
    let first = channel.all("item").next().unwrap();
    assert_eq!(first.one("title").text, "临江大桥提前两个月合龙，两岸通勤将缩短至十五分钟");
    assert!(first.one("link").text.starts_with(&format!("{BASE}editions/2026-03-18-morning/index.html#sty_")));
    assert!(first.one("description").text.contains("人工智能"), "every description discloses");
    assert!(first.one("content:encoded").text.contains("https://jiangdong.example/2026/03/18/bridge.html"));
}

#[test]
fn items_of_one_edition_keep_the_order_of_the_rundown_when_sorted_by_time() {
    let out = published(fixture::about());
    let rss = parse(&read(out.path(), "feed.xml"));
    let times: Vec<_> = rss
        .one("channel")
        .all("item")
        .map(|item| jiff::fmt::rfc2822::parse(&item.one("pubDate").text).unwrap().timestamp())
        .collect();
    assert!(times.is_sorted_by(|a, b| a > b), "{times:?}");
}

#[test]
fn the_json_feed_follows_version_1_1() {
    let out = published(fixture::about());
    let feed: serde_json::Value = serde_json::from_str(&read(out.path(), "feed.json")).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], format!("{BASE}feed.json"));
    assert_eq!(feed["_zaowan"]["ai_generated"], true);
    let mut ids = BTreeSet::new();
    for item in feed["items"].as_array().unwrap() {
        assert!(ids.insert(item["id"].as_str().unwrap().to_owned()));
        assert!(is_absolute(item["url"].as_str().unwrap()));
        assert!(is_absolute(item["external_url"].as_str().unwrap()));
        item["date_published"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        let content = item["content_html"].as_str().unwrap();
        assert!(links(content).into_iter().all(is_absolute));
    }
    assert_eq!(ids.len(), 16);
}

#[test]
fn without_an_address_the_feeds_point_to_the_sources_and_nowhere_else() {
    let out = published(About { base_url: None, ..fixture::about() });
    let rss = check_rss(&read(out.path(), "feed.xml"), "https://example.invalid/feed.xml");
    let first = rss.one("channel").all("item").next().unwrap().clone();
    assert_eq!(first.one("link").text, "https://jiangdong.example/2026/03/18/bridge.html");
    let feed: serde_json::Value = serde_json::from_str(&read(out.path(), "feed.json")).unwrap();
    assert_eq!((feed.get("feed_url"), feed.get("home_page_url")), (None, None));
    let notices = Site::open(out.path(), About { base_url: None, ..fixture::about() }).unwrap().notices();
    assert!(notices.len() == 1 && notices[0].contains("base_url"), "{notices:?}");
}

#[test]
fn plain_text_that_looks_like_html_is_read_as_it_was_written() {
    let out = tempfile::tempdir().unwrap();
    let mut edition = fixture::edition();
    edition.stories[0].summary = "AT&T grew 3 < 5 \u{fffd}<b>bold".into();
    edition.stories[0].beat = " ".into();
    fixture::site(out.path()).release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    let rss = check_rss(&read(out.path(), "feed.xml"), &format!("{BASE}feed.xml"));
    let description = rss.one("channel").all("item").next().unwrap().one("description").text.clone();
    let shown = parse(&format!("<div>{description}</div>"));
    assert_eq!(shown.children[0].text, "AT&T grew 3 < 5 <b>bold");
}

#[test]
fn hostile_outside_text_stays_text() {
    let out = tempfile::tempdir().unwrap();
    let mut edition = fixture::edition();
    edition.stories[0].headline = "</title><script>alert(1)</script>\u{0}\u{8}]]>".into();
    edition.stories[0].sources[0].url = "javascript:alert(1)".into();
    edition.stories[0].sources[0].title = "\"><img src=x onerror=alert(1)>".into();
    fixture::site(out.path()).release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    for name in ["feed.xml", "podcast.xml"] {
        let rss = check_rss(&read(out.path(), name), &format!("{BASE}{name}"));
        for content in rss.walk().into_iter().filter(|element| element.name == "content:encoded") {
            assert!(!content.text.contains("<img") && !content.text.contains("javascript:"), "{}", content.text);
        }
    }
    let page = read(out.path(), "editions/2026-03-18-morning/index.html");
    assert!(!page.contains("<script>") && !page.contains("javascript:") && !page.contains("<img"));
    let markdown = read(out.path(), "editions/2026-03-18-morning/edition.md").replace("\\<", "");
    assert!(!markdown.contains("javascript:") && !markdown.contains("<script"));
}
