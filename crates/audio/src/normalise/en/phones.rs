//! English: telephone numbers, group by group, figure by figure.

use super::super::rules::{Found, Say};
use super::numbers::{digits, number};

pub(super) const RULES: &[(&str, Say)] = &[
    // A number in letters: 1-800-FLOWERS.
    (r"\b1-(?P<a>8\d\d)-(?P<w>[A-Z0-9]+(?:-[A-Z0-9]+)*[A-Z](?:-?[A-Z0-9]+)*)\b", |f| {
        let words = f
            .get("w")
            .split('-')
            .map(|word| if word.starts_with(|c: char| c.is_ascii_digit()) { digits(word) } else { word.to_owned() });
        Some(format!("one, {}, {}", number(f.get("a")), words.collect::<Vec<_>>().join(" ")))
    }),
    (
        r"(?P<t>\+\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}(?:-\d+)?|(?:\b1-)?\b\d{3}-\d{3,4}-\d{4}(?:-\d+)?|\(\d{3}\) ?\d{3}-\d{4}|\b0\d{2,4} \d{3,4} \d{3,4})\b",
        telephone,
    ),
    (
        r"(?P<w>(?i:call|dial|text|phone|dialing|calling|hotline)(?:ed|ing)?(?: the)?(?: at)?[: ]\s?)(?P<n>\d{3,5}|\d{3}-\d{4})\b",
        |f| (f.is_whole() && !super::counts_things(f.after)).then(|| format!("{}{}", f.get("w"), figures(f.get("n")))),
    ),
    (r"\b(?P<n>911|999)(?P<w>\s(?:call|caller|operator|dispatcher|emergency)s?\b)", |f| {
        Some(format!("{}{}", digits(f.get("n")), f.get("w")))
    }),
    (r"\b(?P<n>\d{3}-\d{4})\b", |f| f.is_whole().then(|| figures(f.get("n")))),
];

fn figures(written: &str) -> String {
    written.split('-').map(digits).collect::<Vec<_>>().join(", ")
}

fn telephone(f: &Found<'_>) -> Option<String> {
    let written = f.get("t");
    let n_figures = written.chars().filter(char::is_ascii_digit).count();
    // Plus three to five is no telephone number.
    if n_figures < 8 || f.is_glued_left() {
        return None;
    }
    let groups = written.split(['-', ' ', '(', ')']).filter(|group| !group.is_empty());
    let said = groups.map(|group| {
        let plus = if group.starts_with('+') { "plus " } else { "" };
        format!("{plus}{}", digits(group))
    });
    Some(said.collect::<Vec<_>>().join(", "))
}
