//! Who did it to whom: the same verb with its two sides exchanged.

use crate::lexicon::{Mark, lexicon};
use crate::matter::Matter;
use crate::reading::Reading;
use crate::{Fault, Kind};

/// The words on the two sides of a verb, the doer's first.
#[derive(Debug)]
struct Sides {
    doer: Vec<usize>,
    other: Vec<usize>,
}

/// Fault: doer and done-to changed places.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    for at in 0..matter.said.tokens.len() {
        let token = &matter.said.tokens[at];
        if !token.is_content() || token.is_name() || !matter.is_paired(at) || !is_verb(&matter.said, at) {
            continue;
        }
        let said = sides(&matter.said, at);
        if said.doer.is_empty() || said.other.is_empty() {
            continue;
        }
        let same: Vec<usize> =
            matter.pairs[at].iter().copied().filter(|place| matter.given.tokens[*place].text == token.text).collect();
        let places = if same.is_empty() { matter.pairs[at].clone() } else { same };
        let verdicts: Vec<bool> = places
            .iter()
            .filter(|place| is_verb(&matter.given, **place))
            .filter_map(|place| is_swapped(matter, &said, &sides(&matter.given, *place)))
            .collect();
        if !verdicts.is_empty() && verdicts.iter().all(|swapped| *swapped) {
            return Some(Fault::new(Kind::Roles, format!("the two sides of {:?} changed places", token.text)));
        }
    }
    None
}

/// A word that tells a deed: `sued`, `will sue`, 起诉.
pub(super) fn is_verb(reading: &Reading, at: usize) -> bool {
    const BEFORE: [&str; 12] =
        ["will", "would", "to", "may", "could", "can", "should", "might", "must", "not", "shall", "also"];
    let token = &reading.tokens[at];
    if token.is_han {
        return token.is_tagged_verb;
    }
    let is_inflected =
        token.bases.len() > 1 && !["er", "ers", "ly", "est", "s"].iter().any(|ending| token.text.ends_with(ending));
    is_inflected
        || is_known_verb(reading, at)
        || at > 0 && BEFORE.contains(&reading.tokens[at - 1].text.as_str()) && !token.is_capital
}

/// A common verb in any form, where no article or adjective makes it a noun.
fn is_known_verb(reading: &Reading, at: usize) -> bool {
    const MAKES_NOUN: [&str; 24] = [
        "the", "a", "an", "this", "that", "its", "their", "his", "her", "our", "no", "any", "of", "in", "on", "for",
        "at", "by", "with", "from", "own", "new", "first", "last",
    ];
    let token = &reading.tokens[at];
    let is_noun = at.checked_sub(1).is_some_and(|before| {
        let before = &reading.tokens[before];
        before.clause == token.clause && (MAKES_NOUN.contains(&before.text.as_str()) || before.number.is_some())
    });
    !token.is_capital && !is_noun && !token.is_han && token.bases.iter().any(|base| lexicon().is_verb(base))
}

const BE: [&str; 8] = ["was", "were", "been", "be", "is", "are", "being", "got"];

/// `None` where nothing can be said of it.
fn is_swapped(matter: &Matter<'_>, said: &Sides, given: &Sides) -> Option<bool> {
    let common = |a: &[usize], b: &[usize]| -> f64 {
        let shared = a.iter().filter(|at| matter.pairs[**at].iter().any(|place| b.contains(place)));
        shared.map(|at| matter.weight(*at)).sum()
    };
    let straight = common(&said.doer, &given.doer) + common(&said.other, &given.other);
    let (doer_there, other_there) = (common(&said.doer, &given.other), common(&said.other, &given.doer));
    if straight == 0.0 && doer_there + other_there == 0.0 {
        return None;
    }
    Some(doer_there > 0.0 && other_there > 0.0 && doer_there + other_there > straight * 2.0)
}

fn sides(reading: &Reading, verb: usize) -> Sides {
    let tokens = &reading.tokens;
    let clause: Vec<usize> = reading.clause(tokens[verb].clause).collect();
    let says = |at: &usize| tokens[*at].is_content() && !tokens[*at].is_frame() || tokens[*at].is_name();
    let before: Vec<usize> = clause.iter().copied().filter(|at| *at < verb).collect();
    // "… and Tunisia will take back …": what another deed is done to is not this one's.
    let next_deed = clause
        .iter()
        .copied()
        .find(|at| *at > verb && tokens[*at].segment != tokens[verb].segment && is_verb(reading, *at));
    let end = next_deed.map_or(usize::MAX, |next| {
        clause.iter().copied().find(|at| tokens[*at].segment == tokens[next].segment).unwrap_or(next)
    });
    let after: Vec<usize> = clause.iter().copied().filter(|at| *at > verb && *at < end).collect();
    let words = |places: &[usize]| places.iter().copied().filter(says).collect::<Vec<_>>();
    // 甲被乙…: the doer stands behind 被; 甲向乙…: the other stands behind 向.
    if let Some(mark) = before.iter().copied().find(|at| tokens[*at].is_han && tokens[*at].has(Mark::Passive)) {
        let (front, doer): (Vec<usize>, Vec<usize>) = before.iter().partition(|at| **at < mark);
        return Sides { doer: words(&doer), other: words(&[front, after].concat()) };
    }
    let toward =
        before.iter().copied().find(|at| matches!(tokens[*at].text.as_str(), "向" | "对" | "把" | "将" | "从" | "给"));
    if let Some(mark) = toward {
        let (front, other): (Vec<usize>, Vec<usize>) = before.iter().partition(|at| **at < mark);
        return Sides { doer: words(&front), other: words(&[other, after].concat()) };
    }
    let by_someone = after.iter().take(6).any(|at| {
        tokens[*at].text == "by"
            && tokens.get(at + 1).is_some_and(|next| next.number.is_none() && !next.text.ends_with("ing"))
    });
    let has_helper = before.iter().rev().take(3).any(|at| BE.contains(&tokens[*at].text.as_str()));
    let is_passive = (by_someone || has_helper) && is_past(reading, verb);
    if is_passive {
        let by = after.iter().copied().find(|at| tokens[*at].text == "by").unwrap_or(usize::MAX);
        let (between, doer): (Vec<usize>, Vec<usize>) = after.iter().partition(|at| **at < by);
        return Sides { doer: words(&doer), other: words(&[before, between].concat()) };
    }
    Sides { doer: words(&before), other: words(&after) }
}

/// A form that can be passive: `sued`, `struck`.
fn is_past(reading: &Reading, verb: usize) -> bool {
    let token = &reading.tokens[verb];
    token.text.ends_with("ed") || token.bases.len() > 1 && !token.text.ends_with('s') && !token.text.ends_with("ing")
}
