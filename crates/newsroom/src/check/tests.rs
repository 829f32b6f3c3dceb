//! Tests of the checks that the desk itself makes.

use super::story::{leads_with_news, with_urls};
use jiff::Timestamp;
use news::{
    Author, Citation, Confidence, Dating, FinalCopy, Item, ItemId, Language, Precision, Role, Sentence, SourceId,
    Spike, SpikeReason, Story, StoryId, Told,
};

const OLD: &str = "The port of Meridian Bay closed on Monday after dockers walked out.";
const NEW: &str = "The port of Meridian Bay reopened on Tuesday with a pay rise of 4.5 per cent.";

fn at(hour: &str) -> Timestamp {
    format!("2026-03-17T{hour}:00:00Z").parse().unwrap()
}

fn item(url: &str, hour: &str, text: &str) -> Item {
    let dating =
        Dating { value: Some(at(hour)), precision: Precision::Minute, confidence: Confidence::High, evidence: vec![] };
    Item {
        id: ItemId::of(url),
        source: SourceId("a".into()),
        url: url.into(),
        canonical_url: url.into(),
        title: "Port of Meridian Bay".into(),
        text: text.into(),
        language: Language::EN,
        author: None,
        dating,
        fetched_at: at("12"),
        marks: vec![],
        comments: vec![],
        image: None,
    }
}

fn story() -> Story {
    let told = Told {
        edition: "2026-03-17-noon".into(),
        at: at("04"),
        headline: "Port closes".into(),
        sentences: vec![OLD.into()],
    };
    let items = vec![item("https://a.example/old", "02", OLD), item("https://a.example/new", "08", NEW)];
    Story {
        id: StoryId::of("port"),
        thread: None,
        items,
        duplicates: vec![],
        owners: vec!["A".into()],
        beat: "business".into(),
        told: vec![told],
    }
}

fn copy(story: &Story, sentences: &[(usize, &str)]) -> FinalCopy {
    let sentence = |(index, text): &(usize, &str)| {
        let item = story.items[*index].id.clone();
        let citation = Citation { item, in_title: false, start: 0, end: text.len(), quote: (*text).into() };
        Sentence { text: (*text).into(), citations: vec![citation] }
    };
    FinalCopy {
        story: story.id.clone(),
        language: Language::EN,
        headline: sentence(&(1, "Port reopens")),
        summary: String::new(),
        sentences: sentences.iter().map(sentence).collect(),
        written_by: Author::floor(Role::Reporter),
        checked_by: vec![],
        notes: vec![],
    }
}

#[test]
fn a_matter_told_before_must_lead_with_what_is_new() {
    let story = story();
    assert!(leads_with_news(copy(&story, &[(1, NEW)]), &story).is_ok());
    assert!(leads_with_news(copy(&story, &[(0, OLD), (1, NEW)]), &story).is_ok());
    let spike = leads_with_news(copy(&story, &[(0, OLD), (0, OLD), (1, NEW)]), &story).unwrap_err();
    assert_eq!((spike.reason, spike.urls.len()), (SpikeReason::Repeat, 2));
}

#[test]
fn what_an_old_item_still_holds_is_no_news() {
    let story = story();
    let untold = "The harbour master, Ann Marr, counted 40 ships outside the bay.";
    assert_eq!(leads_with_news(copy(&story, &[(0, untold)]), &story).unwrap_err().reason, SpikeReason::Repeat);
}

#[test]
fn a_spike_without_addresses_gets_those_of_its_story() {
    let spike = Spike { headline: "Port".into(), urls: vec![], reason: SpikeReason::Unsupported, detail: "no".into() };
    assert_eq!(with_urls(spike, &story()).urls, ["https://a.example/old", "https://a.example/new"]);
}
