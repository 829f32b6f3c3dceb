//! Ten days of an invented wire, two editions a day: matters that go on, old stories posted anew, events of every day
//! that look alike, and the key that says which edition must tell what.
//!
//! The texts are data under `sample/days/`; a seed draws figures, outlets, addresses and hours. Start with [`TenDays::draw`].

mod chance;
mod plan;
mod written;

use crate::feeds::{self, Channel, Dialect, Entry, When};
use crate::markup::{paragraphs_html, teaser, zone};
use crate::pages::{self, Article, DateSign, Layout};
use crate::{Response, Web};
use jiff::{SignedDuration, Timestamp};
use plan::Piece;
use std::io;
use written::{Outlet, Written};

/// Two a day for ten days.
pub const N_EDITIONS: usize = 20;
/// Two a day for fourteen: four more days follow, in which no matter goes on.
pub const FORTNIGHT: usize = 28;
/// The first morning edition, RFC 3339: a Monday in Shanghai.
const FIRST: &str = "2026-04-06T06:30:00+08:00";
/// The evening edition follows the morning's after so many hours.
const HOURS_TO_EVENING: i64 = 11;
/// A feed holds what came in so many hours.
const FEED_HOURS: i64 = 60;
/// What a feed's summary tells of a text.
const TEASER_CHARS: usize = 90;

/// Ten days as one seed draws them.
#[derive(Debug)]
pub struct TenDays {
    written: Written,
    pieces: Vec<Piece>,
}

/// What an edition must tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// The matter's short name; that of an event that is told once is its own.
    pub matter: String,
    /// Which step of the matter, from 0.
    pub step: usize,
    /// The articles that tell it.
    pub urls: Vec<String>,
    /// Words that the story must hold: what is new in it.
    pub probe: String,
}

impl TenDays {
    /// Draws the ten days of a seed: the same for the same seed on every machine.
    ///
    /// Errors: `InvalidData` if a file of the set is not well-formed, which a test rules out.
    pub fn draw(seed: u64) -> io::Result<Self> {
        let written = Written::read()?;
        let pieces = plan::draw(&written, seed);
        Ok(Self { written, pieces })
    }

    /// The moment of the n-th edition, from 0.
    pub fn as_of(nth: usize) -> Timestamp {
        let first: Timestamp = FIRST.parse().unwrap_or_default();
        let (day, half) = (nth as i64 / 2, nth as i64 % 2);
        first + SignedDuration::from_hours(24 * day + HOURS_TO_EVENING * half)
    }

    /// `2026-04-06` and the slot of the n-th edition.
    pub fn day_and_slot(nth: usize) -> (String, &'static str) {
        let date = Self::as_of(nth).to_zoned(zone(plan::ZONE)).date();
        (date.to_string(), if nth.is_multiple_of(2) { "morning" } else { "evening" })
    }

    /// The configuration of a newsroom that reads these outlets: a whole `newsroom.toml`.
    pub fn config(&self) -> String {
        let head = "[newsroom]\nname = \"Ten days\"\nlanguages = [\"zh\", \"en\"]\ntimezone = \"Asia/Shanghai\"\n\
                    length = \"60m\"\nmax_stories = 60\nsound = false\n";
        let source = |outlet: &Outlet| {
            format!(
                "\n[[source]]\nid = {:?}\nname = {:?}\nurl = \"https://{}/feed.xml\"\nowner = {:?}\nbeat = {:?}\n\
                 trust = {}\nlanguage = {:?}\nevery = \"6h\"\n",
                outlet.id, outlet.name, outlet.host, outlet.owner, outlet.beat, outlet.trust, outlet.language
            )
        };
        self.written.outlets.iter().fold(head.to_owned(), |config, outlet| config + &source(outlet))
    }

    /// The web as it is when the n-th edition is made.
    pub fn web(&self, nth: usize) -> Web {
        let now = Self::as_of(nth);
        let out: Vec<&Piece> = self.pieces.iter().filter(|piece| piece.at <= now).collect();
        let mut web = Web::new();
        for (index, outlet) in self.written.outlets.iter().enumerate() {
            let own: Vec<&Piece> = out.iter().copied().filter(|piece| piece.outlet == index).collect();
            web = web.page(&outlet.host, "/feed.xml", feed(outlet, &own, now));
            // The page of an address that was posted twice is that of the first time.
            for piece in own.iter().rev() {
                web = web.page(&outlet.host, &piece.path, Response::html(page(outlet, piece)));
            }
        }
        web
    }

