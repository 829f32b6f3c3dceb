//! Pages behind entries: when they are asked for, and what of them is believed.

use crate::web::{Reply, STORY, Web, article, as_of, heads, rss, source, told};
use news::{Item, Mark, SourceKind};
use wire::{Options, Poll, Wire};

const FEED: &str = "https://coast.example/feed";
const PAGE: &str = "https://coast.example/ferry";
const TITLE: &str = "Island ferry runs after nine days";
const TODAY: &str = "Tue, 10 Feb 2026 05:00:00 GMT";

fn entry(date: &str, description: &str) -> String {
    format!(
        "<title>{TITLE}</title><link>{PAGE}</link><pubDate>{date}</pubDate><description>{description}</description>"
    )
}

async fn poll(entry: &str, page: Reply) -> (Poll, Web) {
    let web = Web::of([(FEED, Reply::feed(rss(&[entry])).with("etag", "\"v1\"")), (PAGE, page)]).await;
    (web.poll(&source(SourceKind::Feed, FEED)).await, web)
}

/// The one item after a poll of one entry.
async fn item(entry: &str, page: Reply) -> Item {
    let (poll, _) = poll(entry, page).await;
    poll.items.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_teaser_is_completed_from_its_page() {
    let item = item(
        &entry(TODAY, "The island ferry carried passengers again on Tuesday…"),
        Reply::html(article(TITLE, "2026-02-10T05:00:00Z")),
    )
    .await;
    assert_eq!(item.text, STORY.join("\n"));
    assert_eq!(item.marks, []);
    assert_eq!(item.dating.confidence, news::Confidence::High);
    assert_eq!(item.author.as_deref(), Some("Jo Li"));
}

#[tokio::test]
async fn a_whole_text_in_the_feed_is_kept_when_the_page_has_less() {
    let whole = STORY.join("</p><p>");
    let page = article(TITLE, "2026-02-10T05:00:00Z").replace(STORY[3], "").replace(STORY[2], "");
    let item = item(&entry(TODAY, &format!("&lt;p>{}", whole.replace('<', "&lt;"))), Reply::html(page)).await;
    assert_eq!((item.text, item.marks), (STORY.join("\n"), Vec::new()));
}

#[tokio::test]
async fn an_old_story_under_a_new_feed_date_is_found_by_its_page() {
    let whole = STORY.join(" ");
    let item = item(&entry(TODAY, &whole), Reply::html(article(TITLE, "2025-11-03T09:00:00Z"))).await;
    assert_eq!(item.dating.value, Some("2025-11-03T09:00:00Z".parse().unwrap()));
    assert_eq!(item.marks, [Mark::Resurfaced]);
}

#[tokio::test]
async fn behind_a_login_wall_the_feeds_text_is_kept_and_marked() {
    let wall = format!(
        "<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>Subscribe to continue reading. \
         Already a subscriber? Log in to read this article.</p><form action=/login><input type=password></form></body></html>"
    );
    let (poll, _) =
        poll(&entry(TODAY, "The ferry carried passengers again. The first crossing was…"), Reply::html(wall)).await;
    let item = &poll.items[0];
    assert_eq!(item.text, "The ferry carried passengers again. The first crossing was…");
    assert_eq!(item.marks, [Mark::Teaser, Mark::LoginWall]);
    assert_eq!(told(&poll.problems), [format!("LoginWall: the page asks for a login or a subscription: {PAGE}")]);
}

#[tokio::test]
async fn a_link_that_leads_to_another_site_is_marked_and_nothing_of_it_used() {
    let web = Web::of([
        (FEED, Reply::feed(rss(&[&entry(TODAY, "The ferry carried passengers again.")]))),
        (PAGE, Reply::redirect("https://casino.example/win")),
        ("https://casino.example/win", Reply::html(article("Win big", "2026-02-10T05:00:00Z"))),
    ])
    .await;
    let poll = web.poll(&source(SourceKind::Feed, FEED)).await;
    let item = &poll.items[0];
    assert_eq!(
        (item.text.as_str(), item.marks.as_slice()),
        ("The ferry carried passengers again.", [Mark::OffSite].as_slice())
    );
    assert_eq!(item.canonical_url, PAGE);
}

#[tokio::test]
async fn a_counter_between_a_feed_and_its_own_site_is_no_other_site() {
    let counted = entry(TODAY, "Cut…").replace(PAGE, "https://counter.example/r/1");
    let web = Web::of([
        (FEED, Reply::feed(rss(&[&counted]))),
        ("https://counter.example/r/1", Reply::redirect(PAGE)),
        (PAGE, Reply::html(article(TITLE, "2026-02-10T05:00:00Z"))),
    ])
    .await;
    let poll = web.poll(&source(SourceKind::Feed, FEED)).await;
    assert_eq!((poll.items[0].text.clone(), poll.items[0].marks.clone()), (STORY.join("\n"), Vec::new()));
}

#[tokio::test]
async fn old_items_get_no_page() {
    let (poll, web) = poll(&entry("Mon, 02 Feb 2026 08:30:00 GMT", "Cut…"), Reply::status(500)).await;
    assert_eq!(web.asked(), [FEED]);
    assert_eq!(poll.items[0].marks, [Mark::Teaser]);
}

#[tokio::test]
async fn pages_are_few_and_go_to_cut_off_texts_first() {
    let whole = STORY.join(" ");
    let named =
        |name: &str, date: &str, text: &str| entry(date, text).replace(PAGE, &format!("https://coast.example/{name}"));
    let items = [
        named("whole", TODAY, &whole),
        named("cut-older", "Tue, 10 Feb 2026 03:00:00 GMT", "Cut…"),
        named("cut-newer", "Tue, 10 Feb 2026 04:00:00 GMT", "Cut…"),
    ];
    let web = Web::of([(FEED, Reply::feed(rss(&items.each_ref().map(String::as_str))))]).await;
    for (max_pages, expected) in
        [(1, vec!["cut-newer"]), (2, vec!["cut-newer", "cut-older"]), (9, vec!["cut-newer", "cut-older", "whole"])]
    {
        let wire = Wire::new(Options { max_pages, ..web.options() }).unwrap();
        wire.poll(&source(SourceKind::Feed, FEED), &Default::default(), as_of()).await;
        let asked: Vec<String> = web.asked().into_iter().filter(|url| url != FEED).collect();
        assert_eq!(asked, expected.iter().map(|name| format!("https://coast.example/{name}")).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_page_that_fails_costs_only_its_text_and_is_asked_for_again() {
    let (gone, _) = poll(&entry(TODAY, "Cut…"), Reply::status(404)).await;
    assert_eq!(heads(&gone.items), [format!("2026-02-10T05:00:00Z | {TITLE} | {PAGE}")]);
    assert_eq!(gone.items[0].marks, [Mark::Teaser]);
    assert_eq!(told(&gone.problems), ["Status: coast.example answered with status 404 Not Found"]);
    assert_eq!(gone.seen.etag.as_deref(), Some("\"v1\""));

    let (busy, _) = poll(&entry(TODAY, "Cut…"), Reply::status(429)).await;
    assert_eq!(busy.seen.etag, None);
}

#[tokio::test]
async fn a_page_that_is_refused_with_a_wall_marks_its_item() {
    let (poll, _) = poll(&entry(TODAY, "It runs."), Reply::status(402)).await;
    assert_eq!(poll.items[0].marks, [Mark::LoginWall]);
    assert_eq!(told(&poll.problems), ["LoginWall: coast.example asks for a login (status 402)"]);
}

#[tokio::test]
async fn a_host_that_has_had_enough_is_left_alone() {
    let items: Vec<String> =
        (0..9).map(|n| entry(TODAY, "Cut…").replace(PAGE, &format!("https://coast.example/{n}"))).collect();
    let web = Web::of([(FEED, Reply::feed(rss(&items.iter().map(String::as_str).collect::<Vec<_>>())))]).await;
    for n in 0..9 {
        web.set(&format!("https://coast.example/{n}"), Reply::status(429));
    }
    let wire = Wire::new(Options { per_host: 1, ..web.options() }).unwrap();
    let poll = wire.poll(&source(SourceKind::Feed, FEED), &Default::default(), as_of()).await;
    assert_eq!((poll.items.len(), poll.problems.len()), (9, 1));
    assert_eq!(web.asked(), ["https://coast.example/0", FEED]);
}

#[tokio::test]
async fn a_host_whose_pages_stall_is_left_alone_after_two() {
    let items: Vec<String> =
        (0..9).map(|n| entry(TODAY, "Cut…").replace(PAGE, &format!("https://coast.example/{n}"))).collect();
    let web = Web::of([(FEED, Reply::feed(rss(&items.iter().map(String::as_str).collect::<Vec<_>>())))]).await;
    for n in 0..9 {
        web.set(&format!("https://coast.example/{n}"), Reply::Silence);
    }
    let idle_timeout = std::time::Duration::from_millis(50);
    let wire = Wire::new(Options { per_host: 1, idle_timeout, ..web.options() }).unwrap();
    let poll = wire.poll(&source(SourceKind::Feed, FEED), &Default::default(), as_of()).await;
    assert_eq!((poll.items.len(), poll.problems.len()), (9, 2));
}

#[tokio::test]
async fn a_page_about_something_else_gives_no_text() {
    let notice = "<html><body><article><h1>Your privacy</h1><p>We and our partners store cookies on your device to measure \
                  audiences and to show advertisements that suit your interests. You can change your choices at any time.</p>\
                  <p>Some partners do not ask for consent and rely on what they call legitimate interest instead of it.</p></article></body></html>";
    let item = item(&entry(TODAY, "The ferry carried passengers again. The harbour was…"), Reply::html(notice)).await;
    assert_eq!(
        (item.text.as_str(), item.marks.as_slice()),
        ("The ferry carried passengers again. The harbour was…", [Mark::Teaser].as_slice())
    );
}

#[tokio::test]
async fn an_undated_item_stays_undated() {
    let undated = format!("<title>{TITLE}</title><link>{PAGE}</link><description>It runs.</description>");
    let page = format!("<html><body><h1>{TITLE}</h1><p>{}</p></body></html>", STORY.join("</p><p>"));
    assert_eq!(item(&undated, Reply::html(page)).await.dating.value, None);
}

#[tokio::test]
async fn a_title_without_any_text_is_marked() {
    let item = item(&entry(TODAY, ""), Reply::status(404)).await;
    assert_eq!((item.text.as_str(), item.marks.as_slice()), ("", [Mark::TitleOnly].as_slice()));
}

#[tokio::test]
async fn a_pages_charset_is_found_out_too() {
    let body = "港口工人周二上午结束了为期九天的罢工，轮渡恢复运行，首班船上共有四百一十二名乘客。码头管理方表示，积压的货物将在本周末之前全部清运完毕。";
    let page = format!(
        "<html><head><meta charset=\"gb2312\"><title>轮渡恢复运行</title></head><body><article><h1>轮渡恢复运行</h1><p>{body}</p><p>{body2}</p></article></body></html>",
        body2 = "工会与航运公司周一深夜达成协议，今后任何人不会被要求连续值夜班超过三天，排班表将提前六周公布。"
    );
    let (bytes, _, _) = encoding_rs::GB18030.encode(&page);
    let zh = format!(
        "<title>轮渡恢复运行</title><link>{PAGE}</link><pubDate>{TODAY}</pubDate><description>港口工人周二上午结束了……</description>"
    );
    let item = item(&zh, Reply::ok("text/html", bytes.into_owned())).await;
    assert!(item.text.starts_with(body), "{}", item.text);
    assert_eq!(item.language, news::Language::ZH);
}
