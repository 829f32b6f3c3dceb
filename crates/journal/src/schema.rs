//! The tables of the journal and how an older one becomes a newer one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Marks the file as a journal: "ZAOJ" in ASCII.
const APPLICATION_ID: i64 = 0x5A41_4F4A;

/// Each step takes the schema one version up; steps are only ever added.
pub(crate) const MIGRATIONS: &[&str] = &["
    CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        UNIQUE (key, attempt)
    ) STRICT;
    CREATE TABLE record (
        seq INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run (id),
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        type_name TEXT NOT NULL,
        at TEXT NOT NULL,
        ms INTEGER,
        packed INTEGER NOT NULL,
        body BLOB NOT NULL,
        prev_hash BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX record_of_run ON record (run, kind, name);
    CREATE UNIQUE INDEX step_is_done_once ON record (run, name) WHERE kind = 'done';
"];

/// What stands in a file before it is used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is up to date now.
    Ready,
    /// It is a database of something else.
    Foreign,
    /// It was written by a newer program, with this version.
    Newer(i64),
}

/// Brings the file up to the newest schema, in one transaction; leaves foreign and newer ones as they are.
pub(crate) fn migrate(db: &mut Connection, migrations: &[&str]) -> rusqlite::Result<Standing> {
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if is_foreign(&change)? {
        return Ok(Standing::Foreign);
    }
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if version > known {
        return Ok(Standing::Newer(version));
    }
    if version < known {
        for step in &migrations[usize::try_from(version).unwrap_or(0)..] {
            change.execute_batch(step)?;
        }
        change.pragma_update(None, "application_id", APPLICATION_ID)?;
        change.pragma_update(None, "user_version", known)?;
    }
    change.commit()?;
    Ok(Standing::Ready)
}

/// A file with tables that does not bear our mark is somebody else's.
fn is_foreign(change: &Transaction<'_>) -> rusqlite::Result<bool> {
    let mark: i64 = change.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let n_tables: i64 = change.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(mark != APPLICATION_ID && (mark != 0 || n_tables > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE a (x TEXT)";
    const SECOND: &str = "ALTER TABLE a ADD COLUMN y TEXT NOT NULL DEFAULT 'new'";

    #[test]
    fn an_older_schema_is_taken_up_and_keeps_its_rows() {
        let mut db = Connection::open_in_memory().unwrap();
        assert_eq!(migrate(&mut db, &[FIRST]).unwrap(), Standing::Ready);
        db.execute("INSERT INTO a VALUES ('old')", []).unwrap();
        assert_eq!(migrate(&mut db, &[FIRST, SECOND]).unwrap(), Standing::Ready);
        let row: (String, String) =
            db.query_row("SELECT x, y FROM a", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(row, ("old".into(), "new".into()));
        assert_eq!(migrate(&mut db, &[FIRST]).unwrap(), Standing::Newer(2));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_older_schema() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, &[FIRST]).unwrap();
        assert!(migrate(&mut db, &[FIRST, SECOND, "CREATE TABLE a (again TEXT)"]).is_err());
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, 1);
        assert!(db.execute("SELECT y FROM a", []).is_err());
    }

    #[test]
    fn a_database_of_something_else_is_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
        assert_eq!(migrate(&mut db, MIGRATIONS).unwrap(), Standing::Foreign);
        let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(n_tables, 1);
    }
}
