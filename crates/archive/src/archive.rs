//! The open archive: one connection behind a lock.

use crate::Error;
use crate::schema::{MIGRATIONS, Standing, migrate};
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The newsroom's memory, in one SQLite file. Its methods wait for the disk; each is short.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    db: Mutex<Connection>,
}

impl Archive {
    /// Opens the archive, or makes it; the folder must be there.
    ///
    /// Errors: `Unopenable` (folder missing, not writable), `NotAnArchive` (another kind of file), `Newer`, `Full`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            let why = format!("there is no folder {}", folder.display());
            return Err(Error::Unopenable { path: path.to_owned(), why });
        }
        let of_database = |error| Error::of_database(path, error);
        let mut db = Connection::open(path).map_err(of_database)?;
        match prepare(&mut db).map_err(of_database)? {
            Standing::Ready => Ok(Self { path: path.to_owned(), db: Mutex::new(db) }),
            Standing::Foreign => {
                Err(Error::NotAnArchive { path: path.to_owned(), why: "it is the database of something else".into() })
            }
            Standing::Newer(found) => {
                let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
                Err(Error::Newer { path: path.to_owned(), found, known })
            }
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn read<T>(&self, deed: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        deed(&self.db()).map_err(|error| Error::of_database(&self.path, error))
    }

    /// Writes in one transaction: all of the deed or nothing of it.
    pub(crate) fn write<T>(&self, deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
        write(&mut self.db(), deed).map_err(|error| Error::of_database(&self.path, error))
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked with the lock left no half transaction: it was rolled back.
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write<T>(db: &mut Connection, deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = deed(&change)?;
    change.commit()?;
    Ok(done)
}

fn prepare(db: &mut Connection) -> rusqlite::Result<Standing> {
    // A reader in another process waits for a batch of items at most.
    db.busy_timeout(Duration::from_secs(5))?;
    // Looks before it writes, so that a foreign file keeps its own journal mode.
    let standing = migrate(db, MIGRATIONS)?;
    if standing == Standing::Ready {
        db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        // What was told must outlive a power cut, or it would be told again; writes are few, each a batch.
        db.pragma_update(None, "synchronous", "FULL")?;
    }
    Ok(standing)
}

/// A value as the JSON a column holds.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The value of a column that holds JSON.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> rusqlite::Result<T> {
    serde_json::from_str(json)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
}

/// A time as the number a column holds.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_with_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive.db");
        let archive = Archive::open(&path).unwrap();
        archive.read(|db| db.pragma_update(None, "max_page_count", 30)).unwrap();
        let big = "x".repeat(400_000);
        let error = archive.remember_seen(&news::SourceId("a".into()), &big).unwrap_err();
        assert!(matches!(&error, Error::Full { path: named } if *named == path), "{error:?}");
        assert_eq!(archive.seen(&news::SourceId("a".into())).unwrap(), None);
    }
}
