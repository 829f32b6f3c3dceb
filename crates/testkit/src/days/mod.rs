//! Real days of news, kept in a folder, as a web: each outlet a feed, each article a page at its own address.
//!
//! The folder holds `<collection>/<day>/<outlet>.json`, lists of articles with title, url, published,
//! text, language and outlet. Only what was out at a given moment is served, so that a run with its
//! clock set to that moment sees the day as it was.

mod families;
mod read;

use crate::feeds::{self, Channel, Dialect, Entry, When};
use crate::markup::{http_date, teaser};
use crate::pages::{self, Article, DateSign, Layout};
use crate::{Response, Server, Web};
use jiff::{Timestamp, tz::TimeZone};
use read::{Outlet, Piece};
use serde::Serialize;
use std::path::Path;

/// Longer texts are only begun in the feed; the page has them whole.
const TEASER_CHARS: usize = 200;
/// An outlet's feed lists at most so many.
const MAX_ENTRIES: usize = 100;

/// Serves the news that was out at `until` and not older than `lookback_days` at that moment.
///
/// `folder`: `<collection>/<day>/<outlet>.json`. A file that is not a list of articles is an error,
/// as is a folder without any; an article without a date or address is passed over.
pub async fn serve(folder: &Path, until: Timestamp, lookback_days: u32) -> std::io::Result<Server> {
    web(folder, until, lookback_days)?.serve().await
}

/// A whole `newsroom.toml` with a source for each outlet of which [`serve`] has something.
pub fn config(folder: &Path, until: Timestamp, lookback_days: u32) -> std::io::Result<String> {
    let sources = read::outlets(folder, until, lookback_days)?.iter().map(Source::of).collect();
    let config = Config {
        newsroom: Newsroom {
            name: "早晚 Zaowan",
            languages: ["zh", "en"],
            timezone: "Asia/Shanghai",
            length: "8m",
            max_stories: 12,
        },
        edition: vec![
            Slot { slot: "morning", at: "07:00", deadline: "10m" },
            Slot { slot: "evening", at: "18:00", deadline: "10m" },
        ],
        source: sources,
    };
    toml::to_string(&config).map_err(std::io::Error::other)
}

/// The web that [`serve`] serves, for tests that add hosts of their own.
pub fn web(folder: &Path, until: Timestamp, lookback_days: u32) -> std::io::Result<Web> {
    let outlets = read::outlets(folder, until, lookback_days)?;
    Ok(outlets.iter().fold(Web::new(), |web, outlet| publish(web, outlet, until)))
}

#[derive(Serialize)]
struct Config {
    newsroom: Newsroom,
    edition: Vec<Slot>,
    source: Vec<Source>,
}

#[derive(Serialize)]
struct Newsroom {
    name: &'static str,
    languages: [&'static str; 2],
    timezone: &'static str,
    length: &'static str,
    max_stories: usize,
}

#[derive(Serialize)]
struct Slot {
    slot: &'static str,
    at: &'static str,
    deadline: &'static str,
}

#[derive(Serialize)]
struct Source {
    id: String,
    name: String,
    url: String,
    beat: &'static str,
    owner: String,
    trust: u8,
    language: String,
    every: &'static str,
    timezone: &'static str,
    max_items: usize,
}

impl Source {
    fn of(outlet: &Outlet) -> Self {
        let family = families::of(outlet);
        Self {
            id: outlet.slug.clone(),
            name: outlet.name.clone(),
            url: feed_url(outlet),
            beat: family.beat,
            owner: family.owner,
            trust: family.trust,
            language: outlet.language.clone(),
            every: "12h",
            timezone: if outlet.language == "zh" { "Asia/Shanghai" } else { "UTC" },
            max_items: MAX_ENTRIES,
        }
    }
}

fn feed_url(outlet: &Outlet) -> String {
    format!("https://{}.wire.example/feed.xml", outlet.slug)
}

/// By the slug alone, so that an outlet speaks the same dialect every day.
fn dialect(outlet: &Outlet) -> Dialect {
    match outlet.slug.bytes().map(usize::from).sum::<usize>() % 3 {
        0 => Dialect::Rss,
        1 => Dialect::Atom,
        _ => Dialect::JsonFeed,
    }
}

fn publish(web: Web, outlet: &Outlet, until: Timestamp) -> Web {
    let dialect = dialect(outlet);
    let address = feed_url(outlet);
    let channel = Channel {
        title: &outlet.name,
        home: &address.replace("feed.xml", ""),
        address: &address,
        language: &outlet.language,
        zone: &TimeZone::UTC,
        charset: "utf-8",
        updated: until,
        entries: outlet.pieces.iter().take(MAX_ENTRIES).map(entry).collect(),
    };
    let feed = Response::ok(dialect.content_type(), feeds::render(dialect, &channel));
    let web = web.page_at(&address, feed.with_validators(&http_date(until)));
    outlet.pieces.iter().fold(web, |web, piece| web.page_at(&piece.url, Response::html(page(outlet, piece))))
}

fn entry(piece: &Piece) -> Entry {
    Entry {
        link: piece.url.clone(),
        title: piece.title.clone(),
        date: When::At(piece.published),
        summary: teaser(&piece.text, TEASER_CHARS),
        content: None,
        author: None,
    }
}

fn page(outlet: &Outlet, piece: &Piece) -> String {
    pages::article(&Article {
        site: &outlet.name,
        home: "/",
        url: &piece.url,
        language: &outlet.language,
        title: &piece.title,
        author: None,
        label: None,
        text: &piece.text,
        date: Some(piece.published),
        zone: &TimeZone::UTC,
        sign: DateSign::Meta,
        layout: Layout::Broadsheet,
        meta_charset: Some("utf-8"),
        related: &[],
    })
}
