//! A board of links with votes and comments, served as the Hacker News API is.

use super::invalid;
use crate::markup::{escape, http_date, zone};
use crate::pages::{self, Article, DateSign, Layout};
use crate::{Response, Web};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

const FILE: &str = include_str!("../../sample/wire/tinkerboard.toml");

/// The board with its posts, the highest first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Board {
    host: String,
    base: String,
    post: Vec<Post>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    id: u64,
    title: String,
    by: String,
    score: u32,
    at: Timestamp,
    /// The article it leads to.
    url: String,
    site: String,
    /// When the article was published; the post may come later.
    written_at: Timestamp,
    text: String,
    #[serde(default)]
    comment: Vec<Remark>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remark {
    id: u64,
    by: String,
    text: String,
}

impl Board {
    /// Addresses of the articles it leads to.
    pub(super) fn urls(&self) -> impl Iterator<Item = String> {
        self.post.iter().map(|post| post.url.clone())
    }
}

/// The board as its file describes it.
pub(super) fn load() -> std::io::Result<Board> {
    toml::from_str(FILE).map_err(|why| invalid("tinkerboard", why))
}

/// Adds the board's API and the pages its posts lead to.
pub(super) fn publish(web: Web, board: &Board, as_of: Timestamp) -> Web {
    let ids: Vec<u64> = board.post.iter().map(|post| post.id).collect();
    let answer = |value: Value| Response::ok("application/json; charset=utf-8", value.to_string());
    let path = |name: String| format!("{}/{name}.json", board.base);
    let top = answer(json!(ids)).with_validators(&http_date(as_of));
    let mut web = web.page(&board.host, &path("topstories".to_owned()), top);
    for post in &board.post {
        web = web.page(&board.host, &path(format!("item/{}", post.id)), answer(story(post)));
        web = web.page_at(&post.url, Response::html(page(post)));
        for remark in &post.comment {
            web = web.page(&board.host, &path(format!("item/{}", remark.id)), answer(comment(post, remark)));
        }
    }
    web
}

fn story(post: &Post) -> Value {
    let kids: Vec<u64> = post.comment.iter().map(|remark| remark.id).collect();
    json!({
        "id": post.id, "type": "story", "by": post.by, "title": post.title, "url": post.url, "score": post.score,
        "time": post.at.as_second(), "kids": kids, "descendants": kids.len(),
    })
}

fn comment(post: &Post, remark: &Remark) -> Value {
    json!({
        "id": remark.id, "type": "comment", "by": remark.by, "parent": post.id,
        "time": post.at.as_second() + 600, "text": format!("<p>{}", escape(&remark.text)),
    })
}

fn page(post: &Post) -> String {
    let home = url::Url::parse(&post.url).and_then(|url| url.join("/")).map(String::from).unwrap_or_default();
    pages::article(&Article {
        site: &post.site,
        home: &home,
        url: &post.url,
        language: "en",
        title: &post.title,
        author: None,
        label: None,
        text: &post.text,
        date: Some(post.written_at),
        zone: &zone("UTC"),
        sign: DateSign::Time,
        layout: Layout::Blog,
        meta_charset: Some("utf-8"),
        related: &[],
    })
}
