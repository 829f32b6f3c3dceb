//! An outlet's articles as feed, front page and article pages, with the flaws its file names.

use super::faults;
use super::outlet::{Charset, Flaw, OddPage, Outlet, Piece, ToldBy};
use crate::feeds::{self, Channel, Dialect, Entry, When};
use crate::markup::{http_date, paragraphs_html, rfc3339, teaser, zone};
use crate::pages::{self, Article, Related};
use crate::{Response, Web};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How much of a text a teaser feed gives: enough to tempt, cut in mid-sentence.
const TEASER_CHARS_EN: usize = 150;
const TEASER_CHARS_ZH: usize = 64;

/// How many entries the huge feed has.
pub(super) const N_HUGE: usize = 5000;

/// Adds an outlet to the web.
pub(super) fn publish(web: Web, outlet: &Outlet, as_of: Timestamp) -> Web {
    let zone = zone(&outlet.timezone);
    let feed = feed(outlet, &zone, as_of).with_validators(&http_date(as_of));
    let web = web.page(&outlet.host, &outlet.feed, feed);
    let web = if outlet.feed == "/" { web } else { web.page(&outlet.host, "/", front(outlet, &zone)) };
    outlet.item.iter().fold(web, |web, piece| {
        let page = page(outlet, piece, &zone);
        let links = [Some(&piece.path), piece.link.as_ref(), piece.again.as_ref()];
        links.into_iter().flatten().fold(web, |web, link| web.page_at(&outlet.url(link), page.clone()))
    })
}

fn feed(outlet: &Outlet, zone: &TimeZone, as_of: Timestamp) -> Response {
    if outlet.dialect == Dialect::PageList {
        return front(outlet, zone);
    }
    let home = outlet.url("/");
    let address = outlet.url(&outlet.feed);
    let mut entries: Vec<Entry> = outlet.item.iter().flat_map(|piece| entries(outlet, piece)).collect();
    if outlet.flaw == Some(Flaw::Huge) {
        entries.splice(0..0, old_flashes(outlet, as_of));
    }
    let channel = Channel {
        title: &outlet.name,
        home: &home,
        address: &address,
        language: &outlet.language,
        zone,
        charset: outlet.charset.as_ref().map_or("utf-8", |charset| &charset.encoding),
        updated: as_of,
        entries,
    };
    let mut text = feeds::render(outlet.dialect, &channel);
    if outlet.flaw == Some(Flaw::NotWellFormed) {
        text = faults::spoil(&text);
    }
    Response::ok(outlet.dialect.content_type(), encode(&text, outlet.charset.as_ref()))
}

fn entries(outlet: &Outlet, piece: &Piece) -> Vec<Entry> {
    let links = [Some(piece.link.as_ref().unwrap_or(&piece.path)), piece.again.as_ref()];
    links.into_iter().flatten().map(|link| entry(outlet, piece, link)).collect()
}

fn entry(outlet: &Outlet, piece: &Piece, link: &str) -> Entry {
    let max_chars = if outlet.language == "zh" { TEASER_CHARS_ZH } else { TEASER_CHARS_EN };
    Entry {
        link: outlet.url(link),
        title: piece.title.clone(),
        date: match piece.feed_date.as_deref() {
            None => When::At(piece.at),
            Some("none") => When::Never,
            Some(written) => When::Written(written.to_owned()),
        },
        summary: piece.teaser.clone().unwrap_or_else(|| teaser(&piece.text, max_chars)),
        content: (outlet.full_text && piece.teaser.is_none()).then(|| paragraphs_html(&piece.text)),
        author: piece.author.clone(),
    }
}

/// Old flashes for the huge feed, oldest first, 17 minutes apart, the newest two days before `as_of`.
fn old_flashes(outlet: &Outlet, as_of: Timestamp) -> Vec<Entry> {
    const GOODS: [&str; 8] = ["沪铜", "沪铝", "螺纹钢", "铁矿石", "豆粕", "棉花", "白糖", "苹果"];
    let n_old = N_HUGE.saturating_sub(outlet.item.len());
    (0..n_old)
        .map(|n| {
            let minutes = 48 * 60 + 17 * (n_old - n) as i64;
            let good = GOODS[n % GOODS.len()];
            let percent = 1 + n % 29;
            let sentence =
                format!("{good}期货主力合约盘中波动{}.{}%，成交{}手。", percent / 10, percent % 10, 1200 + n * 7);
            Entry {
                link: outlet.url(&format!("/flash/old/{n}.html")),
                title: format!("第{n}号快讯：{good}期货盘中波动"),
                date: When::At(as_of - jiff::SignedDuration::from_mins(minutes)),
                summary: sentence,
                content: None,
                author: None,
            }
        })
        .collect()
}

