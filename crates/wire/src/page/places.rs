//! Every place of a page that tells a day, in reading order, each with what stands around it.
//!
//! A view of its own beside `lines`: an element whose name speaks of a date is a line here, and what stands around the
//! article is told apart by kind, because a dateline in a post's footer counts and one of a comment never does.

use super::date_words::{Said, said_by_names};
use super::depth_first::{Visit, depth_first};
use super::plain::is_block;
use dom_query::{Document, NodeId, NodeRef};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::LazyLock;

/// Elements that never show text, or whose text is for machines.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "svg", "object", "head", "select", "button", "textarea",
    "option",
];
/// Attributes that hold a moment for machines.
const MOMENTS: &[&str] = &[
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-published",
    "data-utime",
    "data-timestamp",
    "data-time",
    "unixtime",
];
/// A longer element is no date, whatever its name.
const MAX_MARKED_CHARS: usize = 200;
/// Lines and elements looked at, so that an endless page costs little.
const MAX_LINES: usize = 6_000;

/// What a line or element stands in; the later in this order, the less it is the article's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub(super) enum Zone {
    /// The article, or nothing that could be told.
    #[default]
    Main,
    /// A box beside it, or its own.
    Aside,
    /// A footer, the page's or the article's.
    Footer,
    /// A picture's words.
    Caption,
    /// The site's head, its menus.
    Nav,
    /// Boxes beside the article: but some pages call the article's own box so.
    Beside,
    /// Other articles, tweets, quotations.
    Related,
    /// What readers wrote.
    Comment,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// White space folded.
    pub(super) text: String,
    /// What the names around it say.
    pub(super) said: Said,
    /// Where it stands.
    pub(super) zone: Zone,
    /// Whether it is a heading.
    pub(super) is_heading: bool,
    /// A number for the names around it: those of a list are alike.
    pub(super) shape: u64,
}

/// An element that holds a moment for machines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment {
    /// The row it stands before or in.
    pub(super) row: usize,
    /// As it is written.
    pub(super) raw: String,
    /// What its names say.
    pub(super) said: Said,
    /// Where it stands.
    pub(super) zone: Zone,
    /// As for rows.
    pub(super) shape: u64,
}

/// The page.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// In reading order.
    pub(super) rows: Vec<Row>,
    /// In reading order.
    pub(super) moments: Vec<Moment>,
    /// The row of the headline, if it was found.
    pub(super) title: Option<usize>,
}

impl Places {
    /// Walks the page once.
    pub(super) fn read(document: &Document, title: Option<&str>) -> Self {
        let Some(body) = document.body() else { return Self::default() };
        let mut walk = Walk::default();
        if let Some(heading) = heading(document, title) {
            walk.around_title = heading.ancestors(None).iter().map(|node| node.id).collect();
            walk.title = Some(heading.id);
        }
        depth_first(&body, &mut walk);
        walk.end_row();
        walk.found
    }
}

/// The heading that is the title, else the first of the first level.
fn heading<'a>(document: &'a Document, title: Option<&str>) -> Option<NodeRef<'a>> {
    let wanted = title.map(fold).unwrap_or_default();
    let find = |selector: &str| {
        let selection = document.select(selector);
        selection.nodes().iter().copied().find(|node| {
            let text = fold(&node.text());
            let n = text.chars().count();
            n >= 4
                && (text == wanted
                    || n >= 10 && (wanted.contains(&text) || text.contains(&wanted) && !wanted.is_empty()))
        })
    };
    let first = || {
        let selection = document.select("h1");
        selection.nodes().iter().copied().find(|node| !node.text().trim().is_empty())
    };
    find("h1")
        .or_else(|| find("h2, h3, h4"))
        .or_else(|| find("[class*='title'], [class*='headline'], [id*='title'], b, strong, h5"))
        .or_else(first)
}

/// Letters and digits only, in lower case.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(200).collect()
}

#[derive(Clone, Copy, Default)]
struct State {
    zone: Zone,
    said: Said,
    shape: u64,
    is_heading: bool,
    is_silent: bool,
}

#[derive(Default)]
struct Walk {
    found: Places,
    row: String,
    row_state: State,
    states: Vec<State>,
    breaks: Vec<NodeId>,
    around_title: HashSet<NodeId>,
    title: Option<NodeId>,
    /// What the names that occurred say: a page repeats them.
    known: HashMap<String, Named>,
    /// For the names of the element at hand.
    key: String,
}

/// What an element's name and names say by themselves.
#[derive(Clone)]
struct Named {
    zone: Zone,
    said: Said,
    /// The names without digits, which differ between the entries of a list.
    shape: Rc<str>,
}

