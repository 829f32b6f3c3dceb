//! Tests of the measure of what was missed.

use super::*;
use desk::Reader;
use jiff::{SignedDuration, Timestamp};
use news::edition::{PublishedDating, PublishedSource};
use news::{
    Author, Confidence, Dating, EditionKey, Language, Precision, Role, Score, Source, SourceId, SourceKind, ThreadId,
};

const OWNERS: [&str; 4] = ["a", "b", "c", "d"];
fn now() -> Timestamp {
    "2026-03-18T00:00:00Z".parse().unwrap()
}

fn ctx() -> Context {
    let source = |id: &str| Source {
        id: SourceId(id.into()),
        name: format!("Paper {id}"),
        url: format!("https://{id}.example/feed"),
        kind: SourceKind::Feed,
        beat: "general".into(),
        owner: format!("Owner {id}"),
        trust: 3,
        language: None,
        every_hours: 6,
        timezone: None,
        link_rule: None,
        max_items: 50,
    };
    Context {
        as_of: now(),
        languages: vec![Language::EN],
        sources: OWNERS.into_iter().map(|id| (SourceId(id.into()), source(id))).collect(),
        max_stories: 12,
        length_seconds: 360,
        anchors: 1,
        format: news::Format::Bulletin,
        hosts: BTreeMap::new(),
        newsroom: "Test".into(),
        timezone: jiff::tz::TimeZone::UTC,
        key: EditionKey::parse("2026-03-18-morning").unwrap(),
        sample: false,
        label_spoken: BTreeMap::new(),
        new_facts: BTreeMap::new(),
        prompts: BTreeMap::new(),
        house: desk::House::default(),
        reader: Reader::default(),
        max_per_owner: 2,
    }
}

fn item(source: &str, hours: i64, title: &str) -> Item {
    let url = format!("https://{source}.example/{}", ItemId::of(title).as_str());
    Item {
        id: ItemId::of(&url),
        source: SourceId(source.into()),
        url: url.clone(),
        canonical_url: url,
        title: title.into(),
        text: text_of(source).into(),
        language: Language::EN,
        author: None,
        dating: Dating {
            value: Some(now() - SignedDuration::from_hours(hours)),
            precision: Precision::Minute,
            confidence: Confidence::High,
            evidence: vec![],
        },
        fetched_at: now(),
        marks: vec![],
        comments: vec![],
        image: None,
    }
}

/// Each in its own words: copies of one text are one voice.
fn text_of(source: &str) -> &'static str {
    match source {
        "a" => "The island parliament passed a law against plastic bags on Tuesday. Shops have a year to comply.",
        "b" => "Plastic bags will vanish: by 40 votes to 12 the island's parliament passed a law against them.",
        "c" => "By law, the parliament of the island banned plastic bags. Traders had asked for two years to prepare.",
        _ => "A law against plastic bags passed the island parliament late on Tuesday after nine hours of debate.",
    }
}

/// The same matter by the first so many owners, so many hours old.
fn carried_by(n: usize, hours: i64) -> Vec<Item> {
    let titles = [
        "Island parliament passes law against plastic bags",
        "Plastic bags: island parliament passes law",
        "Parliament of the island bans plastic bags by law",
        "Law against plastic bags passes island parliament",
    ];
    OWNERS.iter().zip(titles).take(n).map(|(source, title)| item(source, hours, title)).collect()
}

fn story(items: Vec<Item>) -> Story {
    Story {
        id: StoryId::of(items[0].id.as_str()),
        thread: None,
        items,
        duplicates: vec![],
        owners: vec![],
        beat: "politics".into(),
        told: vec![],
    }
}

fn spike(items: &[Item], reason: SpikeReason, detail: &str) -> Spike {
    let urls = items.iter().map(|item| item.url.clone()).collect();
    Spike { headline: items[0].title.clone(), urls, reason, detail: detail.into() }
}

fn triage(items: &[Item], verdict: Verdict, why: &str) -> Vec<Triage> {
    let row =
        |item: &Item| Triage { item: item.id.clone(), verdict, beat: "politics".into(), urgency: 0, why: why.into() };
    items.iter().map(row).collect()
}

fn score(total: f64) -> Score {
    Score {
        corroboration: 0.0,
        urgency: 0.0,
        novelty: 1.0,
        recency: 1.0,
        trust: 0.5,
        substance: 0.5,
        standing: 1.0,
        beat: 1.0,
        reader: 1.0,
        total,
    }
}

fn published(item: &Item, total: f64) -> PublishedStory {
    let at = item.dating.value.unwrap();
    PublishedStory {
        id: StoryId::of("published"),
        thread: ThreadId::of("published"),
        headline: item.title.clone(),
        summary: String::new(),
        language: Language::EN,
        beat: "politics".into(),
        dated_at: at,
        dating: PublishedDating {
            value: at,
            precision: Precision::Minute,
            confidence: Confidence::High,
            evidence: vec![],
        },
        sources: vec![PublishedSource {
            item: item.id.clone(),
            name: "Paper a".into(),
            owner: "Owner a".into(),
            url: item.url.clone(),
            title: item.title.clone(),
            published_at: Some(at),
        }],
        sentences: vec![],
        written_by: Author::floor(Role::Reporter),
        checked_by: vec![],
        corroboration: 1,
        score: score(total),
        reasons: vec![],
        spoken_sentences: 0,
        previously: vec![],
        development: None,
        translations: vec![],
        minutes: vec![],
        notes: vec![],
    }
}

