//! Two events told as one: words that only one scene of the spans has, beside words that only another has.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::token::Token;
use crate::{Fault, Kind};

/// So much of a scene's own must be told for it to count: a name or a number, or two words.
const ENOUGH: f64 = 2.0;

/// Fault: facts of two scenes that have nothing to do with each other, told of one subject.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    if matter.given.n_scenes < 2 {
        return None;
    }
    let clauses = matter.clauses();
    let mut told: Option<usize> = None;
    for clause in &clauses {
        let own = exclusive(matter, clause);
        let mut scenes: Vec<usize> = (0..own.len()).filter(|scene| own[*scene] >= ENOUGH).collect();
        scenes.sort_by(|a, b| own[*b].total_cmp(&own[*a]));
        let Some(home) = scenes.first().copied() else { continue };
        if let Some(other) =
            scenes.get(1).filter(|other| are_apart(matter, home, **other) && !are_listed(matter, clause, home, **other))
        {
            return Some(merged(matter, clause, *other));
        }
        if let Some(before) = told.filter(|before| {
            *before != home && are_apart(matter, *before, home) && !names_subject(matter, clause, home)
        }) {
            return Some(merged(matter, clause, before.max(home)));
        }
        told = told.or(Some(home));
        if names_subject(matter, clause, home) {
            told = Some(home);
        }
    }
    None
}

fn merged(matter: &Matter<'_>, clause: &[usize], scene: usize) -> Fault {
    let words: Vec<&str> =
        clause.iter().filter(|at| is_only_in(matter, **at, scene)).map(|at| matter.word(*at)).collect();
    Fault::new(Kind::Merged, format!("{:?} is told of something else in the cited spans", words.join(" ")))
}

/// For each scene the weight of this clause's words that no other scene has.
fn exclusive(matter: &Matter<'_>, clause: &[usize]) -> Vec<f64> {
    let mut own = vec![0.0; matter.given.n_scenes];
    let mut n_words = vec![0; matter.given.n_scenes];
    for at in clause.iter().filter(|at| matter.weight(**at) > 0.0) {
        if let Some(scene) = only_scene(matter, *at) {
            own[scene] += matter.weight(*at);
            n_words[scene] += 1;
        }
    }
    // One word alone may be a country that qualifies something else.
    own.into_iter().zip(n_words).map(|(weight, n)| if n > 1 { weight } else { 0.0 }).collect()
}

fn only_scene(matter: &Matter<'_>, at: usize) -> Option<usize> {
    let mut scenes = matter.pairs[at].iter().map(|place| matter.given.tokens[*place].scene);
    let first = scenes.next()?;
    scenes.all(|scene| scene == first).then_some(first)
}

fn is_only_in(matter: &Matter<'_>, at: usize, scene: usize) -> bool {
    only_scene(matter, at) == Some(scene)
}

/// The later scene begins with somebody or something new: it does not go on with what was told before.
fn are_apart(matter: &Matter<'_>, a: usize, b: usize) -> bool {
    let (first, later) = (a.min(b), a.max(b));
    let tokens = &matter.given.tokens;
    let of = |scene: usize| tokens.iter().filter(move |token| token.scene == scene);
    let opening: Vec<&Token> =
        of(later).take_while(|token| !token.is_tagged_verb && !token.has(Mark::Says)).take(7).collect();
    let begins_anew = opening.first().is_some_and(|token| {
        ["a", "an", "another", "on", "in", "last", "separately", "另", "另一", "另外", "次日", "同日", "此外", "同一天"]
            .contains(&token.text.as_str())
            || token.is_dated()
    });
    let goes_on =
        opening.iter().take(3).any(|token| token.has(Mark::Pronoun) || token.text == "the" || token.text == "双方");
    let is_new = |token: &&Token| token.is_name() && !of(first).any(|other| other.is_like(token));
    let names: Vec<&Token> = opening.iter().copied().filter(|token| token.is_name()).collect();
    let has_new_name = !names.is_empty() && names.iter().all(is_new);
    let shares_name = of(later)
        .filter(|token| token.is_name())
        .any(|token| of(first).any(|other| other.is_name() && other.is_like(token)));
    (begins_anew || has_new_name) && !goes_on && !shares_name
}

/// The clause names what only this scene speaks of, before it says what was done.
fn names_subject(matter: &Matter<'_>, clause: &[usize], scene: usize) -> bool {
    clause.iter().any(|at| matter.said.tokens[*at].is_name() && is_only_in(matter, *at, scene))
}

/// "In Queensland and Victoria": both are named, side by side.
fn are_listed(matter: &Matter<'_>, clause: &[usize], a: usize, b: usize) -> bool {
    let segments = |scene: usize| {
        let places = clause.iter().filter(move |at| is_only_in(matter, **at, scene));
        places.map(|at| matter.said.tokens[*at].segment).collect::<Vec<_>>()
    };
    let (of_a, of_b) = (segments(a), segments(b));
    !of_a.iter().any(|segment| of_b.contains(segment))
        && names_subject(matter, clause, a)
        && names_subject(matter, clause, b)
}
