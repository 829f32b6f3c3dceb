//! The page of the measurement: machine, method, tables with ratios, and which aims are met.

use super::load::Pace;
use super::rounds::{Lane, ROUNDS, Results, Round, Table, percentiles_ms};
use super::streams::Streams;
use super::{competitors, ours};
use crate::bench;
use anyhow::Result;
use std::fmt::Write as _;

const PAGE: &str = "docs/benchmarks-gateway.md";
/// What follows this heading is of `streams`, what precedes it of the side by side; each leaves the other's alone.
const STREAMS_HEADING: &str = "## Many streams at once\n";
const P99: usize = 2;

/// Writes the side by side and prints it.
pub fn write(results: &Results) -> Result<()> {
    let page = side_by_side(results)?;
    println!("{page}");
    let [_, streams] = read_halves();
    Ok(std::fs::write(PAGE, page + &streams)?)
}

/// Writes the section of many streams and prints it.
pub fn write_streams(machine: &str, n_wanted: usize, streams: &[Streams]) -> Result<()> {
    let table = streams_table(streams)?;
    println!("{table}");
    let n_streams = streams.first().map_or(0, |way| way.n_streams);
    let limited = if n_streams < n_wanted {
        format!("- {n_wanted} were asked for; the limit of open files, which could not be raised, holds {n_streams}\n")
    } else {
        String::new()
    };
    let section = format!(
        "{STREAMS_HEADING}\nWritten by `cargo xtask bench-gateway streams N`: N streams of numbered frames, one a second, \
         each on a connection of its own. A stream is whole when every frame came in order and it ended as it should.\n\n\
         - machine: {machine}\n- commit: {}\n{limited}\n{table}",
        bench::commit()
    );
    let [side_by_side, _] = read_halves();
    Ok(std::fs::write(PAGE, side_by_side + &section)?)
}

/// The page as it is, cut at the heading of the streams.
fn read_halves() -> [String; 2] {
    let page = std::fs::read_to_string(PAGE).unwrap_or_default();
    let at = page.find(STREAMS_HEADING).unwrap_or(page.len());
    let (side_by_side, streams) = page.split_at(at);
    [side_by_side.to_owned(), streams.to_owned()]
}

fn side_by_side(results: &Results) -> Result<String> {
    let mut page = String::from("# Benchmarks of the gateway\n\n");
    writeln!(page, "Written by `make bench-gateway`; figures are of one machine, one commit and one run.\n")?;
    writeln!(page, "- machine: {}", results.machine)?;
    writeln!(page, "- load of the machine before the run: {}", results.load_before)?;
    writeln!(page, "- commit: {}", results.commit)?;
    for (name, version) in &results.contestants {
        writeln!(page, "- {name}: {version}")?;
    }
    for absent in &results.absent {
        writeln!(page, "- {}: not measured, {}", absent.name, absent.why)?;
    }
    writeln!(page, "\n{}", method(results))?;
    for table in &results.tables {
        writeln!(page, "## {}\n", capital(&table.scenario.title()))?;
        page += &match table.scenario.pace {
            Pace::PerSecond(_) => latency(table)?,
            Pace::Connections(_) => throughput(table)?,
        };
    }
    page += &aims(&results.tables)?;
    Ok(page)
}

fn method(results: &Results) -> String {
    let cores = if results.is_pinned {
        "The gateway measured has core 1 to itself; the upstream and the load share core 0; the other gateways are paused."
    } else {
        "Programs could not be kept on cores of their own here; the other gateways are paused."
    };
    format!(
        "All ask the same upstream on the same machine: sixty words, whole or as sixty frames back to back, at once. \
         {cores} Every scenario runs in each of {ROUNDS} rounds, one contestant after another; tables show medians of the \
         rounds, and what is added is the difference to direct within a round. At a fixed rate the time runs from the \
         moment a request is due, so a gateway that falls behind cannot hide it. An answer that is not the whole answer \
         is an error. All log as they do by default, into a file. The run took {} s.\n",
        results.took.as_secs()
    )
}

