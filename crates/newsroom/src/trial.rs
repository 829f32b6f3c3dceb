//! Models on trial: they are asked what the others were asked, and nothing they say is published.

use crate::play::{Check, Part, ask};
use crate::shift::Shift;
use desk::assignment_editor::Chosen;
use desk::managing_editor::Decision;
use desk::reporter::rewrite::Rewritten;
use gateway::league::{self, Trial};
use gateway::{Kind, Outcome, Purpose};
use news::{Dossier, Draft, EditedDraft, FactCheck, FinalCopy, Ruling, Rundown, Script, Spike, Triage, Verdict};
use std::time::{Duration, Instant};

/// The run waits so long for a model on trial, and never beyond the time of its stage.
const PATIENCE: Duration = Duration::from_secs(20);

/// The trials in which this edition takes part.
pub(crate) fn of_edition(gateway: &gateway::Gateway, job: &str) -> Vec<Trial> {
    let trials = league::trials(gateway.ledger()).unwrap_or_default();
    trials.into_iter().filter(|trial| trial.takes_part(job)).collect()
}

/// Notes that the edition has taken part.
pub(crate) fn close(shift: &Shift<'_>) {
    for trial in &shift.trials {
        if let Err(error) = league::take_part(shift.newsroom.gateway.ledger(), trial.id, &shift.key.to_string()) {
            tracing::warn!(%error, trial = trial.id, "the trial does not know that this edition took part");
        }
    }
}

/// Asks the models on trial for this role what was asked, and notes what they would have changed.
pub(crate) async fn beside<T: Lines + Send>(shift: &Shift<'_>, part: &Part<'_>, check: Check<'_, T>, published: &T) {
    for trial in shift.trials.iter().filter(|trial| trial.role == part.role.key()) {
        let mut ask = ask(shift, part, vec![trial.route.clone()]);
        ask.purpose = Purpose { shadow: true, ..ask.purpose };
        let soon = Instant::now() + PATIENCE;
        ask.deadline = Some(ask.deadline.map_or(soon, |deadline| deadline.min(soon)));
        let author = news::Author {
            role: part.role,
            vendor: trial.route.vendor.clone(),
            model: trial.route.model.clone(),
            floor: false,
        };
        let of_answer = |answer: &gateway::Answer| check(&answer.text, &author).map_err(|rejected| rejected.why);
        let checked = shift.newsroom.gateway.ask_checked(&ask, &of_answer).await;
        // What failed the check is noted where it was checked.
        let Ok((theirs, answer)) = checked.result else { continue };
        let was_asked_again = checked.attempts.iter().any(|row| row.id == answer.attempt && row.kind == Kind::Reask);
        let lines = theirs.lines();
        shift.newsroom.gateway.ledger().note(Outcome {
            attempt: answer.attempt,
            passed: true,
            is_first: !was_asked_again,
            sentences: lines.len() as u32,
            findings: 0,
            note: difference(&published.lines(), &lines),
        });
    }
}

fn difference(ours: &[String], theirs: &[String]) -> String {
    let n_common = theirs.iter().filter(|line| ours.contains(line)).count();
    if ours.len() == theirs.len() && n_common == ours.len() {
        return format!("the same {n_common} lines");
    }
    format!("{} lines instead of {}, {n_common} in common", theirs.len(), ours.len())
}

/// What of a result is compared with another model's, piece by piece.
pub(crate) trait Lines {
    /// The pieces.
    fn lines(&self) -> Vec<String>;
}

impl<T: Lines> Lines for Result<T, Spike> {
    fn lines(&self) -> Vec<String> {
        self.as_ref().map_or_else(|spike| vec![format!("spiked: {}", spike.reason.key())], Lines::lines)
    }
}

impl<T: Lines> Lines for Option<T> {
    fn lines(&self) -> Vec<String> {
        self.as_ref().map(Lines::lines).unwrap_or_default()
    }
}

impl Lines for Vec<Triage> {
    fn lines(&self) -> Vec<String> {
        let verdict = |verdict| match verdict {
            Verdict::Keep => "keep",
            Verdict::Spike(reason) => reason.key(),
        };
        self.iter().map(|row| format!("{} {} {} {}", row.item, verdict(row.verdict), row.beat, row.urgency)).collect()
    }
}

impl Lines for Chosen {
    fn lines(&self) -> Vec<String> {
        self.assignments.iter().map(|assignment| assignment.story.to_string()).collect()
    }
}

impl Lines for Dossier {
    fn lines(&self) -> Vec<String> {
        self.facts.iter().map(|fact| fact.text.clone()).collect()
    }
}

impl Lines for Draft {
    fn lines(&self) -> Vec<String> {
        self.sentences.iter().map(|sentence| sentence.text.clone()).collect()
    }
}

impl Lines for FactCheck {
    fn lines(&self) -> Vec<String> {
        let findings = self.findings.iter().chain([&self.headline]).enumerate();
        findings.map(|(index, finding)| format!("{index} {:?}", finding.support)).collect()
    }
}

impl Lines for Rewritten {
    fn lines(&self) -> Vec<String> {
        self.iter().map(|(_, sentence)| sentence.text.clone()).collect()
    }
}

impl Lines for EditedDraft {
    fn lines(&self) -> Vec<String> {
        self.draft.lines()
    }
}

impl Lines for FinalCopy {
    fn lines(&self) -> Vec<String> {
        self.sentences.iter().map(|sentence| sentence.text.clone()).collect()
    }
}

impl Lines for Ruling {
    fn lines(&self) -> Vec<String> {
        vec![match self {
            Self::Clear => "clear".to_owned(),
            Self::Hold { reason, .. } => format!("hold {}", reason.key()),
            Self::Spike { reason, .. } => format!("spike {}", reason.key()),
        }]
    }
}

impl Lines for Rundown {
    fn lines(&self) -> Vec<String> {
        self.slots.iter().map(|slot| format!("{} {}", slot.story, slot.n_sentences)).collect()
    }
}

impl Lines for Script {
    fn lines(&self) -> Vec<String> {
        self.cues.iter().map(|cue| cue.text.clone()).collect()
    }
}

impl Lines for Decision {
    fn lines(&self) -> Vec<String> {
        let dropped = self.drop.iter().map(|(story, _)| format!("drop {story}"));
        dropped.chain(self.objection.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_have_changed_is_counted() {
        let lines = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(difference(&lines("a b c"), &lines("a b c")), "the same 3 lines");
        assert_eq!(difference(&lines("a b c"), &lines("a x c d")), "4 lines instead of 3, 2 in common");
    }
}
