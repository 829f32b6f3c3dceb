//! What a source's server said last, so that it can be asked only for what is new.

use crate::{Archive, Error};
use news::SourceId;
use rusqlite::{OptionalExtension, params};

impl Archive {
    /// What was remembered of the last poll of a source, in the words of the room that polls.
    pub fn seen(&self, source: &SourceId) -> Result<Option<String>, Error> {
        self.read(|db| {
            db.prepare_cached("SELECT validators FROM seen WHERE source = ?1")?
                .query_row([&source.0], |row| row.get(0))
                .optional()
        })
    }

    /// Remembers it in place of what was remembered before.
    pub fn remember_seen(&self, source: &SourceId, validators: &str) -> Result<(), Error> {
        self.write(|change| {
            change
                .prepare_cached("INSERT OR REPLACE INTO seen (source, validators) VALUES (?1, ?2)")?
                .execute(params![source.0, validators])?;
            Ok(())
        })
    }
}