    /// What the n-th edition must tell, and nothing else: everything that came since the edition before it.
    pub fn tellings(&self, nth: usize) -> Vec<Telling> {
        let mut tellings: Vec<Telling> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.edition == nth && piece.is_news) {
            let url = self.url(piece);
            match tellings.iter_mut().find(|known| known.matter == piece.matter && known.step == piece.step) {
                Some(known) => known.urls.push(url),
                None => tellings.push(Telling {
                    matter: piece.matter.clone(),
                    step: piece.step,
                    urls: vec![url],
                    probe: piece.probe.clone(),
                }),
            }
        }
        tellings
    }

    /// The hosts of the outlets.
    pub fn hosts(&self) -> Vec<String> {
        self.written.outlets.iter().map(|outlet| outlet.host.clone()).collect()
    }

    /// Which matter an address tells, and which step of it.
    pub fn matter_of(&self, url: &str) -> Option<(&str, usize)> {
        let piece = self.pieces.iter().find(|piece| self.url(piece) == url)?;
        Some((&piece.matter, piece.step))
    }

    /// Every article that tells something new: which matter, which step, title and text; oldest first.
    pub fn articles(&self) -> impl Iterator<Item = (&str, usize, &str, &str)> {
        let news = self.pieces.iter().filter(|piece| piece.is_news);
        news.map(|piece| (piece.matter.as_str(), piece.step, piece.title.as_str(), piece.text.as_str()))
    }

    fn url(&self, piece: &Piece) -> String {
        let host = self.written.outlets.get(piece.outlet).map_or("", |outlet| outlet.host.as_str());
        format!("https://{host}{}", piece.path)
    }
}

fn feed(outlet: &Outlet, pieces: &[&Piece], now: Timestamp) -> Response {
    let since = now - SignedDuration::from_hours(FEED_HOURS);
    let mut recent: Vec<&&Piece> = pieces.iter().filter(|piece| piece.at >= since).collect();
    recent.sort_by_key(|piece| std::cmp::Reverse(piece.at));
    let entries = recent.into_iter().map(|piece| Entry {
        link: format!("https://{}{}", outlet.host, piece.path),
        title: piece.title.clone(),
        date: When::At(piece.at),
        summary: teaser(&piece.text, TEASER_CHARS),
        content: Some(paragraphs_html(&piece.text)),
        author: None,
    });
    let home = format!("https://{}/", outlet.host);
    let address = format!("https://{}/feed.xml", outlet.host);
    let channel = Channel {
        title: &outlet.name,
        home: &home,
        address: &address,
        language: &outlet.language,
        zone: &zone(plan::ZONE),
        charset: "utf-8",
        updated: now,
        entries: entries.collect(),
    };
    Response::ok(Dialect::Rss.content_type(), feeds::render(Dialect::Rss, &channel))
}

fn page(outlet: &Outlet, piece: &Piece) -> String {
    let home = format!("https://{}/", outlet.host);
    let own_zone = zone(plan::ZONE);
    pages::article(&Article {
        site: &outlet.name,
        home: &home,
        url: &format!("https://{}{}", outlet.host, piece.path),
        language: &outlet.language,
        title: &piece.title,
        author: None,
        label: None,
        text: &piece.text,
        date: Some(piece.at),
        zone: &own_zone,
        sign: DateSign::JsonLd,
        layout: Layout::Broadsheet,
        meta_charset: Some("utf-8"),
        related: &[],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_days_and_another_seed_others() {
        let urls = |seed: u64| -> Vec<String> {
            let days = TenDays::draw(seed).unwrap();
            (0..N_EDITIONS).flat_map(|nth| days.tellings(nth)).flat_map(|telling| telling.urls).collect()
        };
        assert_eq!(urls(7), urls(7));
        assert_ne!(urls(7), urls(8));
    }

    #[test]
    fn every_edition_has_something_to_tell_and_every_matter_goes_on() {
        for seed in 0..20 {
            let days = TenDays::draw(seed).unwrap();
            let told: Vec<Telling> = (0..N_EDITIONS).flat_map(|nth| days.tellings(nth)).collect();
            assert!((0..N_EDITIONS).all(|nth| !days.tellings(nth).is_empty()), "seed {seed}");
            let n_steps = told.iter().filter(|telling| telling.step > 0).count();
            assert!(n_steps >= 15, "seed {seed}: {n_steps} developments");
            assert!(days.pieces.iter().filter(|piece| !piece.is_news).count() >= 14, "seed {seed}");
            assert!(days.pieces.iter().all(|piece| !piece.text.contains('{') && !piece.title.contains('{')));
        }
    }
}
