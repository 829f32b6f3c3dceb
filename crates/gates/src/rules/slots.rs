//! Two names in each other's place: "from India to Vietnam" for "from Vietnam to India".

use crate::matter::Matter;
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Fault: each of two names stands where the other stood.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let names: Vec<usize> =
        (0..matter.said.tokens.len()).filter(|at| matter.said.tokens[*at].is_name() && matter.is_paired(*at)).collect();
    for (i, a) in names.iter().enumerate() {
        for b in names.iter().skip(i + 1) {
            if !matter.said.tokens[*a].is_like(&matter.said.tokens[*b]) && changed_places(matter, *a, *b) {
                let (a, b) = (matter.word(*a), matter.word(*b));
                return Some(Fault::new(Kind::Roles, format!("{a:?} and {b:?} changed places")));
            }
        }
    }
    None
}

/// "Against A" for "against B", where both are named here and there.
pub(super) fn sided(matter: &Matter<'_>) -> Option<Fault> {
    const SIDES: [&str; 11] = ["against", "over", "对", "向", "从", "由", "被", "给", "把", "比", "遭"];
    if matter.is_across {
        return None;
    }
    let side_of = |reading: &Reading, at: usize| -> Option<String> {
        let tokens = &reading.tokens;
        let before = (at.saturating_sub(3)..at).rev().take_while(|place| tokens[*place].clause == tokens[at].clause);
        let side = before.map(|place| tokens[place].text.as_str()).find(|text| SIDES.contains(text))?;
        Some(side.to_owned())
    };
    let names = |reading: &Reading| -> Vec<(usize, Option<String>)> {
        let all = (0..reading.tokens.len()).filter(|at| reading.tokens[*at].is_name());
        all.map(|at| (at, side_of(reading, at))).collect()
    };
    let (said, given) = (names(&matter.said), names(&matter.given));
    for (at, side) in said.iter().filter(|(at, side)| side.is_some() && matter.is_paired(*at)) {
        let theirs: Vec<&usize> = given.iter().filter(|(_, other)| other == side).map(|(place, _)| place).collect();
        let is_own = theirs.iter().any(|place| matter.pairs[*at].contains(place));
        let says =
            |place: &usize| said.iter().any(|(other, there)| there != side && matter.pairs[*other].contains(place));
        if !is_own && !theirs.is_empty() && theirs.iter().all(|place| says(place)) {
            let side = side.as_deref().unwrap_or_default();
            return Some(Fault::new(Kind::Roles, format!("{side} {:?} is {side} another there", matter.word(*at))));
        }
    }
    None
}

/// Each has the other's neighbour, and neither its own.
fn changed_places(matter: &Matter<'_>, a: usize, b: usize) -> bool {
    let takes = |from: usize, to: usize| matter.pairs[to].iter().any(|place| has_slot(matter, from, *place));
    takes(a, b) && takes(b, a) && !takes(a, a) && !takes(b, b)
}

/// The word before it, or the word behind it, is the same.
fn has_slot(matter: &Matter<'_>, said: usize, given: usize) -> bool {
    let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
    same(neighbour(&matter.said, said, -1), neighbour(&matter.given, given, -1))
        || same(neighbour(&matter.said, said, 1), neighbour(&matter.given, given, 1))
}

/// The next word on one side that is no piece of the same name.
fn neighbour(reading: &Reading, at: usize, step: isize) -> Option<&str> {
    let mut place = at.checked_add_signed(step)?;
    while reading.tokens.get(place).is_some_and(|token| token.is_name() && !token.is_han) {
        place = place.checked_add_signed(step)?;
    }
    let token = reading.tokens.get(place).filter(|token| token.sentence == reading.tokens[at].sentence)?;
    Some(token.text.as_str())
}
