//! Runs: going on, finishing, beginning again, replaying, and what a step refuses.

use crate::small_run::{KEY, Place, STEPS, at, begin_and_carry_out, carry_out, expected, morning};
use expect_test::expect;
use journal::{Error, StepError, StepState};
use serde_json::{Value, json};
use std::convert::Infallible;

fn word(run: &journal::Run, step: &str, word: &str) -> Result<String, StepError<String>> {
    run.step_sync(step, |_| Ok(word.to_owned()))
}

#[tokio::test]
async fn a_finished_run_is_refused_until_it_is_begun_again() {
    let place = Place::new();
    begin_and_carry_out(&place, None).await.unwrap();
    let journal = place.journal();
    let error = journal.begin(KEY, &json!({}), morning()).unwrap_err();
    expect!["the run edition/2026-02-10-morning has already finished (attempt 1, 2026-02-10T07:03:00Z): published"]
        .assert_eq(&error.to_string());

    let again = journal.begin_again(KEY, &json!({"config": 2}), morning()).unwrap();
    assert_eq!((again.attempt(), again.resumed(), again.pinned()), (2, false, &json!({"config": 2})));
    let first_key = place.done.key_of("mix");
    assert_eq!(carry_out(&again, &place.done).await.unwrap(), expected());
    assert_eq!(place.done.steps(), [STEPS, STEPS].concat());
    assert_ne!(place.done.key_of("mix"), first_key, "a new attempt may publish anew");
}

#[test]
fn what_was_pinned_holds_when_a_run_goes_on() {
    let place = Place::new();
    let first = place.journal().begin(KEY, &json!({"config": "old"}), morning()).unwrap();
    assert_eq!((first.resumed(), first.attempt()), (false, 1));
    word(&first, "gather", "old").unwrap();
    drop(first);

    let journal = place.journal();
    let later = journal.begin(KEY, &json!({"config": "new"}), at("2026-02-10T09:00:00Z")).unwrap();
    assert_eq!((later.resumed(), later.attempt(), later.pinned()), (true, 1, &json!({"config": "old"})));
    assert_eq!(word(&later, "gather", "new").unwrap(), "old");
    assert_eq!(word(&later, "write", "new").unwrap(), "new");
}

