//! The house's own checks: `cargo xtask arch | tidy | schema [--check] | ci`, and its measurements: `bench`,
//! `bench-gateway`, `bench-truth`, `bench-voice`, `critical-path`, `deadline`, `load`, `days`, `story-pairs`. `train-gates`
//! learns.
//!
//! Each check prints what is wrong, where, and what to do about it; the program then ends with 1.

mod arch;
mod bench;
mod bench_gateway;
mod bench_truth;
mod bench_voice;
mod ci;
mod critical_path;
mod days;
mod deadlines;
mod finding;
mod load;
mod metadata;
mod room;
mod schema;
mod section;
mod story_pairs;
mod tidy;
mod train_gates;
mod tree;
mod tryout;

use anyhow::Context;
use finding::Finding;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <command>

  arch              the arrows between rooms are those of the table in xtask/src/arch.rs
  tidy              module docs, file sizes, the fourteen roles, the map, printing, paths of machines
  schema [--check]  writes schemas/*.json from the types; --check only compares
  ci                format, lints, arch, tidy, schema --check, and cargo-deny where it is installed
  bench             measures the built program and writes docs/benchmarks.md
  bench-gateway     measures the gateway beside two others and writes docs/benchmarks-gateway.md
                    [streams N] checks N streams at once frame by frame instead
  bench-truth       measures the text layer and the gates and writes docs/benchmarks-truth.md
                    [SECTION …] only prints those: feeds, articles, dates, stories, near-duplicates, gates, scale
  bench-voice       measures speaking, checking and mixing and writes docs/benchmarks-voice.md
  critical-path     prints the wall time of an edition over its longest chain of questions
  deadline          runs the deadline matrix and writes docs/deadlines.md [RUNS] [AT_ONCE]
  load              lets 2,000 readers read while an edition is made and writes docs/load.md; --print only prints
  days              makes editions of real days of news into target/days [--folder --from --to --out]
                    [--serve RFC3339] serves the web of that moment instead, to try the program by hand
  story-pairs       prints pairs of real items that were joined or nearly were, to be judged by hand
  train-gates       learns how much each signal of the gates weighs and writes crates/gates/data/weights.toml
  tryout            serves the sample wire and simulated vendors, and writes a newsroom.toml that uses both
                    [FOLDER] [VENDOR=FAULT …], such as target/tryout deepseek=s08a";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> anyhow::Result<ExitCode> {
    let root = root()?;
    match words {
        ["arch"] => Ok(report("arch", &arch::check(&root)?)),
        ["tidy"] => Ok(report("tidy", &tidy::check(&root)?)),
        ["schema"] => schema::write(&root).map(|()| ExitCode::SUCCESS),
        ["schema", "--check"] => Ok(report("schema", &schema::check(&root)?)),
        ["ci"] => ci::run(&root),
        ["bench"] => bench::bench().map(|()| ExitCode::SUCCESS),
        ["bench-gateway", words @ ..] => bench_gateway::bench_gateway(words).map(|()| ExitCode::SUCCESS),
        ["bench-truth", words @ ..] => bench_truth::bench_truth(words).map(|()| ExitCode::SUCCESS),
        ["bench-voice", words @ ..] => bench_voice::bench_voice(words).map(|()| ExitCode::SUCCESS),
        ["critical-path"] => {
            println!("{}", critical_path::section()?);
            Ok(ExitCode::SUCCESS)
        }
        ["deadline", words @ ..] => deadlines::deadline(words).map(|()| ExitCode::SUCCESS),
        ["load", words @ ..] => load::load(words).map(|()| ExitCode::SUCCESS),
        ["days", options @ ..] => days::days(options).map(|()| ExitCode::SUCCESS),
        ["train-gates"] => {
            println!("{}", train_gates::run(&root)?);
            Ok(ExitCode::SUCCESS)
        }
        ["story-pairs"] => story_pairs::story_pairs().map(|()| ExitCode::SUCCESS),
        ["tryout", words @ ..] => tryout::tryout(words).map(|()| ExitCode::SUCCESS),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}

/// Prints the findings of one check and says whether it held.
fn report(check: &str, findings: &[Finding]) -> ExitCode {
    for finding in findings {
        eprintln!("{finding}");
    }
    let n_errors = findings.iter().filter(|finding| finding.is_error).count();
    if n_errors > 0 {
        eprintln!("{check}: {n_errors} to mend");
        return ExitCode::FAILURE;
    }
    println!("{check}: in order");
    ExitCode::SUCCESS
}

/// The folder of the workspace: the one above this crate's.
fn root() -> anyhow::Result<PathBuf> {
    let here = std::env::var("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
    Ok(Path::new(&here).parent().context("xtask lies in the workspace")?.to_owned())
}
