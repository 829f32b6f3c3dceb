//! Makes a feed that is not well-formed into one that is.
//!
//! What is repaired: junk before the root (a PHP warning), bare `&`, entities of HTML, control characters, tags in
//! the wrong case, markup that stands bare in a description, tags that were never closed, an end that is cut off.
//! The repaired text holds no declaration, no document type and no CDATA.

mod escape;
mod writer;

use super::scan::{Scanner, Token, attribute, local_name, unescape};
use escape::{escape, escape_bare, is_xml_char};
use writer::Writer;

/// Elements whose content is text, whatever tags stand in it.
const TEXT_ELEMENTS: &[&str] =
    &["title", "description", "content:encoded", "summary", "content", "subtitle", "tagline", "encoded"];

/// Where a text that never closes ends at the latest.
const BOUNDARIES: &[&str] =
    &["<item", "</item", "<entry", "</entry", "</channel", "</rss", "</feed", "</rdf:RDF", "<pubDate", "<guid"];

/// Real tags have a handful of attributes.
const MAX_ATTRIBUTES: usize = 40;

/// A feed that was repaired.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repaired {
    /// Well-formed.
    pub text: String,
    /// Whether the text ended within an entry, which was dropped: half a title or half a date is worse than none.
    pub dropped_last: bool,
}

/// The feed, well-formed.
pub(super) fn repair(text: &str) -> Repaired {
    let clean: String = text.chars().filter(|c| is_xml_char(*c)).collect();
    let root = root_of(&clean).unwrap_or(0);
    let mut scanner = Scanner::new(&clean[root..]);
    let mut writer = Writer::default();
    while let Some(token) = scanner.next() {
        match token {
            Token::Open { name, attributes, is_empty } => {
                element(&mut writer, &mut scanner, name, attributes, is_empty);
            }
            Token::Close(name) => {
                let name = writer.spelling(name);
                writer.close(&name);
            }
            Token::Text(text) => writer.text(&escape_bare(text)),
            Token::Cdata(text) => writer.text(&escape(text)),
        }
    }
    writer.finish()
}

fn element(writer: &mut Writer, scanner: &mut Scanner<'_>, written: &str, attributes: &str, is_empty: bool) {
    let name = writer.spelling(written);
    if writer.is_before_root() {
        return writer.open_root(&name, attributes, is_empty);
    }
    if name == "link" {
        return link(writer, scanner, written, attributes, is_empty);
    }
    let is_text = !is_empty && TEXT_ELEMENTS.contains(&name.as_str());
    writer.open(&name, &attributes_of(attributes, is_text), is_empty);
    if is_text {
        let inner = scanner.take_until_close(written, BOUNDARIES);
        writer.is_cut_off |= inner.is_cut_off;
        writer.text(&content(inner.text));
        writer.close(&name);
    }
}

/// RSS writes an address between tags, Atom in an attribute; some feeds mix them up.
fn link(writer: &mut Writer, scanner: &mut Scanner<'_>, written: &str, attributes: &str, is_empty: bool) {
    let href = attribute(attributes, "href");
    match (writer.is_atom(), href) {
        (false, Some(href)) if is_empty => {
            let rel = attribute(attributes, "rel");
            if rel.is_none_or(|rel| rel.eq_ignore_ascii_case("alternate")) {
                writer.open("link", "", false);
                writer.text(&escape(&href));
                writer.close("link");
            }
        }
        (true, None) if !is_empty => {
            let inner = scanner.take_until_close(written, BOUNDARIES);
            writer.is_cut_off |= inner.is_cut_off;
            let href = escape(unescape(inner.text).trim()).replace('"', "&quot;");
            writer.open("link", &format!("{} href=\"{href}\"", attributes_of(attributes, false)), true);
        }
        _ => writer.open("link", &attributes_of(attributes, false), is_empty),
    }
}

/// Where the feed's root begins, in bytes; the root may have a prefix of its own.
pub(super) fn root_of(text: &str) -> Option<usize> {
    text.match_indices('<').map(|(at, _)| at).find(|at| {
        let name = &text[at + 1..];
        let end = name.bytes().take(40).position(|byte| byte == b'>' || byte.is_ascii_whitespace());
        let name = end.and_then(|end| name.get(..end)).unwrap_or("");
        ["rss", "feed", "rdf"].iter().any(|root| local_name(name).eq_ignore_ascii_case(root))
    })
}

/// Where a tag begins whose name ends where `start` ends.
pub(super) fn find_tag(lower: &str, start: &str) -> Option<usize> {
    lower
        .match_indices(start)
        .map(|(at, _)| at)
        .find(|at| lower[at + start.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
}

/// The content of a text element as escaped text.
///
/// Bare markup makes the whole of it HTML as it stands; without any, it is text that was escaped once.
fn content(raw: &str) -> String {
    let tokens: Vec<Token<'_>> = Scanner::new(raw).collect();
    if !tokens.iter().any(|token| matches!(token, Token::Open { .. } | Token::Close(_))) {
        return tokens.iter().map(|token| escaped_token(*token)).collect();
    }
    let html: String = tokens
        .iter()
        .map(|token| match token {
            Token::Open { name, attributes, is_empty } => {
                let (space, slash) = (if attributes.is_empty() { "" } else { " " }, if *is_empty { "/" } else { "" });
                format!("<{name}{space}{attributes}{slash}>")
            }
            Token::Close(name) => format!("</{name}>"),
            Token::Text(text) | Token::Cdata(text) => (*text).to_owned(),
        })
        .collect();
    escape(&html)
}

fn escaped_token(token: Token<'_>) -> String {
    match token {
        Token::Cdata(text) => escape(text),
        Token::Text(text) => escape_bare(text),
        Token::Open { .. } | Token::Close(_) => String::new(),
    }
}

/// Attributes with quotes and entities in order. Text written out here is HTML, whatever it was declared as.
fn attributes_of(raw: &str, is_text: bool) -> String {
    let mut attributes = String::new();
    let mut rest = raw;
    for _ in 0..MAX_ATTRIBUTES {
        rest = rest.trim_start();
        let Some(key_end) = rest.find(|c: char| c == '=' || c.is_whitespace()) else { break };
        let key = &rest[..key_end];
        let Some(value) = rest[key_end..].trim_start().strip_prefix('=') else {
            rest = &rest[key_end..];
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = after;
        let is_name = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
        let lower = key.to_ascii_lowercase();
        let key = if key.contains(|c: char| c.is_ascii_lowercase()) { key } else { lower.as_str() };
        if is_name && !attributes.contains(&format!(" {key}=")) {
            let value = match key {
                "type" if is_text && value.contains("xhtml") => "html",
                "mode" if is_text && value == "xml" => "escaped",
                _ => value,
            };
            attributes.push_str(&format!(" {key}=\"{}\"", escape_bare(value).replace('"', "&quot;")));
        }
    }
    attributes
}

#[cfg(test)]
mod tests;