fn front(outlet: &Outlet, zone: &TimeZone) -> Response {
    let links: Vec<Related> = outlet
        .item
        .iter()
        .map(|piece| Related {
            href: piece.link.as_ref().unwrap_or(&piece.path).clone(),
            title: piece.title.clone(),
            date: list_date(outlet, piece, zone),
        })
        .collect();
    let is_feed = !matches!(outlet.dialect, Dialect::PageList | Dialect::SitemapNews);
    let alternate = is_feed.then_some((outlet.dialect.content_type(), outlet.feed.as_str()));
    Response::html(pages::front(&outlet.name, &outlet.language, alternate, &links))
}

/// A page list tells no dates, and a list must not give away a date that the article itself hides.
fn list_date(outlet: &Outlet, piece: &Piece, zone: &TimeZone) -> String {
    if outlet.dialect == Dialect::PageList || piece.page_date.is_some() {
        return String::new();
    }
    rfc3339(piece.at, zone)
}

fn page(outlet: &Outlet, piece: &Piece, zone: &TimeZone) -> Response {
    match &piece.page {
        Some(OddPage::LoginWall) => faults::login_wall(&outlet.name, &piece.title, &outlet.language),
        Some(OddPage::Empty) => Response::html(""),
        Some(OddPage::Redirect(to)) => Response::redirect(to),
        None => article(outlet, piece, zone),
    }
}

fn article(outlet: &Outlet, piece: &Piece, zone: &TimeZone) -> Response {
    let date = match piece.page_date.as_deref() {
        None => Some(piece.at),
        Some("none") => None,
        Some(other) => other.parse().ok(),
    };
    let declared = match &outlet.charset {
        None => Some("utf-8"),
        Some(charset) => (charset.told_by == ToldBy::Meta).then_some(charset.declared.as_str()),
    };
    let page = pages::article(&Article {
        site: &outlet.name,
        home: &outlet.url("/"),
        url: &outlet.url(&piece.path),
        language: &outlet.language,
        title: &piece.title,
        author: piece.author.as_deref(),
        label: piece.label.as_deref(),
        text: &piece.text,
        date,
        zone,
        sign: outlet.sign,
        layout: outlet.layout,
        meta_charset: declared,
        related: &related(outlet, piece),
    });
    Response::ok(&html_type(outlet.charset.as_ref()), encode(&page, outlet.charset.as_ref()))
}

fn html_type(charset: Option<&Charset>) -> String {
    match charset {
        None => "text/html; charset=utf-8".to_owned(),
        Some(charset) if charset.told_by == ToldBy::Header => format!("text/html; charset={}", charset.declared),
        Some(_) => "text/html".to_owned(),
    }
}

/// Links with dates that are not the article's: old pieces of the outlet, and one that is newer than the article.
fn related(outlet: &Outlet, piece: &Piece) -> Vec<Related> {
    let old = match outlet.language.as_str() {
        "zh" => [
            ("/archive/2019/1104.html", "旧闻：老城区改造首批居民回迁", "2019-11-04"),
            ("/archive/2023/0709.html", "读者来信选登", "2023-07-09"),
        ],
        _ => [
            ("/archive/2019/11/04/old-quay", "The long goodbye of the old quay", "2019-11-04"),
            ("/archive/2023/07/09/letters", "Letters to the editor", "2023-07-09"),
        ],
    };
    let old = old.into_iter().map(|(href, title, date)| Related {
        href: href.to_owned(),
        title: title.to_owned(),
        date: date.to_owned(),
    });
    let zone = zone(&outlet.timezone);
    let others = outlet.item.iter().filter(|other| other.path != piece.path && other.page_date.is_none());
    let newest = others.max_by_key(|other| other.at);
    let newest = newest.map(|other| Related {
        href: other.path.clone(),
        title: other.title.clone(),
        date: rfc3339(other.at, &zone),
    });
    old.chain(newest).collect()
}

/// The text in the outlet's charset.
fn encode(text: &str, charset: Option<&Charset>) -> Vec<u8> {
    let Some(charset) = charset else {
        return text.as_bytes().to_vec();
    };
    let encoding = encoding_rs::Encoding::for_label(charset.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.encode(text).0.into_owned()
}
