//! The invented outlets as their files describe them: who they are, how they publish, what they wrote.

use super::invalid;
use crate::feeds::Dialect;
use crate::pages::{DateSign, Layout};
use jiff::Timestamp;
use serde::Deserialize;

/// The files of the outlets, in the order of the configuration.
const FILES: &[(&str, &str)] = &[
    ("orbit-wire", include_str!("../../sample/wire/orbit-wire.toml")),
    ("coast-courier", include_str!("../../sample/wire/coast-courier.toml")),
    ("northern-ledger", include_str!("../../sample/wire/northern-ledger.toml")),
    ("signal-noise", include_str!("../../sample/wire/signal-noise.toml")),
    ("petri-post", include_str!("../../sample/wire/petri-post.toml")),
    ("bay-gazette", include_str!("../../sample/wire/bay-gazette.toml")),
    ("touchline", include_str!("../../sample/wire/touchline.toml")),
    ("harbour-mail", include_str!("../../sample/wire/harbour-mail.toml")),
    ("valley-mail", include_str!("../../sample/wire/valley-mail.toml")),
    ("fenland-mail", include_str!("../../sample/wire/fenland-mail.toml")),
    ("yunling", include_str!("../../sample/wire/yunling.toml")),
    ("jiangwan", include_str!("../../sample/wire/jiangwan.toml")),
    ("hubin", include_str!("../../sample/wire/hubin.toml")),
    ("xinchao", include_str!("../../sample/wire/xinchao.toml")),
    ("nanyu", include_str!("../../sample/wire/nanyu.toml")),
    ("shancheng", include_str!("../../sample/wire/shancheng.toml")),
    ("yimai", include_str!("../../sample/wire/yimai.toml")),
    ("kuaixun", include_str!("../../sample/wire/kuaixun.toml")),
];

/// An invented outlet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outlet {
    pub name: String,
    pub host: String,
    pub language: String,
    pub timezone: String,
    pub dialect: Dialect,
    /// The path of the feed, or of the list page.
    pub feed: String,
    /// Whether the feed gives the whole text.
    #[serde(default)]
    pub full_text: bool,
    pub sign: DateSign,
    pub layout: Layout,
    /// In which charset feed and pages are sent; UTF-8 if not named.
    #[serde(default)]
    pub charset: Option<Charset>,
    /// How the feed is spoilt, if it is.
    #[serde(default)]
    pub flaw: Option<Flaw>,
    pub item: Vec<Piece>,
}

/// A charset, and where it is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Charset {
    /// What the bytes are in.
    pub encoding: String,
    /// What the page says they are in; the feed's XML declaration always tells the truth.
    pub declared: String,
    /// Who says it of a page.
    pub told_by: ToldBy,
}

/// Who tells a page's charset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ToldBy {
    /// Only the Content-Type header.
    Header,
    /// Only the meta element.
    Meta,
}

/// A way in which feeds are spoilt in the wild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Flaw {
    /// A warning of the server's script before the prolog, bare ampersands, and no end.
    NotWellFormed,
    /// 5,000 entries, oldest first.
    Huge,
}

/// One article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Piece {
    pub path: String,
    pub title: String,
    /// When it was published in truth.
    pub at: Timestamp,
    #[serde(default)]
    pub author: Option<String>,
    /// Stands above the title, as "Opinion" does.
    #[serde(default)]
    pub label: Option<String>,
    /// The date as the feed writes it, if not the true one; `none` leaves it out.
    #[serde(default)]
    pub feed_date: Option<String>,
    /// Another date in the page than the true one; `none` leaves it out.
    #[serde(default)]
    pub page_date: Option<String>,
    /// Where the feed's link leads, if not straight to the page: a path or an address.
    #[serde(default)]
    pub link: Option<String>,
    /// Listed a second time under this link.
    #[serde(default)]
    pub again: Option<String>,
    /// What the feed says of it, if not the beginning of the text.
    #[serde(default)]
    pub teaser: Option<String>,
    /// What its page is, if not the article.
    #[serde(default)]
    pub page: Option<OddPage>,
    /// One paragraph a line.
    pub text: String,
}

/// A page that is not the article it should be.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OddPage {
    /// Asks for a login.
    LoginWall,
    /// Answers 200 with nothing.
    Empty,
    /// Leads to this address.
    Redirect(String),
}

impl Outlet {
    /// The address of one of its paths.
    pub fn url(&self, path: &str) -> String {
        if path.contains("://") { path.to_owned() } else { format!("https://{}{path}", self.host) }
    }
}

/// All outlets with their articles.
pub(super) fn all() -> std::io::Result<Vec<Outlet>> {
    FILES.iter().map(|(id, text)| toml::from_str(text).map_err(|why| invalid(id, why))).collect()
}
