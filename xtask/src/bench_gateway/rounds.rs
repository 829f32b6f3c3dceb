//! What is measured, in which order: every scenario in every round, one contestant after another, the others paused.

use super::contestant::{self, Absent, Contestant, Door};
use super::load::{Load, Pace};
use super::process::{self, Process};
use super::{competitors, ours};
use crate::bench;
use anyhow::Result;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The page shows the median of them.
pub const ROUNDS: usize = 3;
/// How often the memory is read while a gateway is at its limit.
const MEMORY_EVERY: Duration = Duration::from_millis(100);

pub struct Scenario {
    pub is_stream: bool,
    pub pace: Pace,
    warm_up: Duration,
    pub measured: Duration,
    /// Whether a slow gateway takes part.
    is_for_all: bool,
}

const fn scenario(is_stream: bool, pace: Pace, seconds: [u64; 2], is_for_all: bool) -> Scenario {
    let [warm_up, measured] = seconds;
    Scenario {
        is_stream,
        pace,
        warm_up: Duration::from_secs(warm_up),
        measured: Duration::from_secs(measured),
        is_for_all,
    }
}

/// Three rounds of these take about seven minutes.
const SCENARIOS: &[Scenario] = &[
    scenario(false, Pace::PerSecond(40), [1, 7], true),
    scenario(false, Pace::PerSecond(500), [1, 4], false),
    scenario(true, Pace::PerSecond(20), [1, 7], true),
    scenario(true, Pace::PerSecond(100), [1, 4], false),
    scenario(false, Pace::Connections(32), [2, 6], true),
];

/// One contestant's figures of one round; latencies are p50, p95 and p99 in milliseconds.
pub struct Round {
    pub n_answers: usize,
    pub n_errors: usize,
    pub first_error: Option<String>,
    pub total_ms: [f64; 3],
    pub first_token_ms: [f64; 3],
    pub per_second: f64,
    /// The most memory of the process tree; 0 where it was not read.
    pub peak_mib: f64,
}

/// One contestant in one scenario.
pub struct Lane {
    pub name: &'static str,
    pub rounds: Vec<Round>,
}

pub struct Table {
    pub scenario: &'static Scenario,
    /// The first is direct.
    pub lanes: Vec<Lane>,
}

