//! Names and figures in a text, as far as they tell something.

use crate::cluster::Number;
use news::text::{fold, is_han};

/// Years and one-digit numbers are in every text.
pub(super) fn is_telling(number: &Number) -> bool {
    !number.is_year && (number.value >= 10.0 || number.is_decimal || number.is_percent)
}

/// Words of Latin letters with a capital.
pub(super) fn latin_names(text: &str) -> Vec<String> {
    words(text)
        .filter(|word| word.starts_with(|c: char| c.is_uppercase()) && word.chars().count() >= 2)
        .map(fold)
        .collect()
}

/// The same without each sentence's first word, which has its capital from its place.
pub(super) fn inner_names(sentence: &str) -> Vec<String> {
    let first = words(sentence).next().map(fold).unwrap_or_default();
    latin_names(sentence).into_iter().filter(|name| *name != first && !is_calendar(name)).collect()
}

pub(super) fn words_of(text: &str) -> Vec<String> {
    words(text).map(fold).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|word| !word.is_empty())
}

/// Days and months change from telling to telling without being news.
fn is_calendar(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    NAMES.contains(&name)
}
