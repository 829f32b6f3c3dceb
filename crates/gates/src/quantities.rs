//! The numbers of a text with their units, bounds and what they count.

use crate::dates::Dates;
use crate::lexicon::{Class, Id, Mark};
use crate::numbers::canonical;
use crate::reading::Reading;
use crate::token::Token;

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Exact,
    AtLeast,
    AtMost,
    Nearly,
    About,
}

/// A number that is not a piece of a date.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    pub at: usize,
    pub value: f64,
    pub text: String,
    pub is_percent: bool,
    pub is_ordinal: bool,
    pub is_soft: bool,
    /// Currency or measure.
    pub units: Vec<Id>,
    pub bound: Bound,
}

/// The quantities of a text, in order.
pub(crate) fn quantities(reading: &Reading) -> Vec<Quantity> {
    let dates = Dates::of(&reading.tokens);
    let places = (0..reading.tokens.len()).filter(|at| !dates.places.contains(at));
    places.filter_map(|at| quantity(&reading.tokens, at)).collect()
}

fn quantity(tokens: &[Token], at: usize) -> Option<Quantity> {
    let token = &tokens[at];
    let Some(number) = &token.number else {
        return one(tokens, at);
    };
    let mut units: Vec<Id> = number.currency.into_iter().collect();
    let before = at.checked_sub(1).map(|before| &tokens[before]).filter(|before| before.clause == token.clause);
    units.extend(before.into_iter().filter(|before| before.is_han).flat_map(|before| before.ids_of(Class::Currency)));
    let after = tokens.iter().skip(at + 1).take(3).take_while(|next| next.clause == token.clause);
    let unit = after
        .into_iter()
        .find(|next| !(next.has_any(&[Mark::AtLeast, Mark::About]) && next.is_han || next.text == "个"));
    if let Some(unit) = unit.filter(|_| !number.is_ordinal) {
        units.extend(unit.ids_of(Class::Currency));
        units.extend(unit.ids_of(Class::Unit));
    }
    Some(Quantity {
        at,
        value: number.read.value,
        text: number.read.text(),
        is_percent: number.read.is_percent,
        is_ordinal: number.is_ordinal,
        is_soft: number.is_soft,
        units,
        bound: bound(tokens, at),
    })
}

/// `one person`: a number that need not be found but may be matched.
fn one(tokens: &[Token], at: usize) -> Option<Quantity> {
    let token = &tokens[at];
    let counts = token.text == "one"
        && tokens.get(at + 1).is_some_and(|next| next.clause == token.clause && !next.has(Mark::Light));
    counts.then(|| Quantity {
        at,
        value: 1.0,
        text: "1".into(),
        is_percent: false,
        is_ordinal: false,
        is_soft: true,
        units: Vec::new(),
        bound: bound(tokens, at),
    })
}

fn bound(tokens: &[Token], at: usize) -> Bound {
    let token = &tokens[at];
    let before = tokens
        .iter()
        .take(at)
        .rev()
        .take(3)
        .take_while(|near| near.sentence == token.sentence && near.number.is_none())
        // 多了7% says which way it went; as a bound 多 stands behind the number.
        .filter(|near| near.text != "多" && near.text != "多了")
        // 六倍以上，达41: what stands behind a number is said of that one.
        .filter(|near| !["以上", "以下", "以内", "左右", "上下"].contains(&near.text.as_str()));
    let before: Vec<&Token> = before.collect();
    let after: Vec<&Token> = tokens
        .iter()
        .skip(at + 1)
        .take(3)
        .take_while(|near| near.sentence == token.sentence && near.number.is_none())
        .filter(|near| !near.is_han || !["超", "近", "约", "不到", "不足"].contains(&near.text.as_str()))
        .collect();
    // "Over two years" is how long it took, not more than two years.
    let is_duration = tokens.get(at + 1).is_some_and(|next| {
        ["year", "month", "week", "day", "hour"].iter().any(|unit| next.bases.iter().any(|base| base == unit))
    });
    let counts_time = |near: &Token| is_duration && matches!(near.text.as_str(), "over" | "under" | "within");
    let or_more = after.first().is_some_and(|near| near.text == "or")
        && after.get(1).is_some_and(|near| matches!(near.text.as_str(), "more" | "so"));
    let near = |mark: Mark| {
        before.first().is_some_and(|near| near.has(mark) && !counts_time(near))
            || before.iter().take(2).any(|near| near.has(mark) && near.is_han)
            || after.first().is_some_and(|near| {
                near.is_han && (near.has(mark) || mark == Mark::AtLeast && near.text.starts_with(['多', '余']))
            })
            || after
                .iter()
                .any(|near| near.has(mark) && ["以上", "以下", "以内", "左右", "上下"].contains(&near.text.as_str()))
            || or_more && mark == Mark::AtLeast
    };
    // "no more than" is a most, though "more than" is a least.
    if near(Mark::AtMost) {
        Bound::AtMost
    } else if near(Mark::AtLeast) {
        Bound::AtLeast
    } else if near(Mark::Nearly) {
        Bound::Nearly
    } else if near(Mark::About) {
        Bound::About
    } else {
        Bound::Exact
    }
}

/// Whether a number of the sentence may stand for one of the source: the same, or rounded and said to be so.
pub(crate) fn may_stand_for(said: &Quantity, given: &Quantity) -> bool {
    if said.is_percent != given.is_percent {
        return false;
    }
    if said.text == given.text {
        return true;
    }
    let (a, b) = (said.value, given.value);
    if !(a.is_finite() && b.is_finite() && b != 0.0) || a.signum() != b.signum() {
        return false;
    }
    let off = (a - b) / b;
    // "Less than a tenth", "over a third": a round share is said of what is farther from it.
    let far = if n_digits(a) == 1 && said.is_percent { 0.15 } else { 0.1 };
    match said.bound {
        Bound::Exact => is_same_rounded(a, b) || is_short_for(a, b),
        Bound::AtLeast => off < 0.0 && off > -far && is_rounder(a, b),
        Bound::AtMost => off > 0.0 && off < far && is_rounder(a, b),
        Bound::Nearly => off > 0.0 && off < if n_digits(a) == 1 { 0.1 } else { 0.07 } && is_rounder(a, b),
        Bound::About => off.abs() < 0.06 && is_rounder(a, b) || off.abs() < 0.01,
    }
}

/// Floating noise only.
fn is_same_rounded(a: f64, b: f64) -> bool {
    ((a - b) / b).abs() < 1e-9
}

/// 61.2 million of 61,230,000: cut to fewer digits, two at least, as rounding does it and by less than a hundredth.
fn is_short_for(a: f64, b: f64) -> bool {
    let n = n_digits(a);
    let unit = 10f64.powf(b.abs().log10().floor() + 1.0 - n as f64);
    n >= 2 && n < n_digits(b) && n_digits(b) >= 3 && ((a - b) / b).abs() < 0.01 && (a - b).abs() <= unit / 2.0
}

/// Fewer digits that say something.
fn is_rounder(a: f64, b: f64) -> bool {
    n_digits(a) < n_digits(b) || n_digits(a) == 1
}

/// Digits that say something; thirds and quarters are as round as one.
fn n_digits(value: f64) -> usize {
    let text = canonical(value).trim_start_matches('-').replace('.', "");
    let digits = text.trim_matches('0');
    if matches!(digits, "333333" | "666667" | "25" | "75") { 1 } else { digits.len() }
}
