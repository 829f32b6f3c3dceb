//! Bytes too large for a record, kept beside the journal under their own hash.

use crate::Error;
use crate::pack::{hex, sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// How the ending of a file begins that is not whole yet.
const UNFINISHED: &str = "part-";

/// Keeps the unfinished files of two threads apart.
static N_PARTS: AtomicU64 = AtomicU64::new(0);

/// Bytes that are kept beside the journal: small enough to be the result of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob {
    /// What they are, for people: `bulletin.mp3`.
    pub name: String,
    /// SHA-256 in hexadecimal digits: the name they are kept under.
    pub hash: String,
    /// How many.
    pub bytes: u64,
}

/// The folder of the blobs of a journal.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    pub(crate) fn of_journal(journal: &Path) -> Self {
        Self { folder: journal.with_extension("blobs") }
    }

    /// Keeps bytes; they are there whole or not at all.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) -> Result<Blob, Error> {
        let hash = hex(&sha256(bytes));
        let path = self.path(&hash);
        if self.read(&hash).is_err() {
            write_whole(&path, bytes).map_err(|error| Error::of_file(&path, &error))?;
        }
        Ok(Blob { name: name.to_owned(), hash, bytes: bytes.len() as u64 })
    }

    /// Removes the half files of a process that died while it kept them. The caller must hold the lease.
    pub(crate) fn clear_unfinished(&self) {
        for path in self.files() {
            if path.extension().is_some_and(|ending| ending.to_string_lossy().starts_with(UNFINISHED)) {
                // One that cannot be removed is in nobody's way.
                drop(fs::remove_file(path));
            }
        }
    }

    /// The hashes of all that is kept.
    pub(crate) fn hashes(&self) -> Vec<String> {
        let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        self.files().into_iter().filter_map(name).filter(|name| Self::is_hash(name)).collect()
    }

    /// Removes what is not needed; returns how many files went, and their size.
    pub(crate) fn keep_only(&self, needed: &BTreeSet<String>) -> (u64, u64) {
        let (mut n_files, mut n_bytes) = (0, 0);
        for hash in self.hashes().into_iter().filter(|hash| !needed.contains(hash)) {
            let path = self.path(&hash);
            let len = fs::metadata(&path).map_or(0, |about| about.len());
            if fs::remove_file(&path).is_ok() {
                n_files += 1;
                n_bytes += len;
            }
        }
        (n_files, n_bytes)
    }

    /// Whether a file's name can be a hash.
    pub(crate) fn is_hash(name: &str) -> bool {
        name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())
    }

    /// Every file there is.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        entries(&self.folder).flat_map(|folder| entries(&folder).collect::<Vec<_>>()).collect()
    }

    /// Where the bytes with this hash are.
    pub(crate) fn path(&self, hash: &str) -> PathBuf {
        // Two digits a folder, so that no folder grows to thousands of files.
        self.folder.join(hash.get(..2).unwrap_or("other")).join(hash)
    }

    /// The bytes with this hash, if they are still what they were.
    pub(crate) fn read(&self, hash: &str) -> Result<Vec<u8>, Error> {
        let lost = |why: String| Error::Blob { hash: hash.to_owned(), why };
        if !Self::is_hash(hash) {
            return Err(lost("not named by a hash".into()));
        }
        let bytes = fs::read(self.path(hash)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => lost("gone".into()),
            _ => lost(format!("not readable: {error}")),
        })?;
        if hex(&sha256(&bytes)) == hash { Ok(bytes) } else { Err(lost("changed".into())) }
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let part =
        path.with_extension(format!("{UNFINISHED}{}-{}", std::process::id(), N_PARTS.fetch_add(1, Ordering::Relaxed)));
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&part, path));
    if renamed.is_err() {
        // Half a file is of no use; the error that matters is the first one.
        drop(fs::remove_file(&part));
    }
    renamed?;
    // The name itself must survive a power cut before a record relies on it.
    File::open(folder)?.sync_all()
}
