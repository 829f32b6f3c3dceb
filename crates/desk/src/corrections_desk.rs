//! The corrections desk: compares what a page says now with what was published from it, by rules.
//!
//! Three things count: a number that changed in words we cited, a page's own word that its report was taken back or
//! corrected, and a page that is gone. Other words than before are no correction: pages are polished all day.

mod notice;
mod words;

use crate::prose::{claims, typography};
use news::edition::{PublishedSource, PublishedStory};
use news::{CorrectionKind, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use notice::{by_owner, text_of};

/// What a page is now.
#[derive(Debug, Clone, Copy)]
pub enum Now<'a> {
    /// It says this.
    Says {
        /// Its headline.
        title: &'a str,
        /// Its article, one paragraph a line.
        text: &'a str,
    },
    /// It is gone for good: it was looked for twice.
    Gone,
}

/// A source of a story, as it was and as it is.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The story as it was published.
    pub story: &'a PublishedStory,
    /// Its source.
    pub source: &'a PublishedSource,
    /// The source's text as it was read then, if it is still kept.
    pub text_then: Option<&'a str>,
    /// The source's page now.
    pub now: Now<'a>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What led to it.
    pub kind: CorrectionKind,
    /// Whether the story cannot stand any more.
    pub withdraws: bool,
    /// The words we cited.
    pub before: Option<String>,
    /// The words that are there now.
    pub after: Option<String>,
    /// By which rule.
    pub why: String,
}

/// Two sentences so alike are one sentence that was changed.
const SAME_SENTENCE: f64 = 0.7;

/// What the story must tell its readers of this source; nothing in most cases.
pub fn examine(input: &Input<'_>) -> Vec<Finding> {
    let Now::Says { title, text } = input.now else { return vec![gone(input)] };
    if let Some(words) = words::retraction(title, text, &then(input)) {
        return vec![retracted(input, words)];
    }
    let changed = changed_numbers(input, text);
    if !changed.is_empty() {
        return changed;
    }
    words::correction(title, text, &then(input)).map(|words| corrected(input, words)).into_iter().collect()
}

/// Everything the source was known to say when we cited it.
fn then(input: &Input<'_>) -> String {
    let quotes = quotes(input.story, input.source);
    let quotes: Vec<&str> = quotes.iter().map(String::as_str).collect();
    format!("{}\n{}\n{}", input.source.title, input.text_then.unwrap_or_default(), quotes.join("\n"))
}

fn quotes(story: &PublishedStory, source: &PublishedSource) -> Vec<String> {
    let all = story.sentences.iter().flat_map(|sentence| &sentence.citations);
    let mut quotes: Vec<String> =
        all.filter(|citation| citation.item == source.item).map(|citation| citation.quote.clone()).collect();
    quotes.dedup();
    quotes
}

/// A story falls with a page that all of its sentences rest on; one that another page carries too stands.
fn rests_on_it_alone(story: &PublishedStory, source: &PublishedSource) -> bool {
    let cites_another = |sentence: &news::edition::PublishedSentence| {
        sentence.citations.iter().any(|citation| citation.item != source.item)
    };
    !story.sentences.iter().any(cites_another)
}

fn is_only_owner(story: &PublishedStory) -> bool {
    story.sources.iter().map(|source| source.owner.as_str()).collect::<BTreeSet<_>>().len() <= 1
}

/// A page may go for many reasons, so it takes the story with it only where nobody else ever told it.
fn gone(input: &Input<'_>) -> Finding {
    let withdraws = rests_on_it_alone(input.story, input.source) && is_only_owner(input.story);
    let why = "the page was gone twice, at least an hour apart".to_owned();
    Finding { kind: CorrectionKind::Dead, withdraws, before: None, after: None, why }
}

fn retracted(input: &Input<'_>, words: String) -> Finding {
    Finding {
        kind: CorrectionKind::Retracted,
        withdraws: rests_on_it_alone(input.story, input.source),
        before: None,
        why: format!("the page says {words:?}"),
        after: Some(words),
    }
}

fn corrected(input: &Input<'_>, words: String) -> Finding {
    let why = format!("the page of {} says that it was corrected", input.source.name);
    Finding { kind: CorrectionKind::Corrected, withdraws: false, before: None, after: Some(words), why }
}

fn changed_numbers(input: &Input<'_>, now: &str) -> Vec<Finding> {
    let sentences: Vec<&str> = text::sentences(now).iter().map(|span| span.of(now)).collect();
    let finding = |quote: &String| {
        let after = changed(quote, now, &sentences, input.text_then.unwrap_or_default())?;
        let what = claims::other_number(quote, after)?;
        Some(Finding {
            kind: CorrectionKind::Corrected,
            withdraws: false,
            before: Some(quote.clone()),
            after: Some(after.to_owned()),
            why: format!("a number changed in words we cited: {what}"),
        })
    };
    quotes(input.story, input.source).iter().filter_map(finding).collect()
}

/// The sentence that stands in the place of words we cited, if they are gone and it was not there before.
fn changed<'a>(quote: &str, now: &str, sentences: &[&'a str], then: &str) -> Option<&'a str> {
    if typography::holds_words(now, quote) || gates::values(quote).is_empty() {
        return None;
    }
    let alike = sentences.iter().filter(|sentence| !typography::holds_words(then, sentence));
    let scored = alike.map(|sentence| (claims::likeness(quote, sentence), *sentence));
    let (likeness, best) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness >= SAME_SENTENCE).then_some(best)
}

#[cfg(test)]
mod tests;
