//! Where items come from, and what went wrong there.

use crate::{Language, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place that yields items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Unique in one newsroom.
    pub id: SourceId,
    /// The name a reader sees.
    pub name: String,
    /// Where it is: an http(s) URL, or the path of a folder.
    pub url: String,
    /// How to read it; found out from what the server answers if `Auto`.
    pub kind: SourceKind,
    /// What it is about: `world`, `technology`, `business`, …
    pub beat: String,
    /// The publisher family: outlets of one owner corroborate each other only once.
    pub owner: String,
    /// 1 (rumours) to 5 (agency of record).
    pub trust: u8,
    /// The language it is written in, if it writes in one.
    pub language: Option<Language>,
    /// How often it publishes; the window of what still counts as new follows from it. Hours.
    pub every_hours: u32,
    /// The zone of its dates that name none: an IANA name.
    pub timezone: Option<String>,
    /// For a page list: which links are articles (a regular-expression-free glob such as `/2026/*/*.html`).
    pub link_rule: Option<String>,
    /// At most so many of the newest entries are read.
    pub max_items: usize,
}

impl Source {
    /// How old an item of this source may be and still be news, in hours.
    ///
    /// Two of its own periods, at least 26 (a daily must not be empty when it is an hour late)
    /// and at most 96 (a weekly is not a licence to tell last week's news).
    pub fn window_hours(&self) -> u32 {
        (self.every_hours * 2).clamp(26, 96)
    }
}

/// How a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Found out from what the server answers.
    Auto,
    /// RSS 0.9x, 1.0 (RDF), 2.0, Atom or JSON Feed: the text itself says which.
    Feed,
    /// A sitemap with news tags.
    SitemapNews,
    /// A page without a feed: its links that follow the link rule.
    PageList,
    /// Hacker News through its API, with the top comments.
    HackerNews,
    /// A folder of md, txt and html files.
    Folder,
}

/// Something that went wrong at a source; the other sources go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// At which source.
    pub source: SourceId,
    /// Of which kind.
    pub kind: ProblemKind,
    /// What happened, with the value, in plain words.
    pub detail: String,
    /// The address it happened at, if at one.
    pub url: Option<String>,
}

/// What can go wrong at a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The host does not resolve or does not answer.
    Unreachable,
    /// It did not finish in its time.
    Timeout,
    /// It answered with an error status.
    Status,
    /// It asked us to come back later.
    RateLimited,
    /// It sent more than we take.
    TooLarge,
    /// It redirected in a circle, or to a place that is not allowed.
    Redirect,
    /// The address is private or of a scheme that is not allowed.
    Forbidden,
    /// It answered 200 with nothing in it.
    Empty,
    /// It answered with a page that checks for robots.
    BotCheck,
    /// It answered with a page that asks for a login or a subscription.
    LoginWall,
    /// What came is not what it should be.
    Malformed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_follows_the_cadence() {
        let mut source = Source {
            id: SourceId("a".into()),
            name: "A".into(),
            url: "https://a.example/".into(),
            kind: SourceKind::Auto,
            beat: "world".into(),
            owner: "A".into(),
            trust: 3,
            language: None,
            every_hours: 1,
            timezone: None,
            link_rule: None,
            max_items: 60,
        };
        assert_eq!(source.window_hours(), 26);
        source.every_hours = 24;
        assert_eq!(source.window_hours(), 48);
        source.every_hours = 24 * 7;
        assert_eq!(source.window_hours(), 96);
    }
}
