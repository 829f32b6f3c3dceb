//! Measures clustering on the development data, which is not part of the project: run with
//! `ZAOWAN_DATA=<folder> cargo test -p wire cluster::bench -- --ignored --nocapture`. Says so when the data is missing.

use super::agglomerate::{Thresholds, agglomerate_with};
use super::*;
use crate::fixture::item_at;
use jiff::Timestamp;
use news::Language;
use std::collections::HashMap;

fn data(path: &str) -> Option<String> {
    let root = std::env::var("ZAOWAN_DATA").ok()?;
    std::fs::read_to_string(format!("{root}/{path}")).ok()
}

fn item(url: &str, title: &str, text: &str, ms: i64, source: &str) -> Item {
    item_at(Timestamp::from_millisecond(ms).unwrap(), source, url, title, text)
}

/// B-cubed precision, recall and F of groups against gold labels.
fn b_cubed(groups: &[Vec<usize>], gold: &[String]) -> (f64, f64, f64) {
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    for label in gold {
        *sizes.entry(label).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for group in groups {
        for i in group {
            let same = group.iter().filter(|j| gold[**j] == gold[*i]).count() as f64;
            precision += same / group.len() as f64;
            recall += same / sizes[gold[*i].as_str()] as f64;
        }
    }
    let (precision, recall) = (precision / gold.len() as f64, recall / gold.len() as f64);
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

#[test]
#[ignore = "needs the development data"]
fn headlines_en() {
    let Some(table) = data("stories/headlines-en.tsv") else {
        eprintln!("not measured: ZAOWAN_DATA is not set or has no stories/headlines-en.tsv");
        return;
    };
    let mut rows: Vec<Vec<&str>> =
        table.lines().skip(1).map(|line| line.split('\t').collect()).filter(|row: &Vec<&str>| row.len() == 5).collect();
    rows.sort_by_key(|row| row[3].parse::<i64>().unwrap());
    let items: Vec<Item> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| Item {
            language: Language::EN,
            ..item(&format!("https://x.example/{i}"), row[0], "", row[3].parse().unwrap(), row[2])
        })
        .collect();
    let gold: Vec<String> = rows.iter().map(|row| row[4].to_owned()).collect();
    let features = Features::of(&items);
    let graph = similarity::graph(&features);
    eprintln!("{} items, {} pairs", items.len(), graph.pairs.len());
    let default = Thresholds::default();
    let mut tries = vec![default];
    if std::env::var("GRID").is_ok() {
        for pair in [0.26, 0.3] {
            for join in [0.13, 0.16, 0.19] {
                for merge in [0.15, 0.18, 0.21] {
                    for small in [0.1, 0.15, 0.2] {
                        tries.push(Thresholds { pair, join, merge, small, ..default });
                    }
                }
            }
        }
    }
    for thresholds in tries {
        let groups = agglomerate_with(&graph, &features, thresholds);
        let (precision, recall, f) = b_cubed(&groups, &gold);
        eprintln!("{thresholds:?}: {} groups, B3 P {precision:.3} R {recall:.3} F {f:.3}", groups.len());
    }
}

#[test]
#[ignore = "needs the development data"]
fn pairs_zh() {
    let Some(table) = data("stories/pairs-zh.tsv") else {
        eprintln!("not measured: ZAOWAN_DATA is not set or has no stories/pairs-zh.tsv");
        return;
    };
    let rows: Vec<Vec<&str>> =
        table.lines().skip(1).map(|line| line.split('\t').collect()).filter(|row: &Vec<&str>| row.len() == 3).collect();
    let items: Vec<Item> = rows
        .iter()
        .enumerate()
        .flat_map(|(i, row)| [(2 * i, row[0]), (2 * i + 1, row[1])])
        .map(|(i, title)| Item {
            language: Language::ZH,
            ..item(&format!("https://x.example/{i}"), title, "", 1_500_000_000_000, "x")
        })
        .collect();
    let features = Features::of(&items);
    let dot = |a: &features::ItemFeatures, b: &features::ItemFeatures| {
        let b_words: HashMap<u32, f32> = b.words.iter().copied().collect();
        let dot: f32 = a.words.iter().filter_map(|(term, weight)| b_words.get(term).map(|other| weight * other)).sum();
        dot * conflict::factor(a, b)
    };
    let scores: Vec<(f32, &str)> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| (dot(&features.items[2 * i], &features.items[2 * i + 1]), row[2]))
        .collect();
    let auc = |is_positive: &dyn Fn(&str) -> bool| {
        let (mut wins, mut n) = (0.0, 0.0);
        for (score, label) in scores.iter().filter(|(_, label)| is_positive(label)) {
            for (other, _) in scores.iter().filter(|(_, other)| !is_positive(other)) {
                wins += if score > other {
                    1.0
                } else if score == other {
                    0.5
                } else {
                    0.0
                };
                n += 1.0;
            }
            let _ = label;
        }
        wins / n
    };
    eprintln!("AUC agreed {:.3}, related {:.3}", auc(&|label| label == "agreed"), auc(&|label| label != "unrelated"));
}

