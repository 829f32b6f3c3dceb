//! The open database of a journal: one connection behind a lock, and how much a write must outlive.

use crate::schema::{MIGRATIONS, Standing, migrate};
use crate::{Error, fault};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a write must outlive.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outlives {
    /// The end of the process. A power cut may lose it; no later write depends on it.
    Process,
    /// A power cut.
    Power,
}

/// The open database.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) path: PathBuf,
    pub(crate) fault: fault::Plan,
    db: Mutex<Connection>,
}

impl Store {
    /// Opens or makes the database; the folder must be there.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            let why = format!("there is no folder {}", folder.display());
            return Err(Error::Unopenable { path: path.to_owned(), why });
        }
        let of_database = |error| Error::of_database(path, error);
        let mut db = Connection::open(path).map_err(of_database)?;
        match prepare(&mut db).map_err(of_database)? {
            Standing::Ready => Ok(Self { path: path.to_owned(), fault: fault::Plan::default(), db: Mutex::new(db) }),
            Standing::Foreign => {
                Err(Error::NotAJournal { path: path.to_owned(), why: "it is the database of something else".into() })
            }
            Standing::Newer(found) => {
                let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
                Err(Error::Newer { path: path.to_owned(), found, known })
            }
        }
    }

    /// Reads.
    pub(crate) fn read<T>(&self, deed: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        deed(&self.db()).map_err(|error| Error::of_database(&self.path, error))
    }

    /// Writes in one transaction: all of the deed or nothing of it.
    pub(crate) fn write<T>(
        &self,
        outlives: Outlives,
        deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        write(&mut self.db(), outlives, deed).map_err(|error| Error::of_database(&self.path, error))
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked with the lock left no half transaction: it was rolled back.
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write<T>(
    db: &mut Connection,
    outlives: Outlives,
    deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let synchronous = match outlives {
        Outlives::Process => "NORMAL",
        Outlives::Power => "FULL",
    };
    db.pragma_update(None, "synchronous", synchronous)?;
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = deed(&change)?;
    change.commit()?;
    Ok(done)
}

fn prepare(db: &mut Connection) -> rusqlite::Result<Standing> {
    // Two programs may look at one journal; each write is short.
    db.busy_timeout(Duration::from_secs(5))?;
    // Looks before it writes, so that a foreign file keeps its own journal mode.
    let standing = migrate(db, MIGRATIONS)?;
    if standing == Standing::Ready {
        db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        db.pragma_update(None, "foreign_keys", "ON")?;
    }
    Ok(standing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_with_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let store = Store::open(&path).unwrap();
        store.read(|db| db.pragma_update(None, "max_page_count", 12)).unwrap();
        let big = "x".repeat(200_000);
        let error = store
            .write(Outlives::Power, |db| db.execute("INSERT INTO run (key, attempt) VALUES (?1, 1)", [&big]))
            .unwrap_err();
        assert!(matches!(&error, Error::Full { path: named } if *named == path), "{error:?}");
        let n: i64 = store.read(|db| db.query_row("SELECT count(*) FROM run", [], |row| row.get(0))).unwrap();
        assert_eq!(n, 0);
    }
}
