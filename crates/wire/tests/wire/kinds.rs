//! Each kind of source: how its entries are found.

use crate::web::{Reply, Web, article, as_of, heads, rss, source, told};
use news::{Comment, Source, SourceKind};
use wire::Seen;

const HOME: &str = "https://coast.example/";
const ITEM: &str = "<title>Ferry</title><link>/f</link><pubDate>Mon, 02 Feb 2026 08:30:00 GMT</pubDate>";
const HEAD: &str = "2026-02-02T08:30:00Z | Ferry | https://coast.example/f";

#[tokio::test]
async fn a_page_leads_to_the_feed_it_names_and_the_feed_is_remembered() {
    let home = "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\"></head><body>News</body></html>";
    let web = Web::of([
        (HOME, Reply::html(home)),
        ("https://coast.example/rss", Reply::feed(rss(&[ITEM])).with("etag", "\"v1\"")),
    ])
    .await;
    let source = source(SourceKind::Auto, HOME);
    let first = web.poll(&source).await;
    assert_eq!((heads(&first.items), first.kind), (vec![HEAD.to_owned()], SourceKind::Feed));
    assert_eq!(first.seen.feed_url.as_deref(), Some("https://coast.example/rss"));
    assert_eq!(web.asked(), ["https://coast.example/", "https://coast.example/rss"]);

    let second = web.wire().poll(&source, &first.seen, as_of()).await;
    assert!(second.not_modified);
    assert_eq!((second.seen, web.asked()), (first.seen.clone(), vec!["https://coast.example/rss".to_owned()]));

    // The feed has gone: the page is asked again next time.
    web.set("https://coast.example/rss", Reply::status(410));
    let third = web.wire().poll(&source, &first.seen, as_of()).await;
    assert_eq!(told(&third.problems), ["Status: coast.example answered with status 410 Gone"]);
    assert_eq!(third.seen.feed_url, None);
}

#[tokio::test]
async fn a_page_without_a_feed_says_what_to_do() {
    let web = Web::of([(HOME, Reply::html("<html><body><p>Welcome to the coast.</p></body></html>"))]).await;
    let expected = "Malformed: coast.example answered with a page that is no feed and names none; \
                    give the feed's address, or a link_rule";
    for kind in [SourceKind::Auto, SourceKind::Feed] {
        assert_eq!(told(&web.poll(&source(kind, HOME)).await.problems), [expected]);
    }
}

#[tokio::test]
async fn a_robot_check_in_place_of_a_feed_is_named() {
    let page = "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>\
                <p>Please verify you are human to continue. Cloudflare Ray ID: 1</p></body></html>";
    let web = Web::of([(HOME, Reply::html(page))]).await;
    let poll = web.poll(&source(SourceKind::Feed, HOME)).await;
    assert_eq!(told(&poll.problems), ["BotCheck: coast.example answered with a page that checks for robots"]);
}

#[tokio::test]
async fn a_page_list_takes_the_links_that_follow_its_rule() {
    let list = "<html><body><a href=\"/about\">About</a><ul><li><a href=\"/2026/02/ferry.html\">Ferry runs after nine days</a>\
                <li><a href=\"/2026/02/ferry.html\">Read more</a><li><a href=\"https://else.example/2026/02/x.html\">Else</a></ul>";
    let web = Web::of([
        (HOME, Reply::html(list)),
        (
            "https://coast.example/2026/02/ferry.html",
            Reply::html(article("Ferry runs after nine days", "2026-02-10T05:00:00Z")),
        ),
    ])
    .await;
    for kind in [SourceKind::Auto, SourceKind::PageList] {
        let source = Source { link_rule: Some("/2026/**".into()), ..source(kind, HOME) };
        let poll = web.poll(&source).await;
        assert_eq!(
            heads(&poll.items),
            ["2026-02-10T05:00:00Z | Ferry runs after nine days | https://coast.example/2026/02/ferry.html"],
            "{:?}",
            told(&poll.problems)
        );
        assert_eq!(poll.kind, SourceKind::PageList);
        assert!(poll.items[0].text.contains("four hundred and twelve people"));
    }
    let without_rule = web.poll(&source(SourceKind::PageList, HOME)).await;
    assert_eq!(
        told(&without_rule.problems),
        ["Malformed: coast.example is a page list without a link_rule; give one, such as /2026/**"]
    );
}

