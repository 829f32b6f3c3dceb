//! Which lines of a page are the article's.

use super::super::extract::article;
use super::*;
use dom_query::Document;

/// Three sentences of prose about a thing, so that a block of them has weight.
fn prose(thing: &str) -> String {
    format!(
        "<p>The {thing} left the old harbour at dawn on Tuesday with forty people on board, the port authority said.</p>\
         <p>It was the first time in nine days that the {thing} had sailed, after the crew had been on strike for pay.</p>"
    )
}

/// The first words of each line of the article.
fn check(body: &str, expected: &[&str]) {
    let document = Document::from(format!("<html><body>{body}</body></html>"));
    let text = article(&Lines::read(&document), None, Some("Ferry sails again"));
    let starts: Vec<String> =
        text.lines().map(|line| line.split_whitespace().take(3).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(starts, expected, "{body}");
}

#[test]
fn what_is_called_something_around_stays_out() {
    for around in ["class='related-news'", "id='sidebar'", "class='c-newsletter'", "class='comments'"] {
        let page =
            format!("<h1>Ferry sails again</h1><div>{}</div><div {around}>{}</div>", prose("ferry"), prose("crane"));
        check(&page, &["The ferry left", "It was the"]);
    }
}

#[test]
fn a_name_that_lies_is_not_believed() {
    let page = format!("<div class='sidebar_content'><h1>Ferry sails again</h1>{}</div><p>Imprint</p>", prose("ferry"));
    check(&page, &["The ferry left", "It was the"]);
    let page = format!("<div class='tag-ferry'>{}</div><div class='box'><p>Imprint</p></div>", prose("ferry"));
    check(&page, &["The ferry left", "It was the"]);
}

#[test]
fn a_page_of_nothing_but_comments_is_read() {
    let page = format!("<h1>Ferry sails again</h1><div class='comment'>{}</div>", prose("ferry"));
    check(&page, &["The ferry left", "It was the"]);
}

#[test]
fn the_lead_above_the_text_belongs_to_it_and_a_byline_does_not() {
    let page = format!(
        "<h1>Ferry sails again</h1><div class='standfirst'>Forty people are on board as the strike over pay ends.</div>\
         <div class='byline'>By Jane Roe, our harbour correspondent, who has written on ships since she was a child of nine years.</div>\
         <div class='article-body'>{}</div>",
        prose("ferry")
    );
    check(&page, &["Forty people are", "The ferry left", "It was the"]);
}

#[test]
fn the_parts_of_a_parted_article_are_joined_and_other_articles_are_not() {
    let part = |thing: &str| {
        format!("<div><div class='article-body'>{}{}</div></div>", prose(thing), prose(&format!("old {thing}")))
    };
    let ad = "<div class='advert'>Buy a boat today, for nobody knows what the ferry will do tomorrow or the day after that.</div>";
    let joined = format!("<h1>Ferry sails again</h1><section>{}{ad}{}</section>", part("ferry"), part("tug"));
    check(
        &joined,
        &[
            "The ferry left",
            "It was the",
            "The old ferry",
            "It was the",
            "The tug left",
            "It was the",
            "The old tug",
            "It was the",
        ],
    );
    let next = format!("<h1>Ferry sails again</h1>{}<h1>Crane falls</h1>{}", part("ferry"), part("crane"));
    check(&next, &["The ferry left", "It was the", "The old ferry", "It was the"]);
}

#[test]
fn a_heading_over_nothing_and_a_caption_say_nothing() {
    let page = format!(
        "<h1>Ferry sails again</h1><article>{}<h2>What comes next</h2><p>It sails on Friday too.</p>\
         <figure><img><div>The ferry on a fine day in May, when nobody was thinking of a strike yet.</div></figure>\
         <h3>On other shores</h3><ul><li><a href='/a'>Crane falls into dock</a></li></ul></article>",
        prose("ferry")
    );
    check(&page, &["The ferry left", "It was the", "What comes next", "It sails on"]);
}

#[test]
fn a_page_inside_a_noscript_that_closes_too_early_is_read() {
    let page = format!("<noscript><div></noscript><div>{}</div>", prose("ferry"));
    check(&page, &["The ferry left", "It was the"]);
}

/// The lists of a portal's other news follow the text without any class that says so.
#[test]
fn lists_of_links_on_a_chinese_portal_stay_out() {
    let text = "<p>港城与外岛之间的渡轮在停航九天之后于周二清晨恢复航行，港务局表示，当天共有四十名乘客登船，秩序良好。</p>\
                <p>公司与工会周一深夜就夜班工资达成一致，双方的争议始于去年秋天，工会称这一结果来之不易，感谢市民的理解。</p>";
    let links =
        "<ul><li><a href='/1'>港城吊车坠入船坞无人受伤</a></li><li><a href='/2'>外岛明年春天将建新的灯塔</a></li></ul>";
    let page = format!(
        "<h1>渡轮复航</h1><div id='endText'>{text}<p>本文来源：港城日报 责任编辑：王五</p>{links}</div><div>{links}</div>"
    );
    check(
        &page,
        &[
            "港城与外岛之间的渡轮在停航九天之后于周二清晨恢复航行，港务局表示，当天共有四十名乘客登船，秩序良好。",
            "公司与工会周一深夜就夜班工资达成一致，双方的争议始于去年秋天，工会称这一结果来之不易，感谢市民的理解。",
            "本文来源：港城日报 责任编辑：王五",
        ],
    );
}
