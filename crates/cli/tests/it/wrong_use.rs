//! Wrong use: one clear message, the right exit code, nothing half-written.

use crate::program::{AS_OF, Answer, Place, serve};
use std::process::Command;

fn refused(place: &Place, arguments: &[&str], code: i32, words: &[&str]) {
    let before = place.files();
    let answer = place.zaowan(arguments);
    assert_eq!(answer.code, code, "{answer:?}");
    assert_eq!(answer.out, "", "stdout is data");
    for word in words {
        assert!(answer.err.contains(word), "{word:?} is not in {:?}", answer.err);
    }
    assert_eq!(place.files(), before, "something was left behind");
}

#[test]
fn a_missing_configuration_is_named_with_what_to_do() {
    refused(&Place::new(), &["run"], 2, &["error[Z002]", "newsroom.toml", "zaowan init"]);
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_known_one() {
    let place = Place::new();
    place.write("newsroom.toml", "[newsroom]\nmax_storys = 3\n[[source]]\nurl = \"https://a.example/\"\n");
    refused(&place, &["run"], 2, &["error[Z001]", "line 2", "`max_storys`", "did you mean `max_stories`?"]);
}

#[test]
fn a_bad_address_is_refused_before_anything_is_fetched() {
    let place = Place::new();
    place.write("newsroom.toml", "[[source]]\nurl = \"ftp//nowhere\"\n");
    refused(&place, &["run"], 2, &["error[Z003]", "ftp//nowhere", "https://"]);
}

#[test]
fn an_unknown_slot_is_refused_with_the_known_ones() {
    let place = Place::new();
    place.write("newsroom.toml", "[[source]]\nurl = \"https://a.example/\"\n");
    refused(&place, &["run", "--slot", "noon"], 2, &["`noon`", "morning, evening"]);
}

#[test]
fn a_word_the_program_does_not_know_is_wrong_use() {
    let answer = Place::new().zaowan(&["pubilsh"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert!(answer.err.contains("pubilsh"), "{}", answer.err);
}

#[test]
fn a_folder_without_rights_is_named() {
    let place = Place::new();
    // Nobody may make a folder there, not even root.
    let forbidden = "[publish]\nout = \"/proc/zaowan-site\"\n[[source]]\nurl = \"http://127.0.0.1:9/\"\n";
    place.write("newsroom.toml", forbidden);
    let answer = place.zaowan(&["run"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.err.contains("error[Z004]") && answer.err.contains("/proc/zaowan-site"), "{}", answer.err);
    place.write(
        "newsroom.toml",
        "[newsroom]\ndata = \"/proc/zaowan-data\"\n[[source]]\nurl = \"http://127.0.0.1:9/\"\n",
    );
    let answer = place.zaowan(&["run"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.err.contains("error[Z004]") && answer.err.contains("/proc/zaowan-data"), "{}", answer.err);
}

#[test]
fn the_help_says_what_the_program_is_and_names_its_commands() {
    let answer = Place::new().zaowan(&["--help"]);
    assert_eq!(answer.code, 0);
    assert!(answer.out.starts_with("A newsroom that runs itself"), "{}", answer.out);
    for command in ["init", "run", "demo", "source", "edition", "voices", "doctor", "archive"] {
        assert!(answer.out.contains(&format!("  {command}")), "{command}");
    }
}

#[test]
fn errors_can_be_read_by_programs() {
    let answer = Place::new().zaowan(&["--json", "run"]);
    assert_eq!(answer.code, 2);
    let error = &answer.json()["error"];
    assert_eq!(error["code"], "Z002");
    assert!(error["try"].as_str().unwrap().contains("zaowan init"));
}

#[test]
fn a_full_disk_leaves_nothing_half_written_and_the_run_goes_on_later() {
    let (_runtime, server) = serve();
    let place = Place::with_sample(&server);
    // A file system of our own that is too small for the edition, in a mount namespace of our own.
    let script = format!(
        "mkdir -p site && mount -t tmpfs -o size=160k tmpfs site && {} run --at {AS_OF} --slot morning; code=$?; find site -type f -size 0 -o -name '*.tmp*' | head; test -e site/editions/2026-03-18-morning && echo HALF; exit $code",
        env!("CARGO_BIN_EXE_zaowan")
    );
    let tried = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"])
        .output();
    if !tried.is_ok_and(|output| output.status.success()) {
        eprintln!("no mount namespace can be made here, so a full disk was not tried");
        return;
    }
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", &script])
        .current_dir(place.folder.path())
        .output()
        .unwrap();
    let answer = Answer::of(output);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.err.contains("error[Z005]"), "{}", answer.err);
    assert!(!answer.out.contains("HALF") && !answer.out.contains(".tmp"), "{}", answer.out);
    // With room it goes through.
    let answer = place.zaowan(&["run", "--at", AS_OF, "--slot", "morning"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
}
