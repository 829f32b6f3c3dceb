//! The choice on the sample wire: scores in words, a reader's wishes, and what was missed.

use crate::desk::Desk;
use news::{Edition, SpikeReason};
use newsroom::config::ReaderPlan;
use std::collections::BTreeSet;

async fn small(profile: &str, weights: &[(&str, f64)]) -> Edition {
    let mut desk = Desk::open().await;
    desk.config.max_stories = 4;
    desk.config.reader = ReaderPlan {
        profile: profile.into(),
        beats: weights.iter().map(|(name, times)| ((*name).to_owned(), *times)).collect(),
    };
    desk.morning().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_says_in_words_why_it_is_there() {
    let edition = small("", &[]).await;
    for story in &edition.stories {
        let sum: f64 = story.reasons.iter().map(|reason| reason.points).sum();
        assert!((sum - story.score.total).abs() < 1e-9, "{}: {sum} and {}", story.headline, story.score.total);
        assert!(
            story.reasons.iter().all(|reason| !reason.en.is_empty() && !reason.zh.is_empty()),
            "{:?}",
            story.reasons
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_edition_lists_what_several_owners_carried_and_it_does_not_tell() {
    let edition = small("", &[]).await;
    let told: BTreeSet<&str> =
        edition.stories.iter().flat_map(|story| &story.sources).map(|source| source.url.as_str()).collect();
    assert!(!edition.missed.is_empty(), "four stories cannot hold the sample's day");
    for missed in &edition.missed {
        assert!(missed.owners.len() >= 3, "{missed:?}");
        assert!(missed.urls.iter().all(|url| !told.contains(url.as_str())), "{missed:?} is told");
        assert!(!missed.detail.is_empty(), "{missed:?}");
    }
    let ranked = edition.missed.iter().find(|missed| missed.why == SpikeReason::LowRank).unwrap();
    assert!(ranked.detail.contains("the last story of the edition has 0."), "{}", ranked.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_moves_stories_of_the_sample_and_says_so() {
    let said = |edition: &Edition, word: &str| {
        let all = edition.stories.iter().flat_map(|story| &story.reasons);
        all.filter(|reason| reason.part == "reader" && reason.en.contains(word)).count()
    };
    let plain = small("", &[]).await;
    assert_eq!(said(&plain, ""), 0);
    let shipping = small("more shipping, no sport", &[]).await;
    assert!(said(&shipping, "up because you asked for more shipping") > 0, "{:#?}", shipping.stories);
    assert!(shipping.stories.iter().all(|story| story.beat != "sport"));
}
