//! What a sentence claims that can be compared: its numbers, its names and its words.

use super::numbers::{Number, numbers};
use news::text::{fold, is_han, overlap, terms};
use std::collections::HashSet;

/// What of the sentence is not in the quotes; `None` if all of its numbers, names, days, quotations and enough of its words are.
pub(crate) fn unsupported(sentence: &str, quotes: &[&str]) -> Option<String> {
    let source = quotes.join("\n");
    missing_number(sentence, &source)
        .or_else(|| missing_name(sentence, &source))
        .or_else(|| missing_day(sentence, &source))
        .or_else(|| missing_quotation(sentence, &source))
        .or_else(|| strange_words(sentence, &source))
}

/// The first number of the sentence that the source does not give.
pub(crate) fn missing_number(sentence: &str, source: &str) -> Option<String> {
    let known: HashSet<String> = numbers(source).into_iter().map(|number| number.value).collect();
    let missing = numbers(sentence).into_iter().find(|number| !known.contains(&number.value))?;
    Some(format!("the number {} is not in the quote", missing.value))
}

/// The first name of the sentence that the source does not give.
pub(crate) fn missing_name(sentence: &str, source: &str) -> Option<String> {
    let source = fold(source);
    let missing = names(sentence).into_iter().find(|name| !source.contains(&fold(name)))?;
    Some(format!("the name {missing:?} is not in the quote"))
}

/// The first day of the week, in Chinese, that the source does not give; in English it is a name.
fn missing_day(sentence: &str, source: &str) -> Option<String> {
    let names =
        |text: &str, day: char| ["周", "星期", "礼拜"].iter().any(|week| text.contains(&format!("{week}{day}")));
    let missing = "一二三四五六日天".chars().find(|day| names(sentence, *day) && !names(source, *day))?;
    Some(format!("the day 周{missing} is not in the quote"))
}

/// The first words in quotation marks that the source does not hold: nobody is made to say what they did not.
fn missing_quotation(sentence: &str, source: &str) -> Option<String> {
    let bare = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let source = bare(source);
    let missing = quotations(sentence).into_iter().find(|quoted| !source.contains(&bare(quoted)))?;
    Some(format!("the quotation {missing:?} is not in the quote"))
}

fn quotations(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, close) in [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"')] {
        let mut rest = text;
        while let Some((quoted, after)) = rest.split_once(open).and_then(|(_, after)| after.split_once(close)) {
            found.push(quoted);
            rest = after;
        }
    }
    found
}

fn strange_words(sentence: &str, source: &str) -> Option<String> {
    let wanted: HashSet<String> = terms(sentence).into_iter().collect();
    let known: HashSet<String> = terms(source).into_iter().collect();
    let n_known = wanted.intersection(&known).count();
    // Half of the words may be the writer's own; with fewer shared words it is not a report of these quotes.
    (n_known * 2 < wanted.len()).then(|| format!("only {n_known} of its {} words are in the quote", wanted.len()))
}

/// Whether two sentences about the same thing give different numbers of it; then in what.
///
/// Only sentences that share most of their words are compared, and only a unit that each of them counts once.
pub(crate) fn disagreement(a: &str, b: &str) -> Option<String> {
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
pub(crate) fn other_number(before: &str, after: &str) -> Option<String> {
    let (old, new) = (counted_once(before), counted_once(after));
    old.iter().find_map(|one| {
        let other = new.iter().find(|other| other.unit == one.unit && other.value != one.value)?;
        Some(format!("{}, then {} {}", one.value, other.value, one.unit))
    })
}

/// Numbers whose unit occurs once in the sentence and is not a piece of a date.
fn counted_once(text: &str) -> Vec<Number> {
    const DATES: [&str; 14] =
        ["", "年", "月", "日", "时", "点", "分", "号", "january", "february", "march", "am", "pm", "year"];
    let all = numbers(text);
    let once = |number: &&Number| all.iter().filter(|other| other.unit == number.unit).count() == 1;
    all.iter().filter(|number| !DATES.contains(&number.unit.as_str())).filter(once).cloned().collect()
}

/// How alike two sentences are in words, 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    overlap(&terms(a), &terms(b))
}

/// Capitalised words inside the sentence and titles in book marks.
pub(crate) fn names(sentence: &str) -> Vec<String> {
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
    fn a_changed_digit_is_found() {
        let quote = "At least 214 passengers were aboard the ferry, the coast guard said.";
        assert_eq!(unsupported("The ferry carried 214 passengers.", &[quote]), None);
        assert_eq!(
            unsupported("The ferry carried 241 passengers.", &[quote]).as_deref(),
            Some("the number 241 is not in the quote")
        );
    }

    #[test]
    fn a_name_that_the_quote_does_not_give_is_found() {
        let quote = "The ferry left Meridian Bay at noon, captain Ann Marr said.";
        assert_eq!(unsupported("The ferry left Meridian Bay at noon.", &[quote]), None);
        assert_eq!(
            unsupported("The ferry left Port Lowell at noon.", &[quote]).as_deref(),
            Some("the name \"Port\" is not in the quote")
        );
        assert!(unsupported("港口周二通过《海运法》。", &["港口周二通过新法。"]).is_some());
    }

    #[test]
    fn another_day_is_found_in_either_language() {
        let quote = "港口星期二恢复作业，船只陆续进港。";
        assert_eq!(unsupported("港口周二恢复作业。", &[quote]), None);
        assert_eq!(unsupported("港口周三恢复作业。", &[quote]).as_deref(), Some("the day 周三 is not in the quote"));
        assert!(unsupported("The port reopened on Friday.", &["The port reopened on Tuesday."]).is_some());
    }

    #[test]
    fn a_quotation_that_the_quote_does_not_hold_is_found() {
        let quote = "“We will work around the clock,” the authority's director, Ann Marr, told reporters.";
        let said = |words: &str| unsupported(&format!("The director, Ann Marr, told reporters: {words}."), &[quote]);
        assert_eq!(said("“we will work around the clock”"), None);
        assert_eq!(said("\"We will work\""), None);
        let invented = said("“we will not work around the clock”");
        assert!(invented.is_some_and(|why| why.contains("quotation")));
        assert!(unsupported("局长说：“绝不让步”。", &["局长说，不会让步，绝不后退。"]).is_some());
    }

    #[test]
    fn different_numbers_of_the_same_thing_disagree() {
        let one = "At least 12 people were killed when the ferry sank off Meridian Bay.";
        let other = "At least 15 people were killed when the ferry sank off Meridian Bay, police said.";
        assert_eq!(disagreement(one, other).as_deref(), Some("12 or 15 people"));
        assert_eq!(disagreement(one, one), None);
        assert_eq!(disagreement(one, "The orchestra sold 15 tickets to people in town."), None);
        assert_eq!(disagreement("渡轮沉没，12人遇难。", "渡轮沉没，15人遇难。").as_deref(), Some("12 or 15 人"));
    }

    #[test]
    fn words_of_another_matter_are_found() {
        assert!(unsupported("The orchestra played until dawn.", &["The bank kept its rate."]).is_some());
    }
}
