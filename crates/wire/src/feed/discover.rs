//! Finds the feeds that a web page names.

use crate::entry::absolute;
use dom_query::Document;
use url::Url;

/// The feeds a page names in its head, in its order, those of comments last.
pub(crate) fn feeds_of(html: &str, base: &Url) -> Vec<String> {
    let document = Document::from(html);
    let base = base_of(&document, base);
    let mut feeds: Vec<(bool, String)> = Vec::new();
    for link in document.select("link[rel][href]").iter() {
        let is_alternate = link.attr_or("rel", "").split_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"));
        let Some(href) = absolute(&link.attr_or("href", ""), &base) else { continue };
        if is_alternate && is_feed_type(&link.attr_or("type", "")) && !feeds.iter().any(|(_, feed)| *feed == href) {
            let about = format!("{} {href}", link.attr_or("title", "")).to_lowercase();
            feeds.push((about.contains("comment") || about.contains("评论"), href));
        }
    }
    feeds.sort_by_key(|(is_of_comments, _)| *is_of_comments);
    feeds.into_iter().map(|(_, feed)| feed).collect()
}

/// The page's own base for its links, if it names one.
pub(crate) fn base_of(document: &Document, url: &Url) -> Url {
    let href = document.select("base[href]").first().attr("href");
    href.and_then(|href| url.join(&href).ok()).unwrap_or_else(|| url.clone())
}

fn is_feed_type(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let essence = kind.split(';').next().unwrap_or("").trim();
    matches!(essence, "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml")
        || (essence == "application/json" && kind.contains("feed"))
        || essence == "text/xml" && kind.contains("rss")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_and_those_of_comments_come_last() {
        let html = r#"<html><head>
            <link rel="stylesheet" href="/a.css">
            <link rel="alternate" type="application/rss+xml" title="All comments" href="/comments/feed">
            <link rel="alternate" hreflang="de" href="/de/">
            <link rel="Alternate" type="application/atom+xml; charset=utf-8" href="feed.atom">
            </head></html>"#;
        let base = Url::parse("https://a.example/news/").unwrap();
        assert_eq!(feeds_of(html, &base), ["https://a.example/news/feed.atom", "https://a.example/comments/feed"]);
    }
}
