//! What can go wrong with a data file, so that a caller can act on it.

use crate::Kind;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use std::path::{Path, PathBuf};

/// What went wrong with a data file. `noun` is what people call it: `archive`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is missing or may not be written, or the file may not.
    #[error("cannot open the {noun} {}: {why}", path.display())]
    Unopenable {
        /// What it should be.
        noun: &'static str,
        /// Which file.
        path: PathBuf,
        /// In plain words.
        why: String,
    },
    /// The file is not of this kind, or it is broken.
    #[error("{} is not {} {noun}: {why}", path.display(), article(noun))]
    NotOurs {
        /// What it should be.
        noun: &'static str,
        /// Which file.
        path: PathBuf,
        /// In plain words.
        why: String,
    },
    /// The file was written by a newer program.
    #[error("{said}")]
    Newer {
        /// The message, in the words of the file's kind.
        said: String,
        /// Which file.
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
    /// Another process kept the file locked for longer than we wait.
    #[error("the {noun} {} is locked by another process", path.display())]
    Locked {
        /// What it is.
        noun: &'static str,
        /// Which file.
        path: PathBuf,
    },
    /// Anything else the database says, or a row that does not read back.
    #[error("the {noun} {} failed: {source}", path.display())]
    Database {
        /// What it is.
        noun: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the database says.
        source: Box<rusqlite::Error>,
    },
}

impl Error {
    /// Sorts what the file system says of the data file, or of one that is kept beside it.
    pub fn of_file(kind: &Kind, path: &Path, source: &std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull => Self::Full { path: path.to_owned() },
            _ => Self::unopenable(kind, path, source.to_string()),
        }
    }

    /// Sorts what the database says by what a caller can do about it.
    pub(crate) fn of_database(kind: &Kind, path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match source.sqlite_error_code() {
            // The file that WAL shares between processes cannot grow: SQLite calls a full disk an I/O error there.
            _ if source.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE) => {
                Self::Full { path: path.to_owned() }
            }
            Some(Code::DiskFull) => Self::Full { path: path.to_owned() },
            Some(Code::CannotOpen) => Self::unopenable(kind, path, "the folder or the file cannot be opened"),
            Some(Code::ReadOnly | Code::PermissionDenied) => {
                Self::unopenable(kind, path, "the folder or the file may not be written")
            }
            Some(Code::NotADatabase) => Self::not_ours(kind, path, "it is not an SQLite database"),
            Some(Code::DatabaseCorrupt) => Self::not_ours(kind, path, "the database is damaged"),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked { noun: kind.noun, path: path.to_owned() },
            _ => Self::Database { noun: kind.noun, path: path.to_owned(), source: Box::new(source) },
        }
    }

    pub(crate) fn unopenable(kind: &Kind, path: &Path, why: impl Into<String>) -> Self {
        Self::Unopenable { noun: kind.noun, path: path.to_owned(), why: why.into() }
    }

    pub(crate) fn not_ours(kind: &Kind, path: &Path, why: &str) -> Self {
        Self::NotOurs { noun: kind.noun, path: path.to_owned(), why: why.to_owned() }
    }

    pub(crate) fn newer(kind: &Kind, path: &Path, found: i64) -> Self {
        let known = kind.known();
        let schemas = format!("schema {found}, this one knows {known}");
        let said = (kind.newer)(&path.display().to_string(), &schemas);
        Self::Newer { said, path: path.to_owned(), found, known }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::almanac::ALMANAC;
    use rusqlite::ffi;
    use std::io::ErrorKind;

    #[test]
    fn what_the_database_says_is_sorted_by_what_can_be_done() {
        let table = [
            (ffi::SQLITE_FULL, "no room left on the disk of a.db"),
            (ffi::SQLITE_IOERR_SHMSIZE, "no room left on the disk of a.db"),
            (ffi::SQLITE_CANTOPEN, "cannot open the almanac a.db: the folder or the file cannot be opened"),
            (ffi::SQLITE_READONLY, "cannot open the almanac a.db: the folder or the file may not be written"),
            (ffi::SQLITE_PERM, "cannot open the almanac a.db: the folder or the file may not be written"),
            (ffi::SQLITE_NOTADB, "a.db is not an almanac: it is not an SQLite database"),
            (ffi::SQLITE_CORRUPT, "a.db is not an almanac: the database is damaged"),
            (ffi::SQLITE_BUSY, "the almanac a.db is locked by another process"),
            (ffi::SQLITE_LOCKED, "the almanac a.db is locked by another process"),
            (ffi::SQLITE_NOMEM, "the almanac a.db failed: "),
        ];
        for (code, said) in table {
            let source = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            let error = Error::of_database(&ALMANAC, Path::new("a.db"), source).to_string();
            // What else it says ends in SQLite's own words.
            assert!(if said.ends_with(": ") { error.starts_with(said) } else { error == said }, "{code}: {error}");
        }
    }

    #[test]
    fn the_article_fits_the_noun() {
        assert_eq!([article("archive"), article("journal")], ["an", "a"]);
    }

    #[test]
    fn what_the_file_system_says_is_sorted_too() {
        let said = |kind: ErrorKind| Error::of_file(&ALMANAC, Path::new("a.lock"), &kind.into()).to_string();
        assert_eq!(said(ErrorKind::StorageFull), "no room left on the disk of a.lock");
        assert_eq!(said(ErrorKind::PermissionDenied), "cannot open the almanac a.lock: permission denied");
    }
}
