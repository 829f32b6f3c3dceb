//! Real articles of the development data as items, and chance that is the same in every run.

use super::data::Data;
use anyhow::Result;
use jiff::Timestamp;
use news::{Confidence, Dating, Item, ItemId, Precision, SourceId};
use serde_json::Value;
use std::collections::HashSet;

/// Texts shorter than this are teasers: nothing can be cut from them that leaves a text.
const MIN_CHARS: usize = 700;
/// The same for Chinese, which says as much in a third of the characters.
const MIN_HAN_CHARS: usize = 240;

/// An article as it came.
#[derive(Debug, Clone)]
pub struct Article {
    /// The collection it is of.
    pub of: &'static str,
    pub url: String,
    pub title: String,
    pub text: String,
}

/// Every item of the wire, with text or without.
pub fn wire(data: &Data) -> Result<Vec<Article>> {
    const COLLECTIONS: [&str; 7] = [
        "en-world-briefing",
        "en-webis2016",
        "es-chile",
        "zh-cctv-xwlb",
        "zh-tw-ai",
        "zh-portals-titles",
        "zh-eastmoney-flash",
    ];
    let mut articles = Vec::new();
    for of in COLLECTIONS {
        let Some(folder) = data.path(&format!("wire/{of}")) else { continue };
        let mut files = Vec::new();
        for day in std::fs::read_dir(folder)? {
            files.extend(std::fs::read_dir(day?.path())?.filter_map(|file| file.ok().map(|file| file.path())));
        }
        files.sort();
        for file in files {
            let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(file)?)?;
            articles.extend(rows.iter().map(|row| article(of, row)));
        }
    }
    Ok(articles)
}

/// The pages of `articles/`, read as the wire reads pages.
pub fn pages(data: &Data) -> Result<Vec<Article>> {
    let mut articles = Vec::new();
    for (of, path) in [("pages", "articles/mixed.jsonl.xz"), ("zh pages", "articles/zh.jsonl.xz")] {
        for row in data.rows(path)?.unwrap_or_default() {
            let (url, html) = (string(&row, "url"), string(&row, "html"));
            let page = wire::page::read_page(&html, &url, Timestamp::UNIX_EPOCH, None);
            articles.push(Article { of, url, title: page.title.unwrap_or_default(), text: page.text });
        }
    }
    Ok(articles)
}

/// Those with a text, each address and each text once.
pub fn whole(articles: Vec<Article>) -> Vec<Article> {
    let mut seen = HashSet::new();
    let enough = |text: &str| if news::text::han_share(text) > 0.3 { MIN_HAN_CHARS } else { MIN_CHARS };
    let long = articles.into_iter().filter(|article| article.text.chars().count() >= enough(&article.text));
    long.filter(|article| seen.insert(article.url.clone()) & seen.insert(article.text.clone())).collect()
}

fn article(of: &'static str, row: &Value) -> Article {
    Article { of, url: string(row, "url"), title: string(row, "title"), text: string(row, "text") }
}

fn string(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_default().to_owned()
}

/// An item at this second, without a mark.
pub fn item(at: i64, source: &str, url: &str, title: &str, text: &str) -> Item {
    let at = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    let sample: String = format!("{title} {text}").chars().take(400).collect();
    Item {
        id: ItemId::of(url),
        source: SourceId(source.into()),
        url: url.into(),
        canonical_url: url.into(),
        title: title.into(),
        text: text.into(),
        language: news::text::language_of(&sample),
        author: None,
        dating: Dating {
            value: Some(at),
            precision: Precision::Second,
            confidence: Confidence::Medium,
            evidence: Vec::new(),
        },
        fetched_at: at,
        marks: Vec::new(),
        comments: Vec::new(),
        image: None,
    }
}

/// Chance that is the same in every run. Source: splitmix64, Steele, Lea and Flood 2014.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True so often.
    pub fn happens(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= share
    }
}