#[test]
fn an_unfinished_run_begun_again_gives_way() {
    let place = Place::new();
    let journal = place.journal();
    word(&journal.begin(KEY, &json!(1), morning()).unwrap(), "gather", "first").unwrap();
    let second = journal.begin_again(KEY, &json!(2), at("2026-02-10T08:00:00Z")).unwrap();
    assert_eq!(word(&second, "gather", "second").unwrap(), "second");
    let rows = journal.runs().unwrap();
    expect![[r#"
        [
          {
            "key": "edition/2026-02-10-morning",
            "attempt": 2,
            "begun_at": "2026-02-10T08:00:00Z",
            "finished_at": null,
            "outcome": null,
            "n_done": 1,
            "n_failed": 0
          },
          {
            "key": "edition/2026-02-10-morning",
            "attempt": 1,
            "begun_at": "2026-02-10T07:00:00Z",
            "finished_at": null,
            "outcome": "superseded",
            "n_done": 1,
            "n_failed": 0
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&rows).unwrap());
}

#[tokio::test]
async fn a_replay_does_nothing_and_writes_nothing() {
    let place = Place::new();
    begin_and_carry_out(&place, None).await.unwrap();
    let journal = place.journal();
    let before = journal.verify().unwrap();

    let replay = journal.replay(KEY).unwrap();
    assert!(replay.is_replay() && !replay.resumed());
    assert_eq!(replay.pinned(), &json!({"config": 1}));
    assert_eq!(carry_out(&replay, &place.done).await.unwrap(), expected());
    replay.note("seen", &1).unwrap();
    let error = replay.step_sync("correct", |_| -> Result<u32, String> { unreachable!("a replay does nothing") });
    expect![[r#"the run edition/2026-02-10-morning did not record the step "correct", so it cannot be replayed"#]]
        .assert_eq(&error.unwrap_err().to_string());
    assert!(matches!(replay.blob("x", b"x"), Err(Error::ReadOnly { .. })));

    assert_eq!(place.done.steps(), STEPS, "each was done once, by the first run");
    assert_eq!(journal.verify().unwrap(), before);
}

#[tokio::test]
async fn a_replay_shows_the_newest_attempt_that_finished() {
    let place = Place::new();
    begin_and_carry_out(&place, None).await.unwrap();
    let journal = place.journal();
    journal.begin_again(KEY, &json!({}), morning()).unwrap();
    assert_eq!(journal.replay(KEY).unwrap().attempt(), 1);
    let unknown = journal.replay("edition/1999-01-01-morning").unwrap_err();
    expect![[r#"the journal knows no run "edition/1999-01-01-morning""#]].assert_eq(&unknown.to_string());
}

#[test]
fn an_attempt_that_failed_later_does_not_hide_the_one_that_was_published() {
    let place = Place::new();
    let journal = place.journal();
    let outcomes = ["published", "published", "failed: no source answered"];
    for outcome in outcomes {
        journal.begin_again(KEY, &json!({}), morning()).unwrap().finish(outcome, morning()).unwrap();
    }
    journal.begin_again(KEY, &json!({}), morning()).unwrap();
    let attempt = |outcome: &str| journal.replay_as(KEY, outcome).unwrap().attempt();
    assert_eq!((attempt("published"), attempt("withdrawn")), (2, 3));
    assert_eq!(journal.replay(KEY).unwrap().attempt(), 3);
}

#[test]
fn a_failed_step_is_recorded_and_tried_again() {
    let place = Place::new();
    let journal = place.journal();
    let run = journal.begin(KEY, &json!({}), morning()).unwrap();
    for reason in ["the host does not answer", "the host is busy"] {
        let error = run.step_sync("gather", |_| Err::<u32, _>(reason.to_owned())).unwrap_err();
        assert!(matches!(&error, StepError::Effect(said) if said == reason), "{error}");
    }
    let failed = journal.steps(KEY).unwrap().remove(0);
    assert_eq!((failed.state, failed.tries), (StepState::Failed, 2));
    assert_eq!(failed.error.as_deref(), Some("the host is busy"));

    assert_eq!(run.step_sync("gather", |_| Ok::<_, String>(7)).unwrap(), 7);
    let done = journal.steps(KEY).unwrap().remove(0);
    assert_eq!((done.state, done.tries, done.bytes), (StepState::Done, 3, 1));
    assert_eq!(journal.runs().unwrap()[0].n_failed, 2);
}

#[test]
fn one_name_is_one_step() {
    let run = Place::new().journal().begin(KEY, &json!({}), morning()).unwrap();
    word(&run, "gather", "a").unwrap();
    let error = word(&run, "gather", "b").unwrap_err();
    expect![[r#"the run edition/2026-02-10-morning has two steps named "gather""#]].assert_eq(&error.to_string());
}

#[test]
fn a_result_of_another_type_is_refused() {
    let place = Place::new();
    word(&place.journal().begin(KEY, &json!({}), morning()).unwrap(), "gather", "a").unwrap();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    let error = run.step_sync("gather", |_| Ok::<Vec<u32>, Infallible>(Vec::new())).unwrap_err();
    expect![[r#"the step "gather" was recorded as String, but Vec<u32> is wanted: the program changed since, or two steps share the name"#]]
        .assert_eq(&error.to_string());
}

#[test]
fn a_result_is_what_its_record_says_from_the_first_time_on() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Result {
        kept: u32,
        #[serde(skip)]
        lost: u32,
    }
    let run = Place::new().journal().begin(KEY, &json!({}), morning()).unwrap();
    let result = run.step_sync("gather", |_| Ok::<_, String>(Result { kept: 1, lost: 2 })).unwrap();
    assert_eq!(result, Result { kept: 1, lost: 0 });
}

#[test]
fn a_result_that_is_no_json_is_refused_and_the_step_stays_undone() {
    let place = Place::new();
    let journal = place.journal();
    let run = journal.begin(KEY, &json!({}), morning()).unwrap();
    let map = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = run.step_sync("gather", |_| Ok::<_, String>(map)).unwrap_err();
    assert!(matches!(error, StepError::Journal(Error::Unwritable { .. })), "{error}");
    assert_eq!(journal.steps(KEY).unwrap()[0].state, StepState::Started);
}

#[tokio::test]
async fn steps_may_run_side_by_side() {
    let place = Place::new();
    let journal = place.journal();
    let run = journal.begin(KEY, &json!({}), morning()).unwrap();
    let tasks: Vec<_> = (0..14u64)
        .map(|nth| {
            let run = run.clone();
            tokio::spawn(async move {
                run.step(&format!("turn/{nth}"), |_| async move {
                    tokio::task::yield_now().await;
                    Ok::<_, Infallible>(nth * nth)
                })
                .await
                .unwrap()
            })
        })
        .collect();
    let mut squares = Vec::new();
    for task in tasks {
        squares.push(task.await.unwrap());
    }
    assert_eq!(squares, (0..14).map(|nth| nth * nth).collect::<Vec<u64>>());
    assert_eq!(journal.runs().unwrap()[0].n_done, 14);
    journal.verify().unwrap();
}

#[tokio::test]
async fn a_step_that_was_given_up_may_be_tried_again() {
    let run = Place::new().journal().begin(KEY, &json!({}), morning()).unwrap();
    {
        let never = run.step("gather", |_| std::future::pending::<Result<u32, Infallible>>());
        let mut never = Box::pin(never);
        let waker = std::task::Waker::noop();
        assert!(never.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
    }
    assert_eq!(run.step_sync("gather", |_| Ok::<_, Infallible>(1)).unwrap(), 1);
}

#[test]
fn nothing_is_done_after_the_end() {
    let place = Place::new();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    run.finish("published", morning()).unwrap();
    run.finish("published twice", morning()).unwrap();
    let error = run.step_sync("late", |_| -> Result<u32, String> { unreachable!("the run has ended") }).unwrap_err();
    assert!(matches!(error, StepError::Journal(Error::Finished { .. })), "{error}");
    assert_eq!(place.journal().runs().unwrap()[0].outcome.as_deref(), Some("published"));
}

#[test]
fn notes_are_kept_in_order() {
    let place = Place::new();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    run.note("source", &json!({"id": "a", "items": 3})).unwrap();
    run.note("source", &json!({"id": "b", "items": 0})).unwrap();
    let notes: Vec<(String, Value)> =
        place.journal().notes(KEY).unwrap().into_iter().map(|note| (note.name, note.value)).collect();
    assert_eq!(
        notes,
        [("source".to_owned(), json!({"id": "a", "items": 3})), ("source".to_owned(), json!({"id": "b", "items": 0})),]
    );
}
