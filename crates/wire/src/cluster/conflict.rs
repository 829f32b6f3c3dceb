//! What speaks against two items telling of one event although their words are alike.

use super::features::ItemFeatures;
use super::numbers::Number;
use std::collections::BTreeSet;

/// Both titles give a rate, a magnitude or a share, and another one.
const OTHER_RATE: f32 = 0.55;
/// Both titles name places, and none in common.
const OTHER_PLACE: f32 = 0.6;
/// Both titles name organisations, and none in common.
const OTHER_ORGANISATION: f32 = 0.7;
/// Both texts give several numbers, and none in common.
const OTHER_NUMBERS: f32 = 0.75;
/// One outlet writes alike about different things, and seldom twice about one.
const SAME_SOURCE: f32 = 0.75;
/// The same headline about another day: what happens anew every day.
const ANOTHER_DAY: f32 = 0.2;
/// A day apart costs so much; follow-ups of one event come within hours.
const PER_DAY: f32 = 0.1;

/// How much of their likeness is left, in (0, 1].
pub(super) fn factor(a: &ItemFeatures, b: &ItemFeatures) -> f32 {
    let days = (a.reading.at - b.reading.at).abs() as f32 / (24.0 * 60.0);
    let mut factor = 1.0 - PER_DAY * days.min(2.0);
    if have_other_rates(&a.reading.title_numbers, &b.reading.title_numbers) {
        factor *= OTHER_RATE;
    } else if have_other_numbers(&a.reading.numbers, &b.reading.numbers) {
        factor *= OTHER_NUMBERS;
    }
    if a.source == b.source {
        factor *= SAME_SOURCE;
    }
    if a.reading.form.is_of_another_day(&b.reading.form) {
        factor *= ANOTHER_DAY;
    }
    if are_apart(&a.reading.title_places, &b.reading.title_places) {
        factor *= OTHER_PLACE;
    }
    if are_apart(&a.reading.title_organisations, &b.reading.title_organisations) {
        factor *= OTHER_ORGANISATION;
    }
    factor
}

fn are_apart(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

/// Rates, magnitudes and shares are not rounded from outlet to outlet as tolls and sums are.
fn have_other_rates(a: &[Number], b: &[Number]) -> bool {
    let of = |numbers: &[Number], percent: bool| -> Vec<f64> {
        numbers
            .iter()
            .filter(|number| number.is_percent == percent && (number.is_decimal || percent))
            .map(|number| number.value)
            .collect()
    };
    [true, false].into_iter().any(|percent| {
        let (a, b) = (of(a, percent), of(b, percent));
        !a.is_empty() && !b.is_empty() && !a.iter().any(|value| b.iter().any(|other| near(*value, *other)))
    })
}

fn have_other_numbers(a: &[Number], b: &[Number]) -> bool {
    a.len() >= 2 && b.len() >= 2 && !a.iter().any(|number| b.iter().any(|other| near(number.value, other.value)))
}

/// Rounding is allowed: 0.25 and 0.3 are near, 4.5 and 4.25 are not.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.02 * a.abs().max(b.abs())
}
