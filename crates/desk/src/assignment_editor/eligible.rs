//! Which stories may be chosen at all, and why the others may not.

use super::reader::{self, Said, Seen};
use super::score;
use crate::prose::kind::{self, Kind};
use crate::prose::units;
use crate::reporter;
use crate::{Context, tell};
use news::text::terms;
use news::{Item, ItemId, Language, Mark, Reason, Score, Spike, SpikeReason, Story, Triage, Verdict};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Of a text so much is compared when it is asked whether it bears witness to another.
const WITNESS_CHARS: usize = 400;
/// So many of the other's title words must be in it, and so great a share of them: a name alone is a topic, not an event.
const MIN_WITNESSED: usize = 2;
const MIN_WITNESSED_SHARE: f64 = 0.3;

/// A story that may be chosen.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    pub story: &'a Story,
    /// Languages of the edition in which a whole item tells it.
    pub languages: Vec<Language>,
    /// Independent owners among the items that count.
    pub owners: usize,
    /// The owner of the item that would lead.
    pub lead_owner: String,
    /// What it is about.
    pub beat: String,
    /// Whether it entertains rather than reports.
    pub is_feature: bool,
    /// Whether one owner alone tells it in a line or two.
    pub is_thin: bool,
    /// 0 to 3.
    pub urgency: u8,
    /// The region it tells of, if it names one.
    pub region: Option<&'static str>,
    /// Why the reader does not want it.
    pub unwanted: Option<Said>,
    pub score: Score,
    /// The score in words.
    pub reasons: Vec<Reason>,
}

impl Candidate<'_> {
    /// What its score would be if the reader had asked for nothing.
    pub fn plain_total(&self) -> f64 {
        self.score.total / self.score.reader
    }
}

/// Candidates, best first, and the rest with reasons.
#[derive(Debug, Clone)]
pub(super) struct Sorted<'a> {
    pub candidates: Vec<Candidate<'a>>,
    pub spiked: Vec<Spike>,
}

pub(super) fn sort<'a>(stories: &'a [Story], triage: &[Triage], ctx: &Context) -> Sorted<'a> {
    let by_item: BTreeMap<&ItemId, &Triage> = triage.iter().map(|triage| (&triage.item, triage)).collect();
    let mut sorted = Sorted { candidates: Vec::new(), spiked: Vec::new() };
    for story in stories {
        match candidate(story, &by_item, ctx) {
            Ok(candidate) => sorted.candidates.push(candidate),
            Err(spike) => sorted.spiked.push(spike),
        }
    }
    sorted.candidates.sort_by(|a, b| b.score.total.total_cmp(&a.score.total).then_with(|| a.story.id.cmp(&b.story.id)));
    sorted
}

fn candidate<'a>(story: &'a Story, triage: &BTreeMap<&ItemId, &Triage>, ctx: &Context) -> Result<Candidate<'a>, Spike> {
    let kept = kept_items(story, triage)?;
    let told_in: Vec<&Item> = kept.iter().copied().filter(|item| ctx.languages.contains(&item.language)).collect();
    if told_in.is_empty() {
        let detail = format!("no item of it is in {}", languages(&ctx.languages));
        return Err(tell::spiked(story, SpikeReason::Language, detail));
    }
    let whole: Vec<&Item> = told_in.iter().copied().filter(|item| is_whole(item)).collect();
    let whole = since_told(whole, story);
    let lead = lead(&whole, ctx).map_err(|(reason, detail)| tell::spiked(story, reason, detail))?;
    if whole.iter().all(|item| item.is(Mark::PressRelease)) {
        return Err(tell::spiked(story, SpikeReason::LowRank, "only its own subject tells it, in a press release"));
    }
    if !is_new(story, &whole, ctx) {
        let told =
            story.told.last().map(|told| format!("told in {} and nothing new since", told.edition)).unwrap_or_default();
        return Err(tell::spiked(story, SpikeReason::Repeat, told));
    }
    // Of a matter that goes on, whoever reported it before still bears witness to its weight.
    let witnesses: Vec<&Item> = corroborating(story, triage).filter(|item| bears_witness(item, lead)).collect();
    let urgency = urgency(lead, &whole, triage);
    let owners: BTreeSet<String> = witnesses.iter().map(|item| ctx.owner(item)).collect();
    let beat = super::beat(story, triage, ctx);
    let told = score::Material { whole: &whole, lead, owners: owners.len(), urgency, beat: &beat };
    let judged = ctx.reader.judge(&Seen::of(lead, &story.items, &beat, urgency));
    let (score, reasons) = score::score(story, &told, &judged, ctx);
    Ok(Candidate {
        story,
        languages: languages_of(&whole, ctx),
        owners: owners.len(),
        lead_owner: ctx.owner(lead),
        is_feature: told.is_feature(),
        is_thin: told.is_thin(),
        urgency,
        region: reader::region_of(lead),
        unwanted: judged.unwanted,
        score,
        reasons,
        beat,
    })
}

/// What came after the last telling, if anything did: an old report makes a story no more important today.
fn since_told<'a>(items: Vec<&'a Item>, story: &Story) -> Vec<&'a Item> {
    let Some(last) = story.told.iter().map(|told| told.at).max() else {
        return items;
    };
    let fresh: Vec<&Item> =
        items.iter().copied().filter(|item| item.dating.value.is_some_and(|at| at > last)).collect();
    if fresh.is_empty() { items } else { fresh }
}

