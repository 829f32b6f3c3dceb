//! What a page says of itself in JSON-LD: the article among all the nodes it lists.

use super::plain::{decode_entities, plain_text};
use crate::canonical::canonical_url;
use dom_query::Document;
use serde_json::Value;

/// Types that are articles; a page's `WebPage` or `VideoObject` counts only where there is none of them.
const ARTICLES: &[&str] = &[
    "newsarticle",
    "article",
    "reportagenewsarticle",
    "blogposting",
    "liveblogposting",
    "report",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "satiricalarticle",
    "socialmediaposting",
    "techarticle",
    "scholarlyarticle",
    "advertisercontentarticle",
    "medicalscholarlyarticle",
    "discussionforumposting",
];
/// Types that stand in for the article where there is none.
const STAND_INS: &[&str] = &["webpage", "videoobject", "podcastepisode", "audioobject", "creativework", "itempage"];
/// Nodes looked at, so that a page of endless data costs nothing.
const MAX_NODES: usize = 2_000;

/// The article's own words about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct JsonLd {
    /// The headline.
    pub(super) headline: Option<String>,
    /// The date of first publication as it is written.
    pub(super) published: Option<String>,
    /// The author's name, names joined.
    pub(super) author: Option<String>,
    /// The publisher's name.
    pub(super) publisher: Option<String>,
    /// The whole text, where the page gives it.
    pub(super) body: Option<String>,
    /// The address.
    pub(super) url: Option<String>,
    /// A picture.
    pub(super) image: Option<String>,
    /// The node's type in lower case: `newsarticle`.
    pub(super) kind: String,
    /// Whether it is behind a paywall, by its own word.
    pub(super) is_paid: bool,
}

impl JsonLd {
    /// Finds the node that is this page's article.
    pub(super) fn read(document: &Document, url: &str, title: Option<&str>) -> Self {
        let mut nodes = Vec::new();
        let mut broken = None;
        for script in document.select("script[type*='ld+json']").iter() {
            let raw = script.text();
            match parse(&raw) {
                Some(value) => collect(&value, &mut nodes),
                None => broken = broken.or_else(|| published_in(&raw)),
            }
        }
        let mut found = best(&nodes, url, title).map(|node| Self::of(node, &nodes)).unwrap_or_default();
        found.published = found.published.or(broken);
        found
    }

    fn of(node: &Value, nodes: &[Value]) -> Self {
        let text = |key: &str| node.get(key).and_then(string);
        Self {
            headline: text("headline").or_else(|| text("name")).map(|headline| one_line(&headline)),
            published: text("datePublished").or_else(|| text("uploadDate")).or_else(|| text("dateCreated")),
            author: node.get("author").or_else(|| node.get("creator")).and_then(|author| names(author, nodes)),
            publisher: node.get("publisher").and_then(|publisher| names(publisher, nodes)),
            body: text("articleBody").map(|body| body_text(&body)),
            url: text("url").or_else(|| node.get("mainEntityOfPage").and_then(address)),
            image: node.get("image").and_then(address),
            kind: kinds(node).into_iter().next().unwrap_or_default(),
            is_paid: node.get("isAccessibleForFree").is_some_and(is_false),
        }
    }
}

/// Some pages escape the tags of the text once more than JSON needs.
fn body_text(body: &str) -> String {
    let text = plain_text(body);
    if text.contains("</") { plain_text(&text) } else { text }
}

/// Reads JSON as browsers forgive it: in a comment or CDATA, with raw line ends in strings.
fn parse(raw: &str) -> Option<Value> {
    let trimmed = raw
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(trimmed).ok().or_else(|| {
        let spaced: String = trimmed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// The date in JSON that cannot be read as JSON.
fn published_in(raw: &str) -> Option<String> {
    let behind = raw.split("\"datePublished\"").nth(1)?;
    let value = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split('"').next().filter(|value| value.len() <= 40).map(str::to_owned)
}

/// All nodes with a type, through arrays, `@graph` and what nodes hold.
fn collect(value: &Value, nodes: &mut Vec<Value>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if nodes.len() >= MAX_NODES {
            return;
        }
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(map) => {
                if map.contains_key("@type") {
                    nodes.push(value.clone());
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher"] {
                    open.extend(map.get(key).filter(|inner| inner.is_object() || inner.is_array()));
                }
            }
            _ => {}
        }
    }
}

/// The article that names this page's address or title; the only article; else a stand-in.
fn best<'a>(nodes: &'a [Value], url: &str, title: Option<&str>) -> Option<&'a Value> {
    let of_kinds = |list: &[&str]| -> Vec<&'a Value> {
        nodes.iter().filter(|node| kinds(node).iter().any(|kind| list.contains(&kind.as_str()))).collect()
    };
    let articles = of_kinds(ARTICLES);
    let own = canonical_url(url);
    let names_page = |node: &&&Value| {
        ["url", "@id", "mainEntityOfPage"]
            .iter()
            .filter_map(|key| node.get(*key).and_then(address))
            .any(|link| canonical_url(&link) == own)
    };
    let has_title = |node: &&&Value| {
        let headline = node.get("headline").and_then(string).map(|headline| one_line(&headline));
        headline.is_some_and(|headline| title.is_some_and(|title| alike(title, &headline)))
    };
    articles
        .iter()
        .find(names_page)
        .or_else(|| articles.iter().find(has_title))
        .copied()
        // Several articles of which none is this page's are a list of related ones.
        .or_else(|| (articles.len() == 1).then(|| articles[0]))
        .or_else(|| {
            of_kinds(STAND_INS)
                .into_iter()
                .find(|node| node.get("datePublished").is_some() || node.get("uploadDate").is_some())
        })
}

fn alike(a: &str, b: &str) -> bool {
    let fold =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (fold(a), fold(b));
    !a.is_empty() && !b.is_empty() && (a.starts_with(&b) || b.starts_with(&a))
}

fn kinds(node: &Value) -> Vec<String> {
    let short = |text: &str| text.rsplit(['/', ':']).next().unwrap_or(text).to_lowercase();
    match node.get("@type") {
        Some(Value::String(kind)) => vec![short(kind)],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(short).collect(),
        _ => Vec::new(),
    }
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => list.iter().find_map(string),
        Value::Object(map) => map.get("@value").and_then(string),
        _ => None,
    }
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => list.first().and_then(address),
        Value::Object(map) => map.get("url").or_else(|| map.get("@id")).and_then(address),
        _ => None,
    }
}

/// The names of one author or several; an author may be given as the id of another node.
fn names(value: &Value, nodes: &[Value]) -> Option<String> {
    let list = match value {
        Value::Array(list) => list.iter().filter_map(|author| names(author, nodes)).collect(),
        Value::Object(map) => match map.get("name").and_then(string) {
            Some(name) => vec![one_line(&name)],
            None => {
                let id = map.get("@id")?;
                let node = nodes.iter().find(|node| node.get("@id") == Some(id) && node.get("name").is_some())?;
                vec![one_line(&node.get("name").and_then(string)?)]
            }
        },
        Value::String(name) => vec![one_line(name)],
        _ => Vec::new(),
    };
    (!list.is_empty()).then(|| list.join(", "))
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(free) => !free,
        Value::String(text) => text.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

fn one_line(text: &str) -> String {
    decode_entities(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
