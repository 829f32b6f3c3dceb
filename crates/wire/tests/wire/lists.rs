//! Lists of sources, and how a source is.

use crate::web::{Reply, Web, as_of, rss, source};
use news::{Language, Source, SourceId, SourceKind};
use wire::health::{Health, health};
use wire::opml::{Outline, read, write};

fn outline(title: &str, url: &str, beat: Option<&str>, language: Option<Language>) -> Outline {
    Outline { title: title.into(), url: url.into(), beat: beat.map(str::to_owned), language }
}

#[test]
fn a_list_that_was_written_reads_back() {
    let coast = Source {
        language: Some(Language::EN),
        name: "Coast & \"Port\"".into(),
        ..source(SourceKind::Feed, "https://coast.example/feed?a=1&b=2")
    };
    let hill = Source {
        id: SourceId("hill".into()),
        name: "山城日报".into(),
        beat: "business".into(),
        ..source(SourceKind::Auto, "https://hill.example/")
    };
    let text = write("Morning <list>", &[coast, hill]);
    assert!(text.contains("<title>Morning &lt;list&gt;</title>"));
    assert_eq!(
        read(&text).unwrap(),
        [
            outline("Coast & \"Port\"", "https://coast.example/feed?a=1&b=2", Some("world"), Some(Language::EN)),
            outline("山城日报", "https://hill.example/", Some("business"), None),
        ]
    );
}

#[test]
fn lists_of_other_readers_are_read() {
    let text = "<?xml version='1.0'?><OPML version='1.0'><body>\
        <outline text='No folder' xmlUrl='https://a.example/feed' category='/News/Sport,Else'></outline>\
        <outline text='Outer'><outline text='Inner' title=''>\
          <outline type='rss' text='Deep' xmlurl=\"https://b.example/feed\"/></outline>\
          <outline type='rss' text='Shallow' xmlUrl='https://c.example/feed'/>\
          <outline type='rss' text='Again' xmlUrl='https://b.example/feed'/></outline>\
        <outline type='rss' xmlUrl='https://d.example/feed'/></body></OPML>";
    assert_eq!(
        read(text).unwrap(),
        [
            outline("No folder", "https://a.example/feed", Some("Sport"), None),
            outline("Deep", "https://b.example/feed", Some("Inner"), None),
            outline("Shallow", "https://c.example/feed", Some("Outer"), None),
            outline("https://d.example/feed", "https://d.example/feed", None, None),
        ]
    );
}

#[test]
fn what_is_no_list_is_told() {
    assert_eq!(read("<html></html>").unwrap_err().to_string(), "not an opml file: it has no opml element");
    assert_eq!(
        read("<opml><body/></opml>").unwrap_err().to_string(),
        "not an opml file: it names no feed (no outline with an xmlUrl)"
    );
}

const FEED: &str = "https://coast.example/feed";

async fn check(reply: Reply) -> Health {
    let source = source(SourceKind::Feed, FEED);
    let poll = Web::of([(FEED, reply)]).await.poll(&source).await;
    health(&source, &poll, as_of())
}

fn item(date: &str, description: &str) -> String {
    format!(
        "<title>Ferry {date}</title><link>https://coast.example/{}</link><pubDate>{date}</pubDate><description>{description}</description>",
        date.len()
    )
}

#[tokio::test]
async fn a_source_with_fresh_dated_items_is_green() {
    let items = [item("Tue, 10 Feb 2026 03:00:00 GMT", "It runs."), item("2026-02-09", "Cut…")];
    assert_eq!(
        check(Reply::feed(rss(&items.each_ref().map(String::as_str)))).await,
        Health { green: true, newest_age_hours: Some(3.0), n_items: 2, n_dated: 2, n_extracted: 1, error: None }
    );
}

#[tokio::test]
async fn a_source_that_is_old_undated_or_down_is_red_and_says_why() {
    let old = check(Reply::feed(rss(&[&item("Mon, 02 Feb 2026 06:00:00 GMT", "It runs.")]))).await;
    assert_eq!((old.green, old.error.as_deref()), (false, Some("its newest item is 8 days old")));
    let undated = check(Reply::feed(rss(&[&item("some day", "It runs.")]))).await;
    assert_eq!(
        (undated.green, undated.error.as_deref()),
        (false, Some("none of its 1 items has a date that can be believed"))
    );
    let down = check(Reply::status(503)).await;
    assert_eq!(
        (down.green, down.error.as_deref()),
        (false, Some("coast.example answered with status 503 Service Unavailable"))
    );
}
