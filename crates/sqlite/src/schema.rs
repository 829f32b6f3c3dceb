//! How a file of an older schema becomes one of the newest.

use crate::Kind;
use rusqlite::{Connection, TransactionBehavior};

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
pub(crate) fn migrate(db: &mut Connection, kind: &Kind) -> rusqlite::Result<Standing> {
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let standing = look(&change, kind)?;
    if standing != Standing::Ready {
        return Ok(standing);
    }
    let (version, known) = (version(&change)?, kind.known());
    if version < known {
        for step in &kind.migrations[usize::try_from(version).unwrap_or(0)..] {
            change.execute_batch(step)?;
        }
        change.pragma_update(None, "application_id", kind.application_id)?;
        change.pragma_update(None, "user_version", known)?;
    }
    change.commit()?;
    Ok(Standing::Ready)
}

/// What stands in a file, which is left as it is; one of an older schema is as good as ready.
pub(crate) fn look(db: &Connection, kind: &Kind) -> rusqlite::Result<Standing> {
    if is_foreign(db, kind)? {
        return Ok(Standing::Foreign);
    }
    let version = version(db)?;
    Ok(if version > kind.known() { Standing::Newer(version) } else { Standing::Ready })
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// A file with tables that does not bear our mark is somebody else's.
fn is_foreign(change: &Connection, kind: &Kind) -> rusqlite::Result<bool> {
    let mark: i64 = change.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let n_tables: i64 = change.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(mark != kind.application_id && (mark != 0 || n_tables > 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::almanac::{ALMANAC, FIRST, SECOND};

    const NEXT: Kind = Kind { migrations: &[FIRST, SECOND], ..ALMANAC };

    #[test]
    fn an_older_schema_is_taken_up_and_keeps_its_rows() {
        let mut db = Connection::open_in_memory().unwrap();
        assert_eq!(migrate(&mut db, &ALMANAC).unwrap(), Standing::Ready);
        db.execute("INSERT INTO a VALUES ('old')", []).unwrap();
        assert_eq!(migrate(&mut db, &NEXT).unwrap(), Standing::Ready);
        let row: (String, String) =
            db.query_row("SELECT x, y FROM a", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(row, ("old".into(), "new".into()));
        assert_eq!(migrate(&mut db, &ALMANAC).unwrap(), Standing::Newer(2));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_older_schema() {
        let broken = Kind { migrations: &[FIRST, SECOND, "CREATE TABLE a (again TEXT)"], ..ALMANAC };
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, &ALMANAC).unwrap();
        assert!(migrate(&mut db, &broken).is_err());
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, 1);
        assert!(db.execute("SELECT y FROM a", []).is_err());
    }

    #[test]
    fn a_database_of_something_else_is_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
        assert_eq!(migrate(&mut db, &ALMANAC).unwrap(), Standing::Foreign);
        let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(n_tables, 1);
    }

    #[test]
    fn a_file_of_another_kind_of_ours_is_foreign_too() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, &Kind { application_id: 1, ..ALMANAC }).unwrap();
        assert_eq!(migrate(&mut db, &ALMANAC).unwrap(), Standing::Foreign);
    }
}
