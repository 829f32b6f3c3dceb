//! The guarded door: what it lets in, what it refuses, how it says so.

use crate::web::{Reply, Web, as_of, heads, rss, source, told};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use news::SourceKind;
use std::io::Write;
use std::time::Duration;
use wire::{Options, Poll, Seen, Wire};

const FEED: &str = "https://coast.example/feed";
const ITEM: &str = "<title>Ferry</title><link>/f</link><pubDate>Mon, 02 Feb 2026 08:30:00 GMT</pubDate>";
const HEAD: &str = "2026-02-02T08:30:00Z | Ferry | https://coast.example/f";

async fn poll_with(reply: Reply, options: impl Fn(Options) -> Options) -> Poll {
    let web = Web::of([(FEED, reply)]).await;
    let wire = Wire::new(options(web.options())).unwrap();
    wire.poll(&source(SourceKind::Feed, FEED), &Seen::default(), as_of()).await
}

async fn check_problem(reply: Reply, expected: &str) -> Poll {
    let poll = poll_with(reply, |options| options).await;
    assert_eq!((told(&poll.problems), poll.items.len()), (vec![expected.to_owned()], 0));
    poll
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn every_content_encoding_is_unpacked() {
    let plain = rss(&[ITEM]);
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::fast());
    deflated.write_all(plain.as_bytes()).unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(plain.as_bytes()).unwrap();
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut plain.as_bytes(), &mut brotli, &Default::default()).unwrap();
    let zstd = zstd::encode_all(plain.as_bytes(), 1).unwrap();
    let zlib = zlib.finish().unwrap();
    for (name, body) in [("gzip", gzip(plain.as_bytes())), ("deflate", zlib), ("br", brotli), ("zstd", zstd)] {
        let poll = poll_with(Reply::feed(body).with("content-encoding", name), |options| options).await;
        assert_eq!(heads(&poll.items), [HEAD], "{name}: {:?}", told(&poll.problems));
    }
}

#[tokio::test]
async fn a_gzip_bomb_is_dropped_at_the_cap() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100_000);
    check_problem(Reply::feed(bomb).with("content-encoding", "gzip"), "TooLarge: coast.example sent more than 8 MiB")
        .await;
}

#[tokio::test]
async fn a_bomb_of_any_encoding_is_dropped_at_the_cap() {
    let spaces = vec![b' '; 64 << 20];
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut spaces.as_slice(), &mut brotli, &Default::default()).unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(&spaces).unwrap();
    let zstd = zstd::encode_all(spaces.as_slice(), 19).unwrap();
    for (name, bomb) in [("br", brotli), ("deflate", zlib.finish().unwrap()), ("zstd", zstd)] {
        assert!(bomb.len() < 100_000, "{name}: {}", bomb.len());
        check_problem(Reply::feed(bomb).with("content-encoding", name), "TooLarge: coast.example sent more than 8 MiB")
            .await;
    }
}

#[tokio::test]
async fn what_was_packed_twice_is_unpacked_once_at_most() {
    let twice = gzip(&gzip(&vec![b' '; 64 << 20]));
    for names in ["gzip, gzip", "gzip,gzip", "gzip"] {
        let poll = poll_with(Reply::feed(twice.clone()).with("content-encoding", names), |options| options).await;
        assert_eq!((poll.items.len(), poll.problems.len()), (0, 1), "{names}: {:?}", told(&poll.problems));
        assert_ne!(poll.problems[0].kind, news::ProblemKind::TooLarge, "{names}");
    }
}

#[tokio::test]
async fn a_body_without_end_is_dropped_at_the_cap() {
    check_problem(Reply::Endless, "TooLarge: coast.example sent more than 8 MiB").await;
}

#[tokio::test]
async fn a_flood_of_headers_is_refused() {
    let poll = poll_with(Reply::Headers(20_000), |options| options).await;
    assert_eq!(poll.problems[0].kind, news::ProblemKind::Unreachable, "{:?}", told(&poll.problems));
}

#[tokio::test]
async fn a_body_over_the_cap_is_refused() {
    let poll = poll_with(Reply::feed(rss(&[ITEM])), |options| Options { max_body_bytes: 100, ..options }).await;
    assert_eq!(told(&poll.problems), ["TooLarge: coast.example sent more than 100 bytes"]);
}

#[tokio::test]
async fn a_body_that_is_not_what_its_encoding_says_is_malformed() {
    let poll = poll_with(Reply::feed("no gzip at all").with("content-encoding", "gzip"), |options| options).await;
    assert_eq!(poll.problems[0].kind, news::ProblemKind::Malformed, "{:?}", told(&poll.problems));
}

