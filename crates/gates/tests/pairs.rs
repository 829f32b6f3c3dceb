//! The gates on pairs of source and sentence: supported ones and ones broken in named ways.
//!
//! `dev-*`, `held-*` and `blind-*` were read row by row while the rules were written and the weights learned from them, so
//! all flatter both; of `fresh-*` only sums are looked at.

#![expect(clippy::unwrap_used, reason = "a test stops where its data cannot be read")]

use gates::{Claim, Span};
use news::Language;
use std::path::PathBuf;

#[derive(serde::Deserialize)]
struct Pair {
    id: String,
    source_language: String,
    sentence_language: String,
    sources: Vec<String>,
    sentence: String,
    kind: String,
    #[serde(default)]
    note: String,
}

fn pairs(prefix: &str) -> Vec<Pair> {
    let folder = std::env::var_os("ZAOWAN_PAIRS").map_or_else(|| PathBuf::from("tests/pairs"), PathBuf::from);
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| {
        path.file_name().is_some_and(|name| {
            name.to_string_lossy().starts_with(prefix) && name.to_string_lossy().ends_with(".jsonl")
        })
    });
    paths.sort();
    let lines = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    paths
        .iter()
        .flat_map(|path| lines(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Pair>>())
        .collect()
}

fn faults(pair: &Pair) -> Vec<gates::Fault> {
    let language = |tag: &str| Language::parse(tag).unwrap();
    let spans: Vec<Span<'_>> = pair
        .sources
        .iter()
        .map(|text| Span { text, language: language(&pair.source_language), published: None })
        .collect();
    gates::check(&Claim { text: &pair.sentence, language: language(&pair.sentence_language), spans: &spans })
}

/// Broken pairs, caught ones of them, supported pairs, refused ones of them.
fn counts(pairs: &[Pair]) -> [usize; 4] {
    let mut counts = [0; 4];
    for pair in pairs {
        let refused = !faults(pair).is_empty();
        let at = if pair.kind == "supported" { 2 } else { 0 };
        counts[at] += 1;
        counts[at + 1] += usize::from(refused);
    }
    counts
}

/// For which kinds supported pairs are refused, by languages; where one kind alone refuses, it is counted again.
fn reasons(pairs: &[Pair]) -> std::collections::BTreeMap<String, usize> {
    let mut reasons = std::collections::BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.kind == "supported") {
        let found = faults(pair);
        let languages = format!("{}>{}", pair.source_language, pair.sentence_language);
        for fault in &found {
            *reasons.entry(format!("{languages} {:?}", fault.kind)).or_default() += 1;
            let shape: String = fault.detail.split('"').step_by(2).collect::<Vec<_>>().join("…");
            let shape: String = shape.chars().filter(|c| !c.is_ascii_digit() && *c != '.' && *c != '%').collect();
            *reasons.entry(format!("any {:?} {}", fault.kind, shape.trim())).or_default() += 1;
            *reasons.entry(format!("alone {:?}", fault.kind)).or_default() += usize::from(found.len() == 1);
        }
    }
    reasons
}

#[test]
#[ignore = "prints what goes wrong; KIND and PREFIX choose the rows"]
fn what_goes_wrong() {
    let prefix = std::env::var("PREFIX").unwrap_or_else(|_| "dev-".to_owned());
    let pairs = pairs(&prefix);
    let wanted = std::env::var("KIND").unwrap_or_default();
    for pair in pairs.iter().filter(|pair| wanted.is_empty() || wanted.split(',').any(|kind| kind == pair.kind)) {
        let found = faults(pair);
        if found.is_empty() != (pair.kind == "supported") {
            println!(
                "\n{} [{}] {}\n  S: {}\n  G: {}",
                pair.id,
                pair.kind,
                pair.note,
                pair.sentence,
                pair.sources.join("\n     ")
            );
            for fault in found {
                println!("  -> {:?}: {}", fault.kind, fault.detail);
            }
        }
    }
    let mut table = std::collections::BTreeMap::<(String, String), [usize; 2]>::new();
    for pair in &pairs {
        let row = table
            .entry((pair.kind.clone(), format!("{}>{}", pair.source_language, pair.sentence_language)))
            .or_default();
        row[0] += 1;
        row[1] += usize::from(!faults(pair).is_empty());
    }
    for ((kind, languages), [n, refused]) in table {
        println!("{kind:14} {languages:6} {refused:3} of {n:3}");
    }
    println!("{prefix} {:?}", counts(&pairs));
    println!("{prefix} refused {:?}", reasons(&pairs));
    let held = self::pairs("held-");
    println!("held {:?}", counts(&held));
    println!("held refused {:?}", reasons(&held));
    let mut table = std::collections::BTreeMap::<String, [usize; 2]>::new();
    for pair in &held {
        let row = table.entry(pair.kind.clone()).or_default();
        row[0] += 1;
        row[1] += usize::from(!faults(pair).is_empty());
    }
    println!("held {table:?}");
}

/// What the rules reach; they may get better, not worse.
#[test]
fn broken_sentences_are_caught_and_supported_ones_pass() {
    for prefix in ["dev-", "held-"] {
        let [n_broken, n_caught, n_supported, n_refused] = counts(&pairs(prefix));
        let (recall, refusal) = (n_caught as f64 / n_broken as f64, n_refused as f64 / n_supported as f64);
        assert!(
            recall >= 0.8 && refusal <= 0.2,
            "{prefix}: {n_caught} of {n_broken} caught, {n_refused} of {n_supported} refused"
        );
    }
}

#[test]
#[ignore = "writes the evidence of every pair to OUT"]
fn dump() {
    use std::io::Write as _;
    let mut out = std::fs::File::create(std::env::var("OUT").unwrap()).unwrap();
    for pair in pairs("") {
        let language = |tag: &str| Language::parse(tag).unwrap();
        let spans: Vec<Span<'_>> = pair
            .sources
            .iter()
            .map(|text| Span { text, language: language(&pair.source_language), published: None })
            .collect();
        let claim = Claim { text: &pair.sentence, language: language(&pair.sentence_language), spans: &spans };
        let signals = gates::evidence(&claim);
        let evidence = gates::features(&signals);
        let details: Vec<String> =
            signals.iter().filter(|signal| signal.is_rule).map(|s| format!("{}: {}", s.name, s.detail)).collect();
        let refused = !gates::check(&claim).is_empty();
        writeln!(out, "{}", serde_json::json!({
            "id": pair.id, "kind": pair.kind, "languages": format!("{}>{}", pair.source_language, pair.sentence_language),
            "source": pair.sources, "sentence": pair.sentence, "note": pair.note, "evidence": evidence, "details": details, "refused": refused,
        })).unwrap();
    }
}
