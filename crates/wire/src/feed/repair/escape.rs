//! Escaping, of what is not escaped yet and of what is.

use crate::feed::scan::entity_end;

/// Text as XML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Escapes what is not yet escaped: `&` that begins no entity of XML, and `<`.
///
/// `&nbsp;` becomes `&amp;nbsp;`: whoever reads the text as HTML decodes it then.
pub(super) fn escape_bare(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' if !begins_entity(&text[at..]) => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn begins_entity(text: &str) -> bool {
    let Some(end) = entity_end(text) else { return false };
    match &text[1..end] {
        "amp" | "lt" | "gt" | "quot" | "apos" => true,
        name => name.strip_prefix('#').is_some_and(|code| {
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            };
            code.and_then(char::from_u32).is_some_and(is_xml_char)
        }),
    }
}

/// Whether XML 1.0 allows the character.
pub(super) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
