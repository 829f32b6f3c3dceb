//! An edition into whose every text a stranger has written: the pages show it as text and hold nothing but their own
//! elements, attributes and addresses; feeds and Markdown carry no picture, no script and no address of the stranger's.

use crate::fixture;
use dom_query::Document;
use news::Edition;
use publish::{Mode, Site};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What strangers write; each text of the edition gets one of them behind it.
const STRANGE: [&str; 12] = [
    "<script src=//evil.example/x.js></script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></head><body onload=alert(1)><iframe src=https://evil.example>",
    "![x](https://evil.example/p.png?q=1)",
    "[click](javascript:alert(1))",
    "--><svg onload=alert(1)><style>@import'https://evil.example'</style>",
    "]]><a href=\"https://evil.example/\">x</a>",
    "'\" onmouseover=alert(1) style=background:url(https://evil.example/)",
    "</summary></details><form action=https://evil.example><input>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
    "a\u{202e}b\u{200b}c\u{e0041}\u{e0042}\u{e0043}d\u{7}e",
    "<meta http-equiv=refresh content=0;url=https://evil.example><base href=https://evil.example/>",
];

/// Addresses that must not become links, and one that may.
const ADDRESSES: [&str; 6] = [
    "javascript:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "https://user:secret@evil.example/",
    "//evil.example/x",
    "https://a.example/\" onclick=\"alert(1)",
    "vbscript:x",
];

/// Fields whose values are chosen by code from a list of its own, or are read back as something else than text.
const CLOSED: [&str; 13] = [
    "id",
    "thread",
    "item",
    "language",
    "dated_at",
    "value",
    "precision",
    "confidence",
    "kind",
    "role",
    "published_at",
    "reason",
    "edition",
];

/// Puts strange things into every text and address; returns how many.
fn corrupt(value: &mut Value, key: &str, n: &mut usize) {
    match value {
        Value::String(text) if !CLOSED.contains(&key) => {
            *n += 1;
            if text.starts_with("http") {
                *text = ADDRESSES[*n % ADDRESSES.len()].to_owned();
            } else {
                text.push_str(STRANGE[*n % STRANGE.len()]);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| corrupt(value, key, n)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| corrupt(value, key, n)),
        _ => {}
    }
}

fn hostile() -> Edition {
    let mut value = serde_json::to_value(fixture::edition()).unwrap();
    let mut n = 0;
    for part in ["stories", "spiked", "sources", "credits", "newsroom"] {
        corrupt(&mut value[part], part, &mut n);
    }
    assert!(n > 300, "{n}");
    serde_json::from_value(value).unwrap()
}

fn published(folder: &Path, kind: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(published(&path, kind));
        } else if path.extension().is_some_and(|extension| extension == kind) {
            found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

fn release(edition: &Edition) -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    let site: Site = fixture::site(out.path());
    site.release(edition, Some(&fixture::sound(edition)), Mode::Once).unwrap();
    out
}

/// Element and attribute, `a href`; of attributes with an address its scheme, `a href https`.
fn shapes(html: &str) -> BTreeSet<String> {
    let document = Document::from(html);
    let mut shapes = BTreeSet::new();
    for node in document.select("*").nodes() {
        let name = node.node_name().unwrap_or_default().to_string();
        shapes.insert(name.clone());
        for attribute in node.attrs() {
            let attribute_name = attribute.name.local.to_string();
            let value = attribute.value.to_string();
            let shape = match attribute_name.as_str() {
                "href" | "src" | "action" | "srcset" | "poster" | "data" | "formaction" => {
                    let scheme =
                        value.split_once(':').filter(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphabetic()));
                    let scheme =
                        scheme.map_or(if value.starts_with("//") { "//" } else { "own" }, |(scheme, _)| scheme);
                    format!("{name} {attribute_name} {scheme}")
                }
                _ => format!("{name} {attribute_name}"),
            };
            shapes.insert(shape);
        }
    }
    shapes
}

