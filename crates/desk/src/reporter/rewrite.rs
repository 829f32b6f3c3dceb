//! The second writing: claims that failed go back to the reporter with what was found about each.

use super::{Line, QuotedFrom, Rejected, headline_line, reply, tell, whole_sentence};
use crate::Context;
use crew::{Prompt, Rendered};
use news::{Assignment, Draft, FactCheck, Sentence, Story};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// What the reporter is given back.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was chosen.
    pub assignment: &'a Assignment,
    /// Its story.
    pub story: &'a Story,
    /// What was written.
    pub draft: &'a Draft,
    /// What was found about it.
    pub found: &'a FactCheck,
    /// The claims that failed, by number: the headline is 0, the first sentence 1.
    pub failed: &'a [usize],
    /// The edition.
    pub ctx: &'a Context,
}

/// A claim in other words; those that are not here stay as they are, and fail.
pub type Rewritten = Vec<(usize, Sentence)>;

/// The prompt for a model. It asks for another answer than the first writing does, so an owner's prompt for the
/// reporter does not stand in its place.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let draft = input.draft;
    let claims = [&draft.headline].into_iter().chain(&draft.sentences).enumerate();
    let story = claims.clone().map(|(number, claim)| json!({"claim": number, "text": claim.text}));
    let failed = claims.filter(|(number, _)| input.failed.contains(number));
    let failed = failed.filter_map(|(number, claim)| failed_row(number, claim, input.found));
    Prompt::new(include_str!("../../prompts/reporter_rewrite.md"))
        .rows("assignment", [input.assignment])
        .rows("draft", story)
        .rows("failed", failed)
        .rows("items", tell::items(input.story, input.ctx))
        .render()
}

fn failed_row(number: usize, claim: &Sentence, found: &FactCheck) -> Option<Value> {
    let finding = number.checked_sub(1).map_or(Some(&found.headline), |index| found.findings.get(index))?;
    let quotes: Vec<Value> = claim.citations.iter().map(|c| json!({"item": c.item, "quote": c.quote})).collect();
    Some(json!({
        "claim": number, "text": claim.text, "citations": quotes, "found": finding.support, "why": finding.why,
    }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    lines: Vec<Again>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Again {
    claim: usize,
    text: String,
    citations: Vec<QuotedFrom>,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: other words for claims that failed, by the same rules as the first ones. An empty text gives
/// the claim up.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Rewritten, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let mut rewritten = Rewritten::new();
    for again in reply.lines {
        let number = again.claim;
        if !input.failed.contains(&number) || rewritten.iter().any(|(known, _)| *known == number) {
            return Err(Rejected::because(format!("claim {number} did not fail, or stands there twice")));
        }
        if again.text.trim().is_empty() {
            continue;
        }
        let line = Line { text: again.text, citations: again.citations };
        let language = input.assignment.language;
        let sentence = match number {
            0 => headline_line(&line, input.story, language)?,
            _ => whole_sentence(&line, input.story, language)?,
        };
        if claim(input.draft, number) == Some(&sentence) {
            return Err(Rejected::because(format!("claim {number} is as it was")));
        }
        rewritten.push((number, sentence));
    }
    Ok(rewritten)
}

fn claim(draft: &Draft, number: usize) -> Option<&Sentence> {
    number.checked_sub(1).map_or(Some(&draft.headline), |index| draft.sentences.get(index))
}

/// The draft with the other words in their places.
pub fn put_in(draft: &Draft, rewritten: &Rewritten) -> Draft {
    let mut draft = draft.clone();
    for (number, sentence) in rewritten {
        let place = number.checked_sub(1).map_or(Some(&mut draft.headline), |index| draft.sentences.get_mut(index));
        if let Some(place) = place {
            place.clone_from(sentence);
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use news::Language;

    #[test]
    fn only_what_failed_is_written_again_and_by_the_same_rules() {
        let (ctx, story) = (fixture::context(), fixture::port_story());
        let assignment = fixture::assignment(&story, Language::EN);
        let dossier = crate::researcher::floor(&assignment, &story, &ctx);
        let draft = crate::reporter::floor(&assignment, &story, &dossier, &ctx).unwrap();
        let found = crate::fact_checker::floor(&draft, &story, &ctx);
        let failed = [2];
        let input =
            Input { assignment: &assignment, story: &story, draft: &draft, found: &found, failed: &failed, ctx: &ctx };
        let line = |claim: usize, text: &str, quote: &str| {
            json!({"lines": [{"claim": claim, "text": text, "citations": [{"item": story.items[0].id, "quote": quote}]}]})
                .to_string()
        };
        let quote = "Unions and operators agreed on a pay rise of 4.5 per cent for 3,200 dockers.";
        let text = "Unions and operators agreed to pay 3,200 dockers 4.5 per cent more.";
        let rewritten = check(&line(2, text, quote), &input).unwrap();
        let put_in = put_in(&draft, &rewritten);
        assert_eq!((put_in.sentences[1].text.as_str(), &put_in.sentences[0]), (text, &draft.sentences[0]));
        assert!(check(&line(1, text, quote), &input).is_err());
        assert!(check(&line(2, text, "Nobody wrote this."), &input).is_err());
        assert!(check(&line(2, "Unions and operators agreed to", quote), &input).is_err());
        assert!(check(&line(2, quote, quote), &input).is_err());
        assert_eq!(check(&line(2, "", quote), &input).unwrap(), Rewritten::new());
    }
}
