//! The word right beside a number, which counts or names it, stands right beside another number there.

use crate::lexicon::Class;
use crate::matter::Matter;
use crate::quantities::{Quantity, may_stand_for, quantities};
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Fault: the number is of something else.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across {
        return None;
    }
    let given = quantities(&matter.given);
    quantities(&matter.said).iter().filter(|said| !said.is_ordinal && !said.is_soft).find_map(|said| {
        let (same, others): (Vec<&Quantity>, Vec<&Quantity>) =
            given.iter().partition(|given| may_stand_for(said, given));
        let sides = [before as fn(&Reading, usize) -> Vec<usize>, behind];
        let word = sides.into_iter().find_map(|side| misplaced(matter, said, &same, &others, side))?;
        let detail = format!("{} is not of {:?} in the cited spans", said.text, matter.word(word));
        Some(Fault::new(Kind::Counted, detail))
    })
}

fn misplaced(
    matter: &Matter<'_>,
    said: &Quantity,
    same: &[&Quantity],
    others: &[&Quantity],
    side: fn(&Reading, usize) -> Vec<usize>,
) -> Option<usize> {
    let own = side(&matter.said, said.at);
    let is_beside = |at: usize, quantity: &Quantity| {
        side(&matter.given, quantity.at).iter().any(|place| matter.pairs[at].contains(place))
    };
    let in_clause = |at: usize, quantity: &Quantity| {
        let clause = matter.given.tokens[quantity.at].clause;
        matter.pairs[at].iter().any(|place| matter.given.tokens[*place].clause == clause)
    };
    let have_own = !same.is_empty() && same.iter().all(|quantity| !side(&matter.given, quantity.at).is_empty());
    let is_misplaced = |at: usize| {
        others.iter().any(|other| other.is_percent == said.is_percent && is_beside(at, other))
            && !same.iter().any(|quantity| in_clause(at, quantity))
    };
    // Nothing beside it is beside it there.
    let is_none = !own.iter().any(|at| same.iter().any(|quantity| is_beside(*at, quantity)));
    own.iter().copied().find(|at| have_own && is_none && is_misplaced(*at))
}

/// 订单76亿: the one or two words right before.
fn before(reading: &Reading, at: usize) -> Vec<usize> {
    const BETWEEN: [&str; 16] =
        ["为", "达", "约", "近", "超", "达到", "超过", "共", "仅", "是", "逾", "共计", "有", "已有", "已", "至少"];
    let tokens = &reading.tokens;
    let in_clause = |place: &usize| tokens[*place].clause == tokens[at].clause && tokens[*place].is_han;
    let back = (0..at).rev().take_while(in_clause);
    back.skip_while(|place| BETWEEN.contains(&tokens[*place].text.as_str()))
        .take(2)
        .take_while(|place| is_thing(reading, *place))
        .collect()
}

/// `five soldiers`: the one or two words right behind.
fn behind(reading: &Reading, at: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    let in_clause = |place: &usize| tokens[*place].clause == tokens[at].clause && !tokens[*place].is_han;
    (at + 1..tokens.len())
        .take_while(in_clause)
        .take(2)
        .take_while(|place| is_thing(reading, *place) || tokens[*place].text == "others")
        .collect()
}

fn is_thing(reading: &Reading, at: usize) -> bool {
    let token = &reading.tokens[at];
    token.is_content()
        && !token.is_frame()
        && !token.is_name()
        && !token.is_dated()
        && !token.is_of(Class::Unit)
        && !token.is_of(Class::Currency)
        && !token.is_of(Class::Relative)
}
