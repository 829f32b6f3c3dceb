//! Reads JSON Feed, forgiving numbers where strings belong and fields of older versions.
//!
//! Source: jsonfeed.org, versions 1 and 1.1.

use crate::entry::{Body, Entry, absolute, evidence};
use jiff::tz::TimeZone;
use news::{EvidenceKind, Language};
use serde_json::Value;
use url::Url;

/// Reads a JSON Feed; `None` if the text is none.
pub(super) fn read(text: &str, base: &Url, zone: Option<&TimeZone>) -> Option<Vec<Entry>> {
    let feed: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let items = feed.get("items")?.as_array()?;
    let language = string(&feed, "language").as_deref().and_then(Language::parse);
    Some(items.iter().map(|item| entry(item, base, language, zone)).collect())
}

fn entry(item: &Value, base: &Url, language: Option<Language>, zone: Option<&TimeZone>) -> Entry {
    let link = string(item, "url").or_else(|| string(item, "external_url"));
    let guid = string(item, "id").unwrap_or_default();
    let link = link.or_else(|| guid.starts_with("http").then(|| guid.clone()));
    let url = link.and_then(|link| absolute(&link, base)).unwrap_or_default();
    let date = string(item, "date_published").or_else(|| string(item, "date_modified"));
    Entry {
        has_page: !url.is_empty(),
        url,
        guid,
        title: string(item, "title").unwrap_or_default(),
        body: body(item),
        author: author(item),
        language: string(item, "language").as_deref().and_then(Language::parse).or(language),
        evidence: date.map(|raw| evidence(EvidenceKind::Feed, &raw, zone)).into_iter().collect(),
        image: string(item, "image").or_else(|| string(item, "banner_image")).and_then(|image| absolute(&image, base)),
        comments: Vec::new(),
    }
}

fn body(item: &Value) -> Body {
    let html = string(item, "content_html").map(Body::Html);
    let text = || string(item, "content_text").map(Body::Text);
    let summary = || string(item, "summary").map(Body::Text);
    html.or_else(text).or_else(summary).unwrap_or_default()
}

/// Version 1 has `author`, version 1.1 `authors`.
fn author(item: &Value) -> Option<String> {
    let first = item.get("authors").and_then(|authors| authors.get(0)).or_else(|| item.get("author"))?;
    string(first, "name")
}

fn string(value: &Value, key: &str) -> Option<String> {
    let text = match value.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
