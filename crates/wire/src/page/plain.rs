//! Turns a piece of HTML, as feeds carry it, into plain lines without building a tree.

/// Elements whose content is not text.
const SILENT: &[&str] =
    &["script", "style", "noscript", "template", "iframe", "svg", "object", "head", "select", "button", "form"];
/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "pre",
    "hr",
    "dd",
    "dt",
    "dl",
    "aside",
    "main",
    "nav",
];

/// Whether an element begins and ends a line.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// The text of a piece of HTML: tags stripped, entities decoded once, paragraphs, breaks and list items as lines,
/// blank lines dropped, runs of white space one space. Scripts, styles and forms are dropped. Plain text stays as it is.
pub fn plain_text(html: &str) -> String {
    // Text without any mark-up for lines has its own.
    let mut out = Lines { keeps_line_ends: !has_blocks(html), ..Lines::default() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push(&rest[..at]);
        rest = &rest[at..];
        rest = take_tag(rest, &mut out);
    }
    out.push(rest);
    out.finish()
}

fn has_blocks(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    lower.match_indices('<').any(|(at, _)| {
        let name: &str = lower[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        is_block(name)
    })
}

/// Deals with what begins at `<` and returns what is behind it.
fn take_tag<'a>(rest: &'a str, out: &mut Lines) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    if let Some(data) = rest.strip_prefix("<![CDATA[") {
        let end = data.find("]]>").unwrap_or(data.len());
        out.push(&data[..end]);
        return data.get(end + 3..).unwrap_or("");
    }
    let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if !is_tag {
        out.push("<");
        return &rest[1..];
    }
    let Some(end) = tag_end(rest) else {
        return "";
    };
    let tag = &rest[1..end];
    let behind = &rest[end + 1..];
    let name: String = tag
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if is_block(&name) {
        out.end_line();
    } else if matches!(name.as_str(), "td" | "th") {
        out.push(" ");
    }
    let opens = !tag.starts_with('/') && !tag.ends_with('/');
    if opens && SILENT.contains(&name.as_str()) {
        return skip_element(behind, &name);
    }
    behind
}

/// The `>` that ends a tag; one inside a quoted attribute does not.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // An apostrophe in a broken tag must not swallow the rest.
    rest.find('>')
}

fn skip_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let lower = rest.to_ascii_lowercase();
    match lower.find(&format!("</{name}")) {
        Some(at) => rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]),
        // Never closed: a form or a button is only a container, a script is not.
        None if matches!(name, "script" | "style") => "",
        None => rest,
    }
}

#[derive(Default)]
struct Lines {
    done: String,
    line: String,
    keeps_line_ends: bool,
}

impl Lines {
    fn push(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let text = decode_entities(raw);
        for c in text.chars() {
            if c == '\n' && self.keeps_line_ends {
                self.end_line();
            } else if c.is_whitespace() || c == '\u{a0}' || c == '\u{3000}' {
                if !self.line.is_empty() && !self.line.ends_with(' ') {
                    self.line.push(' ');
                }
            } else if !is_invisible(c) {
                self.line.push(c);
            }
        }
    }

    fn end_line(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            if !self.done.is_empty() {
                self.done.push('\n');
            }
            self.done.push_str(line);
        }
        self.line.clear();
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.done
    }
}

/// Characters that show nothing: text hidden with them would be read by a model and by no person.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{e0000}'..='\u{e007f}')
        || c.is_control()
}

