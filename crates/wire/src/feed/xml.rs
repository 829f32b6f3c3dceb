//! Reads feeds in XML, well-formed or not, in one pass of a forgiving scanner.
//!
//! What is forgiven: junk before the root (a PHP warning), bare `&`, entities of HTML, control characters, tags in any
//! case, markup that stands bare in a description, tags never closed, an end that is cut off.

use super::content;
use super::draft::Draft;
use super::scan::{Scanner, Token, attribute, local_name};
use super::vocabulary::{Element, Names, When};
use crate::entry::Entry;
use jiff::tz::TimeZone;
use news::Language;
use std::borrow::Cow;
use url::Url;

/// Where a text that never closes ends at the latest.
const BOUNDARIES: &[&str] =
    &["<item", "</item", "<entry", "</entry", "</channel", "</rss", "</feed", "</rdf:RDF", "<pubDate", "<guid"];
/// Real feeds nest a dozen deep; a tag below this is passed over, so that a tower of tags costs no more than its bytes.
const MAX_DEPTH: usize = 100;

/// Reads a feed in XML; `None` if it has no root of one.
pub(super) fn read(text: &str, base: &Url, zone: Option<&TimeZone>) -> Option<Vec<Entry>> {
    let clean = without_forbidden(text);
    let mut scanner = Scanner::new(&clean[root_of(&clean)?..]);
    let Some(Token::Open { name, attributes, .. }) = scanner.next() else { return Some(Vec::new()) };
    let mut reader = Reader {
        scanner,
        names: Names::of_root(name, attributes),
        base,
        is_atom: local_name(name).eq_ignore_ascii_case("feed"),
        open: vec![Open::new(name, Element::Other, attributes, base)],
        draft: None,
        drafts: Vec::new(),
        language: None,
        is_cut_off: false,
    };
    reader.walk();
    let (drafts, language) = (reader.drafts, reader.language);
    Some(drafts.into_iter().map(|draft| draft.finish(language, zone)).collect())
}

/// Where the feed's root begins, in bytes; the root may have a prefix of its own.
pub(super) fn root_of(text: &str) -> Option<usize> {
    text.match_indices('<').map(|(at, _)| at).find(|at| {
        let name = &text.as_bytes()[at + 1..];
        let end = name.iter().take(40).position(|byte| *byte == b'>' || byte.is_ascii_whitespace());
        let name = end.and_then(|end| text.get(at + 1..at + 1 + end)).unwrap_or("");
        ["rss", "feed", "rdf", "channel"].iter().any(|root| local_name(name).eq_ignore_ascii_case(root))
    })
}

/// Without the characters that XML forbids.
fn without_forbidden(text: &str) -> Cow<'_, str> {
    let is_fine = |byte: &u8| *byte >= 0x20 && *byte != 0xef || matches!(*byte, b'\t' | b'\n' | b'\r');
    if text.as_bytes().iter().all(is_fine) {
        return Cow::Borrowed(text);
    }
    let is_allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}'..='\u{ffff}');
    Cow::Owned(text.chars().filter(is_allowed).collect())
}

/// An element that was opened and not yet closed.
struct Open<'a> {
    name: &'a str,
    element: Element,
    base: Option<Url>,
    language: Option<Language>,
}

impl<'a> Open<'a> {
    fn new(name: &'a str, element: Element, attributes: &str, base: &Url) -> Self {
        // Nearly no element has either.
        let own = |key: &str| if attributes.contains(key) { attribute(attributes, key) } else { None };
        let is_of_the_web = |url: &Url| matches!(url.scheme(), "http" | "https");
        Self {
            name,
            element,
            base: own("xml:base").and_then(|href| base.join(href.trim()).ok()).filter(is_of_the_web),
            language: own("xml:lang").as_deref().and_then(Language::parse),
        }
    }
}

/// Walks through the tags of a feed.
struct Reader<'a> {
    scanner: Scanner<'a>,
    names: Names<'a>,
    base: &'a Url,
    is_atom: bool,
    open: Vec<Open<'a>>,
    /// The entry being read, and how many elements were open when it was.
    draft: Option<(usize, Draft)>,
    drafts: Vec<Draft>,
    language: Option<Language>,
    /// Whether the text ended within an element.
    is_cut_off: bool,
}

