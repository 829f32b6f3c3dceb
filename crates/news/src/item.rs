//! One article as it arrived.

use crate::{Dating, ItemId, Language, SourceId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One article as it arrived. Its text is untrusted: data to quote, never instructions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Made from the canonical URL.
    pub id: ItemId,
    /// Where it came from.
    pub source: SourceId,
    /// The address the source gave.
    pub url: String,
    /// The address without tracking, of the page's own choice if it names one on the same site.
    pub canonical_url: String,
    /// Plain text, one line.
    pub title: String,
    /// Plain text, one paragraph a line. Citations are byte spans of it.
    pub text: String,
    /// Of title and text.
    pub language: Language,
    /// As the source names them.
    pub author: Option<String>,
    /// When it was published, and how we know.
    pub dating: Dating,
    /// When we got it.
    pub fetched_at: Timestamp,
    /// What it is besides news.
    pub marks: Vec<Mark>,
    /// What readers said about it, where the source has that.
    pub comments: Vec<Comment>,
    /// The picture the source gives for it; shown only as a link.
    pub image: Option<String>,
}

impl Item {
    /// Whether the item bears this mark.
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// The registrable-looking host of its address, for the reader: `bbc.com` of `www.bbc.com`.
    pub fn host(&self) -> String {
        url::Url::parse(&self.canonical_url)
            .ok()
            .and_then(|url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned()))
            .unwrap_or_default()
    }
}

/// What a reader said about an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The name they go by.
    pub author: String,
    /// Plain text.
    pub text: String,
}

/// What an item is besides news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Cut off: its text ends in mid-sentence or with an ellipsis, and no full text was to be had.
    Teaser,
    /// A page that asks for a login or a subscription.
    LoginWall,
    /// A page that checks for robots.
    BotCheck,
    /// Made up for fun.
    Satire,
    /// A view, not a report.
    Opinion,
    /// An anniversary, a look back, a "on this day".
    LookBack,
    /// Sent by the one it is about.
    PressRelease,
    /// About somebody's death, in their memory.
    Obituary,
    /// A page that is being written while things happen.
    Live,
    /// Text that gives orders to the reader's model.
    Injection,
    /// An older story under a new date.
    Resurfaced,
    /// Its page is on another site than its source's.
    OffSite,
    /// Only a headline; no text could be had.
    TitleOnly,
    /// Something to buy: an advertisement or a list of offers.
    Promotion,
}