#[tokio::test]
async fn a_server_that_stops_sending_is_given_up() {
    let short = |options| Options { idle_timeout: Duration::from_millis(100), ..options };
    let expected = ["Timeout: coast.example sent nothing for 0.1 s"];
    assert_eq!(told(&poll_with(Reply::Stalls, short).await.problems), expected);
    assert_eq!(told(&poll_with(Reply::Silence, short).await.problems), expected);
}

#[tokio::test]
async fn a_request_has_a_time_for_the_whole_of_it() {
    let short = |options| Options { total_timeout: Duration::from_millis(200), ..options };
    let poll = poll_with(Reply::Stalls, short).await;
    assert_eq!(told(&poll.problems), ["Timeout: coast.example was not done within 0.2 s"]);
}

#[tokio::test]
async fn statuses_are_told_in_plain_words() {
    check_problem(Reply::status(404), "Status: coast.example answered with status 404 Not Found").await;
    check_problem(Reply::status(401), "LoginWall: coast.example asks for a login (status 401)").await;
    check_problem(
        Reply::status(403).with("cf-mitigated", "challenge"),
        "BotCheck: coast.example checks for robots (status 403)",
    )
    .await;
    check_problem(Reply::feed(" \n"), "Empty: coast.example answered 200 with nothing in it").await;
    check_problem(Reply::feed(rss(&[])), "Empty: coast.example answered with a list that has no entry").await;
    check_problem(
        Reply::Whole(302, Vec::new(), Vec::new()),
        "Redirect: coast.example redirects without saying where to",
    )
    .await;
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let reply = Reply::feed(rss(&[ITEM])).with("etag", "\"v1\"").with("last-modified", "Mon, 02 Feb 2026 08:31:00 GMT");
    let web = Web::of([(FEED, reply)]).await;
    let source = source(SourceKind::Auto, FEED);
    let first = web.poll(&source).await;
    assert_eq!(
        first.seen,
        Seen {
            url: Some(FEED.into()),
            etag: Some("\"v1\"".into()),
            last_modified: Some("Mon, 02 Feb 2026 08:31:00 GMT".into()),
            kind: Some(SourceKind::Feed),
            ..Seen::default()
        }
    );
    let second = web.wire().poll(&source, &first.seen, as_of()).await;
    assert_eq!(
        second,
        Poll {
            source: source.id,
            kind: SourceKind::Feed,
            items: Vec::new(),
            problems: Vec::new(),
            not_modified: true,
            seen: first.seen,
            n_entries: 0,
        }
    );
}

#[tokio::test]
async fn what_was_remembered_of_another_address_does_not_count() {
    let web = Web::of([(FEED, Reply::feed(rss(&[ITEM])).with("etag", "\"v1\""))]).await;
    let seen = Seen {
        url: Some("https://moved.example/feed".into()),
        etag: Some("\"v1\"".into()),
        not_before: Some("2027-01-01T00:00:00Z".parse().unwrap()),
        ..Seen::default()
    };
    let poll = web.wire().poll(&source(SourceKind::Feed, FEED), &seen, as_of()).await;
    assert_eq!(heads(&poll.items), [HEAD]);
}

#[tokio::test]
async fn a_robot_check_behind_an_error_status_is_named() {
    let page = "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>\
                <p>Please verify you are human to continue.</p></body></html>";
    for status in [403, 503] {
        let reply = Reply::Whole(status, Vec::new(), page.into()).with("content-type", "text/html");
        check_problem(reply, &format!("BotCheck: coast.example checks for robots (status {status})")).await;
    }
    let refusal =
        Reply::Whole(403, Vec::new(), b"<html><h1>Forbidden</h1></html>".to_vec()).with("content-type", "text/html");
    check_problem(refusal, "Status: coast.example answered with status 403 Forbidden").await;
}

#[tokio::test]
async fn a_film_is_not_fetched() {
    check_problem(Reply::ok("video/mp4", "film"), "Malformed: coast.example answered with video/mp4, which is no text")
        .await;
}

#[tokio::test]
async fn a_password_in_an_address_is_never_shown() {
    let web = Web::of([]).await;
    let poll = web.poll(&source(SourceKind::Feed, "https://jo:secret@coast.example/private")).await;
    assert_eq!(told(&poll.problems), ["Status: coast.example answered with status 404 Not Found"]);
    assert_eq!(poll.problems[0].url.as_deref(), Some("https://coast.example/private"));
}

