//! The published site: read without a key, whole or in ranges, and nothing beside it.

use crate::house::{House, Reply};

const NO_HEADER: (&str, &str) = ("accept", "*/*");

fn seen(reply: &Reply) -> (u16, &str, &str) {
    (reply.status, reply.header("content-type"), reply.text.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_need_no_key() {
    let house = House::open().await;
    let yet = "no edition was published yet; the first stands here when it is out\n";
    assert_eq!(seen(&house.read("/", NO_HEADER).await), (404, "text/plain; charset=utf-8", yet));
    house.publish("index.html", "<h1>Morning</h1>");
    house.publish("editions/2026-02-10-morning/index.html", "<h1>Tuesday</h1>");
    house.publish("editions/2026-02-10-morning/transcript.vtt", "WEBVTT");
    let page = house.read("/", NO_HEADER).await;
    assert_eq!(seen(&page), (200, "text/html; charset=utf-8", "<h1>Morning</h1>"));
    assert_eq!(
        ["x-content-type-options", "referrer-policy", "x-frame-options", "cache-control"].map(|name| page.header(name)),
        ["nosniff", "no-referrer", "SAMEORIGIN", "no-cache"]
    );
    assert_eq!(page.header("content-security-policy"), "default-src 'none'; img-src 'self'; frame-ancestors 'self'");
    let edition = house.read("/editions/2026-02-10-morning/", NO_HEADER).await;
    assert_eq!(seen(&edition), (200, "text/html; charset=utf-8", "<h1>Tuesday</h1>"));
    let captions = house.read("/editions/2026-02-10-morning/transcript.vtt", NO_HEADER).await;
    assert_eq!(
        (seen(&captions), captions.header("access-control-allow-origin")),
        ((200, "text/vtt; charset=utf-8", "WEBVTT"), "*")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_has_is_not_sent_again_until_it_changed() {
    let house = House::open().await;
    let page = "<p>The same words, again and again.</p>".repeat(40);
    house.publish("feed.xml", &page);
    let first = house.read("/feed.xml", NO_HEADER).await;
    assert_eq!((first.status, first.text.as_str(), first.header("vary")), (200, page.as_str(), "accept-encoding"));
    let (etag, date) = (first.header("etag"), first.header("last-modified"));
    for known in [("if-none-match", etag), ("if-none-match", "\"other\", *"), ("if-modified-since", date)] {
        let again = house.read("/feed.xml", known).await;
        assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", etag), "{known:?}");
    }
    assert_eq!(house.read("/feed.xml", ("if-none-match", "\"other\"")).await.status, 200);
    house.publish("feed.xml", "corrected");
    let corrected = house.read("/feed.xml", ("if-none-match", etag)).await;
    assert_eq!((corrected.status, corrected.text.as_str()), (200, "corrected"));
}

#[tokio::test(flavor = "multi_thread")]
async fn text_goes_packed_to_who_can_unpack_it() {
    let house = House::open().await;
    house.publish("index.html", &"<p>The same words, again and again.</p>".repeat(40));
    let packed = house.read_bytes("/", ("accept-encoding", "br;q=1, gzip")).await;
    assert_eq!((packed.0.as_str(), &packed.1[..2]), ("gzip", &[0x1f, 0x8b][..]));
    assert!(packed.1.len() < 200, "{}", packed.1.len());
    let plain = house.read_bytes("/", ("accept-encoding", "gzip;q=0, br")).await;
    assert_eq!((plain.0.as_str(), plain.1.len()), ("", 1_560));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_may_jump() {
    let house = House::open().await;
    house.publish("bulletin.mp3", "0123456789");
    let part = house.read("/bulletin.mp3", ("range", "bytes=3-5")).await;
    assert_eq!((seen(&part), part.header("content-range")), ((206, "audio/mpeg", "345"), "bytes 3-5/10"));
    let beyond = house.read("/bulletin.mp3", ("range", "bytes=20-")).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */10"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_beside_the_site_is_read() {
    let house = House::open().await;
    house.publish("index.html", "front");
    house.publish(".2026-02-10-morning.new.7/index.html", "half a page");
    house.publish("editions/.draft", "draft");
    for path in [
        "/missing",
        "/ledger.db",
        "/../ledger.db",
        "/%2e%2e/ledger.db",
        "/..%2fledger.db",
        "/editions/..%2f..%2fledger.db",
        "/editions/%2E%2E%2F%2E%2E%2Fledger.db",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.2026-02-10-morning.new.7/index.html",
        "/%2e2026-02-10-morning.new.7/index.html",
        "/editions/.draft",
        "/editions/%2Edraft",
        "/index.html%00",
    ] {
        let reply = house.read(path, NO_HEADER).await;
        assert_eq!((path, reply.status), (path, 404), "{}", reply.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_still_needs_a_key_and_knows_its_places() {
    let house = House::open().await;
    house.publish("v1/models", "not the site's to answer");
    assert_eq!(house.read("/v1/models", NO_HEADER).await.status, 401);
    let unknown = house.get("/v1/unheard-of").await;
    assert_eq!((unknown.status, unknown.header("content-type")), (404, "application/json"));
}
