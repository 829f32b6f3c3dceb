//! Finds the block that holds the article and the lines of it.
//!
//! Blocks called "sidebar" or "related" are passed over, unless they hold the headline or most of the page's prose:
//! then the name lies. Of the rest, the block that is called the article's text is taken if it holds its share, else
//! the smallest that holds most of the prose. A lead between the headline and that block belongs to the article.

use super::extract::fold;
use super::lines::{Line, Lines};
use super::role::{Around, Role, roles};

/// A block that may be called "share" or "tag" by mistake is the article if it holds so much of the page's prose …
const LIES_MAYBE: f64 = 0.5;
/// … and one that is called "sidebar" if it holds so much.
const LIES_SURELY: f64 = 0.8;
/// A caption with more prose was never closed and has swallowed the article.
const MAX_CAPTION: usize = 600;
/// The smallest block with so much of the prose is the article's …
const MOST: f64 = 0.75;
/// … unless one that is called so holds at least this share of that.
const ENOUGH: f64 = 0.3;
/// A block in it with so much of its text takes its place.
const NEARLY: f64 = 0.75;
/// With less text than this outside of what is around, the page is made of it: a forum, a slide show.
const NOTHING: usize = 100;
/// … or with less than this and no prose, although there is some around.
const LITTLE: usize = 250;
/// The second part of a parted article is worth so much.
const PART: usize = 200;
/// A lead that is called so may be short.
const SHORT_LEAD: usize = 30;
/// Elements too small to be the whole article, whatever they hold.
const TOO_SMALL: &[&str] = &["p", "li", "td", "tr", "blockquote", "pre", "dd", "font", "label", "ul", "ol"];

/// The lines of the article in reading order, headings and all; empty if the page has none.
pub(super) fn body_lines<'a>(lines: &'a Lines, title: Option<&str>) -> Vec<&'a Line> {
    if lines.blocks.is_empty() {
        return Vec::new();
    }
    let title = title.map(fold).unwrap_or_default();
    let page = Page::read(lines, &title);
    let best = page.best_block();
    page.lines_of(best, &title)
}

/// The page's blocks with what they hold.
struct Page<'a> {
    lines: &'a Lines,
    roles: Vec<Role>,
    /// The line of the headline.
    headline: Option<usize>,
    /// For each block: whether it holds the headline.
    has_headline: Vec<bool>,
    /// For each block: whether it stands around the article.
    is_around: Vec<bool>,
    /// For each block: the weight of its prose, and of all that is no link.
    prose: Vec<usize>,
    text: Vec<usize>,
}

impl<'a> Page<'a> {
    fn read(lines: &'a Lines, title: &str) -> Self {
        let roles = roles(&lines.blocks);
        let headline = headline(lines, title);
        let mut page = Self {
            has_headline: vec![false; lines.blocks.len()],
            is_around: vec![false; lines.blocks.len()],
            prose: Vec::new(),
            text: Vec::new(),
            lines,
            roles,
            headline,
        };
        if let Some(at) = headline {
            let chain: Vec<usize> = page.chain(lines.lines[at].block).collect();
            for block in chain {
                page.has_headline[block] = true;
            }
        }
        page.weigh();
        let n_prose = page.prose[0];
        page.pass_over();
        page.weigh();
        let (prose, text) = (page.prose[0], page.text[0]);
        if text < NOTHING || prose == 0 && text < LITTLE && n_prose >= LITTLE {
            page.pass_over_little();
            page.weigh();
        }
        if page.prose.first() == Some(&0) {
            page.prose.clone_from(&page.text);
        }
        page
    }

    /// The block and all around it, from the inside.
    fn chain(&self, block: usize) -> impl Iterator<Item = usize> {
        let parent = |block: usize| self.lines.blocks[block].parent;
        std::iter::successors(Some(block), move |block| Some(parent(*block)).filter(|outer| outer != block))
    }

    /// Sums up what the blocks hold, apart from what is known to be around.
    fn weigh(&mut self) {
        let n = self.lines.blocks.len();
        let (mut prose, mut text) = (vec![0; n], vec![0; n]);
        for line in self.lines.lines.iter().filter(|line| !self.is_around[line.block]) {
            if line.is_prose() {
                prose[line.block] += line.weight;
            }
            if line.link_density() <= 0.5 {
                text[line.block] += line.weight;
            }
        }
        for (block, parent) in self.lines.blocks.iter().map(|block| block.parent).enumerate().skip(1).rev() {
            prose[parent] += prose[block];
            text[parent] += text[block];
        }
        (self.prose, self.text) = (prose, text);
    }

    /// Marks what is called something around an article, unless the name must be wrong.
    fn pass_over(&mut self) {
        let total = self.prose[0].max(1) as f64;
        for (at, block) in self.lines.blocks.iter().enumerate() {
            let lies = |share: f64| self.prose[at] as f64 >= share * total;
            let is_swallower = block.tag == "figcaption" && self.prose[at] >= MAX_CAPTION;
            let is_around = match self.roles[at].around {
                None => false,
                Some(_) if self.has_headline[at] || is_swallower => false,
                Some(Around::Comments) => true,
                Some(Around::Surely) => !lies(LIES_SURELY),
                Some(Around::Maybe) => !lies(LIES_MAYBE),
            };
            self.is_around[at] = is_around || self.is_around[block.parent];
        }
    }