const MAP: &str = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
    xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>https://coast.example/f?a=1&amp;b=2</loc>\
    <lastmod>2026-02-03</lastmod><news:news><news:publication><news:name>C</news:name><news:language>en</news:language>\
    </news:publication><news:publication_date>2026-02-02T08:30:00Z</news:publication_date>\
    <news:title><![CDATA[Ferry & crew]]></news:title></news:news></url></urlset>";
const MAP_HEAD: &str = "2026-02-02T08:30:00Z | Ferry & crew | https://coast.example/f?a=1&b=2";

#[tokio::test]
async fn a_news_sitemap_is_read() {
    let web = Web::of([(HOME, Reply::feed(MAP))]).await;
    for kind in [SourceKind::Auto, SourceKind::SitemapNews] {
        let poll = web.poll(&source(kind, HOME)).await;
        assert_eq!((heads(&poll.items), poll.kind), (vec![MAP_HEAD.to_owned()], SourceKind::SitemapNews));
        assert_eq!(poll.items[0].marks, [news::Mark::TitleOnly]);
    }
}

#[tokio::test]
async fn an_index_of_sitemaps_leads_to_the_news() {
    let index = "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>\
                 <sitemap><loc>/news.xml</loc></sitemap></sitemapindex>";
    let web = Web::of([(HOME, Reply::feed(index)), ("https://coast.example/news.xml", Reply::feed(MAP))]).await;
    let poll = web.poll(&source(SourceKind::SitemapNews, HOME)).await;
    assert_eq!(heads(&poll.items), [MAP_HEAD]);
    assert_eq!(told(&poll.problems), ["Status: coast.example answered with status 404 Not Found"]);
}

