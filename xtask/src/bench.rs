//! `cargo xtask bench`: measures the built program and writes docs/benchmarks.md with machine and commit.

use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PAGE: &str = "docs/benchmarks.md";
/// Runs of the whole edition; the first one warms the file cache and is not counted.
const EDITIONS: usize = 5;
/// Starts of the program.
const STARTS: usize = 30;

/// One run of the program.
struct Run {
    wall: Duration,
    /// Of the resident set, in MiB; 0 where the system does not tell.
    peak_mib: f64,
}

/// Measures and writes the page.
pub fn bench() -> Result<()> {
    let program = program();
    anyhow::ensure!(program.exists(), "{} is not built; run `make bench`", program.display());
    let starts: Vec<Run> = (0..STARTS).map(|_| run(&program, &["--version"])).collect::<Result<_>>()?;
    let site = tempfile::tempdir()?;
    let out = site.path().join("site").display().to_string();
    let editions: Vec<Run> =
        (0..=EDITIONS).map(|_| run(&program, &["--json", "demo", "--out", &out])).collect::<Result<_>>()?;
    let edition = read_edition(Path::new(&out))?;
    let page = page(&starts, &editions[1..], &edition)? + &crate::critical_path::section()?;
    std::fs::write(PAGE, &page)?;
    println!("{page}");
    Ok(())
}

pub fn program() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    target.join("release/zaowan")
}

fn run(program: &Path, arguments: &[&str]) -> Result<Run> {
    let began = Instant::now();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak_mib: f64 = 0.0;
    let status = loop {
        peak_mib = peak_mib.max(peak_of(child.id()));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    anyhow::ensure!(status.success(), "`zaowan {}` failed", arguments.join(" "));
    Ok(Run { wall: began.elapsed(), peak_mib })
}

/// The peak of the resident set so far, in MiB.
fn peak_of(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    let kib: f64 = line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0.0);
    kib / 1024.0
}

fn read_edition(out: &Path) -> Result<news::Edition> {
    let folder = std::fs::read_dir(out.join("editions"))?.next().context("the demo left no edition")??;
    Ok(serde_json::from_slice(&std::fs::read(folder.path().join("edition.json"))?)?)
}

fn page(starts: &[Run], editions: &[Run], edition: &news::Edition) -> Result<String> {
    let n_items: u32 = edition.sources.iter().map(|source| source.items).sum();
    let seconds = edition.audio.as_ref().map_or(0.0, |audio| audio.seconds);
    let mut page = String::new();
    writeln!(page, "# Benchmarks\n\nWritten by `make bench`; figures are of one machine and one commit.\n")?;
    writeln!(page, "- machine: {}", machine())?;
    writeln!(page, "- commit: {}", commit())?;
    writeln!(
        page,
        "- the sample edition: {} sources, {n_items} items, {} stories, {seconds:.0} s of sound\n",
        edition.sources.len(),
        edition.stories.len()
    )?;
    writeln!(page, "| what | runs | min | median | max | aim |\n|---|---|---|---|---|---|")?;
    writeln!(
        page,
        "| `zaowan --version`, process start to end | {} | {} | under 50 ms |",
        starts.len(),
        spread(starts, ms)
    )?;
    writeln!(
        page,
        "| `zaowan demo`, sample wire to site and sound | {} | {} | under 10 s |",
        editions.len(),
        spread(editions, secs)
    )?;
    writeln!(
        page,
        "| peak memory of it (espeak-ng's processes apart) | {} | {} | under 300 MB |\n",
        editions.len(),
        spread(editions, mib)
    )?;
    writeln!(page, "Stages of the last run, in seconds:\n\n| stage | s |\n|---|---|")?;
    for timing in &edition.timings {
        writeln!(page, "| {} | {:.2} |", timing.stage, timing.ms as f64 / 1000.0)?;
    }
    Ok(page)
}

/// Minimum, median and maximum, as three cells.
fn spread(runs: &[Run], show: fn(&Run) -> (f64, &'static str)) -> String {
    let mut values: Vec<f64> = runs.iter().map(|run| show(run).0).collect();
    values.sort_by(f64::total_cmp);
    let unit = runs.first().map_or("", |run| show(run).1);
    let cell = |value: Option<&f64>| value.map_or_else(|| "-".into(), |value| format!("{value:.2} {unit}"));
    format!("{} | {} | {}", cell(values.first()), cell(values.get(values.len() / 2)), cell(values.last()))
}

fn ms(run: &Run) -> (f64, &'static str) {
    (run.wall.as_secs_f64() * 1000.0, "ms")
}

fn secs(run: &Run) -> (f64, &'static str) {
    (run.wall.as_secs_f64(), "s")
}

fn mib(run: &Run) -> (f64, &'static str) {
    (run.peak_mib, "MiB")
}

/// The machine the figures are of.
pub fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{model}, {cores} cores, {} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// The commit the figures are of.
pub fn commit() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    output
        .ok()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .filter(|commit| !commit.is_empty())
        .unwrap_or_else(|| "unknown".into())
}
