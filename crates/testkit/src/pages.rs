//! Article pages and front pages as outlets build them: each layout with its own furniture around
//! the text, each outlet with its own sign of the date, and everywhere dates that are not the article's.

use crate::markup::{escape, paragraphs_html, rfc3339, spelled};
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use serde_json::json;

/// Where a page says when it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateSign {
    /// JSON-LD.
    JsonLd,
    /// `<meta property="article:published_time">`.
    Meta,
    /// `<time datetime>` in the article's header.
    Time,
    /// Only in words.
    Visible,
}

/// How a page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Layout {
    /// header, nav, main, article, aside, footer.
    Broadsheet,
    /// Nothing but div, as many portals are built.
    Portal,
    /// A blog's post with its sidebar.
    Blog,
}

/// Another article that a page links to.
#[derive(Debug, Clone)]
pub(crate) struct Related {
    pub href: String,
    pub title: String,
    /// As it is written in `datetime`, such as `2021-06-14`.
    pub date: String,
}

/// An article with what its page needs.
pub(crate) struct Article<'a> {
    pub site: &'a str,
    pub home: &'a str,
    pub url: &'a str,
    pub language: &'a str,
    pub title: &'a str,
    pub author: Option<&'a str>,
    /// Stands above the title, as "Opinion" does.
    pub label: Option<&'a str>,
    pub text: &'a str,
    /// Nothing: the page does not say.
    pub date: Option<Timestamp>,
    pub zone: &'a TimeZone,
    pub sign: DateSign,
    pub layout: Layout,
    /// What the page itself says its charset is.
    pub meta_charset: Option<&'a str>,
    pub related: &'a [Related],
}

/// The page of an article.
pub(crate) fn article(article: &Article<'_>) -> String {
    let body = match article.layout {
        Layout::Broadsheet => broadsheet(article),
        Layout::Portal => portal(article),
        Layout::Blog => blog(article),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n{}</head>\n<body>\n{body}</body>\n</html>\n",
        article.language,
        head(article)
    )
}

/// A page that only leads to others: the front page, or the list of an outlet without a feed.
///
/// `alternate`: the content type and address of the feed, for autodiscovery.
pub(crate) fn front(site: &str, language: &str, alternate: Option<(&str, &str)>, links: &[Related]) -> String {
    let alternate = alternate
        .map(|(kind, href)| {
            format!("<link rel=\"alternate\" type=\"{kind}\" title=\"{}\" href=\"{href}\">\n", escape(site))
        })
        .unwrap_or_default();
    let list: String = links.iter().map(list_item).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n{alternate}</head>\n<body>\n<header><h1>{0}</h1></header>\n{1}<main>\n<ul class=\"headlines\">\n{list}</ul>\n</main>\n{2}</body>\n</html>\n",
        escape(site),
        nav(language),
        footer(site, language),
    )
}

fn list_item(link: &Related) -> String {
    let time = if link.date.is_empty() {
        String::new()
    } else {
        format!(" <time datetime=\"{0}\">{0}</time>", escape(&link.date))
    };
    format!("<li><a href=\"{}\">{}</a>{time}</li>\n", escape(&link.href), escape(&link.title))
}

fn head(article: &Article<'_>) -> String {
    let charset = article.meta_charset.map(|name| format!("<meta charset=\"{name}\">\n")).unwrap_or_default();
    let title = escape(article.title);
    format!(
        "{charset}<title>{title}{}{}</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"{title}\">\n<meta property=\"og:site_name\" content=\"{}\">\n<link rel=\"canonical\" href=\"{}\">\n{}",
        if is_chinese(article.language) { "_" } else { " - " },
        escape(article.site),
        escape(article.site),
        escape(article.url),
        hidden_date(article),
    )
}

fn hidden_date(article: &Article<'_>) -> String {
    let Some(at) = article.date else {
        return String::new();
    };
    let published = rfc3339(at, article.zone);
    match article.sign {
        DateSign::Meta => format!("<meta property=\"article:published_time\" content=\"{published}\">\n"),
        DateSign::JsonLd => {
            let data = json!({
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": article.title,
                "datePublished": published,
                "inLanguage": article.language,
                "author": {"@type": "Person", "name": article.author.unwrap_or(article.site)},
                "publisher": {"@type": "Organization", "name": article.site, "foundingDate": "1987-05-01"},
                "mainEntityOfPage": article.url,
            });
            // A closing tag inside a string would end the script.
            format!("<script type=\"application/ld+json\">{}</script>\n", data.to_string().replace("</", "<\\/"))
        }
        DateSign::Time | DateSign::Visible => String::new(),
    }
}

