//! Has a draft checked, claim by claim, by code and by a rival; what fails goes back to the reporter, twice at most.
//!
//! A claim stands only if a rival said so in its last words. If no rival could be heard at all, the draft is not checked.

use super::{Desk, rival};
use crate::Error;
use crate::minutes::count;
use crate::play::{Part, Played, Work, play};
use desk::fact_checker::{self, at, with_support};
use desk::reporter::rewrite;
use news::{Author, Draft, FactCheck, Finding, Minute, Role, Support};
use std::collections::BTreeMap;

/// So often a claim may be written again.
const MAX_REWRITES: usize = 2;

/// A draft with what was found about it in the end.
pub(super) struct Facts {
    pub draft: Draft,
    pub found: FactCheck,
    /// Of the draft as it was first written.
    pub first: FactCheck,
    /// The first question to a checker.
    pub work: Work,
    /// Why no rival's word stands behind what a model wrote.
    pub unheard: Option<String>,
}

/// The state of the check: what code says of the draft, and what a rival said of its claims as they now are.
struct Sheet {
    draft: Draft,
    writer: Author,
    ruled: FactCheck,
    heard: BTreeMap<usize, Finding>,
    checked_by: Author,
    first: Option<(FactCheck, Work)>,
    unheard: Option<String>,
}

impl Sheet {
    fn found(&self) -> FactCheck {
        let mut found = FactCheck { checked_by: self.checked_by.clone(), ..self.ruled.clone() };
        for (claim, finding) in &self.heard {
            if let Some(own) = at(&mut found, *claim)
                && own.support.is_open()
            {
                *own = finding.clone();
            }
        }
        found
    }

    /// The claims that code does not refuse and no rival has seen as they are.
    fn open(&self) -> Vec<usize> {
        fact_checker::open(&self.ruled).into_iter().filter(|claim| !self.heard.contains_key(claim)).collect()
    }
}

