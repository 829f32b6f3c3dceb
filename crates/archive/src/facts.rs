//! What readers were told, sentence by sentence: since when it holds, until when, and where it stands.

use crate::archive::{from_json, millis, to_json};
use crate::{Archive, Error};
use jiff::Timestamp;
use news::{StoryId, ThreadId, ToldFact};
use rusqlite::{Row, params};

impl Archive {
    /// Remembers facts; those that are known already stay as they are.
    pub fn remember_facts(&self, facts: &[ToldFact]) -> Result<(), Error> {
        self.write(|change| {
            let mut insert = change.prepare_cached(
                "INSERT OR IGNORE INTO fact (edition, story, sentence, thread, text, valid_from, sources)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for fact in facts {
                let (story, thread) = (fact.story.as_str(), fact.thread.as_str());
                let sources = to_json(&fact.sources)?;
                let from = millis(fact.valid_from);
                insert.execute(params![fact.edition, story, nth(fact.sentence), thread, fact.text, from, sources])?;
            }
            Ok(())
        })
    }

    /// Says until when a fact held and what took its place; one that has ended already stays as it is.
    ///
    /// Returns whether it ended now.
    pub fn end_fact(&self, fact: &ToldFact, at: Timestamp, replaced_by: &str) -> Result<bool, Error> {
        self.write(|change| {
            let n = change
                .prepare_cached(
                    "UPDATE fact SET valid_to = ?4, replaced_by = ?5
                     WHERE edition = ?1 AND story = ?2 AND sentence = ?3 AND valid_to IS NULL",
                )?
                .execute(params![fact.edition, fact.story.as_str(), nth(fact.sentence), millis(at), replaced_by])?;
            Ok(n > 0)
        })
    }

    /// All that was told of a thread, oldest first.
    pub fn facts(&self, thread: &ThreadId) -> Result<Vec<ToldFact>, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT edition, story, sentence, thread, text, valid_from, valid_to, replaced_by, sources FROM fact
                 WHERE thread = ?1 ORDER BY valid_from, edition, story, sentence",
            )?;
            let mut rows = statement.query([thread.as_str()])?;
            let mut facts = Vec::new();
            while let Some(row) = rows.next()? {
                facts.extend(fact(row)?);
            }
            Ok(facts)
        })
    }
}

/// `None` where an id is none, which only another hand can have written.
fn fact(row: &Row<'_>) -> rusqlite::Result<Option<ToldFact>> {
    let story = StoryId::parse(row.get_ref(1)?.as_str()?);
    let thread = ThreadId::parse(row.get_ref(3)?.as_str()?);
    let (Some(story), Some(thread)) = (story, thread) else {
        tracing::warn!("a fact without a story or a thread is passed over");
        return Ok(None);
    };
    let valid_to: Option<i64> = row.get(6)?;
    Ok(Some(ToldFact {
        edition: row.get(0)?,
        story,
        sentence: usize::try_from(row.get::<_, i64>(2)?).unwrap_or_default(),
        thread,
        text: row.get(4)?,
        valid_from: moment(row.get(5)?),
        valid_to: valid_to.map(moment),
        replaced_by: row.get(7)?,
        sources: from_json(row.get_ref(8)?.as_str()?)?,
    }))
}

/// A sentence's place as the number a column holds.
fn nth(sentence: usize) -> i64 {
    i64::try_from(sentence).unwrap_or(i64::MAX)
}

fn moment(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
