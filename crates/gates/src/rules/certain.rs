//! What refuses a sentence alone: a value that can be looked up in the spans and is not there.
//!
//! Each is a rule of its neighbours in the narrowest reading. Other words for the same, sums, roundings and names across
//! languages are nothing that code is certain of: they are left to a checker that reads.

use super::{edits, form, names, nearby, numbers, polarity, quotes, slots, swaps};
use crate::lexicon::{Class, lexicon};
use crate::matter::Matter;
use crate::quantities::{Quantity, quantities};
use crate::reading::Reading;
use crate::{Fault, Kind, dates};

/// Of a sentence that follows its source so closely a lost or added "not", or another name, is no paraphrase.
const CLOSE: f64 = 0.75;

/// All that can be looked up and is not there.
pub(super) fn faults(matter: &Matter<'_>) -> Vec<Fault> {
    const RULES: [fn(&Matter<'_>) -> Option<Fault>; 8] =
        [form::certain, numbered, dated, names, exchanged, offices, quotes, turned];
    RULES.iter().filter_map(|rule| rule(matter)).collect()
}

/// Fault: a number that neither stands in the spans nor can be reckoned or rounded from theirs, or whose unit is another.
/// Small whole numbers count what a text names one by one, or are told as words.
fn numbered(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    let is_large = |said: &&Quantity| !said.is_soft && (said.value >= 10.0 || said.value.fract() != 0.0);
    quantities(&matter.said).iter().filter(is_large).find_map(|said| {
        let fault = numbers::of_one(said, &given, matter)?;
        match fault.kind {
            Kind::Unit if !is_time(said) => Some(fault),
            Kind::Number if !nearby::may_come_of(said, matter) => Some(fault),
            _ => None,
        }
    })
}

/// Hours, minutes and seconds, which are written without their names too: 2:03:47.
fn is_time(said: &Quantity) -> bool {
    let is = |unit: &str| lexicon().phrases(unit).iter().any(|(_, id)| said.units.contains(id));
    ["hour", "minute", "second"].into_iter().any(is)
}

fn dated(matter: &Matter<'_>) -> Option<Fault> {
    dates::certain(&matter.said, &matter.given, &matter.published)
}

fn names(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across { None } else { names::certain(matter) }
}

/// A name, a place, an organisation or an office in the very place of another.
fn exchanged(matter: &Matter<'_>) -> Option<Fault> {
    let is_named = |fault: &Fault| matches!(fault.kind, Kind::Name | Kind::Place | Kind::Organisation | Kind::Title);
    if matter.is_across || !follows(matter) {
        return None;
    }
    let says_strange = (0..matter.said.tokens.len())
        .any(|at| (matter.said.tokens[at].is_name() || is_office(&matter.said, at)) && !matter.is_paired(at));
    let named =
        || edits::fault(matter).or_else(|| swaps::fault(matter)).filter(|fault| says_strange && is_named(fault));
    named().or_else(|| slots::fault(matter)).or_else(|| slots::sided(matter))
}

/// Another office than the one that stands beside the name there.
fn offices(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across || matter.is_headline {
        return None;
    }
    let fault = names::offices(matter).or_else(|| names::professions(matter))?;
    let near = |reading: &Reading, at: usize, place: usize| {
        at.abs_diff(place) <= 4 && reading.tokens[at].clause == reading.tokens[place].clause
    };
    let has_office = |reading: &Reading, name: usize| {
        (0..reading.tokens.len()).any(|at| near(reading, at, name) && is_office(reading, at))
    };
    let is_named_otherwise = |name: &usize| {
        let token = &matter.said.tokens[*name];
        token.is_name()
            && has_office(&matter.said, *name)
            && matter.pairs[*name].iter().any(|place| has_office(&matter.given, *place))
    };
    (0..matter.said.tokens.len()).any(|name| is_named_otherwise(&name)).then_some(fault)
}

fn is_office(reading: &Reading, at: usize) -> bool {
    let token = &reading.tokens[at];
    token.is_of(Class::Office) || token.is_of(Class::Profession)
}

/// Across languages a quotation has other words.
fn quotes(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across { None } else { quotes::fault(matter) }
}

/// "Not", lost or added in a sentence that otherwise follows its source.
fn turned(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across || matter.is_headline || !follows(matter) {
        return None;
    }
    polarity::lost(matter).or_else(|| polarity::added(matter))
}

/// Most of its words stand in one sentence of the spans in the same order.
fn follows(matter: &Matter<'_>) -> bool {
    let n = matter.said.tokens.len().max(1);
    let share = |sentence: usize| {
        let places: Vec<usize> = matter.given.sentence(sentence).collect();
        edits::line(matter, &places).len() as f64 / n as f64
    };
    (0..matter.given.n_sentences).map(share).fold(0.0, f64::max) >= CLOSE
}
