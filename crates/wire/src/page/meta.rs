//! The head of a page: meta elements, links, the title element; as it is written.

use crate::dating::parse_date;
use dom_query::Document;
use news::Language;

/// Names of meta elements that hold the first publication, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_time",
    "published-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "date",
    "originalpublicationdate",
    "article_date_original",
    "apub:time",
    "displaydate",
    "weibo:article:create_at",
    "bt:pubdate",
    "citation_publication_date",
    "citation_date",
    "og:release_date",
    "shareaholic:article_published_time",
    "timestamp",
    "og:time",
    "publishtime",
    "pubtime",
    "created",
    "date.created",
    "rnews:datepublished",
    "firstcreate",
    "firstpublishedtime",
];
/// Names of meta elements that hold the last change.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdate",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
    "updated",
    "article.updated",
];
/// Parts of names that speak of a publication, where no known name is given, and of something else.
const PERHAPS_PUBLISHED: &[&str] = &["publish", "pubdate", "uploaded", "created", "issued", "release_date"];
const NOT_PUBLISHED: &[&str] = &["modif", "updat", "expir", "unpublish", "publisher", "end", "event"];
/// Names of meta elements that hold the author.
const AUTHOR: &[&str] = &[
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "article:author",
    "citation_author",
];

/// What the head says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Meta {
    /// `og:title` or `twitter:title`.
    pub(super) og_title: Option<String>,
    /// The title element.
    pub(super) title: Option<String>,
    /// The site's name.
    pub(super) site_name: Option<String>,
    /// The author.
    pub(super) author: Option<String>,
    /// Dates of publication as written, best first.
    pub(super) published: Vec<String>,
    /// Dates under names that are not known but speak of a publication.
    pub(super) perhaps_published: Vec<String>,
    /// Dates of the last change as written, best first.
    pub(super) updated: Vec<String>,
    /// `link rel=canonical`.
    pub(super) canonical: Option<String>,
    /// `og:url`.
    pub(super) og_url: Option<String>,
    /// `og:image`.
    pub(super) image: Option<String>,
    /// As the page declares it.
    pub(super) language: Option<Language>,
}

impl Meta {
    /// Reads the head once.
    pub(super) fn read(document: &Document) -> Self {
        let mut named: Vec<(String, String)> = Vec::new();
        for meta in document.select("meta[content]").iter() {
            let key = ["property", "name", "itemprop"].iter().find_map(|key| meta.attr(key));
            if let (Some(key), Some(content)) = (key, meta.attr("content")) {
                let content = one_line(&content);
                if !content.is_empty() {
                    // `weibo: article:create_at` is written with a space.
                    named.push((key.split_whitespace().collect::<String>().to_lowercase(), content));
                }
            }
        }
        let get = |keys: &[&str]| {
            keys.iter().find_map(|key| named.iter().find(|(name, _)| name == key)).map(|(_, value)| value.clone())
        };
        let all = |keys: &[&str]| -> Vec<String> {
            keys.iter()
                // The first of a name is the page's; those behind are of what the page lists.
                .filter_map(|key| named.iter().find(|(name, _)| name.replace("dcterms:", "dcterms.") == **key))
                .map(|(_, value)| value.clone())
                .collect()
        };
        let html = document.select("html");
        let declared = html.attr("lang").or_else(|| html.attr("xml:lang")).map(|tag| tag.to_string());
        Self {
            og_title: get(&["og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title"]),
            title: Some(one_line(&document.select_single("title").text())).filter(|title| !title.is_empty()),
            site_name: get(&["og:site_name", "application-name"]),
            author: get(AUTHOR).filter(|author| !author.contains("://")),
            published: all(PUBLISHED),
            perhaps_published: perhaps_published(&named),
            updated: all(UPDATED),
            canonical: document.select("link[rel='canonical'][href]").attr("href").map(|href| href.to_string()),
            og_url: get(&["og:url"]),
            image: get(&["og:image", "og:image:url", "twitter:image"]),
            language: declared
                .or_else(|| get(&["og:locale", "content-language"]))
                .and_then(|tag| Language::parse(&tag)),
        }
    }
}

fn perhaps_published(named: &[(String, String)]) -> Vec<String> {
    let has = |name: &str, parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let is_date = |value: &str| value.len() <= 40 && parse_date(value, None).is_some();
    let of_publication = named.iter().filter(|(name, _)| has(name, PERHAPS_PUBLISHED) && !has(name, NOT_PUBLISHED));
    of_publication.map(|(_, value)| value.clone()).filter(|value| is_date(value)).collect()
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
