//! Chooses the headline: the page's first-level heading if the head confirms it, else the head's title without the
//! site's name.
//!
//! Many pages set the site's name as a heading too; it is told by the publisher, the host and the title element.

use super::extract::fold;
use super::lines::Lines;
use super::meta::Meta;
use news::text::han_share;

/// What may stand between a headline and a site's name.
const SEPARATORS: &[&str] = &[" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " : ", "_", "|", "－", "-", "—"];
/// A shorter heading is a label.
const MIN_CHARS: usize = 4;
/// Words of at least so many letters are compared between heading and title.
const WORD: usize = 4;

/// What is known of a page's title before one is chosen.
pub(super) struct Title<'a> {
    pub(super) meta: &'a Meta,
    /// JSON-LD's headline.
    pub(super) json_ld: Option<&'a str>,
    /// Who publishes it, by JSON-LD.
    pub(super) publisher: Option<&'a str>,
    /// Where the page is.
    pub(super) url: &'a str,
}

impl Title<'_> {
    /// The headline; `None` if nothing names one.
    pub(super) fn choose(&self, lines: &Lines) -> Option<String> {
        let (sites, headings): (Vec<String>, Vec<String>) = lines
            .headings()
            .into_iter()
            .filter(|heading| fold(heading).chars().count() >= MIN_CHARS)
            .partition(|heading| self.is_site(heading));
        let known: Vec<String> = self.known().map(fold).collect();
        let leads = |heading: &&String| known.iter().any(|title| title.starts_with(&fold(heading)));
        let stands = |heading: &&String| known.iter().any(|title| title.contains(&fold(heading)));
        let confirmed = headings.iter().find(leads).or_else(|| headings.iter().find(stands));
        if let Some(heading) = confirmed {
            return Some(heading.clone());
        }
        let of_head = self.of_head().map(|title| self.without_site(title, &sites)).filter(|title| !title.is_empty());
        match (headings.as_slice(), of_head) {
            ([heading], Some(title)) => Some(chosen(heading, title)),
            ([heading, ..], None) => Some(heading.clone()),
            (_, title) => title,
        }
    }

    /// The head's title, best first.
    fn of_head(&self) -> Option<&str> {
        self.known().next()
    }

    /// The titles that machines are told; the title element only where there are none, for it holds the site's name.
    fn known(&self) -> impl Iterator<Item = &str> {
        let told = [self.meta.og_title.as_deref(), self.json_ld];
        let told: Vec<&str> = told.into_iter().flatten().filter(|title| !self.names_site(title)).collect();
        let element = self.meta.title.as_deref().filter(|_| told.is_empty());
        told.into_iter().chain(element)
    }

    /// Whether a text is the site's or the publisher's name, or its host.
    pub(super) fn names_site(&self, text: &str) -> bool {
        let folded = fold(text);
        let is_name = |name: &str| fold(name) == folded;
        let host = url::Url::parse(self.url).ok().and_then(|url| url.host_str().map(str::to_lowercase));
        let host = host.as_deref().unwrap_or("");
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.meta.site_name.as_deref().is_some_and(is_name)
            || self.publisher.is_some_and(is_name)
            || is_name(host)
            || host.split('.').rev().skip(1).any(is_name)
    }

    /// Whether a heading is the site's: it is named so, or the title element ends with it behind a longer part.
    fn is_site(&self, heading: &str) -> bool {
        let folded = fold(heading);
        let Some(title) = self.meta.title.as_deref().map(fold) else { return self.names_site(heading) };
        let ends_title = title.strip_suffix(&folded).is_some_and(|rest| rest.len() >= folded.len());
        let is_told =
            [self.meta.og_title.as_deref(), self.json_ld].into_iter().flatten().any(|told| fold(told) == folded);
        !is_told && (self.names_site(heading) || ends_title)
    }

    /// Takes `- The Paper` off a title, if that is the site or short against the rest; the site may stand first too.
    ///
    /// `sites`: headings that are the site's name.
    fn without_site(&self, title: &str, sites: &[String]) -> String {
        let is_named = |part: &str| self.names_site(part) || sites.iter().any(|site| fold(site) == fold(part));
        for separator in SEPARATORS {
            let Some((head, tail)) = title.rsplit_once(separator) else {
                continue;
            };
            let (head, tail) = (head.trim(), tail.trim());
            let site = self.meta.site_name.as_deref().or(self.publisher).map(fold).unwrap_or_default();
            let is_site = is_named(tail) || !site.is_empty() && site.contains(&fold(tail));
            let is_spaced = separator.starts_with(' ') || matches!(*separator, "_" | "|");
            let is_short =
                is_spaced && tail.chars().count() * 2 <= head.chars().count() && tail.split_whitespace().count() <= 4;
            if !head.is_empty() && (is_site || is_short) {
                return self.without_site(head, sites);
            }
            let first = title.split_once(separator).filter(|(first, rest)| is_named(first) && !rest.trim().is_empty());
            if let Some((_, rest)) = first {
                return self.without_site(rest, sites);
            }
        }
        title.trim().to_owned()
    }
}

