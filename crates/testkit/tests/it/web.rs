//! The server and the builder.

use crate::client::{get, get_with, send};
use testkit::{Response, Web};

#[tokio::test]
async fn hosts_are_told_apart_by_the_host_header() {
    let web = Web::new()
        .page("a.example", "/news?page=2", Response::html("A"))
        .page_at("https://b.example/news?page=2#top", Response::html("B"));
    let server = web.serve().await.unwrap();
    assert_eq!(get(&server, "https://a.example/news?page=2").await.text(), "A");
    assert_eq!(get(&server, "http://B.example/news?page=2").await.text(), "B");
}

#[tokio::test]
async fn a_page_that_does_not_exist_is_404_and_counted_too() {
    let server = Web::new().page("a.example", "/", Response::html("A")).serve().await.unwrap();
    get(&server, "https://a.example/").await;
    get(&server, "https://a.example/").await;
    assert_eq!(get(&server, "https://a.example/?x").await.status, 404);
    let hits: Vec<(String, usize)> = server.hits().into_iter().collect();
    assert_eq!(hits, [("a.example /".to_owned(), 2), ("a.example /?x".to_owned(), 1)]);
}

#[tokio::test]
async fn who_has_the_newest_is_told_so() {
    let date = "Tue, 17 Mar 2026 22:30:00 GMT";
    let feed = Response::ok("application/rss+xml", "<rss/>").with_validators(date);
    let server = Web::new().page("a.example", "/feed", feed).serve().await.unwrap();
    let url = "https://a.example/feed";
    let first = get(&server, url).await;
    let etag = first.header("etag").to_owned();
    let mut statuses = Vec::new();
    for headers in [
        vec![("if-none-match", etag.as_str())],
        vec![("if-modified-since", date)],
        vec![("if-modified-since", "Tue, 17 Mar 2026 22:29:59 GMT")],
        vec![("if-none-match", "\"other\""), ("if-modified-since", date)],
    ] {
        let answer = get_with(&server, url, &headers).await;
        statuses.push((answer.status, answer.body.len()));
    }
    assert_eq!(statuses, [(304, 0), (304, 0), (200, 6), (200, 6)]);
}

#[tokio::test]
async fn a_drip_comes_a_byte_at_a_time_and_does_not_say_how_long_it_is() {
    let page = Response::html("ab").dripping();
    let server = Web::new().page("a.example", "/", page).serve().await.unwrap();
    let mut response = send(&server, "https://a.example/", &[]).await;
    assert_eq!(response.content_length(), None);
    let mut drops = Vec::new();
    for _ in 0..3 {
        drops.push(response.chunk().await.unwrap().unwrap());
    }
    assert_eq!(drops, ["a", "b", " "]);
}

#[tokio::test]
async fn a_dropped_server_is_gone() {
    let server = Web::new().serve().await.unwrap();
    let addr = server.addr();
    drop(server);
    // The aborted task goes when the runtime next looks at it.
    tokio::task::yield_now().await;
    assert!(tokio::net::TcpStream::connect(addr).await.is_err());
}
