//! Scriptwriter: writes for the ear. Rundown, final copy -> script.
//!
//! Label, greeting and transitions are phrases of ours; what is said of the news are the story's own sentences.

mod frame;
mod phrases;
mod story;
#[cfg(test)]
mod tests;

use crate::Context;
use crate::prose::claims;
use crate::reply::{self, Rejected};
use crew::Rendered;
use news::{Anchor, Cue, CueKind, FinalCopy, Language, Role, Rundown, Script, Story, StoryId};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

pub(crate) use phrases::correction;
pub(crate) use story::says_headline;

/// What the scriptwriter is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The order of the edition.
    pub rundown: &'a Rundown,
    /// What is told.
    pub copies: &'a BTreeMap<StoryId, FinalCopy>,
    /// Their stories: who reports what.
    pub stories: &'a BTreeMap<StoryId, Story>,
    /// The edition.
    pub ctx: &'a Context,
}

/// The prompt for a model: it writes the words between the stories, not the stories.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let cues = floor(input.rundown, input.copies, input.stories, input.ctx).cues;
    let rows = cues
        .iter()
        .enumerate()
        .filter(|(_, cue)| is_connective(cue))
        .map(|(index, cue)| json!({"cue": index, "kind": cue.kind, "language": cue.language, "text": cue.text}));
    let headlines = input.rundown.slots.iter().filter_map(|slot| input.copies.get(&slot.story));
    let stories =
        headlines.map(|copy| json!({"story": copy.story, "language": copy.language, "headline": copy.headline.text}));
    let edition = json!({"newsroom": input.ctx.newsroom, "date": input.ctx.key.date, "slot": input.ctx.key.slot, "anchors": input.ctx.anchors});
    input
        .ctx
        .prompt(Role::Scriptwriter, include_str!("../prompts/scriptwriter.md"))
        .rows("edition", [edition])
        .rows("stories", stories)
        .rows("cues", rows)
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    cues: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    cue: usize,
    text: String,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: other words for transitions, greeting and sign-off. Label and sentences cannot be
/// changed, and a new number, name or claim is refused.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Script, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let mut script = floor(input.rundown, input.copies, input.stories, input.ctx);
    for line in &reply.cues {
        let cue = script.cues.get_mut(line.cue).filter(|cue| is_connective(cue));
        let cue = cue.ok_or_else(|| Rejected::because(format!("cue {} cannot be rewritten", line.cue)))?;
        cue.text = rewritten(&line.text, cue)?;
    }
    Ok(script)
}

fn rewritten(text: &str, cue: &Cue) -> Result<String, Rejected> {
    reply::refuse_foreign_matter(text)?;
    let text = text.trim();
    let n = text.chars().count();
    if n == 0 || n > cue.text.chars().count() * 2 + 40 {
        return Err(Rejected::because(format!("the line is empty or too long: {text:?}")));
    }
    let strange = claims::missing_number(text, &cue.text).or_else(|| claims::missing_name(text, &cue.text));
    if let Some(why) = strange {
        return Err(Rejected::because(format!("{why}: {text:?}")));
    }
    let lost = claims::missing_number(&cue.text, text).or_else(|| claims::missing_name(&cue.text, text));
    if let Some(why) = lost {
        return Err(Rejected::because(format!("something was lost from {:?} ({why})", cue.text)));
    }
    Ok(text.to_owned())
}

fn is_connective(cue: &Cue) -> bool {
    matches!(cue.kind, CueKind::Opening | CueKind::Transition { .. } | CueKind::Closing)
}

/// Writes the script from phrases: label, opening, the stories by language, closing.
pub fn floor(
    rundown: &Rundown,
    copies: &BTreeMap<StoryId, FinalCopy>,
    stories: &BTreeMap<StoryId, Story>,
    ctx: &Context,
) -> Script {
    let told: Vec<story::Told<'_>> = rundown
        .slots
        .iter()
        .filter_map(|slot| {
            copies.get(&slot.story).map(|copy| story::Told {
                copy,
                n: slot.n_sentences,
                story: stories.get(&slot.story),
            })
        })
        .collect();
    let mut cues = Vec::new();
    let mut block: Option<Language> = None;
    for (index, one) in told.iter().enumerate() {
        if block != Some(one.copy.language) {
            cues.extend(frame::open_block(block, one.copy.language, &told, ctx));
            block = Some(one.copy.language);
        }
        cues.extend(story::cues(one, index, &told, ctx));
    }
    if let Some(last) = block {
        cues.extend(frame::close(last, &told, ctx));
    }
    Script { cues }
}

/// The anchor of the n-th story: turn by turn if there are two.
fn anchor_of(index: usize, ctx: &Context) -> Anchor {
    if ctx.anchors >= 2 && index % 2 == 1 { Anchor::B } else { Anchor::A }
}

fn cue(anchor: Anchor, language: Language, kind: CueKind, text: impl Into<String>, pause_ms: u32) -> Cue {
    Cue { anchor, language, text: text.into(), kind, pause_ms, overlap_ms: 0, marks: Vec::new() }
}
