//! A real process, really killed, and really aborted.

use crate::small_run::{KEY, Place, STEPS, carry_out, expected, morning};
use journal::{Error, Journal};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "JOURNAL_TEST_FOLDER";
const FAULT: &str = "JOURNAL_TEST_FAULT";

/// Not a test of its own: the process the tests below start and kill.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let journal = Journal::open(&folder.join("journal.db")).unwrap();
    journal.set_fault(std::env::var(FAULT).ok().map(|fault| fault.parse().unwrap()));
    let _lease = journal.lease("the child", morning()).unwrap();
    let run = journal.begin(KEY, &json!({}), morning()).unwrap();
    for step in STEPS {
        run.step_sync(step, |key| {
            writeln!(OpenOptions::new().create(true).append(true).open(folder.join("done"))?, "{step} {key}")?;
            if step == "mix" && std::env::var(FAULT).is_err() {
                println!("in the middle of mix");
                // The parent kills it long before; a parent that failed leaves nothing behind for ever.
                std::thread::park_timeout(std::time::Duration::from_secs(60));
            }
            Ok::<_, std::io::Error>(format!("{step} of the child"))
        })
        .unwrap();
    }
}

fn start_child(place: &Place, fault: Option<&str>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "kill::child", "--nocapture"]).env(FOLDER, place.folder.path());
    if let Some(fault) = fault {
        command.env(FAULT, fault);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

fn done_by_child(place: &Place) -> Vec<String> {
    let log = std::fs::read_to_string(place.folder.path().join("done")).unwrap();
    log.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_process_killed_in_mid_step_loses_its_lease_and_nothing_it_recorded() {
    let place = Place::new();
    let mut child = start_child(&place, None);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("in the middle of mix")));

    let journal = place.journal();
    let busy = journal.lease("the test", morning()).unwrap_err();
    let wanted = format!("the child (process {})", child.id());
    assert!(matches!(&busy, Error::Busy { owner, .. } if *owner == wanted), "{busy}");
    child.kill().unwrap();
    child.wait().unwrap();
    let _lease = journal.lease("the test", morning()).unwrap();

    let run = journal.begin(KEY, &json!({}), morning()).unwrap();
    let words = carry_out(&run, &place.done).await.unwrap();
    assert_eq!(words[..2], ["gather of the child", "write of the child"]);
    assert_eq!(words[2..], expected()[2..]);
    assert_eq!(done_by_child(&place), ["gather", "write", "mix"]);
    assert_eq!(place.done.steps(), ["mix", "publish"]);
    let mix_of_child = std::fs::read_to_string(place.folder.path().join("done")).unwrap();
    let key_of_child = mix_of_child.lines().last().unwrap().strip_prefix("mix ").unwrap().to_owned();
    let tries: Vec<u32> = journal.steps(KEY).unwrap().iter().map(|step| step.tries).collect();
    assert_eq!(tries, [1, 1, 2, 1]);
    assert_eq!(place.done.key_of("mix"), key_of_child);
    journal.verify().unwrap();
}

#[tokio::test]
async fn a_process_that_aborts_after_a_record_does_not_do_the_step_again() {
    let place = Place::new();
    let status = start_child(&place, Some("abort:after_record:2")).wait().unwrap();
    assert!(!status.success());
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    carry_out(&run, &place.done).await.unwrap();
    assert_eq!(
        (done_by_child(&place), place.done.steps()),
        (vec!["gather".to_owned(), "write".to_owned()], vec!["mix".to_owned(), "publish".to_owned()],)
    );
}
