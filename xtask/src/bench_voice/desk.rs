//! The section "The desk": how fast ten minutes are mixed, mastered, encoded, measured and tagged.

use super::programmes::settings;
use super::scripts::{Plan, TEN};
use super::second;
use crate::section::Section;
use anyhow::{Context, Result};
use audio::{Listener, Progress, Settings};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The median of so many counts.
const RUNS: usize = 5;

/// Measures it.
pub fn measure() -> Result<Section> {
    let mut section = Section::new("The desk");
    if audio::find_espeak().is_none() {
        section.note_row("ten minutes mixed and encoded", "not measured: espeak-ng is not installed", "");
        return Ok(section);
    }
    let plan = &TEN[TEN.len() - 1];
    let mut alone = settings(plan, None);
    alone.also_as.clear();
    let mut runs: Vec<Run> = (0..RUNS).map(|_| run(plan, &alone)).collect::<Result<_>>()?;
    runs.sort_by_key(|run| run.wall);
    let median = &runs[RUNS / 2];
    let times = |wall: Duration| median.seconds / wall.as_secs_f64();
    let span = format!("{:.0} to {:.0}", times(runs[RUNS - 1].wall), times(runs[0].wall));
    section.row(
        format!("{:.0} s of programme: mix, master, MP3, decode and measure, tags", median.seconds),
        format!("{:.0} times real time (median of {RUNS}; {span})", times(median.wall)),
        ">= 60 times on 2 cores",
        times(median.wall) >= 60.0,
    );
    runs.sort_by_key(|run| run.busy);
    let busy = &runs[RUNS / 2];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let by_work = busy.seconds / (busy.busy.as_secs_f64() / 2.0);
    section.note_row(
        "the same by processor time, shared between two cores",
        format!("{by_work:.0} times real time ({:.1} s of work; this machine has {cores})", busy.busy.as_secs_f64()),
        "",
    );
    live(&mut section)?;
    let opus = run(plan, &settings(plan, None))?;
    let more = opus.busy.saturating_sub(busy.busy);
    section.note_row("Opus besides, in pure Rust", format!("{:.1} s more of work", more.as_secs_f64()), "");
    Ok(section)
}

/// A programme heard while it is being made: what ffmpeg makes of the list, and when the first sound could be heard.
fn live(section: &mut Section) -> Result<()> {
    let plan = &TEN[TEN.len() - 2];
    let folder = tempfile::tempdir()?;
    let (place, began) = (folder.path().to_owned(), Instant::now());
    let first = Arc::new(Mutex::new(None));
    let noted = first.clone();
    let mut settings = settings(plan, None);
    settings.also_as.clear();
    settings.live = Some(Listener::new(move |piece| {
        let _ = std::fs::write(place.join(&piece.name), &piece.bytes);
        if let Ok(mut first) = noted.lock() {
            first.get_or_insert_with(|| began.elapsed());
        }
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let programme = runtime.block_on(audio::produce(&plan.script(), &settings, &|_| {}))?;
    let (whole, first) = (began.elapsed(), first.lock().ok().and_then(|first| *first).unwrap_or_default());
    section.note_row(
        format!("{:.0} s heard while being made: first segment", programme.seconds),
        format!("after {:.1} s, the whole file after {:.1} s", first.as_secs_f64(), whole.as_secs_f64()),
        "",
    );
    let what = "the live list, decoded by ffmpeg";
    let Some(ffmpeg) = second::ffmpeg() else {
        section.note_row(what, "not measured: no ffmpeg", "");
        return Ok(());
    };
    let (seconds, complaints) = second::live(&ffmpeg, &folder.path().join("live.m3u8"))?;
    let is_whole = (seconds - programme.seconds).abs() < 5.0 && complaints == 0;
    section.row(
        what,
        format!("{seconds:.0} s, {complaints} complaints"),
        "as long as the file, 0 complaints",
        is_whole,
    );
    Ok(())
}

struct Run {
    /// Of the programme.
    seconds: f64,
    wall: Duration,
    /// Of all threads.
    busy: Duration,
}

fn run(plan: &Plan, settings: &Settings) -> Result<Run> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let began = Mutex::new(None);
    let note = |progress: Progress| {
        if progress == Progress::Mixing
            && let Ok(mut began) = began.lock()
        {
            *began = Some((Instant::now(), busy()));
        }
    };
    let programme = runtime.block_on(audio::produce(&plan.script(), settings, &note))?;
    let began = began.into_inner().ok().flatten().context("it was never mixed")?;
    Ok(Run { seconds: programme.seconds, wall: began.0.elapsed(), busy: busy().saturating_sub(began.1) })
}

/// Processor time of this program so far, of all its threads.
fn busy() -> Duration {
    const TICKS_A_SECOND: u64 = 100;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 1000 / TICKS_A_SECOND)
}