/// The items that were kept; if none was, the story shares the reason of its best item.
fn kept_items<'a>(story: &'a Story, triage: &BTreeMap<&ItemId, &Triage>) -> Result<Vec<&'a Item>, Spike> {
    let is_kept = |item: &&Item| triage.get(&item.id).is_none_or(|triage| triage.verdict == Verdict::Keep);
    let kept: Vec<&Item> = story.items.iter().filter(is_kept).collect();
    if !kept.is_empty() {
        return Ok(kept);
    }
    let first = story.items.iter().find_map(|item| triage.get(&item.id));
    let (reason, why) = match first {
        Some(Triage { verdict: Verdict::Spike(reason), why, .. }) => (*reason, why.clone()),
        _ => (SpikeReason::Truncated, "it has no item".into()),
    };
    Err(tell::spiked(story, reason, why))
}

/// The lead's own urgency, or what two further items agree on: one shrill title among many does not make a matter press.
fn urgency(lead: &Item, whole: &[&Item], triage: &BTreeMap<&ItemId, &Triage>) -> u8 {
    let of = |item: &Item| triage.get(&item.id).map_or(0, |triage| triage.urgency);
    let mut others: Vec<u8> = whole.iter().filter(|item| item.id != lead.id).map(|item| of(item)).collect();
    others.sort_unstable_by(|a, b| b.cmp(a));
    of(lead).max(others.get(1).or(others.first()).copied().unwrap_or(0))
}

/// Whether an item tells the lead's event, as far as words show: another language bears witness by being here.
fn bears_witness(item: &Item, lead: &Item) -> bool {
    item.id == lead.id || item.language != lead.language || holds_title_of(item, lead) || holds_title_of(lead, item)
}

fn holds_title_of(item: &Item, other: &Item) -> bool {
    let head: String = item.text.chars().take(WITNESS_CHARS).collect();
    let words: HashSet<String> = terms(&format!("{}\n{head}", item.title)).into_iter().collect();
    let wanted: HashSet<String> = terms(&other.title).into_iter().collect();
    let shared = wanted.intersection(&words).count();
    shared >= MIN_WITNESSED && shared as f64 >= MIN_WITNESSED_SHARE * wanted.len() as f64
}

/// The independent owners whose items tell the event that `lead` tells.
pub(super) fn witnessing_owners(story: &Story, lead: &Item, triage: &[Triage], ctx: &Context) -> BTreeSet<String> {
    let triage: BTreeMap<&ItemId, &Triage> = triage.iter().map(|row| (&row.item, row)).collect();
    corroborating(story, &triage).filter(|item| bears_witness(item, lead)).map(|item| ctx.owner(item)).collect()
}

/// What was kept, and what was only left out for its language: it still bears witness.
fn corroborating<'a>(story: &'a Story, triage: &'a BTreeMap<&ItemId, &Triage>) -> impl Iterator<Item = &'a Item> {
    story.items.iter().filter(|item| {
        let verdict = triage.get(&item.id).map_or(Verdict::Keep, |triage| triage.verdict);
        matches!(verdict, Verdict::Keep | Verdict::Spike(SpikeReason::Language)) && !story.duplicates.contains(&item.id)
    })
}

/// The best whole item that can carry the story by itself; else the reason of the best one.
fn lead<'a>(whole: &[&'a Item], ctx: &Context) -> Result<&'a Item, (SpikeReason, &'static str)> {
    let mut why = (SpikeReason::Truncated, "no item of it holds a whole text, only a title or a cut-off teaser");
    for item in whole.iter().rev() {
        if let Err(fault) = reporter::can_carry(item, ctx) {
            why = fault;
        }
    }
    let carriers = || whole.iter().copied().filter(|item| reporter::can_carry(item, ctx).is_ok());
    // A report leads before an essay, wherever it stands.
    carriers().find(|item| kind::of(&item.title) == Kind::Report).or_else(|| carriers().next()).ok_or(why)
}

/// A text that is not cut off and holds at least one fit sentence.
fn is_whole(item: &Item) -> bool {
    !item.is(Mark::Teaser) && !item.is(Mark::TitleOnly) && !units::units(item).is_empty()
}

fn languages_of(whole: &[&Item], ctx: &Context) -> Vec<Language> {
    ctx.languages
        .iter()
        .copied()
        .filter(|language| {
            whole.iter().any(|item| item.language == *language && reporter::can_carry(item, ctx).is_ok())
        })
        .collect()
}

fn languages(languages: &[Language]) -> String {
    languages.iter().map(Language::as_str).collect::<Vec<_>>().join(" or ")
}

/// Whether there is something to tell that was not told: the archive's word, else a comparison of our own.
fn is_new(story: &Story, whole: &[&Item], ctx: &Context) -> bool {
    if story.told.is_empty() {
        return true;
    }
    ctx.new_facts.get(&story.id).copied().unwrap_or_else(|| says_something_untold(story, whole))
}

/// A sentence is new if fewer than half of its terms were told and it holds a number or a name.
fn says_something_untold(story: &Story, whole: &[&Item]) -> bool {
    let told: HashSet<String> =
        story.told.iter().flat_map(|told| &told.sentences).flat_map(|sentence| terms(sentence)).collect();
    whole.iter().any(|item| {
        units::units(item).iter().any(|unit| {
            let terms = terms(unit.text(item));
            let n_told = terms.iter().filter(|term| told.contains(*term)).count();
            terms.len() >= 4 && n_told * 2 < terms.len()
        })
    })
}
