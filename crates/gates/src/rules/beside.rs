//! What stands beside a number: the same number with its opposite beside it, or another number with the same words.

use crate::lexicon::{Class, Mark, lexicon};
use crate::matter::Matter;
use crate::quantities::{Quantity, may_stand_for, quantities};
use crate::reading::Reading;
use crate::token::Token;
use crate::{Fault, Kind};

/// So far from a number its direction may stand.
const REACH: usize = 5;
/// So much nearer the words must be to another number.
const CLEAR: f64 = 0.34;

/// Fault: up where the spans have down, beside the same number.
pub(super) fn direction(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    quantities(&matter.said).iter().find_map(|said| {
        let same: Vec<&Quantity> = given.iter().filter(|given| may_stand_for(said, given)).collect();
        let ours = around(&matter.said, said.at);
        let contrary = |quantity: &&Quantity| {
            let theirs = around(&matter.given, quantity.at);
            let is_told =
                |at: usize| theirs.iter().any(|place| matter.given.tokens[*place].is_like(&matter.said.tokens[at]));
            ours.iter().copied().filter(|at| !is_told(*at)).find_map(|at| {
                let opposite = |place: &&usize| are_opposite(&matter.said.tokens[at], &matter.given.tokens[**place]);
                let ours_too =
                    |place: &usize| ours.iter().any(|at| matter.given.tokens[*place].is_like(&matter.said.tokens[*at]));
                theirs.iter().find(|place| opposite(place) && !ours_too(place)).map(|place| (at, *place))
            })
        };
        let found: Vec<(usize, usize)> = same.iter().filter_map(contrary).collect();
        let (at, place) = *found.first().filter(|_| found.len() == same.len())?;
        let (ours, theirs) = (matter.word(at), &matter.given.tokens[place].text);
        Some(Fault::new(Kind::Comparison, format!("{}: {ours:?} here, {theirs:?} in the cited spans", said.text)))
    })
}

fn are_opposite(a: &Token, b: &Token) -> bool {
    !a.ids.iter().any(|id| b.ids.contains(id))
        && a.ids.iter().any(|a| b.ids.iter().any(|b| lexicon().are_opposite(*a, *b)))
}

/// The words near a number in its clause that have an opposite and are not denied.
fn around(reading: &Reading, at: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    let near = at.saturating_sub(REACH)..(at + REACH).min(tokens.len());
    near.filter(|place| {
        let token = &tokens[*place];
        let is_denied = place.checked_sub(1).is_some_and(|before| tokens[before].has(Mark::Negator));
        // Another number between them has the word for itself.
        let is_cut = (at.min(*place) + 1..at.max(*place)).any(|between| tokens[between].number.is_some());
        token.clause == tokens[at].clause
            && !is_cut
            && !is_denied
            && token.ids.iter().any(|id| lexicon().has_opposite(*id))
    })
    .collect()
}

/// Fault: the words around a number stand around another one there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    quantities(&matter.said).iter().filter(|said| !said.is_soft && !said.is_ordinal).find_map(|said| {
        let (same, others): (Vec<&Quantity>, Vec<&Quantity>) =
            given.iter().partition(|given| may_stand_for(said, given));
        let others: Vec<&Quantity> =
            others.into_iter().filter(|other| other.is_percent == said.is_percent && !other.is_ordinal).collect();
        if same.is_empty() || others.is_empty() {
            return None;
        }
        let words = words(matter, said.at);
        let likeness = |quantity: &Quantity| {
            words.iter().map(|(at, weight)| weight * nearness(matter, *at, quantity.at)).sum::<f64>()
        };
        let most = |quantities: &[&Quantity]| quantities.iter().map(|quantity| likeness(quantity)).fold(0.0, f64::max);
        let (own, other) = (most(&same), most(&others));
        let all: f64 = words.iter().map(|(_, weight)| weight).sum();
        let is_other = all > 0.0 && other - own > CLEAR * all;
        let named: Vec<&str> = words.iter().map(|(at, _)| matter.word(*at)).collect();
        is_other.then(|| {
            Fault::new(
                Kind::Counted,
                format!("{} is of something else than {:?} in the cited spans", said.text, named.join(" ")),
            )
        })
    })
}

/// The paired words of a number's clause, weighed by how near they are to it.
fn words(matter: &Matter<'_>, at: usize) -> Vec<(usize, f64)> {
    let tokens = &matter.said.tokens;
    let says = |place: &usize| {
        let token = &tokens[*place];
        *place != at
            && token.clause == tokens[at].clause
            && token.number.is_none()
            && matter.is_paired(*place)
            && (token.is_content() || token.is_name())
            && !token.is_of(Class::Unit)
            && !token.is_of(Class::Currency)
            && !token.is_dated()
    };
    let near = at.saturating_sub(6)..(at + 7).min(tokens.len());
    near.filter(says).map(|place| (place, 1.0 / (1.0 + place.abs_diff(at) as f64).sqrt())).collect()
}

/// How near the closest place of a word is to a number of the spans, within its sentence.
fn nearness(matter: &Matter<'_>, at: usize, number: usize) -> f64 {
    let tokens = &matter.given.tokens;
    let in_reach = matter.pairs[at].iter().filter(|place| tokens[**place].sentence == tokens[number].sentence);
    let nearness = |place: &usize| {
        let other_clause = if tokens[*place].clause == tokens[number].clause { 0.0 } else { 3.0 };
        1.0 / (1.0 + (place.abs_diff(number) as f64 + other_clause) / 3.0)
    };
    in_reach.map(nearness).fold(0.0, f64::max)
}
