//! The page as a list of lines in reading order, each with what is known of its place: the view for everything that
//! asks "what stands where".

use super::walk::{Noscript, Walk};
use dom_query::Document;
use memchr::memchr_iter;

/// One line of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// White space folded.
    pub(super) text: String,
    /// Characters in all, and in links.
    pub(super) n_chars: usize,
    /// Characters that stand in links.
    pub(super) n_link_chars: usize,
    /// Of the innermost block around it.
    pub(super) tag: String,
    /// Whether it stands in something around the article.
    pub(super) is_around: bool,
    /// Letters and digits, a Han character as three.
    pub(super) weight: usize,
    /// The block it stands in, an index into [`Lines::blocks`].
    pub(super) block: usize,
}

/// A line of prose has at least so much weight.
const PROSE: usize = 75;
/// A page with less text than this has none.
const NOTHING: usize = 100;

impl Line {
    /// The share of its characters that are links.
    pub(super) fn link_density(&self) -> f64 {
        if self.n_chars == 0 { 0.0 } else { self.n_link_chars as f64 / self.n_chars as f64 }
    }

    /// Whether it is long enough to tell something, and no link.
    pub(super) fn is_prose(&self) -> bool {
        self.weight >= PROSE && self.link_density() < 0.5
    }

    /// Whether it is a heading's.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.tag.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }
}

/// A block element, with its place in the tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Block {
    /// The block around it, an index into [`Lines::blocks`], smaller than its own; the first block is its own.
    pub(super) parent: usize,
    /// Its element's name.
    pub(super) tag: String,
    /// Its class, id, role and itemprop.
    pub(super) words: String,
    /// Its first line.
    pub(super) first: usize,
    /// The line behind its last.
    pub(super) end: usize,
}

/// The page in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Lines {
    /// What a reader sees.
    pub(super) lines: Vec<Line>,
    /// The blocks in reading order.
    pub(super) blocks: Vec<Block>,
    /// Whether some text was hidden from the reader on purpose.
    pub(super) hidden: String,
}

impl Lines {
    /// Walks the page once.
    pub(super) fn read(document: &Document) -> Self {
        let body = document.body().unwrap_or_else(|| document.html_root());
        let lines = Walk::over(&body, Noscript::Skip);
        // `<noscript><div></noscript>` holds the whole page if it is read without scripts.
        let n_letters: usize = lines.lines.iter().map(|line| line.weight).sum();
        if n_letters < NOTHING { Walk::over(&body, Noscript::Read) } else { lines }
    }

    /// The first-level headings, each in one line.
    pub(super) fn headings(&self) -> Vec<String> {
        let text = |block: &Block| -> Vec<&str> {
            self.lines[block.first..block.end].iter().map(|line| line.text.as_str()).collect()
        };
        self.blocks.iter().filter(|block| block.tag == "h1").map(|block| text(block).join(" ")).collect()
    }
}

/// How deep elements nest at most, counted on the text: elements that close themselves are not counted.
pub(super) fn depth(html: &str) -> usize {
    const FLAT: &[&str] = &[
        "p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "img", "meta", "link", "input", "hr", "source",
        "area", "base", "col", "embed", "param", "track", "wbr", "tbody", "thead",
    ];
    let bytes = html.as_bytes();
    let (mut depth, mut deepest) = (0usize, 0usize);
    // What a script writes in strings is no element: only its own end tag counts there.
    let mut raw: Option<&[u8]> = None;
    for at in memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let rest = &rest[usize::from(closes)..];
        let name = &rest[..rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()];
        if let Some(open) = raw {
            raw = raw.filter(|_| !(closes && name.eq_ignore_ascii_case(open)));
            continue;
        }
        if name.eq_ignore_ascii_case(b"script") || name.eq_ignore_ascii_case(b"style") {
            raw = (!closes).then_some(name);
            continue;
        }
        // No flat element has a name longer than eight letters.
        let is_flat = || name.len() <= 8 && FLAT.iter().any(|flat| name.eq_ignore_ascii_case(flat.as_bytes()));
        if name.is_empty() || is_flat() {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}