/// Percentiles of one scenario, and what each lane adds to direct.
fn latency(table: &Table) -> Result<String> {
    let (what, figure): (_, fn(&Round) -> [f64; 3]) = if table.scenario.is_stream {
        ("to the first token", |round| round.first_token_ms)
    } else {
        ("to the end of the answer", |round| round.total_ms)
    };
    let mut text = format!(
        "Milliseconds {what}.\n\n| | p50 | p95 | p99 | added p50 | added p95 | added p99 | p99 added, ours = 1 | answers | \
         errors |\n|---|---|---|---|---|---|---|---|---|---|\n"
    );
    let Some(direct) = table.lanes.first() else { return Ok(text) };
    let added = |lane: &Lane, at: usize| lane.added(direct, |round| figure(round)[at]);
    let ours = table.lanes.iter().find(|lane| lane.name.starts_with(ours::NAME)).map(|ours| added(ours, P99));
    for lane in &table.lanes {
        write!(text, "| {}", lane.name)?;
        for at in 0..3 {
            write!(text, " | {}", ms(lane.median(|round| figure(round)[at])))?;
        }
        if std::ptr::eq(lane, direct) {
            write!(text, " | - | - | - | -")?;
        } else {
            write!(text, " | {} | {} | {}", ms(added(lane, 0)), ms(added(lane, 1)), ms(added(lane, P99)))?;
            write!(text, " | {}", ratio(Some(added(lane, P99)), ours))?;
        }
        let n_answers: usize = lane.rounds.iter().map(|round| round.n_answers).sum();
        writeln!(text, " | {n_answers} | {} |", lane.n_errors())?;
    }
    Ok(text + &errors(table)? + "\n")
}

fn throughput(table: &Table) -> Result<String> {
    let mut text = String::from(
        "| | requests/s | lowest and highest round | ours is so many times as fast | p50 ms | p99 ms | peak memory, MiB | \
         errors |\n|---|---|---|---|---|---|---|---|\n",
    );
    let ours = lane(table, ours::NAME).map(|lane| lane.median(|round| round.per_second));
    for lane in &table.lanes {
        let per_second = lane.median(|round| round.per_second);
        let rounds = || lane.rounds.iter().map(|round| round.per_second);
        let (low, high) = (rounds().fold(f64::INFINITY, f64::min), rounds().fold(0.0, f64::max));
        let peak_mib = lane.rounds.iter().map(|round| round.peak_mib).fold(0.0, f64::max);
        let [p50, p99] = [0, P99].map(|at| ms(lane.median(|round| round.total_ms[at])));
        writeln!(
            text,
            "| {} | {per_second:.0} | {low:.0} - {high:.0} | {} | {p50} | {p99} | {} | {} |",
            lane.name,
            ratio(ours, Some(per_second)),
            if peak_mib > 0.0 { format!("{peak_mib:.0}") } else { "-".into() },
            lane.n_errors()
        )?;
    }
    Ok(text + &errors(table)? + "\n")
}

/// The first error of each lane that had one.
fn errors(table: &Table) -> Result<String> {
    let mut text = String::new();
    for lane in &table.lanes {
        if let Some(error) = lane.rounds.iter().find_map(|round| round.first_error.as_ref()) {
            writeln!(text, "\nFirst error of {}: {}", lane.name, error.replace('\n', " "))?;
        }
    }
    Ok(text)
}

