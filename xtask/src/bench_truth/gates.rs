//! The section "Gates": pairs of source and sentence, supported or broken in named ways, by kind and languages.
//!
//! The pairs lie in `crates/gates/tests/pairs`. `dev-*` and later `held-*` and `blind-*` were read while the rules were written,
//! of `fresh-*` only sums are looked at.

use super::data::Data;
use crate::section::Section;
use anyhow::{Context, Result};
use gates::{Claim, Span};
use news::Language;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const PAIRS: &str = "crates/gates/tests/pairs";

#[derive(serde::Deserialize)]
struct Pair {
    source_language: String,
    sentence_language: String,
    sources: Vec<String>,
    sentence: String,
    kind: String,
}

/// Files that begin so, and what they are.
const SETS: [(&str, &str); 4] = [
    ("fresh-", "pairs nobody tuned on"),
    ("blind-", "counted only at first, read later"),
    ("held-", "held back at first, read later"),
    ("dev-", "read while the rules were written"),
];

/// How many of how many were refused.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    refused: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, refused: bool) {
        self.refused += usize::from(refused);
        self.all += 1;
    }

    fn percent(self) -> f64 {
        self.refused as f64 * 100.0 / self.all.max(1) as f64
    }
}

/// By kind, then by languages.
type Counts = BTreeMap<String, BTreeMap<String, Count>>;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Gates");
    for (half, what) in SETS {
        let pairs = pairs(half)?;
        if pairs.is_empty() {
            continue;
        }
        let counts = counts(&pairs)?;
        let broken = sum(counts.iter().filter(|(kind, _)| *kind != "supported").flat_map(|(_, row)| row.values()));
        let supported = sum(counts.get("supported").into_iter().flat_map(BTreeMap::values));
        let shown = |count: Count| format!("{:.1} % ({} of {})", count.percent(), count.refused, count.all);
        section.row(format!("Gates, {what}: broken ones caught"), shown(broken), "> 97 %", broken.percent() > 97.0);
        let met = supported.percent() <= 5.0;
        section.row(format!("Gates, {what}: supported ones refused"), shown(supported), "<= 5 %", met);
        section.notes.push_str(&table(what, &counts)?);
    }
    Ok(section)
}

fn pairs(prefix: &str) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for file in std::fs::read_dir(PAIRS).context("run it from the project's folder")? {
        let path = file?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)) {
            for line in std::fs::read_to_string(path)?.lines() {
                pairs.push(serde_json::from_str(line)?);
            }
        }
    }
    Ok(pairs)
}

fn counts(pairs: &[Pair]) -> Result<Counts> {
    let mut counts = Counts::new();
    for pair in pairs {
        let language = |tag: &str| Language::parse(tag).with_context(|| format!("no language: {tag}"));
        let (from, into) = (language(&pair.source_language)?, language(&pair.sentence_language)?);
        let spans: Vec<Span<'_>> =
            pair.sources.iter().map(|text| Span { text, language: from, published: None }).collect();
        let refused = !gates::check(&Claim { text: &pair.sentence, language: into, spans: &spans }).is_empty();
        let languages = format!("{} > {}", pair.source_language, pair.sentence_language);
        counts.entry(pair.kind.clone()).or_default().entry(languages).or_default().add(refused);
    }
    Ok(counts)
}

fn sum<'a>(counts: impl Iterator<Item = &'a Count>) -> Count {
    counts.fold(Count::default(), |sum, count| Count { refused: sum.refused + count.refused, all: sum.all + count.all })
}

fn table(what: &str, counts: &Counts) -> Result<String> {
    const LANGUAGES: [&str; 4] = ["en > en", "zh > zh", "zh > en", "en > zh"];
    let mut table =
        format!("\nRefused of all, {what}:\n\n| kind | {} |\n|---|---|---|---|---|\n", LANGUAGES.join(" | "));
    for (kind, row) in counts {
        let cell =
            |languages: &&str| row.get(*languages).map_or(String::new(), |n| format!("{} of {}", n.refused, n.all));
        writeln!(table, "| {kind} | {} |", LANGUAGES.iter().map(cell).collect::<Vec<_>>().join(" | "))?;
    }
    Ok(table)
}
