//! `cargo xtask bench-gateway streams N`: so many streams open at once, each checked frame by frame, and the memory.

use super::contestant::{self, Contestant, Door};
use super::process::{self, Process};
use super::rounds::weighed;
use super::stream_load::{StreamLoad, StreamsHeard};
use super::{answer, competitors, ours, page};
use crate::bench;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Frames of each stream, one a second: the streams open within the first third of it.
const N_FRAMES: usize = 30;
const OPENED_PER_SECOND: usize = 1000;
/// A gateway has two connections for each stream, and some files besides.
const FILES_WANTED: u64 = 65_536;
const FILES_BESIDES: u64 = 100;

/// What came of the streams of one way.
pub struct Streams {
    pub way: &'static str,
    pub n_streams: usize,
    pub n_frames: usize,
    pub heard: StreamsHeard,
    /// Of the gateway, before the first stream and at most; 0 without one.
    pub idle_mib: f64,
    pub peak_mib: f64,
}

/// Without a way named, ours is measured in both of its own, and the page is written.
pub fn run(n_wanted: usize, ways: &[&str]) -> Result<()> {
    let machine = bench::machine();
    process::settle();
    let n_streams = n_wanted.min(n_possible());
    if n_streams < n_wanted {
        println!("only {n_streams} streams: the system allows no more open files");
    }
    match ways {
        [] => page::write_streams(&machine, n_wanted, &[measure("live", n_streams)?, measure("held", n_streams)?]),
        ways => ways.iter().try_for_each(|way| {
            println!("{}", page::streams_table(&[measure(way, n_streams)?])?);
            Ok(())
        }),
    }
}

/// How many streams the limit of open files lets a gateway hold, after raising it as far as allowed.
fn n_possible() -> usize {
    let raised = rlimit::Resource::NOFILE.set(FILES_WANTED, FILES_WANTED);
    let n_files = match raised {
        Ok(()) => FILES_WANTED,
        Err(_) => rlimit::increase_nofile_limit(FILES_WANTED).unwrap_or(1024),
    };
    (n_files.saturating_sub(FILES_BESIDES) / 2) as usize
}

fn measure(way: &str, n_streams: usize) -> Result<Streams> {
    let folder = tempfile::tempdir()?;
    let (_upstream, port) = contestant::start_upstream(folder.path())?;
    let contestant = start(way, port, folder.path())?;
    let (way, door) = door_of(&contestant, way)?;
    println!("{n_streams} streams through {way} …");
    let load = StreamLoad { door: paced(door), n_streams, n_frames: N_FRAMES, opened_per_second: OPENED_PER_SECOND };
    let idle_mib = contestant.process.as_ref().map_or(0.0, Process::resident_mib);
    let (heard, peak_mib) = weighed(contestant.process.as_ref(), || put_load(&load));
    Ok(Streams { way, n_streams, n_frames: N_FRAMES, heard: heard?, idle_mib, peak_mib })
}

fn start(way: &str, upstream: u16, folder: &Path) -> Result<Contestant> {
    match way {
        "live" | "held" => ours::start(upstream, folder),
        "portkey" => competitors::start_portkey(upstream, folder),
        "litellm" => competitors::start_litellm(upstream, folder),
        "direct" => Ok(contestant::direct(upstream)),
        _ => bail!("there is no way {way}: live, held, portkey, litellm or direct"),
    }
}

/// The door of the way; a gateway with one way to stream has no choice.
fn door_of<'a>(contestant: &'a Contestant, way: &str) -> Result<(&'static str, &'a Door)> {
    let named = contestant.streams.iter().find(|(name, _)| name.ends_with(way));
    let (name, door) = named.or(contestant.streams.first()).context("it has no way to stream")?;
    Ok((name, door))
}

/// The door to the model that sends numbered frames.
fn paced(door: &Door) -> Door {
    let model = door.model.replace(answer::MODEL, &format!("{}{N_FRAMES}", answer::PACED));
    Door { model, ..door.clone() }
}

fn put_load(load: &StreamLoad) -> Result<StreamsHeard> {
    let output = process::own(&["stream-load", &serde_json::to_string(load)?])?.output()?;
    anyhow::ensure!(output.status.success(), "the load failed: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("the load reports in JSON")
}
