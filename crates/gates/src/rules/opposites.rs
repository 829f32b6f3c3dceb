//! Up for down, more for less: a word whose opposite stands where the spans tell the same.

use crate::lexicon::{Id, Mark, lexicon};
use crate::matter::Matter;
use crate::token::Token;
use crate::{Fault, Kind};

/// Fault: the opposite of what is said there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    for clause in matter.clauses() {
        for at in clause.iter().copied().filter(|at| has_opposite(&matter.said.tokens[*at])) {
            if let Some(fault) = of_word(matter, &clause, at) {
                return Some(fault);
            }
        }
    }
    None
}

fn has_opposite(token: &Token) -> bool {
    !token.has(Mark::Light) && token.ids.iter().any(|id| lexicon().has_opposite(*id))
}

fn of_word(matter: &Matter<'_>, clause: &[usize], at: usize) -> Option<Fault> {
    let rest: Vec<usize> = clause.iter().copied().filter(|other| *other != at).collect();
    let token = &matter.said.tokens[at];
    let is_denied = at > 0
        && (1..=2).any(|back| at.checked_sub(back).is_some_and(|place| matter.said.tokens[place].has(Mark::Negator)));
    if is_denied {
        return None;
    }
    let (best, score) = matter.best_clause(&rest)?;
    let said_there = |places: &mut dyn Iterator<Item = usize>| -> (bool, Option<String>) {
        let mut same = false;
        let mut opposite = None;
        for place in places {
            let given = &matter.given.tokens[place];
            same |= given.is_like(token);
            let is_told = (0..matter.pairs.len()).any(|other| {
                other != at && matter.pairs[other].contains(&place) && !matter.said.tokens[other].is_like(token)
            });
            if is_opposite(&token.ids, &given.ids) && !is_told {
                opposite = Some(given.text.clone());
            }
        }
        (same, opposite)
    };
    let (same, opposite) = said_there(&mut matter.given.clause(best));
    let home = matter.given.clause(best).next().map(|place| matter.given.tokens[place].sentence);
    let stands_near = matter.pairs[at].iter().any(|place| Some(matter.given.tokens[*place].sentence) == home);
    if score >= if stands_near { 3.0 } else { 2.0 } && !same && opposite.is_some() {
        return opposite.map(|other| told(token, &other));
    }
    // Nowhere said, and its opposite is.
    let sentence = matter.best_sentence(&rest)?;
    let answers = lexicon().han("否认").iter().any(|id| token.ids.iter().any(|own| lexicon().are_opposite(*id, *own)));
    let places: Vec<usize> =
        if answers { (0..matter.given.tokens.len()).collect() } else { matter.given.sentence(sentence).collect() };
    let (_, opposite) = said_there(&mut places.into_iter());
    opposite.filter(|_| !matter.is_paired(at)).map(|other| told(token, &other))
}

fn is_opposite(a: &[Id], b: &[Id]) -> bool {
    !a.iter().any(|id| b.contains(id)) && a.iter().any(|a| b.iter().any(|b| lexicon().are_opposite(*a, *b)))
}

fn told(token: &Token, other: &str) -> Fault {
    Fault::new(Kind::Comparison, format!("{:?} is said where the cited spans say {other:?}", token.text))
}