impl Named {
    fn new(name: &str, names: &str) -> Self {
        let names = names.to_lowercase();
        let letters: String = names.chars().filter(|c| !c.is_ascii_digit()).collect();
        Self { zone: zone(name, &names), said: said_by_names(&names), shape: format!("{name} {letters}").into() }
    }

    fn shape(&self, outer: u64) -> u64 {
        xxhash_rust::xxh3::xxh3_64_with_seed(self.shape.as_bytes(), outer)
    }
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
        let state = self.state(node, &name, outer);
        self.states.push(state);
        let is_marked = state.said != outer.said;
        if is_block(&name) || matches!(&*name, "td" | "th" | "form" | "label") || is_marked {
            self.end_row();
            self.breaks.push(node.id);
        } else if !self.row.is_empty() && !self.row.ends_with(' ') {
            self.row.push(' ');
        }
        if self.title == Some(node.id) && self.found.title.is_none() {
            self.found.title = Some(self.found.rows.len());
        }
        self.note_moment(node, &name, state);
        !state.is_silent
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        if self.breaks.last() == Some(&node.id) {
            self.end_row();
            self.breaks.pop();
        } else if node.is_element() && !self.row.is_empty() && !self.row.ends_with(' ') {
            self.row.push(' ');
        }
        self.states.pop();
    }

    fn is_full(&self) -> bool {
        self.found.rows.len() >= MAX_LINES
    }
}

impl Walk {
    fn named(&mut self, node: &NodeRef<'_>, name: &str) -> Named {
        self.key.clear();
        self.key.push_str(name);
        push_names(&mut self.key, node);
        if let Some(named) = self.known.get(&self.key) {
            return named.clone();
        }
        let named = Named::new(name, &self.key[name.len()..]);
        self.known.insert(self.key.clone(), named.clone());
        named
    }

    fn state(&mut self, node: &NodeRef<'_>, name: &str, outer: State) -> State {
        let named = self.named(node, name);
        let is_wide = matches!(name, "html" | "body" | "main") || self.around_title.contains(&node.id);
        let zone = if is_wide { outer.zone } else { outer.zone.max(named.zone) };
        let own = if matches!(name, "html" | "body" | "main" | "article") { Said::Nothing } else { named.said };
        let said = match (own, outer.said) {
            (Said::Nothing, outer) => outer,
            // The name nearest to the date counts, but "date" in "published" adds nothing.
            (Said::Date, outer) if outer != Said::Nothing => outer,
            (own, _) if is_short(node) => own,
            (_, outer) => outer,
        };
        let shape = if is_block(name) || own != Said::Nothing { named.shape(outer.shape) } else { outer.shape };
        let is_hidden =
            !is_wide && node.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
        State {
            zone,
            said,
            shape,
            is_heading: outer.is_heading || matches!(name, "h1" | "h2" | "h3" | "h4"),
            // An unclosed noscript swallows whole pages.
            is_silent: !is_wide && SILENT.contains(&name) || is_hidden && name != "time",
        }
    }

