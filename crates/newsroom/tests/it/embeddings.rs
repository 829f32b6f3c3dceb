//! Editions for which a model of embeddings is named: it is asked once, and the words stand in where it fails.

use crate::answer_key::outcome;
use crate::desk::{Desk, MAKER};
use gateway::Route;
use news::Edition;
use std::collections::BTreeSet;
use testkit::sample::{self, Expect};
use testkit::vendors::Simulator;

/// A newsroom in which rules play every role, and this model tells how alike reports are.
async fn desk(model: &str) -> (Desk, Simulator) {
    let (mut desk, simulator) = Desk::roomy().await.with_models().await;
    desk.config.models.seats.values_mut().for_each(|seat| seat.who = newsroom::config::Who::Floor);
    desk.config.models.embeddings = Some(Route::new(MAKER, model));
    (desk, simulator)
}

fn stories(edition: &Edition) -> BTreeSet<BTreeSet<String>> {
    let urls = |story: &news::edition::PublishedStory| -> BTreeSet<String> {
        story.sources.iter().map(|source| source.url.clone()).collect()
    };
    edition.stories.iter().map(urls).collect()
}

async fn check_key(edition: &Edition, desk: &Desk) {
    for trap in sample::answer_key().traps {
        if matches!(trap.expect, Expect::Apart | Expect::Merged) {
            assert_eq!(outcome(&trap, edition, desk).await, Ok(()), "{}", trap.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_of_embeddings_is_asked_in_batches_and_not_again_in_a_replay() {
    let (desk, simulator) = desk("sim-embed").await;
    let edition = desk.morning().await;
    check_key(&edition, &desk).await;
    let n_asked = simulator.hits(MAKER, "sim-embed");
    assert!((2..=10).contains(&n_asked), "{n_asked}");
    assert_eq!(desk.replay("morning").await.unwrap().edition, edition);
    assert_eq!(simulator.hits(MAKER, "sim-embed"), n_asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_fails_leaves_the_clustering_to_the_words() {
    let (by_words, _simulator) = desk("sim-embed").await;
    let by_words = Desk { config: without_embeddings(&by_words), ..by_words };
    let expected = stories(&by_words.morning().await);
    for model in ["sim-s04", "sim-s05"] {
        let (desk, simulator) = desk(model).await;
        let edition = desk.morning().await;
        assert_eq!(stories(&edition), expected, "{model}");
        assert!(simulator.hits(MAKER, model) > 0, "{model}");
    }
}

fn without_embeddings(desk: &Desk) -> newsroom::Config {
    let mut config = desk.config.clone();
    config.models.embeddings = None;
    config
}
