//! One story on the desk: facts, desk editor, copy editor, standards editor.

use crate::Error;
use crate::minutes::count;
use crate::play::{Part, Trouble, Work, play};
use crate::report::Written;
use crate::shift::Shift;
use desk::{copy_editor, desk_editor, fact_checker, reporter, researcher, standards_editor};
use news::{
    Author, ClearedStory, Draft, EditedDraft, FinalCopy, ItemId, Minute, Role, Ruling, Sentence, Spike, SpikeReason,
    Story,
};

use super::facts::Facts;

/// What became of one story.
pub(super) struct Came {
    pub verdict: Verdict,
    pub n_dropped: usize,
    pub minutes: Vec<Minute>,
}

pub(super) enum Verdict {
    Cleared(Box<ClearedStory>),
    Spiked(Spike),
    /// Rules clear it; a model would not.
    HeldByModel(Box<ClearedStory>, Spike),
}

/// One story on the desk.
pub(super) struct Desk<'a> {
    pub shift: &'a Shift<'a>,
    pub written: &'a Written,
    pub story: &'a Story,
    pub done: usize,
    pub of: usize,
    pub minutes: Vec<Minute>,
}

impl Desk<'_> {
    /// Takes the draft through every check.
    pub async fn check(mut self) -> Result<Came, Error> {
        let facts = self.facts().await?;
        let n_dropped = fact_checker::with_support(&facts.found, false).len();
        let edited = match &facts.unheard {
            Some(why) => Err(self.unchecked(why)),
            None => self.edit(&facts).await?,
        };
        let copy = match edited {
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
        Ok(Came { verdict, n_dropped, minutes: self.minutes })
    }

    pub(super) fn step(&self, step: &str) -> String {
        format!("check/{}/{step}", self.written.assignment.story)
    }

    pub(super) fn working(&self, role: Role) {
        self.shift.working(role, &self.written.draft.headline.text, self.done, self.of);
    }

    fn unchecked(&self, why: &str) -> Spike {
        Spike {
            headline: self.written.draft.headline.text.clone(),
            urls: Vec::new(),
            reason: SpikeReason::Unsupported,
            detail: why.to_owned(),
        }
    }

    /// Desk editor and copy editor; neither is asked about a draft that must go anyway.
    async fn edit(&mut self, facts: &Facts) -> Result<Result<FinalCopy, Spike>, Error> {
        let edited = match self.shape(facts).await? {
            Ok(edited) => edited,
            Err(spike) => return Ok(Err(spike)),
        };
        self.working(Role::CopyEditor);
        let (story, ctx) = (self.story, &self.shift.desk);
        let input = copy_editor::Input { edited: &edited, story, ctx };
        let part = Part {
            role: Role::CopyEditor,
            step: self.step("copy"),
            judges: None,
            prompt: &|| copy_editor::prompt(&input),
            schema: copy_editor::schema,
        };
        let check = |answer: &str, author: &_| copy_editor::check(answer, &input, author).map(Ok);
        let played = play(self.shift, part, &check, || copy_editor::floor(edited.clone(), story)).await?;
        let copy = match played.value {
            Ok(copy) => self.read_again(copy, &edited, &played.work.author).await?,
            Err(spike) => Err(spike),
        };
        let copy = copy.map(|copy| desk::charter::in_house_words(copy, &self.shift.desk.house.charter));
        Ok(copy.and_then(|copy| leads_with_news(copy, story)))
    }

    async fn shape(&mut self, facts: &Facts) -> Result<Result<EditedDraft, Spike>, Error> {
        let assignment = &self.written.assignment;
        let (draft, found) = (&facts.draft, &facts.found);
        if let Err(spike) = desk_editor::floor(draft.clone(), found, assignment) {
            return Ok(Err(spike));
        }
        self.working(Role::DeskEditor);
        let input = desk_editor::Input { draft, fact_check: found, assignment, ctx: &self.shift.desk };
        let part = Part {
            role: Role::DeskEditor,
            step: self.step("edit"),
            judges: None,
            prompt: &|| desk_editor::prompt(&input),
            schema: desk_editor::schema,
        };
        let check = |answer: &str, author: &_| desk_editor::check(answer, &input, author).map(Ok);
        let floor = || desk_editor::floor(draft.clone(), found, assignment);
        let played = play(self.shift, part, &check, floor).await?;
        if let Ok(edited) = &played.value {
            let what = format!("{} of {} kept", edited.draft.sentences.len(), count(draft.sentences.len(), "sentence"));
            let why = edited.notes.join("; ");
            self.note(&played.work.author, "edit", what, why);
        }
        Ok(played.value)
    }

    /// A copy editor's new words are a claim like any other: code and a rival see them, or the old ones stay.
    async fn read_again(
        &mut self,
        copy: FinalCopy,
        edited: &EditedDraft,
        editor: &Author,
    ) -> Result<Result<FinalCopy, Spike>, Error> {
        // Rules set type and drop what does not match; they find no words.
        let changed = if editor.floor { Vec::new() } else { copy_editor::changed(&copy, edited) };
        self.note(editor, "copy", format!("{} reworded", count(changed.len(), "claim")), "");
        if changed.is_empty() {
            return Ok(Ok(copy));
        }
        let draft = Draft {
            story: copy.story.clone(),
            language: copy.language,
            headline: copy.headline.clone(),
            sentences: copy.sentences.clone(),
            written_by: editor.clone(),
        };
        let ruled = fact_checker::floor(&draft, self.story, &self.shift.desk);
        let may_stand = fact_checker::open(&ruled);
        let is_supported = changed.iter().all(|claim| may_stand.contains(claim)) && {
            let step = self.step("reread");
            let played = self.claims_checked(step, &draft, &ruled, &changed, editor).await?;
            let stand = fact_checker::with_support(&played.value, true);
            changed.iter().all(|claim| stand.contains(claim)) && self.unheard(&played.work, editor).is_none()
        };
        if is_supported {
            return Ok(Ok(copy));
        }
        self.note(&Author::floor(Role::CopyEditor), "copy", "the words that were checked before stay", "");
        Ok(copy_editor::floor(edited.clone(), self.story))
    }

    /// A story that a model wrote or doubted and that did not pass is told again by rules alone, sentence for sentence
    /// as its sources have it.
    fn tell_again(&mut self, spike: Spike, facts: &Facts) -> Result<Result<FinalCopy, Spike>, Error> {
        let is_by_rules = self.written.draft.written_by.floor && facts.work.author.floor;
        if is_by_rules {
            return Ok(Err(spike));
        }
        let told: Result<FinalCopy, Spike> =
            self.shift.run.step_sync(&self.step("again"), |_| Ok::<_, Error>(self.by_rules(&spike)))?;
        let what = match &told {
            Ok(copy) => {
                self.shift.keep(Work::instead(Role::Reporter, Trouble::NotSupported));
                for role in [Role::FactChecker, Role::DeskEditor, Role::CopyEditor] {
                    self.shift.keep(Work::floor(role));
                }
                format!("told by rules, {} word for word", count(copy.sentences.len(), "sentence"))
            }
            Err(_) => "rules cannot tell it either".to_owned(),
        };
        self.note(&Author::floor(Role::Reporter), "again", what, spike.detail);
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

    async fn rule(&mut self, mut copy: FinalCopy) -> Result<Verdict, Error> {
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
        let (what, why) = said(&ruling.value);
        self.note(&ruling.work.author, "ruling", what, why);
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
    fn note_outcomes(&self, facts: &Facts, n_sentences: usize, told_by: &Author) {
        let by_rules = fact_checker::floor(&self.written.draft, self.story, &self.shift.desk);
        let n_faults = facts.first.findings.len() + 1 - fact_checker::with_support(&facts.first, true).len();
        let n_told = if *told_by == self.written.draft.written_by { n_sentences } else { 0 };
        self.shift.note_outcome(&self.written.work, n_told, n_faults);
        // What a checker finds is its work, not its fault.
        let n_refused = by_rules.findings.len() + 1 - fact_checker::open(&by_rules).len();
        self.shift.note_outcome(&facts.work, n_faults.saturating_sub(n_refused), 0);
    }
}

fn said(ruling: &Ruling) -> (String, String) {
    match ruling {
        Ruling::Clear => ("clear".into(), String::new()),
        Ruling::Hold { reason, detail } => (format!("hold: {}", reason.key()), detail.clone()),
        Ruling::Spike { reason, detail } => (format!("spike: {}", reason.key()), detail.clone()),
    }
}

/// A role that sees only the draft does not know the addresses.
pub(super) fn with_urls(spike: Spike, story: &Story) -> Spike {
    let urls = if spike.urls.is_empty() { urls(story) } else { spike.urls };
    Spike { urls, ..spike }
}

fn urls(story: &Story) -> Vec<String> {
    story.items.iter().map(|item| item.url.clone()).collect()
}

/// A reader stops after so many sentences if they know them all.
const N_TOP: usize = 2;

/// A matter that was told before is told again only if its headline and its first sentences say what was not told.
pub(super) fn leads_with_news(copy: FinalCopy, story: &Story) -> Result<FinalCopy, Spike> {
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
    let has_news = !wire::thread::new_facts(&story.told, top).is_empty();
    let is_told = wire::thread::is_told_headline(&story.told, &copy.headline.text);
    if has_news && !is_told {
        return Ok(copy);
    }
    let told = story.told.last().map(|told| told.edition.clone()).unwrap_or_default();
    let why = if is_told {
        "its headline says nothing new".into()
    } else {
        format!("its first {N_TOP} sentences say nothing new")
    };
    Err(Spike {
        headline: copy.headline.text,
        urls: urls(story),
        reason: SpikeReason::Repeat,
        detail: format!("told in {told}, and {why}"),
    })
}

fn spike_of(headline: String, story: &Story, ruling: Ruling) -> Spike {
    let urls = urls(story);
    match ruling {
        Ruling::Hold { reason, detail } | Ruling::Spike { reason, detail } => Spike { headline, urls, reason, detail },
        Ruling::Clear => Spike { headline, urls, reason: SpikeReason::LowRank, detail: "cleared".into() },
    }
}
