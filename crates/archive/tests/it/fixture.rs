//! Small items, stories and editions, and an archive in a folder of its own.

use archive::Archive;
use jiff::Timestamp;
use news::edition::{Labels, LedgerSummary, PublishedDating, PublishedSentence, PublishedStory};
use news::{
    Author, Confidence, Dating, Edition, EditionKey, Item, ItemId, Precision, Role, Score, SourceId, StoryId, ThreadId,
};
use std::collections::BTreeMap;
use tempfile::TempDir;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn open() -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open(&folder.path().join("archive.db")).unwrap();
    (folder, archive)
}

pub fn source(id: &str) -> SourceId {
    SourceId(id.to_owned())
}

/// An item of a source, fetched and published at that hour of 10 February.
pub fn item(source_id: &str, name: &str, hour: i8, title: &str, text: &str) -> Item {
    let url = format!("https://{source_id}.example/{name}");
    let fetched_at = at(&format!("2026-02-10T{hour:02}:00:00Z"));
    Item {
        id: ItemId::of(&url),
        source: source(source_id),
        url: url.clone(),
        canonical_url: url,
        title: title.to_owned(),
        text: text.to_owned(),
        language: news::text::language_of(text),
        author: None,
        dating: dated(fetched_at, Confidence::Medium),
        fetched_at,
        marks: Vec::new(),
        comments: Vec::new(),
        image: None,
    }
}

pub fn dated(value: Timestamp, confidence: Confidence) -> Dating {
    Dating { value: Some(value), precision: Precision::Minute, confidence, evidence: Vec::new() }
}

pub fn edition(id: &str, as_of: &str, stories: Vec<PublishedStory>) -> Edition {
    let key = EditionKey::parse(id).unwrap();
    Edition {
        id: id.to_owned(),
        date: key.date,
        slot: key.slot,
        newsroom: "Test".to_owned(),
        timezone: "UTC".to_owned(),
        as_of: at(as_of),
        published_at: at(as_of),
        languages: vec![news::Language::EN],
        sample: true,
        degraded: Vec::new(),
        stories,
        spiked: Vec::new(),
        missed: Vec::new(),
        sources: Vec::new(),
        credits: Vec::new(),
        ledger: LedgerSummary::default(),
        timings: Vec::new(),
        audio: None,
        labels: Labels { text: BTreeMap::new(), spoken: false, metadata: Vec::new(), cloned: Vec::new() },
        corrections: Vec::new(),
        corrects: Vec::new(),
        charter: None,
        spiked_stories: Vec::new(),
    }
}

pub fn story(name: &str, headline: &str, sentences: &[&str]) -> PublishedStory {
    let value = at("2026-02-10T05:00:00Z");
    PublishedStory {
        id: StoryId::of(name),
        thread: ThreadId::of(name),
        headline: headline.to_owned(),
        summary: sentences.first().copied().unwrap_or_default().to_owned(),
        language: news::text::language_of(headline),
        beat: "world".to_owned(),
        dated_at: value,
        dating: PublishedDating {
            value,
            precision: Precision::Minute,
            confidence: Confidence::High,
            evidence: Vec::new(),
        },
        sources: Vec::new(),
        sentences: sentences
            .iter()
            .map(|text| PublishedSentence { text: (*text).to_owned(), citations: Vec::new() })
            .collect(),
        written_by: Author::floor(Role::Reporter),
        checked_by: vec![Author::floor(Role::FactChecker)],
        corroboration: 2,
        score: Score {
            corroboration: 0.5,
            urgency: 0.5,
            novelty: 1.0,
            recency: 1.0,
            trust: 0.8,
            substance: 0.5,
            standing: 1.0,
            beat: 1.0,
            reader: 1.0,
            total: 0.7,
        },
        reasons: Vec::new(),
        spoken_sentences: 1,
        previously: Vec::new(),
        notes: Vec::new(),
        development: None,
        translations: Vec::new(),
        minutes: Vec::new(),
    }
}