impl Desk<'_> {
    /// Checks the draft and has what fails written again.
    pub(super) async fn facts(&mut self) -> Result<Facts, Error> {
        self.working(Role::FactChecker);
        let draft = self.written.draft.clone();
        let is_by_model = !draft.written_by.floor;
        let ruled = fact_checker::floor(&draft, self.story, &self.shift.desk);
        let mut sheet = Sheet {
            writer: draft.written_by.clone(),
            checked_by: Author::floor(Role::FactChecker),
            draft,
            ruled,
            heard: BTreeMap::new(),
            first: None,
            unheard: None,
        };
        self.note_code(&sheet.ruled);
        for round in 0..=MAX_REWRITES {
            self.ask_rival(&mut sheet, round).await?;
            let failed = with_support(&sheet.found(), false);
            if round == MAX_REWRITES || failed.is_empty() || !is_by_model || sheet.unheard.is_some() {
                break;
            }
            if !self.rewrite(&mut sheet, round + 1, &failed).await? {
                break;
            }
        }
        let found = sheet.found();
        let (first, work) = sheet.first.unwrap_or_else(|| (found.clone(), Work::floor(Role::FactChecker)));
        Ok(Facts { draft: sheet.draft, found, first, work, unheard: sheet.unheard })
    }

    async fn ask_rival(&mut self, sheet: &mut Sheet, round: usize) -> Result<(), Error> {
        let open = sheet.open();
        if open.is_empty() {
            return Ok(());
        }
        let step = if round == 0 { self.step("facts") } else { self.step(&format!("facts/{round}")) };
        let played = self.claims_checked(step, &sheet.draft, &sheet.ruled, &open, &sheet.writer).await?;
        let mut found = played.value;
        let unheard = self.unheard(&played.work, &sheet.writer);
        for claim in &open {
            let finding = at(&mut found, *claim).cloned();
            let finding = match &unheard {
                // What was written again and could not be heard fails; the first writing is told otherwise as a whole.
                Some(why) if round > 0 => Some(Finding { support: Support::NotFound, why: why.clone() }),
                _ => finding,
            };
            sheet.heard.extend(finding.map(|finding| (*claim, finding)));
        }
        sheet.checked_by = played.work.author.clone();
        if round == 0 {
            sheet.unheard = unheard;
            sheet.first = Some((sheet.found(), played.work));
        }
        Ok(())
    }

    /// Asks a rival of the writer about claims, and notes what it said.
    pub(super) async fn claims_checked(
        &mut self,
        step: String,
        draft: &Draft,
        ruled: &FactCheck,
        open: &[usize],
        writer: &Author,
    ) -> Result<Played<FactCheck>, Error> {
        let claims = rival::Claims { story: self.story, draft, ruled, open, writer };
        let played = rival::ask(self.shift, step, &claims).await?;
        if !played.work.author.floor {
            self.note_rival(&played, open);
            if self.unheard(&played.work, writer).is_none() {
                self.note_settled(&played, ruled, open);
            }
        }
        Ok(played)
    }

    /// Why what this author wrote counts as unchecked.
    pub(super) fn unheard(&self, work: &Work, writer: &Author) -> Option<String> {
        rival::unheard(self.shift, work, writer)
    }

    /// Whether some claim has other words now.
    async fn rewrite(&mut self, sheet: &mut Sheet, round: usize, failed: &[usize]) -> Result<bool, Error> {
        self.working(Role::Reporter);
        let found = sheet.found();
        let input = rewrite::Input {
            assignment: &self.written.assignment,
            story: self.story,
            draft: &sheet.draft,
            found: &found,
            failed,
            ctx: &self.shift.desk,
        };
        let part = Part {
            role: Role::Reporter,
            step: self.step(&format!("rewrite/{round}")),
            judges: None,
            prompt: &|| rewrite::prompt(&input),
            schema: rewrite::schema,
        };
        let check = |answer: &str, _: &_| rewrite::check(answer, &input);
        let played = play(self.shift, part, &check, Vec::new).await?;
        let rewritten = played.value;
        if rewritten.is_empty() {
            return Ok(false);
        }
        sheet.draft = rewrite::put_in(&sheet.draft, &rewritten);
        sheet.ruled = fact_checker::floor(&sheet.draft, self.story, &self.shift.desk);
        sheet.writer = played.work.author.clone();
        let numbers: Vec<usize> = rewritten.iter().map(|(claim, _)| *claim).collect();
        sheet.heard.retain(|claim, _| !numbers.contains(claim));
        let why = failed.iter().filter_map(|claim| reason(&found, *claim)).collect::<Vec<_>>().join("; ");
        self.note(&played.work.author, "rewrite", format!("{} written again", named(&numbers)), why);
        self.note_code(&sheet.ruled);
        Ok(true)
    }

    fn note_code(&mut self, ruled: &FactCheck) {
        let (stand, open) = (with_support(ruled, true), fact_checker::open(ruled));
        let n = ruled.findings.len() + 1;
        let what = format!(
            "code: {} of {} stand, {} doubtful, {} refused",
            stand.len(),
            count(n, "claim"),
            open.len() - stand.len(),
            n - open.len()
        );
        let failed: Vec<usize> = (0..n).filter(|claim| !open.contains(claim)).collect();
        let why = failed.iter().filter_map(|claim| reason(ruled, *claim)).collect::<Vec<_>>().join("; ");
        self.note(&Author::floor(Role::FactChecker), "facts", what, why);
    }

    fn note_rival(&mut self, played: &Played<FactCheck>, open: &[usize]) {
        let failed: Vec<usize> =
            with_support(&played.value, false).into_iter().filter(|claim| open.contains(claim)).collect();
        let what = format!("{} of {} supported", open.len() - failed.len(), count(open.len(), "claim"));
        let why = failed.iter().filter_map(|claim| reason(&played.value, *claim)).collect::<Vec<_>>().join("; ");
        self.note(&played.work.author.clone(), "facts", what, why);
    }

    /// Who settled what code doubted, and with which quote.
    fn note_settled(&mut self, played: &Played<FactCheck>, ruled: &FactCheck, open: &[usize]) {
        let settled = with_support(&played.value, true);
        let stood = with_support(ruled, true);
        for claim in open.iter().filter(|claim| settled.contains(claim) && !stood.contains(claim)) {
            let (Some(doubt), Some(found)) = (finding(ruled, *claim), finding(&played.value, *claim)) else { continue };
            let what = format!("{}: doubtful to code, supported", named(&[*claim]));
            let why = format!("code: {}; {}", doubt.why, found.why);
            self.note(&played.work.author, "doubt", what, why);
        }
    }

    pub(super) fn note(&mut self, author: &Author, step: &str, what: impl Into<String>, why: impl Into<String>) {
        self.minutes.push(Minute::by(author, step, what, why));
    }
}

/// `sentence 2: the number 241 is not in the quote`.
fn reason(check: &FactCheck, claim: usize) -> Option<String> {
    Some(format!("{}: {}", named(&[claim]), finding(check, claim)?.why))
}

fn finding(check: &FactCheck, claim: usize) -> Option<&Finding> {
    claim.checked_sub(1).map_or(Some(&check.headline), |index| check.findings.get(index))
}

/// `headline and sentences 2, 4`.
fn named(claims: &[usize]) -> String {
    let sentences: Vec<String> = claims.iter().filter(|claim| **claim > 0).map(ToString::to_string).collect();
    let sentences = match sentences.len() {
        0 => String::new(),
        1 => format!("sentence {}", sentences.concat()),
        _ => format!("sentences {}", sentences.join(", ")),
    };
    match (claims.contains(&0), sentences.is_empty()) {
        (true, true) => "headline".into(),
        (true, false) => format!("headline and {sentences}"),
        (false, _) => sentences,
    }
}
