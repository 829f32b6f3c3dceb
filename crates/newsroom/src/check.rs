//! Checks: fact-checker, desk editor, copy editor and standards editor, story by story.
//!
//! A checker is a rival of the reporter. What a model wrote and a check does not take is told again by rules; what
//! rules clear and a model would hold stays out, but models alone cannot empty an edition.

#[cfg(test)]
mod tests;

use crate::Error;
use crate::assign::Chosen;
use crate::play::{Part, Played, Trouble, Work, play, side_by_side};
use crate::report::{Reported, Written};
use crate::shift::Shift;
use desk::{copy_editor, desk_editor, fact_checker, reporter, researcher, standards_editor};
use news::edition::Degraded;
use news::{
    Author, ClearedStory, FactCheck, FinalCopy, Finding, ItemId, Role, Ruling, Sentence, Spike, SpikeReason, Story,
    Support,
};

/// What passed.
pub(crate) struct Checked {
    /// Best first.
    pub cleared: Vec<ClearedStory>,
    pub spiked: Vec<Spike>,
    pub degraded: Vec<Degraded>,
}

/// Takes each draft through every check; what fails one is spiked and the others go on.
pub(crate) async fn check(shift: &Shift<'_>, chosen: &Chosen, reported: Reported) -> Result<Checked, Error> {
    shift.stage("check");
    let of = reported.drafts.len();
    let mut stories = Vec::new();
    for (done, written) in reported.drafts.iter().enumerate() {
        if let Some(story) = chosen.stories.get(&written.assignment.story) {
            stories.push(Desk { shift, written, story, done, of }.check());
        }
    }
    let mut checked = Checked { cleared: Vec::new(), spiked: reported.spiked, degraded: Vec::new() };
    let mut held = Vec::new();
    let mut n_dropped = 0;
    for came in side_by_side(stories).await {
        let came = came?;
        n_dropped += came.n_dropped;
        match came.verdict {
            Verdict::Cleared(story) => checked.cleared.push(*story),
            Verdict::Spiked(spike) => checked.spiked.push(spike),
            Verdict::HeldByModel(story, spike) => held.push((*story, spike)),
        }
    }
    clear_or_hold(&mut checked, held);
    shift.done(Role::FactChecker, format!("{of} drafts, {n_dropped} sentences not supported"));
    shift.done(Role::DeskEditor, format!("{of} drafts edited"));
    shift.done(Role::CopyEditor, format!("{of} copies read"));
    shift.done(Role::StandardsEditor, format!("{} stories cleared", checked.cleared.len()));
    shift.done(Role::Translator, "each story stays in its own language");
    Ok(checked)
}

/// What a model holds stays out, unless nothing would be left of an edition that rules find in order.
fn clear_or_hold(checked: &mut Checked, held: Vec<(ClearedStory, Spike)>) {
    if !checked.cleared.is_empty() || held.is_empty() {
        checked.spiked.extend(held.into_iter().map(|(_, spike)| spike));
        return;
    }
    let first = held.first().map(|(_, spike)| spike.detail.clone()).unwrap_or_default();
    let why = format!(
        "a model in the place of the standards editor would have held every one of {} stories, the first since {first:?}; \
         rules find them in order, so they were told",
        held.len()
    );
    checked.degraded.push(Degraded { what: "objection".into(), why });
    checked.cleared.extend(held.into_iter().map(|(story, _)| story));
}

/// What became of one story.
struct Came {
    verdict: Verdict,
    n_dropped: usize,
}

enum Verdict {
    Cleared(Box<ClearedStory>),
    Spiked(Spike),
    /// Rules clear it; a model would not.
    HeldByModel(Box<ClearedStory>, Spike),
}

/// One story on the desk.
struct Desk<'a> {
    shift: &'a Shift<'a>,
    written: &'a Written,
    story: &'a Story,
    done: usize,
    of: usize,
}

