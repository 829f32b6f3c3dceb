//! The tables of the archive.

use sqlite::Kind;

/// What makes a file an archive.
pub(crate) const ARCHIVE: Kind = Kind {
    // "ZAOA" in ASCII.
    application_id: 0x5A41_4F41,
    noun: "archive",
    migrations: MIGRATIONS,
    newer: |path, schemas| format!("this data folder was written by a newer zaowan ({schemas}): {path}"),
};

/// Each step takes the schema one version up; steps are only ever added. Times are milliseconds since 1970.
const MIGRATIONS: &[&str] = &[FIRST, FACTS, ITEMS_BY_ROW];

const FIRST: &str = "
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
";

/// Facts, corrections, and when the pages behind what was published were looked at again.
///
/// What editions of before told is taken over from their bodies; where in an item it stands is not known of them.
const FACTS: &str = "
    -- A sentence that readers were told. Rows are only added; a row's end is set once and never moved.
    CREATE TABLE fact (
        edition TEXT NOT NULL,
        story TEXT NOT NULL,
        sentence INTEGER NOT NULL,
        thread TEXT NOT NULL,
        text TEXT NOT NULL,
        valid_from INTEGER NOT NULL,
        valid_to INTEGER,
        replaced_by TEXT,
        sources TEXT NOT NULL,
        PRIMARY KEY (edition, story, sentence)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fact_of_thread ON fact (thread, valid_from);
    CREATE TRIGGER fact_stays BEFORE DELETE ON fact BEGIN SELECT raise(ABORT, 'a fact is never deleted'); END;
    CREATE TRIGGER fact_is_as_told
        BEFORE UPDATE OF edition, story, sentence, thread, text, valid_from, sources ON fact
        BEGIN SELECT raise(ABORT, 'a fact is never changed'); END;
    CREATE TRIGGER fact_ends_once BEFORE UPDATE OF valid_to ON fact WHEN old.valid_to IS NOT NULL
        BEGIN SELECT raise(ABORT, 'a fact ends once'); END;
    INSERT INTO fact (edition, story, sentence, thread, text, valid_from, sources)
        SELECT edition.id, story.value ->> '$.id', sentence.key, story.value ->> '$.thread', sentence.value ->> '$.text',
            edition.as_of,
            (SELECT json_group_array(json_object(
                'item', citation.value ->> '$.item', 'url', citation.value ->> '$.url',
                'owner', coalesce((SELECT source.value ->> '$.owner' FROM json_each(story.value, '$.sources') AS source
                    WHERE source.value ->> '$.item' = citation.value ->> '$.item' LIMIT 1), ''),
                'quote', citation.value ->> '$.quote', 'bytes', NULL))
             FROM json_each(sentence.value, '$.citations') AS citation)
        FROM edition, json_each(edition.body, '$.stories') AS story, json_each(story.value, '$.sentences') AS sentence;
    -- What was changed after publication, and which later edition told its readers so.
    CREATE TABLE correction (
        edition TEXT NOT NULL,
        nth INTEGER NOT NULL,
        at INTEGER NOT NULL,
        body TEXT NOT NULL,
        told_in TEXT,
        PRIMARY KEY (edition, nth)
    ) STRICT, WITHOUT ROWID;
    -- When a page was looked at again, and how often in a row it was gone.
    CREATE TABLE look (url TEXT PRIMARY KEY, at INTEGER NOT NULL, n_gone INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// Items are found by a small index beside them: kept in the order of their ids, which is random, each new one moved
/// pages of long texts about, the more the larger the archive was.
const ITEMS_BY_ROW: &str = "
    CREATE TABLE item_by_row (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
    INSERT INTO item_by_row SELECT id, body FROM item;
    DROP TABLE item;
    ALTER TABLE item_by_row RENAME TO item;
";

#[cfg(test)]
mod tests {
    use super::*;
    use sqlite::{Database, Outlives};

    #[test]
    fn an_archive_of_each_older_version_keeps_its_items() {
        for n in 1..MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("archive.db");
            let older = Kind { migrations: &MIGRATIONS[..n], ..ARCHIVE };
            let insert = "INSERT INTO item (id, body) VALUES ('b', '{\"b\":1}'), ('a', '{\"a\":1}')";
            Database::open(&path, &older).unwrap().write(Outlives::Power, |change| change.execute(insert, [])).unwrap();
            let items = Database::open(&path, &ARCHIVE).unwrap().read(|db| {
                let rows = "SELECT group_concat(id || body, ' ' ORDER BY id) FROM item";
                db.query_row(rows, [], |row| row.get::<_, String>(0))
            });
            assert_eq!(items.unwrap(), "a{\"a\":1} b{\"b\":1}", "from version {n}");
        }
    }
}
