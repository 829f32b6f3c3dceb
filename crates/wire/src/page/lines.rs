//! The page as a list of lines in reading order, each with what is known of its place: the view for everything that
//! asks "what stands where".

use super::walk::{Noscript, Walk};
use dom_query::Document;

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

/// An element that holds a date, with its place among the lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeMark {
    /// The index of the line it stands in.
    pub(super) line: usize,
    /// Its `datetime` or `content`, else its text.
    pub(super) raw: String,
    /// Whether it says that it is the publication.
    pub(super) is_published: bool,
    /// Whether it says that it is a change.
    pub(super) is_modified: bool,
    /// Whether it stands around the article.
    pub(super) is_around: bool,
}

/// The page in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Lines {
    /// What a reader sees.
    pub(super) lines: Vec<Line>,
    /// The blocks in reading order.
    pub(super) blocks: Vec<Block>,
    /// The elements that hold dates.
    pub(super) times: Vec<TimeMark>,
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

    /// Where the article begins: the line of its title, else the first long line.
    pub(super) fn start(&self, title: Option<&str>) -> usize {
        let is_title = |line: &&Line| title.is_some_and(|title| line.text == title && !line.is_around);
        let position = |wanted: &dyn Fn(&&Line) -> bool| self.lines.iter().position(|line| wanted(&line));
        position(&|line| is_title(line) && line.tag.starts_with('h'))
            .or_else(|| position(&|line| line.tag == "h1" && !line.is_around))
            .or_else(|| position(&is_title))
            .unwrap_or(0)
    }
}

/// How deep elements nest at most, counted on the text: elements that close themselves are not counted.
pub(super) fn depth(html: &str) -> usize {
    const FLAT: &[&str] = &[
        "p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "img", "meta", "link", "input", "hr", "source",
        "area", "base", "col", "embed", "param", "track", "wbr", "tbody", "thead",
    ];
    let (mut depth, mut deepest) = (0usize, 0usize);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if name.is_empty() || FLAT.iter().any(|flat| name.eq_ignore_ascii_case(flat)) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}
