//! What a file should be: its mark, its name for people, its schema.

/// A kind of data file.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Marks a file as one of this kind; SQLite keeps it in the file's header.
    pub application_id: i64,
    /// What people call it: `archive`.
    pub noun: &'static str,
    /// Each step takes the schema one version up; steps are only ever added.
    pub migrations: &'static [&'static str],
    /// How people are told that a newer program wrote the file at `path`; `schemas` is
    /// `schema 3, this one knows 1`.
    pub newer: fn(path: &str, schemas: &str) -> String,
}

impl Kind {
    /// The newest schema this program knows.
    pub(crate) fn known(&self) -> i64 {
        i64::try_from(self.migrations.len()).unwrap_or(i64::MAX)
    }
}

/// A kind for tests, and a file of it.
#[cfg(test)]
pub(crate) mod almanac {
    use super::Kind;
    use crate::Database;
    use std::path::PathBuf;
    use tempfile::TempDir;

    pub(crate) const FIRST: &str = "CREATE TABLE a (x TEXT)";
    pub(crate) const SECOND: &str = "ALTER TABLE a ADD COLUMN y TEXT NOT NULL DEFAULT 'new'";

    pub(crate) const ALMANAC: Kind = Kind {
        application_id: 0x414C_4D41,
        noun: "almanac",
        migrations: &[FIRST],
        newer: |path, schemas| format!("the almanac {path} is of tomorrow ({schemas})"),
    };

    pub(crate) fn open() -> (TempDir, PathBuf, Database) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("almanac.db");
        let database = Database::open(&path, &ALMANAC).unwrap();
        (folder, path, database)
    }
}