/// Owners, reason and detail of what was missed of stories that were kept and clustered.
fn of_stories(items: Vec<Item>, spiked: &[Spike], published: &[PublishedStory]) -> Vec<(usize, SpikeReason, String)> {
    let story = story(items.clone());
    let stories = BTreeMap::from([(story.id.clone(), story)]);
    let triage = triage(&items, Verdict::Keep, "");
    let scores = stories.keys().map(|id| (id.clone(), score(0.41))).collect();
    let day =
        Day { items: &items, stories: &stories, triage: &triage, scores: &scores, threads: &[], spiked, published };
    missed(&day, &ctx()).into_iter().map(|missed| (missed.owners.len(), missed.why, missed.detail)).collect()
}

/// The same of items that the wire editor left out.
fn of_the_door(items: &[Item], reason: SpikeReason, published: &[PublishedStory]) -> Vec<(usize, SpikeReason, String)> {
    of_the_door_after(items, reason, published, &[])
}

fn of_the_door_after(
    items: &[Item],
    reason: SpikeReason,
    published: &[PublishedStory],
    threads: &[Thread],
) -> Vec<(usize, SpikeReason, String)> {
    let triage = triage(items, Verdict::Spike(reason), "as the door said");
    let (stories, scores) = (BTreeMap::new(), BTreeMap::new());
    let day = Day { items, stories: &stories, triage: &triage, scores: &scores, threads, spiked: &[], published };
    missed(&day, &ctx()).into_iter().map(|missed| (missed.owners.len(), missed.why, missed.detail)).collect()
}

#[test]
fn a_story_of_three_owners_that_ranked_low_is_missed_with_the_line_it_missed() {
    let items = carried_by(3, 3);
    let detail =
        "others were more important: score 0.41, the last one chosen had 0.44 (corroboration 0.75, urgency 0.33)";
    let spiked = [spike(&items, SpikeReason::LowRank, detail)];
    let other = published(&item("d", 2, "Ferry sinks off the western cape"), 0.52);
    assert_eq!(
        of_stories(items, &spiked, &[other]),
        [(
            3,
            SpikeReason::LowRank,
            "others were more important: score 0.41, the last one chosen had 0.44; the last story of the edition has 0.52"
                .to_owned()
        )]
    );
}

#[test]
fn the_reason_is_the_one_written_down_for_the_matter() {
    let items = carried_by(4, 3);
    let spiked = [
        spike(&items[..1], SpikeReason::Duplicate, "the same text"),
        spike(&items, SpikeReason::Unsupported, "two sentences are not in the sources"),
    ];
    assert_eq!(
        of_stories(items, &spiked, &[]),
        [(4, SpikeReason::Unsupported, "two sentences are not in the sources".to_owned())]
    );
}

#[test]
fn what_two_owners_carry_is_not_missed() {
    let items = carried_by(2, 3);
    assert_eq!(of_stories(items.clone(), &[spike(&items, SpikeReason::LowRank, "low")], &[]), []);
}

#[test]
fn what_is_told_from_one_of_its_items_or_under_its_title_is_not_missed() {
    let items = carried_by(3, 3);
    assert_eq!(of_stories(items.clone(), &[], &[published(&items[2], 0.6)]), []);
    let elsewhere = item("d", 1, "Island parliament passes a law against plastic bags");
    assert_eq!(of_the_door(&items, SpikeReason::Language, &[published(&elsewhere, 0.6)]), []);
}

#[test]
fn what_was_left_out_at_the_door_is_missed_too() {
    let said = "as the door said".to_owned();
    let window = i64::from(ctx().window_hours(&item("a", 0, "")));
    assert_eq!(of_the_door(&carried_by(3, 3), SpikeReason::Language, &[]), [(3, SpikeReason::Language, said.clone())]);
    assert_eq!(of_the_door(&carried_by(3, window + 2), SpikeReason::Stale, &[]), [(3, SpikeReason::Stale, said)]);
}

#[test]
fn a_feeds_backlog_and_mere_views_are_not_missed() {
    assert_eq!(of_the_door(&carried_by(4, 400), SpikeReason::Stale, &[]), []);
    assert_eq!(of_the_door(&carried_by(4, 3), SpikeReason::LowRank, &[]), []);
}

#[test]
fn what_an_earlier_edition_told_is_not_missed_for_its_age() {
    let items = carried_by(3, i64::from(ctx().window_hours(&item("a", 0, ""))) + 2);
    let thread = Thread { id: ThreadId::of("bags"), told: vec![], items: vec![items[1].id.clone()] };
    assert_eq!(of_the_door_after(&items, SpikeReason::Stale, &[], &[thread]), []);
}

#[test]
fn a_story_that_passed_but_found_no_room_is_told_with_its_score() {
    let items = carried_by(3, 3);
    let spiked = [spike(&items, SpikeReason::LowRank, "it passed every check, but the edition was full")];
    let other = published(&item("d", 2, "Ferry sinks off the western cape"), 0.52);
    let said =
        "it passed every check, but the edition was full; its score is 0.41; the last story of the edition has 0.52";
    assert_eq!(of_stories(items, &spiked, &[other]), [(3, SpikeReason::LowRank, said.to_owned())]);
}