/// The aims, each at the highest rate it was measured at.
fn aims(tables: &[Table]) -> Result<String> {
    let at_rate = |is_stream| {
        let is_one =
            |table: &&Table| table.scenario.is_stream == is_stream && matches!(table.scenario.pace, Pace::PerSecond(_));
        tables.iter().rfind(is_one)
    };
    let live = format!("{}, live", ours::NAME);
    let plain = at_rate(false).and_then(|table| added_p99(table, ours::NAME, |round| round.total_ms[P99]));
    let first_token = at_rate(true).and_then(|table| added_p99(table, &live, |round| round.first_token_ms[P99]));
    let at_limit = tables.iter().find(|table| matches!(table.scenario.pace, Pace::Connections(_)));
    let per_second = |name: &str| Some(lane(at_limit?, name)?.median(|round| round.per_second));
    let times = |name: &str| Some(per_second(ours::NAME)? / per_second(name)?);
    let memory = at_limit.and_then(|table| lane(table, ours::NAME)).map(|lane| lane.median(|round| round.peak_mib));
    let aims = [
        ("added to a plain answer, p99", "under 1 ms", plain, "ms", plain.map(|ms| ms < 1.0)),
        ("added to the first token (live), p99", "under 1 ms", first_token, "ms", first_token.map(|ms| ms < 1.0)),
        (
            "throughput beside LiteLLM",
            "at least 60 times",
            times(competitors::LITELLM),
            "times",
            times(competitors::LITELLM).map(|times| times >= 60.0),
        ),
        (
            "throughput beside Portkey",
            "at least 6 times",
            times(competitors::PORTKEY),
            "times",
            times(competitors::PORTKEY).map(|times| times >= 6.0),
        ),
        ("peak memory at its limit", "under 60 MiB", memory, "MiB", memory.map(|mib| mib < 60.0)),
    ];
    let mut text = String::from("## Aims\n\n| aim | wanted | measured | met |\n|---|---|---|---|\n");
    for (aim, wanted, measured, unit, is_met) in aims {
        let measured = measured.map_or_else(|| "not measured".into(), |value| format!("{value:.2} {unit}"));
        let met = is_met.map_or("-", |is_met| if is_met { "yes" } else { "no" });
        writeln!(text, "| {aim} | {wanted} | {measured} | {met} |")?;
    }
    Ok(text + "\n")
}

fn added_p99(table: &Table, name: &str, figure: fn(&Round) -> f64) -> Option<f64> {
    Some(lane(table, name)?.added(table.lanes.first()?, figure))
}

fn lane<'a>(table: &'a Table, name: &str) -> Option<&'a Lane> {
    table.lanes.iter().find(|lane| lane.name == name)
}

fn ratio(of: Option<f64>, to: Option<f64>) -> String {
    match (of, to) {
        (Some(of), Some(to)) if to > 0.0 && of.is_finite() => format!("{:.1}", of / to),
        _ => "-".into(),
    }
}

/// Two decimals; nothing where no answer came.
fn ms(value: f64) -> String {
    if value.is_finite() { format!("{value:.2}") } else { "-".into() }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One row for each way.
pub fn streams_table(streams: &[Streams]) -> Result<String> {
    let mut text = String::from(
        "| | streams | open at once | frames each | whole | failed | first frame, p50 / p99 ms | longest wait between two \
         frames, p50 / p99 ms | memory before / at most, MiB | KiB a stream |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for way in streams {
        let heard = &way.heard;
        let [first_p50, _, first_p99] = percentiles_ms(&heard.first_frame_us);
        let [wait_p50, _, wait_p99] = percentiles_ms(&heard.longest_wait_us);
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {first_p50:.1} / {first_p99:.1} | {wait_p50:.0} / {wait_p99:.0} | {:.0} / {:.0} \
             | {:.1} |",
            way.way,
            way.n_streams,
            heard.n_at_once,
            way.n_frames,
            heard.n_whole,
            heard.n_failed,
            way.idle_mib,
            way.peak_mib,
            (way.peak_mib - way.idle_mib) * 1024.0 / way.n_streams as f64
        )?;
    }
    for way in streams {
        if let Some(error) = &way.heard.first_error {
            writeln!(text, "\nFirst error of {}: {}", way.way, error.replace('\n', " "))?;
        }
    }
    Ok(text)
}
