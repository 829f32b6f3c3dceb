//! Fact-checker: tests every sentence against the items. Draft -> fact check.
//!
//! The code's "not found" is final: a model may find more faults, never fewer.

mod rules;
#[cfg(test)]
mod tests;

use crate::reply::{self, Rejected};
use crate::{Context, tell};
use crew::Rendered;
use news::{Author, Draft, FactCheck, Finding, Role, Story, Support};
use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use rules::{cited, cited_items};

/// What the fact-checker is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What is to be checked.
    pub draft: &'a Draft,
    /// Its story.
    pub story: &'a Story,
    /// The edition.
    pub ctx: &'a Context,
}

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    input
        .ctx
        .prompt(Role::FactChecker, include_str!("../prompts/fact_checker.md"))
        .rows("headline", [tell::sentence(0, &input.draft.headline)])
        .rows("sentences", tell::sentences(&input.draft.sentences))
        .rows("items", tell::items(input.story, input.ctx))
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    findings: Vec<Line>,
    headline: Verdict,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    sentence: usize,
    support: Support,
    why: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Verdict {
    support: Support,
    why: String,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: one finding a sentence; where the code found a fault, the fault stays. `author`: who
/// answered; never of the vendor that wrote the draft while two vendors answer.
pub fn check(answer: &str, input: &Input<'_>, author: &Author) -> Result<FactCheck, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let ruled = floor(input.draft, input.story, input.ctx);
    if reply.findings.len() != ruled.findings.len() {
        return Err(Rejected::because(format!(
            "{} findings for {} sentences",
            reply.findings.len(),
            ruled.findings.len()
        )));
    }
    let mut findings = Vec::new();
    for (index, own) in ruled.findings.into_iter().enumerate() {
        let line = reply.findings.iter().find(|line| line.sentence == index);
        let line = line.ok_or_else(|| Rejected::because(format!("no finding for sentence {index}")))?;
        findings.push(stricter(own, line.support, &line.why)?);
    }
    let headline = stricter(ruled.headline, reply.headline.support, &reply.headline.why)?;
    Ok(FactCheck { story: ruled.story, findings, headline, checked_by: author.clone() })
}

fn stricter(own: Finding, support: Support, why: &str) -> Result<Finding, Rejected> {
    if own.support != Support::Supported {
        return Ok(own);
    }
    Ok(Finding { support, why: reply::reason(why)? })
}

/// Tests by rules: the citation stands there byte for byte and holds the sentence's numbers, names and words.
pub fn floor(draft: &Draft, story: &Story, ctx: &Context) -> FactCheck {
    FactCheck {
        story: draft.story.clone(),
        findings: draft.sentences.iter().map(|sentence| rules::sentence(sentence, draft, story, ctx)).collect(),
        headline: rules::headline(draft, story),
        checked_by: Author::floor(Role::FactChecker),
    }
}
