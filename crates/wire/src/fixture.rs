//! An item for tests: dated, whole, without a mark.

use jiff::Timestamp;
use news::{Confidence, Dating, Item, ItemId, Precision, SourceId};

pub(crate) fn item_at(at: Timestamp, source: &str, url: &str, title: &str, text: &str) -> Item {
    Item {
        id: ItemId::of(url),
        source: SourceId(source.into()),
        url: url.into(),
        canonical_url: url.into(),
        title: title.into(),
        text: text.into(),
        language: news::text::language_of(&format!("{title} {text}")),
        author: None,
        dating: Dating {
            value: Some(at),
            precision: Precision::Second,
            confidence: Confidence::Medium,
            evidence: Vec::new(),
        },
        fetched_at: at,
        marks: Vec::new(),
        comments: Vec::new(),
        image: None,
    }
}
