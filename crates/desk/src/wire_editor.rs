//! Wire editor: sorts arrivals. Items -> triage.
//!
//! What the code knows for certain (no date, too old, orders to models) no model can overrule: a model may
//! only spike more, and say beat and urgency better.

mod rules;
#[cfg(test)]
mod tests;

use crate::reply::{self, Rejected};
use crate::{Context, tell};
use crew::Rendered;
use news::{Item, ItemId, Role, SpikeReason, Triage, Verdict};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(crate) use rules::{BEATS, is_beat, is_general, verdict};

/// What the wire editor is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The arrivals.
    pub items: &'a [Item],
    /// The edition.
    pub ctx: &'a Context,
}

/// One triage for each item, in the order of the items.
pub type Output = Vec<Triage>;

/// How much of an item's text the wire editor reads.
const SHOWN_CHARS: usize = 500;

/// The prompt for a model.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let rows = input.items.iter().map(|item| tell::item(item, SHOWN_CHARS, input.ctx));
    input.ctx.prompt(Role::WireEditor, include_str!("../prompts/wire_editor.md")).rows("items", rows).render()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    triage: Vec<Line>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    item: String,
    keep: bool,
    reason: Option<Reason>,
    beat: String,
    urgency: u8,
    why: String,
}

/// Why a model may spike; what else can be wrong with an item, code finds.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Reason {
    Unsafe,
    LowRank,
    Stale,
    Injection,
}

impl From<Reason> for SpikeReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Unsafe => Self::Unsafe,
            Reason::LowRank => Self::LowRank,
            Reason::Stale => Self::Stale,
            Reason::Injection => Self::Injection,
        }
    }
}

/// So many arrivals at once are never all worthless: who says so has not read them.
const NEVER_ALL: usize = 8;

/// The shape of an answer, as a closed JSON schema.
pub fn schema() -> serde_json::Value {
    reply::schema_of::<Reply>()
}

/// Takes a model's answer: each item once, no other; what the rules spike stays spiked.
pub fn check(answer: &str, input: &Input<'_>) -> Result<Output, Rejected> {
    let reply: Reply = reply::parse(answer)?;
    let mut lines = BTreeMap::new();
    for line in reply.triage {
        let id = known(&line, input)?;
        if lines.insert(id.clone(), line).is_some() {
            return Err(Rejected::because(format!("item {id} is judged twice")));
        }
    }
    if lines.len() >= NEVER_ALL && lines.values().all(|line| !line.keep) {
        return Err(Rejected::because("not one item is kept; spike only what cannot be news, and keep when in doubt"));
    }
    floor(input.items, input.ctx).into_iter().map(|ruled| merged(ruled, &lines, input.items)).collect()
}

fn known(line: &Line, input: &Input<'_>) -> Result<ItemId, Rejected> {
    let id = input.items.iter().map(|item| &item.id).find(|id| id.as_str() == line.item);
    id.cloned().ok_or_else(|| Rejected::because(format!("there is no item {:?}", line.item)))
}

fn merged(ruled: Triage, lines: &BTreeMap<ItemId, Line>, items: &[Item]) -> Result<Triage, Rejected> {
    let line = lines.get(&ruled.item).ok_or_else(|| Rejected::because(format!("item {} is not judged", ruled.item)))?;
    if line.urgency > 3 {
        return Err(Rejected::because(format!("urgency goes from 0 to 3, not {}", line.urgency)));
    }
    if !rules::is_beat(&line.beat) {
        return Err(Rejected::because(format!("{:?} is not a beat", line.beat)));
    }
    if ruled.verdict != Verdict::Keep {
        return Ok(ruled);
    }
    let verdict = match (line.keep, line.reason) {
        (true, _) => Verdict::Keep,
        (false, Some(reason)) => Verdict::Spike(reason.into()),
        (false, None) => return Err(Rejected::because(format!("item {} is spiked without a reason", ruled.item))),
    };
    let of_item = items.iter().filter(|item| item.id == ruled.item).cloned().collect::<Vec<_>>();
    let why = reply::reason(&line.why, reply::in_items(&of_item))?;
    Ok(Triage { verdict, beat: line.beat.clone(), urgency: line.urgency, why, ..ruled })
}

/// Sorts by rules: dates, marks, languages, words.
pub fn floor(items: &[Item], ctx: &Context) -> Output {
    items.iter().map(|item| rules::triage(item, ctx)).collect()
}
