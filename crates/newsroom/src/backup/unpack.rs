//! Reads the file into folders beside their places, and compares every byte with its list.

use super::pack::{Summed, beside};
use super::{Backup, DATA, FORMAT, Fault, Filed, HEAD, Head, LIST, SITE};
use crate::Config;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};
use tar::{Archive, EntryType};

/// What stands beside its place; without being put there it vanishes.
pub(super) struct Unpacked {
    pub(super) data: PathBuf,
    pub(super) site: PathBuf,
    pub(super) backup: Backup,
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.data));
        drop(fs::remove_dir_all(&self.site));
    }
}

/// Where a folder is unpacked.
pub(super) fn staging(place: &Path) -> PathBuf {
    beside(place, "restoring")
}

pub(super) fn unpack(config: &Config, file: &Path) -> Result<Unpacked, Fault> {
    let opened = File::open(file).map_err(|error| Fault::disk("read", file, error))?;
    let not_whole = |why: &str| Fault::NotWhole { path: file.to_owned(), why: why.to_owned() };
    let mut tar = Archive::new(BufReader::new(opened));
    let mut entries = tar.entries().map_err(|_| not_whole("it is no tar file"))?;
    let first = entries.next().and_then(Result::ok);
    let head: Option<Head> =
        first.filter(|entry| entry.path().is_ok_and(|path| path == Path::new(HEAD))).and_then(json);
    let head = head.ok_or_else(|| not_whole("it does not begin as one"))?;
    if head.format > FORMAT {
        return Err(Fault::Newer { path: file.to_owned(), found: head.format, program: head.program });
    }
    let backup = Backup { head, n_files: 0, bytes: 0, aside: Vec::new() };
    let mut unpacked = Unpacked { data: staging(&config.data), site: staging(&config.out), backup };
    for folder in [&unpacked.data, &unpacked.site] {
        drop(fs::remove_dir_all(folder));
        fs::create_dir_all(folder).map_err(|error| Fault::disk("make the folder", folder, error))?;
    }
    let mut found = Vec::new();
    let mut list: Option<Vec<Filed>> = None;
    for entry in entries {
        let entry = entry.map_err(|_| not_whole("it breaks off"))?;
        let path = entry.path().map(|path| path.into_owned()).map_err(|_| not_whole("a name in it cannot be read"))?;
        if path == Path::new(LIST) {
            list = json(entry);
            continue;
        }
        let place = place_of(&unpacked, &path).filter(|_| entry.header().entry_type() == EntryType::Regular);
        let place = place.ok_or_else(|| not_whole(&format!("{} does not belong in one", path.display())))?;
        let (bytes, sha256) = write(entry, &place).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => not_whole("it breaks off"),
            _ => Fault::disk("write", &place, error),
        })?;
        found.push(Filed { path: path.to_string_lossy().into_owned(), bytes, sha256 });
    }
    let list = list.ok_or_else(|| not_whole("its end is missing"))?;
    if let Some(wrong) = list.iter().find(|filed| !found.contains(filed)) {
        return Err(not_whole(&format!("{} is missing or was changed", wrong.path)));
    }
    if let Some(more) = found.iter().find(|filed| !list.contains(filed)) {
        return Err(not_whole(&format!("{} was put in later", more.path)));
    }
    unpacked.backup.n_files = list.len();
    unpacked.backup.bytes = list.iter().map(|filed| filed.bytes).sum();
    Ok(unpacked)
}

fn json<T: DeserializeOwned>(from: impl Read) -> Option<T> {
    serde_json::from_reader(from).ok()
}

/// Where a file of this name goes: below one of the two folders, and nowhere else.
fn place_of(unpacked: &Unpacked, path: &Path) -> Option<PathBuf> {
    let mut parts = path.components();
    let folder = match parts.next()? {
        Component::Normal(name) if name == DATA => &unpacked.data,
        Component::Normal(name) if name == SITE => &unpacked.site,
        _ => return None,
    };
    let rest = parts.as_path();
    let is_plain = rest.components().all(|part| matches!(part, Component::Normal(_)));
    (is_plain && rest.components().next().is_some()).then(|| folder.join(rest))
}

fn write(from: impl Read, place: &Path) -> std::io::Result<(u64, String)> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut from = Summed { from, sum: Sha256::new() };
    let mut file = File::options().write(true).create_new(true).open(place)?;
    let n_bytes = std::io::copy(&mut from, &mut file)?;
    file.sync_all()?;
    Ok((n_bytes, from.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}
