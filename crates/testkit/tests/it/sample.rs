//! The sample wire as it is served.

use crate::client::{get, get_with};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use testkit::{Expect, sample};

fn sources() -> BTreeMap<String, toml::Table> {
    let config: toml::Table = toml::from_str(sample::config()).unwrap();
    let sources = config["source"].as_array().unwrap().iter();
    sources.map(|source| (source["id"].as_str().unwrap().to_owned(), source.as_table().unwrap().clone())).collect()
}

fn url_of(source: &str) -> String {
    sources()[source]["url"].as_str().unwrap().to_owned()
}

/// Reads XML to its end and returns how many elements of this name there are, or what is wrong with it.
fn count_in_xml(xml: &str, name: &str) -> Result<usize, String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut depth, mut found, mut began) = (0, 0, false);
    loop {
        match reader.read_event().map_err(|why| why.to_string())? {
            Event::Start(start) => {
                found += usize::from(start.name().as_ref() == name);
                began = true;
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Text(text) => {
                let text: &str = &text;
                if depth == 0 && !text.trim().is_empty() {
                    return Err(format!("text outside the root: {text}"));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if began && depth == 0 { Ok(found) } else { Err(format!("{depth} elements left open")) }
}

#[tokio::test]
async fn every_feed_is_well_formed_but_the_one_that_must_not_be() {
    let server = sample::serve().await.unwrap();
    let counts = [
        ("orbit-wire", "entry", 10),
        ("northern-ledger", "item", 14),
        ("petri-post", "item", 4),
        ("touchline", "url", 3),
        ("valley-mail", "item", 5),
        ("fenland-mail", "entry", 4),
        ("yunling", "entry", 8),
        ("jiangwan", "item", 7),
        ("hubin", "item", 8),
        ("yimai", "item", 4),
        ("kuaixun", "item", 5000),
    ];
    for (source, element, n) in counts {
        let feed = get(&server, &url_of(source)).await;
        assert_eq!((source, count_in_xml(&feed.text(), element)), (source, Ok(n)));
    }
    let spoilt = get(&server, &url_of("shancheng")).await.text();
    assert!(count_in_xml(&spoilt, "item").is_err());
    assert!(spoilt.starts_with("<br") && spoilt.contains("R&B") && !spoilt.contains("</rss>"));
}

#[tokio::test]
async fn an_ampersand_in_a_link_is_escaped_once() {
    let server = sample::serve().await.unwrap();
    let feed = get(&server, &url_of("orbit-wire")).await.text();
    assert!(feed.contains(r#"href="https://orbit-wire.example/world/2026/03/17/story?id=5412&amp;section=asia""#));
    assert_eq!(
        get(&server, "https://orbit-wire.example/world/2026/03/17/story?id=5412&section=asia").await.status,
        200
    );
}

#[tokio::test]
async fn json_feeds_are_json_feeds() {
    let server = sample::serve().await.unwrap();
    for (source, n) in [("signal-noise", 8), ("xinchao", 7)] {
        let feed: serde_json::Value = serde_json::from_str(&get(&server, &url_of(source)).await.text()).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["items"].as_array().unwrap().len(), n);
    }
}

#[tokio::test]
async fn every_source_of_the_configuration_answers() {
    let server = sample::serve().await.unwrap();
    for id in sources().keys().filter(|id| id.as_str() != "slow-drip" && id.as_str() != "tinkerboard") {
        let status = get(&server, &url_of(id)).await.status;
        let expected = match id.as_str() {
            "round-and-round" => 302,
            "gone-fishing" => 429,
            _ => 200,
        };
        assert_eq!((id, status), (id, expected));
    }
}

#[tokio::test]
async fn a_feed_that_was_read_is_not_sent_again() {
    let server = sample::serve().await.unwrap();
    for source in ["orbit-wire", "northern-ledger", "signal-noise", "petri-post", "nanyu", "shancheng", "touchline"] {
        let first = get(&server, &url_of(source)).await;
        let again = get_with(&server, &url_of(source), &[("if-none-match", first.header("etag"))]).await;
        assert_eq!((source, again.status, again.body.len()), (source, 304, 0));
    }
}

#[tokio::test]
async fn the_front_page_leads_to_the_feed() {
    let server = sample::serve().await.unwrap();
    let front = get(&server, &url_of("coast-courier")).await.text();
    assert!(
        front.contains(r#"<link rel="alternate" type="application/rss+xml" title="Coast Courier" href="/feed.xml">"#)
    );
    let feed = get(&server, "https://coast-courier.example/feed.xml").await.text();
    assert_eq!(count_in_xml(&feed, "item"), Ok(8));
}

#[tokio::test]
async fn the_list_page_has_links_and_no_dates() {
    let server = sample::serve().await.unwrap();
    let list = get(&server, &url_of("bay-gazette")).await.text();
    assert_eq!(list.matches("<a href=\"/news/2026-03-").count(), 4);
    assert!(!list.contains("<time"));
}

#[tokio::test]
async fn the_board_answers_like_hacker_news() {
    let server = sample::serve().await.unwrap();
    let base = url_of("tinkerboard");
    let json = async |path: &str| -> serde_json::Value {
        serde_json::from_str(&get(&server, &format!("{base}/{path}.json")).await.text()).unwrap()
    };
    assert_eq!(json("topstories").await, serde_json::json!([4100231, 4100198, 4100120]));
    let post = json("item/4100231").await;
    assert_eq!(post["time"], 1773760800);
    assert_eq!(post["kids"], serde_json::json!([4100240, 4100251, 4100277]));
    assert_eq!(json("item/4100240").await["parent"], 4100231);
    assert_eq!(get(&server, post["url"].as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_page_in_gb18030_says_gb2312_in_its_meta_element_only() {
    let server = sample::serve().await.unwrap();
    let page = get(&server, "https://nanyu-evening.example/html/2026-03/18/content_88101.htm").await;
    assert_eq!(page.header("content-type"), "text/html");
    assert!(std::str::from_utf8(&page.body).is_err());
    let (text, _, had_errors) = encoding_rs::GB18030.decode(&page.body);
    assert!(!had_errors && text.contains("<meta charset=\"gb2312\">"));
    assert!(text.contains("<h1 class=\"article-title\">智利6.1级地震致17人受伤 专家何垚"));
}

#[tokio::test]
async fn a_page_in_windows_1252_is_named_in_the_header_only() {
    let server = sample::serve().await.unwrap();
    let url = "https://harbour-mail.example/news/2026/03/17/ferry-passengers-from-harbour-town";
    let page = get(&server, url).await;
    assert_eq!(page.header("content-type"), "text/html; charset=windows-1252");
    let (text, _, had_errors) = encoding_rs::WINDOWS_1252.decode(&page.body);
    assert!(!had_errors && !text.contains("<meta charset"));
    assert!(text.contains("<h1>‘We counted all 214’: harbour café owners"));
    assert!(text.contains("£340 camera"));
}

#[tokio::test]
async fn the_redirects_go_round() {
    let server = sample::serve().await.unwrap();
    let mut at = url_of("round-and-round");
    let start = at.clone();
    for _ in 0..3 {
        let answer = get(&server, &at).await;
        assert_eq!(answer.status, 302);
        at = answer.header("location").to_owned();
    }
    assert_eq!(at, start);
}

#[tokio::test]
async fn the_bomb_is_small_until_it_goes_off() {
    let server = sample::serve().await.unwrap();
    let bomb = get(&server, &url_of("parcel-bomb")).await;
    assert_eq!(bomb.header("content-encoding"), "gzip");
    assert!(bomb.body.len() < 512 * 1024, "{} bytes", bomb.body.len());
    let mut inflated = flate2::read::GzDecoder::new(bomb.body.as_slice());
    // Read to the end, the decoder also checks the sum.
    assert_eq!(std::io::copy(&mut inflated, &mut std::io::sink()).unwrap(), 200 * 1024 * 1024);
    assert_eq!(inflated.read(&mut [0; 1]).unwrap(), 0);
}

#[tokio::test]
async fn dates_are_wrong_where_they_must_be() {
    let server = sample::serve().await.unwrap();
    let item = async |source: &str, path: &str| -> String {
        let feed = get(&server, &url_of(source)).await;
        let (text, ..) = encoding_rs::GB18030.decode(&feed.body);
        let found = text.split("<item>").find(|item| item.contains(path)).unwrap();
        found.split("<pubDate>").nth(1).map_or("", |date| date.split('<').next().unwrap()).to_owned()
    };
    assert_eq!(item("hubin", "taise-bincheng").await, "Wed, 18 Mar 2026 05:20:00 +0000");
    assert_eq!(item("nanyu", "content_88101").await, "2026-03-18 05:30:00");
    assert_eq!(item("jiangwan", "yejian-shichang").await, "Mon, 16 Mar 2026 23:50:00 -1200");
    assert_eq!(item("northern-ledger", "saturday-retail").await, "Sat, 21 Mar 2026 09:00:00 +0000");
    assert_eq!(item("valley-mail", "choir-looks").await, "");
    let page = get(&server, "https://hubin-finance.example/a/20260318/taise-bincheng-jianchang.html").await.text();
    assert!(page.contains("article:published_time\" content=\"2026-03-18T05:20:00+08:00\""));
    let old = get(&server, "https://coast-courier.example/2024/05/21/harbor-tunnel-inquiry").await.text();
    assert!(old.contains("\"datePublished\":\"2024-05-21T10:00:00-04:00\""));
    let undated = get(&server, "https://valley-mail.example/community/choir-looks-for-basses").await.text();
    assert!(!undated.contains("published_time") && !undated.contains("2026-03-17T10"));
}

#[tokio::test]
async fn a_link_leads_to_another_site() {
    let server = sample::serve().await.unwrap();
    let answer = get(&server, "https://coast-courier.example/go/weekend").await;
    assert_eq!((answer.status, answer.header("location")), (302, "https://lucky-wheel.example/welcome"));
}

#[test]
fn every_address_of_the_answer_key_is_in_the_wire() {
    let web = sample::web().unwrap();
    let key = sample::answer_key();
    let urls = key.traps.iter().flat_map(|trap| &trap.urls).chain(key.events.iter().flat_map(|event| &event.urls));
    let lost: Vec<&String> = urls.filter(|url| !web.has(url)).collect();
    assert_eq!(lost, Vec::<&String>::new());
}

#[test]
fn the_answer_key_names_each_trap_once_and_sources_that_exist() {
    let key = sample::answer_key();
    let ids: BTreeSet<&str> = key.traps.iter().map(|trap| trap.id.as_str()).collect();
    assert_eq!(ids.len(), key.traps.len());
    assert!(key.traps.len() >= 40, "{}", key.traps.len());
    assert_eq!(key.as_of, sample::AS_OF.parse().unwrap());
    let sources = sources();
    for trap in &key.traps {
        match &trap.expect {
            Expect::SourceProblem { source, .. }
            | Expect::SourceRead { source, .. }
            | Expect::NotModified { source } => {
                assert!(sources.contains_key(source), "{source}");
            }
            _ => assert!(!trap.urls.is_empty(), "{}", trap.id),
        }
    }
}

#[test]
fn every_article_is_in_one_event_or_in_a_trap() {
    let key = sample::answer_key();
    let told: Vec<&String> = key.events.iter().flat_map(|event| &event.urls).collect();
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len());
    let trapped: BTreeSet<&String> = key.traps.iter().flat_map(|trap| &trap.urls).collect();
    // The link that leads elsewhere is known by its link, not by the page it promises.
    let known = |url: &String| told.contains(&url) || trapped.contains(url) || url.ends_with("/win-a-weekend");
    let unknown: Vec<String> = sample::article_urls().unwrap().into_iter().filter(|url| !known(url)).collect();
    assert_eq!(unknown, Vec::<String>::new());
}

#[test]
fn three_outlets_have_one_owner_and_all_others_their_own() {
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources().values() {
        *owners.entry(source["owner"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(owners.remove("Saltmarsh Newspapers"), Some(3));
    assert!(owners.values().all(|n| *n == 1), "{owners:?}");
    assert!(owners.len() >= 12);
}
