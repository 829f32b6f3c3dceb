//! Reads the folder: every article once, in its newest version that was out at the moment asked for.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An outlet with its articles, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outlet {
    /// ASCII, unique, good for a host name.
    pub slug: String,
    /// As its files name it.
    pub name: String,
    /// Two letters.
    pub language: String,
    /// The section most of its articles stand in, if they say.
    pub section: String,
    pub pieces: Vec<Piece>,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub url: String,
    pub title: String,
    pub text: String,
    pub published: Timestamp,
    pub section: String,
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    title: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    published: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    outlet: String,
    #[serde(default)]
    section: Option<String>,
}

#[derive(Default)]
struct Shelf {
    name: String,
    /// By address: the day of the file, and the article.
    pieces: BTreeMap<String, (Date, Piece)>,
}

/// Outlets by file name and language, with the slug and the name a reader knows them by.
///
/// A slug is part of what an archive remembers, so it may not hang on which articles a day happens to have.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    ("央视新闻联播", "zh", "cctv-xwlb", "央视新闻联播"),
    ("news.cn", "zh", "xinhua", "新华网"),
    ("thepaper.cn", "zh", "thepaper", "澎湃新闻"),
    ("163.com", "zh", "netease", "网易新闻"),
    ("东方财富快讯", "zh", "eastmoney-flash", "东方财富快讯"),
    ("共产党新闻网", "zh", "cpcnews", "中国共产党新闻网"),
    ("bbc", "zh", "bbc-zh", "BBC 中文"),
    ("中央社-cna", "zh", "cna-tw", "中央社"),
    ("倡議家", "zh", "ubrand", "倡議家"),
    ("大紀元新聞網", "zh", "epochtimes", "大紀元新聞網"),
    ("天下雜誌", "zh", "commonwealth-tw", "天下雜誌"),
    ("數位時代", "zh", "bnext", "數位時代"),
    ("未來商務", "zh", "bnext-commerce", "未來商務"),
    ("旺得富理財網", "zh", "wantrich", "旺得富理財網"),
    ("流動日報", "zh", "newmobilelife", "流動日報"),
    ("經濟日報", "zh", "udn-money", "經濟日報"),
    ("聯合報數位版", "zh", "udn-vip", "聯合報數位版"),
    ("聯合新聞網", "zh", "udn", "聯合新聞網"),
    ("udn科技玩家", "zh", "udn-tech", "udn 科技玩家"),
    ("自由時報", "zh", "ltn", "自由時報"),
    ("自由評論網", "zh", "ltn-talk", "自由評論網"),
    ("自由財經", "zh", "ltn-finance", "自由財經"),
    ("鉅亨網", "zh", "cnyes", "鉅亨網"),
    ("風傳媒", "zh", "storm-media", "風傳媒"),
    ("storm.mg", "zh", "storm-mg", "風傳媒"),
    ("t客邦", "zh", "techbang", "T客邦"),
    ("鏈新聞-abmedia", "zh", "abmedia", "鏈新聞 ABMedia"),
];

/// The outlets that had something out in the `lookback_days` before `until`, by slug.
pub(super) fn outlets(folder: &Path, until: Timestamp, lookback_days: u32) -> std::io::Result<Vec<Outlet>> {
    let since = until - SignedDuration::from_hours(24 * i64::from(lookback_days));
    let mut shelves: BTreeMap<(String, String), Shelf> = BTreeMap::new();
    for (day, file) in files(folder, until)? {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for record in records(&file)? {
            let language = record.language.get(..2).unwrap_or("en").to_owned();
            let shelf = shelves.entry((stem.clone(), language)).or_default();
            put(shelf, record, day, since, until);
        }
    }
    let outlets = shelves.into_iter().filter(|(_, shelf)| !shelf.pieces.is_empty());
    Ok(with_unique_slugs(outlets.map(|((stem, language), shelf)| outlet(&stem, language, shelf)).collect()))
}

