//! The article of a page as plain lines: the lines of its block without links, controls and what editors and machines
//! put between them.

use super::body::body_lines;
use super::boilerplate::{clean, is_noise};
use super::lines::{Line, Lines};
use news::text::is_han;
use std::collections::HashSet;

/// An article that says less is a teaser at best, and another reading is tried.
const PLAUSIBLE: usize = 250;
/// A line with more of its characters in links is a list of links …
const MAX_LINK_DENSITY: f64 = 0.5;
/// … unless it is a paragraph of so many characters, with less than this in links.
const LONG: usize = 120;
const MAX_LINK_DENSITY_LONG: f64 = 0.8;
/// A heading that is a sentence and longer says something of its own.
const TELLING: usize = 60;
/// A line before a list is no longer than this: "You will need:".
const MAX_INTRODUCTION: usize = 80;

/// The article as plain lines; empty if there is none.
///
/// `body`: the article as the page's JSON-LD gives it.
pub(super) fn article(lines: &Lines, body: Option<&str>, title: Option<&str>) -> String {
    let best = told(&body_lines(lines, title), title);
    match body.map(|body| clean(body, title)) {
        Some(body) if is_missing(&best, &body) => body,
        _ => best,
    }
}

/// Whether the page's own words hold much more than what was found: text that a script would have shown.
fn is_missing(best: &str, body: &str) -> bool {
    weight(body) > PLAUSIBLE && weight(body) > weight(best) * 3 / 2
}

/// Letters and digits, a Han character as three.
pub(super) fn weight(text: &str) -> usize {
    text.chars().map(weight_of).sum()
}

pub(super) fn weight_of(c: char) -> usize {
    if is_han(c) { 3 } else { usize::from(c.is_alphanumeric()) }
}

/// Letters and digits in lower case: what is compared of two lines.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The lines that tell something, each once; a heading only if something follows under it.
fn told(lines: &[&Line], title: Option<&str>) -> String {
    let title = title.map(fold).unwrap_or_default();
    let mut seen = HashSet::new();
    let mut told: Vec<&str> = Vec::new();
    let mut headings: Vec<&str> = Vec::new();
    let mut has_begun = false;
    for line in lines {
        let folded = fold(&line.text);
        let is_headline = folded == title || line.tag == "h1" && !has_begun;
        if folded.is_empty() || is_headline || is_linked(line) || is_noise(&line.text) || !seen.insert(folded) {
            continue;
        }
        if introduces(line) {
            headings.push(&line.text);
            continue;
        }
        has_begun |= line.is_prose();
        told.append(&mut headings);
        told.push(&line.text);
    }
    told.join("\n")
}

fn is_linked(line: &Line) -> bool {
    let density = line.link_density();
    density > MAX_LINK_DENSITY && !(density < MAX_LINK_DENSITY_LONG && line.n_chars > LONG)
}

/// Whether a line stands over others and says little without them.
fn introduces(line: &Line) -> bool {
    let tells = line.n_chars > TELLING && line.text.ends_with(['.', '!', '?', '。', '！', '？']);
    let is_introduction = line.n_chars < MAX_INTRODUCTION && line.text.ends_with([':', '：']);
    (line.is_heading() || is_introduction) && !tells
}
