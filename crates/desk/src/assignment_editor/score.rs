//! Why one story is chosen over another.

use super::explain;
use super::reader::Judged;
use crate::Context;
use crate::prose::kind::{self, Kind};
use crate::prose::units;
use news::{Item, Reason, Score, Story};

/// The weights of the parts; they add up to one. Corroboration weighs most: what several independent owners
/// report is both truer and of more concern. Recency weighs little: the window has already been applied.
const CORROBORATION: f64 = 0.28;
const URGENCY: f64 = 0.22;
const TRUST: f64 = 0.14;
const RECENCY: f64 = 0.10;
const NOVELTY: f64 = 0.10;
const SUBSTANCE: f64 = 0.16;

/// After so many hours half of the freshness is gone.
const HALF_LIFE_HOURS: f64 = 12.0;

/// So many fit sentences are as much as a bulletin needs.
const ENOUGH_SENTENCES: usize = 7;

/// What its stories are worth that only explain or entertain, below which a story counts as a feature.
const FEATURE: f64 = 0.6;

/// What a story is scored by.
pub(super) struct Material<'a> {
    /// Its items with a whole text in a language of the edition, best first.
    pub whole: &'a [&'a Item],
    /// The one that would lead.
    pub lead: &'a Item,
    /// Independent owners that bear witness.
    pub owners: usize,
    /// 0 to 3.
    pub urgency: u8,
    pub beat: &'a str,
}

impl Material<'_> {
    /// Whether its lead or most of its items entertain.
    pub(super) fn is_feature(&self) -> bool {
        kind::of(&self.lead.title) == Kind::Feature || self.standing() < FEATURE
    }

    /// Whether one owner alone tells it in a line or two.
    pub(super) fn is_thin(&self) -> bool {
        self.owners <= 1 && self.n_units() <= 2
    }

    /// How many fit sentences its fullest item has.
    pub(super) fn n_units(&self) -> usize {
        self.whole.iter().map(|item| units::units(item).len()).max().unwrap_or(0)
    }

    /// The mean weight of what its items are; what only explains or entertains gives way to what reports.
    fn standing(&self) -> f64 {
        let all = self.whole.iter().map(|item| kind::of(&item.title).weight());
        let mean = all.sum::<f64>() / self.whole.len().max(1) as f64;
        (mean + kind::of(&self.lead.title).weight()) / 2.0
    }

    /// How much there is to tell: one line is nearly nothing, further owners add a little.
    fn substance(&self) -> f64 {
        let n = self.n_units() + self.owners.saturating_sub(1).min(2);
        (n.saturating_sub(1) as f64 / (ENOUGH_SENTENCES - 1) as f64).min(1.0)
    }
}

/// Scores a story, and says so in words.
pub(super) fn score(story: &Story, material: &Material<'_>, judged: &Judged, ctx: &Context) -> (Score, Vec<Reason>) {
    let whole = material.whole;
    let corroboration = 1.0 - 0.5f64.powi(material.owners.saturating_sub(1) as i32);
    let urgency = f64::from(material.urgency.min(3)) / 3.0;
    let novelty = 1.0 / (1.0 + story.told.len() as f64);
    let trust = whole.iter().map(|item| ctx.trust(item)).max().unwrap_or(1);
    let age = whole.iter().filter_map(|item| item.dating.age_hours(ctx.as_of)).fold(f64::INFINITY, f64::min);
    let recency = if age.is_finite() { 0.5f64.powf(age.max(0.0) / HALF_LIFE_HOURS) } else { 0.0 };
    let mut score = Score {
        corroboration,
        urgency,
        novelty,
        recency,
        trust: f64::from(trust - 1) / 4.0,
        substance: material.substance(),
        standing: material.standing(),
        // A weight of the owner's own stands in the place of ours.
        beat: if judged.is_weighted { 1.0 } else { weight_of_beat(material.beat, urgency) },
        reader: judged.factor,
        total: 0.0,
    };
    let reasons = explain::reasons(&score, &explain::Known { story, material, trust, age, judged });
    score.total = reasons.iter().map(|reason| reason.points).sum();
    (score, reasons)
}

/// What each part adds, in the order in which a reader would ask.
pub(super) fn weighted(score: &Score) -> [(&'static str, f64); 6] {
    [
        ("corroboration", CORROBORATION * score.corroboration),
        ("urgency", URGENCY * score.urgency),
        ("substance", SUBSTANCE * score.substance),
        ("trust", TRUST * score.trust),
        ("recency", RECENCY * score.recency),
        ("novelty", NOVELTY * score.novelty),
    ]
}

/// Sport and culture give way to what touches more lives, unless it presses.
fn weight_of_beat(beat: &str, urgency: f64) -> f64 {
    if is_soft(beat) && urgency < 0.6 { 0.7 } else { 1.0 }
}

/// Beats that have their share of an edition and no more.
pub(crate) fn is_soft(beat: &str) -> bool {
    const SOFT: [&str; 8] = ["sport", "sports", "culture", "entertainment", "fashion", "lifestyle", "music", "film"];
    SOFT.contains(&beat)
}

/// The total in thousandths, as [`news::ClearedStory`] wants it.
pub fn score_milli(score: &Score) -> u32 {
    (score.total.clamp(0.0, 1.0) * 1000.0).round() as u32
}

/// The score spelt out for the list of what was left out.
pub(super) fn in_words(score: &Score) -> String {
    let factors = [("standing", score.standing), ("beat", score.beat), ("reader", score.reader)];
    let factors: String = factors
        .iter()
        .filter(|(_, factor)| *factor != 1.0)
        .map(|(name, factor)| format!(", {name} × {factor:.2}"))
        .collect();
    format!(
        "corroboration {:.2}, urgency {:.2}, trust {:.2}, recency {:.2}, novelty {:.2}, substance {:.2}{factors}",
        score.corroboration, score.urgency, score.trust, score.recency, score.novelty, score.substance
    )
}
