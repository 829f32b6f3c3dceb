//! A forgiving scanner of XML: it never fails, it only sees less.
//!
//! Feeds in the wild are not well-formed; what a strict parser refuses is cut here into tags and text all the same.

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name attributes>`, or `<name attributes/>` if `is_empty`.
    Open {
        /// With its prefix, as written.
        name: &'a str,
        /// As written.
        attributes: &'a str,
        /// Whether it closes itself.
        is_empty: bool,
    },
    /// `</name>`.
    Close(&'a str),
    /// Between tags, as written.
    Text(&'a str),
    /// Inside `<![CDATA[` and `]]>`.
    Cdata(&'a str),
}

/// What stands in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inner<'a> {
    /// As written.
    pub text: &'a str,
    /// Whether the text ended before the element did.
    pub is_cut_off: bool,
}

/// Cuts text into tokens; comments, declarations and processing instructions are passed over.
#[derive(Debug, Clone)]
pub(crate) struct Scanner<'a> {
    rest: &'a str,
}

const CDATA_START: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

impl<'a> Scanner<'a> {
    /// Starts at the beginning of the text.
    pub fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Everything up to the closing tag of this name, which is passed over.
    ///
    /// Without a closing tag: up to the next of `boundaries` (`"<item"`), or to the end.
    pub fn take_until_close(&mut self, name: &str, boundaries: &[&str]) -> Inner<'a> {
        let mut at = 0;
        while let Some(offset) = self.rest[at..].find('<') {
            at += offset;
            let here = &self.rest[at..];
            if starts_with_ignoring_case(here, CDATA_START) {
                at += here.find(CDATA_END).map_or(here.len(), |end| end + CDATA_END.len());
                continue;
            }
            if let Some(after) = here.strip_prefix("</").and_then(|tag| strip_name(tag, name)) {
                let inner = Inner { text: &self.rest[..at], is_cut_off: false };
                self.rest = after.find('>').map_or("", |end| &after[end + 1..]);
                return inner;
            }
            if boundaries.iter().any(|boundary| is_tag_start(here, boundary)) {
                let inner = Inner { text: &self.rest[..at], is_cut_off: false };
                self.rest = here;
                return inner;
            }
            at += 1;
        }
        Inner { text: std::mem::take(&mut self.rest), is_cut_off: true }
    }

    /// The text up to the next tag, entities decoded, and whether the whole text ended in it; the closing tag of this
    /// name is passed over.
    pub fn take_leaf(&mut self, name: &str) -> (String, bool) {
        let mut text = String::new();
        loop {
            let before = self.rest;
            match self.next() {
                Some(Token::Text(part)) => text.push_str(&unescape(part)),
                Some(Token::Cdata(part)) => text.push_str(part),
                Some(Token::Close(closed)) if closed.eq_ignore_ascii_case(name) => return (text, false),
                Some(Token::Open { .. } | Token::Close(_)) => {
                    self.rest = before;
                    return (text, false);
                }
                None => return (text, true),
            }
        }
    }

    fn cut(&mut self, at: usize) -> &'a str {
        let (head, tail) = self.rest.split_at(at.min(self.rest.len()));
        self.rest = tail;
        head
    }

    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.find(end).map_or("", |at| &self.rest[at + end.len()..]);
    }

    /// A document type may hold declarations with `>` in its brackets.
    fn skip_declaration(&mut self) {
        let close = self.rest.find('>').unwrap_or(self.rest.len());
        if self.rest.find('[').is_some_and(|open| open < close) {
            self.skip_past("]");
        }
        self.skip_past(">");
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(start) = self.rest.find('<') else {
                return Some(Token::Text(std::mem::take(&mut self.rest)));
            };
            if start > 0 {
                return Some(Token::Text(self.cut(start)));
            }
            if self.rest.starts_with("<!--") {
                self.skip_past("-->");
            } else if starts_with_ignoring_case(self.rest, CDATA_START) {
                let inner = &self.rest[CDATA_START.len()..];
                let end = inner.find(CDATA_END);
                self.rest = end.map_or("", |end| &inner[end + CDATA_END.len()..]);
                return Some(Token::Cdata(&inner[..end.unwrap_or(inner.len())]));
            } else if self.rest.starts_with("<!") {
                self.skip_declaration();
            } else if self.rest.starts_with("<?") {
                self.skip_past(">");
            } else if let Some(end) = tag_end(self.rest) {
                return Some(tag(self.cut(end)));
            } else {
                // A lone "<" is text: "profit < loss".
                let next = self.rest[1..].find('<').map_or(self.rest.len(), |next| next + 1);
                return Some(Token::Text(self.cut(next)));
            }
        }
    }
}

/// The value of an attribute by its name without prefix, entities decoded.
pub(crate) fn attribute(raw: &str, name: &str) -> Option<String> {
    let is_it = |key: &str| key.eq_ignore_ascii_case(name) || local_name(key).eq_ignore_ascii_case(name);
    attributes(raw).find(|(key, _)| is_it(key)).map(|(_, value)| unescape(value))
}

/// Names and values as they are written, with any quotes or none; those without a value are passed over.
pub(crate) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let key_end = rest.find(|c: char| c == '=' || c.is_whitespace())?;
            let key = &rest[..key_end];
            let Some(value) = rest[key_end..].trim_start().strip_prefix('=') else {
                rest = &rest[key_end..];
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            return Some((key, value));
        }
    })
}

/// A name without its prefix.
pub(crate) fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Decodes what XML itself defines; other entities stay for whoever knows HTML.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity_end(rest).and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, c)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain + rest
}

/// Where the entity ends that begins the text, if it is one; no entity of XML is longer than `&#x10ffff;`.
pub(crate) fn entity_end(text: &str) -> Option<usize> {
    text.bytes().take(10).position(|byte| byte == b';')
}