    fn push_text(&mut self, text: &str, state: State) {
        if self.row.is_empty() {
            self.row_state = state;
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                self.row.push(c);
            } else if !self.row.is_empty() && !self.row.ends_with(' ') {
                self.row.push(' ');
            }
        }
    }

    fn end_row(&mut self) {
        let text = self.row.trim();
        if !text.is_empty() {
            let State { zone, said, shape, is_heading, .. } = self.row_state;
            self.found.rows.push(Row { text: text.to_owned(), said, zone, is_heading, shape });
        }
        self.row.clear();
    }

    fn note_moment(&mut self, node: &NodeRef<'_>, name: &str, state: State) {
        let property =
            ["itemprop", "property"].iter().filter_map(|key| node.attr(key)).map(|value| value.to_lowercase());
        let property = property.collect::<Vec<_>>().join(" ");
        let is_property = property.contains("date") || property.contains("published_time");
        let is_named =
            state.said != Said::Nothing && matches!(name, "abbr" | "span" | "div" | "a" | "p" | "small" | "meta");
        if !(name == "time" || is_property || is_named) || self.found.moments.len() >= MAX_LINES {
            return;
        }
        let mut raw = MOMENTS
            .iter()
            .filter(|key| **key != "content" || is_property)
            .find_map(|key| node.attr(key))
            .map(|value| value.to_string());
        // hAtom writes the moment into a title: of an abbreviation, or of an empty element.
        let has_title = || name == "abbr" || matches!(name, "span") && node.text().trim().is_empty();
        raw = raw.filter(|raw| !raw.trim().is_empty());
        if raw.is_none() && has_title() {
            raw = node.attr("title").map(|title| title.to_string());
        }
        if raw.is_none() && (name == "time" || is_property) {
            raw = Some(node.text().split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let Some(raw) = raw.filter(|raw| raw.len() <= 100 && raw.contains(|c: char| c.is_ascii_digit())) else {
            return;
        };
        self.found.moments.push(Moment {
            row: self.found.rows.len(),
            raw,
            said: state.said,
            zone: state.zone,
            shape: state.shape,
        });
    }
}

/// Each name behind a space, as it is written.
fn push_names(names: &mut String, node: &NodeRef<'_>) {
    for key in ["class", "id", "itemprop", "property"] {
        if let Some(value) = node.attr(key) {
            names.push(' ');
            names.push_str(&value);
        }
    }
    if node.has_attr("pubdate") {
        names.push_str(" pubdate");
    }
}

/// Whether an element's text is not too long for a date; looks no further than it must.
fn is_short(node: &NodeRef<'_>) -> bool {
    let mut n = 0;
    for inner in node.descendants_it().filter(NodeRef::is_text) {
        n += inner.text().chars().filter(|c| !c.is_whitespace()).take(MAX_MARKED_CHARS + 1).count();
        if n > MAX_MARKED_CHARS {
            return false;
        }
    }
    true
}

/// Beginnings of words in names of elements, with the zone that they make.
const ZONES: &[(Zone, &[&str])] = &[
    (
        Zone::Comment,
        &[
            "comment",
            "kommentar",
            "commentaire",
            "comentario",
            "disqus",
            "pinglun",
            "reply",
            "replies",
            "respond",
            "reaction",
        ],
    ),
    (
        Zone::Related,
        &[
            "related",
            "recommend",
            "popular",
            "trending",
            "mostread",
            "tweet",
            "twitter",
            "facebook",
            "instagram",
            "embed",
            "quote",
            "outbrain",
            "taboola",
            "tuijian",
            "xiangguan",
            "hotnews",
            "rank",
            "advert",
            "sponsor",
            "similar",
            "mehr",
            "previous",
            "next",
            "prev",
            "newer",
            "older",
            "aehnlich",
            "verwandt",
            "calendar",
            "kalender",
        ],
    ),
    (
        Zone::Beside,
        &[
            "sidebar",
            "widget",
            "teaser",
            "latest",
            "recent",
            "archive",
            "promo",
            "event",
            "veranstaltung",
            "carousel",
            "slider",
            "ticker",
        ],
    ),
    (
        Zone::Nav,
        &[
            "nav",
            "menu",
            "breadcrumb",
            "cookie",
            "consent",
            "banner",
            "masthead",
            "topbar",
            "header",
            "newsletter",
            "subscribe",
            "paywall",
            "weather",
        ],
    ),
    (Zone::Footer, &["footer", "copyright", "colophon"]),
    (Zone::Caption, &["caption", "wp-caption"]),
];

fn zone(name: &str, names: &str) -> Zone {
    match name {
        "nav" => return Zone::Nav,
        "figcaption" => return Zone::Caption,
        // What others wrote elsewhere.
        "blockquote" if !names.is_empty() => return Zone::Related,
        "p" | "time" | "a" | "h1" | "h2" | "h3" | "td" | "b" | "strong" | "em" | "article" => return Zone::Main,
        _ => {}
    }
    let own = match name {
        "footer" => Zone::Footer,
        "aside" => Zone::Aside,
        _ => Zone::Main,
    };
    let words: Vec<&str> = names.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // "entry-header", "post-footer": the article's own.
    let is_own = words
        .iter()
        .any(|word| matches!(*word, "entry" | "post" | "article" | "story" | "beitrag" | "artikel" | "news"));
    let counts = |zone: Zone| !is_own || !matches!(zone, Zone::Nav | Zone::Footer);
    let named = words.iter().flat_map(|word| {
        let of_byte = STARTS.get(usize::from(word.as_bytes()[0])).map(Vec::as_slice).unwrap_or_default();
        of_byte.iter().filter(|(start, _)| word.starts_with(start)).map(|(_, at)| *at)
    });
    let first = named.filter(|at| counts(ZONES[*at].0)).min();
    own.max(first.map(|at| ZONES[at].0).unwrap_or_default())
}

/// The beginnings by their first byte, each with the index of its zone in [`ZONES`].
static STARTS: LazyLock<Vec<Vec<(&'static str, usize)>>> = LazyLock::new(|| {
    let mut starts: Vec<Vec<(&str, usize)>> = vec![Vec::new(); 256];
    for (at, (_, of_zone)) in ZONES.iter().enumerate() {
        for start in *of_zone {
            starts[usize::from(start.as_bytes()[0])].push((start, at));
        }
    }
    starts
});

/// How often each shape occurs.
pub(super) fn shapes(shapes: impl Iterator<Item = u64>) -> HashMap<u64, usize> {
    let mut counts = HashMap::new();
    for shape in shapes {
        *counts.entry(shape).or_insert(0) += 1;
    }
    counts
}
