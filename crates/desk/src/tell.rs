//! Turns domain values into what a prompt shows of them, and into the reader's list of what was left out.

use crate::prose::title;
use crate::{Context, researcher};
use news::{Item, Language, Sentence, Spike, SpikeReason, Story};
use serde_json::{Value, json};

/// The longest piece of one item's text that a prompt shows, in characters.
const SHOWN_CHARS: usize = 6_000;

/// An item as a prompt shows it.
pub(crate) fn item(item: &Item, n_chars: usize, ctx: &Context) -> Value {
    json!({
        "item": item.id,
        "outlet": ctx.outlet(item),
        "owner": ctx.owner(item),
        "trust": ctx.trust(item),
        "language": item.language,
        "age_hours": item.dating.age_hours(ctx.as_of).map(|age| (age * 10.0).round() / 10.0),
        "marks": item.marks,
        "title": item.title,
        "text": item.text.chars().take(n_chars.min(SHOWN_CHARS)).collect::<String>(),
    })
}

/// What readers were told before, each telling with what of it holds no longer, as a prompt shows it; behind them the
/// sentence that code will say of it.
pub(crate) fn told(story: &Story, language: Language, ctx: &Context) -> Vec<Value> {
    let rows = story.told.iter().enumerate().map(|(index, told)| {
        let later = || story.told.iter().skip(index + 1).flat_map(|later| &later.sentences);
        let is_replaced = |before: &&String| later().any(|after| researcher::replaces(before, after).is_some());
        let no_longer: Vec<&String> = told.sentences.iter().filter(is_replaced).collect();
        json!({
            "edition": told.edition, "at": told.at, "headline": told.headline, "sentences": told.sentences,
            "holds_no_longer": no_longer, "corrected_since": ctx.house.is_amended(told),
        })
    });
    let recall = researcher::recall(story, language, ctx);
    rows.chain(recall.map(|recall| json!({"said_by_code": recall.text, "edition": recall.edition}))).collect()
}

/// All items of a story with their full text, as a prompt shows them.
pub(crate) fn items(story: &Story, ctx: &Context) -> Vec<Value> {
    story.items.iter().map(|one| item(one, SHOWN_CHARS, ctx)).collect()
}

/// Numbered sentences with their quotes, as a prompt shows them.
pub(crate) fn sentences(sentences: &[Sentence]) -> Vec<Value> {
    sentences.iter().enumerate().map(|(index, one)| sentence(index, one)).collect()
}

/// One sentence with its quotes, as a prompt shows it.
pub(crate) fn sentence(index: usize, sentence: &Sentence) -> Value {
    let quotes: Vec<Value> =
        sentence.citations.iter().map(|c| json!({"item": c.item, "in_title": c.in_title, "quote": c.quote})).collect();
    json!({"sentence": index, "text": sentence.text, "citations": quotes})
}

/// A whole story left out, for this reason.
pub(crate) fn spiked(story: &Story, reason: SpikeReason, detail: impl Into<String>) -> Spike {
    let headline = story.items.first().map(|item| title::plain(&item.title)).unwrap_or_default();
    let urls = story.items.iter().map(|item| item.url.clone()).collect();
    Spike { headline, urls, reason, detail: detail.into() }
}
