//! A sitemap with news tags, or an index of such sitemaps.
//!
//! Source: the sitemap protocol 0.9 and the news extension 0.9.

use super::Gathered;
use super::web::seen_of;
use crate::entry::{Entry, absolute, evidence};
use crate::feed::scan::{Scanner, Token, local_name, unescape};
use crate::fetch::{Answer, Body, Door, Failure, Request};
use jiff::tz::TimeZone;
use news::{EvidenceKind, Language, ProblemKind, Source, SourceKind};
use url::Url;

/// An index may name hundreds of sitemaps; the news are in the first or the newest few.
const MAX_CHILDREN: usize = 3;

/// A sitemap is five deep.
const MAX_DEPTH: usize = 20;

/// Reads a sitemap; follows an index to its news sitemaps.
pub(super) async fn gather(
    door: &Door,
    source: &Source,
    text: &str,
    body: &Body,
    zone: Option<&TimeZone>,
) -> Result<Gathered, Failure> {
    let map = read(text, &body.url, zone);
    if map.children.is_empty() {
        return Ok(Gathered::of(SourceKind::SitemapNews, map.entries, seen_of(body)));
    }
    let mut entries = map.entries;
    let mut problems = Vec::new();
    for child in newest_children(map.children) {
        match fetch_child(door, &child, zone).await {
            Ok(more) => entries.extend(more),
            Err(failure) => problems.push(failure.problem(&source.id)),
        }
    }
    // An index that did not change says nothing of its sitemaps, so it is asked in full each time.
    let gathered = Gathered::of(SourceKind::SitemapNews, entries, Default::default());
    Ok(Gathered { problems, ..gathered })
}

async fn fetch_child(door: &Door, url: &str, zone: Option<&TimeZone>) -> Result<Vec<Entry>, Failure> {
    match door.get(Request::new(url)).await? {
        Answer::Body(body) => Ok(read(&body.text(), &body.url, zone).entries),
        Answer::NotModified => {
            Err(Failure::told(ProblemKind::Empty, url, "answered \"not modified\" to a first request"))
        }
    }
}

/// Those that say "news" first, then those changed last.
fn newest_children(mut children: Vec<Child>) -> Vec<String> {
    children.sort_by_key(|child| (!child.url.contains("news"), std::cmp::Reverse(child.changed.clone())));
    children.into_iter().take(MAX_CHILDREN).map(|child| child.url).collect()
}

#[derive(Debug, Default)]
struct Map {
    entries: Vec<Entry>,
    children: Vec<Child>,
}

#[derive(Debug, Default)]
struct Child {
    url: String,
    /// As written: these dates are all of one form within one index, so they sort as text.
    changed: String,
}

/// Reads what stands in `<url>` and `<sitemap>` elements; forgives everything else.
fn read(text: &str, base: &Url, zone: Option<&TimeZone>) -> Map {
    let mut map = Map::default();
    let mut path: Vec<String> = Vec::new();
    let mut entry = Entry::default();
    let mut child = Child::default();
    for token in Scanner::new(text) {
        match token {
            Token::Open { name, is_empty: false, .. } if path.len() < MAX_DEPTH => {
                path.push(local_name(name).to_ascii_lowercase())
            }
            Token::Open { .. } => {}
            Token::Close(name) => {
                let name = local_name(name).to_ascii_lowercase();
                match name.as_str() {
                    "url" if !entry.url.is_empty() => map.entries.push(std::mem::take(&mut entry)),
                    "sitemap" if !child.url.is_empty() => map.children.push(std::mem::take(&mut child)),
                    _ => {}
                }
                if let Some(at) = path.iter().rposition(|open| *open == name) {
                    path.truncate(at);
                }
            }
            Token::Text(text) => take(&path, &unescape(text), base, zone, &mut entry, &mut child),
            Token::Cdata(text) => take(&path, text, base, zone, &mut entry, &mut child),
        }
    }
    map
}

fn take(path: &[String], text: &str, base: &Url, zone: Option<&TimeZone>, entry: &mut Entry, child: &mut Child) {
    let text = text.trim();
    let [.., parent, name] = path else { return };
    if text.is_empty() {
        return;
    }
    match (parent.as_str(), name.as_str()) {
        ("url", "loc") => {
            entry.url = absolute(text, base).unwrap_or_default();
            entry.has_page = true;
        }
        ("news", "title") => entry.title.push_str(text),
        ("news", "publication_date") => entry.evidence = vec![evidence(EvidenceKind::Feed, text, zone)],
        ("publication", "language") => entry.language = Language::parse(text),
        ("image", "loc") => entry.image = absolute(text, base),
        ("sitemap", "loc") => child.url = absolute(text, base).unwrap_or_default(),
        ("sitemap", "lastmod") => child.changed = text.to_owned(),
        _ => {}
    }
}
