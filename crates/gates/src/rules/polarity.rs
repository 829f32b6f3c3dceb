//! Not: what is denied here must be denied there, and what is denied there may not be told as done.

use crate::lexicon::{Mark, lexicon};
use crate::matter::Matter;
use crate::reading::Reading;
use crate::token::Token;
use crate::{Fault, Kind};

/// So many words behind a "not" are under it.
const REACH: usize = 7;

/// Fault: a negation that the spans do not have.
pub(super) fn added(matter: &Matter<'_>) -> Option<Fault> {
    added_to(matter, &denied(&matter.said), &denied(&matter.given))
}

/// Fault: a negation of the spans that was lost.
pub(super) fn lost(matter: &Matter<'_>) -> Option<Fault> {
    lost_from(matter, &denied(&matter.said), &denied(&matter.given))
}

/// For each word how near it stands behind a negation: 1 is the first word that says something; 0 is not denied.
fn denied(reading: &Reading) -> Vec<usize> {
    let tokens = &reading.tokens;
    let mut near = vec![0; tokens.len()];
    for (at, negator) in tokens.iter().enumerate().filter(|(_, token)| token.has(Mark::Negator)) {
        let mut n_content = 0;
        for place in at + 1..tokens.len() {
            let token = &tokens[place];
            if token.clause != negator.clause || n_content >= REACH {
                break;
            }
            if token.has(Mark::Negator) {
                continue;
            }
            if token.is_content() || token.number.is_some() {
                n_content += 1;
            }
            if near[place] == 0 {
                near[place] = n_content.max(1);
            }
        }
    }
    near
}

/// Words under a negation here, none of which is under one there.
fn added_to(matter: &Matter<'_>, said: &[usize], given: &[usize]) -> Option<Fault> {
    for clause in matter.clauses() {
        let negator = clause.iter().find(|at| matter.said.tokens[**at].has(Mark::Negator));
        let Some(negator) = negator else { continue };
        let under: Vec<usize> = clause
            .iter()
            .copied()
            .filter(|at| {
                said[*at] > 0 && said[*at] <= 4 && matter.said.tokens[*at].is_content() && matter.is_paired(*at)
            })
            .collect();
        let is_denied = |at: &usize| matter.pairs[*at].iter().any(|place| given[*place] > 0);
        // "Did not rule out" denies nothing.
        if clause.iter().filter(|at| matter.said.tokens[**at].has(Mark::Negator)).count() > 1
            || clause.iter().any(|at| matter.said.tokens[*at].has(Mark::Possible))
        {
            continue;
        }
        let scores = matter.scores(&clause);
        let whole = matter.scores(&(0..matter.said.tokens.len()).collect::<Vec<_>>());
        let most = whole.iter().copied().fold(0.0, f64::max);
        let is_home = |sentence: usize| scores[sentence] > 0.0 || whole[sentence] > most * 0.5;
        let denies_too = matter.given.tokens.iter().any(|token| is_home(token.sentence) && denies(token));
        if !under.is_empty() && !under.iter().any(is_denied) && !denies_too {
            let word = matter.word(*negator);
            return Some(Fault::new(Kind::Negation, format!("{word:?} denies what the cited spans do not deny")));
        }
    }
    None
}

/// A negation, or a word that holds one: unchanged.
pub(super) fn denies(token: &Token) -> bool {
    const DENY: [&str; 11] = [
        "prohibit",
        "rebuff",
        "avert",
        "cease",
        "adjourn",
        "shortage",
        "unsuccessful",
        "deny",
        "evade",
        "revoke",
        "unharmed",
    ];
    let has_meaning = |word: &&str| lexicon().phrases(word).iter().any(|(_, id)| token.ids.contains(id));
    let prefixed = ["un", "in", "im", "non", "dis"].iter().any(|prefix| token.text.starts_with(prefix));
    token.has(Mark::Negator)
        || ["unchanged", "持平", "不变"].contains(&token.text.as_str())
        || prefixed && token.text.len() > 6 && !token.is_capital && token.ids.is_empty()
        || DENY.iter().any(has_meaning)
}

/// Words that are only told under a negation there, and here without one.
fn lost_from(matter: &Matter<'_>, said: &[usize], given: &[usize]) -> Option<Fault> {
    for clause in matter.clauses() {
        // 放弃 in "has not given up" holds no negation of its own.
        let is_denied_there = |at: usize| {
            matter.said.tokens[at].is_tagged_verb && matter.pairs[at].iter().any(|place| given[*place] == 1)
        };
        let denies = clause.iter().any(|at| denies(&matter.said.tokens[*at]) && !is_denied_there(*at));
        let matched: Vec<usize> =
            clause.iter().copied().filter(|at| matter.said.tokens[*at].is_content() && matter.is_paired(*at)).collect();
        let scores = matter.scores(&clause);
        let most = scores.iter().copied().fold(0.0, f64::max);
        let is_home = |place: &&usize| scores[matter.given.tokens[**place].sentence] >= most * 0.6;
        let is_only_denied = |at: &&usize| {
            let mut homes = matter.pairs[**at].iter().filter(is_home).peekable();
            said[**at] == 0 && homes.peek().is_some() && homes.all(|place| given[*place] > 0)
        };
        let is_focus = |at: &&usize| matter.pairs[**at].iter().any(|place| (1..=2).contains(&given[*place]));
        let lost: Vec<&usize> = matched.iter().filter(is_only_denied).collect();
        let is_first = |at: &usize| matter.pairs[*at].iter().any(|place| given[*place] == 1);
        if !denies && lost.iter().any(is_focus) && (lost.len() >= 2 || lost.iter().any(|at| is_first(at))) {
            let words: Vec<&str> = lost.iter().map(|at| matter.word(**at)).collect();
            return Some(Fault::new(Kind::Negation, format!("the cited spans deny {:?}", words.join(" "))));
        }
    }
    None
}
