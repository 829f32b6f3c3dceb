//! Fact-checker: tests every claim against the spans it cites. Draft -> fact check.
//!
//! The code's "not found" is final: there a model may find more faults, never fewer. What code doubts a model settles. It
//! sees a claim and its spans and nothing else, says on which bytes its answer rests, and is itself checked: see `claims`.

mod claims;
mod rules;
#[cfg(test)]
mod tests;

use crate::Context;
use crate::prose::address;
use crate::reply::{self, Rejected};
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
    /// What code found; where it found a fault, the fault stays.
    pub ruled: &'a FactCheck,
    /// The claims that are asked about, by number: the headline is 0, the first sentence 1.
    pub open: &'a [usize],
}

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let rows = claims::shown(input).into_iter().enumerate().map(|(number, claim)| claim.row(number));
    input.ctx.prompt(Role::FactChecker, include_str!("../prompts/fact_checker.md")).rows("claims", rows).render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    findings: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    claim: usize,
    support: Said,
    quote: String,
    why: String,
}

/// What a model may say of a claim: it may not leave it in doubt.
#[derive(Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Said {
    Supported,
    Contradicted,
    NotFound,
}

impl From<Said> for Support {
    fn from(said: Said) -> Self {
        match said {
            Said::Supported => Self::Supported,
            Said::Contradicted => Self::Contradicted,
            Said::NotFound => Self::NotFound,
        }
    }
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: one finding a claim, each with a quote that stands in a span of that claim byte for byte.
/// Who calls supported what code made false is not heard. `author`: who answered.
pub fn check(answer: &str, input: &Input<'_>, author: &Author) -> Result<FactCheck, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let shown = claims::shown(input);
    if reply.findings.len() != shown.len() {
        return Err(Rejected::because(format!("{} findings for {} claims", reply.findings.len(), shown.len())));
    }
    let mut found = FactCheck { checked_by: author.clone(), ..input.ruled.clone() };
    for (number, claim) in shown.iter().enumerate() {
        let line = reply.findings.iter().find(|line| line.claim == number);
        let line = line.ok_or_else(|| Rejected::because(format!("no finding for claim {number}")))?;
        let finding = finding(line, claim)?;
        if let Some(own) = claim.place.and_then(|place| at(&mut found, place))
            && own.support.is_open()
        {
            *own = finding;
        }
    }
    Ok(found)
}

/// A finding of a model with the bytes it rests on.
fn finding(line: &Line, claim: &claims::Claim) -> Result<Finding, Rejected> {
    let number = line.claim;
    let quote = line.quote.trim();
    // Nothing can be quoted for what is not there.
    let may_be_empty = line.support == Said::NotFound;
    if !(quote.is_empty() && may_be_empty || claim.holds(quote)) {
        let why = format!("the quote for claim {number} does not stand in its spans, letter for letter: {quote:?}");
        return Err(Rejected::because(why));
    }
    if line.support == Said::Supported && !claim.is_proof(quote) {
        return Err(Rejected::because(format!("the quote for claim {number} is too short to prove it: {quote:?}")));
    }
    if claim.is_false() && line.support == Said::Supported {
        // Which one is not said: the answer is to be thought over, not mended.
        let why = "a claim was called supported that its spans do not say; compare each claim with its own spans";
        return Err(Rejected::because(why));
    }
    let why = reply::reason(&line.why, |name| claim.names(name))?;
    let why = if quote.is_empty() { why } else { format!("{why} [{}]", shortened(quote)) };
    Ok(Finding { support: line.support.into(), why })
}

fn shortened(quote: &str) -> String {
    const CHARS: usize = 90;
    if quote.chars().count() <= CHARS {
        return quote.to_owned();
    }
    format!("{} …", quote.chars().take(CHARS).collect::<String>().trim_end())
}

/// The finding about a claim, by its number.
pub fn at(check: &mut FactCheck, claim: usize) -> Option<&mut Finding> {
    match claim.checked_sub(1) {
        None => Some(&mut check.headline),
        Some(sentence) => check.findings.get_mut(sentence),
    }
}

/// The claims that are supported, or those that are not, by number.
pub fn with_support(check: &FactCheck, is_supported: bool) -> Vec<usize> {
    let all = [&check.headline].into_iter().chain(&check.findings).enumerate();
    all.filter(|(_, finding)| (finding.support == Support::Supported) == is_supported).map(|(claim, _)| claim).collect()
}

/// The claims that code does not refuse, by number: somebody who reads has the last word on them.
pub fn open(check: &FactCheck) -> Vec<usize> {
    let all = [&check.headline].into_iter().chain(&check.findings).enumerate();
    all.filter(|(_, finding)| finding.support.is_open()).map(|(claim, _)| claim).collect()
}

/// Tests by rules: the citation stands there byte for byte and holds the sentence's numbers, names and words, and the
/// sentence tells instead of asking its reader to do something.
pub fn floor(draft: &Draft, story: &Story, ctx: &Context) -> FactCheck {
    let sentence = |sentence| {
        let finding = rules::sentence(sentence, draft, story, ctx);
        telling(finding, sentence, draft.written_by.floor)
    };
    FactCheck {
        story: draft.story.clone(),
        findings: draft.sentences.iter().map(sentence).collect(),
        headline: telling(rules::headline(draft, story), &draft.headline, draft.written_by.floor),
        checked_by: Author::floor(Role::FactChecker),
    }
}

/// Tests a translation by rules, as far as the words of another language can be compared: its citations stand there, and
/// it tells instead of asking. Its numbers and names were compared when it was taken.
pub fn of_translation(draft: &Draft, story: &Story) -> FactCheck {
    let claim = |sentence: &news::Sentence| {
        let missing = sentence.citations.iter().find_map(|citation| cited(citation, story).err());
        let none = sentence.citations.is_empty().then(|| "it has no citation".to_owned());
        let finding = match missing.or(none) {
            Some(why) => Finding { support: Support::NotFound, why },
            None => Finding { support: Support::Supported, why: "its numbers and names are those of the story".into() },
        };
        telling(finding, sentence, false)
    };
    FactCheck {
        story: draft.story.clone(),
        findings: draft.sentences.iter().map(claim).collect(),
        headline: claim(&draft.headline),
        checked_by: Author::floor(Role::FactChecker),
    }
}

/// The finding, unless the sentence speaks to its reader, or is of words that do.
fn telling(finding: Finding, sentence: &news::Sentence, is_by_rules: bool) -> Finding {
    if !finding.support.is_open() {
        return finding;
    }
    match address::of_sentence(sentence, is_by_rules) {
        Some(why) => Finding { support: Support::NotFound, why },
        None => finding,
    }
}
