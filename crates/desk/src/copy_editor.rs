//! Copy editor: language, names, numbers, headline. Edited draft -> final copy.
//!
//! Typography may change; a number, a name or a word that the citations do not carry may not.

#[cfg(test)]
mod tests;

use crate::prose::{claims, title, typography};
use crate::reply::{self, Rejected};
use crate::{Context, support, tell};
use crew::Rendered;
use gates::Span;
use news::text::is_whole_sentence;
use news::{Author, Citation, EditedDraft, FinalCopy, Item, Language, Role, Sentence, Spike, SpikeReason, Story};
use schemars::JsonSchema;
use serde::Deserialize;

/// What the copy editor is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the desk editor passed.
    pub edited: &'a EditedDraft,
    /// Its story.
    pub story: &'a Story,
    /// The edition.
    pub ctx: &'a Context,
}

/// A summary in a feed is at most about this long.
const MAX_SUMMARY_CHARS: usize = 320;

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let language = serde_json::json!({"language": input.edited.draft.language});
    input
        .ctx
        .prompt(Role::CopyEditor, include_str!("../prompts/copy_editor.md"))
        .rows("story", [language])
        .rows("headline", [tell::sentence(0, &input.edited.draft.headline)])
        .rows("sentences", tell::sentences(&input.edited.draft.sentences))
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    headline: String,
    sentences: Vec<String>,
    notes: Vec<String>,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: the same sentences in the same order, whose numbers, names and words their quotes carry.
/// `author`: who answered.
pub fn check(answer: &str, input: &Input<'_>, author: &Author) -> Result<FinalCopy, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let draft = &input.edited.draft;
    if reply.sentences.len() != draft.sentences.len() {
        return Err(Rejected::because(format!(
            "{} sentences came back for {}",
            reply.sentences.len(),
            draft.sentences.len()
        )));
    }
    if let Some(why) = title::unfit(&reply.headline, draft.language) {
        return Err(Rejected::because(format!("the headline cannot be used, {why}: {:?}", reply.headline)));
    }
    let headline = reworded_headline(&reply.headline, input)?;
    let pairs = reply.sentences.iter().zip(&draft.sentences);
    let sentences = pairs
        .map(|(text, sentence)| reworded_sentence(text, sentence, draft.language, &input.story.items))
        .collect::<Result<Vec<_>, _>>()?;
    let notes = reply
        .notes
        .iter()
        .map(|note| reply::reason(note, reply::in_items(&input.story.items)))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(finished(input.edited, headline, sentences, notes, author.clone()))
}

fn reworded_headline(text: &str, input: &Input<'_>) -> Result<Sentence, Rejected> {
    reply::refuse_foreign_matter(text)?;
    let draft = &input.edited.draft;
    let told = draft.sentences.iter().chain([&draft.headline]).map(|sentence| sentence.text.as_str());
    let more: Vec<Span<'_>> = told.map(|text| Span { text, language: draft.language, published: None }).collect();
    let cited = &draft.headline.citations;
    let judgement = support::judge_headline(text, draft.language, cited, &input.story.items, &more);
    if let Some(fault) = judgement.refusal() {
        return Err(Rejected::because(format!("{}: {text:?}", fault.detail)));
    }
    Ok(Sentence { text: typography::tidy(text, draft.language), citations: draft.headline.citations.clone() })
}

/// The claims whose words are others than before, by number (the headline is 0, the first sentence 1); type alone makes
/// no other words.
pub fn changed(copy: &FinalCopy, edited: &EditedDraft) -> Vec<usize> {
    let now = [&copy.headline].into_iter().chain(&copy.sentences);
    let before = [&edited.draft.headline].into_iter().chain(&edited.draft.sentences);
    let pairs = now.zip(before).enumerate();
    let is_other = |now: &Sentence, before: &Sentence| {
        !typography::same_words(&now.text, &before.text) || now.citations != before.citations
    };
    pairs.filter(|(_, (now, before))| is_other(now, before)).map(|(claim, _)| claim).collect()
}

fn reworded_sentence(
    text: &str,
    sentence: &Sentence,
    language: Language,
    items: &[Item],
) -> Result<Sentence, Rejected> {
    if !is_whole_sentence(text) {
        return Err(Rejected::because(format!("not a whole sentence: {text:?}")));
    }
    reply::refuse_foreign_matter(text)?;
    // What the draft said was checked before, so its own words are known too.
    if let Some(fault) = support::judge_reworded(text, sentence, language, items).refusal() {
        return Err(Rejected::because(format!("{}: {text:?}", fault.detail)));
    }
    let lost = claims::missing_number(&sentence.text, text);
    if let Some(lost) = lost {
        return Err(Rejected::because(format!("a number was lost ({lost}): {text:?}")));
    }
    Ok(Sentence { text: typography::tidy(text, language), citations: sentence.citations.clone() })
}