#[tokio::test]
async fn a_host_that_asks_for_rest_gets_it() {
    for retry_after in ["600", "Tue, 10 Feb 2026 06:10:00 GMT"] {
        let web = Web::of([(FEED, Reply::status(429).with("retry-after", retry_after))]).await;
        let (wire, source) = (web.wire(), source(SourceKind::Feed, FEED));
        let first = wire.poll(&source, &Seen::default(), as_of()).await;
        assert_eq!(first.problems[0].kind, news::ProblemKind::RateLimited);
        assert_eq!(first.seen.not_before, Some("2026-02-10T06:10:00Z".parse().unwrap()));

        let early = wire.poll(&source, &first.seen, "2026-02-10T06:09:59Z".parse().unwrap()).await;
        assert_eq!(
            told(&early.problems),
            ["RateLimited: asked us to come back at 2026-02-10T06:10:00Z; not asked before then"]
        );
        assert_eq!(early.seen, first.seen);
        assert_eq!(web.asked(), [FEED]);

        web.set(FEED, Reply::feed(rss(&[ITEM])));
        let late = wire.poll(&source, &first.seen, "2026-02-10T06:10:00Z".parse().unwrap()).await;
        assert_eq!((heads(&late.items), late.seen.not_before), (vec![HEAD.to_owned()], None));
    }
}

#[tokio::test]
async fn a_redirect_is_followed_and_links_are_of_where_it_led() {
    let web = Web::of([
        (FEED, Reply::redirect("http://news.other.example/new")),
        ("http://news.other.example/new", Reply::feed(rss(&[ITEM]))),
    ])
    .await;
    let poll = web.poll(&source(SourceKind::Feed, FEED)).await;
    assert_eq!(heads(&poll.items), ["2026-02-02T08:30:00Z | Ferry | http://news.other.example/f"]);
}

#[tokio::test]
async fn redirects_in_a_circle_or_without_end_are_given_up() {
    let web = Web::of([
        (FEED, Reply::redirect("/b")),
        ("https://coast.example/b", Reply::redirect("https://coast.example/feed#top")),
    ])
    .await;
    let circle = web.poll(&source(SourceKind::Feed, FEED)).await;
    assert_eq!(told(&circle.problems), ["Redirect: coast.example redirects in a circle"]);

    let web = Web::of([(FEED, Reply::redirect("/1"))]).await;
    for n in 1..9 {
        web.set(&format!("https://coast.example/{n}"), Reply::redirect(&format!("/{}", n + 1)));
    }
    let endless = web.poll(&source(SourceKind::Feed, FEED)).await;
    assert_eq!(told(&endless.problems), ["Redirect: coast.example redirects more than 5 times"]);
    assert_eq!(web.asked().len(), 6);
}

#[tokio::test]
async fn a_redirect_to_a_private_place_is_refused() {
    for (target, expected) in [
        ("http://127.0.0.1/admin", "127.0.0.1 is a private address; list it in allow_private if it is yours"),
        (
            "http://169.254.169.254/latest",
            "169.254.169.254 is a private address; list it in allow_private if it is yours",
        ),
        ("http://2130706433/", "127.0.0.1 is a private address; list it in allow_private if it is yours"),
        ("file:///etc/passwd", "only http and https are fetched, not file: file:///etc/passwd"),
    ] {
        check_problem(Reply::redirect(target), &format!("Forbidden: {expected}")).await;
    }
}

#[tokio::test]
async fn without_replay_private_addresses_and_names_are_refused() {
    let web = Web::of([]).await;
    let wire = Wire::new(Options::default()).unwrap();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let url = format!("http://{host}:{}/feed", web.address.port());
        let poll = wire.poll(&source(SourceKind::Feed, &url), &Seen::default(), as_of()).await;
        assert_eq!(poll.problems[0].kind, news::ProblemKind::Forbidden, "{host}: {:?}", told(&poll.problems));
    }
    assert_eq!(web.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_private_address_that_is_listed_is_asked() {
    let web = Web::of([]).await;
    let url = format!("http://{}/feed", web.address);
    web.set(&url, Reply::feed(rss(&[ITEM])));
    let wire = Wire::new(Options { allow_private: vec![web.address.ip()], ..Options::default() }).unwrap();
    let poll = wire.poll(&source(SourceKind::Feed, &url), &Seen::default(), as_of()).await;
    assert_eq!(heads(&poll.items), [format!("2026-02-02T08:30:00Z | Ferry | http://{}/f", web.address)]);
}

#[tokio::test]
async fn a_host_that_is_not_there_is_unreachable() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let wire = Wire::new(Options { allow_private: vec![free.ip()], ..Options::default() }).unwrap();
    let poll = wire.poll(&source(SourceKind::Feed, &format!("http://{free}/")), &Seen::default(), as_of()).await;
    assert_eq!(poll.problems[0].kind, news::ProblemKind::Unreachable, "{:?}", told(&poll.problems));
}
