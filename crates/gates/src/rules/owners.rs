//! Whose number it is: the words right before it stand beside another number there.

use crate::lexicon::Class;
use crate::matter::Matter;
use crate::quantities::{Quantity, may_stand_for, quantities};
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Fault: the clause's subject has another number there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across {
        return None;
    }
    let given = quantities(&matter.given);
    quantities(&matter.said).iter().filter(|said| !said.is_soft && !said.is_ordinal).find_map(|said| {
        let (same, others): (Vec<&Quantity>, Vec<&Quantity>) =
            given.iter().partition(|given| may_stand_for(said, given));
        let others: Vec<&Quantity> = others.into_iter().filter(|other| are_of_a_kind(said, other)).collect();
        if same.is_empty() || others.is_empty() {
            return None;
        }
        let owner = owner(&matter.said, said.at);
        let known: Vec<usize> = owner.into_iter().filter(|at| matter.is_paired(*at)).collect();
        if known.iter().any(|at| matter.said.tokens[*at].is_name()) {
            return None;
        }
        let beside = |at: &usize, quantity: &Quantity| {
            let piece = piece(&matter.given, quantity.at);
            matter.pairs[*at].iter().any(|place| piece.contains(place))
        };
        let in_sentence = |at: &usize, quantity: &Quantity| {
            let sentence = matter.given.tokens[quantity.at].sentence;
            let clause = matter.given.tokens[quantity.at].clause;
            let opens = |place: &usize| {
                let token = &matter.given.tokens[*place];
                token.sentence == sentence && token.clause < clause && is_subject_of_next(matter, *place, quantity.at)
            };
            matter.pairs[*at].iter().any(opens)
        };
        let has_own = known.iter().any(|at| same.iter().any(|same| beside(at, same) || in_sentence(at, same)));
        let is_others = !known.is_empty() && known.iter().all(|at| others.iter().any(|other| beside(at, other)));
        (!has_own && is_others).then(|| {
            let words: Vec<&str> = known.iter().map(|at| matter.word(*at)).collect();
            Fault::new(Kind::Counted, format!("{} is not of {:?} there", said.text, words.join(" ")))
        })
    })
}

/// Both in per cent, both money, both counted.
fn are_of_a_kind(a: &Quantity, b: &Quantity) -> bool {
    a.is_percent == b.is_percent
        && (a.units.is_empty() && b.units.is_empty() || a.units.iter().any(|unit| b.units.contains(unit)))
}

/// A clause without words before its number goes on with the subject of the one before.
fn is_subject_of_next(matter: &Matter<'_>, place: usize, number: usize) -> bool {
    let tokens = &matter.given.tokens;
    let has_own = (place + 1..number)
        .any(|at| tokens[at].clause == tokens[number].clause && (tokens[at].is_content() || tokens[at].is_name()));
    !has_own
}

/// The words before a number in its clause that are no deeds: who or what it is told of.
fn owner(reading: &Reading, at: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    let says = |place: &usize| {
        let token = &tokens[*place];
        (token.is_content() && !token.is_frame() || token.is_name())
            && !token.is_of(Class::Currency)
            && !token.is_of(Class::Unit)
            && !token.is_of(Class::Relative)
            && !token.is_dated()
            && !(token.is_han && token.is_tagged_verb)
    };
    let before: Vec<usize> = (0..at)
        .filter(|place| tokens[*place].segment == tokens[at].segment && tokens[*place].sentence == tokens[at].sentence)
        .collect();
    // Only what stands before the last deed, if there is one.
    let verb = before
        .iter()
        .copied()
        .find(|place| crate::rules::roles::is_verb(reading, *place) && tokens[*place].is_content());
    before.into_iter().filter(says).filter(|place| verb.is_none_or(|verb| *place < verb)).collect()
}

/// The words of the piece in which a number stands.
fn piece(reading: &Reading, at: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    (0..tokens.len())
        .filter(|place| tokens[*place].clause == tokens[at].clause && tokens[*place].segment == tokens[at].segment)
        .collect()
}