impl<'a> Reader<'a> {
    fn walk(&mut self) {
        while let Some(token) = self.scanner.next() {
            match token {
                Token::Open { name, attributes, is_empty } => self.element(name, attributes, is_empty),
                Token::Close(name) => self.close(name),
                Token::Text(_) | Token::Cdata(_) => {}
            }
            if self.open.is_empty() {
                break;
            }
        }
        // Half a title or half a date is worse than none.
        let ends_in_child = self.draft.as_ref().is_some_and(|(depth, _)| self.open.len() > *depth);
        if self.is_cut_off || ends_in_child {
            self.draft = None;
        }
        self.end_entry();
    }

    fn element(&mut self, name: &'a str, attributes: &'a str, is_empty: bool) {
        let element = self.names.element(name, attributes);
        match element {
            Element::Entry => return self.entry(name, attributes, is_empty),
            Element::Void | Element::Group => return,
            _ => self.end_leaf(element),
        }
        let open = Open::new(name, element, attributes, self.base());
        match element {
            Element::Title(_) | Element::Body => self.text(element, &open, attributes, is_empty),
            Element::Link => self.link(&open, attributes, is_empty),
            Element::Author if self.is_atom => self.push(open, is_empty),
            Element::Id | Element::Date(_) | Element::Creator | Element::Name | Element::Language | Element::Author => {
                let text = if is_empty { String::new() } else { self.leaf(name) };
                self.value(element, &text, open.base.as_ref());
            }
            Element::Enclosure | Element::MediaContent | Element::Thumbnail => {
                self.picture(element, attributes);
                self.push(open, is_empty);
            }
            _ => self.push(open, is_empty),
        }
    }

    /// Entries do not nest: a new one ends the last. One in an element of another tongue is quoted there.
    fn entry(&mut self, name: &'a str, attributes: &'a str, is_empty: bool) {
        if let Some((depth, _)) = self.draft {
            let is_foreign = |open: &Open<'_>| open.element == Element::Other && open.name.contains(':');
            if self.open.len() > depth && self.open.last().is_some_and(is_foreign) {
                return self.push(Open::new(name, Element::Other, attributes, self.base()), is_empty);
            }
            self.open.truncate(depth - 1);
            self.end_entry();
        }
        let open = Open::new(name, Element::Entry, attributes, self.base());
        let mut draft = Draft::default();
        draft.language = open.language.or_else(|| self.inherited_language());
        // RSS 1.0 names an item by its address; Microsoft's CDF links it so.
        let base = open.base.as_ref().unwrap_or_else(|| self.base());
        if let Some(about) = attribute(attributes, "about") {
            draft.guid(&about, base);
        }
        if let Some(href) = attribute(attributes, "href") {
            draft.link(3, &href, base);
        }
        if let Some(raw) = attribute(attributes, "lastmod") {
            draft.date(When::Updated, &raw);
        }
        self.draft = Some((self.open.len() + 1, draft));
        if is_empty { self.end_entry() } else { self.open.push(open) }
    }

    fn end_entry(&mut self) {
        self.drafts.extend(self.draft.take().map(|(_, draft)| draft));
    }

    /// The entry, if the element that begins now would be its child.
    fn parent_entry(&mut self) -> Option<&mut Draft> {
        let depth = self.open.len();
        self.draft.as_mut().filter(|(entry, _)| *entry == depth).map(|(_, draft)| draft)
    }

    fn text(&mut self, element: Element, open: &Open<'a>, attributes: &str, is_empty: bool) {
        if is_empty {
            return;
        }
        let inner = self.scanner.take_until_close(open.name, BOUNDARIES);
        self.is_cut_off |= inner.is_cut_off;
        let is_atom = self.is_atom;
        let Some(draft) = self.parent_entry() else { return };
        draft.language = draft.language.or(open.language);
        match element {
            Element::Title(rank) => draft.title(rank, content::title(inner.text, attributes, is_atom)),
            _ => draft.body(content::body(inner.text, attributes, is_atom)),
        }
    }

