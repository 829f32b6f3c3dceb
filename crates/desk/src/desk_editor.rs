//! Desk editor: structure, angle and length. Draft, fact check -> edited draft.
//!
//! What is not supported goes, and so does what leans on it. Nothing is added here.

#[cfg(test)]
mod tests;

use crate::prose::start::{self, Start};
use crate::prose::{claims, typography};
use crate::reply::{self, Rejected};
use crate::{Context, tell};
use crew::Rendered;
use news::{Assignment, Author, Draft, EditedDraft, FactCheck, Finding, Role, Sentence, Spike, SpikeReason, Support};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What the desk editor is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was written.
    pub draft: &'a Draft,
    /// What was found about it.
    pub fact_check: &'a FactCheck,
    /// How long it may be.
    pub assignment: &'a Assignment,
    /// The edition.
    pub ctx: &'a Context,
}

/// Two sentences this alike say the same thing twice.
const SAME: f64 = 0.8;

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let findings = input.fact_check.findings.iter().enumerate();
    let rows = findings
        .map(|(index, finding)| serde_json::json!({"sentence": index, "support": finding.support, "why": finding.why}));
    input
        .ctx
        .prompt(Role::DeskEditor, include_str!("../prompts/desk_editor.md"))
        .rows("assignment", [input.assignment])
        .rows("headline", [tell::sentence(0, &input.draft.headline)])
        .rows("sentences", tell::sentences(&input.draft.sentences))
        .rows("findings", rows)
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    keep: Vec<usize>,
    notes: Vec<String>,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: which sentences stay, in which order; none that is not supported. `author`: who
/// answered.
pub fn check(answer: &str, input: &Input<'_>, author: &Author) -> Result<EditedDraft, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    if reply.keep.is_empty() || reply.keep.len() > input.assignment.max_sentences {
        return Err(Rejected::because(format!("keep 1 to {} sentences", input.assignment.max_sentences)));
    }
    if reply.keep.iter().collect::<BTreeSet<_>>().len() != reply.keep.len() {
        return Err(Rejected::because("a sentence is kept twice"));
    }
    if input.fact_check.headline.support != Support::Supported {
        return Err(Rejected::because("the headline is not supported"));
    }
    let sentences = reply.keep.iter().map(|index| supported(*index, input)).collect::<Result<Vec<_>, _>>()?;
    if sentences.first().is_some_and(|first| !can_lead(first, input.draft)) {
        return Err(Rejected::because("the first sentence leans on something said before it"));
    }
    let notes =
        reply.notes.iter().map(|note| reply::reason(note, |name| says(input.draft, name))).collect::<Result<_, _>>()?;
    let checked_by = vec![input.fact_check.checked_by.clone(), author.clone()];
    Ok(EditedDraft { draft: Draft { sentences, ..input.draft.clone() }, notes, checked_by })
}

/// Whether a name stands in the draft or in what it cites.
fn says(draft: &Draft, name: &str) -> bool {
    let holds = |sentence: &Sentence| {
        sentence.text.contains(name) || sentence.citations.iter().any(|citation| citation.quote.contains(name))
    };
    [&draft.headline].into_iter().chain(&draft.sentences).any(holds)
}

fn supported(index: usize, input: &Input<'_>) -> Result<Sentence, Rejected> {
    let sentence = input.draft.sentences.get(index);
    let sentence = sentence.ok_or_else(|| Rejected::because(format!("there is no sentence {index}")))?;
    let finding = input.fact_check.findings.get(index);
    if finding.is_none_or(|finding| finding.support != Support::Supported) {
        return Err(Rejected::because(format!("sentence {index} is not supported")));
    }
    Ok(sentence.clone())
}

fn can_lead(sentence: &Sentence, draft: &Draft) -> bool {
    start::of(&sentence.text, draft.language) != Start::Dependent
}

/// Drops what is not supported, what leans on it, what is said twice, and what is too much.
///
/// Errors: the spike `Unsupported` if the lede or the headline is not supported.
pub fn floor(draft: Draft, fact_check: &FactCheck, assignment: &Assignment) -> Result<EditedDraft, Spike> {
    let lede_stands = fact_check.findings.first().is_some_and(|finding| finding.support == Support::Supported);
    if !lede_stands {
        let why = fact_check.findings.first().map_or("there is no lede".to_owned(), |finding| finding.why.clone());
        return Err(spiked(&draft, format!("its first sentence is not supported: {why}")));
    }
    if fact_check.headline.support != Support::Supported {
        return Err(spiked(&draft, format!("its headline is not supported: {}", fact_check.headline.why)));
    }
    let mut edit = Edit::default();
    for (index, sentence) in draft.sentences.iter().enumerate() {
        edit.judge(index, sentence, fact_check.findings.get(index), &draft, assignment.max_sentences);
    }
    let checked_by = vec![fact_check.checked_by.clone(), Author::floor(Role::DeskEditor)];
    Ok(EditedDraft { draft: Draft { sentences: edit.kept, ..draft }, notes: edit.notes, checked_by })
}

fn spiked(draft: &Draft, detail: String) -> Spike {
    Spike { headline: draft.headline.text.clone(), urls: Vec::new(), reason: SpikeReason::Unsupported, detail }
}

#[derive(Default)]
struct Edit {
    kept: Vec<Sentence>,
    notes: Vec<String>,
    previous_dropped: bool,
}

impl Edit {
    fn judge(
        &mut self,
        index: usize,
        sentence: &Sentence,
        finding: Option<&Finding>,
        draft: &Draft,
        max_sentences: usize,
    ) {
        let why = self.fault(sentence, finding, draft, max_sentences);
        self.previous_dropped = why.is_some();
        match why {
            Some(why) => self.notes.push(format!("dropped sentence {}: {why}", index + 1)),
            None => self.kept.push(sentence.clone()),
        }
    }

    fn fault(
        &self,
        sentence: &Sentence,
        finding: Option<&Finding>,
        draft: &Draft,
        max_sentences: usize,
    ) -> Option<String> {
        let finding = finding.map_or(Some("it was not checked"), |finding| {
            (finding.support != Support::Supported).then_some(finding.why.as_str())
        });
        if let Some(why) = finding {
            return Some(why.to_owned());
        }
        if self.previous_dropped && start::of(&sentence.text, draft.language) == Start::Dependent {
            return Some("it leans on the sentence before it, which was dropped".into());
        }
        if self.kept.iter().any(|kept| says_the_same(kept, sentence)) {
            return Some("it says again what was said".into());
        }
        (self.kept.len() >= max_sentences).then(|| format!("the story has {max_sentences} sentences already"))
    }
}

fn says_the_same(kept: &Sentence, sentence: &Sentence) -> bool {
    let alike = claims::likeness(&kept.text, &sentence.text) >= SAME;
    typography::same_words(&kept.text, &sentence.text)
        || alike && claims::disagreement(&kept.text, &sentence.text).is_none()
}