pub struct Results {
    pub machine: String,
    /// When the run began; others may commit while it lasts.
    pub commit: String,
    pub is_pinned: bool,
    /// The system's mean of one minute, before anything was started.
    pub load_before: String,
    /// Name and version of each.
    pub contestants: Vec<(&'static str, String)>,
    pub absent: Vec<Absent>,
    pub tables: Vec<Table>,
    pub took: Duration,
}

pub fn run() -> Result<Results> {
    let (machine, commit) = (bench::machine(), bench::commit());
    let is_pinned = process::settle();
    let load_before = load_average();
    let folder = tempfile::tempdir()?;
    let (_upstream, port) = contestant::start_upstream(folder.path())?;
    let (contestants, absent) = start_all(port, folder.path());
    let began = Instant::now();
    for contestant in &contestants {
        awake(contestant, || warm(contestant))?;
    }
    let mut tables: Vec<Table> = SCENARIOS.iter().map(|scenario| empty_table(scenario, &contestants)).collect();
    for round in 1..=ROUNDS {
        for table in &mut tables {
            println!("round {round} of {ROUNDS}: {}", table.scenario.title());
            for contestant in &contestants {
                awake(contestant, || measure_all(contestant, table))?;
            }
        }
    }
    Ok(Results {
        machine,
        commit,
        is_pinned,
        load_before,
        contestants: contestants.into_iter().map(|contestant| (contestant.name, contestant.version)).collect(),
        absent,
        tables,
        took: began.elapsed(),
    })
}

fn load_average() -> String {
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    averages.split(' ').next().unwrap_or("unknown").to_owned()
}

/// Starts all that can be started, each paused once it answers.
fn start_all(upstream: u16, folder: &Path) -> (Vec<Contestant>, Vec<Absent>) {
    type Start = fn(u16, &Path) -> Result<Contestant>;
    let starts: [(&'static str, Start); 3] = [
        (ours::NAME, ours::start),
        (competitors::LITELLM, competitors::start_litellm),
        (competitors::PORTKEY, competitors::start_portkey),
    ];
    let mut contestants = vec![contestant::direct(upstream)];
    let mut absent = Vec::new();
    for (name, start) in starts {
        println!("starting {name} …");
        match start(upstream, folder) {
            Ok(contestant) => {
                contestant.process.iter().for_each(Process::pause);
                contestants.push(contestant);
            }
            Err(error) => {
                let why = without_folders(&format!("{error:#}"));
                println!("{name} takes no part: {why}");
                absent.push(Absent { name, why });
            }
        }
    }
    (contestants, absent)
}

/// The page is for everyone: it names no folder of this machine.
fn without_folders(text: &str) -> String {
    let folders = [std::env::var_os("CARGO_TARGET_DIR"), std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")];
    let folders = folders.into_iter().flatten().filter_map(|folder| folder.into_string().ok());
    folders.filter(|folder| folder.len() > 1).fold(text.to_owned(), |text, folder| text.replace(&folder, "…"))
}

/// Does it while this contestant runs and the others are paused.
fn awake(contestant: &Contestant, deed: impl FnOnce() -> Result<()>) -> Result<()> {
    contestant.process.iter().for_each(Process::resume);
    // What it put off while it was paused, such as closing idle connections, is not to be measured.
    std::thread::sleep(Duration::from_millis(200));
    let result = deed();
    contestant.process.iter().for_each(Process::pause);
    result
}

/// Lets just-in-time compilers and caches settle.
fn warm(contestant: &Contestant) -> Result<()> {
    let ways = contestant.streams.iter().map(|(_, door)| (door, true));
    for (door, is_stream) in std::iter::once((&contestant.plain, false)).chain(ways) {
        let pace = Pace::Connections(8);
        let measured = Duration::from_secs(2);
        contestant::put_load(&Load { door: door.clone(), is_stream, pace, warm_up: Duration::ZERO, measured })?;
    }
    Ok(())
}

fn empty_table(scenario: &'static Scenario, contestants: &[Contestant]) -> Table {
    let contestants = contestants.iter().filter(|contestant| scenario.is_for_all || !contestant.is_slow);
    let names = contestants.flat_map(|contestant| scenario.doors(contestant)).map(|(name, _)| name);
    Table { scenario, lanes: names.map(|name| Lane { name, rounds: Vec::new() }).collect() }
}

/// Measures the contestant at each of its doors that has a lane in the table.
fn measure_all(contestant: &Contestant, table: &mut Table) -> Result<()> {
    for (name, door) in table.scenario.doors(contestant) {
        if let Some(lane) = table.lanes.iter_mut().find(|lane| lane.name == name) {
            lane.rounds.push(measure(contestant, door, table.scenario)?);
        }
    }
    Ok(())
}

fn measure(contestant: &Contestant, door: &Door, scenario: &Scenario) -> Result<Round> {
    let load = Load {
        door: door.clone(),
        is_stream: scenario.is_stream,
        pace: scenario.pace,
        warm_up: scenario.warm_up,
        measured: scenario.measured,
    };
    let is_at_limit = matches!(scenario.pace, Pace::Connections(_));
    let process = contestant.process.as_ref().filter(|_| is_at_limit);
    let (heard, peak_mib) = weighed(process, || contestant::put_load(&load));
    let heard = heard?;
    Ok(Round {
        n_answers: heard.total_us.len(),
        n_errors: heard.n_errors,
        per_second: heard.total_us.len() as f64 / scenario.measured.as_secs_f64(),
        peak_mib,
        total_ms: percentiles_ms(&heard.total_us),
        first_token_ms: percentiles_ms(&heard.first_token_us),
        first_error: heard.first_error,
    })
}

/// Does it and returns the most memory the process had meanwhile, in MiB.
pub fn weighed<T>(process: Option<&Process>, deed: impl FnOnce() -> T) -> (T, f64) {
    let Some(process) = process else { return (deed(), 0.0) };
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let scales = scope.spawn(|| {
            let mut peak_mib: f64 = 0.0;
            while !is_done.load(Ordering::Relaxed) {
                peak_mib = peak_mib.max(process.resident_mib());
                std::thread::sleep(MEMORY_EVERY);
            }
            peak_mib
        });
        let done = deed();
        is_done.store(true, Ordering::Relaxed);
        (done, scales.join().unwrap_or(0.0))
    })
}

/// p50, p95 and p99, in milliseconds.
pub fn percentiles_ms(micros: &[u32]) -> [f64; 3] {
    let mut micros = micros.to_vec();
    micros.sort_unstable();
    // Nearest rank: the smallest value with at least that share of the values at or below it.
    let rank = |share: f64| ((micros.len() as f64 * share).ceil() as usize).saturating_sub(1);
    [0.5, 0.95, 0.99].map(|share| micros.get(rank(share)).map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0))
}

impl Scenario {
    pub fn title(&self) -> String {
        let what = if self.is_stream { "streamed" } else { "plain" };
        match self.pace {
            Pace::PerSecond(rate) => format!("{what}, {rate} requests/s"),
            Pace::Connections(n) => format!("{what}, {n} connections at their limit"),
        }
    }

    /// The contestant's doors for this scenario, with the names of their lanes.
    fn doors<'a>(&self, contestant: &'a Contestant) -> Vec<(&'static str, &'a Door)> {
        if self.is_stream {
            return contestant.streams.iter().map(|(name, door)| (*name, door)).collect();
        }
        vec![(contestant.name, &contestant.plain)]
    }
}

impl Lane {
    /// The median over the rounds.
    pub fn median(&self, figure: impl Fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().map(figure).collect())
    }

    /// What this lane adds to `direct` at one percentile: the median of the differences within each round.
    pub fn added(&self, direct: &Lane, figure: impl Fn(&Round) -> f64) -> f64 {
        let pairs = self.rounds.iter().zip(&direct.rounds);
        median(pairs.map(|(round, direct)| figure(round) - figure(direct)).collect())
    }

    pub fn n_errors(&self) -> usize {
        self.rounds.iter().map(|round| round.n_errors).sum()
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let micros: Vec<u32> = (1..=100).rev().map(|n| n * 1000).collect();
        assert_eq!(percentiles_ms(&micros), [50.0, 95.0, 99.0]);
        assert_eq!(percentiles_ms(&[7000]), [7.0; 3]);
    }
}