/// The line under the title; the date is in it where that is the outlet's sign.
fn byline(article: &Article<'_>) -> String {
    let by = article.author.map(|name| match is_chinese(article.language) {
        true => format!("<span class=\"author\">记者 {}</span> ", escape(name)),
        false => format!("<span class=\"author\">By {}</span> ", escape(name)),
    });
    let date = article.date.map(|at| {
        let words = spelled(at, article.zone, article.language);
        match article.sign {
            DateSign::Time => {
                format!("<time itemprop=\"datePublished\" datetime=\"{}\">{words}</time>", rfc3339(at, article.zone))
            }
            DateSign::Visible if is_chinese(article.language) => {
                format!("<span>{words}　来源：{}</span>", escape(article.site))
            }
            DateSign::Visible => format!("<span>Published {words}</span>"),
            DateSign::JsonLd | DateSign::Meta => String::new(),
        }
    });
    format!("{}{}", by.unwrap_or_default(), date.unwrap_or_default())
}

fn label(article: &Article<'_>) -> String {
    article.label.map(|label| format!("<p class=\"section-label\">{}</p>\n", escape(label))).unwrap_or_default()
}

fn broadsheet(article: &Article<'_>) -> String {
    format!(
        "<header class=\"site\"><a href=\"{}\">{}</a></header>\n{}<main>\n<article>\n<header>\n{}<h1>{}</h1>\n<p class=\"byline\">{}</p>\n</header>\n<div class=\"story-body\">\n{}</div>\n</article>\n{}</main>\n{}",
        escape(article.home),
        escape(article.site),
        nav(article.language),
        label(article),
        escape(article.title),
        byline(article),
        paragraphs_html(article.text),
        related(article),
        footer(article.site, article.language),
    )
}

fn portal(article: &Article<'_>) -> String {
    let end = if is_chinese(article.language) {
        "<div class=\"editor\">责任编辑：林晓岚</div>\n<div class=\"share\">扫码下载客户端　分享到：微信 微博</div>\n"
    } else {
        "<div class=\"share\">Share this: Facebook | X | E-mail</div>\n<div class=\"letter\">Sign up for our newsletter</div>\n"
    };
    format!(
        "<div id=\"top\"><a href=\"{}\">{}</a></div>\n{}<div class=\"wrap\">\n<div class=\"left\">\n{}<h1 class=\"article-title\">{}</h1>\n<div class=\"article-info\">{}</div>\n<div class=\"article-content\" id=\"content\">\n{}</div>\n{end}</div>\n<div class=\"right\">\n{}</div>\n</div>\n{}",
        escape(article.home),
        escape(article.site),
        nav(article.language),
        label(article),
        escape(article.title),
        byline(article),
        paragraphs_html(article.text),
        related(article),
        footer(article.site, article.language),
    )
}

fn blog(article: &Article<'_>) -> String {
    format!(
        "<div class=\"page\">\n<p class=\"site-title\"><a href=\"{}\">{}</a></p>\n<div class=\"post\">\n{}<h1 class=\"entry-title\">{}</h1>\n<div class=\"entry-meta\">{}</div>\n<div class=\"entry-content\">\n{}</div>\n</div>\n<div class=\"sidebar\">\n{}</div>\n</div>\n{}",
        escape(article.home),
        escape(article.site),
        label(article),
        escape(article.title),
        byline(article),
        paragraphs_html(article.text),
        related(article),
        footer(article.site, article.language),
    )
}

fn related(article: &Article<'_>) -> String {
    let heading = if is_chinese(article.language) { "相关阅读" } else { "Read more" };
    let list: String = article.related.iter().map(list_item).collect();
    format!("<aside class=\"related\">\n<h3>{heading}</h3>\n<ul>\n{list}</ul>\n</aside>\n")
}

fn nav(language: &str) -> String {
    let links = match is_chinese(language) {
        true => [("/gn/", "国内"), ("/gj/", "国际"), ("/cj/", "财经"), ("/kj/", "科技"), ("/about.html", "关于我们")],
        false => [
            ("/world/", "World"),
            ("/business/", "Business"),
            ("/science/", "Science"),
            ("/sport/", "Sport"),
            ("/about", "About us"),
        ],
    };
    let list: String = links.iter().map(|(href, name)| format!("<li><a href=\"{href}\">{name}</a></li>")).collect();
    format!("<nav><ul>{list}</ul></nav>\n")
}

fn footer(site: &str, language: &str) -> String {
    match is_chinese(language) {
        true => format!("<div class=\"footer\">版权所有 © 2011-2025 {}　本站内容均为虚构样例</div>\n", escape(site)),
        false => {
            format!("<footer><p>© 2009–2025 {}. All content is invented sample text.</p></footer>\n", escape(site))
        }
    }
}

fn is_chinese(language: &str) -> bool {
    language.starts_with("zh")
}
