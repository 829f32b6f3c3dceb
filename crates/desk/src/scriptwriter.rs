//! Scriptwriter: writes for the ear. Rundown, final copy -> script.
//!
//! Label, greeting and transitions are phrases of ours; what is said of the news are the story's own sentences.

mod conversation;
mod frame;
mod inspect;
mod phrases;
mod proposals;
mod retold;
mod sides;
mod story;
mod talk;

#[cfg(test)]
mod talk_tests;
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

pub use inspect::{fault, is_too_long, seconds};
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

/// The prompt for a model: it writes the words between the stories, not the stories; in a conversation it may also put
/// a sentence in a host's words.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let script = of(input);
    let ctx = input.ctx;
    let headlines = input.rundown.slots.iter().filter_map(|slot| input.copies.get(&slot.story));
    let stories =
        headlines.map(|copy| json!({"story": copy.story, "language": copy.language, "headline": copy.headline.text}));
    let mut edition =
        json!({"newsroom": ctx.newsroom, "date": ctx.key.date, "slot": ctx.key.slot, "anchors": ctx.anchors});
    if is_talk(ctx) {
        edition["format"] = ctx.format.key().into();
        let host = |(anchor, host): (&Anchor, &crate::Host)| json!({"host": anchor, "name": host.name, "character": host.character});
        return ctx
            .prompt(Role::Scriptwriter, include_str!("../prompts/scriptwriter_talk.md"))
            .rows("edition", [edition])
            .rows("hosts", ctx.hosts.iter().map(host))
            .rows("stories", stories)
            .rows("lines", proposals::rows(&script))
            .render();
    }
    let cues = script.cues.iter().enumerate().filter(|(_, cue)| is_connective(cue));
    let rows =
        cues.map(|(index, cue)| json!({"cue": index, "kind": cue.kind, "language": cue.language, "text": cue.text}));
    ctx.prompt(Role::Scriptwriter, include_str!("../prompts/scriptwriter.md"))
        .rows("edition", [edition])
        .rows("stories", stories)
        .rows("cues", rows)
        .render()
}

/// Whether two hosts speak with each other in this edition.
fn is_talk(ctx: &Context) -> bool {
    proposals::is_asked_for(ctx.format) && ctx.anchors >= 2
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

/// The same for hosts who speak with each other.
pub fn talk_schema() -> serde_json::Value {
    reply::schema_of::<proposals::Reply>()
}

/// Which shape an edition asks for.
pub fn schema_for(ctx: &Context) -> fn() -> serde_json::Value {
    if is_talk(ctx) { talk_schema } else { schema }
}

/// Takes a model's answer: other words for transitions, greeting and sign-off. Label and sentences cannot be
/// changed, and a new number, name or claim is refused. Of hosts who speak with each other, what does not pass leaves
/// the floor's line in its place.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Script, Rejected> {
    if is_talk(input.ctx) {
        return proposals::check(answer, input);
    }
    let reply: Reply = reply::parse(answer)?;
    let mut script = of(input);
    let told = told(input);
    for line in &reply.cues {
        let cue = script.cues.get_mut(line.cue).filter(|cue| is_connective(cue) && !frame::is_fixed(cue, &told));
        let cue = cue.ok_or_else(|| Rejected::because(format!("cue {} cannot be rewritten", line.cue)))?;
        cue.text = rewritten(&line.text, cue, input)?;
    }
    match fault(&script, input) {
        Some(why) => Err(Rejected::because(why)),
        None => Ok(script),
    }
}

/// Other words for a line of ours: made of its own and of the words of talk, with all its numbers and names.
fn rewritten(text: &str, cue: &Cue, input: &Input<'_>) -> Result<String, Rejected> {
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
    let headline = cue.kind.story().and_then(|story| input.copies.get(story)).map(|copy| copy.headline.text.as_str());
    let names = inspect::names(input);
    let near = talk::Near {
        language: cue.language,
        names: &names,
        beside: headline.into_iter().collect(),
        own: Some(&cue.text),
    };
    match talk::fault(text, &near) {
        Some(why) => Err(Rejected::because(why)),
        None => Ok(text.to_owned()),
    }
}

fn is_connective(cue: &Cue) -> bool {
    matches!(cue.kind, CueKind::Opening | CueKind::Transition { .. } | CueKind::Closing)
}

/// The floor's script.
fn of(input: &Input<'_>) -> Script {
    floor(input.rundown, input.copies, input.stories, input.ctx)
}

/// The stories as they are told.
fn told<'a>(input: &Input<'a>) -> Vec<story::Told<'a>> {
    told_of(input.rundown, input.copies, input.stories)
}

fn told_of<'a>(
    rundown: &Rundown,
    copies: &'a BTreeMap<StoryId, FinalCopy>,
    stories: &'a BTreeMap<StoryId, Story>,
) -> Vec<story::Told<'a>> {
    let told = rundown.slots.iter().filter_map(|slot| {
        let copy = copies.get(&slot.story)?;
        Some(story::Told { copy, n: slot.n_sentences, story: stories.get(&slot.story) })
    });
    told.collect()
}

/// Writes the script from phrases: label, opening, the stories by language, closing.
pub fn floor(
    rundown: &Rundown,
    copies: &BTreeMap<StoryId, FinalCopy>,
    stories: &BTreeMap<StoryId, Story>,
    ctx: &Context,
) -> Script {
    let told = told_of(rundown, copies, stories);
    let mut hosts = is_talk(ctx).then(|| conversation::Writer::new(ctx));
    let mut cues = Vec::new();
    let mut block: Option<Language> = None;
    for (index, one) in told.iter().enumerate() {
        if block != Some(one.copy.language) {
            cues.extend(frame::open_block(block, one.copy.language, &told, ctx));
            block = Some(one.copy.language);
        }
        match &mut hosts {
            Some(hosts) => cues.extend(hosts.story(one, index, &told)),
            None => cues.extend(story::cues(one, index, &told, ctx)),
        }
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
