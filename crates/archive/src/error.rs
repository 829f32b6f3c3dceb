//! What can go wrong with the archive, so that a caller can act on it.

use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use std::path::{Path, PathBuf};

/// What went wrong with the archive.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is missing or may not be written, or the file may not.
    #[error("cannot open the archive {}: {why}", path.display())]
    Unopenable {
        /// Which archive.
        path: PathBuf,
        /// In plain words.
        why: String,
    },
    /// The file is not an archive, or it is broken.
    #[error("{} is not an archive: {why}", path.display())]
    NotAnArchive {
        /// Which file.
        path: PathBuf,
        /// In plain words.
        why: String,
    },
    /// The archive was written by a newer program.
    #[error(
        "this data folder was written by a newer zaowan (schema {found}, this one knows {known}): {}",
        path.display()
    )]
    Newer {
        /// Which archive.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The disk has no room left.
    #[error("no room left on the disk of {}", path.display())]
    Full {
        /// What was being written.
        path: PathBuf,
    },
    /// Another process kept the archive locked for longer than we wait.
    #[error("the archive {} is locked by another process", path.display())]
    Locked {
        /// Which archive.
        path: PathBuf,
    },
    /// Anything else the database says, or a row that does not read back.
    #[error("the archive {} failed: {source}", path.display())]
    Database {
        /// Which archive.
        path: PathBuf,
        /// What the database says.
        source: Box<rusqlite::Error>,
    },
}

impl Error {
    /// Sorts what the database says by what a caller can do about it.
    pub(crate) fn of_database(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match source.sqlite_error_code() {
            // The file that WAL shares between processes cannot grow: SQLite calls a full disk an I/O error there.
            _ if source.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE) => {
                Self::Full { path }
            }
            Some(Code::DiskFull) => Self::Full { path },
            Some(Code::CannotOpen) => Self::Unopenable { path, why: "the folder or the file cannot be opened".into() },
            Some(Code::ReadOnly | Code::PermissionDenied) => {
                Self::Unopenable { path, why: "the folder or the file may not be written".into() }
            }
            Some(Code::NotADatabase) => Self::NotAnArchive { path, why: "it is not an SQLite database".into() },
            Some(Code::DatabaseCorrupt) => Self::NotAnArchive { path, why: "the database is damaged".into() },
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked { path },
            _ => Self::Database { path, source: Box::new(source) },
        }
    }
}
