//! What a rule is: a pattern, and a function that says what it found or leaves it alone.

use super::text::{Edit, Text};
use regex::{Captures, Regex};

/// A figure, with groups of three (or of two, as in India) or without, with a fraction or only one.
const NUMBER: &str = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}|\d+(?:\.\d+)?|\.\d+)";

/// Letters that may be a unit, with what they are squared, cubed or divided by.
const UNIT: &str = r"(?:°|[a-zA-Zμµ]+[²³23]?(?:/[a-zA-Z]+[²³23]?)?)";

/// The same as English writes it.
const UNIT_EN: &str = r"(?:°\s?[CF]\b|[℃℉°]|sq (?:ft|km|m|mi)\b|[A-Za-zμµ]+[²³23]?(?:/[a-zA-Z]+[²³3]?)?)";

/// What a rule found, and what stands round it.
pub(super) struct Found<'a> {
    captures: &'a Captures<'a>,
    /// What was found.
    pub(super) whole: &'a str,
    /// The text before.
    pub(super) before: &'a str,
    /// The text after.
    pub(super) after: &'a str,
}

impl<'a> Found<'a> {
    /// The group of this name; empty if it took no part.
    pub(super) fn get(&self, name: &str) -> &'a str {
        self.captures.name(name).map_or("", |group| group.as_str())
    }

    /// Whether no figure goes on at either side, so that what was found is the whole of it.
    pub(super) fn is_whole(&self) -> bool {
        let mut back = self.before.chars().rev();
        let cut_before = match back.next() {
            Some(c) if c.is_ascii_digit() => true,
            Some('.') => back.next().is_some_and(|c| c.is_ascii_digit()),
            // A group of three goes on with what stands before the comma; a list does not.
            Some(',') => {
                let n_figures = self.whole.chars().take_while(char::is_ascii_digit).count();
                n_figures == 3 && back.next().is_some_and(|c| c.is_ascii_digit())
            }
            _ => false,
        };
        // What ends in a word is ended by it: 2026年 in 2026年3月.
        let mut on = if self.whole.ends_with(|c: char| c.is_ascii_digit()) { self.after } else { "" }.chars();
        let cut_after = match on.next() {
            Some(c) if c.is_ascii_digit() => true,
            Some('.') => on.next().is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        };
        !cut_before && !cut_after
    }

    /// Whether a Latin letter or a figure touches it on the left.
    pub(super) fn is_glued_left(&self) -> bool {
        self.before.ends_with(|c: char| c.is_ascii_alphanumeric())
    }

    /// Whether a Latin letter touches it on the right.
    pub(super) fn is_glued_right(&self) -> bool {
        self.after.starts_with(|c: char| c.is_ascii_alphabetic())
    }
}

/// Says what was found; `None` leaves it as it is.
pub(super) type Say = fn(&Found<'_>) -> Option<String>;

/// A pattern with what to do.
pub(super) struct Rule {
    pattern: Regex,
    say: Say,
}

/// Makes rules of a table. In a pattern `{n}` stands for a figure; words end where ASCII letters do, because a Han
/// character would else go on with a Latin word.
pub(super) fn rules(table: &[(&str, Say)]) -> Vec<Rule> {
    let rule = |(pattern, say): &(&str, Say)| {
        let pattern = pattern.replace("{n}", NUMBER).replace("{unit_en}", UNIT_EN).replace("{unit}", UNIT);
        let pattern = pattern.replace(r"\d", "[0-9]").replace(r"\b", r"(?-u:\b)");
        let compiled = Regex::new(&pattern);
        debug_assert!(compiled.is_ok(), "{pattern}: {compiled:?}");
        compiled.ok().map(|pattern| Rule { pattern, say: *say })
    };
    table.iter().filter_map(rule).collect()
}

/// Applies the rules in order.
pub(super) fn apply(rules: &[Rule], text: &mut Text) {
    for rule in rules {
        let said = text.said();
        let edit = |captures: Captures<'_>| {
            let whole = captures.get(0)?;
            let (before, after) = (&said[..whole.start()], &said[whole.end()..]);
            let found = Found { captures: &captures, whole: whole.as_str(), before, after };
            Some(Edit { at: whole.range(), said: (rule.say)(&found)? })
        };
        let edits = rule.pattern.captures_iter(said).filter_map(edit).collect();
        text.edit(edits);
    }
}
