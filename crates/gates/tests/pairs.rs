//! The gates on pairs of source and sentence: supported ones and ones broken in named ways.
//!
//! `dev-*`, `held-*` and `blind-*` were read row by row while the rules were written and the weights learned from them, so
//! all flatter both; of `fresh-*` only sums are looked at.

#![expect(clippy::unwrap_used, reason = "a test stops where its data cannot be read")]

use gates::{Claim, Judgement, Span, check};
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

fn with_claim<T>(pair: &Pair, then: impl FnOnce(&Claim<'_>) -> T) -> T {
    let language = |tag: &str| Language::parse(tag).unwrap();
    let spans: Vec<Span<'_>> = pair
        .sources
        .iter()
        .map(|text| Span { text, language: language(&pair.source_language), published: None })
        .collect();
    then(&Claim { text: &pair.sentence, language: language(&pair.sentence_language), spans: &spans })
}

/// What the rules reach on pairs that they were written with; they may get better, not worse.
#[test]
fn code_alone_refuses_few_supported_sentences_and_is_sure_of_no_broken_one() {
    let (supported, broken): (Vec<Judgement>, Vec<Judgement>) = judged(&["dev-", "held-"]);
    let share = |of: &[Judgement], is: fn(&Judgement) -> bool| {
        of.iter().filter(|judgement| is(judgement)).count() as f64 / of.len() as f64
    };
    let is_refused = |judgement: &Judgement| matches!(judgement, Judgement::Refused(_));
    let has_objection = |judgement: &Judgement| judgement.clone().objection().is_some();
    let shares = [share(&supported, is_refused), share(&broken, is_refused)];
    assert!(shares[0] <= 0.01 && shares[1] >= 0.35, "refused alone: {shares:?}");
    let shares = [share(&supported, has_objection), share(&broken, has_objection)];
    assert!(shares[0] <= 0.2 && shares[1] >= 0.8, "refused or unlikely: {shares:?}");
    assert_eq!(broken.iter().filter(|judgement| **judgement == Judgement::Supported).count(), 0);
}

/// What is said of supported pairs, and of broken ones.
fn judged(prefixes: &[&str]) -> (Vec<Judgement>, Vec<Judgement>) {
    let all = prefixes.iter().flat_map(|prefix| pairs(prefix));
    let (supported, broken): (Vec<Pair>, Vec<Pair>) = all.partition(|pair| pair.kind == "supported");
    let of = |pairs: &[Pair]| pairs.iter().map(|pair| with_claim(pair, check)).collect();
    (of(&supported), of(&broken))
}

#[test]
#[ignore = "writes what is said of each pair of PREFIX to OUT, a JSON object a line; never of pairs that only sums are taken of"]
fn dump() {
    use std::io::Write as _;
    let mut out = std::fs::File::create(std::env::var("OUT").unwrap()).unwrap();
    for pair in pairs(&std::env::var("PREFIX").unwrap()) {
        let (judgement, evidence) =
            with_claim(&pair, |claim| (format!("{:?}", check(claim)), gates::features(&gates::evidence(claim))));
        let languages = format!("{}>{}", pair.source_language, pair.sentence_language);
        let row = serde_json::json!({
            "id": pair.id, "kind": pair.kind, "languages": languages, "source": pair.sources,
            "sentence": pair.sentence, "note": pair.note, "judgement": judgement, "evidence": evidence,
        });
        writeln!(out, "{row}").unwrap();
    }
}
