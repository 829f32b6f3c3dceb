//! The open file: one connection behind a lock, and how much a write must outlive.

use crate::schema::{Standing, look, migrate};
use crate::{Error, Kind};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a write must outlive.
#[derive(Debug, Clone, Copy)]
pub enum Outlives {
    /// The end of the process. A power cut may lose it; no later write depends on it.
    Process,
    /// A power cut.
    Power,
}

/// An open data file.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    kind: Kind,
    db: Mutex<Connection>,
}

impl Database {
    /// Opens a file of this kind and brings it up to date, or makes it; the folder must be there.
    ///
    /// Errors: `Unopenable` (folder missing, not writable), `NotOurs` (another kind of file), `Newer`, `Full`.
    pub fn open(path: &Path, kind: &Kind) -> Result<Self, Error> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            return Err(Error::unopenable(kind, path, format!("there is no folder {}", folder.display())));
        }
        let of_database = |error| Error::of_database(kind, path, error);
        let mut db = Connection::open(path).map_err(of_database)?;
        match prepare(&mut db, kind).map_err(of_database)? {
            Standing::Ready => Ok(Self { path: path.to_owned(), kind: *kind, db: Mutex::new(db) }),
            Standing::Foreign => Err(Error::not_ours(kind, path, "it is the database of something else")),
            Standing::Newer(found) => Err(Error::newer(kind, path, found)),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies the file as it stands at one moment into a new one; others may write meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let copied = self.db().execute("VACUUM INTO ?1", [path.to_string_lossy()]);
        copied.map(drop).map_err(|error| Error::of_database(&self.kind, path, error))
    }

    /// Reads.
    pub fn read<T>(&self, deed: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        deed(&self.db()).map_err(|error| Error::of_database(&self.kind, &self.path, error))
    }

    /// Writes in one transaction: all of the deed or nothing of it.
    pub fn write<T>(
        &self,
        outlives: Outlives,
        deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        write(&mut self.db(), outlives, deed).map_err(|error| Error::of_database(&self.kind, &self.path, error))
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked with the lock left no half transaction: it was rolled back.
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a file is of this kind, and of a schema that is known or older; nothing is changed.
pub fn check_file(path: &Path, kind: &Kind) -> Result<(), Error> {
    let of_database = |error| Error::of_database(kind, path, error);
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(of_database)?;
    match look(&db, kind).map_err(of_database)? {
        Standing::Ready => Ok(()),
        Standing::Foreign => Err(Error::not_ours(kind, path, "it is the database of something else")),
        Standing::Newer(found) => Err(Error::newer(kind, path, found)),
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

fn prepare(db: &mut Connection, kind: &Kind) -> rusqlite::Result<Standing> {
    // Two programs may look at one file; each write is short.
    db.busy_timeout(Duration::from_secs(5))?;
    // Looks before it writes, so that a foreign file keeps its own journal mode.
    let standing = migrate(db, kind)?;
    if standing == Standing::Ready {
        db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        db.pragma_update(None, "foreign_keys", "ON")?;
    }
    Ok(standing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::almanac::{ALMANAC, open};

    fn n_rows(database: &Database) -> i64 {
        database.read(|db| db.query_row("SELECT count(*) FROM a", [], |row| row.get(0))).unwrap()
    }

    fn insert(database: &Database, x: &str) -> Result<usize, Error> {
        database.write(Outlives::Power, |change| change.execute("INSERT INTO a VALUES (?1)", [x]))
    }

    #[test]
    fn a_full_disk_is_named_with_the_path() {
        let (_folder, path, database) = open();
        database.read(|db| db.pragma_update(None, "max_page_count", 12)).unwrap();
        let error = insert(&database, &"x".repeat(200_000)).unwrap_err();
        assert!(matches!(&error, Error::Full { path: named } if *named == path), "{error:?}");
        assert_eq!(n_rows(&database), 0);
    }

    #[test]
    fn a_file_that_another_keeps_locked_is_named() {
        let (_folder, path, database) = open();
        database.read(|db| db.busy_timeout(Duration::ZERO)).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let error = insert(&database, "x").unwrap_err();
        assert!(matches!(&error, Error::Locked { path: named, .. } if *named == path), "{error:?}");
        other.execute_batch("ROLLBACK").unwrap();
        insert(&database, "x").unwrap();
        assert_eq!(n_rows(&database), 1);
    }

    #[test]
    fn a_deed_that_fails_in_the_middle_leaves_nothing() {
        let (_folder, _path, database) = open();
        let error = database
            .write(Outlives::Power, |change| {
                change.execute("INSERT INTO a VALUES ('x')", [])?;
                change.execute("INSERT INTO no_such_table VALUES ('x')", [])
            })
            .unwrap_err();
        assert!(matches!(error, Error::Database { .. }), "{error:?}");
        assert_eq!(n_rows(&database), 0);
    }

    #[test]
    fn only_what_must_outlive_a_power_cut_waits_for_the_disk() {
        let (_folder, _path, database) = open();
        let synchronous = |outlives| {
            database
                .write(outlives, |change| change.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0)))
        };
        let kept = [Outlives::Power, Outlives::Process, Outlives::Power].map(|outlives| synchronous(outlives).unwrap());
        assert_eq!(kept, [2, 1, 2], "SQLite's numbers for FULL and NORMAL");
    }

    #[test]
    fn a_foreign_file_is_refused_and_keeps_its_journal_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
        let error = Database::open(&path, &ALMANAC).unwrap_err();
        assert!(matches!(&error, Error::NotOurs { path: named, .. } if *named == path), "{error:?}");
        let mode: String = other.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
    }

    #[test]
    fn a_copy_is_whole_and_of_the_moment_and_says_what_it_is() {
        let (folder, _path, database) = open();
        insert(&database, "x").unwrap();
        let copy = folder.path().join("copy.db");
        database.copy_to(&copy).unwrap();
        insert(&database, "y").unwrap();
        check_file(&copy, &ALMANAC).unwrap();
        assert_eq!(n_rows(&Database::open(&copy, &ALMANAC).unwrap()), 1);
        let other = Kind { application_id: 1, ..ALMANAC };
        assert!(matches!(check_file(&copy, &other), Err(Error::NotOurs { .. })));
        let older = Kind { migrations: &[], ..ALMANAC };
        assert!(matches!(check_file(&copy, &older), Err(Error::Newer { found: 1, known: 0, .. })));
        assert!(database.copy_to(&copy).is_err(), "a file that stands is not written over");
    }

    #[test]
    fn a_newer_file_is_refused_with_both_schemas() {
        let (_folder, path, database) = open();
        drop(database);
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 3).unwrap();
        let error = Database::open(&path, &ALMANAC).unwrap_err();
        let said = format!("the almanac {} is of tomorrow (schema 3, this one knows 1)", path.display());
        assert_eq!(error.to_string(), said);
        assert!(matches!(error, Error::Newer { found: 3, known: 1, .. }), "{error:?}");
    }
}
