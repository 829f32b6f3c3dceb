//! What a number counts by the word right behind it: persons are not tonnes.

use crate::lexicon::{Class, lexicon};
use crate::matter::Matter;
use crate::quantities::{Quantity, may_stand_for, quantities};
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Chinese measure words by what they measure.
const GROUPS: [&[&str]; 10] = [
    &["人", "人次", "名", "位"],
    &["件", "起", "宗", "例"],
    &["吨", "公斤", "千克", "克"],
    &["辆", "台", "架", "艘", "列"],
    &["户", "家"],
    &["公里", "米", "厘米", "毫米"],
    &["天", "日"],
    &["周", "个星期"],
    &["个月", "月"],
    &["小时", "时"],
];

/// Fault: the same number of something of another kind.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    quantities(&matter.said).iter().filter(|said| !said.is_percent && !said.is_ordinal).find_map(|said| {
        let same: Vec<&Quantity> = given.iter().filter(|given| may_stand_for(said, given)).collect();
        let differs = !same.is_empty() && same.iter().all(|given| are_other(matter, said, given));
        differs.then(|| Fault::new(Kind::Unit, format!("{} counts something else in the cited spans", said.text)))
    })
}

/// 50 basis points are not 50 percentage points.
pub(super) fn in_points(matter: &Matter<'_>) -> Option<Fault> {
    let steps = |reading: &Reading| -> Vec<(String, bool)> {
        let number = |at: &usize| reading.tokens[*at].number.is_some();
        let text = |at: usize| reading.tokens[at].number.as_ref().map(|number| number.read.value.to_string());
        let all = (0..reading.tokens.len()).filter(number);
        all.filter_map(|at| {
            let next = behind(reading, at);
            let is_basis = next.starts_with("basis") || next.starts_with("个基点") || next.starts_with("基点");
            let is_percent =
                next.starts_with("percentage") || next.starts_with("个百分点") || next.starts_with("百分点");
            (is_basis || is_percent).then(|| Some((text(at)?, is_basis)))?
        })
        .collect()
    };
    let given = steps(&matter.given);
    let (value, _) = steps(&matter.said).into_iter().find(|(value, is_basis)| {
        !given.contains(&(value.clone(), *is_basis)) && given.contains(&(value.clone(), !is_basis))
    })?;
    Some(Fault::new(Kind::Unit, format!("{value} points are of another size in the cited spans")))
}

fn are_other(matter: &Matter<'_>, said: &Quantity, given: &Quantity) -> bool {
    let (ours, theirs) = (behind(&matter.said, said.at), behind(&matter.given, given.at));
    if let (Some(a), Some(b)) = (group(&ours), group(&theirs)) {
        return a != b;
    }
    // A weight or a length that is nowhere there, of a number that counts things.
    let is_measured = said.units.iter().any(|id| lexicon().class(*id) == Class::Unit && !is_time(*id));
    let is_there = matter.given.tokens.iter().any(|token| token.ids.iter().any(|id| said.units.contains(id)));
    !matter.is_across && is_measured && !is_there && given.units.is_empty() && !theirs.is_empty()
}

fn is_time(id: u16) -> bool {
    ["year", "month", "week", "day", "hour", "minute", "second"]
        .iter()
        .any(|name| lexicon().phrases(name).iter().any(|(_, other)| *other == id))
}

/// The text of the two words behind a number.
fn behind(reading: &Reading, at: usize) -> String {
    let clause = reading.tokens[at].clause;
    let next = reading.tokens.iter().skip(at + 1).take(2).take_while(|token| token.clause == clause);
    next.map(|token| token.text.as_str()).collect()
}

fn group(words: &str) -> Option<usize> {
    GROUPS
        .iter()
        .enumerate()
        .flat_map(|(index, group)| group.iter().map(move |word| (word.len(), index, *word)))
        .filter(|(_, _, word)| words.starts_with(word))
        .max_by_key(|(n, _, _)| *n)
        .map(|(_, index, _)| index)
}
