//! Translator: the second language of a bilingual edition. Final copy -> final copy.
//!
//! The floor does not translate: without a model a story stays in its own language.

#[cfg(test)]
mod tests;

use crate::prose::title;
use crate::reply::{self, Rejected};
use crate::{Context, support, tell};
use crew::Rendered;
use gates::{Claim, Span};
use news::text::{is_whole_sentence, language_of};
use news::{Author, Draft, FinalCopy, Finding, Language, Role, Sentence, Support};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What the translator is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What is to be told in another language.
    pub copy: &'a FinalCopy,
    /// In which.
    pub into: Language,
    /// The edition.
    pub ctx: &'a Context,
}

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let task = serde_json::json!({"from": input.copy.language, "into": input.into});
    input
        .ctx
        .prompt(Role::Translator, include_str!("../prompts/translator.md"))
        .rows("task", [task])
        .data("headline", &input.copy.headline.text)
        .rows("sentences", tell::sentences(&input.copy.sentences))
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    headline: String,
    sentences: Vec<String>,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: sentence for sentence, in the right language, with the same numbers. The citations
/// stay those of the original; what the gates say of each is [`findings`]. `author`: who answered.
pub fn check(answer: &str, input: &Input<'_>, author: &Author) -> Result<FinalCopy, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    if reply.sentences.len() != input.copy.sentences.len() {
        return Err(Rejected::because(format!(
            "{} sentences came back for {}",
            reply.sentences.len(),
            input.copy.sentences.len()
        )));
    }
    if let Some(why) = title::unfit(&reply.headline, input.into) {
        return Err(Rejected::because(format!("the headline cannot be used, {why}: {:?}", reply.headline)));
    }
    let all = reply.sentences.join("\n");
    if language_of(&all) != input.into {
        return Err(Rejected::because(format!("the answer is in {}, not in {}", language_of(&all), input.into)));
    }
    let headline = translated(&reply.headline, &input.copy.headline)?;
    let pairs = reply.sentences.iter().zip(&input.copy.sentences);
    let sentences = pairs.map(|(text, original)| whole(text, original)).collect::<Result<Vec<_>, _>>()?;
    let summary = sentences.first().map(|sentence| sentence.text.clone()).unwrap_or_default();
    Ok(FinalCopy {
        language: input.into,
        headline,
        summary,
        sentences,
        checked_by: input.copy.checked_by.iter().cloned().chain([author.clone()]).collect(),
        ..input.copy.clone()
    })
}

/// The claims of a translation of which the gates are not certain beside the original and its sources, by number (the
/// headline is 0, the first sentence 1), with what they say. A sentence that fails is left out; the others can be told.
pub fn findings(translation: &Draft, original: &FinalCopy) -> Vec<(usize, Finding)> {
    let made = [&translation.headline].into_iter().chain(&translation.sentences);
    let given = [&original.headline].into_iter().chain(&original.sentences);
    let judged = |(number, (made, given)): (usize, (&Sentence, &Sentence))| {
        let spans = told(given, original);
        let claim = Claim { text: &made.text, language: translation.language, spans: &spans };
        let found = if number == 0 { gates::headline(&claim) } else { gates::check(&claim) };
        let found = support::finding(found, "it is the story's own words");
        // A translation that says hardly a word of its original is no matter for a rival: it holds nothing to be found false.
        let support = if found.support == Support::Unlikely { Support::NotFound } else { found.support };
        (support != Support::Supported).then_some((number, Finding { support, ..found }))
    };
    made.zip(given).enumerate().filter_map(judged).collect()
}

/// What the sentence said before, and what it cites.
fn told<'a>(original: &'a Sentence, copy: &FinalCopy) -> Vec<Span<'a>> {
    let words = original.citations.iter().map(|citation| citation.quote.as_str()).chain([original.text.as_str()]);
    words.map(|text| Span { text, language: copy.language, published: None }).collect()
}

fn whole(text: &str, original: &Sentence) -> Result<Sentence, Rejected> {
    if !is_whole_sentence(text) {
        return Err(Rejected::because(format!("not a whole sentence: {text:?}")));
    }
    translated(text, original)
}

fn translated(text: &str, original: &Sentence) -> Result<Sentence, Rejected> {
    reply::refuse_foreign_matter(text)?;
    let (given, made) = (values(&original.text), values(text));
    if let Some(number) = given.symmetric_difference(&made).next() {
        return Err(Rejected::because(format!("the numbers are not the same ({number}): {text:?}")));
    }
    Ok(Sentence { text: text.trim().to_owned(), citations: original.citations.clone() })
}

/// The numbers of a sentence from ten on; smaller ones are words as often as figures (两国, both
/// countries), and a month is a figure in Chinese and a name in English.
fn values(text: &str) -> BTreeSet<String> {
    let large =
        |value: &String| value.trim_end_matches('%').parse::<f64>().map_or(true, |n| n >= 10.0 || n.fract() != 0.0);
    gates::numbers(text)
        .into_iter()
        .filter(|number| number.unit != "月")
        .map(|number| number.value)
        .filter(large)
        .collect()
}

/// Without a model there is no translation; the story stays in one language.
pub fn floor(_input: &Input<'_>) -> Option<FinalCopy> {
    None
}
