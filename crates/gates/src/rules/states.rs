//! A deed beside the same deed of the spans: denied or not, sure or not, up or down.

use crate::lexicon::{Mark, lexicon};
use crate::matter::Matter;
use crate::reading::Reading;
use crate::rules::polarity::denies;
use crate::token::Token;
use crate::{Fault, Kind};

/// So much of a clause must stand in one sentence of the spans for a lost word, and for an added one, to count.
const LOST_SHARE: f64 = 0.55;
const ADDED_SHARE: f64 = 0.65;

/// Fault: what is denied there is told as done.
pub(super) fn affirmed(matter: &Matter<'_>) -> Option<Fault> {
    let lost = lost(matter, &[Mark::Negator], &|token| denies(token) || token.has(Mark::Possible) || is_unreal(token))?;
    Some(Fault::new(Kind::Negation, format!("the cited spans deny {lost:?}")))
}

/// Fault: what is told there as done is denied.
pub(super) fn denied(matter: &Matter<'_>) -> Option<Fault> {
    let added = added(matter, &[Mark::Negator], &|token| denies(token))?;
    Some(Fault::new(Kind::Negation, format!("{added:?} is denied, but not in the cited spans")))
}

/// Fault: a denial of what spans that deny nothing tell.
pub(super) fn denied_alone(matter: &Matter<'_>) -> Option<Fault> {
    const HOLDS_DENIAL: [&str; 14] =
        ["free", "only", "first", "until", "less", "keep", "stay", "remain", "免费", "仅", "才", "首", "保", "仍"];
    let denies_there = matter.given.tokens.iter().any(|token| {
        denies(token) || token.has(Mark::Possible) || HOLDS_DENIAL.iter().any(|word| token.text.starts_with(word))
    });
    let tokens = &matter.said.tokens;
    let negator = (0..tokens.len())
        .find(|at| tokens[*at].has(Mark::Negator) && !focus(&matter.said, *at, &[Mark::Negator]).is_empty())?;
    let words: Vec<usize> = (0..tokens.len())
        .filter(|at| tokens[*at].sentence == tokens[negator].sentence && matter.weight(*at) > 0.0)
        .collect();
    let n_told = words.iter().filter(|at| matter.is_paired(**at)).count();
    let is_told = n_told * 10 >= words.len() * 6 && n_told >= 3;
    (is_told && !denies_there)
        .then(|| Fault::new(Kind::Negation, format!("the cited spans deny nothing: {:?}", matter.word(negator))))
}

/// Fault: what is only possible there is told as sure.
pub(super) fn surer(matter: &Matter<'_>) -> Option<Fault> {
    let lost =
        lost(matter, &[Mark::Possible], &|token| token.has_any(&[Mark::Possible, Mark::Planned, Mark::Alleges]))?;
    Some(Fault::new(Kind::Certainty, format!("{lost:?} is only possible in the cited spans")))
}

/// Fault: what is only planned there is told as done.
pub(super) fn done(matter: &Matter<'_>) -> Option<Fault> {
    let weak = [Mark::Possible, Mark::Planned, Mark::Future, Mark::Alleges];
    let lost = lost(matter, &[Mark::Planned], &|token| token.has_any(&weak))?;
    Some(Fault::new(Kind::Certainty, format!("{lost:?} is only planned in the cited spans")))
}

/// Fault: what is sure there is told as possible.
pub(super) fn less_sure(matter: &Matter<'_>) -> Option<Fault> {
    let weak = [Mark::Possible, Mark::Planned, Mark::Future, Mark::Alleges];
    let added = added(matter, &[Mark::Possible], &|token| token.has_any(&weak))?;
    Some(Fault::new(Kind::Certainty, format!("{added:?} is sure in the cited spans")))
}

/// Fault: the opposite stands in the clause that tells the same.
pub(super) fn opposed(matter: &Matter<'_>) -> Option<Fault> {
    let (said, given) = (&matter.said, &matter.given.tokens);
    (0..said.tokens.len()).find_map(|at| {
        let token = &said.tokens[at];
        let homes = matter.aligned.homes(token.clause);
        let in_home = |place: &usize| homes.contains(&given[*place].clause);
        if matter.pairs[at].iter().any(in_home) || is_denied_near(said, at) {
            return None;
        }
        let is_opposite = |other: &Token| {
            !token.ids.iter().any(|id| other.ids.contains(id))
                && token.ids.iter().any(|a| other.ids.iter().any(|b| lexicon().are_opposite(*a, *b)))
        };
        let other = (0..given.len()).find(|place| {
            in_home(place) && is_opposite(&given[*place]) && matter.aligned.words_of(*place).next().is_none()
        })?;
        (!is_denied_near(&matter.given, other)).then(|| {
            Fault::new(
                Kind::Comparison,
                format!("{:?} is said where the cited spans say {:?}", token.text, given[other].text),
            )
        })
    })
}

