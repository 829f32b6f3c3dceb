//! Why one story is chosen over another.

use crate::Context;
use crate::prose::{title, units};
use news::{Item, Mark, Score, Story};

/// The weights of the parts; they add up to one. Corroboration weighs most: what several independent owners
/// report is both truer and of more concern. Recency weighs little: the window has already been applied.
const CORROBORATION: f64 = 0.30;
const URGENCY: f64 = 0.22;
const TRUST: f64 = 0.16;
const RECENCY: f64 = 0.12;
const NOVELTY: f64 = 0.10;
const SUBSTANCE: f64 = 0.10;

/// After so many hours half of the freshness is gone.
const HALF_LIFE_HOURS: f64 = 12.0;

/// So many fit sentences are as much as a bulletin needs.
const ENOUGH_SENTENCES: f64 = 8.0;

/// Scores a story. `whole`: its items with a whole text in a language of the edition, best first.
pub(super) fn score(story: &Story, whole: &[&Item], n_owners: usize, urgency: u8, ctx: &Context) -> Score {
    let corroboration = 1.0 - 0.5f64.powi(n_owners.saturating_sub(1) as i32);
    let urgency = f64::from(urgency.min(3)) / 3.0;
    let novelty = if story.told.is_empty() { 1.0 } else { 0.6 };
    let trust = whole.iter().map(|item| ctx.trust(item)).max().map_or(0.0, |trust| f64::from(trust - 1) / 4.0);
    let age = whole.iter().filter_map(|item| item.dating.age_hours(ctx.as_of)).fold(f64::INFINITY, f64::min);
    let recency = if age.is_finite() { 0.5f64.powf(age.max(0.0) / HALF_LIFE_HOURS) } else { 0.0 };
    let most = whole.iter().map(|item| units::units(item).len()).max().unwrap_or(0);
    let substance = (most as f64 / ENOUGH_SENTENCES).min(1.0);
    let total = CORROBORATION * corroboration
        + URGENCY * urgency
        + TRUST * trust
        + RECENCY * recency
        + NOVELTY * novelty
        + SUBSTANCE * substance;
    let total = total * standing(whole) * weight_of_beat(&story.beat, urgency);
    Score { corroboration, urgency, novelty, recency, trust, substance, total }
}

/// What its own subject sent out counts for half, whatever else speaks for it; what only explains or asks gives
/// way to what reports.
fn standing(whole: &[&Item]) -> f64 {
    if whole.iter().all(|item| item.is(Mark::PressRelease)) {
        return 0.5;
    }
    let reports = whole.iter().any(|item| title::merit(&title::plain(&item.title)) >= title::REPORTS);
    if reports { 1.0 } else { 0.75 }
}

/// Sport and culture give way to what touches more lives, unless it presses.
fn weight_of_beat(beat: &str, urgency: f64) -> f64 {
    const SOFT: [&str; 8] = ["sport", "sports", "culture", "entertainment", "fashion", "lifestyle", "music", "film"];
    if SOFT.contains(&beat) && urgency < 0.6 { 0.8 } else { 1.0 }
}

/// The total in thousandths, as [`news::ClearedStory`] wants it.
pub fn score_milli(score: &Score) -> u32 {
    (score.total.clamp(0.0, 1.0) * 1000.0).round() as u32
}

/// The score spelt out for the list of what was left out.
pub(super) fn in_words(score: &Score) -> String {
    format!(
        "score {:.2} (corroboration {:.2}, urgency {:.2}, trust {:.2}, recency {:.2}, novelty {:.2}, substance {:.2})",
        score.total, score.corroboration, score.urgency, score.trust, score.recency, score.novelty, score.substance
    )
}
