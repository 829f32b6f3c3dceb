//! What is said of which number: its own words stand beside another number there, and not beside this one.

use crate::lexicon::{Class, lexicon};
use crate::matter::Matter;
use crate::quantities::{Quantity, may_stand_for, quantities};
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Fault: the number belongs to something else there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    for said in quantities(&matter.said) {
        let same: Vec<&Quantity> = given.iter().filter(|given| may_stand_for(&said, given)).collect();
        let others: Vec<&Quantity> =
            given.iter().filter(|given| !may_stand_for(&said, given) && given.is_percent == said.is_percent).collect();
        if same.is_empty() || others.is_empty() || counts_the_known(matter, said.at) {
            continue;
        }
        let beside = |head: usize, quantity: &Quantity| {
            heads(&matter.given, quantity.at).iter().any(|place| matter.pairs[head].contains(place))
        };
        let own = heads(&matter.said, said.at);
        let agrees = own.iter().any(|head| same.iter().any(|quantity| beside(*head, quantity)));
        let is_near = |head: &&usize| {
            let (from, to) = ((**head).min(said.at), (**head).max(said.at));
            let between = (from + 1..to).filter(|at| matter.said.tokens[*at].is_content()).count();
            between <= 2 && !matter.said.tokens[**head].is_name()
        };
        let differ: Vec<usize> = own
            .iter()
            .filter(is_near)
            .filter(|head| others.iter().any(|quantity| beside(**head, quantity)))
            .copied()
            .collect();
        let strict = |head: &&usize| {
            matter.said.tokens[**head]
                .ids
                .iter()
                .any(|id| lexicon().is_strict(*id) && lexicon().class(*id) == Class::Meaning)
        };
        let is_misplaced = |head: &&usize| !same.iter().any(|quantity| beside(**head, quantity)) && strict(head);
        if !agrees && differ.len() > 1 || differ.iter().any(|head| is_misplaced(&head)) {
            let words: Vec<&str> = differ.iter().map(|at| matter.word(*at)).collect();
            return Some(Fault::new(
                Kind::Counted,
                format!("{} does not count {:?} there", said.text, words.join(" ")),
            ));
        }
    }
    None
}

/// "These two", 这两个: they are those that were named, not what another number counts.
fn counts_the_known(matter: &Matter<'_>, at: usize) -> bool {
    let tokens = &matter.said.tokens;
    let small = tokens[at].number.as_ref().is_some_and(|number| number.read.value <= 4.0 && !number.read.is_percent);
    let before = at.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
    small && matches!(before, "the" | "these" | "those" | "both" | "这" | "那" | "这些" | "该")
}

/// The words around a number, in its piece of the clause.
fn heads(reading: &Reading, at: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    let number = &tokens[at];
    (0..tokens.len())
        .filter(|place| tokens[*place].segment == number.segment && tokens[*place].sentence == number.sentence)
        .filter(|place| tokens[*place].is_content() && !tokens[*place].is_frame() || tokens[*place].is_name())
        .filter(|place| !tokens[*place].is_of(Class::Currency) && !tokens[*place].is_of(Class::Unit))
        .collect()
}
