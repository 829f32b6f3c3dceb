//! The wire editor's rules: what is spiked at the door, how urgent the rest is, what it is about.

use crate::Context;
use crate::charter;
use crate::prose::kind::{self, Kind};
use crate::words::{Plain, words};
use news::{Confidence, Item, Mark, SpikeReason, Triage, Verdict};

/// A date may be this far ahead: clocks differ.
const FUTURE_HOURS: f64 = 1.0;

/// Beats that a source or a model may name.
pub(crate) const BEATS: &[&str] = &[
    "world",
    "politics",
    "business",
    "technology",
    "science",
    "health",
    "climate",
    "disaster",
    "sport",
    "culture",
    "society",
    "general",
];

pub(crate) fn is_beat(beat: &str) -> bool {
    BEATS.contains(&beat)
}

pub(super) fn triage(item: &Item, ctx: &Context) -> Triage {
    let (verdict, why) = match verdict(item, ctx) {
        Ok(()) => (Verdict::Keep, None),
        Err((reason, why)) => (Verdict::Spike(reason), Some(why)),
    };
    let (urgency, word) = urgency(item);
    let why = why.unwrap_or_else(|| word.map_or_else(|| "an ordinary report".into(), |word| format!("says {word:?}")));
    Triage { item: item.id.clone(), verdict, beat: beat(item, ctx), urgency, why }
}

/// Whether an item may be told at all; else the reason and its values.
///
/// The order is that of how sure the reason is: what an item says of itself comes before what we think of it.
pub(crate) fn verdict(item: &Item, ctx: &Context) -> Result<(), (SpikeReason, String)> {
    not_hostile(item)?;
    not_banned(item, ctx)?;
    in_time(item, ctx)?;
    a_report(item)?;
    fetched(item)?;
    if ctx.languages.contains(&item.language) {
        return Ok(());
    }
    Err((SpikeReason::Language, format!("it is in {}, this edition is not", item.language)))
}

fn not_hostile(item: &Item) -> Result<(), (SpikeReason, String)> {
    let plain = Plain::of(&item.title);
    if item.is(Mark::Injection) || plain.find(&words().injection.phrases).is_some() {
        return Err((SpikeReason::Injection, "it holds text that gives orders to a reader's model".into()));
    }
    if item.is(Mark::OffSite) {
        return Err((SpikeReason::Unsafe, "its link leads to another site".into()));
    }
    Ok(())
}

/// What the house rules keep out shows at the door in its outlet and its title.
fn not_banned(item: &Item, ctx: &Context) -> Result<(), (SpikeReason, String)> {
    let banned = charter::banned_source(item, ctx).or_else(|| charter::banned_words(&item.title, &ctx.house.charter));
    banned.map_or(Ok(()), |(ban, word)| Err((SpikeReason::Unsafe, charter::detail(ban, word))))
}

fn in_time(item: &Item, ctx: &Context) -> Result<(), (SpikeReason, String)> {
    let age = item.dating.age_hours(ctx.as_of).filter(|_| item.dating.confidence != Confidence::None);
    let Some(age) = age else {
        return Err((SpikeReason::Undated, "no date that could be believed was found".into()));
    };
    if age < -FUTURE_HOURS {
        return Err((SpikeReason::Undated, format!("its date lies {:.0} hours ahead", -age)));
    }
    let window = ctx.window_hours(item);
    if age > f64::from(window) {
        return Err((SpikeReason::Stale, format!("it is {age:.0} hours old, its window is {window} hours")));
    }
    if item.is(Mark::Resurfaced) {
        return Err((SpikeReason::Stale, "an older story under a new date".into()));
    }
    if item.is(Mark::LookBack) {
        return Err((SpikeReason::Stale, "it looks back at something long past".into()));
    }
    Ok(())
}

fn a_report(item: &Item) -> Result<(), (SpikeReason, String)> {
    let title = Plain::of(&item.title);
    if item.is(Mark::Satire) {
        return Err((SpikeReason::Unsafe, "it is satire".into()));
    }
    if item.is(Mark::Promotion) || title.find(&words().promotion.title).is_some() {
        return Err((SpikeReason::Unsafe, "it sells something".into()));
    }
    if item.is(Mark::Opinion) {
        return Err((SpikeReason::LowRank, "a view, not a report".into()));
    }
    if item.is(Mark::Live) {
        return Err((SpikeReason::LowRank, "a page that is still being written".into()));
    }
    if let Some(word) = title.find(&words().roundup.title) {
        return Err((SpikeReason::LowRank, format!("a round-up of many things ({word:?})")));
    }
    Ok(())
}

/// A page behind a wall is no loss while the feed gave the text; with neither there is nothing to tell.
fn fetched(item: &Item) -> Result<(), (SpikeReason, String)> {
    if item.text.trim().is_empty() && item.is(Mark::BotCheck) {
        return Err((SpikeReason::FetchFailed, "its page checks for robots and the feed holds no text".into()));
    }
    if item.text.trim().is_empty() && item.is(Mark::LoginWall) {
        return Err((SpikeReason::FetchFailed, "its page asks for a login and the feed holds no text".into()));
    }
    Ok(())
}

/// 0 to 3 with the word that says so; what its own sender sends is never urgent.
fn urgency(item: &Item) -> (u8, Option<&'static str>) {
    let kind = kind::of(&item.title);
    if item.is(Mark::PressRelease) || kind == Kind::Feature {
        return (0, None);
    }
    let title = Plain::of(&item.title);
    let lead = Plain::of(&item.text.chars().take(200).collect::<String>());
    let rungs = &words().urgency;
    for (urgency, list) in [(3, &rungs.stop_press), (2, &rungs.high), (1, &rungs.some)] {
        if let Some(word) = title.find(list) {
            // One person's death in old age is news, but it does not press.
            let urgency = if item.is(Mark::Obituary) || kind == Kind::Explainer { 1 } else { urgency };
            return (urgency, Some(word));
        }
    }
    // The title is what the source itself holds for the news; the lead only lifts it from nothing.
    lead.find(&rungs.high).map_or((0, None), |word| (1, Some(word)))
}

/// Whether a source of this beat covers everything, of one country or of all.
pub(crate) fn is_general(beat: &str) -> bool {
    !BEATS.contains(&beat) || matches!(beat, "general" | "world")
}

/// The source's beat, or the one whose words occur most if the source covers everything.
fn beat(item: &Item, ctx: &Context) -> String {
    let given = ctx.sources.get(&item.source).map_or("general", |source| source.beat.as_str());
    if !is_general(given) {
        return given.to_owned();
    }
    let title = Plain::of(&item.title);
    let lead = Plain::of(&item.text.chars().take(300).collect::<String>());
    let scored = words().beats.iter().map(|(beat, list)| (title.count(list) * 3 + lead.count(list), beat));
    // A beat needs its word in the title, or three in the lead; else the source's own word stands.
    let best = scored.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(a.1))).filter(|(n, _)| *n >= 3);
    best.map_or_else(|| if given.is_empty() { "general".into() } else { given.to_owned() }, |(_, beat)| beat.clone())
}