/// Of the only heading and the head's title, which do not agree: the heading, if both speak of the same thing. What a
/// heading sets before the title is its kicker.
fn chosen(heading: &str, title: String) -> String {
    let (shown, told) = (fold(heading), fold(&title));
    let is_kicked = shown.strip_suffix(&told).is_some_and(|kicker| !told.is_empty() && kicker.len() <= told.len());
    let breaks = heading.chars().filter(|c| matches!(c, ':' | '：')).count()
        == title.chars().filter(|c| matches!(c, ':' | '：')).count();
    if is_kicked && breaks || !shares_word(heading, &title) {
        return title;
    }
    heading.to_owned()
}

fn shares_word(a: &str, b: &str) -> bool {
    if han_share(a) > 0.3 {
        let b: Vec<char> = b.chars().collect();
        let a: Vec<char> = a.chars().collect();
        return a.windows(2).any(|pair| b.windows(2).any(|other| other == pair));
    }
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().map(fold).filter(|word| word.chars().count() >= WORD).collect()
    };
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(html: &str, expected: &str) {
        let document = Document::from(html);
        let (meta, lines) = (Meta::read(&document), Lines::read(&document));
        let title = Title { meta: &meta, json_ld: None, publisher: None, url: "https://quay.example/a/ferry" };
        assert_eq!(title.choose(&lines).as_deref(), Some(expected), "{html}");
    }

    #[test]
    fn the_sites_name_is_no_headline_even_as_a_heading() {
        check(
            "<title>Ferry sails again | A Life at Sea</title><h1>A Life at Sea</h1><h2>Ferry sails again</h2>",
            "Ferry sails again",
        );
        check(
            "<title>Ferry sails again | A Life at Sea</title><h1>A Life at Sea</h1><h1>Ferry sails again</h1>",
            "Ferry sails again",
        );
        check(
            "<title>Ferry | A Life at Sea</title><meta property='og:title' content='Ferry'><h1>A Life at Sea</h1>",
            "Ferry",
        );
        check("<title>Ferry sails again - QUAY</title><h1>Quay</h1>", "Ferry sails again");
        check("<title>Quay » Archive » Ferry sails again</title>", "Archive » Ferry sails again");
        check("<title>港城渡轮今日复航_早报网</title><h1>早报网</h1>", "港城渡轮今日复航");
    }

    #[test]
    fn a_heading_that_says_the_same_in_other_words_is_the_headline() {
        check(
            "<title>Ferry: strike ends</title><meta property='og:title' content='Ferry: strike ends'><h1>The strike on the ferry is over</h1>",
            "The strike on the ferry is over",
        );
        check("<title>Ferry sails again</title><h1>Welcome aboard</h1>", "Ferry sails again");
    }

    #[test]
    fn a_kicker_in_the_heading_is_left_out_and_a_broken_heading_is_joined() {
        check(
            "<title>x</title><meta property='og:title' content='Ferry sails again'><h1><span>Harbour</span> Ferry sails again</h1>",
            "Ferry sails again",
        );
        check(
            "<title>Ferry sails again after strike</title><h1>Ferry sails again<br>after strike</h1>",
            "Ferry sails again after strike",
        );
    }
}
