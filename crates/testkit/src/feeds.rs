//! Feeds in the dialects that outlets write: RSS 2.0, Atom, JSON Feed, RSS 1.0 (RDF), sitemap with news tags.

use crate::markup::{escape, rfc2822, rfc3339};
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use serde_json::json;
use std::fmt::Write as _;

/// The form an outlet's list of articles has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dialect {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
    /// RSS 1.0.
    Rdf,
    /// A sitemap with news tags.
    SitemapNews,
    /// No feed: a page with links.
    PageList,
}

impl Dialect {
    /// What the server says it is.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::JsonFeed => "application/feed+json",
            Self::Rdf => "application/rdf+xml",
            Self::SitemapNews => "application/xml",
            Self::PageList => "text/html",
        }
    }
}

/// An outlet's list of articles.
pub(crate) struct Channel<'a> {
    pub title: &'a str,
    pub home: &'a str,
    pub address: &'a str,
    pub language: &'a str,
    pub zone: &'a TimeZone,
    /// What the XML declaration says; the caller encodes.
    pub charset: &'a str,
    pub updated: Timestamp,
    pub entries: Vec<Entry>,
}

/// One article as a feed gives it.
pub(crate) struct Entry {
    pub link: String,
    pub title: String,
    pub date: When,
    /// Plain text.
    pub summary: String,
    /// HTML, if the feed gives the whole text.
    pub content: Option<String>,
    pub author: Option<String>,
}

/// The date of an entry.
pub(crate) enum When {
    /// Written as the dialect asks.
    At(Timestamp),
    /// Written like this, right or wrong.
    Written(String),
    /// Not at all.
    Never,
}

impl When {
    fn text(&self, spell: impl Fn(Timestamp) -> String) -> Option<String> {
        match self {
            Self::At(at) => Some(spell(*at)),
            Self::Written(text) => Some(text.clone()),
            Self::Never => None,
        }
    }

    fn element(&self, name: &str, spell: impl Fn(Timestamp) -> String) -> String {
        self.text(spell).map(|text| format!("<{name}>{}</{name}>\n", escape(&text))).unwrap_or_default()
    }
}

/// The feed as text in its dialect; empty for a page list, which is a page.
pub(crate) fn render(dialect: Dialect, channel: &Channel<'_>) -> String {
    match dialect {
        Dialect::Rss => rss(channel),
        Dialect::Atom => atom(channel),
        Dialect::JsonFeed => json_feed(channel),
        Dialect::Rdf => rdf(channel),
        Dialect::SitemapNews => sitemap(channel),
        Dialect::PageList => String::new(),
    }
}

fn declaration(channel: &Channel<'_>) -> String {
    format!("<?xml version=\"1.0\" encoding=\"{}\"?>\n", channel.charset)
}

