//! Standards editor: fairness, harm, law, disclosure, injection. Final copy -> ruling.
//!
//! The code's hold or spike is final: a model may be stricter, never laxer.

mod elections;
mod markets;
mod people;
mod rules;
#[cfg(test)]
mod tests;

use crate::reply::{self, Rejected};
use crate::{Context, tell};
use crew::Rendered;
use news::{FinalCopy, Role, Ruling, SpikeReason, Story};
use schemars::JsonSchema;
use serde::Deserialize;

/// What the standards editor is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What would be published.
    pub copy: &'a FinalCopy,
    /// Its story.
    pub story: &'a Story,
    /// The edition.
    pub ctx: &'a Context,
}

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let sources = input.story.items.iter().map(|item| {
        serde_json::json!({"item": item.id, "outlet": input.ctx.outlet(item), "owner": input.ctx.owner(item), "trust": input.ctx.trust(item), "marks": item.marks, "title": item.title})
    });
    input
        .ctx
        .prompt(Role::StandardsEditor, include_str!("../prompts/standards_editor.md"))
        .rows("headline", [tell::sentence(0, &input.copy.headline)])
        .rows("sentences", tell::sentences(&input.copy.sentences))
        .rows("sources", sources)
        .render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    ruling: Kind,
    reason: Option<Reason>,
    detail: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Clear,
    Hold,
    Spike,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Reason {
    Unsafe,
    Injection,
    SingleSource,
    Unsupported,
}

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer; where the rules hold or spike, that stands.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Ruling, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let ruled = floor(input.copy, input.story, input.ctx);
    if ruled != Ruling::Clear {
        return Ok(ruled);
    }
    match reply.ruling {
        Kind::Clear => Ok(Ruling::Clear),
        Kind::Hold => Ok(Ruling::Hold {
            reason: given(reply.reason)?,
            detail: reply::reason(&reply.detail, reply::in_items(&input.story.items))?,
        }),
        Kind::Spike => Ok(Ruling::Spike {
            reason: given(reply.reason)?,
            detail: reply::reason(&reply.detail, reply::in_items(&input.story.items))?,
        }),
    }
}

fn given(reason: Option<Reason>) -> Result<SpikeReason, Rejected> {
    match reason.ok_or_else(|| Rejected::because("a hold or a spike needs its reason"))? {
        Reason::Unsafe => Ok(SpikeReason::Unsafe),
        Reason::Injection => Ok(SpikeReason::Injection),
        Reason::SingleSource => Ok(SpikeReason::SingleSource),
        Reason::Unsupported => Ok(SpikeReason::Unsupported),
    }
}

/// Rules by explicit rules, in this order: the house rules, orders to models, satire and promotion, slurs, harm, people
/// (minors, guilt, accusations), elections, market rumours, one owner's sensation, the right language.
pub fn floor(copy: &FinalCopy, story: &Story, ctx: &Context) -> Ruling {
    rules::ruling(copy, story, ctx)
}
