//! Measures feed reading on the development data, which is not part of the project. Unpack both archives of
//! `feeds` into one folder, copy the two truth files there, and run
//! `ZAOWAN_FEEDS=<folder> cargo test -p wire feed::bench -- --ignored --nocapture`.

use crate::entry::{Entry, one_line};
use crate::fetch::charset;
use serde_json::Value;
use std::path::PathBuf;
use url::Url;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var("ZAOWAN_FEEDS").ok().map(PathBuf::from);
    if folder.is_none() {
        eprintln!("not measured: ZAOWAN_FEEDS is not set");
    }
    folder
}

fn entries(folder: &std::path::Path, path: &str) -> Option<Vec<Entry>> {
    let bytes = std::fs::read(folder.join(path)).ok()?;
    let text = charset::decode(&bytes, None).text;
    super::read(&text, &Url::parse("http://127.0.0.1:8097/tests/x/").unwrap(), None)
}

/// Whether the entries are what the truth says; a null in the truth is not judged.
fn agrees(entries: &[Entry], truth: &[Value]) -> bool {
    entries.len() == truth.len()
        && entries.iter().zip(truth).all(|(entry, truth)| {
            let title = truth["title"].as_str().is_none_or(|title| one_line(title) == one_line(&entry.title));
            let link = truth["link"].as_str().is_none_or(|link| link == entry.url);
            let date = truth["ts"].as_i64().is_none_or(|ts| entry.newest_date().is_some_and(|at| at.as_second() == ts));
            title && link && date
        })
}

#[test]
#[ignore = "needs the development data"]
fn broken_feeds() {
    let Some(folder) = folder() else { return };
    let truth: Value = serde_json::from_slice(&std::fs::read(folder.join("broken-truth.json")).unwrap()).unwrap();
    let mut n_right = 0;
    let all = truth.as_object().unwrap();
    for (path, truth) in all {
        let Some(truth) = truth.as_array() else { continue };
        let entries = entries(&folder, path).unwrap_or_default();
        if agrees(&entries, truth) {
            n_right += 1;
        } else {
            let found: Vec<_> = entries
                .iter()
                .map(|entry| {
                    (&entry.title, &entry.url, entry.newest_date(), entry.evidence.first().map(|sign| &sign.raw))
                })
                .collect();
            eprintln!("{path}\n  found {found:?}\n  truth {}", Value::from(truth.clone()));
        }
    }
    eprintln!("{n_right} of {} right", all.len());
}

#[test]
#[ignore = "needs the development data"]
fn reference() {
    let Some(folder) = folder() else { return };
    let lines = std::fs::read_to_string(folder.join("feedparser-reference.jsonl")).unwrap();
    let (mut n_files, mut n_read, mut n_count, mut n_items, mut n_titles, mut n_links, mut n_dates) =
        (0, 0, 0, 0, 0, 0, 0);
    let (mut n_with_title, mut n_with_link, mut n_with_date) = (0, 0, 0);
    for line in lines.lines() {
        let truth: Value = serde_json::from_str(line).unwrap();
        let (path, items) = (truth["path"].as_str().unwrap(), truth["items"].as_array().unwrap());
        if truth["ok"] != Value::Bool(true) || items.is_empty() {
            continue;
        }
        n_files += 1;
        let Some(found) = entries(&folder, path) else {
            eprintln!("{path}: not read");
            continue;
        };
        n_read += 1;
        if found.len() != items.len() {
            eprintln!("{path}: {} entries, not {}", found.len(), items.len());
            continue;
        }
        n_count += 1;
        for (entry, item) in found.iter().zip(items) {
            n_items += 1;
            if let Some(title) = item["title"].as_str() {
                n_with_title += 1;
                let is_right = one_line(title) == one_line(&entry.title);
                n_titles += usize::from(is_right);
                if !is_right {
                    eprintln!("{path}: title {:?}, not {title:?}", entry.title);
                }
            }
            if let Some(link) = item["link"].as_str().filter(|link| link.starts_with("http")) {
                n_with_link += 1;
                n_links += usize::from(link.trim_end_matches('/') == entry.url.trim_end_matches('/'));
                if link.trim_end_matches('/') != entry.url.trim_end_matches('/') {
                    eprintln!("{path}: link {:?}, not {link:?}", entry.url);
                }
            }
            if let Some(date) = item["date"].as_i64() {
                n_with_date += 1;
                let at = entry.newest_date().map(|at| at.as_second());
                n_dates += usize::from(at == Some(date));
                if at != Some(date) {
                    eprintln!("{path}: date {at:?}, not {date}: {:?}", entry.evidence.first());
                }
            }
        }
    }
    eprintln!("files {n_read}/{n_files} read, {n_count} with the right number of entries ({n_items} entries)");
    eprintln!("titles {n_titles}/{n_with_title}, links {n_links}/{n_with_link}, dates {n_dates}/{n_with_date}");
}