/// Prints the stories of some days of the real wire, for reading.
#[test]
#[ignore = "needs the development data"]
fn real_days() {
    let Ok(root) = std::env::var("ZAOWAN_DATA") else {
        eprintln!("not measured: ZAOWAN_DATA is not set");
        return;
    };
    let days = std::env::var("DAYS").unwrap_or_else(|_| "2026-02-10".into());
    let mut items = Vec::new();
    for collection in ["en-world-briefing", "zh-cctv-xwlb", "zh-portals-titles", "zh-tw-ai", "es-chile"] {
        for day in days.split(',') {
            let Ok(folder) = std::fs::read_dir(format!("{root}/wire/{collection}/{day}")) else {
                continue;
            };
            for file in folder.flatten() {
                let list: Vec<serde_json::Value> =
                    serde_json::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
                for row in list {
                    let text = |key: &str| row[key].as_str().unwrap_or("").to_owned();
                    let Some((at, _)) = crate::dating::parse_date(&text("published"), None) else {
                        continue;
                    };
                    let (url, title, body) = (text("url"), text("title"), text("text"));
                    let marks = crate::page::marks(&title, &body, &url);
                    items.push(Item { marks, ..item(&url, &title, &body, at.as_millisecond(), &text("outlet")) });
                }
            }
        }
    }
    let n = items.len();
    let start = std::time::Instant::now();
    let stories = cluster(items, &BTreeMap::new());
    let took = start.elapsed();
    let n_duplicates: usize = stories.iter().map(|story| story.duplicates.len()).sum();
    eprintln!("{n} items, {} stories, {n_duplicates} duplicates, {took:?}", stories.len());
    for story in stories.iter().filter(|story| story.items.len() > 1) {
        eprintln!("---");
        for item in &story.items {
            eprintln!(
                "  {} [{}] {} | {}",
                item.language,
                item.source,
                item.title,
                item.text.chars().take(60).collect::<String>().replace('\n', " ")
            );
        }
    }
}

/// How long a large batch takes: invented items, so that it needs no data.
#[test]
#[ignore = "takes seconds; run with --release"]
fn five_thousand_items() {
    let mut state = 7u64;
    let mut next = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    // Words as frequent as in language: the r-th commonest of 30,000 comes up in proportion to 1/r.
    let mut word = || format!("word{:.0}", (next(1 << 24) as f64 / f64::from(1 << 24) * 30_000f64.ln()).exp());
    let mut words = |n: usize| (0..n).map(|_| word()).collect::<Vec<_>>().join(" ");
    for n in [2_500i64, 5_000, 10_000] {
        let items: Vec<Item> = (0..n)
            .map(|i| {
                item(
                    &format!("https://x.example/{n}/{i}"),
                    &words(9),
                    &words(120),
                    1_770_700_000_000 + i * 17_000,
                    &format!("s{}", i % 40),
                )
            })
            .collect();
        let start = std::time::Instant::now();
        let n_duplicates = crate::dedupe::near_duplicates(&items).len();
        let deduped = start.elapsed();
        let stories = cluster(items, &BTreeMap::new());
        eprintln!(
            "{n} items: duplicates ({n_duplicates}) {deduped:?}, all {:?}, {} stories",
            start.elapsed() - deduped,
            stories.len()
        );
    }
}
