//! Whether a number may be a rounding or a reckoning of others: in doubt it may.

use crate::matter::Matter;
use crate::quantities::{Bound, Quantity};

/// Said with "about", "over" or "nearly", a number may be so far from what it stands for.
const ROUGH: f64 = 0.15;
/// Days of a week, months of a year, hours of a day, minutes of an hour.
const SCALES: [f64; 5] = [7.0, 12.0, 24.0, 30.0, 60.0];
/// What is counted one by one is seldom more.
const MANY: f64 = 31.0;

/// A number of the spans, years and days too.
#[derive(Clone, Copy)]
struct Given {
    value: f64,
    is_percent: bool,
}

/// Rounded, or one step of arithmetic away from one or two numbers of the spans.
pub(super) fn may_come_of(said: &Quantity, matter: &Matter<'_>) -> bool {
    let read = matter.given.tokens.iter().filter_map(|token| Some(&token.number.as_ref()?.read));
    let given: Vec<Given> = read.map(|read| Given { value: read.value, is_percent: read.is_percent }).collect();
    let is_it = |value: f64| is_rounded(said, value);
    let plain = given.iter().filter(|given| !given.is_percent);
    let sum: f64 = plain.clone().map(|given| given.value).sum();
    let highest = given.iter().filter(|given| given.is_percent).map(|given| given.value).fold(0.0, f64::max);
    given.iter().any(|given| is_it(given.value))
        || plain.clone().any(|a| SCALES.iter().any(|scale| is_it(a.value * scale) || is_it(a.value / scale)))
        || given.iter().any(|a| given.iter().any(|b| come_of(*a, *b, said.is_percent).into_iter().any(is_it)))
        || said.is_percent && highest > 0.0 && is_it(100.0 - highest)
        || is_it(sum)
}

/// What one step of arithmetic makes of two numbers.
fn come_of(a: Given, b: Given, is_percent: bool) -> Vec<f64> {
    let (x, y) = (a.value, b.value);
    let mut found = vec![x + y, x - y];
    match (is_percent, a.is_percent, b.is_percent) {
        (true, false, false) => found.extend([x / y * 100.0, (x - y).abs() / y * 100.0]),
        (false, false, true) => {
            let changes = [x * (1.0 + y / 100.0), x * (1.0 - y / 100.0), x / (1.0 + y / 100.0), x / (1.0 - y / 100.0)];
            found.extend(changes.iter().map(|value| (value - x).abs()));
            found.extend(changes);
            found.push(x * y / 100.0);
        }
        (false, false, false) if y.fract() == 0.0 && y <= MANY => found.extend([x * y, x / y]),
        _ => {}
    }
    found
}

/// The same as far as the digits go that are said; farther off where it is said to be rough.
fn is_rounded(said: &Quantity, value: f64) -> bool {
    if !value.is_finite() || value <= 0.0 {
        return false;
    }
    let off = (said.value - value).abs() / value;
    let is_rough = said.bound != Bound::Exact && off <= ROUGH;
    is_rough || (said.value - value).abs() <= last_digit(said.value) / 2.0 + 1e-9 && off <= 0.01
}

/// What the last digit counts that is not nought: 10 of 1,250; 0.1 of 4.5.
fn last_digit(value: f64) -> f64 {
    let mut unit = 10f64.powf(value.abs().log10().floor());
    for _ in 0..8 {
        let steps = value / unit;
        if (steps - steps.round()).abs() < 1e-6 {
            break;
        }
        unit /= 10.0;
    }
    unit
}
