//! A page without a feed: its links that follow the source's link rule.

use super::glob;
use crate::canonical;
use crate::entry::{Entry, absolute, one_line};
use crate::feed::discover::base_of;
use crate::fetch::Failure;
use dom_query::Document;
use news::{ProblemKind, Source};
use std::collections::HashMap;
use url::Url;

/// Link texts that name the deed of clicking and not the article; the page's own title is taken then.
const NO_TITLES: &[&str] =
    &["read more", "more", "continue reading", "阅读全文", "更多", "详情", "查看详情", "点击查看"];

/// The articles of a list page, in its order, each once.
///
/// Errors: `Malformed` if the source has no rule, or no link follows it.
pub(super) fn read(html: &str, url: &Url, source: &Source) -> Result<Vec<Entry>, Failure> {
    let Some(rule) = source.link_rule.as_deref() else {
        return Err(Failure::new(
            ProblemKind::Malformed,
            url,
            "is a page list without a link_rule; give one, such as /2026/**",
        ));
    };
    let entries = links(html, url, rule);
    if entries.is_empty() {
        let what = format!("has no link that follows the link rule {rule}");
        return Err(Failure::new(ProblemKind::Malformed, url, what));
    }
    Ok(entries)
}

fn links(html: &str, url: &Url, rule: &str) -> Vec<Entry> {
    let document = Document::from(html);
    let base = base_of(&document, url);
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for link in document.select("a[href]").iter() {
        let Some(href) = absolute(&link.attr_or("href", ""), &base).and_then(|href| article(&href, url, rule)) else {
            continue;
        };
        let title = title_of(&link.text(), &link.attr_or("title", ""));
        let place = *places.entry(href.clone()).or_insert_with(|| {
            entries.push(Entry { url: href, has_page: true, ..Entry::default() });
            entries.len() - 1
        });
        // The same article is often linked by its picture, its headline and "more": the longest text is the headline.
        if title.len() > entries[place].title.len() {
            entries[place].title = title;
        }
    }
    entries
}

/// The address without its fragment, if it follows the rule and is on the list's own site.
fn article(href: &str, list: &Url, rule: &str) -> Option<String> {
    let mut url = Url::parse(href).ok()?;
    url.set_fragment(None);
    if !canonical::same_site(url.as_str(), list.as_str()) {
        return None;
    }
    let place = if rule.contains("://") {
        url.as_str().to_owned()
    } else {
        let query = url.query().filter(|_| rule.contains('?')).map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", url.path())
    };
    glob::matches(rule, &place).then(|| url.to_string())
}

fn title_of(text: &str, tooltip: &str) -> String {
    // The text is already plain; a "<" in it is a "<".
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_title = |text: &str| {
        !text.is_empty() && !NO_TITLES.contains(&text.to_lowercase().trim_end_matches(['…', '.', '»', '>']).trim())
    };
    if is_title(&text) {
        return text;
    }
    let tooltip = one_line(tooltip);
    if is_title(&tooltip) { tooltip } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_follow_the_rule_on_the_same_site_are_taken_once() {
        let html = r##"<a href="/2026/02/port.html"><img src=x></a><a href="/2026/02/port.html#top">Port   strike ends</a>
            <a href="/2026/02/port.html">Read more…</a><a href="/about.html">About</a>
            <a href="https://b.example/2026/02/x.html">Elsewhere</a>
            <a href="http://www.a.example/2026/02/ferry.html" title="Ferry runs again">more</a>"##;
        let url = Url::parse("http://a.example/list/").unwrap();
        let found: Vec<(String, String)> =
            links(html, &url, "/2026/*/*.html").into_iter().map(|entry| (entry.url, entry.title)).collect();
        assert_eq!(
            found,
            [
                ("http://a.example/2026/02/port.html".to_owned(), "Port strike ends".to_owned()),
                ("http://www.a.example/2026/02/ferry.html".to_owned(), "Ferry runs again".to_owned()),
            ]
        );
    }
}
