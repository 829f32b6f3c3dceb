//! Walks the tree of a page once and takes down its lines, its blocks and its dates.

use super::depth_first::{Visit, depth_first};
use super::extract::weight_of;
use super::lines::{Block, Line, Lines};
use super::plain::{is_block, is_invisible};
use dom_query::{NodeId, NodeRef};
use std::collections::HashMap;

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

/// What holds for an element and all in it.
#[derive(Clone, Copy, Default)]
struct State {
    is_around: bool,
    is_link: bool,
    is_hidden: bool,
}

/// A block that is open.
struct Open {
    number: usize,
    node: NodeId,
}

/// What to do with what is shown where scripts do not run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Noscript {
    /// Pictures and notices, as a rule.
    #[default]
    Skip,
    /// The page.
    Read,
}

/// Goes through the tree once.
#[derive(Default)]
pub(super) struct Walk {
    found: Lines,
    noscript: Noscript,
    line: String,
    n_chars: usize,
    n_link_chars: usize,
    weight: usize,
    open: Vec<Open>,
    states: Vec<State>,
    /// Which class and id words are of what stands around an article: a page repeats them.
    around: HashMap<String, bool>,
    /// Those of the element at hand.
    words: String,
}

impl Visit for Walk {
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
            is_around: outer.is_around || self.is_around(node, &name),
            is_link: outer.is_link || name == "a",
            is_hidden: outer.is_hidden || is_hidden(node),
        };
        self.states.push(state);
        if is_block(&name) || MORE_BLOCKS.contains(&name.as_str()) {
            self.end_line();
            let number = self.found.blocks.len();
            let parent = self.open.last().map_or(number, |open| open.number);
            let first = self.found.lines.len();
            self.found.blocks.push(Block { parent, tag: name.clone(), words: block_words(node), first, end: first });
            self.open.push(Open { number, node: node.id });
        }
        !SILENT.contains(&name.as_str()) || name == "noscript" && self.noscript == Noscript::Read
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        self.states.pop();
        if !node.is_element() {
            return;
        }
        let Some(number) = self.open.last().filter(|open| open.node == node.id).map(|open| open.number) else {
            return;
        };
        self.end_line();
        self.open.pop();
        if let Some(block) = self.found.blocks.get_mut(number) {
            block.end = self.found.lines.len();
        }
    }
}

impl Walk {
    /// The element and all in it as lines.
    pub(super) fn over(root: &NodeRef<'_>, noscript: Noscript) -> Lines {
        let mut walk = Self { noscript, ..Self::default() };
        depth_first(root, &mut walk);
        walk.end_line();
        walk.found
    }

    fn is_around(&mut self, node: &NodeRef<'_>, name: &str) -> bool {
        if AROUND.contains(&name) {
            return true;
        }
        // A class of the whole page ("with-sidebar") says nothing of its parts.
        if matches!(name, "html" | "body" | "main" | "article" | "h1" | "p" | "time" | "a") {
            return false;
        }
        self.words.clear();
        for value in ["class", "id"].iter().filter_map(|key| node.attr(key)) {
            self.words.push(' ');
            self.words.push_str(&value);
        }
        if self.words.is_empty() {
            return false;
        }
        if let Some(is_around) = self.around.get(&self.words) {
            return *is_around;
        }
        let is_around = names_around(&self.words);
        self.around.insert(self.words.clone(), is_around);
        is_around
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
                self.weight += weight_of(c);
                self.n_link_chars += usize::from(state.is_link);
            }
        }
    }

    fn end_line(&mut self) {
        let text = self.line.trim().to_owned();
        if !text.is_empty() {
            let block = self.open.last().map_or(0, |open| open.number);
            let tag = self.found.blocks.get(block).map(|block| block.tag.clone()).unwrap_or_default();
            let is_around = self.states.last().is_some_and(|state| state.is_around);
            let (n_chars, n_link_chars, weight) = (self.n_chars, self.n_link_chars, self.weight);
            self.found.lines.push(Line { text, n_chars, n_link_chars, tag, is_around, weight, block });
        }
        self.line.clear();
        self.n_chars = 0;
        self.n_link_chars = 0;
        self.weight = 0;
    }
}

fn block_words(node: &NodeRef<'_>) -> String {
    ["class", "id", "itemprop", "role"].iter().filter_map(|key| node.attr(key)).fold(
        String::new(),
        |mut words, value| {
            words.push(' ');
            words.push_str(&value);
            words
        },
    )
}

/// Whether class and id words are those of what stands around an article.
fn names_around(words: &str) -> bool {
    let words = words.to_lowercase();
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
