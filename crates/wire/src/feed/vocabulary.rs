//! What the elements of feeds mean, whatever their case, prefix or dialect.

use super::scan::{attributes, local_name};

/// The meaning of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// An item of RSS, an entry of Atom.
    Entry,
    /// A title; of several the one with the lowest rank counts.
    Title(u8),
    /// The text or a part of it.
    Body,
    Link,
    Id,
    Date(When),
    /// In Atom it holds a name.
    Author,
    /// A name of who wrote it.
    Creator,
    Name,
    Language,
    Enclosure,
    MediaContent,
    Thumbnail,
    /// Its children count as its parent's.
    Group,
    /// What it holds is of another feed, or of a picture.
    Other,
    /// An element of RSS that holds no other, so it ends where the next begins.
    Leaf,
    /// HTML that is never closed.
    Void,
}

/// Which moment a date is of. The first is the one that counts as publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    Published,
    Created,
    Updated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Feed,
    Dublin,
    Terms,
    Content,
    Media,
    Podcast,
    Xhtml,
    Foreign,
}

/// The prefixes that a feed declares.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    declared: Vec<(&'a str, Family)>,
    /// `r` if the feed's own names are written `r:rss`, `r:item`.
    root_prefix: &'a str,
}

impl<'a> Names<'a> {
    /// Learns from the root which prefix is the feed's own.
    pub fn of_root(name: &'a str, attributes: &'a str) -> Self {
        let root_prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let root_prefix = if root_prefix.eq_ignore_ascii_case("rdf") { "" } else { root_prefix };
        let mut names = Self { declared: Vec::new(), root_prefix };
        names.declare(attributes);
        names
    }

    /// What this element means.
    pub fn element(&mut self, name: &str, attributes: &'a str) -> Element {
        let own = if attributes.contains("xmlns") { self.declare(attributes) } else { None };
        let local = local_name(name).to_ascii_lowercase();
        let family = match name.split_once(':') {
            Some((prefix, _)) => self.family(prefix),
            None => own.unwrap_or(Family::Feed),
        };
        element(family, &local)
    }

    /// Remembers the prefixes; returns the family of the names without a prefix, if it is declared here.
    fn declare(&mut self, raw: &'a str) -> Option<Family> {
        let mut own = None;
        for (key, address) in attributes(raw).filter(|(key, _)| key.starts_with("xmlns")) {
            let family = family_of(address);
            match key.strip_prefix("xmlns:") {
                Some(prefix) => self.declared.extend(family.map(|family| (prefix, family))),
                None => own = Some(family.unwrap_or(Family::Foreign)),
            }
        }
        own
    }

    fn family(&self, prefix: &str) -> Family {
        if prefix.eq_ignore_ascii_case(self.root_prefix) {
            return Family::Feed;
        }
        let declared = self.declared.iter().rev().find(|(known, _)| prefix.eq_ignore_ascii_case(known));
        // Many feeds forget to declare what everybody writes alike.
        declared.map_or_else(|| usual(&prefix.to_ascii_lowercase()), |(_, family)| *family)
    }
}

fn usual(prefix: &str) -> Family {
    match prefix {
        "atom" | "atom10" | "a10" | "rss" => Family::Feed,
        "dc" => Family::Dublin,
        "dcterms" | "dct" => Family::Terms,
        "content" => Family::Content,
        "media" => Family::Media,
        "itunes" => Family::Podcast,
        "xhtml" => Family::Xhtml,
        _ => Family::Foreign,
    }
}

fn family_of(address: &str) -> Option<Family> {
    let address = address.trim().to_ascii_lowercase();
    let address = address.trim_start_matches("http://").trim_start_matches("https://").trim_end_matches(['/', '#']);
    Some(match address {
        "www.w3.org/2005/atom" | "purl.org/atom/ns" | "purl.org/rss/1.0" | "purl.org/net/rss1.1" => Family::Feed,
        "blogs.law.harvard.edu/tech/rss" | "purl.org/rss/1.0/modules/rss091" | "cyber.harvard.edu/rss" => Family::Feed,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Family::Dublin,
        "purl.org/dc/terms" => Family::Terms,
        "purl.org/rss/1.0/modules/content" => Family::Content,
        "search.yahoo.com/mrss" | "search.yahoo.com/mrss/#" | "tools.search.yahoo.com/mrss" => Family::Media,
        "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Family::Podcast,
        "www.w3.org/1999/xhtml" => Family::Xhtml,
        other if other.starts_with("backend.userland.com/rss") || other.ends_with("/rdf/simple/0.9") => Family::Feed,
        _ => return None,
    })
}

fn element(family: Family, local: &str) -> Element {
    match (family, local) {
        (_, "item" | "entry") if family != Family::Foreign => Element::Entry,
        (Family::Feed, _) => of_feed(local),
        (Family::Dublin | Family::Terms, _) => of_dublin(local),
        (Family::Content, "encoded") | (Family::Xhtml, "body" | "div") => Element::Body,
        (Family::Media, "title") | (Family::Podcast, "title") => Element::Title(2),
        (Family::Media, "description") | (Family::Podcast, "summary") => Element::Body,
        (Family::Media, "content") => Element::MediaContent,
        (Family::Media, "thumbnail") => Element::Thumbnail,
        (Family::Media, "group") => Element::Group,
        (Family::Podcast, "author") => Element::Creator,
        _ => Element::Other,
    }
}

fn of_feed(local: &str) -> Element {
    match local {
        "title" => Element::Title(0),
        "link" => Element::Link,
        "id" | "guid" => Element::Id,
        "description" | "summary" | "content" | "encoded" | "abstract" | "subtitle" | "tagline" => Element::Body,
        "pubdate" | "published" | "issued" => Element::Date(When::Published),
        "created" | "date" => Element::Date(When::Created),
        "updated" | "modified" | "lastmod" => Element::Date(When::Updated),
        "author" => Element::Author,
        "name" => Element::Name,
        "language" => Element::Language,
        "enclosure" => Element::Enclosure,
        "category" | "comments" | "source" => Element::Leaf,
        "br" | "hr" | "img" | "input" | "meta" | "wbr" => Element::Void,
        _ => Element::Other,
    }
}

fn of_dublin(local: &str) -> Element {
    match local {
        "title" => Element::Title(1),
        "date" | "created" => Element::Date(When::Created),
        "issued" | "available" => Element::Date(When::Published),
        "modified" => Element::Date(When::Updated),
        "creator" => Element::Creator,
        "language" => Element::Language,
        "description" => Element::Body,
        _ => Element::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_known_by_its_address_or_by_the_usual_prefix() {
        let attributes = "xmlns:x='http://purl.org/dc/elements/1.1/' xmlns:r='urn:own' xmlns='urn:else'";
        let mut names = Names::of_root("r:rss", attributes);
        for (name, own, expected) in [
            ("r:ITEM", "", Element::Entry),
            ("x:date", "", Element::Date(When::Created)),
            ("dcterms:issued", "", Element::Date(When::Published)),
            ("pubDate", "", Element::Date(When::Published)),
            ("media:title", "", Element::Title(2)),
            ("svg:title", "", Element::Other),
            ("title", "xmlns='http://www.w3.org/2000/svg'", Element::Other),
            ("div", "xmlns='http://www.w3.org/1999/xhtml'", Element::Body),
        ] {
            assert_eq!(names.element(name, own), expected, "{name} {own}");
        }
    }
}