/// Decodes the entities of a text once; what is none stays.
pub(crate) fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|decoded| (decoded, end))) {
            Some((decoded, end)) => {
                out.push_str(&decoded);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(char::from_u32(windows_1252(code)).filter(|c| *c != '\0')?.to_string());
    }
    let c = match name {
        "amp" | "AMP" => "&",
        "lt" | "LT" => "<",
        "gt" | "GT" => ">",
        "quot" | "QUOT" => "\"",
        "apos" => "'",
        "nbsp" | "ensp" | "emsp" | "thinsp" => " ",
        "ndash" => "–",
        "mdash" => "—",
        "lsquo" => "‘",
        "rsquo" => "’",
        "sbquo" => "‚",
        "ldquo" => "“",
        "rdquo" => "”",
        "bdquo" => "„",
        "laquo" => "«",
        "raquo" => "»",
        "hellip" => "…",
        "middot" => "·",
        "bull" => "•",
        "copy" => "©",
        "reg" => "®",
        "trade" => "™",
        "deg" => "°",
        "euro" => "€",
        "pound" => "£",
        "yen" => "¥",
        "cent" => "¢",
        "sect" => "§",
        "para" => "¶",
        "times" => "×",
        "divide" => "÷",
        "plusmn" => "±",
        "frac12" => "½",
        "frac14" => "¼",
        "frac34" => "¾",
        "sup2" => "²",
        "sup3" => "³",
        "micro" => "µ",
        "iexcl" => "¡",
        "iquest" => "¿",
        "szlig" => "ß",
        "shy" | "zwnj" | "zwj" => "",
        _ => return accented(name),
    };
    Some(c.to_owned())
}

/// `eacute` -> é: a letter and its accent.
fn accented(name: &str) -> Option<String> {
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let table: &[(char, char)] = match &name[1..] {
        "acute" => &[('a', 'á'), ('e', 'é'), ('i', 'í'), ('o', 'ó'), ('u', 'ú'), ('y', 'ý')],
        "grave" => &[('a', 'à'), ('e', 'è'), ('i', 'ì'), ('o', 'ò'), ('u', 'ù')],
        "circ" => &[('a', 'â'), ('e', 'ê'), ('i', 'î'), ('o', 'ô'), ('u', 'û')],
        "uml" => &[('a', 'ä'), ('e', 'ë'), ('i', 'ï'), ('o', 'ö'), ('u', 'ü'), ('y', 'ÿ')],
        "tilde" => &[('a', 'ã'), ('n', 'ñ'), ('o', 'õ')],
        "cedil" => &[('c', 'ç')],
        "ring" => &[('a', 'å')],
        "slash" => &[('o', 'ø')],
        "Elig" | "elig" => &[('a', 'æ'), ('o', 'œ')],
        "caron" => &[('s', 'š'), ('c', 'č'), ('z', 'ž'), ('r', 'ř'), ('e', 'ě')],
        _ => return None,
    };
    let lower = table.iter().find(|(plain, _)| *plain == letter.to_ascii_lowercase())?.1;
    Some(if letter.is_ascii_uppercase() { lower.to_uppercase().collect() } else { lower.to_string() })
}

/// Numbers 128 to 159 are meant as windows-1252, as every browser reads them.
fn windows_1252(code: u32) -> u32 {
    const HIGH: [u32; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d,
        0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
        0x17e, 0x178,
    ];
    match code {
        128..=159 => HIGH[(code - 128) as usize],
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_breaks_and_items_are_lines() {
        assert_eq!(
            plain_text("<p>One &amp; two.</p>\n<p>Three<br/>four <b>bold</b>,\n five</p><ul><li>A<li>B</ul>tail"),
            "One & two.\nThree\nfour bold, five\nA\nB\ntail"
        );
    }

    #[test]
    fn scripts_styles_and_comments_say_nothing() {
        assert_eq!(plain_text("a<script>if (1 < 2) alert('x')</script>b<style>p{}</style><!-- c > d -->e"), "abe");
        assert_eq!(plain_text("a<SCRIPT>x"), "a");
    }

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(
            plain_text("AT&amp;T &lt;b&gt; caf&eacute; &#8220;x&#8221; &#150; &#x4f60;&nbsp;! &amp;amp; R&D"),
            "AT&T <b> café “x” – 你 ! &amp; R&D"
        );
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        assert_eq!(plain_text("3 < 5 and 7 > 6"), "3 < 5 and 7 > 6");
        assert_eq!(plain_text("第一段。\n第二段。"), "第一段。\n第二段。");
        assert_eq!(plain_text("a zero\u{200b}width"), "a zerowidth");
        assert_eq!(plain_text("broken <a href='x> y"), "broken y");
        assert_eq!(plain_text("unfinished <a href="), "unfinished");
    }
}