#[test]
fn a_page_of_strange_texts_has_the_shapes_of_an_ordinary_one() {
    let (ordinary, strange) = (release(&fixture::edition()), release(&hostile()));
    let all = |folder: &Path| published(folder, "html").into_iter().flat_map(|(_, html)| shapes(&html)).collect();
    let (expected, found): (BTreeSet<String>, BTreeSet<String>) = (all(ordinary.path()), all(strange.path()));
    let new: Vec<&String> = found.difference(&expected).collect();
    assert!(new.is_empty(), "{new:?}");
    for banned in ["iframe", "form", "style", "base", "object", "embed", "img src https", "script src https"] {
        assert!(!found.contains(banned), "{banned}");
    }
    let events: Vec<&String> = found.iter().filter(|shape| shape.contains(" on")).collect();
    assert!(events.is_empty(), "{events:?}");
}

#[test]
fn every_page_forbids_what_it_does_not_need() {
    let out = release(&hostile());
    let pages = published(out.path(), "html");
    assert!(pages.len() >= 3, "{}", pages.len());
    for (path, html) in pages {
        let document = Document::from(html.as_str());
        let policy =
            document.select("meta[http-equiv=\"Content-Security-Policy\"]").attr("content").unwrap_or_default();
        assert_eq!(&*policy, publish::CONTENT_POLICY, "{}", path.display());
        // A policy holds from where it stands: nothing that loads anything may stand before it.
        let first = html.find("Content-Security-Policy").unwrap();
        assert!(!html[..first].contains("<script") && !html[..first].contains("<link"), "{}", path.display());
    }
    for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'none'"]
    {
        assert!(publish::CONTENT_POLICY.contains(part), "{part}");
    }
    assert!(!publish::CONTENT_POLICY.contains("unsafe"));
}

#[test]
fn what_nobody_sees_is_in_no_file() {
    let out = release(&hostile());
    for kind in ["html", "md", "xml", "json"] {
        for (path, text) in published(out.path(), kind) {
            let hidden = text.chars().find(|c| news::text::is_invisible(*c));
            assert_eq!(hidden, None, "{}", path.display());
        }
    }
}

#[test]
fn feeds_and_markdown_lead_nowhere_strange() {
    let out = release(&hostile());
    for name in ["feed.xml", "podcast.xml", "feed.json"] {
        let text = std::fs::read_to_string(out.path().join(name)).unwrap();
        let html: Vec<String> = match name {
            "feed.json" => {
                let feed: Value = serde_json::from_str(&text).unwrap();
                feed["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| item["content_html"].as_str().unwrap().to_owned())
                    .collect()
            }
            _ => {
                let document = Document::from(text.as_str());
                document.select("description, content\\:encoded").iter().map(|node| node.text().to_string()).collect()
            }
        };
        for content in html {
            let found = shapes(&content);
            let allowed = |shape: &&String| {
                let own = ["a href https", "a href http", "a href own", "p lang", "h3 lang", "li lang", "ol start"];
                let plain =
                    ["html", "head", "body", "a", "p", "h3", "ul", "ol", "li", "em", "strong", "small", "b", "i"];
                own.contains(&shape.as_str()) || plain.contains(&shape.as_str())
            };
            let strange: Vec<&String> = found.iter().filter(|shape| !allowed(shape)).collect();
            assert!(strange.is_empty(), "{name}: {strange:?} in {content}");
        }
        assert!(!text.contains("javascript:alert(1)//"), "{name}");
    }
    let (_, markdown) = published(out.path(), "md").remove(0);
    let bare = without_escaped(&markdown);
    for live in ["![x]", "[click](", "<script", "<img", "](javascript:", "](<javascript:", "https://evil.example/p.png"]
    {
        assert!(!bare.contains(live), "{live}");
    }
}

/// Markdown without what a backslash makes plain text.
fn without_escaped(markdown: &str) -> String {
    let mut bare = String::new();
    let mut chars = markdown.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else {
            bare.push(c);
        }
    }
    bare
}
