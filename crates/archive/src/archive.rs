//! The open archive, and how values stand in its columns.

use crate::Error;
use crate::schema::ARCHIVE;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlite::{Database, Outlives};
use std::path::Path;

/// The newsroom's memory, in one SQLite file. Its methods wait for the disk; each is short.
#[derive(Debug)]
pub struct Archive {
    database: Database,
}

impl Archive {
    /// Opens the archive, or makes it; the folder must be there.
    ///
    /// Errors: `Unopenable` (folder missing, not writable), `NotOurs` (another kind of file), `Newer`, `Full`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { database: Database::open(path, &ARCHIVE)? })
    }

    /// Whether the file is an archive that this program can read, of this version or an older one; nothing is changed.
    pub fn check_file(path: &Path) -> Result<(), Error> {
        sqlite::check_file(path, &ARCHIVE)
    }

    /// Copies the archive, as it stands at one moment, into a new file; others may write meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        self.database.copy_to(path)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    pub(crate) fn read<T>(&self, deed: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.database.read(deed)
    }

    /// Writes in one transaction: all of the deed or nothing of it.
    pub(crate) fn write<T>(&self, deed: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
        // What was told must outlive a power cut, or it would be told again; writes are few, each a batch.
        self.database.write(Outlives::Power, deed)
    }
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
