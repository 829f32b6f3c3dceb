//! Backups of small newsrooms: whole, older, newer, cut off, changed, in the way, killed in the middle.

use super::*;
use crate::config;
use std::fs;
use tempfile::TempDir;

const PAPER: &str = "[newsroom]\nname = \"Paper\"\n[[source]]\nurl = \"https://paper.example/feed.xml\"\n";

fn now() -> Timestamp {
    "2026-03-18T06:30:00Z".parse().unwrap()
}

/// A newsroom with a run of one step, which kept its sound, and a page.
struct Room {
    folder: TempDir,
    config: Config,
}

impl Room {
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = config::parse(PAPER, &folder.path().join("newsroom.toml")).unwrap();
        Self { folder, config }
    }

    fn full() -> Self {
        let room = Self::empty();
        fs::create_dir_all(&room.config.data).unwrap();
        let journal = room.journal();
        let run = journal.begin("morning", &serde_json::json!({}), now()).unwrap();
        run.step_sync("sound", |_| run.blob("bulletin.mp3", b"sound")).unwrap();
        Archive::open(&room.config.data.join(ARCHIVE)).unwrap();
        drop(Ledger::open(&room.config.data.join(LEDGER)).unwrap());
        room.lay("site/editions/2026-03-18-morning/edition.json", "{}");
        room.lay("site/index.html", "front");
        room.lay("site/.index.html.new.1-1.0", "half a fro");
        room.lay("site/live/live.m3u8", "live");
        room.lay("zaowan-data/voices/a.zwv", "kept for a while");
        room.lay("zaowan-data/door.json", "{\"hash\":1}");
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn lay(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn journal(&self) -> Journal {
        Journal::open(&self.config.data.join(JOURNAL)).unwrap()
    }

    /// What stands, without what SQLite lays beside its files, and without locks.
    fn files(&self) -> Vec<String> {
        let mut all = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    all.push(path.strip_prefix(self.folder.path()).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        all.retain(|name| !["-wal", "-shm", ".lock"].iter().any(|ending| name.ends_with(ending)));
        all.sort();
        all
    }
}

const RESTORED: [&str; 7] = [
    "site/editions/2026-03-18-morning/edition.json",
    "site/index.html",
    "zaowan-data/archive.db",
    "zaowan-data/door.json",
    "zaowan-data/journal.blobs/",
    "zaowan-data/journal.db",
    "zaowan-data/ledger.db",
];

fn backup_of(room: &Room) -> PathBuf {
    let file = room.path("backup.tar");
    write(&room.config, &file, now()).unwrap();
    file
}

/// A tar with these files, and a list of them that is right.
fn tar_of(room: &Room, head: &Head, files: &[(&str, &[u8])]) -> PathBuf {
    let file = room.path("other.tar");
    let mut pack = Pack::begin(&file, head).unwrap();
    for (name, bytes) in files {
        let path = room.path("one-file");
        fs::write(&path, bytes).unwrap();
        pack.file(name, &path).unwrap();
    }
    pack.finish(head.clone()).unwrap();
    file
}

fn head() -> Head {
    Head { format: FORMAT, program: "zaowan 9".into(), newsroom: "Paper".into(), made_at: now() }
}

fn refused(room: &Room, file: &Path) -> String {
    let before = room.files();
    let error = restore(&room.config, file, false, now()).unwrap_err();
    assert_eq!(room.files(), before, "nothing is touched, nothing is left");
    error.to_string().replace(&room.folder.path().display().to_string(), "…")
}

#[test]
fn what_is_restored_is_what_was_backed_up_while_others_had_it_open() {
    let room = Room::full();
    let open = (room.journal(), Archive::open(&room.config.data.join(ARCHIVE)).unwrap());
    let run = open.0.begin("morning", &serde_json::json!({}), now()).unwrap();
    let file = backup_of(&room);
    let other = Room::empty();
    let backup = restore(&other.config, &file, false, now()).unwrap();
    assert_eq!((backup.n_files, backup.head.newsroom.as_str(), backup.aside.len()), (7, "Paper", 0));
    let files = other.files();
    let fits = files.iter().zip(RESTORED).all(|(file, wanted)| file.starts_with(wanted));
    assert!(fits && files.len() == RESTORED.len(), "{files:?}");
    let again = other.journal().begin("morning", &serde_json::json!({}), now()).unwrap();
    assert!(again.resumed());
    let blob: journal::Blob = again.step_sync("sound", |_| -> Result<_, Error> { unreachable!("recorded") }).unwrap();
    assert_eq!(again.read_blob(&blob.hash).unwrap(), b"sound");
    drop((run, open));
    assert!(!room.files().iter().any(|file| file.contains(".backup.tar")), "{:?}", room.files());
}

#[test]
fn what_stands_is_not_replaced_unasked_and_is_kept_when_it_is() {
    let room = Room::full();
    let file = backup_of(&room);
    room.lay("site/index.html", "newer front");
    assert_eq!(refused(&room, &file), "…/zaowan-data is not empty");
    let backup = restore(&room.config, &file, true, now()).unwrap();
    assert_eq!(fs::read_to_string(room.path("site/index.html")).unwrap(), "front");
    let aside = backup.aside.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(aside, ["site.before-20260318T063000Z", "zaowan-data.before-20260318T063000Z"]);
    assert_eq!(fs::read_to_string(backup.aside[0].join("index.html")).unwrap(), "newer front");
}

#[test]
fn nothing_is_restored_where_somebody_works() {
    let room = Room::full();
    let file = backup_of(&room);
    let _lease = room.journal().lease("zaowan", now()).unwrap();
    assert!(matches!(restore(&room.config, &file, true, now()), Err(Error::Journal(journal::Error::Busy { .. }))));
}

#[test]
fn what_is_not_a_whole_backup_is_refused_before_anything_is_touched() {
    let room = Room::full();
    let whole = fs::read(backup_of(&room)).unwrap();
    let other = Room::empty();
    let file = other.path("backup.tar");
    let mut said = Vec::new();
    let mut changed = whole.clone();
    let at = whole.windows(5).position(|bytes| bytes == b"front").unwrap();
    changed[at] = b'F';
    let no_tar = b"no tar at all ".repeat(100);
    for bytes in [&whole[..0], no_tar.as_slice(), &whole[..whole.len() / 2], changed.as_slice()] {
        fs::write(&file, bytes).unwrap();
        said.push(refused(&other, &file));
    }
    let files: [(&str, &[u8]); 2] = [("data/door.json", b"{}"), ("elsewhere/a", b"a")];
    said.push(refused(&other, &tar_of(&other, &head(), &files)));
    said.push(refused(&other, &tar_of(&other, &Head { format: 2, ..head() }, &[])));
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let is_no_backup = "…/backup.tar is not a whole backup: it does not begin as one";
    assert_eq!(said[..2], [is_no_backup, is_no_backup]);
    assert!(said[2].starts_with("…/backup.tar is not a whole backup: "), "{}", said[2]);
    assert_eq!(
        said[3..],
        [
            "…/backup.tar is not a whole backup: site/index.html is missing or was changed",
            "…/other.tar is not a whole backup: elsewhere/a does not belong in one",
            "the backup …/other.tar was made by a newer zaowan (zaowan 9; form 2, this one knows 1)",
        ]
    );
}

/// The number of the schema in the head of an SQLite file.
fn with_schema(file: &Path, schema: u32) -> Vec<u8> {
    let mut bytes = fs::read(file).unwrap();
    bytes[60..64].copy_from_slice(&schema.to_be_bytes());
    bytes
}

#[test]
fn data_of_a_newer_program_is_refused_and_that_of_an_older_one_brought_up_to_date() {
    let room = Room::full();
    let copy = room.path("copy.db");
    let archive = Archive::open(&room.config.data.join(ARCHIVE)).unwrap();
    let source = room.config.sources[0].id.clone();
    archive.remember_seen(&source, "etag").unwrap();
    archive.copy_to(&copy).unwrap();
    let other = Room::empty();
    let file = tar_of(&other, &head(), &[("data/archive.db", &with_schema(&copy, 99))]);
    assert!(refused(&other, &file).contains("newer zaowan (schema 99"), "{}", refused(&other, &file));

    // The last step of the schema lays the items out anew and may be done twice; each step is tested in its own room.
    let newest = fs::read(&copy).unwrap()[60..64].to_vec();
    let older = with_schema(&copy, u32::from(newest[3]) - 1);
    let file = tar_of(&other, &head(), &[("data/archive.db", &older)]);
    restore(&other.config, &file, false, now()).unwrap();
    let restored = other.config.data.join(ARCHIVE);
    assert_eq!(fs::read(&restored).unwrap()[60..64], newest[..]);
    assert_eq!(Archive::open(&restored).unwrap().seen(&source).unwrap().as_deref(), Some("etag"));
}

#[test]
fn a_restore_that_was_killed_after_it_was_decided_is_ended_by_whoever_comes_next() {
    let room = Room::full();
    let file = backup_of(&room);
    room.lay("site/index.html", "newer front");
    // As it stands after the first rename of four.
    let unpacked = unpack::unpack(&room.config, &file).unwrap();
    fs::rename(&unpacked.data, room.path(".zaowan-data.restored")).unwrap();
    std::mem::forget(unpacked);
    recover(&room.config).unwrap();
    assert_eq!(fs::read_to_string(room.path("site/index.html")).unwrap(), "front");
    assert!(room.path("site.before-killed").exists() && room.path("zaowan-data.before-killed").exists());
    room.journal().verify().unwrap();
    recover(&room.config).unwrap();
    assert!(!room.path("site.before-killed-1").exists());
}
