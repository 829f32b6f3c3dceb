//! The section "Gates": pairs of source and sentence, supported or broken in named ways, by kind and languages.
//!
//! The pairs lie in `crates/gates/tests/pairs`. Of `fresh-*` only sums are looked at. `blind-*`, `held-*` and `dev-*`
//! were read while the rules were written and the weights are learned from them: they are judged by folds over sources,
//! beside the figures of the weights that saw them.

use super::data::Data;
use crate::section::Section;
use crate::train_gates::{Pair, cross_validated, learned_from, pairs};
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;

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
    let fresh = pairs("fresh-")?;
    if fresh.is_empty() {
        section.note_row("Gates, pairs nobody tuned on", "not measured: no fresh-*.jsonl", "> 97 %, <= 5 %");
    } else {
        add(&mut section, "pairs nobody tuned on", &fresh, &refused(&fresh)?)?;
    }
    let read = learned_from()?;
    add(&mut section, "read pairs, by weights that did not see their source", &read, &cross_validated(&read)?)?;
    add(&mut section, "read pairs, by the shipped weights that saw them", &read, &refused(&read)?)?;
    section.notes.push_str(
        "\nFolds over sources keep the weights honest, not the rules and tables: those were written with all read pairs \
         in view, so only the first figures say what unseen text meets.\n",
    );
    Ok(section)
}

/// Which pairs the gates refuse as they are shipped.
fn refused(pairs: &[Pair]) -> Result<Vec<bool>> {
    pairs.iter().map(|pair| pair.with_claim(|claim| !gates::check(claim).is_empty())).collect()
}

fn add(section: &mut Section, what: &str, pairs: &[Pair], refused: &[bool]) -> Result<()> {
    let mut counts = Counts::new();
    for (pair, refused) in pairs.iter().zip(refused) {
        counts.entry(pair.kind.clone()).or_default().entry(pair.languages()).or_default().add(*refused);
    }
    let broken = sum(counts.iter().filter(|(kind, _)| *kind != "supported").flat_map(|(_, row)| row.values()));
    let supported = sum(counts.get("supported").into_iter().flat_map(BTreeMap::values));
    let shown = |count: Count| format!("{:.1} % ({} of {})", count.percent(), count.refused, count.all);
    section.row(format!("Gates, {what}: broken ones caught"), shown(broken), "> 97 %", broken.percent() > 97.0);
    let met = supported.percent() <= 5.0;
    section.row(format!("Gates, {what}: supported ones refused"), shown(supported), "<= 5 %", met);
    section.notes.push_str(&table(what, &counts)?);
    Ok(())
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
