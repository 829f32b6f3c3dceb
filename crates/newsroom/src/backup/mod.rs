//! A backup of a newsroom: everything it remembers and everything it published, in one tar file.
//!
//! It may be made while an edition is being made, and is whole or not there. What is restored is unpacked beside its
//! place and checked, byte for byte, before anything is touched; then it takes the place of what stands, which is kept.
//! Begin with [`write`] and [`restore`].

mod pack;
mod place;
mod unpack;

use crate::{Config, Error};
use archive::Archive;
use gateway::Ledger;
use jiff::Timestamp;
use journal::{Journal, Lease};
use pack::Pack;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

pub(crate) use place::recover;

/// The form of the file. A later one is refused by this program.
const FORMAT: u32 = 1;
/// The first file in it: what it is.
const HEAD: &str = "backup.json";
/// The last file in it: what must be in it.
const LIST: &str = "files.json";
/// Under these the two folders stand in it.
const DATA: &str = "data";
const SITE: &str = "site";
/// The data files, which are copied as of one moment.
const JOURNAL: &str = "journal.db";
const ARCHIVE: &str = "archive.db";
const LEDGER: &str = "ledger.db";

/// Why there is no backup, or why it was not restored. Nothing that stood was touched.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk has no room left.
    #[error("no room left on the disk of {}", .0.display())]
    Full(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("cannot {deed} {}: {source}", path.display())]
    Disk {
        /// `read`, `write`, `put in place`, …
        deed: &'static str,
        /// Which.
        path: PathBuf,
        /// As the system says it.
        source: std::io::Error,
    },
    /// The file is something else, or not whole, or was changed.
    #[error("{} is not a whole backup: {why}", path.display())]
    NotWhole {
        /// Which file.
        path: PathBuf,
        /// In plain words.
        why: String,
    },
    /// A newer program made it.
    #[error("the backup {} was made by a newer zaowan ({program}; form {found}, this one knows {FORMAT})", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its form.
        found: u32,
        /// By which program.
        program: String,
    },
    /// There is a newsroom already.
    #[error("{} is not empty", .0.display())]
    InTheWay(PathBuf),
}

impl Fault {
    fn disk(deed: &'static str, path: &Path, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full(path.to_owned()),
            _ => Self::Disk { deed, path: path.to_owned(), source },
        }
    }
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    pub format: u32,
    /// The program that made it.
    pub program: String,
    /// Of which newsroom.
    pub newsroom: String,
    /// When.
    pub made_at: Timestamp,
}

/// A file that must be in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Filed {
    path: String,
    bytes: u64,
    sha256: String,
}

/// A backup that was made or restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// What it says of itself.
    pub head: Head,
    /// How many files are in it.
    pub n_files: usize,
    /// Their size.
    pub bytes: u64,
    /// What stood before a restore, and was moved aside.
    pub aside: Vec<PathBuf>,
}

/// Writes a backup; an edition may be made meanwhile. The file appears whole or not at all.
///
/// Not in it: the configuration, keys, spoken lines that are merely kept for a while, and what is being written just now.
/// Errors: a data file cannot be read, the disk is full.
pub fn write(config: &Config, file: &Path, now: Timestamp) -> Result<Backup, Error> {
    let program = concat!("zaowan ", env!("CARGO_PKG_VERSION")).to_owned();
    let head = Head { format: FORMAT, program, newsroom: config.name.clone(), made_at: now };
    let mut pack = Pack::begin(file, &head)?;
    // The journal first: what it says was done is in everything that is copied after it, so that a run goes on well.
    let data = |name: &str| config.data.join(name);
    if data(JOURNAL).exists() {
        let journal = Journal::open(&data(JOURNAL))?;
        pack.database(JOURNAL, |to| Ok(journal.copy_to(to)?))?;
        for hash in journal.needed_blobs()? {
            let path = journal.blob_path(&hash);
            if let Ok(inner) = path.strip_prefix(&config.data) {
                pack.file(&format!("{DATA}/{}", inner.display()), &path)?;
            }
        }
    }
    if data(ARCHIVE).exists() {
        let archive = Archive::open(&data(ARCHIVE))?;
        pack.database(ARCHIVE, |to| Ok(archive.copy_to(to)?))?;
    }
    if data(LEDGER).exists() {
        let ledger = Ledger::open(&data(LEDGER)).map_err(gateway::Error::from)?;
        pack.database(LEDGER, |to| Ok(ledger.copy_to(to).map_err(gateway::Error::from)?))?;
    }
    for (name, path) in place::other_data(config) {
        pack.file(&format!("{DATA}/{name}"), &path)?;
    }
    for (name, path) in place::site(config) {
        pack.file(&format!("{SITE}/{name}"), &path)?;
    }
    Ok(pack.finish(head)?)
}

/// Restores a backup into the folders of the configuration; with `replace` also where something stands, which is moved
/// aside and kept.
///
/// An older version's data is brought up to date. Errors: another process works here, something stands there, the file
/// is not whole, it or its data is of a newer version.
pub fn restore(config: &Config, file: &Path, replace: bool, now: Timestamp) -> Result<Backup, Error> {
    recover(config)?;
    let _leases = if config.data.is_dir() { leases(config, now)? } else { Vec::new() };
    if !replace && let Some(path) = place::in_the_way(config) {
        return Err(Fault::InTheWay(path).into());
    }
    let unpacked = unpack::unpack(config, file)?;
    let journal = unpacked.data.join(JOURNAL);
    if journal.exists() {
        Journal::check_file(&journal)?;
    }
    let archive = unpacked.data.join(ARCHIVE);
    if archive.exists() {
        Archive::check_file(&archive)?;
    }
    let ledger = unpacked.data.join(LEDGER);
    if ledger.exists() {
        Ledger::check_file(&ledger).map_err(gateway::Error::from)?;
    }
    let mut backup = unpacked.backup.clone();
    backup.aside = place::put_in_place(config, unpacked, now)?;
    bring_up_to_date(config)?;
    Ok(backup)
}

/// Nobody may work in the folder that is replaced.
fn leases(config: &Config, now: Timestamp) -> Result<Vec<Lease>, Error> {
    let take = |name: &str| Lease::take(config.data.join(name), "zaowan archive restore", now);
    Ok(vec![take("journal.lock")?, take("rota.lock")?])
}

/// Opens each data file once, so that one of an older version is brought up to date now, and says now if it cannot be.
fn bring_up_to_date(config: &Config) -> Result<(), Error> {
    if config.data.join(JOURNAL).exists() {
        Journal::open(&config.data.join(JOURNAL))?.verify()?;
    }
    if config.data.join(ARCHIVE).exists() {
        Archive::open(&config.data.join(ARCHIVE))?;
    }
    if config.data.join(LEDGER).exists() {
        Ledger::open(&config.data.join(LEDGER)).map_err(gateway::Error::from)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
