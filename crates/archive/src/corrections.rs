//! What was changed after publication, and when the pages behind it were looked at.

use crate::archive::{from_json, millis, to_json};
use crate::{Archive, Error};
use jiff::Timestamp;
use news::edition::Corrected;
use rusqlite::{OptionalExtension, params};

/// What is known of a page that was looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// When it was looked at last.
    pub at: Timestamp,
    /// How often in a row it was gone then.
    pub n_gone: u32,
}

impl Archive {
    /// Remembers the corrections of an edition, those that are known already as they are.
    pub fn remember_corrections(&self, corrections: &[Corrected]) -> Result<(), Error> {
        self.write(|change| {
            let mut n_by_edition = std::collections::BTreeMap::new();
            for corrected in corrections {
                let nth: &mut i64 = n_by_edition.entry(corrected.edition.as_str()).or_default();
                change
                    .prepare_cached(
                        "INSERT OR IGNORE INTO correction (edition, nth, at, body) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![corrected.edition, *nth, millis(corrected.correction.at), to_json(corrected)?])?;
                *nth += 1;
            }
            Ok(())
        })
    }

    /// The corrections to earlier editions that no edition has told yet, or that `edition` told itself; oldest first.
    ///
    /// Those that were made before `since` are old enough not to be told any more.
    pub fn corrections_to_tell(&self, edition: &str, since: Timestamp) -> Result<Vec<Corrected>, Error> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT body FROM correction WHERE edition <> ?1 AND (told_in IS NULL OR told_in = ?1) AND at >= ?2
                 ORDER BY at, edition, nth",
            )?
            .query_map(params![edition, millis(since)], |row| from_json(row.get_ref(0)?.as_str()?))?
            .collect()
        })
    }

    /// Every correction, oldest first.
    pub fn corrections(&self) -> Result<Vec<Corrected>, Error> {
        self.read(|db| {
            db.prepare_cached("SELECT body FROM correction ORDER BY at, edition, nth")?
                .query_map([], |row| from_json(row.get_ref(0)?.as_str()?))?
                .collect()
        })
    }

    /// Remembers that an edition told these corrections.
    pub fn told_corrections(&self, edition: &str, told: &[Corrected]) -> Result<(), Error> {
        self.write(|change| {
            for corrected in told {
                change
                    .prepare_cached(
                        "UPDATE correction SET told_in = ?1 WHERE edition = ?2 AND body = ?3 AND told_in IS NULL",
                    )?
                    .execute(params![edition, corrected.edition, to_json(corrected)?])?;
            }
            Ok(())
        })
    }

    /// When a page was looked at last.
    pub fn look(&self, url: &str) -> Result<Option<Look>, Error> {
        self.read(|db| {
            db.prepare_cached("SELECT at, n_gone FROM look WHERE url = ?1")?
                .query_row([url], |row| {
                    let at = Timestamp::from_millisecond(row.get(0)?).unwrap_or_default();
                    Ok(Look { at, n_gone: row.get(1)? })
                })
                .optional()
        })
    }

    /// Remembers when a page was looked at.
    pub fn remember_look(&self, url: &str, look: Look) -> Result<(), Error> {
        self.write(|change| {
            change
                .prepare_cached("INSERT OR REPLACE INTO look (url, at, n_gone) VALUES (?1, ?2, ?3)")?
                .execute(params![url, millis(look.at), look.n_gone])?;
            Ok(())
        })
    }

    /// When any page was looked at last.
    pub fn last_look(&self) -> Result<Option<Timestamp>, Error> {
        self.read(|db| {
            let at: Option<i64> = db.prepare_cached("SELECT max(at) FROM look")?.query_row([], |row| row.get(0))?;
            Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
        })
    }
}
