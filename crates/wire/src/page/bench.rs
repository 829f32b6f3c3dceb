//! Prints marks on the development data, which is not part of the project. Unpack it
//! first (`xz -dk`), then run `ZAOWAN_DATA=<folder> cargo test -p wire page::bench -- --ignored --nocapture`.
//! Says so when the data is missing.

use super::*;
use std::collections::BTreeMap;

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
