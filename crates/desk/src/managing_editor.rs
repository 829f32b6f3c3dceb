//! Managing editor: the last yes or no. Edition proof -> release.
//!
//! Age is checked here once more, because time has passed since the stories were chosen. A model may hold or
//! kill what the rules let pass, never the other way round.

mod rules;
#[cfg(test)]
mod tests;

use crate::Context;
use crate::reply::{self, Rejected};
use crew::{Prompt, Rendered};
use jiff::Timestamp;
use news::{FinalCopy, Language, Spike, Story, StoryId};
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
    Prompt::new(include_str!("../prompts/managing_editor.md"))
        .rows("edition", [edition])
        .rows("stories", stories)
        .render()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    release: Word,
    why: String,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Word {
    Now,
    Hold,
    Kill,
}

/// Takes a model's answer; what the rules drop, hold or kill stays so.
pub fn check(answer: &str, proof: &Proof<'_>) -> Result<Decision, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let ruled = floor(proof);
    if ruled.release != Release::Now || reply.release == Word::Now {
        return Ok(ruled);
    }
    let why = reply::reason(&reply.why)?;
    let release = if reply.release == Word::Hold { Release::Hold { why } } else { Release::Kill { why } };
    Ok(Decision { release, ..ruled })
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
    Decision { release, drop }
}
