//! Understands one web page: headline, article, author, language, address, signs of its date, what it is.
//!
//! Never fails: a page without an article has an empty text. Nothing of the page is trusted or executed.
//! The DOM is parsed once; `lines` is the view of it that most of the rest works on.

mod author;
mod body;
mod boilerplate;
mod candidates;
mod date_words;
mod depth_first;
mod evidence;
mod extract;
mod injection;
mod json_ld;
mod lines;
mod marks;
mod meta;
mod phrases;
mod places;
mod plain;
mod points;
mod role;
mod scripts;
mod title;
mod walk;

pub use marks::marks;
pub use plain::plain_text;

use crate::canonical::{canonical_url, same_site};
use crate::dating::date_in_url;
use dom_query::Document;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use json_ld::JsonLd;
use lines::Lines;
use meta::Meta;
use news::text::{han_share, language_of};
use news::{Evidence, EvidenceKind, Language, Mark};
use title::Title;

/// More of a page is not read: a page this long holds its article in the first part or is no article.
const MAX_HTML_BYTES: usize = 6 * 1024 * 1024;
/// Deeper nesting is an attack or a broken generator; readers of the tree that recurse would run out of stack.
const MAX_DEPTH: usize = 1_000;

/// What a page says, apart from what surrounds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The headline.
    pub title: Option<String>,
    /// The article: plain text, one paragraph a line. Empty if there is none.
    pub text: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who publishes the site, by its own word.
    pub publisher: Option<String>,
    /// Of the text, or as the page declares it if there is too little text to tell.
    pub language: Option<Language>,
    /// The address the page itself chose, on the same site and not its home page.
    pub canonical_url: Option<String>,
    /// Every sign of its date.
    pub evidence: Vec<Evidence>,
    /// What it is besides news.
    pub marks: Vec<Mark>,
    /// Its picture.
    pub image: Option<String>,
}

/// Reads a page; never fails.
///
/// `url`: where the page was found in the end, after redirects. `as_of`: the time of the run, for datelines without a
/// year. `zone`: of times on the page that name none.
pub fn read_page(html: &str, url: &str, as_of: Timestamp, zone: Option<&TimeZone>) -> Page {
    let html = head_of(html, MAX_HTML_BYTES);
    if lines::depth(html) > MAX_DEPTH {
        return shallow(html, url, zone);
    }
    let document = Document::from(html);
    let meta = Meta::read(&document);
    let json_ld = JsonLd::read(&document, url, meta.og_title.as_deref());
    let lines = Lines::read(&document);
    let chooser =
        Title { meta: &meta, json_ld: json_ld.headline.as_deref(), publisher: json_ld.publisher.as_deref(), url };
    let title = chooser.choose(&lines);
    let own = own_address(&[meta.canonical.as_deref(), meta.og_url.as_deref(), json_ld.url.as_deref()], url);
    let addresses = [url, own.as_deref().unwrap_or(url)];
    let known = evidence::Known { meta: &meta, json_ld: &json_ld, title: title.as_deref(), addresses: &addresses };
    let evidence = evidence::collect(&document, &known, as_of, zone);
    let publisher = meta.site_name.clone().or_else(|| json_ld.publisher.clone());
    let author = author::choose(&chooser, json_ld.author.as_deref(), &document, &lines, title.as_deref());
    let text = extract::article(&lines, json_ld.body.as_deref(), title.as_deref());
    let mut marks = marks::marks(title.as_deref().unwrap_or(""), &text, url);
    marks::add_page_marks(&mut marks, &lines, &json_ld, title.as_deref().unwrap_or(""), &text);
    Page {
        language: language(&text, title.as_deref(), meta.language),
        canonical_url: own,
        image: meta.image.clone().or(json_ld.image).and_then(|image| absolute(&image, url)),
        title,
        text,
        author,
        publisher,
        evidence,
        marks,
    }
}

/// What can be had of a page whose tree must not be built.
fn shallow(html: &str, url: &str, zone: Option<&TimeZone>) -> Page {
    let text = plain_text(html);
    let in_url = date_in_url(url, zone);
    let sign = |(raw, at)| Evidence { kind: EvidenceKind::Url, raw, value: Some(at), rejected: None };
    Page {
        evidence: in_url.map(sign).into_iter().collect(),
        marks: marks::marks("", &text, url),
        text,
        ..Page::default()
    }
}

fn head_of(text: &str, max_bytes: usize) -> &str {
    if text.len() <= max_bytes {
        return text;
    }
    let end = (0..=max_bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

fn language(text: &str, title: Option<&str>, declared: Option<Language>) -> Option<Language> {
    let sample: String = title.into_iter().chain([text]).flat_map(|part| part.chars().take(2_000)).collect();
    let n_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    // Twenty Han characters say as much as a hundred letters.
    let is_enough = n_letters >= 100 || han_share(&sample) > 0.3 && n_letters >= 12;
    if is_enough {
        Some(language_of(&sample))
    } else {
        declared.or_else(|| (n_letters > 0).then(|| language_of(&sample)))
    }
}

/// The page's choice of its own address, if it can be believed.
fn own_address(candidates: &[Option<&str>], url: &str) -> Option<String> {
    candidates
        .iter()
        .flatten()
        .filter_map(|candidate| absolute(candidate, url))
        .map(|candidate| canonical_url(&candidate))
        .find(|candidate| {
            let is_home =
                url::Url::parse(candidate).is_ok_and(|parsed| parsed.path().len() <= 1 && parsed.query().is_none());
            same_site(candidate, url) && !is_home
        })
}

fn absolute(link: &str, base: &str) -> Option<String> {
    let link = link.trim();
    if link.is_empty() {
        return None;
    }
    let parsed = match url::Url::parse(base) {
        Ok(base) => base.join(link).ok()?,
        Err(_) => url::Url::parse(link).ok()?,
    };
    matches!(parsed.scheme(), "http" | "https").then(|| parsed.to_string())
}

#[cfg(test)]
mod bench;
#[cfg(test)]
mod evidence_tests;
#[cfg(test)]
mod tests;
