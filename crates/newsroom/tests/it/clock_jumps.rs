//! A machine's clock that jumps by hours and days, in the middle of a run and between runs.

use crate::desk::{Desk, without_times};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use journal::{At, Deed, Fault, Journal, Point};
use news::Edition;
use newsroom::progress::{Event, Sink};
use newsroom::{Clock, Newsroom, make_edition};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use testkit::sample;

const HOUR: i64 = 3_600_000;
const JUMPS: [i64; 6] = [3 * HOUR, 26 * HOUR, 10 * 24 * HOUR, -3 * HOUR, -26 * HOUR, -10 * 24 * HOUR];
const STAGES: [&str; 6] = ["gather", "assign", "report", "check", "produce", "release"];

/// A machine's clock that shows the hour of the sample wire, and can be set.
fn clock_of_the_sample() -> (Clock, &'static AtomicI64) {
    let wrong_by: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(0)));
    let clock = Clock::wrong_by(wrong_by);
    let until = sample::answer_key().as_of.duration_since(clock.now());
    wrong_by.store(i64::try_from(until.as_millis()).unwrap(), Ordering::Relaxed);
    (clock, wrong_by)
}

/// A desk that waits long for its sources: one that is given up because the machine is busy would make another edition.
async fn patient() -> Desk {
    let mut desk = Desk::open().await;
    desk.config.network.timeout = Duration::from_secs(8);
    desk
}

/// Sets the clock when a stage begins.
fn jumping(at: &'static str, wrong_by: &'static AtomicI64, by: i64) -> Sink {
    Arc::new(move |event| {
        if event == (Event::Stage { stage: at }) {
            wrong_by.fetch_add(by, Ordering::Relaxed);
        }
    })
}

/// Without the moment it tells of, which is the machine's and no round one.
fn told(edition: &Edition) -> Vec<String> {
    edition.stories.iter().map(|story| story.headline.clone()).collect()
}

fn published(desk: &Desk) -> usize {
    let runs = Journal::open(&desk.config.data.join("journal.db")).unwrap().runs().unwrap();
    runs.iter().filter(|run| run.outcome.as_deref() == Some("published")).count()
}

fn is_of_its_hour(edition: &Edition, as_of: Timestamp) {
    let off = edition.as_of.duration_since(as_of).abs();
    assert!(off < SignedDuration::from_mins(10), "it tells of {} instead of {as_of}", edition.as_of);
    let after = edition.published_at.duration_since(edition.as_of);
    assert!(!after.is_negative() && after < SignedDuration::from_mins(10), "published {after} after its hour");
    let latest = edition.as_of + SignedDuration::from_hours(1);
    assert!(edition.stories.iter().all(|story| story.dated_at <= latest), "a story is dated from the jump");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "more than a dozen editions"]
async fn a_jump_in_the_middle_of_an_edition_changes_nothing_in_it() {
    let undisturbed = told(&patient().await.morning().await);
    let jumps = STAGES.into_iter().zip(JUMPS).map(|(stage, by)| (stage, by, &undisturbed)).map(
        |(stage, by, undisturbed)| async move {
            let desk = patient().await;
            let (clock, wrong_by) = clock_of_the_sample();
            let newsroom = Newsroom::open(desk.config.clone(), clock, jumping(stage, wrong_by, by)).unwrap();
            let order = desk.order("morning", false);
            let edition = make_edition(&newsroom, &order).await.unwrap().edition;
            is_of_its_hour(&edition, sample::answer_key().as_of);
            assert_eq!(told(&edition), *undisturbed, "{stage}, by {} hours", by / HOUR);
            drop(newsroom);
            let again = Newsroom::open(desk.config.clone(), clock, newsroom::progress::silent()).unwrap();
            let second = make_edition(&again, &order).await.unwrap().edition;
            assert_eq!((without_times(&second), published(&desk)), (without_times(&edition), 1));
        },
    );
    join_all(jumps).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a dozen editions"]
async fn a_jump_between_a_kill_and_the_next_start_ends_in_one_edition_of_one_hour() {
    let undisturbed = told(&patient().await.morning().await);
    // Less than two hours: the run is gone on with. More: its news would be old, so it begins anew.
    let jumps = [(9, HOUR), (25, -HOUR), (14, 5 * HOUR), (30, -5 * HOUR), (20, 10 * 24 * HOUR)];
    let runs = jumps.map(|(nth, by)| (nth, by, &undisturbed)).map(|(nth, by, undisturbed)| async move {
        let desk = patient().await;
        let (clock, wrong_by) = clock_of_the_sample();
        let order = desk.order("morning", false);
        let first = Newsroom::open(desk.config.clone(), clock, newsroom::progress::silent()).unwrap();
        first.set_fault(Some(Fault { point: Point::AfterRecord, at: At::Nth(nth), deed: Deed::Stop }));
        let stopped = make_edition(&first, &order).await.unwrap_err();
        assert!(stopped.to_string().contains("stopped after the record"), "{stopped}");
        drop(first);
        wrong_by.fetch_add(by, Ordering::Relaxed);
        let now = clock.now();
        let second = Newsroom::open(desk.config.clone(), clock, newsroom::progress::silent()).unwrap();
        match make_edition(&second, &order).await {
            Ok(outcome) => {
                let edition = outcome.edition;
                if by.abs() < 2 * HOUR {
                    is_gone_on_with(&edition, undisturbed);
                } else {
                    is_of_its_hour(&edition, now);
                }
                assert_eq!(published(&desk), 1, "by {} hours", by / HOUR);
            }
            // By a clock that is days on or back, nothing of the sample wire is news: better none than an old one.
            Err(newsroom::Error::NothingToPublish { .. }) => assert!(by.abs() >= 2 * HOUR),
            Err(error) => panic!("by {} hours: {error}", by / HOUR),
        }
    });
    join_all(runs).await;
}

fn is_gone_on_with(edition: &Edition, undisturbed: &[String]) {
    let off = edition.as_of.duration_since(sample::answer_key().as_of).abs();
    assert!(off < SignedDuration::from_mins(10), "it was gone on with as of {}", edition.as_of);
    assert_eq!(told(edition), undisturbed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_while_the_clock_was_a_day_ahead_is_not_told_again_when_it_is_right() {
    let desk = Desk::open().await;
    let (clock, wrong_by) = clock_of_the_sample();
    wrong_by.fetch_add(2 * HOUR, Ordering::Relaxed);
    let make = async |slot: &str| {
        let newsroom = Newsroom::open(desk.config.clone(), clock, newsroom::progress::silent()).unwrap();
        make_edition(&newsroom, &desk.order(slot, false)).await
    };
    let ahead = make("evening").await.unwrap().edition;
    wrong_by.fetch_add(-2 * HOUR, Ordering::Relaxed);
    // Everything else in the wire may be told; what readers have may not.
    if let Ok(right) = make("morning").await {
        let again: Vec<_> =
            told(&right.edition).into_iter().filter(|headline| told(&ahead).contains(headline)).collect();
        assert_eq!(again, Vec::<String>::new());
    }
}
