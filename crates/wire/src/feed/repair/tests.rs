//! What is broken in the wild, and what is made of it.

use super::*;

fn check(text: &str, expected: &str) {
    assert_eq!(repair(text), Repaired { text: expected.to_owned(), dropped_last: false });
}

#[test]
fn junk_before_the_root_is_cut() {
    check(
        "<br />\n<b>Warning</b>: foo in /x.php\n<?xml version=\"1.0\"?>\n<rss version='2.0'><channel></channel></rss>",
        "<rss version=\"2.0\"><channel></channel></rss>",
    );
}

#[test]
fn bare_ampersands_and_html_entities_are_escaped() {
    check(
        "<feed><title>A & B&nbsp;&amp; C &#169; &#1;</title><id>x?a=1&b=2</id></feed>",
        "<feed><title>A &amp; B&amp;nbsp;&amp; C &#169; &amp;#1;</title><id>x?a=1&amp;b=2</id></feed>",
    );
}

#[test]
fn bare_markup_in_a_description_becomes_text() {
    check(
        "<feed><description><p>One<br>two &amp; three</description></feed>",
        "<feed><description>&lt;p&gt;One&lt;br&gt;two &amp;amp; three</description></feed>",
    );
}

#[test]
fn tags_in_capitals_and_tags_never_closed_are_mended() {
    check(
        "<RSS VERSION='2.0'><CHANNEL><ITEM><PUBDATE>x</PUBDATE><ITEM><TITLE>y</ITEM></CHANNEL>",
        "<rss version=\"2.0\"><channel><item><pubDate>x</pubDate></item>\
         <item><title>y</title></item></channel></rss>",
    );
}

#[test]
fn a_missing_channel_and_an_unknown_version_are_mended() {
    check(
        "<rss version=\"0.93\"><item><guid>1</guid></item></rss>",
        "<rss was=\"0.93\" version=\"2.0\"><channel><item><guid>1</guid></item></channel></rss>",
    );
}

#[test]
fn the_roots_own_prefix_goes() {
    check(
        "<r:feed xmlns:r='x'><r:entry><r:title>a</r:title></r:entry></r:feed>",
        "<feed xmlns:r=\"x\"><entry><title>a</title></entry></feed>",
    );
}

#[test]
fn links_are_written_as_their_format_writes_them() {
    check(
        "<rdf:RDF><item><link rel='self' href='/s'/><link href='/a?b&amp;c'/></item></rdf:RDF>",
        "<rdf:RDF><item><link>/a?b&amp;c</link></item></rdf:RDF>",
    );
    check(
        "<feed><entry><link rel='alternate'>/a?b&c</link></entry></feed>",
        "<feed><entry><link rel=\"alternate\" href=\"/a?b&amp;c\"/></entry></feed>",
    );
}

#[test]
fn an_entry_that_is_cut_off_is_dropped() {
    for end in ["<title>b</title><description><![CDATA[half of", "<title>hal", "<pubDate>Tue, 1", "<title>b</ti"] {
        let text = format!("<feed><entry><title>a</title></entry><entry>{end}");
        let expected = "<feed><entry><title>a</title></entry></feed>".to_owned();
        assert_eq!(repair(&text), Repaired { text: expected, dropped_last: true }, "{end}");
    }
    check("<feed><entry><title>a</title>", "<feed><entry><title>a</title></entry></feed>");
}

#[test]
fn control_characters_go_and_attributes_get_quotes() {
    check(
        "<feed xml:lang=en><entry><link href='a?b&c'/><title>a\u{b}b</title></entry></feed>",
        "<feed xml:lang=\"en\"><entry><link href=\"a?b&amp;c\"/><title>ab</title></entry></feed>",
    );
}

#[test]
fn a_tower_of_tags_costs_no_more_than_its_bytes() {
    let tower = format!("<feed>{}{}", "<a>".repeat(200_000), "</b>".repeat(200_000));
    assert!(repair(&tower).text.len() < 2_000);
}
