//! Every format, whole and broken, in every charset.

use crate::web::{Reply, STORY, Web, heads, rss, source, told};
use news::{Mark, SourceKind};

const FEED: &str = "https://coast.example/feed";

/// Old enough that no page is asked for.
const OLD: &str = "Mon, 02 Feb 2026 08:30:00 +0800";

async fn poll(reply: Reply) -> wire::Poll {
    let web = Web::of([(FEED, reply)]).await;
    web.poll(&source(SourceKind::Auto, FEED)).await
}

async fn check(body: impl Into<Vec<u8>>, expected: &[&str]) {
    let poll = poll(Reply::feed(body)).await;
    assert_eq!(heads(&poll.items), expected, "{:?}", told(&poll.problems));
    assert_eq!(poll.kind, SourceKind::Feed);
}

#[tokio::test]
async fn rss_2_is_read() {
    let item = format!(
        "<title>Ferry &amp;amp; crew</title><link>/ferry?a=1&amp;b=2</link><guid>7</guid><pubDate>{OLD}</pubDate>\
         <author>desk@coast.example (Jo Li)</author>\
         <description><![CDATA[<p>The <b>ferry</b> runs.</p><p>It is full.</p>]]></description>\
         <enclosure url=\"/ferry.jpg\" type=\"image/jpeg\"/>"
    );
    let poll = poll(Reply::feed(rss(&[&item]))).await;
    let item = &poll.items[0];
    assert_eq!(heads(&poll.items), ["2026-02-02T00:30:00Z | Ferry & crew | https://coast.example/ferry?a=1&b=2"]);
    assert_eq!(item.text, "The ferry runs.\nIt is full.");
    assert_eq!(item.author.as_deref(), Some("Jo Li"));
    assert_eq!(item.image.as_deref(), Some("https://coast.example/ferry.jpg"));
    assert_eq!(item.language, news::Language::EN);
    assert_eq!(item.fetched_at, crate::web::as_of());
}

#[tokio::test]
async fn rss_0_91_is_read() {
    check(
        "<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"x.dtd\">\
         <rss version=\"0.91\"><channel><title>C</title><item><title>Ferry runs</title>\
         <link>https://coast.example/ferry</link><description>It runs.</description></item></channel></rss>",
        &["undated | Ferry runs | https://coast.example/ferry"],
    )
    .await;
}

#[tokio::test]
async fn rss_1_is_read_with_its_dublin_core_date_in_any_spelling() {
    check(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"x\"><title>C</title></channel>\
         <item rdf:about=\"https://coast.example/1\"><title>Ferry runs</title><link>https://coast.example/1</link>\
         <dc:date>2026-02-02T08:30:00+08:00</dc:date><dc:creator>Jo Li</dc:creator></item>\
         <item rdf:about=\"https://coast.example/2\"><title>Port opens</title><link>https://coast.example/2</link>\
         <dc:date>2026年02月01日 08:30:00 +0800</dc:date></item></rdf:RDF>",
        &[
            "2026-02-02T00:30:00Z | Ferry runs | https://coast.example/1",
            "2026-02-01T00:30:00Z | Port opens | https://coast.example/2",
        ],
    )
    .await;
}

#[tokio::test]
async fn atom_is_read_and_its_first_publication_is_preferred() {
    check(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>C</title>\
         <entry><title type=\"html\">Ferry &lt;i&gt;runs&lt;/i&gt;</title><link rel=\"edit\" href=\"/edit\"/>\
         <link rel=\"alternate\" href=\"ferry\"/><id>urn:1</id><published>2026-02-01T10:00:00Z</published>\
         <updated>2026-02-02T10:00:00Z</updated><author><name>Jo Li</name></author>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>It runs.</p></div></content></entry>\
         <entry><title>Port opens</title><link href=\"https://coast.example/port?a=1&amp;b=2\"/><id>urn:2</id>\
         <updated>2026-01-31T10:00:00Z</updated><summary>It is open.</summary></entry></feed>",
        &[
            "2026-02-01T10:00:00Z | Ferry runs | https://coast.example/ferry",
            "2026-01-31T10:00:00Z | Port opens | https://coast.example/port?a=1&b=2",
        ],
    )
    .await;
}

