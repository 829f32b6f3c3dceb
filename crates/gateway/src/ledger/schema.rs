//! The tables of the ledger.

use sqlite::Kind;

/// What makes a file a ledger.
pub(crate) const LEDGER: Kind = Kind {
    // "ZAOL" in ASCII.
    application_id: 0x5A41_4F4C,
    noun: "ledger",
    migrations: MIGRATIONS,
    newer: |path, schemas| format!("this ledger was written by a newer zaowan ({schemas}): {path}"),
};

/// Each step takes the schema one version up; steps are only ever added. Times are milliseconds since 1970.
const MIGRATIONS: &[&str] = &[
    "
    -- Every attempt, whatever came of it.
    CREATE TABLE attempt (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        day TEXT NOT NULL,
        job TEXT NOT NULL,
        role TEXT NOT NULL,
        step TEXT NOT NULL,
        client TEXT NOT NULL,
        vendor TEXT NOT NULL,
        model TEXT NOT NULL,
        answered_model TEXT NOT NULL,
        jurisdiction TEXT NOT NULL,
        kind TEXT NOT NULL,
        shadow INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        detail TEXT NOT NULL,
        status INTEGER,
        input INTEGER NOT NULL,
        cached INTEGER NOT NULL,
        cache_write INTEGER NOT NULL,
        output INTEGER NOT NULL,
        reasoning INTEGER NOT NULL,
        is_estimate INTEGER NOT NULL,
        price_table TEXT NOT NULL,
        currency TEXT NOT NULL,
        microusd INTEGER NOT NULL,
        took_ms INTEGER NOT NULL,
        first_ms INTEGER,
        request_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attempt_of_job ON attempt (job, id);
    CREATE INDEX attempt_of_day ON attempt (day, vendor);
    CREATE INDEX attempt_of_role ON attempt (role, vendor, model);
    -- What became of an answer in its role.
    CREATE TABLE outcome (
        attempt INTEGER PRIMARY KEY,
        passed INTEGER NOT NULL,
        is_first INTEGER NOT NULL,
        sentences INTEGER NOT NULL,
        findings INTEGER NOT NULL,
        note TEXT NOT NULL
    ) STRICT;
    -- What a model thought; apart from everything that is published.
    CREATE TABLE thought (attempt INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    -- Answers that may be given again.
    CREATE TABLE cached (key TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
    -- Models that do a role's work beside the one whose work is published.
    CREATE TABLE trial (
        id INTEGER PRIMARY KEY,
        role TEXT NOT NULL,
        route TEXT NOT NULL,
        begun_at INTEGER NOT NULL,
        editions INTEGER NOT NULL,
        UNIQUE (role, route, begun_at)
    ) STRICT;
    CREATE TABLE trial_edition (trial INTEGER NOT NULL, job TEXT NOT NULL, PRIMARY KEY (trial, job)) STRICT, WITHOUT ROWID;
",
    "ALTER TABLE attempt ADD COLUMN voice TEXT NOT NULL DEFAULT '';
    ALTER TABLE attempt ADD COLUMN characters INTEGER NOT NULL DEFAULT 0;
"];
