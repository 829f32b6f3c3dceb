//! Chooses the byline: by JSON-LD, the head, elements that name it, the line under the headline; the site is no author.

use super::lines::Lines;
use super::meta::one_line;
use super::title::Title;
use dom_query::{Document, NodeRef};

/// Elements that hold a byline, best first.
const BYLINES: &[&str] = &[
    "[rel='author']",
    "[itemprop='author'] [itemprop='name'], [itemprop='author']",
    ".byline__name, .author-name, .author__name, .post-author, .entry-author, .article-author, .article__author",
    ".vcard .fn, .byline, .author",
];
/// A byline stands within so many lines under the headline.
const NEAR: usize = 8;
/// What stands before a name.
const BEFORE: &[&str] = &[
    "written by",
    "posted by",
    "published by",
    "article by",
    "by",
    "veröffentlicht von",
    "ein beitrag von",
    "zeige alle beiträge von",
    "text:",
    "autor:",
    "autorin:",
    "von",
    "par",
    "por",
    "作者：",
    "作者:",
    "记者：",
    "记者",
    "文/",
    "文｜",
    "文 |",
];
/// Names of machines and desks.
const NOBODY: &[&str] =
    &["admin", "administrator", "wordpressadmin", "webmaster", "editor", "staff", "redaktion", "guest"];

/// The byline as a name or several; `None` if nobody is named.
///
/// `site`: knows the names that are the site's.
pub(super) fn choose(
    site: &Title<'_>,
    json_ld: Option<&str>,
    document: &Document,
    lines: &Lines,
    title: Option<&str>,
) -> Option<String> {
    let clean = |raw: &str| clean(raw).filter(|name| !site.names_site(name));
    let told = [json_ld, site.meta.author.as_deref()].into_iter().flatten().find_map(clean);
    let shown = || BYLINES.iter().find_map(|selector| clean(&first(document, selector)?));
    told.or_else(shown).or_else(|| under_headline(lines, title).and_then(|line| clean(&line)))
}

/// The text of the first such element that is not of a reader's comment.
fn first(document: &Document, selector: &str) -> Option<String> {
    let of_comment = |node: &NodeRef<'_>| {
        node.ancestors_it(None).any(|outer| {
            ["class", "id"]
                .iter()
                .any(|key| outer.attr(key).is_some_and(|words| words.to_lowercase().contains("comment")))
        })
    };
    let found = document.select(selector);
    found.nodes().iter().find(|node| !of_comment(node)).map(|node| one_line(&node.text()))
}

/// A line that begins with "By" and is no more than names.
fn under_headline(lines: &Lines, title: Option<&str>) -> Option<String> {
    let start = lines.lines.iter().position(|line| line.is_heading() && title.is_none_or(|title| line.text == title));
    let start = start.unwrap_or(0);
    let near = lines.lines.iter().skip(start).take(NEAR).filter(|line| line.n_chars <= 60);
    let is_byline = |text: &str| {
        let rest = after_prefix(text);
        let starts_as_name = rest.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
        rest.len() < text.len() && starts_as_name && !rest.ends_with(['.', '!', '?', '。', '！', '？', ':', '：'])
    };
    near.map(|line| line.text.clone()).find(|text| is_byline(text))
}

fn after_prefix(text: &str) -> &str {
    let text = text.trim();
    BEFORE
        .iter()
        .find_map(|before| {
            let start = text.get(..before.len())?;
            let rest = &text[before.len()..];
            // "Byron" is a name; "vonChris" is one glued to its word by a missing space.
            let is_word = before.ends_with(|c: char| !c.is_ascii_lowercase())
                || rest.starts_with(' ')
                || before.contains(' ') && rest.starts_with(char::is_uppercase);
            (start.to_lowercase() == *before && is_word).then(|| rest.trim())
        })
        .unwrap_or(text)
}

fn clean(raw: &str) -> Option<String> {
    let name = after_prefix(raw);
    // `Jane Roe | 10 February 2026`: the name comes first.
    let name = name.split(['|', '·', '–', '•']).next().unwrap_or("").trim().trim_end_matches([',', ';']);
    let n = name.chars().count();
    let has_digits = name.chars().filter(char::is_ascii_digit).count() > 2;
    let is_name = (2..=120).contains(&n) && !name.contains("://") && !name.contains(['@', '{']) && !has_digits;
    (is_name && !NOBODY.contains(&name.to_lowercase().as_str())).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::meta::Meta;
    use super::*;

    fn check(json_ld: Option<&str>, html: &str, expected: Option<&str>) {
        let document = Document::from(html);
        let (meta, lines) = (Meta::read(&document), Lines::read(&document));
        let site = Title { meta: &meta, json_ld: None, publisher: Some("The Quay"), url: "https://quay.example/a" };
        assert_eq!(choose(&site, json_ld, &document, &lines, None).as_deref(), expected, "{html}");
    }

    #[test]
    fn a_person_is_preferred_to_the_site() {
        check(Some("The Quay"), "<meta name='author' content='Jane Roe'>", Some("Jane Roe"));
        check(Some("quay.example"), "<p class='byline'>By Jane Roe | 10 February 2026</p>", Some("Jane Roe"));
        check(Some("admin"), "<p>It sailed.</p>", None);
    }

    #[test]
    fn a_byline_is_a_name_without_what_stands_before_it() {
        check(None, "<h1>Ferry</h1><p>By Jane Roe</p>", Some("Jane Roe"));
        check(None, "<h1>渡轮复航</h1><p>记者 王五</p>", Some("王五"));
        check(None, "<span class='author'>Veröffentlicht vonByron Roe</span>", Some("Byron Roe"));
        check(Some("Byron Roe"), "", Some("Byron Roe"));
        check(None, "<h1>Ferry</h1><p>By noon it had sailed.</p>", None);
    }

    #[test]
    fn a_reader_who_comments_is_not_the_author() {
        check(None, "<div class='comments'><div class='vcard'><b class='fn'>Sea Dog</b></div></div>", None);
    }
}
