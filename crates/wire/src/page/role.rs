//! Tells from an element's name and its class and id words what a block holds: the article, its lead, or what stands
//! around it.
//!
//! Class words are what page makers call things, so they are strong hints and no proof: `body` asks what the block
//! really holds before it believes one.

use super::lines::Block;
use super::phrases;
use std::collections::HashMap;

/// What a block's own name says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// It is called the text of the article.
    pub(super) is_body: bool,
    /// It is called the article's first words: lead, standfirst, teaser.
    pub(super) is_lead: bool,
    /// What it is besides the article, if it is called so.
    pub(super) around: Option<Around>,
}

/// What stands around an article, by how sure the name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// Words that the whole article's block may bear too: tag, share, meta, banner.
    Maybe,
    /// Words that hardly name an article: sidebar, related, footer.
    Surely,
    /// What readers wrote.
    Comments,
}

/// The roles of all blocks, in their order.
pub(super) fn roles(blocks: &[Block]) -> Vec<Role> {
    // A page repeats its class words: a list's items share them.
    let mut known: HashMap<(&str, &str), Role> = HashMap::new();
    blocks
        .iter()
        .map(|block| *known.entry((&block.tag, &block.words)).or_insert_with(|| role(&block.tag, &block.words)))
        .collect()
}

fn role(tag: &str, words: &str) -> Role {
    let names = Names::of(words);
    let is_body = names.have(phrases::of("role.body"));
    let is_post = names.have(&["hentry", "type post"]);
    let is_protected = is_post || is_body || matches!(tag, "html" | "body" | "main" | "article" | "time");
    let is_heading = matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let around = if names.begin(phrases::of("role.comments")) {
        Some(Around::Comments)
    } else if names.hide(words) {
        Some(Around::Surely)
    } else if is_protected || is_heading {
        None
    } else {
        named_around(tag, &names)
    };
    Role { is_body, is_lead: names.have(phrases::of("role.lead")), around }
}

fn named_around(tag: &str, names: &Names) -> Option<Around> {
    let is_sure = matches!(tag, "nav" | "footer" | "aside") || names.begin(phrases::of("role.around_surely"));
    let is_around = matches!(tag, "form" | "figcaption")
        || names.begin(phrases::of("role.around_begins"))
        || names.have(phrases::of("role.around"));
    match (is_sure, is_around) {
        (true, _) => Some(Around::Surely),
        (false, true) => Some(Around::Maybe),
        (false, false) => None,
    }
}

/// The words of class, id, role and itemprop in two readings: `articleBody` as one word and as two.
struct Names {
    whole: String,
    parted: String,
}

impl Names {
    fn of(words: &str) -> Self {
        let (mut whole, mut parted) = (String::from(" "), String::from(" "));
        let mut was_small = false;
        for c in words.chars() {
            if !c.is_ascii_alphanumeric() {
                was_small = false;
                for name in [&mut whole, &mut parted] {
                    if !name.ends_with(' ') {
                        name.push(' ');
                    }
                }
                continue;
            }
            if was_small && c.is_ascii_uppercase() {
                parted.push(' ');
            }
            was_small = !c.is_ascii_uppercase();
            for name in [&mut whole, &mut parted] {
                name.push(c.to_ascii_lowercase());
            }
        }
        for name in [&mut whole, &mut parted] {
            if !name.ends_with(' ') {
                name.push(' ');
            }
        }
        Self { whole, parted }
    }

    /// Whether one of these stands among them in whole words.
    fn have(&self, phrases: &[&str]) -> bool {
        let stands = |name: &str, phrase: &str| {
            name.match_indices(phrase)
                .any(|(at, _)| name[..at].ends_with(' ') && name[at + phrase.len()..].starts_with(' '))
        };
        phrases.iter().any(|phrase| stands(&self.whole, phrase) || stands(&self.parted, phrase))
    }

    /// Whether a word begins with one of these.
    fn begin(&self, starts: &[&str]) -> bool {
        let begins = |name: &str, start: &str| name.match_indices(start).any(|(at, _)| name[..at].ends_with(' '));
        starts.iter().any(|start| begins(&self.whole, start) || begins(&self.parted, start))
    }

    /// Whether a whole class says that nothing is shown; `hidden-xs` is only hidden on small screens.
    fn hide(&self, words: &str) -> bool {
        let hidden = phrases::of("role.hidden");
        self.whole.len() > 1
            && words.split_whitespace().any(|class| hidden.iter().any(|hidden| class.eq_ignore_ascii_case(hidden)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tag: &str, words: &str, is_body: bool, around: Option<Around>) {
        let found = role(tag, words);
        assert_eq!((found.is_body, found.around), (is_body, around), "{tag} {words}");
    }

    #[test]
    fn names_in_any_spelling_name_the_article() {
        for words in ["article-body", "articleBody", "c-article__body", "ARTICLEBODY", "post_content clearfix"] {
            check("div", words, true, None);
        }
        check("div", "wrapper", false, None);
    }

    #[test]
    fn what_stands_around_is_told_by_its_name_or_its_element() {
        check("div", "related-stories", false, Some(Around::Surely));
        check("aside", "", false, Some(Around::Surely));
        check("div", "share-tools", false, Some(Around::Maybe));
        check("div", "comments", false, Some(Around::Comments));
        check("span", "sr-only", false, Some(Around::Surely));
    }

    #[test]
    fn a_post_of_a_category_is_a_post_and_hidden_on_phones_is_shown() {
        check("div", "post-12 type-post hentry category-news tag-ferry", false, None);
        check("div", "hidden-xs", false, None);
        check("h2", "nav_the_ferry", false, None);
    }
}
