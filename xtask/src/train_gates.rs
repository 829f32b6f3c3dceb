//! Learns how much each signal of the gates weighs, from the pairs of source and sentence, and writes
//! `crates/gates/data/weights.toml`.
//!
//! A logistic model with weights of zero or more, fitted by coordinates: the same pairs give the same file. It is judged
//! by folds over sources, so that no sentence is judged by weights that saw another sentence of its source.

use anyhow::{Context, Result};
use gates::{Claim, Span};
use news::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const PAIRS: &str = "crates/gates/tests/pairs";
const WEIGHTS: &str = "crates/gates/data/weights.toml";
/// Into so many parts the sources are cut.
const FOLDS: u64 = 10;
/// Which sources fall into which fold.
const SEED: u64 = 7;
/// How strongly weights are drawn to zero: one pseudo-pair's worth.
const RIDGE: f64 = 1.0;
/// A refused supported sentence costs as much as so many missed broken ones.
const COST: f64 = 2.0;

/// A source with one sentence.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Pair {
    pub source_language: String,
    pub sentence_language: String,
    pub sources: Vec<String>,
    pub sentence: String,
    pub kind: String,
}

impl Pair {
    pub fn is_supported(&self) -> bool {
        self.kind == "supported"
    }

    pub fn languages(&self) -> String {
        format!("{} > {}", self.source_language, self.sentence_language)
    }

    /// Calls back with the claim that this pair makes.
    pub fn with_claim<T>(&self, then: impl FnOnce(&Claim<'_>) -> T) -> Result<T> {
        let language = |tag: &str| Language::parse(tag).with_context(|| format!("no language: {tag}"));
        let (from, into) = (language(&self.source_language)?, language(&self.sentence_language)?);
        let spans: Vec<Span<'_>> =
            self.sources.iter().map(|text| Span { text, language: from, published: None }).collect();
        Ok(then(&Claim { text: &self.sentence, language: into, spans: &spans }))
    }

    /// All sentences of one source fall into one fold.
    fn fold(&self, seed: u64) -> u64 {
        let source = self.sources.first().map_or("", String::as_str);
        let key: String = source.chars().take(40).collect();
        xxhash_rust::xxh3::xxh3_64_with_seed(key.as_bytes(), seed) % FOLDS
    }
}

/// The pairs of the files that begin so.
pub fn pairs(prefix: &str) -> Result<Vec<Pair>> {
    let mut paths = Vec::new();
    for file in std::fs::read_dir(PAIRS).context("run it from the project's folder")? {
        let path = file?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(prefix) && name.ends_with(".jsonl") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut pairs = Vec::new();
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines() {
            pairs.push(serde_json::from_str(line)?);
        }
    }
    Ok(pairs)
}

/// The pairs that the weights are learned from.
pub fn learned_from() -> Result<Vec<Pair>> {
    Ok([pairs("blind-")?, pairs("dev-")?, pairs("held-")?].concat())
}

/// Which of these pairs are refused by weights that never saw their source.
pub fn cross_validated(pairs: &[Pair]) -> Result<Vec<bool>> {
    let rows = Rows::of(pairs)?;
    let scores = rows.cross_validated(pairs, SEED);
    // The threshold of each fold comes from the other folds too.
    let folds: Vec<u64> = pairs.iter().map(|pair| pair.fold(SEED)).collect();
    let threshold = |fold: u64| {
        let others = (0..pairs.len()).filter(|i| folds[*i] != fold).map(|i| (scores[i], rows.is_broken[i]));
        threshold(&others.collect::<Vec<_>>())
    };
    let thresholds: Vec<f64> = (0..FOLDS).map(threshold).collect();
    Ok((0..pairs.len()).map(|i| scores[i] > thresholds[folds[i] as usize]).collect())
}

/// Writes the weights.
pub fn run(root: &Path) -> Result<String> {
    let pairs = learned_from()?;
    let rows = Rows::of(&pairs)?;
    let scores = rows.cross_validated(&pairs, SEED);
    let judged: Vec<(f64, bool)> = scores.iter().copied().zip(rows.is_broken.iter().copied()).collect();
    let threshold = threshold(&judged);
    let all: Vec<usize> = (0..pairs.len()).collect();
    let mut weights = rows.fitted(&all);
    if let Some(bias) = weights.last_mut() {
        *bias -= threshold;
    }
    let share = |broken: bool| {
        let n = judged.iter().filter(|(_, is)| *is == broken).count();
        let refused = judged.iter().filter(|(score, is)| *is == broken && *score > threshold).count();
        format!("{refused} of {n} ({:.1} %)", refused as f64 * 100.0 / n.max(1) as f64)
    };
    let report = format!(
        "{} pairs, {FOLDS} folds over sources, seed {SEED}: {} broken ones caught, {} supported ones refused",
        pairs.len(),
        share(true),
        share(false)
    );
    std::fs::write(root.join(WEIGHTS), file(&rows.names, &weights, &report)?)?;
    Ok(report)
}

fn file(names: &[String], weights: &[f64], report: &str) -> Result<String> {
    let mut text = format!(
        "# How much each signal weighs; written by `cargo xtask train-gates`, not by hand.\n\
         # Learned from blind-*, dev-* and held-* of crates/gates/tests/pairs.\n# {report}.\n\nweights = \"\"\"\n"
    );
    for (name, weight) in names.iter().map(String::as_str).chain(["bias"]).zip(weights) {
        if weight.abs() >= 0.005 {
            writeln!(text, "{name} = {weight:.3}")?;
        }
    }
    text.push_str("\"\"\"\n");
    Ok(text)
}

/// What speaks against each sentence.
struct Rows {
    names: Vec<String>,
    /// Places of signals and their strength.
    signals: Vec<Vec<(usize, f64)>>,
    is_broken: Vec<bool>,
}

impl Rows {
    fn of(pairs: &[Pair]) -> Result<Self> {
        let mut found = Vec::new();
        for pair in pairs {
            found.push(pair.with_claim(|claim| gates::features(&gates::evidence(claim)))?);
        }
        let names: BTreeSet<&String> = found.iter().flatten().map(|(name, _)| name).collect();
        let places: BTreeMap<&String, usize> = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();
        let row = |features: &Vec<(String, f64)>| features.iter().map(|(name, x)| (places[name], *x)).collect();
        Ok(Self {
            signals: found.iter().map(row).collect(),
            names: names.iter().map(|name| (*name).clone()).collect(),
            is_broken: pairs.iter().map(|pair| !pair.is_supported()).collect(),
        })
    }