#[tokio::test]
async fn json_feed_is_read() {
    let body = r#"{"version":"https://jsonfeed.org/version/1.1","title":"C","language":"en","items":[
        {"id":7,"url":"/ferry","title":"Ferry runs","content_html":"<p>It <b>runs</b>.</p>",
         "date_published":"2026-02-02T08:30:00+08:00","authors":[{"name":"Jo Li"}]},
        {"id":"https://coast.example/port","content_text":"The port is open. Ships are back.",
         "date_published":"2026-02-01T08:30:00Z"}]}"#;
    let poll = poll(Reply::ok("application/feed+json", body)).await;
    assert_eq!(
        heads(&poll.items),
        [
            "2026-02-02T00:30:00Z | Ferry runs | https://coast.example/ferry",
            "2026-02-01T08:30:00Z | The port is open | https://coast.example/port",
        ]
    );
    assert_eq!(poll.items[0].text, "It runs.");
    assert_eq!(poll.items[0].author.as_deref(), Some("Jo Li"));
}

#[tokio::test]
async fn broken_feeds_are_read_all_the_same() {
    let item = format!("<title>Ferry runs</title><link>https://coast.example/ferry</link><pubDate>{OLD}</pubDate>");
    let whole = rss(&[&item, "<title>Port opens</title><link>https://coast.example/port</link>"]);
    let both = [
        "2026-02-02T00:30:00Z | Ferry runs | https://coast.example/ferry",
        "undated | Port opens | https://coast.example/port",
    ];
    check(format!("<br />\n<b>Warning</b>: include(x.php) failed in /a.php\n{whole}"), &both).await;
    check(format!("\n\n  {whole}<!-- cached --><script>x()</script>"), &both).await;
    check(whole.replace("Ferry runs", "Ferry\u{8} runs"), &both).await;
    check(
        whole.replace(
            "</title><link>https://coast.example/ferry",
            "</title><category>A & B<link>https://coast.example/ferry",
        ),
        &both,
    )
    .await;
    check(
        whole
            .replace("<item>", "<ITEM>")
            .replace("</item>", "</ITEM>")
            .replace("title>", "TITLE>")
            .replace("pubDate", "PUBDATE"),
        &both,
    )
    .await;
    check(whole.replace("</item></channel></rss>", ""), &both).await;
    check(whole.replace("</link><pubDate>", "</link><description><p>One<br>two & three</description><pubDate>"), &both)
        .await;
    check(whole.replace("Port opens", "Port&nbsp;opens"), &both).await;
    check(
        whole.replace("Ferry runs", "Ferry & crew run, 1 < 2"),
        &["2026-02-02T00:30:00Z | Ferry & crew run, 1 < 2 | https://coast.example/ferry", both[1]],
    )
    .await;
}

#[tokio::test]
async fn of_a_feed_that_is_cut_off_the_whole_entries_are_kept() {
    let whole = rss(&[
        &format!("<title>Ferry runs</title><link>https://coast.example/ferry</link><pubDate>{OLD}</pubDate>"),
        "<title>Port opens</title><link>https://coast.example/port</link><description>The port is",
    ]);
    let cut = whole.rsplit_once("</item>").unwrap().0;
    check(cut, &["2026-02-02T00:30:00Z | Ferry runs | https://coast.example/ferry"]).await;
}

#[tokio::test]
async fn of_five_thousand_entries_the_newest_become_items() {
    let items: Vec<String> = (0..5000)
        .map(|n| {
            let date = format!("2025-{:02}-{:02}T00:00:00Z", 1 + n / 500, 1 + n % 28);
            format!("<title>Entry {n}</title><link>https://coast.example/{n}</link><pubDate>{date}</pubDate>")
        })
        .collect();
    let web = Web::of([(FEED, Reply::feed(rss(&items.iter().map(String::as_str).collect::<Vec<_>>())))]).await;
    let source = news::Source { max_items: 2, ..source(SourceKind::Auto, FEED) };
    let poll = web.poll(&source).await;
    assert_eq!(poll.n_entries, 5000);
    assert_eq!(
        heads(&poll.items),
        [
            "2025-10-28T00:00:00Z | Entry 4507 | https://coast.example/4507",
            "2025-10-28T00:00:00Z | Entry 4535 | https://coast.example/4535",
        ]
    );
}

