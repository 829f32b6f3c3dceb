//! One entry of a source before it is an item: what a feed, a list, an interface or a file says of an article.

use crate::{dating, page};
use jiff::tz::TimeZone;
use news::{Comment, Evidence, EvidenceKind, Language, Source};
use url::Url;

/// What a source says of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Entry {
    /// The address, absolute; empty if the source gives none.
    pub url: String,
    /// The source's own name for the entry, where it has no address.
    pub guid: String,
    /// As it was written: may hold markup.
    pub title: String,
    /// The text the source gives.
    pub body: Body,
    /// As the source names them.
    pub author: Option<String>,
    /// As the source declares it.
    pub language: Option<Language>,
    /// What it says of the date.
    pub evidence: Vec<Evidence>,
    /// A picture.
    pub image: Option<String>,
    /// What readers said.
    pub comments: Vec<Comment>,
    /// Whether the address leads to a page that may hold more than the source says.
    pub has_page: bool,
}

/// The text a source gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// With markup.
    Html(String),
    /// Without; one paragraph a line.
    Text(String),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Body {
    /// As plain text, one paragraph a line.
    pub fn plain(&self) -> String {
        let plain = match self {
            Self::Html(html) => page::plain_text(html),
            Self::Text(text) => text.trim().to_owned(),
        };
        if plain.contains(is_stray) { plain.replace(is_stray, "") } else { plain }
    }
}

impl Entry {
    /// The newest of its dates, for choosing the newest entries.
    pub fn newest_date(&self) -> Option<jiff::Timestamp> {
        self.evidence.iter().filter_map(|evidence| evidence.value).max()
    }
}

/// One sign of a date, read.
pub(crate) fn evidence(kind: EvidenceKind, raw: &str, zone: Option<&TimeZone>) -> Evidence {
    let value = dating::parse_date(raw, zone).map(|(value, _)| value);
    Evidence { kind, raw: raw.trim().to_owned(), value, rejected: None }
}

/// The zone of a source's dates that name none.
pub(crate) fn zone_of(source: &Source) -> Option<TimeZone> {
    source.timezone.as_deref().and_then(|name| TimeZone::get(name).ok())
}

/// Markup and line ends off: a title, a name.
pub(crate) fn one_line(html: &str) -> String {
    let plain = if html.contains(['<', '&']) { page::plain_text(html) } else { html.to_owned() };
    let plain = plain.replace(is_stray, "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters that are no space: what a broken export leaves in a text.
fn is_stray(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

/// An address made absolute; `None` if it is not one of the web.
pub(crate) fn absolute(href: &str, base: &Url) -> Option<String> {
    // Addresses come escaped once too often: feeds are written by hand, and parsers leave attributes as they stand.
    let href: String = href.trim().replace("&amp;", "&").chars().filter(|c| !c.is_control()).collect();
    let url = base.join(&href).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
