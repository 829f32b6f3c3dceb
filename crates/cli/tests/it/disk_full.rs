//! A disk that fills up at a random write: a real file system of a few megabytes, in a mount namespace of the test's own.
//!
//! The edition comes out smaller, or the run stops with a word that says what, where, how much is free and what to do;
//! when there is room again the next start goes on, pays for nothing twice and leaves no half file.

use crate::crash_matrix::desk::{Desk, KEY, done, key_of, step_of};
use crate::program::{Answer, Place};
use crate::random::Random;
use journal::Journal;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const INSIDE: &str = "ZAOWAN_INSIDE";
/// The least room, in KiB: too little for a database.
const LEAST: u64 = 64;
/// More than everything needs.
const PLENTY: u64 = 400_000;

#[test]
#[ignore = "sixty editions on a disk that is too small: some ten minutes"]
fn an_edition_comes_out_though_the_disk_fills_up_at_a_random_write() {
    let Some(way) = own_mounts() else {
        eprintln!("not measured here: this machine does not let a test mount a file system of its own");
        return;
    };
    let status = Command::new("unshare")
        .args(way)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "disk_full::inside", "--nocapture"])
        .env(INSIDE, "1")
        .status()
        .unwrap();
    assert!(status.success());
}

/// How a namespace can be had in which we may mount.
fn own_mounts() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let works = |way: &&&[&str]| {
        let try_it = "d=$(mktemp -d) && mount -t tmpfs -o size=64k none $d && umount $d; e=$?; rmdir $d; exit $e";
        let tried = Command::new("unshare").args(**way).args(["sh", "-c", try_it]).output();
        tried.is_ok_and(|output| output.status.success())
    };
    ways.iter().find(works).copied()
}

/// Not a test of its own: what the test above does where it may mount.
#[test]
fn inside() {
    if std::env::var(INSIDE).is_err() {
        return;
    }
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (seed, n_rounds) = (number("ZAOWAN_SEED", 20_260_318), number("ZAOWAN_ROUNDS", 60).max(60));
    eprintln!("seed {seed} (ZAOWAN_SEED), {n_rounds} rounds");
    let desk = Desk::open("");
    let whole = measured(&desk);
    eprintln!("an undisturbed edition takes {} KiB", whole.kib);
    let mut random = Random(seed);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for nth in 0..n_rounds {
        // While it works SQLite's files are larger than at the end.
        let kib = LEAST + random.below(whole.kib * 7 / 4 - LEAST);
        let outcome = round(&desk, &whole, kib);
        eprintln!("round {nth}: {kib} KiB: {outcome}");
        *counts.entry(outcome).or_default() += 1;
    }
    eprintln!("{counts:?}");
    assert!(counts.contains_key(STOPPED) && counts.contains_key(SILENT), "{counts:?}");
}

const STOPPED: &str = "stopped with a word, and went on when there was room";
const SILENT: &str = "out without sound";
const WHOLE: &str = "out whole";

struct Whole {
    headlines: BTreeSet<String>,
    /// What data and site take.
    kib: u64,
}

/// A newsroom of short programmes, on a disk of its own.
struct Small {
    disk: Disk,
    place: Place,
}

impl Small {
    fn new(desk: &Desk, kib: u64) -> Self {
        let place = desk.place();
        let text = std::fs::read_to_string(place.path("newsroom.toml")).unwrap();
        let disk = Disk::mount(place.folder.path(), kib);
        place.write("newsroom.toml", &text.replacen("length = \"6m\"", "length = \"2m\"", 1));
        Self { disk, place }
    }
}

fn measured(desk: &Desk) -> Whole {
    let Small { place, disk } = &Small::new(desk, PLENTY);
    let output = desk.run(place, None);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let used = Command::new("df").args(["-k", "--output=used"]).arg(&disk.0).output().unwrap();
    let kib = String::from_utf8(used.stdout).unwrap().lines().nth(1).unwrap().trim().parse().unwrap();
    Whole { headlines: headlines(place), kib }
}

fn round(desk: &Desk, whole: &Whole, kib: u64) -> &'static str {
    desk.simulator.forget();
    let Small { place, disk } = &Small::new(desk, kib);
    let first = Answer::of(desk.run(place, None));
    no_half_file(place);
    if first.code != 0 {
        let says = |words: &str| first.err.contains(words);
        assert!(first.code == 1 && says("error[Z005]") && says("free in") && says("try:"), "{kib} KiB: {}", first.err);
        assert!(says("zaowan-data") || says("site"), "it says where: {}", first.err);
    }
    disk.resize(PLENTY);
    let before = done(place);
    let n_seen = desk.simulator.seen().len();
    let second = Answer::of(desk.run(place, None));
    assert_eq!(second.code, 0, "{kib} KiB: {}", second.err);
    no_half_file(place);
    paid_once(desk, &before, n_seen);
    let journal = Journal::open(&place.path("zaowan-data/journal.db")).unwrap();
    journal.verify().unwrap();
    let runs: Vec<_> = journal.runs().unwrap().into_iter().filter(|run| run.key == KEY).collect();
    assert_eq!((runs.len(), runs[0].outcome.as_deref()), (1, Some("published")), "{kib} KiB: {runs:?}");
    assert_eq!(headlines(place), whole.headlines, "{kib} KiB");
    let edition = edition(place);
    match (first.code, edition["audio"].is_null()) {
        (0, false) => WHOLE,
        (0, true) => {
            let degraded = edition["degraded"].to_string();
            assert!(degraded.contains("no room left on the disk"), "it says why there is no sound: {degraded}");
            SILENT
        }
        _ => STOPPED,
    }
}

fn edition(place: &Place) -> Value {
    let path = place.path("site/editions").join(KEY).join("edition.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn headlines(place: &Place) -> BTreeSet<String> {
    let edition = edition(place);
    edition["stories"].as_array().unwrap().iter().map(|story| story["headline"].as_str().unwrap().to_owned()).collect()
}

fn no_half_file(place: &Place) {
    let is_half = |file: &String| {
        let name = Path::new(file).file_name().unwrap().to_string_lossy();
        name.starts_with('.') || name.contains(".part") || name.contains(".tmp")
    };
    let half: Vec<String> = place.files().into_iter().filter(is_half).collect();
    assert_eq!(half, Vec::<String>::new());
}

/// Nobody was asked again for what is recorded, and no request came twice.
fn paid_once(desk: &Desk, before: &BTreeSet<String>, n_seen: usize) {
    let seen = desk.simulator.seen();
    let keys: BTreeMap<String, String> = before.iter().map(|step| (key_of(step), step.clone())).collect();
    let again: Vec<&str> = seen[n_seen..].iter().filter_map(|seen| step_of(seen, &keys)).collect();
    assert_eq!(again, Vec::<&str>::new(), "these were recorded");
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for seen in &seen {
        *counts.entry(seen.headers["idempotency-key"].as_str()).or_default() += 1;
    }
    counts.retain(|_, n| *n > 1);
    assert_eq!(counts, BTreeMap::new(), "asked twice");
}

/// A file system of its own over a folder.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: &Path, kib: u64) -> Self {
        let size = format!("size={kib}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(folder).status().unwrap();
        assert!(mounted.success());
        Self(folder.to_owned())
    }

    fn resize(&self, kib: u64) {
        let size = format!("remount,size={kib}k");
        let mounted = Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap();
        assert!(mounted.success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
