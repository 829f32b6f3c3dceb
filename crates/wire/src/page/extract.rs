//! The article of a page: readability first, then our own densest block where that finds nothing or too little.

use super::boilerplate::clean;
use super::lines::{Line, Lines};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use news::text::is_han;
use std::collections::BTreeMap;

/// Lines with more of their characters in links are lists of links.
const MAX_LINK_DENSITY: f64 = 0.5;
/// A line of prose has at least so much weight (letters; a Han character counts three).
const PROSE: usize = 75;
/// An article that says less is a teaser at best, and another reading is tried.
const PLAUSIBLE: usize = 250;

/// The article as plain lines; empty if there is none.
///
/// `body`: the article as the page's JSON-LD gives it.
pub(super) fn article(document: Document, lines: &Lines, body: Option<&str>, title: Option<&str>) -> String {
    let readable = clean(&readability(document), title);
    let dense = clean(&densest_block(lines), title);
    let best = better(readable, dense);
    match body.map(|body| clean(body, title)) {
        Some(body) if is_missing(&best, &body) => body,
        _ => best,
    }
}

fn readability(document: Document) -> String {
    let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    Readability::with_document(document, None, Some(config))
        .and_then(|mut readability| readability.parse())
        .map(|article| article.text_content.to_string())
        .unwrap_or_default()
}

/// Readability's, unless it is empty, or tiny beside a dense block of prose.
fn better(readable: String, dense: String) -> String {
    let (n_readable, n_dense) = (weight(&readable), weight(&dense));
    let is_implausible =
        n_readable < PLAUSIBLE && n_dense > n_readable * 2 || n_dense > PLAUSIBLE * 2 && n_dense > n_readable * 4;
    if is_implausible { dense } else { readable }
}

/// Whether the page's own words hold much more than what was found: text that a script would have shown.
fn is_missing(best: &str, body: &str) -> bool {
    weight(body) > PLAUSIBLE && weight(body) > weight(best) * 3 / 2
}

/// Letters and digits, a Han character as three.
pub(super) fn weight(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) { 3 } else { usize::from(c.is_alphanumeric()) }).sum()
}

/// The lines of the block that holds most prose, with the short lines between them.
fn densest_block(lines: &Lines) -> String {
    let mut blocks: BTreeMap<usize, usize> = BTreeMap::new();
    for line in lines.lines.iter().filter(|line| is_prose(line)) {
        *blocks.entry(line.container).or_default() += line.n_chars;
    }
    // The first of equals, so that the result does not depend on the order of a map.
    let Some(best) = blocks
        .iter()
        .max_by_key(|(container, chars)| (**chars, usize::MAX - **container))
        .map(|(container, _)| *container)
    else {
        return String::new();
    };
    let of_block = |line: &&Line| line.container == best;
    let kept =
        lines.lines.iter().filter(of_block).filter(|line| line.link_density() < MAX_LINK_DENSITY && !line.is_around);
    kept.map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn is_prose(line: &Line) -> bool {
    !line.is_around && line.link_density() < MAX_LINK_DENSITY && weight(&line.text) >= PROSE
}
