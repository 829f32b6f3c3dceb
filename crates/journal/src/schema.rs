//! The tables of the journal.

use sqlite::Kind;

/// What makes a file a journal.
pub(crate) const JOURNAL: Kind = Kind {
    // "ZAOJ" in ASCII.
    application_id: 0x5A41_4F4A,
    noun: "journal",
    migrations: MIGRATIONS,
    newer: |path, schemas| format!("the journal {path} was written by a newer zaowan ({schemas})"),
};

/// Each step takes the schema one version up; steps are only ever added.
const MIGRATIONS: &[&str] = &[
    "
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
",
    "
    CREATE TABLE letter (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        channel TEXT NOT NULL,
        about TEXT NOT NULL,
        body TEXT NOT NULL,
        made_ms INTEGER NOT NULL,
        expires_ms INTEGER NOT NULL,
        next_ms INTEGER NOT NULL,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL,
        settled_ms INTEGER,
        why TEXT NOT NULL
    ) STRICT;
    CREATE INDEX letter_that_waits ON letter (next_ms) WHERE settled_ms IS NULL;
",
];
