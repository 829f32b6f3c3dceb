//! The file: what is refused when opening, and two who use it at once.

use crate::fixture::{at, item, open, source};
use archive::Archive;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

fn refusal(path: &Path, folder: &Path) -> String {
    Archive::open(path).unwrap_err().to_string().replace(&folder.display().to_string(), "…")
}

#[test]
fn what_is_not_an_archive_is_refused_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("letter.txt"), "Dear reader, this is a letter and not a database. ".repeat(20)).unwrap();
    Connection::open(folder.join("other.db")).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    fs::create_dir(folder.join("a-folder")).unwrap();
    let said: Vec<String> = ["letter.txt", "other.db", "a-folder", "missing/archive.db"]
        .iter()
        .map(|name| refusal(&folder.join(name), folder))
        .collect();
    assert_eq!(
        said,
        [
            "…/letter.txt is not an archive: it is not an SQLite database",
            "…/other.db is not an archive: it is the database of something else",
            "cannot open the archive …/a-folder: the folder or the file cannot be opened",
            "cannot open the archive …/missing/archive.db: there is no folder …/missing",
        ]
    );
}

#[test]
fn a_newer_archive_is_refused_and_left_as_it_is() {
    let (folder, archive) = open();
    drop(archive);
    let path = folder.path().join("archive.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 4).unwrap();
    assert_eq!(
        refusal(&path, folder.path()),
        "this data folder was written by a newer zaowan (schema 4, this one knows 3): …/archive.db"
    );
}

#[test]
fn a_damaged_archive_is_named() {
    let (folder, archive) = open();
    let path = folder.path().join("archive.db");
    archive.remember_items(&[item("a", "1", 6, "Port", "Ferries wait.")]).unwrap();
    drop(archive);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    assert_eq!(refusal(&path, folder.path()), "…/archive.db is not an archive: the database is damaged");
}

#[test]
fn what_one_writes_another_reads() {
    let (folder, writer) = open();
    let reader = Archive::open(&folder.path().join("archive.db")).unwrap();
    writer.remember_items(&[item("a", "1", 6, "Port", "Ferries wait.")]).unwrap();
    let items = reader.items(&[source("a")], at("2026-02-10T00:00:00Z"), at("2026-02-11T00:00:00Z")).unwrap();
    assert_eq!(items.len(), 1);
}

#[test]
fn a_batch_with_one_bad_row_leaves_nothing() {
    let (folder, archive) = open();
    archive.remember_items(&[item("a", "bad", 6, "Port", "Ferries wait.")]).unwrap();
    let spoil = "UPDATE item SET body = 'no json'";
    Connection::open(folder.path().join("archive.db")).unwrap().execute(spoil, []).unwrap();
    let batch = [item("a", "good", 7, "Ships", "Ships sail."), item("a", "bad", 7, "Port", "Ferries wait.")];
    archive.remember_items(&batch).unwrap_err();
    assert!(archive.search("ships", 9).unwrap().is_empty());
}
