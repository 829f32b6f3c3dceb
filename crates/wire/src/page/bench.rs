//! Measures dates and marks on the development data, which is not part of the project. Unpack it
//! first (`xz -dk`), then run `ZAOWAN_DATA=<folder> cargo test -p wire page::bench -- --ignored --nocapture`.
//! Says so when the data is missing.

use super::*;
use crate::dating::decide;
use news::Confidence;
use std::collections::BTreeMap;

fn rows(path: &str) -> Vec<serde_json::Value> {
    let found =
        std::env::var("ZAOWAN_DATA").ok().and_then(|root| std::fs::read_to_string(format!("{root}/{path}")).ok());
    if found.is_none() {
        eprintln!("not measured: ZAOWAN_DATA is not set or has no {path}");
    }
    found.unwrap_or_default().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn as_of() -> Timestamp {
    "2026-11-01T00:00:00Z".parse().unwrap()
}

#[test]
#[ignore = "needs the development data"]
fn dates() {
    for path in ["dates/pages.jsonl", "articles/zh.jsonl"] {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let rows = rows(path);
        for row in &rows {
            let Some(gold) = row["date"]
                .as_str()
                .and_then(|gold| gold.get(..10))
                .and_then(|gold| gold.parse::<jiff::civil::Date>().ok())
            else {
                continue;
            };
            let page = read_page(row["html"].as_str().unwrap_or(""), row["url"].as_str().unwrap_or(""), as_of(), None);
            let dating = decide(page.evidence, as_of());
            let is_sure = if dating.confidence == Confidence::High { "sure" } else { "unsure" };
            let outcome = match dating.value.map(|at| at.to_zoned(TimeZone::UTC).date()) {
                None => "none",
                Some(date) if date == gold => "exact",
                Some(date) if (date - gold).get_days() > 1 => "newer",
                Some(date) if (date - gold).get_days().abs() <= 1 => "a day off",
                Some(_) => "older",
            };
            if std::env::var("SHOW").is_ok() && outcome != "exact" {
                eprintln!(
                    "{outcome} {is_sure} {} gold {gold}: {:?}",
                    row["url"],
                    dating.evidence.iter().map(|sign| (sign.kind, &sign.raw)).collect::<Vec<_>>()
                );
            }
            *counts.entry((is_sure, outcome)).or_default() += 1;
        }
        eprintln!("{path}: {} rows, {counts:?}", rows.len());
    }
}

/// Prints which items of the real wire bear which marks, for reading: `ZAOWAN_DATA` with the wire's folder.
#[test]
#[ignore = "needs the development data"]
fn marks_on_the_wire() {
    let Ok(root) = std::env::var("ZAOWAN_DATA") else {
        eprintln!("not measured: ZAOWAN_DATA is not set");
        return;
    };
    let (mut n, mut counts) = (0, BTreeMap::new());
    for collection in ["en-world-briefing", "zh-cctv-xwlb", "zh-portals-titles", "zh-tw-ai", "en-webis2016"] {
        let days = std::fs::read_dir(format!("{root}/wire/{collection}")).into_iter().flatten().flatten();
        for file in days.filter_map(|day| std::fs::read_dir(day.path()).ok()).flatten().flatten() {
            let list: Vec<serde_json::Value> =
                serde_json::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
            for row in list {
                let text = |key: &str| row[key].as_str().unwrap_or("");
                n += 1;
                for mark in marks(text("title"), text("text"), text("url")) {
                    *counts.entry(mark).or_insert(0) += 1;
                    eprintln!("{mark:?}\t{}\t{}\t{}", text("outlet"), text("title"), text("url"));
                }
            }
        }
    }
    eprintln!("{n} items, {counts:?}");
}
