//! Backups made while an edition is being made, restored elsewhere and gone on with; the record as an audit log.

use crate::crash_matrix::desk::{Desk, KEY, done, edition};
use crate::program::{AS_OF, Place};
use journal::Exported;
use std::process::Stdio;

const KEY_OF_VENDORS: &str = "sk-of-this-test";

#[test]
fn a_backup_made_in_the_middle_of_an_edition_ends_in_the_same_one_elsewhere() {
    let desk = Desk::open("sound = false\n");
    let undisturbed = desk.undisturbed();
    let place = desk.place();
    let mut command = place.command(&["run", "--at", AS_OF, "--slot", "morning"]);
    let mut running = command.env("A_KEY", KEY_OF_VENDORS).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut names = Vec::new();
    while running.try_wait().unwrap().is_none() && names.len() < 20 {
        // Before that there is nothing to be backed up.
        if !place.path("zaowan-data/ledger.db").exists() {
            std::thread::yield_now();
            continue;
        }
        let name = format!("backup-{}.tar", names.len());
        let answer = place.zaowan(&["archive", "backup", &name]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        names.push(name);
    }
    assert!(running.wait().unwrap().success());
    let half: Vec<String> =
        place.files().into_iter().filter(|file| file.contains(".tar.") || file.ends_with(".part")).collect();
    assert_eq!(half, Vec::<String>::new(), "no half file is left");

    let middle = &names[names.len() / 2];
    let other = desk.place();
    std::fs::copy(place.path(middle), other.path(middle)).unwrap();
    let answer = other.zaowan(&["archive", "restore", middle]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let recorded = done(&other).len();
    eprintln!("{} backups; the middle one has {recorded} of {} steps", names.len(), undisturbed.steps.len());
    assert!(desk.run(&other, None).status.success());
    assert_eq!(edition(&other), undisturbed.edition);

    // A newsroom that stands is replaced only if it is asked for, and kept.
    let unasked = other.zaowan(&["archive", "restore", middle]);
    assert_eq!((unasked.code, unasked.err.contains("--replace")), (2, true), "{}", unasked.err);
    let asked = other.zaowan(&["archive", "restore", "--replace", middle]);
    assert_eq!((asked.code, asked.err.contains("is kept as")), (0, true), "{}", asked.err);
}

#[test]
fn the_record_is_exported_without_keys_checked_and_pruned() {
    let desk = Desk::open("sound = false\n");
    let place = desk.place();
    assert!(desk.run(&place, None).status.success());
    let checked = place.zaowan(&["--json", "journal", "verify"]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    let checked = checked.json();
    let head = checked["head"].as_str().unwrap().to_owned();

    let exported = place.zaowan(&["journal", "export", "--bodies"]);
    assert!(!exported.out.contains(KEY_OF_VENDORS), "a key stands in the record");
    let records: Vec<Exported> = exported.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((records.len() as u64, &records.last().unwrap().hash), (checked["n_records"].as_u64().unwrap(), &head));
    assert!(records.windows(2).all(|pair| pair[1].prev_hash == pair[0].hash));
    assert!(records.iter().any(|record| record.name == "release/site" && record.kind == "done"));

    let summer = "2026-06-18T06:30:00+08:00";
    let pruned = place.zaowan(&["--json", "journal", "prune", "--older-than", "30d", "--at", summer]).json();
    assert_eq!(pruned["stub"]["n_records"].as_u64().unwrap(), records.len() as u64);
    let after = place.zaowan(&["--json", "journal", "verify", "--head", &head]);
    assert_eq!(after.json()["pruned"]["last_hash"], head.as_str());
    let unknown = place.zaowan(&["journal", "verify", "--head", "00"]);
    assert_eq!((unknown.code, unknown.err.contains("not in the chain")), (1, true), "{}", unknown.err);
    assert_eq!(place.zaowan(&["journal", "prune", "--older-than", "1h"]).code, 2);
    assert_eq!(place.zaowan(&["edition", "replay", KEY]).code, 1, "what is pruned cannot be replayed");
    assert_eq!(desk.run(&place, None).status.code(), Some(0), "and what stands is not made again");
    assert!(Place::new().zaowan(&["journal", "verify"]).code == 2);
}
