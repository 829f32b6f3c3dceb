//! `cargo xtask story-pairs`: a seeded sample of pairs of real items that were joined and that nearly were, to be judged
//! by a person (docs/reports/stories-by-hand.md).

use anyhow::Result;
use jiff::civil::Date;
use news::{Confidence, Dating, Item, ItemId, SourceId, Story};
use std::collections::BTreeMap;
use std::path::Path;

const FOLDER: &str = "../shared/data/wire";
const COLLECTIONS: [&str; 5] = ["en-world-briefing", "zh-cctv-xwlb", "zh-portals-titles", "zh-tw-ai", "es-chile"];
/// So many pairs of each kind.
const N: usize = 50;
/// Near-misses are drawn from so many of each day's most alike.
const NEAREST: usize = 25;
/// Titles are shortened to so many words, or three times so many Han characters.
const WORDS: usize = 12;

/// Prints the pairs as rows of a table without verdicts.
pub fn story_pairs() -> Result<()> {
    if !Path::new(FOLDER).is_dir() {
        println!("{FOLDER} is not here, so there are no pairs to judge");
        return Ok(());
    }
    let (mut joined, mut apart) = (Vec::new(), Vec::new());
    let mut random = Random(20_260_218);
    for day in 8..=18 {
        let day = Date::new(2026, 2, day)?;
        let items = items_of(day)?;
        let stories = wire::cluster::cluster(items.clone(), &BTreeMap::new());
        joined
            .extend(stories.iter().filter(|story| story.items.len() > 1).map(|story| pair_of(day, story, &mut random)));
        let by_id: BTreeMap<&ItemId, &Item> = items.iter().map(|item| (&item.id, item)).collect();
        let misses = wire::cluster::near_misses(&items);
        apart.extend(
            misses
                .iter()
                .take(NEAREST)
                .map(|(a, b, alike)| row(day, by_id[a], by_id[b], &format!("apart ({alike:.2})"))),
        );
    }
    println!("| day | outlets | first | second | what was done | verdict |\n|---|---|---|---|---|---|");
    for rows in [joined, apart] {
        random.draw(rows, N).iter().for_each(|row| println!("{row}"));
    }
    Ok(())
}

/// One pair a story, or the largest stories would be all that is judged.
fn pair_of(day: Date, story: &Story, random: &mut Random) -> String {
    let n = story.items.len();
    let a = random.below(n);
    let b = (a + 1 + random.below(n - 1)) % n;
    row(day, &story.items[a], &story.items[b], "merged")
}

fn row(day: Date, a: &Item, b: &Item, done: &str) -> String {
    let outlets = format!("{}, {}", a.source, b.source);
    format!("| {} | {outlets} | {} | {} | {done} | |", day.day(), short(&a.title), short(&b.title))
}

fn short(title: &str) -> String {
    let title = title.replace('|', "/");
    let words: Vec<&str> = title.split_whitespace().collect();
    let cut: String = words.iter().take(WORDS).copied().collect::<Vec<_>>().join(" ").chars().take(72).collect();
    let is_han = cut.chars().filter(|c| news::text::is_han(*c)).count() > 12;
    if is_han { cut.chars().take(WORDS * 3).collect() } else { cut }
}

fn items_of(day: Date) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for collection in COLLECTIONS {
        let Ok(folder) = std::fs::read_dir(format!("{FOLDER}/{collection}/{day}")) else { continue };
        let mut files: Vec<_> = folder.flatten().map(|file| file.path()).collect();
        files.sort();
        for file in files {
            let rows: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
            items.extend(rows.iter().filter_map(item));
        }
    }
    Ok(items)
}

fn item(row: &serde_json::Value) -> Option<Item> {
    let text = |key: &str| row[key].as_str().unwrap_or("").to_owned();
    let (at, precision) = wire::dating::parse_date(&text("published"), None)?;
    let (url, title, body) = (text("url"), text("title"), text("text"));
    Some(Item {
        id: ItemId::of(&url),
        source: SourceId(text("outlet")),
        language: news::text::language_of(&format!("{title} {body}")),
        marks: wire::page::marks(&title, &body, &url),
        canonical_url: url.clone(),
        url,
        title,
        text: body,
        author: None,
        dating: Dating { value: Some(at), precision, confidence: Confidence::Medium, evidence: Vec::new() },
        fetched_at: at,
        comments: Vec::new(),
        image: None,
    })
}

/// A linear congruential generator: the same sample on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    /// So many of the rows, in their order.
    fn draw(&mut self, rows: Vec<String>, n: usize) -> Vec<String> {
        let mut left: Vec<(usize, String)> = rows.into_iter().enumerate().collect();
        let mut drawn = Vec::new();
        while drawn.len() < n && !left.is_empty() {
            drawn.push(left.swap_remove(self.below(left.len())));
        }
        drawn.sort();
        drawn.into_iter().map(|(_, row)| row).collect()
    }
}
