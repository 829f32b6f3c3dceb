//! The tables of the archive and how an older one becomes a newer one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Marks the file as an archive: "ZAOA" in ASCII.
const APPLICATION_ID: i64 = 0x5A41_4F41;

/// Each step takes the schema one version up; steps are only ever added. Times are milliseconds since 1970.
pub(crate) const MIGRATIONS: &[&str] = &["
    -- An item as JSON; what is asked for by SQL stands in the tables below.
    CREATE TABLE item (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    -- Two sources may give the same item.
    CREATE TABLE sighting (
        source TEXT NOT NULL,
        item TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        PRIMARY KEY (source, item)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sighting_of_item ON sighting (item, last_seen);
    CREATE TABLE seen (source TEXT PRIMARY KEY, validators TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE told (
        edition TEXT NOT NULL,
        nth INTEGER NOT NULL,
        thread TEXT NOT NULL,
        at INTEGER NOT NULL,
        told TEXT NOT NULL,
        items TEXT NOT NULL,
        PRIMARY KEY (edition, nth)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX told_of_thread ON told (thread, at);
    CREATE TABLE edition (
        id TEXT PRIMARY KEY,
        as_of INTEGER NOT NULL,
        summary TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- What can be found: an item, or a story of an edition. Items keep their text in their own table.
    CREATE TABLE doc (
        nth INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        edition TEXT NOT NULL,
        at TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        text TEXT,
        UNIQUE (kind, id, edition)
    ) STRICT;
    -- Holds only which term stands where; the rowid is doc.nth. The terms are made by news::text, so that the
    -- tokenizer has nothing left to do but to cut at spaces.
    CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'unicode61');
    -- A day's items are written to the index in one go rather than in many pieces that must be merged.
    INSERT INTO words (words, rank) VALUES ('hashsize', 33554432);
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
}