    /// RSS writes an address between tags, Atom in an attribute; some feeds mix them up.
    fn link(&mut self, open: &Open<'a>, attributes: &str, is_empty: bool) {
        let text = if is_empty { String::new() } else { self.leaf(open.name) };
        let href = attribute(attributes, "href");
        let rel = attribute(attributes, "rel").unwrap_or_default().to_ascii_lowercase();
        let kind = attribute(attributes, "type").unwrap_or_default();
        let rank = match (rel.rsplit('/').next().unwrap_or(""), &href) {
            ("", None) => 0,
            ("" | "alternate", _) => 1 + u8::from(!kind.is_empty() && !kind.contains("html")),
            ("enclosure", _) if kind.starts_with("image") => {
                return self.offer_image(2, &href.unwrap_or(text));
            }
            _ => return,
        };
        let base = open.base.clone().unwrap_or_else(|| self.base().clone());
        if let Some(draft) = self.parent_entry() {
            draft.link(rank, &href.unwrap_or(text), &base);
        }
    }

    fn value(&mut self, element: Element, text: &str, own_base: Option<&Url>) {
        let base = own_base.unwrap_or_else(|| self.base()).clone();
        let is_of_author = self.open.last().is_some_and(|open| open.element == Element::Author);
        if element == Element::Language && self.draft.is_none() {
            self.language = self.language.or_else(|| Language::parse(text.trim()));
        }
        // A name stands one level deeper, in the author.
        if let (Element::Name, true, Some((depth, draft))) = (element, is_of_author, self.draft.as_mut()) {
            if self.open.len() == *depth + 1 {
                draft.author(0, text);
            }
            return;
        }
        let Some(draft) = self.parent_entry() else { return };
        match element {
            Element::Id => draft.guid(text, &base),
            Element::Date(when) => draft.date(when, text),
            Element::Author => draft.author(0, text),
            Element::Creator => draft.author(1, text),
            Element::Language => draft.language = Language::parse(text.trim()).or(draft.language),
            _ => {}
        }
    }

    fn picture(&mut self, element: Element, attributes: &str) {
        let is_image = |key| attribute(attributes, key).is_some_and(|kind| kind.starts_with("image"));
        let rank = match element {
            Element::MediaContent if is_image("medium") || is_image("type") => 0,
            Element::Thumbnail => 1,
            Element::Enclosure if is_image("type") => 2,
            _ => return,
        };
        self.offer_image(rank, &attribute(attributes, "url").unwrap_or_default());
    }

    fn offer_image(&mut self, rank: u8, href: &str) {
        let base = self.base().clone();
        if let Some(draft) = self.parent_entry().filter(|_| !href.trim().is_empty()) {
            draft.image(rank, href, &base);
        }
    }

    /// The text of an element that holds no other.
    fn leaf(&mut self, name: &str) -> String {
        let (text, is_cut_off) = self.scanner.take_leaf(name);
        self.is_cut_off |= is_cut_off;
        text
    }

    /// An element of RSS that was never closed ends where the next one begins.
    fn end_leaf(&mut self, next: Element) {
        let is_leaf = |element| matches!(element, Element::Leaf | Element::Enclosure);
        if !self.is_atom && next != Element::Other && self.open.last().is_some_and(|open| is_leaf(open.element)) {
            self.open.pop();
        }
    }

    fn push(&mut self, open: Open<'a>, is_empty: bool) {
        if !is_empty && self.open.len() < MAX_DEPTH {
            self.open.push(open);
        }
    }

    /// Closes everything down to this name; a close of nothing open is passed over.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) else { return };
        self.open.truncate(at);
        if self.draft.as_ref().is_some_and(|(depth, _)| at < *depth) {
            self.end_entry();
        }
    }

    fn base(&self) -> &Url {
        self.open.iter().rev().find_map(|open| open.base.as_ref()).unwrap_or(self.base)
    }

    fn inherited_language(&self) -> Option<Language> {
        self.open.iter().rev().find_map(|open| open.language)
    }
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