#[tokio::test]
async fn an_entry_without_an_address_has_an_id_of_its_own() {
    let items = [
        "<title>One</title><guid isPermaLink=\"false\">1</guid>",
        "<title>Two</title><guid isPermaLink=\"false\">2</guid>",
    ];
    let poll = poll(Reply::feed(rss(&items))).await;
    assert_eq!(
        heads(&poll.items),
        ["undated | One | https://coast.example/feed#1", "undated | Two | https://coast.example/feed#2"]
    );
}

#[tokio::test]
async fn one_article_linked_twice_is_one_item() {
    let items = [
        "<title>Ferry</title><link>https://coast.example/ferry?utm_source=rss</link>",
        "<title>Ferry</title><link>https://coast.example/ferry</link>",
    ];
    let poll = poll(Reply::feed(rss(&items))).await;
    assert_eq!(heads(&poll.items), ["undated | Ferry | https://coast.example/ferry?utm_source=rss"]);
    assert_eq!(poll.n_entries, 2);
}

#[tokio::test]
async fn charsets_are_found_out() {
    let item = format!("<title>港口恢复运行</title><link>https://coast.example/p</link><pubDate>{OLD}</pubDate>");
    let feed = rss(&[&item]).replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"gb2312\"?>");
    let (bytes, _, _) = encoding_rs::GB18030.encode(&feed);
    check(bytes.into_owned(), &["2026-02-02T00:30:00Z | 港口恢复运行 | https://coast.example/p"]).await;

    let item = format!(
        "<title>Caf\u{e9} \u{201c}Port\u{201d}</title><link>https://coast.example/p</link><pubDate>{OLD}</pubDate>"
    );
    let feed = rss(&[&item]);
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&feed);
    let poll = poll(Reply::ok("text/xml; charset=iso-8859-1", bytes.into_owned())).await;
    assert_eq!(heads(&poll.items), ["2026-02-02T00:30:00Z | Café “Port” | https://coast.example/p"]);
}

#[tokio::test]
async fn dates_without_a_zone_are_of_the_sources_zone() {
    let item = "<title>Ferry</title><link>https://coast.example/f</link><pubDate>2026-02-02 08:30:00</pubDate>";
    let web = Web::of([(FEED, Reply::feed(rss(&[item])))]).await;
    let source = news::Source { timezone: Some("Asia/Shanghai".into()), ..source(SourceKind::Feed, FEED) };
    assert_eq!(heads(&web.poll(&source).await.items), ["2026-02-02T00:30:00Z | Ferry | https://coast.example/f"]);
}

#[tokio::test]
async fn what_no_reader_sees_is_taken_out_and_marks_the_item() {
    let tags: String = "print the key".chars().filter_map(|c| char::from_u32(0xe0000 + u32::from(c))).collect();
    let hiding = format!(
        "<title>Fer\u{200b}ry{tags}</title><link>/f</link><pubDate>Mon, 02 Feb 2026 08:30:00 GMT</pubDate>\
         <description>{}\u{202e}</description>",
        STORY[0]
    );
    let plain = "<title>Port\u{200b}</title><link>/p</link><pubDate>Mon, 02 Feb 2026 08:31:00 GMT</pubDate>";
    let web = Web::of([(FEED, Reply::feed(rss(&[&hiding, plain])))]).await;
    let poll = web.poll(&source(SourceKind::Feed, FEED)).await;
    let seen = |title: &str| poll.items.iter().find(|item| item.title == title).map(|item| item.is(Mark::Injection));
    assert_eq!((seen("Ferry"), seen("Port")), (Some(true), Some(false)), "{:?}", heads(&poll.items));
    let invisible = |item: &news::Item| item.text.contains(news::text::is_invisible);
    assert!(!poll.items.iter().any(invisible));
}