fn rss(channel: &Channel<'_>) -> String {
    let mut xml = declaration(channel);
    xml.push_str("<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n");
    let _ = write!(
        xml,
        "<title>{}</title>\n<link>{}</link>\n<atom:link href=\"{}\" rel=\"self\"/>\n<language>{}</language>\n<lastBuildDate>{}</lastBuildDate>\n<description>{}</description>\n",
        escape(channel.title),
        escape(channel.home),
        escape(channel.address),
        channel.language,
        rfc2822(channel.updated, channel.zone),
        escape(channel.title),
    );
    for entry in &channel.entries {
        xml.push_str(&rss_item(entry, channel.zone));
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

fn rss_item(entry: &Entry, zone: &TimeZone) -> String {
    let link = escape(&entry.link);
    let author = entry.author.as_deref().map(|name| format!("<dc:creator>{}</dc:creator>\n", escape(name)));
    let content = entry
        .content
        .as_deref()
        .map(|html| format!("<content:encoded><![CDATA[{}]]></content:encoded>\n", html.replace("]]>", "]]&gt;")));
    format!(
        "<item>\n<title>{}</title>\n<link>{link}</link>\n<guid isPermaLink=\"true\">{link}</guid>\n{}{}<description>{}</description>\n{}</item>\n",
        escape(&entry.title),
        entry.date.element("pubDate", |at| rfc2822(at, zone)),
        author.unwrap_or_default(),
        escape(&entry.summary),
        content.unwrap_or_default(),
    )
}

fn atom(channel: &Channel<'_>) -> String {
    let mut xml = declaration(channel);
    let _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n<link href=\"{}\"/>\n<link rel=\"self\" href=\"{}\"/>\n<id>{}</id>\n<updated>{}</updated>\n",
        channel.language,
        escape(channel.title),
        escape(channel.home),
        escape(channel.address),
        escape(channel.address),
        rfc3339(channel.updated, channel.zone),
    );
    for entry in &channel.entries {
        xml.push_str(&atom_entry(entry, channel.zone));
    }
    xml.push_str("</feed>\n");
    xml
}

fn atom_entry(entry: &Entry, zone: &TimeZone) -> String {
    let link = escape(&entry.link);
    let author = entry.author.as_deref().map(|name| format!("<author><name>{}</name></author>\n", escape(name)));
    let content = entry.content.as_deref().map(|html| format!("<content type=\"html\">{}</content>\n", escape(html)));
    format!(
        "<entry>\n<title type=\"text\">{}</title>\n<link rel=\"alternate\" href=\"{link}\"/>\n<id>{link}</id>\n{}{}{}<summary>{}</summary>\n{}</entry>\n",
        escape(&entry.title),
        entry.date.element("published", |at| rfc3339(at, zone)),
        entry.date.element("updated", |at| rfc3339(at, zone)),
        author.unwrap_or_default(),
        escape(&entry.summary),
        content.unwrap_or_default(),
    )
}

fn json_feed(channel: &Channel<'_>) -> String {
    let items: Vec<_> = channel
        .entries
        .iter()
        .map(|entry| {
            let mut item = json!({"id": entry.link, "url": entry.link, "title": entry.title, "summary": entry.summary});
            match &entry.content {
                Some(html) => item["content_html"] = json!(html),
                None => item["content_text"] = json!(entry.summary),
            }
            if let Some(date) = entry.date.text(|at| rfc3339(at, channel.zone)) {
                item["date_published"] = json!(date);
            }
            if let Some(author) = &entry.author {
                item["authors"] = json!([{"name": author}]);
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.address,
        "language": channel.language,
        "items": items,
    });
    format!("{feed:#}")
}

fn rdf(channel: &Channel<'_>) -> String {
    let mut xml = declaration(channel);
    xml.push_str("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n");
    let links: String =
        channel.entries.iter().map(|entry| format!("<rdf:li rdf:resource=\"{}\"/>", escape(&entry.link))).collect();
    let _ = write!(
        xml,
        "<channel rdf:about=\"{}\">\n<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n<dc:language>{}</dc:language>\n<items><rdf:Seq>{links}</rdf:Seq></items>\n</channel>\n",
        escape(channel.address),
        escape(channel.title),
        escape(channel.home),
        escape(channel.title),
        channel.language,
    );
    for entry in &channel.entries {
        xml.push_str(&rdf_item(entry, channel.zone));
    }
    xml.push_str("</rdf:RDF>\n");
    xml
}

fn rdf_item(entry: &Entry, zone: &TimeZone) -> String {
    let link = escape(&entry.link);
    let content = entry
        .content
        .as_deref()
        .map(|html| format!("<content:encoded><![CDATA[{}]]></content:encoded>\n", html.replace("]]>", "]]&gt;")));
    format!(
        "<item rdf:about=\"{link}\">\n<title>{}</title>\n<link>{link}</link>\n{}<description>{}</description>\n{}</item>\n",
        escape(&entry.title),
        entry.date.element("dc:date", |at| rfc3339(at, zone)),
        escape(&entry.summary),
        content.unwrap_or_default(),
    )
}

fn sitemap(channel: &Channel<'_>) -> String {
    let mut xml = declaration(channel);
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    for entry in &channel.entries {
        let _ = write!(
            xml,
            "<url>\n<loc>{}</loc>\n<news:news>\n<news:publication><news:name>{}</news:name><news:language>{}</news:language></news:publication>\n{}<news:title>{}</news:title>\n</news:news>\n</url>\n",
            escape(&entry.link),
            escape(channel.title),
            channel.language,
            entry.date.element("news:publication_date", |at| rfc3339(at, channel.zone)),
            escape(&entry.title),
        );
    }
    xml.push_str("</urlset>\n");
    xml
}