/// All files of days that had begun somewhere on earth at `until`, with their day.
fn files(folder: &Path, until: Timestamp) -> std::io::Result<Vec<(Date, PathBuf)>> {
    let first_zone = SignedDuration::from_hours(14);
    let mut files = Vec::new();
    for collection in entries(folder)? {
        for day_folder in entries(&collection)? {
            let name = day_folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let Ok(day) = name.parse::<Date>() else { continue };
            let begins = day.in_tz("UTC").map_err(std::io::Error::other)?.timestamp() - first_zone;
            if begins <= until {
                let of_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
                files.extend(entries(&day_folder)?.into_iter().filter(of_json).map(|path| (day, path)));
            }
        }
    }
    if files.is_empty() {
        let why = format!("no <collection>/<day>/<outlet>.json up to {until} in {}", folder.display());
        return Err(std::io::Error::new(std::io::ErrorKind::NotFound, why));
    }
    Ok(files)
}

/// What is in a folder, by name; nothing if it is a file.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    if folder.is_file() {
        return Ok(Vec::new());
    }
    let listed = std::fs::read_dir(folder).map_err(|why| named(folder, &why))?;
    let mut paths = listed.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn records(file: &Path) -> std::io::Result<Vec<Record>> {
    let bytes = std::fs::read(file).map_err(|why| named(file, &why))?;
    serde_json::from_slice(&bytes).map_err(|why| named(file, &std::io::Error::from(why)))
}

fn named(path: &Path, why: &std::io::Error) -> std::io::Error {
    std::io::Error::new(why.kind(), format!("{}: {why}", path.display()))
}

fn put(shelf: &mut Shelf, record: Record, day: Date, since: Timestamp, until: Timestamp) {
    let Ok(published) = record.published.parse::<Timestamp>() else { return };
    let is_out = published <= until && published > since;
    if !is_out || record.title.trim().is_empty() || url::Url::parse(&record.url).is_err() {
        return;
    }
    shelf.name = record.outlet;
    let piece = Piece {
        url: record.url.clone(),
        title: record.title,
        text: record.text,
        published,
        section: record.section.unwrap_or_default(),
    };
    let newer = |(old_day, old): &(Date, Piece)| (published, day) >= (old.published, *old_day);
    if shelf.pieces.get(&record.url).is_none_or(newer) {
        shelf.pieces.insert(record.url, (day, piece));
    }
}

fn outlet(stem: &str, language: String, shelf: Shelf) -> Outlet {
    let mut pieces: Vec<Piece> = shelf.pieces.into_values().map(|(_, piece)| piece).collect();
    pieces.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.url.cmp(&b.url)));
    let section = most_common(pieces.iter().map(|piece| piece.section.as_str()));
    let known = KNOWN.iter().find(|(name, of, ..)| *name == stem && *of == language);
    let (slug, name) = match known {
        Some((_, _, slug, name)) => ((*slug).to_owned(), (*name).to_owned()),
        None => {
            let host = pieces.first().and_then(|piece| crate::web::split(&piece.url)).map(|(host, _)| host);
            (slug(stem, &host.unwrap_or_default()), shelf.name)
        }
    };
    Outlet { slug, name, language, section, pieces }
}

fn most_common<'a>(sections: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for section in sections {
        *counts.entry(section).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(section, _)| section.to_owned()).unwrap_or_default()
}

/// The file's name where it is ASCII enough, else the host: `technews`, `tv-cctv-com`.
fn slug(stem: &str, host: &str) -> String {
    let ascii = |text: &str| {
        let kept: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        kept.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let from_stem = ascii(stem);
    if from_stem.chars().filter(char::is_ascii_alphabetic).count() >= 3 || stem.is_ascii() {
        return from_stem;
    }
    ascii(host.trim_start_matches("www."))
}

/// The same name in another language, or two outlets of one host, get their language or a number behind it.
fn with_unique_slugs(mut outlets: Vec<Outlet>) -> Vec<Outlet> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for outlet in &mut outlets {
        let mut slug = outlet.slug.clone();
        if seen.contains_key(&slug) {
            slug = format!("{slug}-{}", outlet.language);
        }
        let n = seen.entry(slug.clone()).or_default();
        *n += 1;
        outlet.slug = if *n == 1 { slug } else { format!("{slug}-{n}") };
    }
    outlets
}
