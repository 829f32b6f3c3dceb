//! The page as a list of lines in reading order, each with what is known of its place: the view for everything that
//! asks "what stands where".

use super::plain::{is_block, is_invisible};
use dom_query::{Document, NodeId, NodeRef};

/// Elements that never show text, or whose text is for machines.
const SILENT: &[&str] =
    &["script", "style", "noscript", "template", "iframe", "svg", "object", "head", "select", "button", "textarea"];
/// Elements that begin and end a line here, beside those that do so in a feed's piece of HTML.
const MORE_BLOCKS: &[&str] = &["td", "th", "body", "form", "label"];
/// Elements around an article, never of it.
const AROUND: &[&str] = &["nav", "footer", "aside", "form", "figcaption"];
/// Beginnings of class and id words of what stands around an article.
const AROUND_WORDS: &[&str] = &[
    "related",
    "recommend",
    "comment",
    "sidebar",
    "footer",
    "navbar",
    "menu",
    "share",
    "sharing",
    "social",
    "newsletter",
    "promo",
    "advert",
    "sponsor",
    "cookie",
    "breadcrumb",
    "popular",
    "trending",
    "mostread",
    "copyright",
    "subscribe",
    "banner",
    "pagination",
    "disqus",
    "tuijian",
    "xiangguan",
    "pinglun",
    "consent",
    "paywall",
    "outbrain",
    "taboola",
    "teaserlist",
    "hotnews",
    "rank",
];

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
    /// The block around its block: lines of one article share it.
    pub(super) container: usize,
}

impl Line {
    /// The share of its characters that are links.
    pub(super) fn link_density(&self) -> f64 {
        if self.n_chars == 0 { 0.0 } else { self.n_link_chars as f64 / self.n_chars as f64 }
    }
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
    /// The elements that hold dates.
    pub(super) times: Vec<TimeMark>,
    /// Whether some text was hidden from the reader on purpose.
    pub(super) hidden: String,
}

impl Lines {
    /// Walks the page once.
    pub(super) fn read(document: &Document) -> Self {
        let mut walk = Walk::default();
        if let Some(body) = document.body() {
            walk.run(&body);
        }
        walk.end_line();
        walk.found
    }

    /// The first-level headings.
    pub(super) fn h1(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter(|line| line.tag == "h1").map(|line| line.text.as_str())
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

/// What holds for an element and all in it.
#[derive(Clone, Copy, Default)]
struct State {
    is_around: bool,
    is_link: bool,
    is_hidden: bool,
}

/// A block that is open.
struct Block {
    name: String,
    number: usize,
    node: NodeId,
}

#[derive(Default)]
struct Walk {
    found: Lines,
    line: String,
    n_chars: usize,
    n_link_chars: usize,
    blocks: Vec<Block>,
    n_blocks: usize,
    states: Vec<State>,
}

impl Walk {
    /// Depth first without recursion, so that no page can exhaust the stack.
    fn run(&mut self, root: &NodeRef<'_>) {
        let mut node = *root;
        loop {
            let child = if self.enter(&node) { node.first_child() } else { None };
            if let Some(child) = child {
                node = child;
                continue;
            }
            loop {
                self.leave(&node);
                if node.id == root.id {
                    return;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                match node.parent() {
                    Some(parent) => node = parent,
                    None => return,
                }
            }
        }
    }

    /// Whether to go into the node.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        let outer = self.states.last().copied().unwrap_or_default();
        if node.is_text() {
            self.states.push(outer);
            self.push_text(&node.text(), outer);
            return false;
        }
        let Some(name) = node.node_name() else {
            self.states.push(outer);
            return node.may_have_children();
        };
        let name = name.to_string();
        let state = State {
            is_around: outer.is_around || is_around(node, &name),
            is_link: outer.is_link || name == "a",
            is_hidden: outer.is_hidden || is_hidden(node),
        };
        self.states.push(state);
        if is_block(&name) || MORE_BLOCKS.contains(&name.as_str()) {
            self.end_line();
            self.n_blocks += 1;
            self.blocks.push(Block { name: name.clone(), number: self.n_blocks, node: node.id });
        }
        self.note_time(node, &name, state);
        !SILENT.contains(&name.as_str())
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        self.states.pop();
        if !node.is_element() {
            return;
        }
        let is_block = self.blocks.last().is_some_and(|block| block.node == node.id);
        if is_block {
            self.end_line();
            self.blocks.pop();
        }
    }

    fn push_text(&mut self, text: &str, state: State) {
        if state.is_hidden {
            if self.found.hidden.len() < 4_000 {
                self.found.hidden.push_str(text);
            }
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() {
                if !self.line.is_empty() && !self.line.ends_with(' ') {
                    self.line.push(' ');
                }
            } else if !is_invisible(c) {
                self.line.push(c);
                self.n_chars += 1;
                self.n_link_chars += usize::from(state.is_link);
            }
        }
    }

    fn end_line(&mut self) {
        let text = self.line.trim().to_owned();
        if !text.is_empty() {
            let tag = self.blocks.last().map(|block| block.name.clone()).unwrap_or_default();
            let container = self.blocks.iter().rev().nth(1).map_or(0, |block| block.number);
            let is_around = self.states.last().is_some_and(|state| state.is_around);
            let (n_chars, n_link_chars) = (self.n_chars, self.n_link_chars);
            self.found.lines.push(Line { text, n_chars, n_link_chars, tag, is_around, container });
        }
        self.line.clear();
        self.n_chars = 0;
        self.n_link_chars = 0;
    }

    fn note_time(&mut self, node: &NodeRef<'_>, name: &str, state: State) {
        let property = node.attr("itemprop").map(|value| value.to_lowercase()).unwrap_or_default();
        let is_time = name == "time" || property.contains("datepublished") || property.contains("datecreated");
        if !is_time || self.found.times.len() >= 200 {
            return;
        }
        let raw = ["datetime", "content"].iter().find_map(|key| node.attr(key)).map(|value| value.to_string());
        let words = class_words(node);
        self.found.times.push(TimeMark {
            line: self.found.lines.len(),
            raw: raw.filter(|raw| !raw.trim().is_empty()).unwrap_or_else(|| node.text().trim().to_owned()),
            is_published: property.contains("datepublished") || node.has_attr("pubdate") || words.contains("publish"),
            is_modified: property.contains("modified") || words.contains("updated") || words.contains("modif"),
            is_around: state.is_around,
        });
    }
}

fn class_words(node: &NodeRef<'_>) -> String {
    let mut words = String::new();
    for key in ["class", "id"] {
        if let Some(value) = node.attr(key) {
            words.push(' ');
            words.push_str(&value.to_lowercase());
        }
    }
    words
}

fn is_around(node: &NodeRef<'_>, name: &str) -> bool {
    if AROUND.contains(&name) {
        return true;
    }
    // A class of the whole page ("with-sidebar") says nothing of its parts.
    if matches!(name, "html" | "body" | "main" | "article" | "h1" | "p" | "time" | "a") {
        return false;
    }
    let words = class_words(node);
    words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        AROUND_WORDS.iter().any(|around| word.starts_with(around)) || matches!(word, "nav" | "ad" | "ads" | "meta-nav")
    })
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style.to_lowercase().split_whitespace().collect();
        ["display:none", "visibility:hidden", "font-size:0", "opacity:0;", "text-indent:-9999"]
            .iter()
            .any(|trick| style.contains(trick))
            || style.ends_with("opacity:0")
    })
}
