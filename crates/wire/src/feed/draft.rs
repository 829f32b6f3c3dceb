//! An entry while its elements are read: of each kind the best one counts.

use super::vocabulary::When;
use crate::entry::{Body, Entry, absolute, evidence, one_line};
use jiff::tz::TimeZone;
use news::{Evidence, EvidenceKind, Language};
use url::Url;

/// What is known of an entry so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    title: Ranked<String>,
    link: Ranked<String>,
    image: Ranked<String>,
    author: Ranked<String>,
    guid: String,
    /// The guid, if it is a whole address: most are bare numbers.
    guid_address: Option<String>,
    body: Body,
    dates: Vec<(When, String)>,
    /// Its own, or that of what it stands in.
    pub language: Option<Language>,
}

/// The first of those with the lowest rank.
#[derive(Debug)]
struct Ranked<T>(Option<(u8, T)>);

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Ranked<T> {
    fn offer(&mut self, rank: u8, value: T) {
        if self.0.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.0 = Some((rank, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

impl Draft {
    pub fn title(&mut self, rank: u8, title: String) {
        if !title.is_empty() {
            self.title.offer(rank, title);
        }
    }

    pub fn link(&mut self, rank: u8, href: &str, base: &Url) {
        if !href.trim().is_empty() {
            absolute(href, base).into_iter().for_each(|link| self.link.offer(rank, link));
        }
    }

    pub fn image(&mut self, rank: u8, href: &str, base: &Url) {
        absolute(href, base).into_iter().for_each(|image| self.image.offer(rank, image));
    }

    /// `news@a.example (Jo Li)` is Jo Li.
    pub fn author(&mut self, rank: u8, raw: &str) {
        let raw = one_line(raw);
        let in_brackets = raw.split_once('(').map(|(_, rest)| rest.trim_end_matches(')').trim());
        let name = match in_brackets {
            Some(name) if raw.contains('@') && !name.is_empty() => name,
            _ => raw.as_str(),
        };
        if !name.is_empty() && !name.contains('@') {
            self.author.offer(rank, name.to_owned());
        }
    }

    pub fn guid(&mut self, raw: &str, base: &Url) {
        if self.guid.is_empty() {
            self.guid = raw.trim().to_owned();
            self.guid_address = self.guid.starts_with("http").then(|| absolute(&self.guid, base)).flatten();
        }
    }

    /// The longer of content and summary: some feeds put the whole text in one, some in the other. The first of
    /// equals, so that a summary never replaces the content it repeats.
    pub fn body(&mut self, body: Body) {
        let length = |body: &Body| match body {
            Body::Html(text) | Body::Text(text) => text.trim().len(),
        };
        if length(&body) > length(&self.body) {
            self.body = body;
        }
    }

    pub fn date(&mut self, when: When, raw: &str) {
        if !raw.trim().is_empty() {
            self.dates.push((when, raw.trim().to_owned()));
        }
    }

    /// The entry; `language`: of the feed, if the entry has none of its own.
    pub fn finish(self, language: Option<Language>, zone: Option<&TimeZone>) -> Entry {
        let url = self.link.take().or(self.guid_address).unwrap_or_default();
        Entry {
            has_page: !url.is_empty(),
            url,
            guid: self.guid,
            title: self.title.take().unwrap_or_default(),
            body: self.body,
            author: self.author.take(),
            language: self.language.or(language),
            evidence: date(self.dates, zone).into_iter().collect(),
            image: self.image.take(),
            comments: Vec::new(),
        }
    }
}

/// First publication if the entry tells it, else the update: an update is never earlier. Of two of a kind the earlier;
/// one that cannot be read gives way to one that can.
fn date(dates: Vec<(When, String)>, zone: Option<&TimeZone>) -> Option<Evidence> {
    let signs = dates.iter().map(|(when, raw)| (*when, evidence(EvidenceKind::Feed, raw, zone)));
    signs.min_by_key(|(when, sign)| (sign.value.is_none(), *when, sign.value)).map(|(_, sign)| sign)
}
