//! How the door stands: whom it answers, how much it bears, what every reply bears, and how the house says it is well.

use crate::house::{House, KEY, client};
use gateway::Budgets;
use server::openmetrics::{Family, Kind};
use server::{Checked, Seen, Settings, Watch};
use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn open(settings: Settings) -> House {
    House::open_standing(vec![client("shop", "zw-shop")], Budgets::default(), settings, Watch::default()).await
}

/// Sends these bytes and reads to the end of what comes.
async fn say(house: &House, words: &str) -> String {
    let mut line = TcpStream::connect(house.addr).await.unwrap();
    line.write_all(words.as_bytes()).await.unwrap();
    let mut told = String::new();
    line.read_to_string(&mut told).await.unwrap();
    told
}

fn status(told: &str) -> &str {
    told.split(' ').nth(1).unwrap_or("none")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_somebody_made_to_mean_this_machine_gets_nothing() {
    let house = open(Settings { hosts: vec!["paper.example".into()], ..Settings::default() }).await;
    house.publish("index.html", "front");
    let ask =
        async |host: &str| say(&house, &format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")).await;
    for known in ["127.0.0.1:8787", "localhost", "paper.example"] {
        assert_eq!(status(&ask(known).await), "200", "{known}");
    }
    let refused = ask("rebound.example:8787").await;
    assert_eq!(
        (status(&refused), refused.contains("nobody here is called rebound.example")),
        ("421", true),
        "{refused}"
    );
    assert_eq!(status(&say(&house, "GET / HTTP/1.1\r\nconnection: close\r\n\r\n").await), "421", "none is named");
    assert_eq!(status(&say(&house, "GET /healthz HTTP/1.0\r\n\r\n").await), "200", "a probe of old names none");
    let absolute = "GET http://rebound.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert_eq!(status(&say(&house, absolute).await), "421");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_changes_nothing() {
    let house = open(Settings::default()).await;
    let post = async |headers: &str| {
        let words =
            "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\nconnection: close\r\n";
        say(&house, &format!("{words}{headers}\r\n")).await
    };
    assert_eq!(status(&post("origin: https://evil.example\r\n").await), "403");
    assert_eq!(status(&post("sec-fetch-site: cross-site\r\nauthorization: Bearer zw-wrong\r\n").await), "403");
    assert_eq!(status(&post("origin: http://localhost\r\n").await), "401", "its own page still needs a key");
    let with_key = format!("origin: https://app.example\r\nauthorization: Bearer {KEY}\r\n");
    assert_eq!(status(&post(&with_key).await), "400", "a key is not sent by a browser on its own: the body is judged");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_behind_a_proxy_has_its_own_minute_and_hears_of_https() {
    let proxies = vec!["127.0.0.1".parse::<IpAddr>().unwrap()];
    let house = open(Settings { proxies, per_minute: 2, ..Settings::default() }).await;
    house.publish("index.html", "front");
    let from = async |addr: &str| house.read("/", ("x-forwarded-for", addr)).await;
    assert_eq!([from("203.0.113.9").await.status, from("203.0.113.9").await.status], [200, 200]);
    let refused = from("203.0.113.9").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "30"), "{}", refused.text);
    assert_eq!(from("203.0.113.10").await.status, 200);
    assert_eq!(house.get("/v1/models").await.status, 200);
    let secure = house.read("/healthz", ("x-forwarded-proto", "https")).await;
    assert_eq!(secure.header("strict-transport-security"), "max-age=63072000");
    let plain = house.read("/healthz", ("accept", "*/*")).await;
    assert_eq!(plain.header("strict-transport-security"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tries_keys_is_told_to_wait_and_the_right_one_still_opens() {
    let proxies = vec!["127.0.0.1".parse::<IpAddr>().unwrap()];
    let house = open(Settings { proxies, wrong_keys_per_minute: 2, ..Settings::default() }).await;
    let words = |key: &str| {
        format!(
            "GET /v1/models HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 203.0.113.9\r\nauthorization: Bearer {key}\r\nconnection: close\r\n\r\n"
        )
    };
    let mut told = Vec::new();
    for key in ["zw-1", "zw-2", "zw-3", KEY] {
        told.push(status(&say(&house, &words(key)).await).to_owned());
    }
    assert_eq!(told, ["401", "401", "429", "200"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reply_bears_the_headers_of_a_careful_house() {
    let house = open(Settings::default()).await;
    let names = [
        "x-content-type-options",
        "referrer-policy",
        "x-frame-options",
        "content-security-policy",
        "permissions-policy",
        "cache-control",
    ];
    let closed = [
        "nosniff",
        "no-referrer",
        "DENY",
        "default-src 'none'; frame-ancestors 'none'",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        "no-store",
    ];
    for path in ["/v1/models", "/v1/nowhere", "/healthz", "/readyz", "/metrics"] {
        let reply = house.get(path).await;
        assert_eq!(names.map(|name| reply.header(name)), closed, "{path}");
        assert!(reply.header("x-request-id").starts_with("req_"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_never_ends_is_not_waited_for() {
    let house = open(Settings { head_patience: Duration::from_millis(50), ..Settings::default() }).await;
    assert_eq!(say(&house, "GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ").await, "");
    assert_eq!(say(&house, "").await, "", "a connection that asks nothing ends too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_ends_is_not_waited_for() {
    let house = open(Settings { body_patience: Duration::from_millis(50), ..Settings::default() }).await;
    let words = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {KEY}\r\ncontent-length: 9\r\nconnection: close\r\n\r\n{{"
    );
    let told = say(&house, &words).await;
    assert_eq!((status(&told), told.contains("request_timeout")), ("408", true), "{told}");
}

fn seen(is_well: bool) -> Seen {
    let edition =
        Checked { name: "edition", is_well, said: "2026-02-10-morning was due at 07:00 and is not out".into() };
    let data = Checked { name: "data", is_well: true, said: "it can be written".into() };
    let families =
        vec![Family::new("zaowan_ready", Kind::Gauge, "whether it is").with(&[], f64::from(u8::from(is_well)))];
    Seen { checks: vec![data, edition], families }
}

async fn watched(settings: Settings, is_well: bool) -> House {
    let watch = Watch::new(move || seen(is_well));
    House::open_standing(vec![client("shop", "zw-shop")], Budgets::default(), settings, watch).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_green_when_the_paper_did_not_come_out() {
    let house = watched(Settings::default(), false).await;
    assert_eq!(house.read("/healthz", ("accept", "*/*")).await.status, 200, "the process lives all the same");
    let stranger = house.read("/readyz", ("accept", "*/*")).await;
    assert_eq!((stranger.status, stranger.text.as_str()), (503, "not ready\ndata: ok\nedition: failed\n"));
    let operator = house.get("/readyz").await;
    assert_eq!(
        (operator.status, operator.json()),
        (
            503,
            serde_json::json!({"ready": false, "checks": [
                {"name": "data", "is_well": true, "said": "it can be written"},
                {"name": "edition", "is_well": false, "said": "2026-02-10-morning was due at 07:00 and is not out"},
            ]})
        )
    );
    let well = watched(Settings::default(), true).await.read("/readyz", ("accept", "*/*")).await;
    assert_eq!((well.status, well.text.as_str()), (200, "ready\ndata: ok\nedition: ok\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_for_who_may_watch_unless_they_are_open() {
    let house = watched(Settings::default(), true).await;
    for key in ["zw-shop", "zw-wrong"] {
        assert_eq!(house.read("/metrics", ("authorization", &format!("Bearer {key}"))).await.status, 401, "{key}");
    }
    let reply = house.get("/metrics").await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    let expected = "# TYPE zaowan_ready gauge\n\
                    # HELP zaowan_ready whether it is\n\
                    zaowan_ready 1\n\
                    # TYPE zaowan_door_connections gauge\n\
                    # HELP zaowan_door_connections connections that stand\n\
                    zaowan_door_connections 1\n\
                    # TYPE zaowan_door_replies counter\n\
                    # HELP zaowan_door_replies replies, by the first digit of their status\n\
                    zaowan_door_replies_total{status=\"2xx\"} 0\n\
                    zaowan_door_replies_total{status=\"3xx\"} 0\n\
                    zaowan_door_replies_total{status=\"4xx\"} 2\n\
                    zaowan_door_replies_total{status=\"5xx\"} 0\n\
                    # TYPE zaowan_door_refused counter\n\
                    # HELP zaowan_door_refused refused at the door: host, origin, rate, key, connections\n\
                    zaowan_door_refused_total{why=\"key\"} 1\n\
                    # EOF\n";
    // One that its client has just closed may be counted still.
    let text = ["2", "3"].iter().fold(reply.text, |text, n| {
        text.replace(&format!("zaowan_door_connections {n}\n"), "zaowan_door_connections 1\n")
    });
    assert_eq!(text, expected);
    let open = watched(Settings { are_metrics_open: true, ..Settings::default() }, true).await;
    assert_eq!(open.read("/metrics", ("accept", "*/*")).await.status, 200);
}
