//! Managing editor: the last yes or no. Edition proof -> release.
//!
//! Age is checked here once more, because time has passed since the stories were chosen. A model may take stories
//! out that the rules let pass, never the other way round; it alone cannot stop an edition (decision 0007).

mod rules;
#[cfg(test)]
mod tests;

use crate::Context;
use crate::reply::{self, Rejected};
use crew::Rendered;
use jiff::Timestamp;
use news::{FinalCopy, Language, Role, Spike, SpikeReason, Story, StoryId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An edition that is ready to be released.
#[derive(Debug, Clone, Copy)]
pub struct Proof<'a> {
    /// What would be published, in its order.
    pub copies: &'a [FinalCopy],
    /// Their stories.
    pub stories: &'a BTreeMap<StoryId, Story>,
    /// The edition.
    pub ctx: &'a Context,
    /// The moment of release.
    pub now: Timestamp,
    /// The AI label on the page and in the feeds, by language.
    pub label_text: &'a BTreeMap<Language, String>,
    /// Whether there is sound, and if so whether it says the label at its start.
    pub sound: Sound,
}

/// The sound of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// A text edition.
    None,
    /// It begins with the spoken label.
    Labelled,
    /// It does not say that machines made it.
    Unlabelled,
}

/// What the managing editor says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether it goes out.
    pub release: Release,
    /// Stories that must be taken out before it does.
    pub drop: Vec<(StoryId, Spike)>,
    /// What a model said against an edition that goes out all the same.
    #[serde(default)]
    pub objection: Option<String>,
}

/// Now, not yet, or never.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// It goes out, without the dropped stories.
    Now,
    /// Not as it is; made again it may.
    Hold {
        /// What is wrong.
        why: String,
    },
    /// Never.
    Kill {
        /// What is wrong.
        why: String,
    },
}

/// The prompt for a model.
pub fn prompt(proof: &Proof<'_>) -> Rendered {
    let stories = proof.copies.iter().map(|copy| {
        serde_json::json!({
            "story": copy.story, "language": copy.language, "headline": copy.headline.text, "summary": copy.summary,
            "sentences": copy.sentences.len(), "notes": copy.notes,
            "owners": proof.stories.get(&copy.story).map(|story| story.owners.len()),
        })
    });
    let edition = serde_json::json!({
        "newsroom": proof.ctx.newsroom, "edition": proof.ctx.key.to_string(), "languages": proof.ctx.languages, "sample": proof.ctx.sample,
        "labelled": !proof.label_text.is_empty(),
    });
    proof
        .ctx
        .prompt(Role::ManagingEditor, include_str!("../prompts/managing_editor.md"))
        .rows("edition", [edition])
        .rows("stories", stories)
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    release: Word,
    why: String,
    drop: Vec<Line>,
}

#[derive(Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Word {
    Now,
    Hold,
    Kill,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    story: String,
    reason: Reason,
    why: String,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Reason {
    Unsafe,
    Unsupported,
    Duplicate,
    Injection,
}

impl From<Reason> for SpikeReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Unsafe => Self::Unsafe,
            Reason::Unsupported => Self::Unsupported,
            Reason::Duplicate => Self::Duplicate,
            Reason::Injection => Self::Injection,
        }
    }
}

/// A model takes out one story of so many at the most: every one of them has passed every check.
const STORIES_PER_DROP: usize = 3;

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: stories to take out. What the rules drop, hold or kill stays so; a hold or a kill of the
/// model's own is kept as an objection.
pub fn check(answer: &str, proof: &Proof<'_>) -> Result<Decision, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let mut decision = floor(proof);
    if reply.drop.len() > proof.copies.len() / STORIES_PER_DROP {
        let most = proof.copies.len() / STORIES_PER_DROP;
        return Err(Rejected::because(format!("take out at most {most} of {} stories", proof.copies.len())));
    }
    for line in &reply.drop {
        let dropped = dropped(line, proof)?;
        if decision.drop.iter().all(|(known, _)| *known != dropped.0) {
            decision.drop.push(dropped);
        }
    }
    if reply.release != Word::Now && reply.drop.is_empty() {
        let word = if reply.release == Word::Kill { "kill" } else { "hold" };
        decision.objection = Some(format!("{word}: {}", reply::reason(&reply.why, |name| says(proof, name))?));
    }
    Ok(decision)
}

/// Whether a name stands in one of the copies.
fn says(proof: &Proof<'_>, name: &str) -> bool {
    let lines =
        |copy: &FinalCopy| [&copy.headline].into_iter().chain(&copy.sentences).any(|line| line.text.contains(name));
    proof.copies.iter().any(lines)
}

fn dropped(line: &Line, proof: &Proof<'_>) -> Result<(StoryId, Spike), Rejected> {
    let copy = proof.copies.iter().find(|copy| copy.story.as_str() == line.story);
    let copy = copy.ok_or_else(|| Rejected::because(format!("there is no story {:?}", line.story)))?;
    let items = proof.stories.get(&copy.story).map(|story| story.items.as_slice()).unwrap_or_default();
    let spike = Spike {
        headline: copy.headline.text.clone(),
        urls: items.iter().map(|item| item.url.clone()).collect(),
        reason: line.reason.into(),
        detail: reply::reason(&line.why, reply::in_items(items))?,
    };
    Ok((copy.story.clone(), spike))
}

/// Drops what is uncited, undated, stale or told twice; kills an edition without its label; holds an empty one.
pub fn floor(proof: &Proof<'_>) -> Decision {
    let drop = rules::dropped(proof);
    let release = if let Some(why) = rules::missing_label(proof) {
        Release::Kill { why }
    } else if drop.len() >= proof.copies.len() {
        Release::Hold { why: format!("no story is left of {}", proof.copies.len()) }
    } else {
        Release::Now
    };
    Decision { release, drop, objection: None }
}
