//! What goes wrong on the web: walls, checks for robots, empty answers, loops, bombs, drips, broken feeds.

use crate::markup::escape;
use crate::{Response, Web};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// How large the bomb is when it goes off.
const BOMB_BYTES: u32 = 200 * 1024 * 1024;
/// One piece of it; the pieces are all the same, so only one is ever compressed.
const PIECE_BYTES: u32 = 1024 * 1024;

/// Adds the hosts on which nothing is as it should be.
pub(super) fn publish(web: Web) -> Web {
    web.page("slow-drip.example", "/feed.xml", drip())
        .page("round-and-round.example", "/feed.xml", Response::redirect("https://round-and-round.example/feed"))
        .page("round-and-round.example", "/feed", Response::redirect("https://www.round-and-round.example/rss"))
        .page("www.round-and-round.example", "/rss", Response::redirect("https://round-and-round.example/feed.xml"))
        .page_made_by("parcel-bomb.example", "/feed.xml", bomb)
        .page("silent-press.example", "/feed.xml", Response::ok("application/rss+xml; charset=utf-8", ""))
        .page("gatekeeper.example", "/feed.xml", bot_check())
        .page("members-only.example", "/feed.xml", login_wall("Members Only", "Sign in", "en"))
        .page("gone-fishing.example", "/feed.xml", busy())
        .page("lucky-wheel.example", "/welcome", casino())
}

fn drip() -> Response {
    Response::ok("application/rss+xml; charset=utf-8", "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>")
        .dripping()
}

fn busy() -> Response {
    Response::status(429, "come back later").with_header("retry-after", "3600")
}

/// 200 MiB of zeros as one gzip member of some 200 KiB, for any client that inflates before it looks.
///
/// A full flush makes each piece independent of the one before, so one compressed piece can be repeated.
fn bomb() -> Response {
    let zeros = vec![0u8; PIECE_BYTES as usize];
    let mut piece = Vec::with_capacity(64 * 1024);
    let mut deflate = Compress::new(Compression::best(), false);
    let flushed = deflate.compress_vec(&zeros, &mut piece, FlushCompress::Full);
    debug_assert!(matches!(flushed, Ok(Status::Ok)), "the piece did not fit: {flushed:?}");
    let mut sum_of_piece = Crc::new();
    sum_of_piece.update(&zeros);
    let mut sum = Crc::new();
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    for _ in 0..BOMB_BYTES / PIECE_BYTES {
        gzip.extend_from_slice(&piece);
        sum.combine(&sum_of_piece);
    }
    // An empty last block, then the sum and the length of what was packed (RFC 1952).
    gzip.extend_from_slice(&[0x03, 0x00]);
    gzip.extend_from_slice(&sum.sum().to_le_bytes());
    gzip.extend_from_slice(&BOMB_BYTES.to_le_bytes());
    Response::ok("application/rss+xml; charset=utf-8", gzip).with_header("content-encoding", "gzip")
}

fn bot_check() -> Response {
    Response::html(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Just a moment...</title><meta name=\"robots\" content=\"noindex,nofollow\"></head><body><div class=\"main-wrapper\"><h1>gatekeeper.example</h1><h2>Checking your browser before you proceed</h2><p>Verify you are human by completing the action below.</p><noscript>Enable JavaScript and cookies to continue</noscript><div id=\"challenge-form\"></div></div></body></html>",
    )
}

/// A page that shows the title and asks for a login instead of the article.
pub(super) fn login_wall(site: &str, title: &str, language: &str) -> Response {
    let (ask, button) = match language {
        "zh" => ("登录后阅读全文。本文仅限付费会员阅读。", "登录"),
        _ => ("Subscribe to continue reading. Already a subscriber? Log in to read the full story.", "Log in"),
    };
    Response::html(format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><title>{0}</title></head><body><h1>{0}</h1><div class=\"paywall\"><p>{ask}</p><form action=\"/login\" method=\"post\"><input name=\"email\"><input name=\"password\" type=\"password\"><button>{button}</button></form></div><p>{1}</p></body></html>",
        escape(title),
        escape(site),
    ))
}

fn casino() -> Response {
    Response::html(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Lucky Wheel: 300 free spins</title></head><body><h1>Lucky Wheel</h1><p>Register today and get 300 free spins on your first deposit. The wheel never sleeps and every new player wins a welcome bonus.</p><p>Play roulette, slots and cards at any hour with the highest payout in the region, and withdraw your winnings in minutes.</p></body></html>",
    )
}

/// A feed as a careless server sends it: a warning before the prolog, bare ampersands, and cut off in its last item.
pub(super) fn spoil(feed: &str) -> String {
    let bare = feed.replace("&amp;", "&");
    let body = bare.rsplit_once("</channel>").map_or(bare.as_str(), |(body, _)| body);
    format!(
        "<br />\n<b>Warning</b>:  Undefined array key \"cache\" in <b>feed.php</b> on line <b>48</b><br />\n{body}<item>\n<title>这一条没有发完"
    )
}