fn is_denied_near(reading: &Reading, at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|place| {
        reading.tokens[place].clause == reading.tokens[at].clause && reading.tokens[place].has(Mark::Negator)
    })
}

/// "The first since", "should have been": these deny without a "not".
fn is_unreal(token: &Token) -> bool {
    const UNREAL: [&str; 14] =
        ["first", "should", "only", "until", "except", "last", "首次", "首", "应", "才", "只", "仅", "除", "本应"];
    UNREAL.contains(&token.text.as_str())
}

/// "Did not dispute", 没有放弃: two denials are none.
fn is_undoing(token: &Token) -> bool {
    const UNDO: [&str; 30] = [
        "stop", "prevent", "dispute", "contest", "reject", "abandon", "rule", "exclude", "oppose", "deny", "refuse",
        "cancel", "avoid", "give", "doubt", "object", "lose", "miss", "fail", "放弃", "反对", "排除", "取消", "停止",
        "否认", "拒绝", "改变", "质疑", "异议", "影响",
    ];
    UNDO.iter().any(|word| token.text == *word || token.bases.iter().any(|base| base == word))
}

/// Which share of a clause of the sentence stands in one sentence of the spans.
fn share_told(matter: &Matter<'_>, clause: usize, sentence: usize) -> f64 {
    let (mut told, mut all) = (0.0, 0.0);
    for at in matter.said.clause(clause).filter(|at| matter.weight(*at) > 0.0) {
        let is_there = matter.pairs[at].iter().any(|place| matter.given.tokens[*place].sentence == sentence);
        told += if is_there { matter.weight(at) } else { 0.0 };
        all += matter.weight(at);
    }
    if all > 0.0 { told / all } else { 0.0 }
}

/// The words right behind a mark: what it is said of. Grammar between them does not count.
fn focus(reading: &Reading, mark: usize, marks: &[Mark]) -> Vec<usize> {
    let tokens = &reading.tokens;
    let behind = (mark + 1..tokens.len()).take_while(|at| tokens[*at].clause == tokens[mark].clause);
    let says = |at: &usize| {
        let token = &tokens[*at];
        !token.has_any(marks)
            && !token.is_name()
            && !token.is_dated()
            && token.number.is_none()
            && (token.is_content() || token.is_tagged_verb && !token.has(Mark::Light))
    };
    let found: Vec<usize> = behind.filter(says).take(2).collect();
    let is_denial = marks.contains(&Mark::Negator);
    let undoes = is_denial && found.iter().take(1).any(|at| is_undoing(&tokens[*at]));
    let of_pronoun =
        tokens.get(mark + 1).is_some_and(|next| matches!(next.text.as_str(), "this" | "that" | "it" | "此"));
    // "Weeks, not days".
    let is_contrast = is_denial
        && reading.clause(tokens[mark].clause).next() == Some(mark)
        && reading.clause(tokens[mark].clause).count() <= 3;
    if undoes || of_pronoun || is_contrast { Vec::new() } else { found }
}

/// The first word of a clause in the spans that such a mark weakens and the sentence tells without one.
fn lost(matter: &Matter<'_>, marks: &[Mark], may_stand: &dyn Fn(&Token) -> bool) -> Option<String> {
    let (said, given) = (&matter.said, &matter.given);
    let homes = matter.aligned.all_homes();
    for mark in (0..given.tokens.len()).filter(|at| given.tokens[*at].has_any(marks)) {
        if !homes.contains(&given.tokens[mark].clause) {
            continue;
        }
        for place in focus(given, mark, marks) {
            for at in matter.aligned.words_of(place) {
                let sentence = said.tokens[at].sentence;
                let keeps = |other: usize| may_stand(&said.tokens[other]) && said.tokens[other].sentence == sentence;
                let is_told = share_told(matter, said.tokens[at].clause, given.tokens[place].sentence) >= LOST_SHARE;
                if is_told && !(0..said.tokens.len()).any(keeps) {
                    return Some(said.tokens[at].text.clone());
                }
            }
        }
    }
    None
}

/// The first word that such a mark weakens here, and nothing does there.
fn added(matter: &Matter<'_>, marks: &[Mark], may_stand: &dyn Fn(&Token) -> bool) -> Option<String> {
    let (said, given) = (&matter.said, &matter.given);
    for mark in (0..said.tokens.len()).filter(|at| said.tokens[*at].has_any(marks)) {
        for at in focus(said, mark, marks) {
            let Some(place) = matter.aligned.places[at] else { continue };
            let sentence = given.tokens[place].sentence;
            let is_told = share_told(matter, said.tokens[at].clause, sentence) >= ADDED_SHARE;
            if is_told && !given.sentence(sentence).any(|other| may_stand(&given.tokens[other])) {
                return Some(said.tokens[at].text.clone());
            }
        }
    }
    None
}
