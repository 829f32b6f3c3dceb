//! What is broken in the wild, and what is read of it.

use super::*;

fn entries(text: &str) -> Vec<Entry> {
    read(text, &Url::parse("https://a.example/dir/feed").unwrap(), None).unwrap()
}

fn titles(text: &str) -> Vec<String> {
    entries(text).into_iter().map(|entry| entry.title).collect()
}

fn links(text: &str) -> Vec<String> {
    entries(text).into_iter().map(|entry| entry.url).collect()
}

#[test]
fn junk_before_the_root_is_passed_over() {
    let text = "<br />\n<b>Warning</b>: foo in /x.php\n<?xml version=\"1.0\"?>\n<rss version='2.0'><channel><item>\
                <title>a</title></item></channel></rss>";
    assert_eq!(titles(text), ["a"]);
}

#[test]
fn bare_ampersands_and_html_entities_stand_as_they_were_meant() {
    let text = "<rss><item><title>A & B&nbsp;&amp; C &#169; &#1;</title><link>/x?a=1&b=2</link></item></rss>";
    assert_eq!(titles(text), ["A & B&nbsp;& C © &#1;"]);
    assert_eq!(links(text), ["https://a.example/x?a=1&b=2"]);
}

#[test]
fn bare_markup_in_a_description_is_text() {
    let text = "<rss><item><description><p>One<br>two &amp; three</description><title>a</title></item></rss>";
    let entry = entries(text).remove(0);
    assert_eq!((entry.title.as_str(), entry.body.plain().as_str()), ("a", "One\ntwo & three"));
}

#[test]
fn tags_in_capitals_and_tags_never_closed_are_read() {
    let text = "<RSS VERSION='2.0'><CHANNEL><ITEM><PUBDATE>6 Jul 2026<CATEGORY>c<TITLE>x</TITLE><ITEM><TITLE>y</ITEM>";
    assert_eq!(titles(text), ["x", "y"]);
    assert_eq!(entries(text)[0].newest_date(), Some("2026-07-06T00:00:00Z".parse().unwrap()));
}

#[test]
fn a_title_in_a_picture_or_a_quoted_feed_is_not_the_entrys() {
    let entry = "<image><title>wrong</title><link>/wrong</link></image><source><title>wrong</title></source>\
                 <title>right</title><link href='/right'/><x:quote xmlns:x='urn:x'><entry><title>no</title></entry></x:quote>";
    let text = format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</entry></feed>");
    assert_eq!((titles(&text), links(&text)), (vec!["right".to_owned()], vec!["https://a.example/right".to_owned()]));
}

#[test]
fn prefixes_mean_what_they_were_declared_as() {
    let text = "<r:feed xmlns:r='http://www.w3.org/2005/Atom' xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:e='urn:e'>\
                <r:entry><e:title>no</e:title><d:title>weak</d:title><r:title>a</r:title><d:date>2026-07-06</d:date></r:entry></r:feed>";
    assert_eq!(titles(text), ["a"]);
    assert!(entries(text)[0].newest_date().is_some());
}

#[test]
fn either_formats_links_are_read_in_both() {
    let rdf = "<rdf:RDF><item><link rel='self' href='/s'/><link href='/a?b&amp;c'/></item></rdf:RDF>";
    assert_eq!(links(rdf), ["https://a.example/a?b&c"]);
    let atom = "<feed><entry><link rel='enclosure'>/no</link><link rel='alternate'>/a?b&c</link></entry></feed>";
    assert_eq!(links(atom), ["https://a.example/a?b&c"]);
    let base = "<rss xml:base='/other/'><item><link>x</link></item></rss>";
    assert_eq!(links(base), ["https://a.example/other/x"]);
}

#[test]
fn microsofts_channels_are_read() {
    let text = "<CHANNEL><ITEM HREF='/a' LASTMOD='2004-04-07T01:05:43Z'><TITLE>t</TITLE><ABSTRACT>b</ABSTRACT></ITEM></CHANNEL>";
    let entry = entries(text).remove(0);
    assert_eq!((entry.title.as_str(), entry.url.as_str()), ("t", "https://a.example/a"));
    assert_eq!((entry.body.plain(), entry.newest_date()), ("b".into(), Some("2004-04-07T01:05:43Z".parse().unwrap())));
}

#[test]
fn the_first_publication_that_can_be_read_is_the_date() {
    let text = "<feed><entry><updated>2026-07-08</updated><published>soon</published><created>2026-07-07</created>\
                </entry></feed>";
    assert_eq!(entries(text)[0].newest_date(), Some("2026-07-07T00:00:00Z".parse().unwrap()));
}

#[test]
fn an_entry_that_is_cut_off_is_dropped() {
    for end in ["<title>b</title><description><![CDATA[half of", "<title>hal", "<pubDate>Tue, 1", "<title>b</ti"] {
        let text = format!("<feed><entry><title>a</title></entry><entry>{end}");
        assert_eq!(titles(&text), ["a"], "{end}");
    }
    assert_eq!(titles("<feed><entry><title>a</title>"), ["a"]);
}

#[test]
fn control_characters_go_and_attributes_need_no_quotes() {
    let text = "<feed xml:lang=en><entry><link href=a?b&c /><title>a\u{b}b</title></entry></feed>";
    assert_eq!((titles(text), links(text)), (vec!["ab".to_owned()], vec!["https://a.example/dir/a?b&c".to_owned()]));
    assert_eq!(entries(text)[0].language, Some(Language::EN));
}

#[test]
fn authors_are_named_in_either_way() {
    for (text, expected) in [
        ("<feed><entry><author><name>Jo Li</name><email>a@b.example</email></author></entry></feed>", Some("Jo Li")),
        ("<rss><item><author>a@b.example (Jo Li)</author></item></rss>", Some("Jo Li")),
        ("<rss><item><author>a@b.example</author></item></rss>", None),
        ("<rss><item><dc:creator><![CDATA[Jo Li]]></dc:creator></item></rss>", Some("Jo Li")),
    ] {
        assert_eq!(entries(text)[0].author.as_deref(), expected, "{text}");
    }
}

#[test]
fn a_tower_of_tags_is_read_without_harm() {
    let tower = format!("<feed>{}<entry><title>a</title></entry>{}", "<a>".repeat(200_000), "</b>".repeat(200_000));
    assert_eq!(titles(&tower), ["a"]);
}
