//! Real days as a web, on a small folder made here.

use crate::client::get;
use jiff::Timestamp;
use std::path::Path;
use testkit::days;

fn put(folder: &Path, path: &str, articles: &serde_json::Value) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, articles.to_string()).unwrap();
}

fn article(url: &str, title: &str, published: &str, text: &str) -> serde_json::Value {
    serde_json::json!({"url": url, "title": title, "published": published, "text": text, "language": "en", "outlet": "Test Tribune", "section": "World"})
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let long = "A sentence of some length stands here. ".repeat(12);
    put(
        folder.path(),
        "en/2026-02-10/test-tribune.json",
        &serde_json::json!([
            article("https://p.example/a?id=1", "Morning", "2026-02-10T06:00:00Z", &long),
            article("https://p.example/b", "First version", "2026-02-10T07:00:00Z", "Short."),
            article("https://p.example/c", "Later", "2026-02-10T09:00:00Z", "Not yet."),
            article("https://p.example/d", "Old", "2026-02-08T08:00:00Z", "Too old."),
            article("not an address", "Nowhere", "2026-02-10T06:00:00Z", "Lost."),
            article("https://p.example/e", "No date", "yesterday", "Undated."),
        ]),
    );
    put(
        folder.path(),
        "en/2026-02-11/test-tribune.json",
        &serde_json::json!([article("https://p.example/b", "Second version", "2026-02-10T07:30:00Z", "Short & new.")]),
    );
    put(
        folder.path(),
        "zh/2026-02-10/央视新闻联播.json",
        &serde_json::json!([{"url": "https://tv.cctv.com/1.shtml", "title": "标题", "published": "2026-02-10T15:00:00+08:00", "text": "第一段。\n第二段。", "language": "zh", "outlet": "央视新闻联播"}]),
    );
    folder
}

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

#[tokio::test]
async fn only_what_was_out_is_served_in_its_newest_version() {
    let folder = folder();
    let server = days::serve(folder.path(), at("2026-02-10T08:30:00Z"), 2).await.unwrap();
    let feed = get(&server, "https://test-tribune.wire.example/feed.xml").await.text();
    let titles: Vec<&str> = feed.split("<title>").skip(2).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(titles, ["First version", "Morning"]);
    let server = days::serve(folder.path(), at("2026-02-11T08:30:00Z"), 2).await.unwrap();
    let feed = get(&server, "https://test-tribune.wire.example/feed.xml").await.text();
    let titles: Vec<&str> = feed.split("<title>").skip(2).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(titles, ["Later", "Second version", "Morning"]);
}

#[tokio::test]
async fn a_long_text_is_only_begun_in_the_feed_and_whole_on_its_page() {
    let folder = folder();
    let server = days::serve(folder.path(), at("2026-02-10T08:30:00Z"), 2).await.unwrap();
    let feed = get(&server, "https://test-tribune.wire.example/feed.xml").await.text();
    assert!(feed.contains("…</description>"));
    let page = get(&server, "https://p.example/a?id=1").await.text();
    assert_eq!(page.matches("A sentence of some length stands here.").count(), 12);
    assert!(page.contains("article:published_time\" content=\"2026-02-10T06:00:00+00:00\""));
}

#[tokio::test]
async fn an_outlet_with_a_chinese_name_has_a_host_of_its_own() {
    let folder = folder();
    let server = days::serve(folder.path(), at("2026-02-10T08:30:00Z"), 2).await.unwrap();
    let feed = get(&server, "https://cctv-xwlb.wire.example/feed.xml").await;
    assert_eq!((feed.status, feed.header("content-type")), (200, "application/atom+xml"));
    assert!(get(&server, "https://tv.cctv.com/1.shtml").await.text().contains("<p>第二段。</p>"));
}

#[test]
fn the_configuration_names_every_outlet_with_its_owner() {
    let folder = folder();
    let config = days::config(folder.path(), at("2026-02-10T08:30:00Z"), 2).unwrap();
    let config: toml::Table = toml::from_str(&config).unwrap();
    let told: Vec<(&str, &str, i64)> = config["source"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| {
            (source["id"].as_str().unwrap(), source["owner"].as_str().unwrap(), source["trust"].as_integer().unwrap())
        })
        .collect();
    assert_eq!(told, [("test-tribune", "Test Tribune", 3), ("cctv-xwlb", "中央广播电视总台", 5)]);
}

#[test]
fn a_folder_without_days_is_named_in_the_error() {
    let folder = tempfile::tempdir().unwrap();
    let why = days::config(folder.path(), at("2026-02-10T08:30:00Z"), 2).unwrap_err();
    assert_eq!(why.kind(), std::io::ErrorKind::NotFound);
    assert!(why.to_string().contains(&folder.path().display().to_string()));
}

/// Looks at real days: `ZAOWAN_DAYS=<folder> cargo test -p testkit --test it -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "needs a folder of real days: ../shared/data/wire, or what ZAOWAN_DAYS names"]
async fn real_days_can_be_served() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/wire");
    let folder = std::env::var("ZAOWAN_DAYS").unwrap_or_else(|_| beside.to_owned());
    if !Path::new(&folder).is_dir() {
        println!("{folder} is not here and ZAOWAN_DAYS names no other folder, so no real days are served");
        return;
    }
    let until = at("2026-02-10T22:30:00Z");
    let web = days::web(Path::new(&folder), until, 3).unwrap();
    let config: toml::Table = toml::from_str(&days::config(Path::new(&folder), until, 3).unwrap()).unwrap();
    let sources = config["source"].as_array().unwrap();
    println!("{} pages, {} sources", web.n_pages(), sources.len());
    let server = web.serve().await.unwrap();
    for source in sources {
        let feed = get(&server, source["url"].as_str().unwrap()).await;
        assert_eq!(feed.status, 200);
        println!("{:7} {source}", feed.body.len());
    }
}