    /// The weights that tell these rows apart best; the bias is last.
    fn fitted(&self, rows: &[usize]) -> Vec<f64> {
        let n = self.names.len();
        let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n + 1];
        for row in rows {
            for (place, x) in &self.signals[*row] {
                columns[*place].push((*row, *x));
            }
            columns[n].push((*row, 1.0));
        }
        let mut weights = vec![0.0; n + 1];
        let mut scores = vec![0.0; self.signals.len()];
        for _ in 0..300 {
            for (place, column) in columns.iter().enumerate() {
                let is_bias = place == n;
                let ridge = if is_bias { 0.0 } else { RIDGE };
                let (mut slope, mut bend) = (ridge * weights[place], ridge + 1e-9);
                for (row, x) in column {
                    let p = 1.0 / (1.0 + f64::exp(-scores[*row]));
                    slope += (p - f64::from(u8::from(self.is_broken[*row]))) * x;
                    bend += (p * (1.0 - p)).max(0.01) * x * x;
                }
                let step = weights[place] - slope / bend;
                let new: f64 = if is_bias { step } else { step.max(0.0) };
                let change = new - weights[place];
                weights[place] = new;
                for (row, x) in column {
                    scores[*row] += change * x;
                }
            }
        }
        weights
    }

    fn score(&self, row: usize, weights: &[f64]) -> f64 {
        weights.last().copied().unwrap_or_default()
            + self.signals[row].iter().map(|(place, x)| weights[*place] * x).sum::<f64>()
    }

    fn cross_validated(&self, pairs: &[Pair], seed: u64) -> Vec<f64> {
        let folds: Vec<u64> = pairs.iter().map(|pair| pair.fold(seed)).collect();
        let mut scores = vec![0.0; pairs.len()];
        for fold in 0..FOLDS {
            let (inside, outside): (Vec<usize>, Vec<usize>) = (0..pairs.len()).partition(|row| folds[*row] == fold);
            let weights = self.fitted(&outside);
            for row in inside {
                scores[row] = self.score(row, &weights);
            }
        }
        scores
    }
}

/// The score above which refusing costs least.
fn threshold(judged: &[(f64, bool)]) -> f64 {
    let n = |broken: bool| judged.iter().filter(|(_, is)| *is == broken).count().max(1) as f64;
    let (n_broken, n_supported) = (n(true), n(false));
    let mut sorted = judged.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut missed, mut refused) = (1.0, 0.0);
    let mut best = (f64::INFINITY, 0.0);
    for (i, (score, is_broken)) in sorted.iter().enumerate() {
        if *is_broken {
            missed -= 1.0 / n_broken;
        } else {
            refused += 1.0 / n_supported;
        }
        let next = sorted.get(i + 1).map_or(score - 1.0, |(next, _)| *next);
        let cost = missed + COST * refused;
        if next < *score && cost < best.0 {
            best = (cost, (score + next) / 2.0);
        }
    }
    best.1
}
