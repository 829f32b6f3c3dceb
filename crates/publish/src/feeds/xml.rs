//! Writes XML line by line: everything is escaped, and what XML cannot hold is dropped.

use quick_xml::escape::escape;
use std::fmt::Write;

/// A document that is being written.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

/// The attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Xml {
    /// A document with its declaration.
    pub(super) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// Begins an element that holds others.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.begin(tag, attributes);
        self.out.push_str(">\n");
        self.open.push(tag);
    }

    /// Ends the element begun last.
    pub(super) fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.out, "</{tag}>");
        }
    }

    /// An element that holds text only.
    pub(super) fn leaf(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &str) {
        self.begin(tag, attributes);
        let _ = writeln!(self.out, ">{}</{tag}>", clean(text));
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.begin(tag, attributes);
        self.out.push_str("/>\n");
    }

    /// The document, with every element ended.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn begin(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.indent();
        let _ = write!(self.out, "<{tag}");
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", clean(value));
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.open.len() {
            self.out.push_str("  ");
        }
    }
}

/// Escaped, without the control characters that XML 1.0 has no way to write, and without the mark of a character
/// that was lost before it came here: feed validators take it for a wrong encoding.
fn clean(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(allowed).filter(|c| !matches!(c, '\u{fffd}'..='\u{ffff}')).collect();
    escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn outside_text_cannot_break_the_document() {
        let mut xml = Xml::new();
        xml.open("rss", &[("a", "\"><x/>")]);
        xml.leaf("title", &[], "a & b <script>\u{0}\u{1b}\u{85}\u{fffd} ]]>");
        xml.empty("br", &[]);
        expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <rss a="&quot;&gt;&lt;x/&gt;">
              <title>a &amp; b &lt;script&gt; ]]&gt;</title>
              <br/>
            </rss>
        "#]]
        .assert_eq(&xml.finish());
    }
}
