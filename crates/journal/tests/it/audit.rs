//! The journal as an audit log: exported so that a stranger can check it, pruned so that it can still be checked.

use crate::small_run::{Done, Place, at, carry_out};
use journal::{Error, Exported, Journal, Stub};
use rusqlite::Connection;
use serde_json::json;
use sha2::{Digest, Sha256};

/// A journal with a run a day, each with a blob of its own; days from the first of March.
async fn journal_of_days(place: &Place, n: u8) -> Journal {
    let journal = place.journal();
    for day in 1..=n {
        let now = at(&format!("2026-03-{day:02}T07:00:00Z"));
        let run = journal.begin(&format!("day-{day}"), &json!({ "day": day }), now).unwrap();
        run.step_sync("sound", |_| run.blob("bulletin.mp3", format!("sound of day {day}").as_bytes())).unwrap();
        run.note("weather", &"rain").unwrap();
        carry_out(&run, &Done::default()).await.unwrap();
    }
    journal
}

fn export(journal: &Journal, with_bodies: bool) -> Vec<Exported> {
    let mut lines = Vec::new();
    let take = |record: Exported| {
        lines.push(serde_json::to_string(&record).unwrap());
        true
    };
    journal.export(with_bodies, take).unwrap();
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a stranger does with an exported record and nothing else.
fn hash_of(record: &Exported) -> String {
    let bytes = |hex: &str| -> Vec<u8> {
        (0..hex.len() / 2).map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap()).collect()
    };
    let parts: [Vec<u8>; 9] = [
        bytes(&record.prev_hash),
        record.run.clone().into(),
        record.attempt.to_string().into(),
        record.kind.clone().into(),
        record.name.clone().into(),
        record.type_name.clone().into(),
        record.at.clone().into(),
        record.ms.map(|ms| ms.to_string()).unwrap_or_default().into(),
        bytes(&record.body_sha256),
    ];
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_stranger_can_check_what_is_exported() {
    let place = Place::new();
    let journal = journal_of_days(&place, 2).await;
    let records = export(&journal, true);
    let verified = journal.verify().unwrap();
    assert_eq!((verified.n_records, verified.n_blobs, &verified.pruned), (records.len() as u64, 2, &None));
    let mut head = String::new();
    for record in &records {
        assert_eq!((&record.prev_hash, &hash_of(record)), (&head, &record.hash), "{record:?}");
        let body = Sha256::digest(record.body.as_ref().unwrap());
        assert_eq!(body.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), record.body_sha256);
        head = record.hash.clone();
    }
    assert_eq!(head, verified.head);
    let without = export(&journal, false);
    assert!(without.iter().all(|record| record.body.is_none()));
    assert_eq!(without.iter().map(hash_of).collect::<Vec<_>>(), records.iter().map(hash_of).collect::<Vec<_>>());
    let note = records.iter().find(|record| record.kind == "note").unwrap();
    assert_eq!((note.name.as_str(), note.body.as_deref()), ("weather", Some("\"rain\"")));
}

#[tokio::test]
async fn what_is_old_is_pruned_and_the_rest_still_hangs_on_it() {
    let place = Place::new();
    let journal = journal_of_days(&place, 4).await;
    let before = export(&journal, false);
    let cut = before.iter().rposition(|record| record.run == "day-2").unwrap();
    let now = at("2026-03-10T00:00:00Z");
    let pruned = journal.prune(at("2026-03-03T00:00:00Z"), now).unwrap();
    let stub = Stub { n_records: cut as u64 + 1, last_seq: before[cut].seq, last_hash: before[cut].hash.clone() };
    assert_eq!((pruned.stub.as_ref(), pruned.n_runs, pruned.n_blobs), (Some(&stub), 2, 2));
    let after = export(&journal, false);
    assert_eq!(after[..before.len() - cut - 1], before[cut + 1..], "what is left is as it was");
    let verified = place.journal().verify().unwrap();
    assert_eq!((verified.pruned, verified.n_blobs), (Some(stub), 2));

    assert!(matches!(journal.replay("day-2"), Err(Error::UnknownRun { .. })));
    let kept = journal.replay("day-3").unwrap();
    let blob: journal::Blob = kept.step_sync("sound", |_| -> Result<_, Error> { unreachable!("recorded") }).unwrap();
    assert_eq!(kept.read_blob(&blob.hash).unwrap(), b"sound of day 3");

    let again = journal.prune(at("2026-03-04T00:00:00Z"), now).unwrap();
    assert_eq!((again.n_runs, again.n_blobs), (1, 1));
    let last = journal.prune(at("2026-03-04T00:00:00Z"), now).unwrap();
    assert_eq!((last.stub, last.n_runs, last.n_blobs), (None, 0, 0), "nothing more is old enough");
    assert_eq!(journal.verify().unwrap().n_blobs, 1);

    let head = journal.verify().unwrap().head;
    let all = journal.prune(at("2027-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).unwrap();
    assert_eq!(all.stub.map(|stub| stub.last_hash), Some(head), "what is written last hangs on what went");
    let verified = journal.verify().unwrap();
    assert_eq!((verified.n_records, verified.n_blobs, verified.pruned.is_some()), (3, 0, true));
}

#[tokio::test]
async fn a_run_that_goes_on_keeps_what_came_before_its_end() {
    let place = Place::new();
    let journal = place.journal();
    let long = journal.begin("long", &json!({}), at("2026-03-01T07:00:00Z")).unwrap();
    journal_of_days(&place, 2).await;
    drop(long);
    let long = journal.begin("long", &json!({}), at("2026-03-09T07:00:00Z")).unwrap();
    carry_out(&long, &Done::default()).await.unwrap();
    let pruned = journal.prune(at("2026-03-03T00:00:00Z"), at("2026-03-10T00:00:00Z")).unwrap();
    assert_eq!(pruned.stub, None, "its first record is the oldest of all");
    journal.verify().unwrap();
}

#[tokio::test]
async fn an_old_end_that_was_cut_off_by_hand_is_seen() {
    let place = Place::new();
    let journal = journal_of_days(&place, 3).await;
    journal.prune(at("2026-03-02T00:00:00Z"), at("2026-03-10T00:00:00Z")).unwrap();
    journal.verify().unwrap();
    let first = export(&journal, false)[0].seq;
    Connection::open(place.path()).unwrap().execute("DELETE FROM record WHERE seq = ?1", [first]).unwrap();
    assert!(matches!(journal.verify(), Err(Error::Changed { seq, .. }) if seq == first + 1));
}

#[tokio::test]
async fn a_kept_file_that_was_changed_is_seen() {
    let place = Place::new();
    let journal = journal_of_days(&place, 1).await;
    let hash = journal.needed_blobs().unwrap().into_iter().next().unwrap();
    std::fs::write(journal.blob_path(&hash), "another sound").unwrap();
    assert_eq!(journal.verify().unwrap_err().to_string(), format!("the kept file {hash} is changed"));
}

#[tokio::test]
async fn half_a_file_of_a_dead_process_is_cleared_away_with_the_next_lease() {
    let place = Place::new();
    let journal = journal_of_days(&place, 1).await;
    let hash = journal.needed_blobs().unwrap().into_iter().next().unwrap();
    let half = journal.blob_path(&hash).with_extension("part-1-0");
    std::fs::write(&half, "half a so").unwrap();
    let _lease = journal.lease("zaowan", at("2026-03-10T00:00:00Z")).unwrap();
    assert!(!half.exists());
    journal.verify().unwrap();
}
