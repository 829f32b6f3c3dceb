//! Reads a text as its feed says it is written: escaped, inline, plain or base64.

use super::scan::{Scanner, Token, attribute, entity_end, unescape};
use crate::entry::Body;

/// The text of an element; `raw` and `attributes` as they stand in the feed.
///
/// In Atom a text is plain unless it says otherwise; in RSS it is HTML, whatever it says.
pub(super) fn body(raw: &str, attributes: &str, is_atom: bool) -> Body {
    let kind = attribute(attributes, "type").unwrap_or_default().to_ascii_lowercase();
    let mode = attribute(attributes, "mode");
    let is_base64 = mode.is_some_and(|mode| mode.eq_ignore_ascii_case("base64")) || is_atom && is_binary(&kind);
    if let Some(text) = if is_base64 { decoded(raw) } else { None } {
        return Body::Html(text);
    }
    let is_plain = matches!(kind.as_str(), "text" | "plain" | "text/plain") || is_atom && kind.is_empty();
    let (text, is_inline) = text_of(raw);
    if is_plain && !is_inline && !looks_like_html(&text) { Body::Text(text) } else { Body::Html(text) }
}

/// A title, in which markup stands as HTML.
pub(super) fn title(raw: &str, attributes: &str, is_atom: bool) -> String {
    match body(raw, attributes, is_atom) {
        Body::Html(html) => html.trim().to_owned(),
        Body::Text(text) => text.trim().replace('&', "&amp;").replace('<', "&lt;"),
    }
}

/// What stands in an element, escaped once less, and whether tags stand in it as they are.
///
/// Bare markup makes the whole of it HTML as it stands; without any, it is text that was escaped once.
fn text_of(raw: &str) -> (String, bool) {
    if !raw.contains('<') {
        return (unescape(raw), false);
    }
    let is_inline = Scanner::new(raw).any(|token| matches!(token, Token::Open { .. } | Token::Close(_)));
    let mut text = String::with_capacity(raw.len());
    for token in Scanner::new(raw) {
        match token {
            Token::Open { name, attributes, is_empty } => {
                let space = if attributes.is_empty() { "" } else { " " };
                let end = if is_empty { "/>" } else { ">" };
                text.extend(["<", name, space, attributes, end]);
            }
            Token::Close(name) => text.extend(["</", name, ">"]),
            Token::Text(plain) if !is_inline => text.push_str(&unescape(plain)),
            Token::Text(plain) | Token::Cdata(plain) => text.push_str(plain),
        }
    }
    (text, is_inline)
}

/// Plain text that was written by somebody who took it for HTML: a tag that closes, or an entity.
fn looks_like_html(text: &str) -> bool {
    let closes = |(at, _): (usize, &str)| text[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic());
    let is_entity = |(at, _): (usize, &str)| {
        let end = entity_end(&text[at..]).unwrap_or(0);
        end > 1 && text[at + 1..at + end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    };
    text.match_indices("</").any(closes) || text.match_indices('&').any(is_entity) || text.contains("<br")
}

/// Whether a media type is neither text nor XML, so that Atom wants base64.
fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.contains("xml") && !kind.contains("html")
}

/// Base64 without its white space, as UTF-8; `None` if it is neither.
fn decoded(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len() * 3 / 4);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for byte in raw.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits & 0xff) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_read_as_it_is_written() {
        for (raw, attributes, is_atom, expected) in [
            ("Use of the &lt;blink&gt; tag", "type='text'", true, "Use of the &lt;blink> tag"),
            ("A &lt;b&gt;bold&lt;/b&gt; one", "", true, "A <b>bold</b> one"),
            ("A <b>bold</b> &amp; one", "", true, "A <b>bold</b> &amp; one"),
            ("Q&amp;A", "type='html'", true, "Q&A"),
            ("Q&amp;amp;A", "", false, "Q&amp;A"),
            ("Tom & Jo&nbsp;", "", false, "Tom & Jo&nbsp;"),
            ("<![CDATA[A <i>new</i> day]]>", "", false, "A <i>new</i> day"),
            ("\n SGFsbG8gPGI+V2VsdDwvYj4=\n", "mode=\"base64\"", true, "Hallo <b>Welt</b>"),
            ("5pep5pma", "type='application/octet-stream'", true, "早晚"),
            ("profit &lt; loss", "", true, "profit &lt; loss"),
        ] {
            assert_eq!(title(raw, attributes, is_atom), expected, "{raw}");
        }
    }

    #[test]
    fn what_is_no_base64_stays_as_it_is() {
        assert_eq!(body("no base64!", "mode='base64'", false), Body::Html("no base64!".into()));
    }
}
