//! What becomes of runs: the same twice, gone on with, replayed, made again.

use crate::desk::{Desk, without_times};
use news::SpikeReason;
use newsroom::pipeline::Standing;
use pretty::assert_same;
use testkit::sample;

mod pretty {
    //! A comparison that names the first difference instead of printing two whole editions.

    use serde_json::Value;

    pub fn assert_same(a: &Value, b: &Value) {
        if let Some(difference) = differ(a, b, "edition") {
            panic!("{difference}");
        }
    }

    fn differ(a: &Value, b: &Value, path: &str) -> Option<String> {
        match (a, b) {
            (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
                a.iter().find_map(|(key, value)| differ(value, &b[key], &format!("{path}.{key}")))
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                a.iter().zip(b).enumerate().find_map(|(n, (a, b))| differ(a, b, &format!("{path}[{n}]")))
            }
            _ if a == b => None,
            _ => Some(format!("{path}: {a} is not {b}")),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_edition_is_the_same_on_every_machine() {
    let (first, second) = tokio::join!(Desk::open(), Desk::open());
    let (first, second) = tokio::join!(first.morning(), second.morning());
    assert_same(&without_times(&first), &without_times(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_of_the_same_edition_changes_nothing_and_asks_nobody() {
    let desk = Desk::open().await;
    let first = desk.make("morning", 0, false).await.unwrap();
    let n_hits: usize = desk.server.as_ref().unwrap().hits().values().sum();
    let second = desk.make("morning", 1, false).await.unwrap();
    assert_eq!(second.standing, Standing::Unchanged);
    assert_eq!(second.edition, first.edition);
    assert_eq!(desk.server.as_ref().unwrap().hits().values().sum::<usize>(), n_hits);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_needs_no_network_and_makes_the_same_edition() {
    let mut desk = Desk::open().await;
    let first = desk.morning().await;
    desk.server = None;
    let replayed = desk.replay("morning").await.unwrap();
    assert_same(&serde_json::to_value(&replayed.edition).unwrap(), &serde_json::to_value(&first).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_smaller_edition_never_replaces_a_larger_one() {
    let mut desk = Desk::open().await;
    let large = desk.morning().await;
    desk.config.sources.truncate(2);
    let again = desk.make("morning", 1, true).await.unwrap();
    assert!(matches!(again.standing, Standing::KeptLarger(_)), "{:?}", again.standing);
    assert_eq!(again.edition, large);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evening_does_not_repeat_the_morning() {
    let desk = Desk::open().await;
    let morning = desk.morning().await;
    let evening = desk.make("evening", 11, false).await;
    // Nothing new came in between, so either there is no edition or it tells what the morning had no room for.
    let Ok(evening) = evening else { return };
    for story in &evening.edition.stories {
        let before = morning
            .stories
            .iter()
            .find(|told| told.sources.iter().any(|source| story.sources.iter().any(|again| again.url == source.url)));
        assert_eq!(before.map(|told| &told.headline), None, "told again: {}", story.headline);
    }
    let n_repeats = evening.edition.spiked.iter().filter(|spike| spike.reason == SpikeReason::Repeat).count();
    assert!(n_repeats >= morning.stories.len() / 2, "{n_repeats} of {}", morning.stories.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_is_remembered_though_the_program_died_before_it_could() {
    let desk = Desk::open().await;
    let morning = desk.morning().await;
    // As if it had been killed after the site was written: nothing in the archive, the run still open.
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    assert_eq!(desk.make("morning", 1, false).await.unwrap().edition, morning);
    if let Ok(evening) = desk.make("evening", 11, false).await {
        let told_again = evening.edition.stories.iter().find(|story| {
            morning.stories.iter().any(|told| told.thread == story.thread && told.headline == story.headline)
        });
        assert_eq!(told_again.map(|story| &story.headline), None);
    }
    let archive = archive::Archive::open(&desk.config.data.join("archive.db")).unwrap();
    assert_eq!(archive.edition(&morning.id).unwrap(), Some(morning));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_source_nothing_is_published_and_what_stands_stays() {
    let mut desk = Desk::open().await;
    let morning = desk.morning().await;
    desk.server = None;
    desk.config.data = desk.folder.path().join("empty");
    let error = desk.make("evening", 11, false).await.unwrap_err();
    assert!(matches!(error, newsroom::Error::NoSource { .. }), "{error}");
    assert!(!desk.config.out.join("editions/2026-03-18-evening").exists());
    assert_eq!(desk.make("morning", 12, false).await.unwrap().edition, morning);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_works_in_a_data_folder_at_a_time() {
    let desk = Desk::open().await;
    let at = sample::answer_key().as_of;
    let open = || {
        newsroom::Newsroom::open(desk.config.clone(), newsroom::Clock::starting_at(at), newsroom::progress::silent())
    };
    let first = open().unwrap();
    let Err(second) = open() else { panic!("two at once") };
    assert!(matches!(second, newsroom::Error::Journal(journal::Error::Busy { .. })), "{second}");
    drop(first);
    assert!(open().is_ok());
}
