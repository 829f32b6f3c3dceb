//! One size through dating, deduplication, clustering, archive and search: seconds and peak memory of each.

use super::invent::{self, Vocabulary};
use crate::bench_truth::corpus::Chance;
use anyhow::Result;
use archive::Archive;
use jiff::Timestamp;
use news::{Evidence, EvidenceKind, Item, SourceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Instant;
use wire::{cluster::cluster, dating, dedupe::near_duplicates};

const SEED: u64 = 4;
/// Items that come in at once.
const BATCH: usize = 2_000;
const QUERIES: usize = 100;

/// What was measured of one size.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Size {
    pub n: usize,
    pub n_events: usize,
    pub n_stories: usize,
    pub n_duplicates: usize,
    pub archive_mib: f64,
    pub stages: Vec<Stage>,
}

/// One stage of a size.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stage {
    pub name: String,
    /// Of the processor, so that what else runs on the machine does not count.
    pub seconds: f64,
    /// Of the clock.
    pub wall_seconds: f64,
    /// Of the whole process while it ran, its items included.
    pub peak_mib: f64,
}

/// Runs all stages over so many items.
pub fn run(n: usize, vocabulary: &Vocabulary) -> Result<Size> {
    let (mut items, n_events) = invent::items(n, vocabulary, SEED);
    let mut size = Size { n, n_events, ..Size::default() };
    size.stage("dating", || items.iter_mut().for_each(date));
    size.n_duplicates = size.stage("deduplication", || near_duplicates(&items).len());
    let copies = items.clone();
    size.n_stories = size.stage("clustering", || cluster(copies, &BTreeMap::<SourceId, _>::new()).len());
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("archive.db");
    let archive = Archive::open(&path)?;
    size.stage("archive, insert", || -> Result<()> {
        for batch in items.chunks(BATCH) {
            archive.remember_items(batch)?;
        }
        Ok(())
    })?;
    size.archive_mib = std::fs::metadata(&path)?.len() as f64 / (1024.0 * 1024.0);
    let queries = queries(&items);
    size.stage("archive, 100 searches", || -> Result<()> {
        for query in &queries {
            archive.search(query, 20)?;
        }
        Ok(())
    })?;
    Ok(size)
}

impl Size {
    fn stage<T>(&mut self, name: &str, deed: impl FnOnce() -> T) -> T {
        forget_peak();
        let (began, cpu_began) = (Instant::now(), processor_seconds());
        let done = deed();
        let wall_seconds = began.elapsed().as_secs_f64();
        let seconds = processor_seconds().zip(cpu_began).map_or(wall_seconds, |(now, began)| now - began);
        let peak_mib = peak_mib();
        eprintln!("    {name}: {seconds:.2} s, {wall_seconds:.2} s by the clock, {peak_mib:.0} MiB");
        self.stages.push(Stage { name: name.to_owned(), seconds, wall_seconds, peak_mib });
        done
    }
}

/// Reads the signs as a feed, a page and an address give them, and weighs them.
fn date(item: &mut Item) {
    let Some(at) = item.dating.value else { return };
    let spelled = match item.url.len() % 3 {
        0 => at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        1 => at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        _ => at.strftime("%Y年%m月%d日 %H:%M:%S +0000").to_string(),
    };
    let sign = |kind, raw: String| {
        let value = dating::parse_date(&raw, None).map(|(value, _)| value);
        Evidence { kind, raw, value, rejected: None }
    };
    let signs = vec![
        sign(EvidenceKind::Feed, spelled),
        sign(EvidenceKind::Meta, at.to_string()),
        sign(EvidenceKind::Url, at.strftime("%Y/%m/%d").to_string()),
    ];
    let as_of = at.saturating_add(jiff::SignedDuration::from_hours(6)).unwrap_or(Timestamp::MAX);
    item.dating = dating::decide(signs, as_of);
}

/// Two words of a headline, as somebody would ask for what they remember.
fn queries(items: &[Item]) -> Vec<String> {
    let mut chance = Chance::of(SEED);
    (0..QUERIES)
        .map(|_| {
            let title = &items[chance.below(items.len())].title;
            let words: Vec<&str> = title.split_whitespace().collect();
            match words.len() {
                0..3 => title.chars().take(5).collect(),
                n => format!("{} {}", words[0], words[n - 1]),
            }
        })
        .collect()
}

/// What this thread, the only one that works, has run; where Linux tells it.
fn processor_seconds() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// Linux counts the peak of the resident set anew from here.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
