//! What a rule is: a pattern, and a function that says what it found or leaves it alone.

use regex::{Captures, Regex};

/// A figure, with groups of three or without, with a fraction or only one.
const NUMBER: &str = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)";

/// What a rule found, and what stands round it.
pub(super) struct Found<'a> {
    captures: &'a Captures<'a>,
    whole: &'a str,
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
            Some('.' | ',') => back.next().is_some_and(|c| c.is_ascii_digit()),
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
        let pattern = pattern.replace("{n}", NUMBER).replace(r"\d", "[0-9]").replace(r"\b", r"(?-u:\b)");
        let compiled = Regex::new(&pattern);
        debug_assert!(compiled.is_ok(), "{pattern}: {compiled:?}");
        compiled.ok().map(|pattern| Rule { pattern, say: *say })
    };
    table.iter().filter_map(rule).collect()
}

/// Applies the rules in order.
pub(super) fn apply(rules: &[Rule], text: &str) -> String {
    rules.iter().fold(text.to_owned(), |text, rule| rule.apply(&text))
}

impl Rule {
    fn apply(&self, text: &str) -> String {
        let replaced = self.pattern.replace_all(text, |captures: &Captures<'_>| {
            let Some(whole) = captures.get(0) else { return String::new() };
            let (before, after) = (&text[..whole.start()], &text[whole.end()..]);
            (self.say)(&Found { captures, whole: whole.as_str(), before, after })
                .unwrap_or_else(|| whole.as_str().to_owned())
        });
        replaced.into_owned()
    }
}
