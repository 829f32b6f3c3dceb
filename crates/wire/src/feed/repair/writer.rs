//! Writes a feed so that its tags fit, whatever was read.

use super::{Repaired, attributes_of};
use crate::feed::scan::{attribute, local_name};

/// Names whose case matters to parsers.
const MIXED_CASE: &[&str] = &["pubDate", "lastBuildDate", "managingEditor", "webMaster", "skipDays", "skipHours"];
/// Elements of an RSS item; none holds another, so one that was never closed ends where the next begins.
const RSS_LEAVES: &[&str] =
    &["title", "link", "description", "guid", "pubDate", "category", "author", "comments", "enclosure", "source"];
/// Entries do not nest: a new one closes the last.
const ENTRIES: &[&str] = &["item", "entry"];
/// Real feeds nest a dozen deep; a tag below this is dropped, so that a tower of tags costs no more than its bytes.
const MAX_DEPTH: usize = 100;
/// The versions that parsers know; a feed that names another is called 2.0, which forgives most.
const KNOWN_VERSIONS: &[&str] = &["0.90", "0.91", "0.92", "2.0"];

/// Writes the repaired feed: every element that is opened is closed, in order.
#[derive(Default)]
pub(super) struct Writer {
    out: String,
    open: Vec<String>,
    /// `r:` if the feed's own names are written `r:rss`, `r:item`.
    prefix: String,
    root: String,
    /// Where the last entry began.
    entry_at: usize,
    /// Whether the text ended within an element.
    pub is_cut_off: bool,
    is_done: bool,
}

impl Writer {
    /// Whether the root is still to come.
    pub fn is_before_root(&self) -> bool {
        self.root.is_empty()
    }

    /// Whether the feed is of the Atom kind.
    pub fn is_atom(&self) -> bool {
        self.root == "feed"
    }

    /// A name in the case that parsers expect, without the root's own prefix.
    pub fn spelling(&self, name: &str) -> String {
        let name = match name.split_at_checked(self.prefix.len()) {
            Some((prefix, rest)) if !prefix.is_empty() && prefix.eq_ignore_ascii_case(&self.prefix) => rest,
            _ => name,
        };
        spelling(name)
    }

    /// Opens the root and learns from it what the feed is.
    pub fn open_root(&mut self, name: &str, attributes: &str, is_empty: bool) {
        let is_rdf = name == "rdf:RDF";
        let local = local_name(name);
        if !is_rdf && local.len() < name.len() {
            self.prefix = name[..name.len() - local.len()].to_owned();
        }
        self.root = if is_rdf { name.to_owned() } else { local.to_lowercase() };
        let mut attributes = attributes_of(attributes, false);
        let version = attribute(&attributes, "version");
        if self.root == "rss" && !version.as_deref().is_some_and(|version| KNOWN_VERSIONS.contains(&version)) {
            attributes = attributes.replace(" version=", " was=") + " version=\"2.0\"";
        }
        let root = self.root.clone();
        self.open(&root, &attributes, is_empty);
    }

    /// Opens an element; `attributes` as they are written, with a space before each.
    pub fn open(&mut self, name: &str, attributes: &str, is_empty: bool) {
        if self.is_done || self.open.len() >= MAX_DEPTH {
            return;
        }
        let is_leaf = |name: &str| !self.is_atom() && RSS_LEAVES.contains(&name);
        if let Some(last) = self.open.last().filter(|last| is_leaf(name) && is_leaf(last)).cloned() {
            self.close(&last);
        }
        if ENTRIES.contains(&name) {
            if self.open.iter().any(|open| open == name) {
                self.close(name);
            }
            if self.root == "rss" && self.open.len() == 1 {
                self.open("channel", "", false);
            }
            self.entry_at = self.out.len();
        }
        let end = if is_empty { "/>" } else { ">" };
        self.out.push_str(&format!("<{name}{attributes}{end}"));
        if !is_empty {
            self.open.push(name.to_owned());
        }
    }

    /// Closes everything down to this name; a close of nothing open is dropped.
    pub fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        for name in self.open.drain(at..).rev() {
            self.out.push_str(&format!("</{name}>"));
        }
        self.is_done = self.open.is_empty();
    }

    /// Text that is escaped already.
    pub fn text(&mut self, escaped: &str) {
        if !self.open.is_empty() {
            self.out.push_str(escaped);
        }
    }

    /// Closes what is open; drops an entry that the text ended in.
    pub fn finish(mut self) -> Repaired {
        let entry = self.open.iter().position(|open| ENTRIES.contains(&open.as_str()));
        let ends_in_child = entry.is_some_and(|at| self.is_cut_off || at + 1 < self.open.len());
        if let Some(at) = entry.filter(|_| ends_in_child) {
            self.out.truncate(self.entry_at);
            self.open.truncate(at);
        }
        for name in std::mem::take(&mut self.open).iter().rev() {
            self.out.push_str(&format!("</{name}>"));
        }
        Repaired { text: self.out, dropped_last: ends_in_child }
    }
}

fn spelling(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if let Some(known) = MIXED_CASE.iter().find(|known| known.eq_ignore_ascii_case(&lower)) {
        return (*known).to_owned();
    }
    if lower == "rdf:rdf" { "rdf:RDF".to_owned() } else { lower_feed_name(name, &lower) }
}

/// Names with a prefix keep their case (`media:thumbnail`, `rdf:li`); all others are lower case in every feed format.
fn lower_feed_name(name: &str, lower: &str) -> String {
    let is_shouted = name.chars().all(|c| !c.is_ascii_lowercase());
    if name.contains(':') && !is_shouted { name.to_owned() } else { lower.to_owned() }
}