    /// Passes over nothing but menus.
    fn pass_over_little(&mut self) {
        for (at, block) in self.lines.blocks.iter().enumerate() {
            let is_menu = matches!(block.tag.as_str(), "nav" | "footer") && !self.has_headline[at];
            self.is_around[at] = is_menu || at > 0 && self.is_around[block.parent];
        }
    }

    fn best_block(&self) -> usize {
        let most = MOST * self.prose[0] as f64;
        // Blocks with most of the prose lie in each other, so the last is the innermost.
        let deepest = self.prose.iter().rposition(|prose| *prose as f64 >= most).unwrap_or(0);
        let is_large = |block: &usize| !TOO_SMALL.contains(&self.lines.blocks[*block].tag.as_str());
        let dense = self.chain(deepest).find(is_large).unwrap_or(0);
        let called = (0..self.roles.len())
            .filter(|block| self.roles[*block].is_body && !self.is_around[*block])
            .max_by_key(|block| (self.text[*block], usize::MAX - *block));
        let enough = ENOUGH * self.prose[dense] as f64;
        match called.filter(|block| self.prose[*block].max(self.text[*block]) as f64 >= enough) {
            Some(called) => self.whole(self.innermost(called)),
            None => dense,
        }
    }

    /// The last block in this one that is called the article's text too and holds nearly all of it.
    fn innermost(&self, called: usize) -> usize {
        let end = self.lines.blocks[called].end;
        let nearly = NEARLY * self.text[called] as f64;
        let is_inner = |at: &usize| {
            self.roles[*at].is_body && self.lines.blocks[*at].end <= end && self.text[*at] as f64 >= nearly
        };
        (called..self.roles.len()).rfind(is_inner).unwrap_or(called)
    }

    /// The block around all parts of an article that is cut in parts of one name; other articles have headlines.
    fn whole(&self, part: usize) -> usize {
        let blocks = &self.lines.blocks;
        let is_part = |at: &usize| {
            blocks[*at].words == blocks[part].words && blocks[*at].tag == blocks[part].tag && self.text[*at] >= PART
        };
        let parts: Vec<usize> = (0..blocks.len()).filter(is_part).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return part };
        if parts.len() < 2 || blocks[*last].first < blocks[*first].end {
            return part;
        }
        let around = self
            .chain(*first)
            .find(|at| blocks[*at].first <= blocks[*first].first && blocks[*at].end >= blocks[*last].end)
            .unwrap_or(part);
        let is_one_article =
            self.lines.lines[blocks[*first].first..blocks[*last].end].iter().all(|line| line.tag != "h1")
                && self.chain(*last).take_while(|at| *at != around).all(|at| blocks[at].tag != "article")
                && !matches!(blocks[around].tag.as_str(), "body" | "html");
        if is_one_article { around } else { part }
    }

    fn lines_of(&self, best: usize, title: &str) -> Vec<&'a Line> {
        let block = &self.lines.blocks[best];
        let lines = &self.lines.lines;
        let behind_headline = self.headline.map_or(0, |at| at + 1);
        let above = match self.headline {
            Some(at) if at < block.first => at + 1..block.first,
            _ => 0..0,
        };
        let mut found: Vec<&Line> = lines[above].iter().filter(|line| self.is_lead(line, best, title)).collect();
        let mut has_begun = false;
        for (at, line) in lines.iter().enumerate().take(block.end).skip(block.first) {
            let is_lead = || !has_begun && at >= behind_headline && self.is_lead(line, best, title);
            if !self.is_around[line.block] {
                has_begun |= line.is_prose();
                found.push(line);
            } else if is_lead() {
                found.push(line);
            }
        }
        found
    }

    /// Whether a line above the article's text is its lead: prose that nothing calls anything else.
    fn is_lead(&self, line: &Line, best: usize, title: &str) -> bool {
        let inner: Vec<usize> =
            self.chain(line.block).take_while(|block| !self.has_headline[*block] && *block != best).collect();
        let is_called = inner.iter().any(|block| self.roles[*block].is_lead);
        let is_other = inner.iter().any(|block| match self.roles[*block].around {
            None => false,
            Some(Around::Maybe) => !self.roles[*block].is_lead,
            Some(Around::Surely | Around::Comments) => true,
        });
        let is_long = line.is_prose() || is_called && line.weight >= SHORT_LEAD;
        let ends = line.text.ends_with(['.', '!', '?', '…', '"', '”', '。', '！', '？', '»', '“', ')', ':']);
        let is_text = ends || is_called || matches!(line.tag.as_str(), "p" | "h2");
        !is_other && is_long && is_text && line.link_density() <= 0.3 && fold(&line.text) != title
    }
}

/// The heading that is the title, else the first of the first level.
fn headline(lines: &Lines, title: &str) -> Option<usize> {
    let position = |wanted: &dyn Fn(&Line) -> bool| lines.lines.iter().position(|line| !line.is_around && wanted(line));
    let is_title = |line: &Line| matches!(line.tag.as_str(), "h1" | "h2" | "h3") && fold(&line.text) == title;
    position(&|line| !title.is_empty() && is_title(line)).or_else(|| position(&|line| line.tag == "h1"))
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