impl Desk<'_> {
    async fn check(self) -> Result<Came, Error> {
        let facts = self.facts().await?;
        let n_dropped = faults(&facts.value).count();
        let copy = match self.edit(&facts.value).await? {
            Ok(copy) => Ok(copy),
            Err(spike) => self.tell_again(spike, &facts)?,
        };
        let verdict = match copy {
            Ok(copy) => {
                self.note_outcomes(&facts, copy.sentences.len(), &copy.written_by);
                self.rule(copy).await?
            }
            Err(spike) => {
                self.note_outcomes(&facts, 0, &Author::floor(Role::Reporter));
                Verdict::Spiked(with_urls(spike, self.story))
            }
        };
        Ok(Came { verdict, n_dropped })
    }

    fn step(&self, step: &str) -> String {
        format!("check/{}/{step}", self.written.assignment.story)
    }

    fn working(&self, role: Role) {
        self.shift.working(role, &self.written.draft.headline.text, self.done, self.of);
    }

    async fn facts(&self) -> Result<Played<FactCheck>, Error> {
        self.working(Role::FactChecker);
        let (draft, story, ctx) = (&self.written.draft, self.story, &self.shift.desk);
        let input = fact_checker::Input { draft, story, ctx };
        let part = Part {
            role: Role::FactChecker,
            step: self.step("facts"),
            judges: Some(&draft.written_by),
            prompt: &|| fact_checker::prompt(&input),
            schema: fact_checker::schema,
        };
        let check = |answer: &str, author: &_| fact_checker::check(answer, &input, author);
        play(self.shift, part, &check, || fact_checker::floor(draft, story, ctx)).await
    }

    /// Desk editor and copy editor; neither is asked about a draft that must go anyway.
    async fn edit(&self, facts: &FactCheck) -> Result<Result<FinalCopy, Spike>, Error> {
        let Written { assignment, draft, .. } = self.written;
        if let Err(spike) = desk_editor::floor(draft.clone(), facts, assignment) {
            return Ok(Err(spike));
        }
        self.working(Role::DeskEditor);
        let input = desk_editor::Input { draft, fact_check: facts, assignment, ctx: &self.shift.desk };
        let part = Part {
            role: Role::DeskEditor,
            step: self.step("edit"),
            judges: None,
            prompt: &|| desk_editor::prompt(&input),
            schema: desk_editor::schema,
        };
        let check = |answer: &str, author: &_| desk_editor::check(answer, &input, author).map(Ok);
        let floor = || desk_editor::floor(draft.clone(), facts, assignment);
        let edited = match play(self.shift, part, &check, floor).await?.value {
            Ok(edited) => edited,
            Err(spike) => return Ok(Err(spike)),
        };
        self.working(Role::CopyEditor);
        let input = copy_editor::Input { edited: &edited, story: self.story, ctx: &self.shift.desk };
        let part = Part {
            role: Role::CopyEditor,
            step: self.step("copy"),
            judges: None,
            prompt: &|| copy_editor::prompt(&input),
            schema: copy_editor::schema,
        };
        let check = |answer: &str, author: &_| copy_editor::check(answer, &input, author).map(Ok);
        let copy = play(self.shift, part, &check, || copy_editor::floor(edited.clone(), self.story)).await?.value;
        let copy = copy.map(|copy| desk::charter::in_house_words(copy, &self.shift.desk.house.charter));
        Ok(copy.and_then(|copy| leads_with_news(copy, self.story)))
    }

    /// A story that a model wrote or doubted and that did not pass is told again by rules alone, sentence for sentence
    /// as its sources have it.
    fn tell_again(&self, spike: Spike, facts: &Played<FactCheck>) -> Result<Result<FinalCopy, Spike>, Error> {
        let is_by_rules = self.written.draft.written_by.floor && facts.work.author.floor;
        if is_by_rules {
            return Ok(Err(spike));
        }
        let told: Result<FinalCopy, Spike> =
            self.shift.run.step_sync(&self.step("again"), |_| Ok::<_, Error>(self.by_rules(&spike)))?;
        if told.is_ok() {
            self.shift.keep(Work::instead(Role::Reporter, Trouble::NotSupported));
            for role in [Role::FactChecker, Role::DeskEditor, Role::CopyEditor] {
                self.shift.keep(Work::floor(role));
            }
        }
        Ok(told)
    }

    fn by_rules(&self, spike: &Spike) -> Result<FinalCopy, Spike> {
        let (assignment, story, ctx) = (&self.written.assignment, self.story, &self.shift.desk);
        let dossier = researcher::floor(assignment, story, ctx);
        let draft = reporter::floor(assignment, story, &dossier, ctx)?;
        let facts = fact_checker::floor(&draft, story, ctx);
        let edited = desk_editor::floor(draft, &facts, assignment)?;
        let copy = desk::charter::in_house_words(copy_editor::floor(edited, story)?, &ctx.house.charter);
        let copy = leads_with_news(copy, story)?;
        let note = format!("told by rules alone, because {} did not pass: {}", self.what_failed(), spike.detail);
        Ok(FinalCopy { notes: copy.notes.iter().cloned().chain([note]).collect(), ..copy })
    }

    fn what_failed(&self) -> String {
        let author = &self.written.draft.written_by;
        let by_model = || format!("the draft of {}/{}", author.vendor, author.model);
        if author.floor { "a draft that a model checked".into() } else { by_model() }
    }

    async fn rule(&self, mut copy: FinalCopy) -> Result<Verdict, Error> {
        self.working(Role::StandardsEditor);
        let (story, ctx) = (self.story, &self.shift.desk);
        let by_rules = standards_editor::floor(&copy, story, ctx);
        let input = standards_editor::Input { copy: &copy, story, ctx };
        let part = Part {
            role: Role::StandardsEditor,
            step: self.step("ruling"),
            judges: Some(&copy.written_by),
            prompt: &|| standards_editor::prompt(&input),
            schema: standards_editor::schema,
        };
        let check = |answer: &str, _: &_| standards_editor::check(answer, &input);
        let ruling = play(self.shift, part, &check, || by_rules.clone()).await?;
        copy.checked_by.push(ruling.work.author);
        let headline = copy.headline.text.clone();
        let score_milli = (self.written.assignment.score.total * 1000.0).round().max(0.0) as u32;
        Ok(match ClearedStory::new(copy.clone(), ruling.value, score_milli) {
            Ok(story) => Verdict::Cleared(Box::new(story)),
            Err(ruling) => {
                let spike = spike_of(headline, story, ruling);
                match ClearedStory::new(copy, by_rules, score_milli) {
                    Ok(story) => Verdict::HeldByModel(Box::new(story), spike),
                    Err(_) => Verdict::Spiked(spike),
                }
            }
        })
    }

    /// Tells the league how the reporter's draft fared, and what the fact-checker found that rules did not.
    fn note_outcomes(&self, facts: &Played<FactCheck>, n_sentences: usize, told_by: &Author) {
        let by_rules = fact_checker::floor(&self.written.draft, self.story, &self.shift.desk);
        let n_faults = faults(&facts.value).count();
        let n_told = if *told_by == self.written.draft.written_by { n_sentences } else { 0 };
        self.shift.note_outcome(&self.written.work, n_told, n_faults);
        self.shift.note_outcome(&facts.work, 0, n_faults.saturating_sub(faults(&by_rules).count()));
    }
}

