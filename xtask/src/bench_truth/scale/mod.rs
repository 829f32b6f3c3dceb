//! The section "Scale": ten thousand, a hundred thousand, a million items through the text layer and the archive.
//!
//! Each size runs in a process of its own, so that its memory is its own.

mod invent;
mod plot;
mod stages;

use super::corpus;
use super::data::Data;
use crate::section::Section;
use anyhow::{Context, Result};
use invent::Vocabulary;
use stages::Size;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// A process that is to run one size finds it here.
const ONE_SIZE: &str = "ZAOWAN_SCALE_SIZE";
/// Sizes above this are left out, where it is set.
const LARGEST: &str = "ZAOWAN_SCALE_LARGEST";
const PLOT: &str = "docs/images/scale.svg";
/// How fast the time may grow: seconds as this power of the number of items.
const EXPONENT: f64 = 1.1;
/// Memory that an item needs, with room to spare: a size that does not fit is not begun.
const KIB_AN_ITEM: f64 = 8.0;

/// Measures it.
pub fn measure(data: &Data) -> Result<Section> {
    let mut section = Section::new("Scale");
    let articles = corpus::wire(data)?;
    if articles.is_empty() {
        section.note_row("scale", "not measured: no development data", "");
        return Ok(section);
    }
    if let Some(n) = std::env::var_os(ONE_SIZE) {
        let n = n.to_string_lossy().parse().context("the size is no number")?;
        println!("{}", serde_json::to_string(&stages::run(n, &Vocabulary::of(&articles))?)?);
        return Ok(section);
    }
    let largest = std::env::var(LARGEST).ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let mut sizes = Vec::new();
    for n in SIZES.into_iter().filter(|n| *n <= largest) {
        let needed = n as f64 * KIB_AN_ITEM / 1024.0;
        let there = available_mib();
        if there < needed {
            section.note_row(format!("{n} items"), format!("not measured: {there:.0} MiB of memory are free"), "");
            continue;
        }
        eprintln!("  {n} items …");
        sizes.push(in_own_process(n)?);
    }
    report(&mut section, &sizes);
    if cfg!(not(debug_assertions)) && sizes.len() > 1 {
        std::fs::create_dir_all("docs/images")?;
        std::fs::write(PLOT, plot::svg(&sizes))?;
    }
    Ok(section)
}

fn in_own_process(n: usize) -> Result<Size> {
    let program = std::env::current_exe()?;
    let output = Command::new(program)
        .args(["bench-truth", "scale"])
        .env(ONE_SIZE, n.to_string())
        .stderr(Stdio::inherit())
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let size = said.lines().find(|line| line.starts_with('{'));
    serde_json::from_str(size.unwrap_or_default()).with_context(|| format!("the run with {n} items did not end"))
}

fn report(section: &mut Section, sizes: &[Size]) {
    for pair in sizes.windows(2) {
        let (small, large) = (&pair[0], &pair[1]);
        for (before, after) in small.stages.iter().zip(&large.stages) {
            let exponent = (after.seconds / before.seconds).ln() / (large.n as f64 / small.n as f64).ln();
            let what = format!("{}: exponent of growth, {} to {} items", after.name, small.n, large.n);
            let measured = format!("{exponent:.2} ({:.2} s to {:.2} s)", before.seconds, after.seconds);
            section.row(what, measured, "at most 1.1", exponent <= EXPONENT);
        }
    }
    let _ = writeln!(section.notes, "![seconds and memory by number of items](images/scale.svg)\n");
    let _ = writeln!(
        section.notes,
        "| items | events | stories | copies | stage | processor s | clock s | items a processor second | peak MiB |"
    );
    let _ = writeln!(section.notes, "|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        for stage in &size.stages {
            let _ = writeln!(
                section.notes,
                "| {} | {} | {} | {} | {} | {:.2} | {:.2} | {:.0} | {:.0} |",
                size.n,
                size.n_events,
                size.n_stories,
                size.n_duplicates,
                stage.name,
                stage.seconds,
                stage.wall_seconds,
                size.n as f64 / stage.seconds,
                stage.peak_mib
            );
        }
    }
    let files: Vec<String> = sizes.iter().map(|size| format!("{:.0}", size.archive_mib)).collect();
    let _ = writeln!(
        section.notes,
        "\nThe archive's file: {} MiB. One thread, seconds of the processor. Clustering finds the copies once more itself. The items are invented \
         with a seed from the words of the wire, 2,000 a day; memory is of the whole process with its items.",
        files.join(", ")
    );
}

fn available_mib() -> f64 {
    let info = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = info.lines().find(|line| line.starts_with("MemAvailable:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(f64::MAX) / 1024.0
}
