//! What readers were told of each thread, edition by edition.

use crate::archive::{from_json, millis, to_json};
use crate::{Archive, Error};
use jiff::Timestamp;
use news::{ItemId, Thread, ThreadId, Told};
use rusqlite::{Connection, params};

impl Archive {
    /// Remembers what an edition told, in place of what it told before if it is told again.
    pub fn tell(&self, edition: &str, at: Timestamp, told: &[(ThreadId, Told, Vec<ItemId>)]) -> Result<(), Error> {
        self.write(|change| {
            change.execute("DELETE FROM told WHERE edition = ?1", [edition])?;
            let mut insert = change.prepare_cached(
                "INSERT INTO told (edition, nth, thread, at, told, items) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            for (nth, (thread, told, items)) in (0i64..).zip(told) {
                insert.execute(params![edition, nth, thread.as_str(), millis(at), to_json(told)?, to_json(items)?])?;
            }
            Ok(())
        })
    }

    /// The threads of which something was told at `since` or later, each with all that was ever told of it, oldest
    /// first; the thread that was told last comes last.
    pub fn threads(&self, since: Timestamp) -> Result<Vec<Thread>, Error> {
        self.read(|db| threads(db, "", millis(since), i64::MAX))
    }

    /// The threads as they stood before `edition` told anything, at the moment `now`: what it told itself (on an
    /// earlier try) and what was told later is left out.
    ///
    /// An edition that is made again must not find its own stories as told before.
    pub fn threads_before(&self, edition: &str, since: Timestamp, now: Timestamp) -> Result<Vec<Thread>, Error> {
        self.read(|db| threads(db, edition, millis(since), millis(now)))
    }
}

fn threads(db: &Connection, but: &str, since: i64, until: i64) -> rusqlite::Result<Vec<Thread>> {
    let mut statement = db.prepare_cached(
        "WITH known AS (SELECT * FROM told WHERE edition <> ?1 AND at <= ?3),
              recent AS (SELECT thread, max(at) AS last_at FROM known GROUP BY thread HAVING max(at) >= ?2)
         SELECT known.thread, known.told, known.items FROM known JOIN recent ON recent.thread = known.thread
         ORDER BY recent.last_at, known.thread, known.at, known.edition, known.nth",
    )?;
    let mut rows = statement.query(params![but, since, until])?;
    let mut threads: Vec<Thread> = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(id) = ThreadId::parse(row.get_ref(0)?.as_str()?) else {
            tracing::warn!("a thread without an id is passed over");
            continue;
        };
        let told: Told = from_json(row.get_ref(1)?.as_str()?)?;
        let items: Vec<ItemId> = from_json(row.get_ref(2)?.as_str()?)?;
        match threads.last_mut().filter(|thread| thread.id == id) {
            Some(thread) => add(thread, told, items),
            None => {
                let mut thread = Thread { id, told: Vec::new(), items: Vec::new() };
                add(&mut thread, told, items);
                threads.push(thread);
            }
        }
    }
    Ok(threads)
}

fn add(thread: &mut Thread, told: Told, items: Vec<ItemId>) {
    thread.told.push(told);
    for item in items {
        if !thread.items.contains(&item) {
            thread.items.push(item);
        }
    }
}
