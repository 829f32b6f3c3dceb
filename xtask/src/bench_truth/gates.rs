//! The section "Gates": pairs of source and sentence, supported or broken in named ways, by kind and languages.
//!
//! The pairs lie in `crates/gates/tests/pairs`. Of `fresh-*` only sums are looked at. `blind-*`, `held-*` and `dev-*`
//! were read while the rules were written and the weights are learned from them. "Doubtful" is never counted as refused:
//! what code is certain of, what it sends to a rival and what one threshold would have done stand in rows of their own.

use super::data::Data;
use crate::section::Section;
use crate::train_gates::{Pair, cross_validated, learned_from, pairs};
use anyhow::Result;
use gates::Judgement;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many of how many were judged how.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    refused: usize,
    unlikely: usize,
    doubtful: usize,
    supported: usize,
}

impl Count {
    fn add(&mut self, judgement: &Judgement) {
        match judgement {
            Judgement::Refused(_) => self.refused += 1,
            Judgement::Unlikely(_) => self.unlikely += 1,
            Judgement::Doubtful(_) => self.doubtful += 1,
            Judgement::Supported => self.supported += 1,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            refused: self.refused + other.refused,
            unlikely: self.unlikely + other.unlikely,
            doubtful: self.doubtful + other.doubtful,
            supported: self.supported + other.supported,
        }
    }

    fn all(self) -> usize {
        self.refused + self.unlikely + self.doubtful + self.supported
    }
}

/// `74.0 % (114 of 154)`.
fn share(n: usize, of: usize) -> (f64, String) {
    let percent = n as f64 * 100.0 / of.max(1) as f64;
    (percent, format!("{percent:.1} % ({n} of {of})"))
}

/// By kind, then by languages.
type Counts = BTreeMap<String, BTreeMap<String, Count>>;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Gates");
    section.notes.push_str(HOW);
    let fresh = pairs("fresh-")?;
    if fresh.is_empty() {
        section.note_row("Gates, pairs nobody tuned on", "not measured: no fresh-*.jsonl", "> 97 %, <= 5 %");
    } else {
        add(&mut section, "pairs nobody tuned on", &fresh)?;
    }
    let read = learned_from()?;
    add(&mut section, "read pairs", &read)?;
    by_folds(&mut section, &read)?;
    Ok(section)
}

const HOW: &str = "\nA sentence is *supported* for code alone where it is its spans' own words; it is *refused* alone where a \
    value in it can be looked up in the spans and is not there (number, unit, date, name, place, organisation, office, \
    quotation, a lost or added \"not\", names in each other's places, language, a missing citation). All else is \
    *doubtful* and decided by a rival's model that must quote the bytes; without one it is not published. A doubtful \
    sentence is not a refused one: what a rival makes of it is not measured here. *Unlikely* is the part of the doubtful \
    that one threshold over all findings would refuse, as the gates did by themselves before. The rules for refusing \
    alone were written on the read pairs and on 416 titles of real reports beside their own texts (21 refused; read one by one, \
    four of them wrongly); the fresh pairs were counted after.\n";

fn add(section: &mut Section, what: &str, pairs: &[Pair]) -> Result<()> {
    let mut counts = Counts::new();
    for pair in pairs {
        let judgement = pair.with_claim(gates::check)?;
        counts.entry(pair.kind.clone()).or_default().entry(pair.languages()).or_default().add(&judgement);
    }
    let sum = |is_wanted: &dyn Fn(&str) -> bool| {
        let rows = counts.iter().filter(|(kind, _)| is_wanted(kind)).flat_map(|(_, row)| row.values());
        rows.fold(Count::default(), |sum, count| sum.and(*count))
    };
    let (broken, supported) = (sum(&|kind| kind != "supported"), sum(&|kind| kind == "supported"));
    let (percent, shown) = share(supported.refused, supported.all());
    section.row(format!("Gates, {what}: supported ones refused alone"), shown, "<= 5 %", percent <= 5.0);
    let (percent, shown) = share(broken.all() - broken.supported, broken.all());
    section.row(format!("Gates, {what}: broken ones refused or doubtful"), shown, "> 97 %", percent > 97.0);
    let rows = [
        ("broken ones refused alone", broken.refused, broken),
        ("broken ones doubtful, for a rival", broken.unlikely + broken.doubtful, broken),
        ("supported ones doubtful, for a rival", supported.unlikely + supported.doubtful, supported),
    ];
    for (row, n, of) in rows {
        section.note_row(format!("Gates, {what}: {row}"), share(n, of.all()).1, "");
    }
    let (percent, shown) = share(broken.refused + broken.unlikely, broken.all());
    let row = format!("Gates, {what}, by one threshold (refused or unlikely): broken ones caught");
    section.row(row, shown, "> 97 %", percent > 97.0);
    let (percent, shown) = share(supported.refused + supported.unlikely, supported.all());
    let row = format!("Gates, {what}, by one threshold (refused or unlikely): supported ones refused");
    section.row(row, shown, "<= 5 %", percent <= 5.0);
    section.notes.push_str(&table(what, &counts)?);
    Ok(())
}

/// What one threshold would do by weights that did not see a sentence's source.
fn by_folds(section: &mut Section, read: &[Pair]) -> Result<()> {
    let refused = cross_validated(read)?;
    let of = |is_supported: bool| {
        let ours = || read.iter().zip(&refused).filter(|(pair, _)| pair.is_supported() == is_supported);
        share(ours().filter(|(_, refused)| **refused).count(), ours().count())
    };
    let what = "read pairs, by one threshold, weights that did not see their source";
    let ((caught, shown_caught), (lost, shown_lost)) = (of(false), of(true));
    section.row(format!("Gates, {what}: broken ones caught"), shown_caught, "> 97 %", caught > 97.0);
    section.row(format!("Gates, {what}: supported ones refused"), shown_lost, "<= 5 %", lost <= 5.0);
    section.notes.push_str(
        "\nFolds over sources keep the weights honest, not the rules and tables: those were written with all read pairs \
         in view, so only the first figures say what unseen text meets.\n",
    );
    Ok(())
}

fn table(what: &str, counts: &Counts) -> Result<String> {
    const LANGUAGES: [&str; 4] = ["en > en", "zh > zh", "zh > en", "en > zh"];
    let mut table = format!(
        "\nRefused alone, unlikely, doubtful, supported; {what}:\n\n| kind | {} |\n|---|---|---|---|---|\n",
        LANGUAGES.join(" | ")
    );
    for (kind, row) in counts {
        let cell = |languages: &&str| {
            row.get(*languages)
                .map_or(String::new(), |n| format!("{} · {} · {} · {}", n.refused, n.unlikely, n.doubtful, n.supported))
        };
        writeln!(table, "| {kind} | {} |", LANGUAGES.iter().map(cell).collect::<Vec<_>>().join(" | "))?;
    }
    Ok(table)
}
