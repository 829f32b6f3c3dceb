//! Weighs what the rules and traits say of a sentence against each other: one doubt may be wrong, two seldom are.
//!
//! The weights are learned from pairs of source and sentence by `cargo xtask train-gates` and lie in
//! `data/weights.toml`; none is below zero, so no finding ever speaks for a sentence.

use crate::Kind;
use std::collections::HashMap;
use std::sync::OnceLock;

/// One thing that speaks against a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Of the rule or trait, with the kind of its fault.
    pub name: String,
    /// 1 for a rule; of a trait how much.
    pub strength: f64,
    /// What fault it would be.
    pub kind: Kind,
    /// In plain words, with the values.
    pub detail: String,
    /// Found by a rule, which names words; a trait only counts them.
    pub is_rule: bool,
}

/// Whether it outweighs the threshold whatever the weights say: another language and a translation of nothing are no
/// matter of degree.
pub(crate) fn is_hard(signal: &Signal) -> bool {
    signal.kind == Kind::Language || signal.name.starts_with("hollow")
}

/// What speaks against a sentence, as the weights know it: each signal, and how many rules found something.
pub fn features(signals: &[Signal]) -> Vec<(String, f64)> {
    const COUNTS: [&str; 3] = ["one rule", "two rules", "three rules"];
    let mut features: Vec<(String, f64)> =
        signals.iter().map(|signal| (signal.name.clone(), signal.strength)).collect();
    let n_rules = signals.iter().filter(|signal| signal.is_rule).count();
    features.extend(COUNTS.iter().take(n_rules).map(|name| ((*name).to_owned(), 1.0)));
    features
}

/// How much all signals weigh together; above zero is a refusal.
pub(crate) fn score(signals: &[Signal]) -> f64 {
    weight("bias") + features(signals).iter().map(|(name, strength)| weight(name) * strength).sum::<f64>()
}

/// How much one signal weighs.
pub(crate) fn weight_of(signal: &Signal) -> f64 {
    weight(&signal.name) * signal.strength
}

fn weight(name: &str) -> f64 {
    static WEIGHTS: OnceLock<HashMap<String, f64>> = OnceLock::new();
    let weights = WEIGHTS.get_or_init(|| {
        let tables =
            toml::from_str::<HashMap<String, String>>(include_str!("../data/weights.toml")).unwrap_or_default();
        let lines = tables.get("weights").map_or("", String::as_str).lines();
        let line = |line: &str| {
            let (name, weight) = line.split_once('=')?;
            Some((name.trim().to_owned(), weight.trim().parse().ok()?))
        };
        lines.filter_map(line).collect()
    });
    weights.get(name).copied().unwrap_or_default()
}
