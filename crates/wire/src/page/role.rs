//! Tells from an element's name and its class and id words what a block holds: the article, its lead, or what stands
//! around it.
//!
//! Class words are what page makers call things, so they are strong hints and no proof: `body` asks what the block
//! really holds before it believes one.

use super::lines::Block;
use super::phrases;
use std::collections::HashMap;
use std::sync::OnceLock;

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
    let lists = Lists::get();
    let (whole, parted) = (apart(words, false), apart(words, true));
    let mut names = vec![Vec::from_iter(whole.split(' '))];
    if parted != whole {
        names.push(parted.split(' ').collect());
    }
    let have = |list: &Phrases| names.iter().any(|names| list.stand_among(names));
    let begin = |list: &Starts| names.iter().flatten().any(|name| list.begin(name));
    let is_body = have(&lists.body);
    let is_post = names[0].contains(&"hentry") || names[0].windows(2).any(|pair| pair == ["type", "post"]);
    let is_protected = is_post || is_body || matches!(tag, "html" | "body" | "main" | "article" | "time");
    let is_heading = matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let is_sure = || {
        matches!(tag, "nav" | "footer" | "aside" | "figcaption") || begin(&lists.surely) || have(&lists.surely_whole)
    };
    let is_around =
        || tag == "form" || tag == "figure" && !have(&lists.figures) || begin(&lists.begins) || have(&lists.around);
    let around = if begin(&lists.comments) {
        Some(Around::Comments)
    } else if is_hidden(words) {
        Some(Around::Surely)
    } else if is_protected || is_heading {
        None
    } else if is_sure() {
        Some(Around::Surely)
    } else {
        is_around().then_some(Around::Maybe)
    };
    Role { is_body, is_lead: have(&lists.lead), around }
}

/// The words of class, id, role and itemprop in lower case, apart by one space; `articleBody` is two words if parted.
fn apart(words: &str, parts_humps: bool) -> String {
    let mut apart = String::with_capacity(words.len() + 8);
    let mut was_small = false;
    for c in words.chars() {
        if !c.is_ascii_alphanumeric() {
            was_small = false;
            if !apart.ends_with(' ') {
                apart.push(' ');
            }
            continue;
        }
        if parts_humps && was_small && c.is_ascii_uppercase() {
            apart.push(' ');
        }
        was_small = !c.is_ascii_uppercase();
        apart.push(c.to_ascii_lowercase());
    }
    apart
}

/// Whether a whole class says that nothing is shown; `hidden-xs` is only hidden on small screens.
fn is_hidden(words: &str) -> bool {
    let hidden = Lists::get().hidden;
    words.split_whitespace().any(|class| hidden.iter().any(|hidden| class.eq_ignore_ascii_case(hidden)))
}

/// The lists of phrases.txt, made ready for looking up.
struct Lists {
    body: Phrases,
    lead: Phrases,
    around: Phrases,
    surely: Starts,
    surely_whole: Phrases,
    figures: Phrases,
    begins: Starts,
    comments: Starts,
    hidden: &'static [&'static str],
}

impl Lists {
    fn get() -> &'static Self {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        LISTS.get_or_init(|| Self {
            body: Phrases::new("role.body"),
            lead: Phrases::new("role.lead"),
            around: Phrases::new("role.around"),
            surely: Starts::new("role.around_surely"),
            surely_whole: Phrases::new("role.around_surely_whole"),
            figures: Phrases::new("role.figures_of_text"),
            begins: Starts::new("role.around_begins"),
            comments: Starts::new("role.comments"),
            hidden: phrases::of("role.hidden"),
        })
    }
}

/// Phrases of one or more whole words, by their first byte.
struct Phrases(Vec<Vec<Vec<&'static str>>>);

impl Phrases {
    fn new(name: &str) -> Self {
        Self(by_first_byte(name, |phrase| phrase.split(' ').collect()))
    }

    fn stand_among(&self, names: &[&str]) -> bool {
        let of_byte = |name: &str| self.0.get(usize::from(*name.as_bytes().first()?));
        names.iter().enumerate().any(|(at, name)| {
            of_byte(name).is_some_and(|phrases| phrases.iter().any(|phrase| names[at..].starts_with(phrase)))
        })
    }
}

/// Beginnings of words, by their first byte.
struct Starts(Vec<Vec<&'static str>>);

impl Starts {
    fn new(name: &str) -> Self {
        Self(by_first_byte(name, |start| start))
    }

    fn begin(&self, name: &str) -> bool {
        let of_byte = name.as_bytes().first().and_then(|byte| self.0.get(usize::from(*byte)));
        of_byte.is_some_and(|starts| starts.iter().any(|start| name.starts_with(start)))
    }
}

/// A list of phrases.txt in 256 parts, which are looked up faster than hashed.
fn by_first_byte<T>(name: &str, made: impl Fn(&'static str) -> T) -> Vec<Vec<T>> {
    let mut parts: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(256).collect();
    for phrase in phrases::of(name) {
        if let Some(part) = phrase.bytes().next().and_then(|byte| parts.get_mut(usize::from(byte))) {
            part.push(made(phrase));
        }
    }
    parts
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
