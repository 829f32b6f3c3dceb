//! What code doubts a rival settles, with a quote that stands there; where none does, it is not published.

use crate::desk::{CHECKER, Desk, MAKER};
use crate::model_faults::assert_nothing_false;
use news::edition::PublishedStory;
use news::{Edition, Minute};

async fn edition_with(maker: &str, checker: Option<&str>) -> (Edition, Desk) {
    let (desk, simulator) = Desk::open().await.with_models().await;
    simulator.fail(MAKER, Some(maker));
    simulator.fail(CHECKER, checker);
    let edition = desk.morning().await;
    assert_nothing_false(&edition, &desk, &format!("{maker}, {checker:?}")).await;
    assert!(edition.stories.len() >= 10, "{} stories", edition.stories.len());
    (edition, desk)
}

/// The sentences that are told in other words than any of their quotes.
fn in_other_words(story: &PublishedStory) -> Vec<&str> {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let stands = |text: &str| {
        let attributed = [text.split_once("报道，"), text.split_once("reports: ")];
        let plain = attributed.into_iter().flatten().map(|(_, rest)| rest).chain([text]);
        let plain: Vec<String> = plain.map(bare).collect();
        move |quote: &str| plain.iter().any(|text| bare(quote).contains(text.as_str()))
    };
    let told = story.sentences.iter().filter(|sentence| {
        let stands = stands(&sentence.text);
        !sentence.citations.iter().any(|citation| stands(&citation.quote))
    });
    told.map(|sentence| sentence.text.as_str()).collect()
}

fn doubts(story: &PublishedStory) -> Vec<&Minute> {
    story.minutes.iter().filter(|minute| minute.step == "doubt").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_in_other_words_is_published_when_a_rival_quotes_what_it_rests_on() {
    let (edition, _desk) = edition_with("paraphraser", Some("paraphraser")).await;
    let told: Vec<&PublishedStory> = edition.stories.iter().filter(|story| !in_other_words(story).is_empty()).collect();
    assert!(!told.is_empty());
    for story in told {
        assert_eq!(story.written_by.vendor, MAKER, "{}", story.headline);
        let doubts = doubts(story);
        assert!(doubts.len() >= in_other_words(story).len(), "{doubts:#?}");
        for doubt in doubts {
            assert_eq!((doubt.vendor.as_str(), doubt.what.ends_with("doubtful to code, supported")), (CHECKER, true));
            assert!(doubt.why.starts_with("code: ") && doubt.why.ends_with(']'), "{doubt:?}");
            if doubt.what.starts_with("headline") {
                continue;
            }
            let (_, quote) = doubt.why.rsplit_once('[').unwrap();
            let quote = quote.trim_end_matches(']').trim_end_matches(" …");
            let mut cited = story.sentences.iter().flat_map(|sentence| &sentence.citations);
            assert!(cited.any(|citation| citation.quote.contains(quote)), "{doubt:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rival_whose_quotes_stand_nowhere_settles_nothing() {
    let (edition, _desk) = edition_with("paraphraser", Some("misquoter")).await;
    for story in &edition.stories {
        assert_eq!((in_other_words(story), doubts(story)), (vec![], vec![]), "{}", story.headline);
        assert!(story.written_by.floor, "{}", story.headline);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_rival_nothing_doubtful_is_published() {
    let (edition, _desk) = edition_with("paraphraser", Some("dead")).await;
    for story in &edition.stories {
        assert_eq!((in_other_words(story), doubts(story)), (vec![], vec![]), "{}", story.headline);
        assert!(story.written_by.floor, "{}", story.headline);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rival_does_not_find_is_written_again_in_the_spans_own_words() {
    let (edition, _desk) = edition_with("paraphraser", None).await;
    let n_rewritten =
        edition.stories.iter().flat_map(|story| &story.minutes).filter(|minute| minute.step == "rewrite").count();
    assert!(n_rewritten > 0);
    for story in &edition.stories {
        assert_eq!(in_other_words(story), Vec::<&str>::new(), "{}", story.headline);
    }
    assert!(edition.stories.iter().any(|story| story.written_by.vendor == MAKER));
}
