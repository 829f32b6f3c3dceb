//! Reads feeds of every format: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, JSON Feed.
//!
//! A feed of the wild is seldom well-formed, so nothing here asks it to be: what can be read is read.
//! Dates are read from their raw spelling: see [`crate::dating`].

mod content;
pub(crate) mod discover;
mod draft;
mod json;
pub(crate) mod scan;
mod vocabulary;
mod xml;

use crate::entry::{Entry, one_line};
use crate::fetch::charset;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

/// An entry of a feed, read as an item would be: for trying feeds and for measuring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// On one line, without markup.
    pub title: String,
    /// Absolute; empty if the entry names none.
    pub url: String,
    /// Of publication, else of the update.
    pub date: Option<Timestamp>,
    /// Plain, one paragraph a line.
    pub text: String,
}

/// What the bytes of a feed announce, in its order; `None` if they are no feed.
///
/// `content_type`: the HTTP header. `base` and `zone`: of links and of dates that name none.
pub fn announced(
    bytes: &[u8],
    content_type: Option<&str>,
    base: &Url,
    zone: Option<&TimeZone>,
) -> Option<Vec<Announced>> {
    let entries = read(&charset::decode(bytes, content_type).text, base, zone)?;
    let announced = |entry: Entry| Announced {
        title: one_line(&entry.title),
        date: entry.newest_date(),
        text: entry.body.plain(),
        url: entry.url,
    };
    Some(entries.into_iter().map(announced).collect())
}

/// What a text is, by its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// A feed in XML.
    Xml,
    /// A feed in JSON.
    Json,
    /// A sitemap or an index of sitemaps.
    Sitemap,
    /// A web page.
    Page,
    /// None of these.
    Other,
}

/// Looks at the top of a text.
pub(crate) fn looks(text: &str) -> Looks {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return Looks::Json;
    }
    let mut end = text.len().min(64 * 1024);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let lower = text[..end].to_ascii_lowercase();
    let first = |starts: &[&str]| starts.iter().filter_map(|start| find_tag(&lower, start)).min();
    let feed = xml::root_of(&lower);
    let sitemap = first(&["<urlset", "<sitemapindex"]);
    // A document type alone does not make a page: exports put that of a page over a feed.
    let page = first(&["<html", "<head", "<body"]).or(first(&["<!doctype"]).filter(|_| feed.or(sitemap).is_none()));
    let found = [(feed, Looks::Xml), (sitemap, Looks::Sitemap), (page, Looks::Page)];
    let earliest = found.into_iter().filter_map(|(at, looks)| Some((at?, looks))).min_by_key(|(at, _)| *at);
    earliest.map_or(Looks::Other, |(_, looks)| looks)
}

/// The entries of a feed in its order; `None` if the text is none.
///
/// `base`: the address it came from, to make links absolute. `zone`: of dates that name none.
pub(crate) fn read(text: &str, base: &Url, zone: Option<&TimeZone>) -> Option<Vec<Entry>> {
    match looks(text) {
        Looks::Json => json::read(text, base, zone),
        Looks::Xml => xml::read(text, base, zone),
        Looks::Sitemap | Looks::Page | Looks::Other => None,
    }
}

/// Where a tag begins whose name ends where `start` ends.
fn find_tag(lower: &str, start: &str) -> Option<usize> {
    let ends = |at: &usize| lower[at + start.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
    lower.match_indices(start).map(|(at, _)| at).find(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_by_its_looks() {
        for (text, expected) in [
            ("\u{feff}<?xml version='1.0'?><rss version='2.0'></rss>", Looks::Xml),
            ("<b>Warning</b>: x<RSS></RSS>", Looks::Xml),
            ("<!DOCTYPE rss SYSTEM 'x'><rss></rss>", Looks::Xml),
            ("<rdf:RDF xmlns='x'></rdf:RDF>", Looks::Xml),
            ("<feed xmlns='x'/>", Looks::Xml),
            (" {\"items\":[]}", Looks::Json),
            ("<?xml version='1.0'?><urlset xmlns='x'></urlset>", Looks::Sitemap),
            ("<!doctype html><html><body>about <rss> </body></html>", Looks::Page),
            ("<!DOCTYPE HTML PUBLIC 'x'><p>x", Looks::Page),
            ("plain words", Looks::Other),
        ] {
            assert_eq!(looks(text), expected, "{text}");
        }
    }

    /// The same two entries in each format; ends in a line end, so that the last cut is of the whole.
    const WHOLE: [&str; 3] = [
        "<?xml version='1.0'?><rss version='2.0'><channel><title>C</title><item><title>Ferry runs</title>\
         <link>https://a.example/1</link><pubDate>Tue, 10 Feb 2026 05:00:00 GMT</pubDate></item><item>\
         <title><![CDATA[Port opens]]></title><link>https://a.example/2</link>\
         <pubDate>Mon, 09 Feb 2026 05:00:00 GMT</pubDate><description>Text</description></item></channel></rss>\n",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>C</title><entry><title>Ferry runs</title>\
         <link href='https://a.example/1'/><published>2026-02-10T05:00:00Z</published></entry><entry>\
         <title type='html'>Port opens</title><link href='https://a.example/2'/>\
         <published>2026-02-09T05:00:00Z</published></entry></feed>\n",
        "<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <channel><title>C</title></channel><item><title>Ferry runs</title><link>https://a.example/1</link>\
         <dc:date>2026-02-10T05:00:00Z</dc:date></item><item><title>Port opens</title>\
         <link>https://a.example/2</link><dc:date>2026-02-09T05:00:00Z</dc:date></item></rdf:RDF>\n",
    ];

    #[test]
    fn wherever_a_feed_is_cut_off_no_half_title_address_or_date_comes_out() {
        let whole = [
            ("Ferry runs", "https://a.example/1", "2026-02-10T05:00:00Z"),
            ("Port opens", "https://a.example/2", "2026-02-09T05:00:00Z"),
        ];
        for text in WHOLE {
            for end in 0..text.len() {
                let entries = read(&text[..end], &Url::parse("https://a.example/").unwrap(), None).unwrap_or_default();
                assert!(end + 1 < text.len() || entries.len() == 2, "{text}");
                for (entry, (title, url, date)) in entries.iter().zip(whole) {
                    let at = entry.newest_date().map(|at| at.to_string());
                    let is_whole = |found: &str, whole: &str| found.is_empty() || found == whole;
                    assert!(is_whole(&entry.title, title), "{:?} of {}", entry.title, &text[..end]);
                    assert!(is_whole(&entry.url, url), "{:?} of {}", entry.url, &text[..end]);
                    assert!(at.is_none_or(|at| at == date), "{:?} of {}", entry.evidence, &text[..end]);
                }
            }
        }
    }
}
