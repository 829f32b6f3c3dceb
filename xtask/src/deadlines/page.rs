//! The page of the matrix: what was run, whether any was late or empty, and how good the editions of each cell are.

use super::cell::{Cell, Latency};
use super::plot;
use super::run::{Past, Quality, Run};
use crate::bench;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const PAGE: &str = "docs/deadlines.md";
const PLOT: &str = "docs/images/deadlines.svg";
/// More is late.
const TOLERANCE: f64 = 2.0;
/// Steps of the ladder, and what cut short what they did not.
const STEPS: [&str; 8] = ["revisions", "routes", "stories", "writer", "length", "floor_voice", "voice", "time"];

/// Writes the page and its picture.
pub fn write(runs: &[Run], past: &Past) -> Result<()> {
    let page = page(runs, past)?;
    std::fs::create_dir_all("docs/images")?;
    std::fs::write(PLOT, plot::svg(&series(runs)))?;
    std::fs::write(PAGE, &page)?;
    println!("{page}");
    Ok(())
}

fn page(runs: &[Run], past: &Past) -> Result<String> {
    let mut page = String::from("# Deadlines\n\n");
    writeln!(page, "Written by `cargo xtask deadline`; figures are of one machine, one commit and one run.\n")?;
    let build = if cfg!(debug_assertions) { "the development build" } else { "the release build" };
    writeln!(page, "- machine: {}, shared with other work; {build}\n- commit: {}", bench::machine(), bench::commit())?;
    let (late, empty): (Vec<&Run>, Vec<&Run>) =
        (runs.iter().filter(|run| is_late(run)).collect(), runs.iter().filter(is_empty).collect());
    let worst = runs.iter().map(Run::late).fold(f64::NEG_INFINITY, f64::max);
    let deadlines = || runs.iter().map(|run| run.deadline.as_secs_f64());
    writeln!(
        page,
        "- {} runs, each a newsroom of its own with real HTTP on loopback: the sample wire, two vendors of models, the voice of this \
         machine; deadlines of {:.0} to {:.0} s; in health an edition takes {:.1} s\n",
        runs.len(),
        deadlines().fold(f64::INFINITY, f64::min),
        deadlines().fold(0.0, f64::max),
        past.seconds
    )?;
    page.push_str("| what | measured | aim | met |\n|---|---|---|---|\n");
    row(&mut page, "runs", runs.len().to_string(), "200", runs.len() >= 200)?;
    row(&mut page, "late by more than 2 s", late.len().to_string(), "0", late.is_empty())?;
    row(&mut page, "empty though a source answers", empty.len().to_string(), "0", empty.is_empty())?;
    writeln!(
        page,
        "| the latest, after its deadline | {worst:+.2} s | at most +2 s | {} |\n",
        met(worst <= TOLERANCE)
    )?;
    writeln!(page, "![quality over latency](images/deadlines.svg)\n")?;
    page.push_str(NOTES);
    page.push_str(
        "\n| latency | vendors dead | sources dead | runs | late | empty | latest | stories | by models | sentences checked by a rival \
         | voice | given up, in how many runs |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for cell in Cell::all() {
        let own: Vec<&Run> = runs.iter().filter(|run| run.cell == cell).collect();
        if !own.is_empty() {
            cell_row(&mut page, &cell, &own)?;
        }
    }
    for run in runs.iter().filter(|run| is_late(run) || run.result.is_err()) {
        writeln!(page, "\n`{}`", run.line())?;
    }
    Ok(page)
}

const NOTES: &str = "Latency is the time until a model answers, 1x being 0.25 s: everything is some forty times as fast as in a real \
newsroom, but for the processor, which makes the matrix harder than life. A dead vendor breaks every connection; a dead source \
answers 503 or 404 or never ends. Sources dead are of those of the sample that usually answer. The plan of each run rests on \
one edition made in health. A sentence counts as checked if a model of another house than wrote its story tested it. A story that \
no model could write or check in time is told by rules, word for word as its sources have it. Late is more than 2 s after the \
deadline; runs print their seed, and a seed repeats a run.\n";

fn cell_row(page: &mut String, cell: &Cell, runs: &[&Run]) -> Result<()> {
    let made: Vec<&Quality> = runs.iter().filter_map(|run| run.result.as_ref().ok()).collect();
    let latest = runs.iter().map(|run| run.late()).fold(f64::NEG_INFINITY, f64::max);
    let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
    for step in made.iter().flat_map(|made| &made.degraded) {
        if let Some(nth) = STEPS.iter().position(|known| known == step) {
            *steps.entry(nth).or_default() += 1;
        }
    }
    let steps: Vec<String> = steps.into_iter().map(|(nth, n)| format!("{} {n}", STEPS[nth])).collect();
    writeln!(
        page,
        "| {} | {} | {} % | {} | {} | {} | {latest:+.2} s | {:.1} | {:.1} | {:.0} % | {:.0} % | {} |",
        cell.latency.name(),
        cell.n_dead_vendors,
        cell.percent_dead_sources,
        runs.len(),
        runs.iter().filter(|run| is_late(run)).count(),
        runs.iter().filter(|run| is_empty(run)).count(),
        mean(&made, |made| made.n_stories as f64),
        mean(&made, |made| made.n_by_model as f64),
        checked(&made) * 100.0,
        mean(&made, |made| f64::from(u8::from(made.has_voice))) * 100.0,
        steps.join(", ")
    )?;
    Ok(())
}

fn row(page: &mut String, what: &str, measured: String, aim: &str, is_met: bool) -> Result<()> {
    writeln!(page, "| {what} | {measured} | {aim} | {} |", met(is_met))?;
    Ok(())
}

fn met(is_met: bool) -> &'static str {
    if is_met { "yes" } else { "**no**" }
}

fn is_late(run: &Run) -> bool {
    run.late() > TOLERANCE
}

fn is_empty(run: &&Run) -> bool {
    run.n_sources_alive > 0 && run.result.as_ref().map_or(true, |made| made.n_stories == 0)
}

fn mean(made: &[&Quality], value: impl Fn(&Quality) -> f64) -> f64 {
    made.iter().map(|made| value(made)).sum::<f64>() / made.len().max(1) as f64
}

/// The share of all sentences.
fn checked(made: &[&Quality]) -> f64 {
    let n: usize = made.iter().map(|made| made.n_sentences).sum();
    made.iter().map(|made| made.n_checked).sum::<usize>() as f64 / n.max(1) as f64
}

/// For each latency what the editions with one source in ten dead are like, in shares of the best there is.
fn series(runs: &[Run]) -> Vec<plot::Panel> {
    (0..=2)
        .map(|n_dead| {
            let at = |latency: Latency| {
                let is_here = |run: &&Run| {
                    run.cell.latency == latency
                        && run.cell.n_dead_vendors == n_dead
                        && run.cell.percent_dead_sources == 10
                };
                let made: Vec<&Quality> =
                    runs.iter().filter(is_here).filter_map(|run| run.result.as_ref().ok()).collect();
                let most = 12.0;
                plot::Point {
                    name: latency.name(),
                    shares: [
                        mean(&made, |made| made.n_stories as f64) / most,
                        mean(&made, |made| made.n_by_model as f64) / most,
                        checked(&made),
                        mean(&made, |made| f64::from(u8::from(made.has_voice))),
                    ],
                }
            };
            plot::Panel {
                title: format!("{n_dead} of 2 vendors dead"),
                points: Latency::ALL.into_iter().map(at).collect(),
            }
        })
        .collect()
}