#[tokio::test]
async fn hacker_news_gives_stories_with_their_top_comments() {
    let base = "https://hn.example/v0";
    // 2026-02-10T05:00:00Z
    let time = 1_770_699_600;
    let story = format!(
        r#"{{"id":1,"type":"story","by":"ann","time":{time},"title":"Ferry timetable as data","url":"https://coast.example/f","kids":[11,12,13,14,15]}}"#
    );
    let question = format!(
        r#"{{"id":2,"type":"story","by":"bob","time":{time},"title":"Ask: which ferry?","text":"<p>I am new &amp; lost.","kids":[]}}"#
    );
    let comment =
        |id: u64, text: &str| format!(r#"{{"id":{id},"type":"comment","by":"c{id}","time":{time},"text":"{text}"}}"#);
    let web = Web::of([
        ("https://hn.example/v0/topstories.json", Reply::ok("application/json", "[1,2,3,4,5]")),
        ("https://hn.example/v0/item/1.json", Reply::ok("application/json", story)),
        ("https://hn.example/v0/item/2.json", Reply::ok("application/json", question)),
        (
            "https://hn.example/v0/item/3.json",
            Reply::ok("application/json", r#"{"id":3,"type":"job","title":"Hiring"}"#),
        ),
        ("https://hn.example/v0/item/4.json", Reply::ok("application/json", "null")),
        (
            "https://hn.example/v0/item/11.json",
            Reply::ok("application/json", comment(11, "I &quot;like&quot; <i>it</i>.")),
        ),
        ("https://hn.example/v0/item/12.json", Reply::ok("application/json", r#"{"id":12,"deleted":true}"#)),
        ("https://hn.example/v0/item/13.json", Reply::ok("application/json", comment(13, "Second."))),
        ("https://hn.example/v0/item/14.json", Reply::ok("application/json", comment(14, "Third."))),
        ("https://coast.example/f", Reply::html(article("Ferry timetable as data", "2026-02-10T04:00:00Z"))),
    ])
    .await;
    let poll = web.poll(&Source { max_items: 4, ..source(SourceKind::HackerNews, base) }).await;
    assert_eq!(
        heads(&poll.items),
        [
            "2026-02-10T04:00:00Z | Ferry timetable as data | https://coast.example/f",
            "2026-02-10T05:00:00Z | Ask: which ferry? | https://news.ycombinator.com/item?id=2",
        ]
    );
    let said = |author: &str, text: &str| Comment { author: author.into(), text: text.into() };
    assert_eq!(poll.items[0].comments, [said("c11", "I \"like\" it."), said("c13", "Second."), said("c14", "Third.")]);
    assert!(poll.items[0].text.contains("four hundred and twelve people"));
    assert_eq!(poll.items[1].text, "I am new & lost.");
    assert_eq!(poll.items[1].author.as_deref(), Some("bob"));
    assert_eq!((poll.n_entries, poll.problems), (5, Vec::new()));
}

#[tokio::test]
async fn hacker_news_out_of_order_is_a_problem_and_no_more() {
    let web = Web::of([("https://hn.example/v0/topstories.json", Reply::html("<html>sorry</html>"))]).await;
    let poll = web.poll(&source(SourceKind::HackerNews, "https://hn.example/v0/")).await;
    assert_eq!((poll.items.len(), poll.problems[0].kind), (0, news::ProblemKind::Malformed));
}

#[tokio::test]
async fn a_folder_gives_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    write("a.md", b"---\ndate: 2026-02-10 05:00\nauthor: Jo Li\nurl: https://coast.example/notes/a\n---\n# Ferry runs\n\nIt runs again.\n");
    write("sub/b.html", article("Port opens", "2026-02-10T04:00:00Z").as_bytes());
    let (gb, _, _) = encoding_rs::GB18030.encode("港口恢复运行\n\n港口今天上午恢复运行，工人们回到了码头。");
    write("c.txt", &gb);
    write("d.bin", b"not for us");
    write(".hidden.md", b"# Hidden");
    write("e.txt", b"text\0\xff\xfe\0binary");
    write("f.txt", &vec![b'x'; 9 << 20]);

    let web = Web::of([]).await;
    for address in [folder.path().display().to_string(), format!("file://{}", folder.path().display())] {
        let poll = web.poll(&source(SourceKind::Auto, &address)).await;
        let mut found: Vec<(String, String)> =
            poll.items.iter().map(|item| (item.title.clone(), item.text.chars().take(15).collect())).collect();
        found.sort();
        let expected = [
            ("Ferry runs", "It runs again."),
            ("Port opens", "The island ferr"),
            ("港口恢复运行", "港口今天上午恢复运行，工人们回"),
        ];
        assert_eq!(found, expected.map(|(title, text)| (title.to_owned(), text.to_owned())));
        let kinds: Vec<_> = poll.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [news::ProblemKind::Malformed, news::ProblemKind::TooLarge]);
        assert_eq!((poll.kind, poll.n_entries), (SourceKind::Folder, 5));
        let noted = poll.items.iter().find(|item| item.title == "Ferry runs").unwrap();
        assert_eq!(noted.dating.value, Some("2026-02-10T05:00:00Z".parse().unwrap()));
        assert_eq!(noted.url, "https://coast.example/notes/a");
        assert_eq!(noted.author.as_deref(), Some("Jo Li"));
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told() {
    let poll = Web::of([]).await.poll(&source(SourceKind::Folder, "/no/such/folder")).await;
    assert_eq!(poll.problems[0].kind, news::ProblemKind::Unreachable);
    assert!(poll.problems[0].detail.starts_with("the folder cannot be read: /no/such/folder: "));
    assert_eq!(
        poll.seen,
        Seen { url: Some("/no/such/folder".into()), kind: Some(SourceKind::Folder), ..Seen::default() }
    );
}