/// Sets the type, finds a shorter headline if need be, and writes the summary.
///
/// Errors: the spike `Unsupported` if a sentence does not match its citation or no title is a fit headline.
pub fn floor(edited: EditedDraft, story: &Story) -> Result<FinalCopy, Spike> {
    let language = edited.draft.language;
    let mut notes = Vec::new();
    let headline = headline(&edited.draft.headline, story, language, &mut notes);
    let headline =
        headline.ok_or_else(|| tell::spiked(story, SpikeReason::Unsupported, "no title is a fit headline"))?;
    let mut sentences = Vec::new();
    let is_by_rules = edited.draft.written_by.floor;
    for sentence in &edited.draft.sentences {
        match set(sentence, language, &story.items, is_by_rules) {
            Some(sentence) => sentences.push(sentence),
            None => notes.push(format!("dropped a sentence that does not match its citation: {:?}", sentence.text)),
        }
    }
    if sentences.is_empty() || !starts_alike(&sentences, &edited) {
        return Err(tell::spiked(story, SpikeReason::Unsupported, "its first sentence does not match its citation"));
    }
    Ok(finished(&edited, headline, sentences, notes, Author::floor(Role::CopyEditor)))
}

fn starts_alike(sentences: &[Sentence], edited: &EditedDraft) -> bool {
    let first = sentences.first().map(|sentence| &sentence.citations);
    first == edited.draft.sentences.first().map(|sentence| &sentence.citations)
}

fn finished(
    edited: &EditedDraft,
    headline: Sentence,
    sentences: Vec<Sentence>,
    notes: Vec<String>,
    by: Author,
) -> FinalCopy {
    FinalCopy {
        story: edited.draft.story.clone(),
        language: edited.draft.language,
        headline,
        summary: summary(&sentences, edited.draft.language),
        sentences,
        written_by: edited.draft.written_by.clone(),
        checked_by: edited.checked_by.iter().cloned().chain([by]).collect(),
        notes: edited.notes.iter().cloned().chain(notes).collect(),
    }
}

/// The sentence as it is printed; `None` if it says anything else than its citations and what code put before them. What
/// a model wrote and code doubted a rival has read.
fn set(sentence: &Sentence, language: Language, items: &[Item], is_by_rules: bool) -> Option<Sentence> {
    let text = typography::tidy(&sentence.text, language);
    let quotes: Vec<&str> = sentence.citations.iter().map(|citation| citation.quote.as_str()).collect();
    let is_verbatim =
        quotes.iter().any(|quote| typography::same_words(&text, quote) || typography::holds_words(&text, quote));
    let judgement = support::judge(&text, language, &sentence.citations, items, None);
    let fault = if is_by_rules { judgement.objection() } else { judgement.refusal() };
    let is_carried = is_verbatim || fault.is_none();
    (is_carried && typography::same_words(&text, &sentence.text) && is_whole_sentence(&text))
        .then(|| Sentence { text, citations: sentence.citations.clone() })
}

/// The headline as it is printed: without a stop at its end; another source's title if it is unfit.
fn headline(sentence: &Sentence, story: &Story, language: Language, notes: &mut Vec<String>) -> Option<Sentence> {
    let own = printed(sentence, language);
    let Some(why) = title::unfit(&own.text, language) else {
        return Some(own);
    };
    notes.push(format!("took another source's headline, because of the first one {why}"));
    let lead = story.items.iter().find(|item| sentence.citations.iter().any(|citation| citation.item == item.id))?;
    story.items.iter().filter(|item| item.language == language).find_map(|item| other_title(item, lead, language))
}

fn other_title(item: &Item, lead: &Item, language: Language) -> Option<Sentence> {
    let span = title::headline(&item.title, "", language)?;
    let quote = span.of(&item.title).to_owned();
    crate::reporter::headline_support(&quote, lead).ok()?;
    let citation =
        Citation { item: item.id.clone(), in_title: true, start: span.start, end: span.end, quote: quote.clone() };
    Some(printed(&Sentence { text: quote, citations: vec![citation] }, language))
}

fn printed(sentence: &Sentence, language: Language) -> Sentence {
    Sentence { text: typography::tidy_headline(&sentence.text, language), citations: sentence.citations.clone() }
}

/// The first sentence, and the second if both are short.
fn summary(sentences: &[Sentence], language: Language) -> String {
    let joint = if language == Language::ZH { "" } else { " " };
    let both = sentences.iter().take(2).map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join(joint);
    if both.chars().count() <= MAX_SUMMARY_CHARS {
        return both;
    }
    sentences.first().map(|sentence| sentence.text.clone()).unwrap_or_default()
}