fn entity(name: &str) -> Option<char> {
    let code = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control() || c.is_ascii_whitespace())
}

/// Where the tag that begins the text ends; `None` if it is no tag.
fn tag_end(text: &str) -> Option<usize> {
    let inner = &text[1..];
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) if text[..at].trim_end().ends_with('=') => quote = Some(c),
            ('>', None) => return Some(at + 1),
            ('<', None) => return None,
            _ => {}
        }
    }
    // A quotation mark that never closes: the tag ends at the first ">" all the same.
    quote.and_then(|_| text.find('>')).map(|at| at + 1)
}

fn tag(text: &str) -> Token<'_> {
    let inner = text.trim_start_matches('<').trim_end_matches('>');
    if let Some(name) = inner.strip_prefix('/') {
        return Token::Close(name.split_whitespace().next().unwrap_or(""));
    }
    let is_empty = inner.ends_with('/');
    let inner = inner.trim_end_matches('/');
    let (name, attributes) = inner.split_once(|c: char| c.is_whitespace()).unwrap_or((inner, ""));
    Token::Open { name, attributes, is_empty }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// What follows the name, if the text begins with it and the name ends there.
fn strip_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if !starts_with_ignoring_case(text, name) {
        return None;
    }
    let after = &text[name.len()..];
    after.starts_with(|c: char| c == '>' || c.is_whitespace()).then_some(after)
}

fn is_tag_start(text: &str, start: &str) -> bool {
    starts_with_ignoring_case(text, start)
        && text[start.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_cdata_are_told_apart() {
        let text =
            "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x '>'>]><a b='1 > 0'>t<!-- <c> --><![CDATA[<d>]]></a><e/>";
        assert_eq!(
            Scanner::new(text).collect::<Vec<_>>(),
            [
                Token::Open { name: "a", attributes: "b='1 > 0'", is_empty: false },
                Token::Text("t"),
                Token::Cdata("<d>"),
                Token::Close("a"),
                Token::Open { name: "e", attributes: "", is_empty: true },
            ]
        );
    }

    #[test]
    fn a_lone_less_than_is_text() {
        let tokens: Vec<_> = Scanner::new("<t>1 < 2 <b").collect();
        assert_eq!(
            tokens,
            [
                Token::Open { name: "t", attributes: "", is_empty: false },
                Token::Text("1 "),
                Token::Text("< 2 "),
                Token::Text("<b")
            ]
        );
    }

    #[test]
    fn attributes_are_found_in_any_quotes() {
        let attributes = "disabled xlink:href='a?x=1&amp;y=2' type=text/html title=\"it's\"";
        assert_eq!(attribute(attributes, "href").as_deref(), Some("a?x=1&y=2"));
        assert_eq!(attribute(attributes, "type").as_deref(), Some("text/html"));
        assert_eq!(attribute(attributes, "title").as_deref(), Some("it's"));
        assert_eq!(attribute(attributes, "rel"), None);
    }

    #[test]
    fn a_close_inside_cdata_closes_nothing() {
        let mut scanner = Scanner::new("a<![CDATA[</t>]]>b</T >rest");
        assert_eq!(scanner.take_until_close("t", &[]), Inner { text: "a<![CDATA[</t>]]>b", is_cut_off: false });
        assert_eq!(scanner.rest, "rest");
        let mut scanner = Scanner::new("never closed<item>");
        assert_eq!(scanner.take_until_close("t", &["<item"]), Inner { text: "never closed", is_cut_off: false });
        assert_eq!(scanner.rest, "<item>");
    }
}
