//! Some cells of the deadline matrix; `cargo xtask deadline` runs all of it. Real HTTP, real time, simulated vendors.

use crate::desk::{CHECKER, Desk, MAKER};
use news::Edition;
use newsroom::{Order, make_edition};
use std::time::{Duration, Instant};
use testkit::vendors::Simulator;
use testkit::{Response, sample};

/// More is late.
const TOLERANCE: Duration = Duration::from_secs(2);

/// The edition, and how long after its deadline it was out.
async fn edition(
    faults: [Option<&str>; 2],
    n_sources_alive: Option<usize>,
    deadline: Duration,
) -> (Edition, Duration, Desk, Simulator) {
    let (mut desk, simulator) = Desk::open().await.with_models().await;
    // Its own patience is longer than the deadline: only the run's clock can end what hangs.
    desk.config.models.pace = 10.0;
    simulator.fail(MAKER, faults[0]);
    simulator.fail(CHECKER, faults[1]);
    if let Some(n) = n_sources_alive {
        desk.server = Some(with_sources(&desk, n).await);
        desk.config.network.replay = desk.server.as_ref().map(testkit::Server::addr);
    }
    let newsroom = desk.newsroom(0).unwrap();
    let order = Order { deadline, ..desk.order("morning", false) };
    let began = Instant::now();
    let edition = make_edition(&newsroom, &order).await.unwrap().edition;
    let late = began.elapsed().saturating_sub(deadline);
    drop(newsroom);
    (edition, late, desk, simulator)
}

/// The sample's web in which only the first sources answer; every other one never ends.
async fn with_sources(desk: &Desk, n_alive: usize) -> testkit::Server {
    let host = |url: &str| url::Url::parse(url).unwrap().host_str().unwrap().to_owned();
    let dead = desk.config.sources.iter().skip(n_alive).map(|source| host(&source.url));
    let down = Response::html("<html>").dripping();
    dead.fold(sample::web().unwrap(), |web, host| web.host_down(&host, &down)).serve().await.unwrap()
}

async fn check(faults: [Option<&str>; 2], n_sources_alive: Option<usize>, at_least: usize) -> (Edition, Desk) {
    let (edition, late, desk, _simulator) = edition(faults, n_sources_alive, Desk::short_deadline().await).await;
    assert!(late <= TOLERANCE, "{faults:?}: {late:?} late; {:?}", edition.timings);
    assert!(edition.stories.len() >= at_least, "{faults:?}: {} stories", edition.stories.len());
    (edition, desk)
}

#[tokio::test(flavor = "multi_thread")]
async fn vendors_that_never_answer_and_sources_that_never_end_make_no_edition_late_or_empty() {
    let (edition, desk) = check([Some("s06"), Some("s06")], Some(3), 1).await;
    assert!(!edition.degraded.is_empty());
    // What was cut off, and what was given up, is in the record: a replay needs neither vendor nor source.
    assert_eq!(desk.replay("morning").await.unwrap().edition, edition);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_never_answers_beside_a_dead_one_costs_no_more_than_the_models_work() {
    check([Some("s06"), Some("dead")], None, 8).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_vendors_cost_revisions_or_writers_but_no_story_and_the_edition_says_so() {
    // Two seconds an answer at the simulator's pace: a story's chain of questions does not fit, however fast the machine is.
    let (edition, late, ..) = edition([Some("s07"), Some("s07")], None, Duration::from_secs(14)).await;
    assert!(late <= TOLERANCE, "{late:?} late");
    // What is given up while vendors still answer in time, or that no time was left for them.
    let given_up = ["revisions", "routes", "stories", "writer", "time"];
    let said: Vec<_> = edition.degraded.iter().filter(|row| given_up.contains(&row.what.as_str())).collect();
    assert!(!said.is_empty(), "{:?}", edition.degraded);
    assert!(edition.stories.len() >= 8, "{} stories", edition.stories.len());
}