fn faults(check: &FactCheck) -> impl Iterator<Item = &Finding> {
    check.findings.iter().chain([&check.headline]).filter(|finding| finding.support != Support::Supported)
}

/// A role that sees only the draft does not know the addresses.
fn with_urls(spike: Spike, story: &Story) -> Spike {
    let urls = if spike.urls.is_empty() { urls(story) } else { spike.urls };
    Spike { urls, ..spike }
}

fn urls(story: &Story) -> Vec<String> {
    story.items.iter().map(|item| item.url.clone()).collect()
}

/// A reader stops after so many sentences if they know them all.
const N_TOP: usize = 2;

/// A matter that was told before is told again only if its first sentences say what was not told.
fn leads_with_news(copy: FinalCopy, story: &Story) -> Result<FinalCopy, Spike> {
    if story.told.is_empty() {
        return Ok(copy);
    }
    let last = story.told.iter().map(|told| told.at).max();
    let is_fresh = |id: &ItemId| {
        let item = story.items.iter().find(|item| item.id == *id);
        item.and_then(|item| item.dating.value) > last
    };
    let fresh = |sentence: &&Sentence| sentence.citations.iter().any(|citation| is_fresh(&citation.item));
    let top = copy.sentences.iter().take(N_TOP).filter(fresh).map(|sentence| sentence.text.as_str());
    if !wire::thread::new_facts(&story.told, top).is_empty() {
        return Ok(copy);
    }
    let told = story.told.last().map(|told| told.edition.clone()).unwrap_or_default();
    Err(Spike {
        headline: copy.headline.text,
        urls: urls(story),
        reason: SpikeReason::Repeat,
        detail: format!("told in {told}, and its first {N_TOP} sentences say nothing new"),
    })
}

fn spike_of(headline: String, story: &Story, ruling: Ruling) -> Spike {
    let urls = urls(story);
    match ruling {
        Ruling::Hold { reason, detail } | Ruling::Spike { reason, detail } => Spike { headline, urls, reason, detail },
        Ruling::Clear => Spike { headline, urls, reason: SpikeReason::LowRank, detail: "cleared".into() },
    }
}
