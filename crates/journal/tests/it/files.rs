//! The files: what is refused when opening, the lease, blobs, and records that somebody changed.

use crate::small_run::{KEY, Place, begin_and_carry_out, morning};
use journal::{Error, Journal};
use rusqlite::Connection;
use serde_json::json;
use std::fs;
use std::path::Path;

fn refusal(path: &Path, folder: &Path) -> String {
    Journal::open(path).unwrap_err().to_string().replace(&folder.display().to_string(), "…")
}

#[test]
fn what_is_not_a_journal_is_refused_with_its_path() {
    let place = Place::new();
    let folder = place.folder.path();
    fs::write(folder.join("letter.txt"), "Dear reader, this is a letter and not a database. ".repeat(20)).unwrap();
    Connection::open(folder.join("other.db")).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    fs::create_dir(folder.join("a-folder")).unwrap();
    let said: Vec<String> = ["letter.txt", "other.db", "a-folder", "missing/journal.db", "letter.txt/journal.db"]
        .iter()
        .map(|name| refusal(&folder.join(name), folder))
        .collect();
    assert_eq!(
        said,
        [
            "…/letter.txt is not a journal: it is not an SQLite database",
            "…/other.db is not a journal: it is the database of something else",
            "cannot open the journal …/a-folder: the folder or the file cannot be opened",
            "cannot open the journal …/missing/journal.db: there is no folder …/missing",
            "cannot open the journal …/letter.txt/journal.db: there is no folder …/letter.txt",
        ]
    );
    let letter = fs::read_to_string(folder.join("letter.txt")).unwrap();
    assert!(letter.starts_with("Dear reader"), "it is left as it was");
}

#[test]
fn a_newer_journal_is_refused_and_left_as_it_is() {
    let place = Place::new();
    drop(place.journal());
    Connection::open(place.path()).unwrap().pragma_update(None, "user_version", 3).unwrap();
    assert_eq!(
        refusal(&place.path(), place.folder.path()),
        "the journal …/journal.db was written by a newer zaowan (schema 3, this one knows 2)"
    );
}

#[test]
fn one_process_writes_at_a_time() {
    let place = Place::new();
    let journal = place.journal();
    let lease = journal.lease("run", morning()).unwrap();
    match place.journal().lease("demo", morning()).unwrap_err() {
        Error::Busy { owner, since, path } => {
            assert_eq!(owner, format!("run (process {})", std::process::id()));
            assert_eq!((since.as_str(), path.as_path()), ("2026-02-10T07:00:00Z", lease.path()));
        }
        other => panic!("{other}"),
    }
    drop(lease);
    journal.lease("demo", morning()).unwrap();
}

#[test]
fn a_blob_is_kept_once_and_known_by_its_hash() {
    let place = Place::new();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    let blob = run.step_sync("mix", |_| run.blob("bulletin.mp3", b"sound")).unwrap();
    assert_eq!((blob.name.as_str(), blob.bytes), ("bulletin.mp3", 5));
    assert_eq!(run.blob("again.mp3", b"sound").unwrap().hash, blob.hash);

    let later = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    let same = later.step_sync("mix", |_| -> Result<journal::Blob, Error> { unreachable!("it was mixed") }).unwrap();
    assert_eq!(later.read_blob(&same.hash).unwrap(), b"sound");
    let files: Vec<_> = fs::read_dir(run.blob_path(&blob.hash).parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1, "neither a copy nor half a file is left");
}

#[test]
fn a_blob_that_is_gone_or_changed_is_not_given() {
    let place = Place::new();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    let hash = run.blob("bulletin.mp3", b"sound").unwrap().hash;
    fs::write(run.blob_path(&hash), b"noise").unwrap();
    assert_eq!(run.read_blob(&hash).unwrap_err().to_string(), format!("the kept file {hash} is changed"));
    run.blob("bulletin.mp3", b"sound").unwrap();
    assert_eq!(run.read_blob(&hash).unwrap(), b"sound", "keeping it again mends it");
    fs::remove_file(run.blob_path(&hash)).unwrap();
    assert_eq!(run.read_blob(&hash).unwrap_err().to_string(), format!("the kept file {hash} is gone"));
    assert!(matches!(run.read_blob("../../journal.db"), Err(Error::Blob { .. })));
}

#[test]
fn a_blob_that_cannot_be_written_leaves_nothing() {
    let place = Place::new();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    fs::write(place.folder.path().join("journal.blobs"), "a file where a folder should be").unwrap();
    let error = run.blob("bulletin.mp3", b"sound").unwrap_err();
    let is_named = |path: &Path| path.starts_with(place.folder.path());
    assert!(matches!(&error, Error::File(sqlite::Error::Unopenable { path, .. }) if is_named(path)), "{error}");
}

#[tokio::test]
async fn a_large_result_is_kept_small_and_comes_back_whole() {
    let place = Place::new();
    let large: Vec<String> = (0..20_000).map(|nth| format!("sentence {nth} of a long day")).collect();
    let journal = place.journal();
    let run = journal.begin(KEY, &json!({}), morning()).unwrap();
    let wanted = large.clone();
    run.step("gather", |_| async { Ok::<_, String>(large) }).await.unwrap();
    let n_kept = journal.steps(KEY).unwrap()[0].bytes;
    assert!(n_kept > 0 && n_kept < 200_000, "{n_kept} bytes are kept");
    let replayed = journal.replay(KEY).unwrap().step_sync("gather", |_| Err::<Vec<String>, _>("not done".to_owned()));
    assert_eq!(replayed.unwrap(), wanted);
}

#[tokio::test]
async fn a_record_that_was_changed_is_found() {
    let changes = [
        ("UPDATE record SET body = CAST('\"forged\"' AS BLOB) WHERE kind = 'done' AND name = 'write'", "done write"),
        ("UPDATE record SET at = '2026-02-10T06:00:00Z' WHERE kind = 'begun'", "begun"),
        ("UPDATE record SET body = CAST('withdrawn' AS BLOB) WHERE kind = 'finished'", "finished"),
        ("UPDATE record SET name = 'other' WHERE kind = 'started' AND name = 'mix'", "started other"),
        ("UPDATE run SET key = 'edition/2026-02-11-morning'", "begun"),
        ("UPDATE record SET ms = coalesce(ms, 0) + 1 WHERE kind = 'done' AND name = 'mix'", "done mix"),
        ("DELETE FROM record WHERE kind = 'done' AND name = 'gather'", "started write"),
    ];
    for (change, broken) in changes {
        let place = Place::new();
        begin_and_carry_out(&place, None).await.unwrap();
        let journal = place.journal();
        assert_eq!(journal.verify().unwrap().n_records, 10);
        assert!(Connection::open(place.path()).unwrap().execute(change, []).unwrap() > 0, "{change}");
        match journal.verify().unwrap_err() {
            Error::Changed { what, .. } => assert_eq!(what, broken, "{change}"),
            other => panic!("{change}: {other}"),
        }
    }
}

#[tokio::test]
async fn a_result_that_was_changed_is_not_gone_on_with() {
    let place = Place::new();
    begin_and_carry_out(&place, None).await.unwrap();
    let forge = "UPDATE record SET body = CAST('\"forged\"' AS BLOB) WHERE kind = 'done' AND name = 'write'";
    Connection::open(place.path()).unwrap().execute(forge, []).unwrap();
    let replay = place.journal().replay(KEY).unwrap();
    let error = replay.step_sync("write", |_| Ok::<_, String>(String::new())).unwrap_err();
    assert!(error.to_string().contains("(done write) was changed after it was written"), "{error}");
}
