//! The folders: what of them is backed up, and how what was unpacked takes their place.

use super::pack::beside;
use super::unpack::{Unpacked, staging};
use super::{ARCHIVE, Fault, JOURNAL, LEDGER};
use crate::Config;
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

/// In the data folder, but not in a backup: locks, room that is kept free, and spoken lines that are kept for a while.
const NOT_KEPT: [&str; 2] = ["voices", "journal.ballast"];
/// In the site, but not in a backup: the programme while it is being made.
const LIVE: &str = "live";

/// Where a folder stands that is whole and is to take the place of this one, whatever happens now.
fn decided(place: &Path) -> PathBuf {
    beside(place, "restored")
}

/// What else is in the data folder than the data files and the sound beside them.
pub(super) fn other_data(config: &Config) -> Vec<(String, PathBuf)> {
    let is_data_file = |name: &str| [JOURNAL, ARCHIVE, LEDGER].iter().any(|file| name.starts_with(file));
    let is_left_out = |name: &str| {
        is_data_file(name) || NOT_KEPT.contains(&name) || name == "journal.blobs" || name.ends_with(".lock")
    };
    files(&config.data, &config.out).into_iter().filter(|(name, _)| !is_left_out(first(name))).collect()
}

/// The published site.
pub(super) fn site(config: &Config) -> Vec<(String, PathBuf)> {
    files(&config.out, &config.data).into_iter().filter(|(name, _)| first(name) != LIVE).collect()
}

fn first(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

/// Every file below a folder by its name there, without hidden ones, which are not whole yet, and without another folder.
fn files(folder: &Path, without: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || entry.path() == without {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push((format!("{prefix}{name}/"), entry.path())),
                Ok(kind) if kind.is_file() => found.push((format!("{prefix}{name}"), entry.path())),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// What would be replaced: a newsroom's memory, or what it published.
pub(super) fn in_the_way(config: &Config) -> Option<PathBuf> {
    let memory = [JOURNAL, ARCHIVE, LEDGER].map(|name| config.data.join(name));
    let is_published = fs::read_dir(config.out.join("editions")).is_ok_and(|mut entries| entries.next().is_some());
    let memory = memory.into_iter().find(|path| path.exists());
    memory.map(|_| config.data.clone()).or(is_published.then(|| config.out.clone()))
}

/// Puts what was unpacked in its place; what stood there is moved aside. Returns where it is.
pub(super) fn put_in_place(config: &Config, unpacked: Unpacked, now: Timestamp) -> Result<Vec<PathBuf>, Fault> {
    // From this rename on the restore is decided: whoever opens the newsroom after a kill goes on with it.
    rename(&unpacked.data, &decided(&config.data))?;
    let aside = swap(config, &now.strftime("%Y%m%dT%H%M%SZ").to_string())?;
    drop(unpacked);
    Ok(aside)
}

/// Ends a restore that was decided and killed before its end.
pub(crate) fn recover(config: &Config) -> Result<(), Fault> {
    if decided(&config.data).exists() {
        swap(config, "killed")?;
    }
    Ok(())
}

fn swap(config: &Config, mark: &str) -> Result<Vec<PathBuf>, Fault> {
    let mut aside = Vec::new();
    for (new, place) in [(staging(&config.out), &config.out), (decided(&config.data), &config.data)] {
        if !new.exists() {
            continue;
        }
        if place.exists() {
            let before = aside_of(place, mark);
            rename(place, &before)?;
            aside.push(before);
        }
        rename(&new, place)?;
    }
    Ok(aside)
}

/// `site.before-20260318T063000Z`, or the first of its like that is free.
fn aside_of(place: &Path, mark: &str) -> PathBuf {
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let nth = |n: u32| {
        place.with_file_name(format!("{name}.before-{mark}{}", if n == 0 { String::new() } else { format!("-{n}") }))
    };
    (0..).map(nth).find(|path| !path.exists()).unwrap_or_else(|| nth(0))
}

fn rename(from: &Path, to: &Path) -> Result<(), Fault> {
    fs::rename(from, to).map_err(|error| Fault::disk("put in place", to, error))?;
    if let Some(folder) = to.parent().and_then(|folder| fs::File::open(folder).ok()) {
        // Where the system does not let a folder be synced, a rename lasts all the same or is done again.
        drop(folder.sync_all());
    }
    Ok(())
}
