//! Compares two sentences of one language by their numbers, names and words, without a verdict on support.

use crate::numbers::{Number, numbers};
use news::text::{fold, is_han, overlap, terms};
use std::collections::HashSet;

/// Units of dates and times of day.
const DATES: [&str; 25] = [
    "年",
    "月",
    "日",
    "时",
    "点",
    "分",
    "号",
    "am",
    "pm",
    "a.m",
    "p.m",
    "year",
    "gmt",
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

/// The first number of the sentence that the source does not give.
pub fn missing_number(sentence: &str, source: &str) -> Option<String> {
    let known: HashSet<String> = numbers(source).into_iter().map(|number| number.value).collect();
    let missing = numbers(sentence).into_iter().find(|number| !known.contains(&number.value))?;
    Some(format!("the number {} is not in the quote", missing.value))
}

/// The first number of the sentence that the source does not give and that is no piece of a date or a time of day.
pub fn missing_figure(sentence: &str, source: &str) -> Option<String> {
    let known: HashSet<String> = numbers(source).into_iter().map(|number| number.value).collect();
    let is_figure = |number: &Number| number.unit.is_empty() || !DATES.contains(&number.unit.as_str());
    numbers(sentence).into_iter().find(|number| is_figure(number) && !known.contains(&number.value)).map(|it| it.value)
}

/// The first name of the sentence that the source does not give.
pub fn missing_name(sentence: &str, source: &str) -> Option<String> {
    let source = fold(source);
    let missing = names(sentence).into_iter().find(|name| !source.contains(&fold(name)))?;
    Some(format!("the name {missing:?} is not in the quote"))
}

/// Whether two sentences about the same thing give different numbers of it; then in what.
///
/// Only sentences that share most of their words are compared, and only a unit that each of them counts once.
pub fn disagreement(a: &str, b: &str) -> Option<String> {
    if likeness(a, b) < 0.6 {
        return None;
    }
    let (in_a, in_b) = (counted_once(a), counted_once(b));
    let differing = in_a.iter().find_map(|one| {
        let other = in_b.iter().find(|other| other.unit == one.unit)?;
        (other.value != one.value).then(|| (one.clone(), other.value.clone()))
    })?;
    let (one, other) = differing;
    Some(format!("{} or {} {}", one.value, other, one.unit))
}

/// In what two sentences of one matter give another number of the same thing: a unit that each of them counts once.
pub fn other_number(before: &str, after: &str) -> Option<String> {
    let (old, new) = (counted_once(before), counted_once(after));
    old.iter().find_map(|one| {
        let other = new.iter().find(|other| other.unit == one.unit && other.value != one.value)?;
        Some(format!("{}, then {} {}", one.value, other.value, one.unit))
    })
}

/// Numbers whose unit occurs once in the sentence and is not a piece of a date.
fn counted_once(text: &str) -> Vec<Number> {
    let all = numbers(text);
    let once = |number: &&Number| all.iter().filter(|other| other.unit == number.unit).count() == 1;
    let counts = |number: &&Number| !number.unit.is_empty() && !DATES.contains(&number.unit.as_str());
    all.iter().filter(counts).filter(once).cloned().collect()
}

/// How alike two sentences are in words, 0 to 1.
pub fn likeness(a: &str, b: &str) -> f64 {
    overlap(&terms(a), &terms(b))
}

/// Capitalised words inside the sentence and titles in book marks.
pub fn names(sentence: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut first = true;
    for word in sentence.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.' || is_han(c)) {
        let word = word.trim_matches(['.', '-']);
        if word.is_empty() {
            continue;
        }
        let is_name = word.starts_with(char::is_uppercase) && word.chars().count() >= 2 && !first;
        first = false;
        if is_name {
            names.push(word.to_owned());
        }
    }
    names.extend(
        sentence.split('《').skip(1).filter_map(|rest| rest.split_once('》')).map(|(title, _)| title.to_owned()),
    );
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_numbers_of_the_same_thing_disagree() {
        let one = "At least 12 people were killed when the ferry sank off Meridian Bay.";
        let other = "At least 15 people were killed when the ferry sank off Meridian Bay, police said.";
        assert_eq!(disagreement(one, other).as_deref(), Some("12 or 15 people"));
        assert_eq!(disagreement(one, one), None);
        assert_eq!(disagreement(one, "The orchestra sold 15 tickets to people in town."), None);
        assert_eq!(disagreement("渡轮沉没，12人遇难。", "渡轮沉没，15人遇难。").as_deref(), Some("12 or 15 人"));
    }
}
