//! English: ratios, fractions, ranges, scores: what two figures mean together.

use super::super::rules::Say;
use super::numbers::{fraction, number};

/// Before times of day: a colon that cannot part hours from minutes.
pub(super) const EARLY: &[(&str, Say)] = &[
    (r"\b(?P<a>\d{1,4}):(?P<b>\d{1,4})(?P<c>:\d{1,4})?\b", |f| {
        let (a, b, c) = (f.get("a"), f.get("b"), f.get("c").trim_start_matches(':'));
        let minute: u64 = b.parse().ok()?;
        let speaks_of_pair = ["ratio", "odds", "scale", "split"].iter().any(|word| {
            let near: String = f.before.chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
            near.contains(word) || f.after.trim_start().starts_with(word)
        });
        let is_time = b.len() == 2 && minute < 60 && a.len() <= 2 && a.parse::<u64>().is_ok_and(|hour| hour <= 24);
        let third = if c.is_empty() { String::new() } else { format!(" to {}", number(c)) };
        (f.is_whole() && (!is_time || speaks_of_pair) && !f.after.starts_with('.'))
            .then(|| format!("{} to {}{third}", number(a), number(b)))
    }),
    (r"\b(?P<a>\d+)-(?P<w>to|by|in|for|and|on|of|a)-(?P<b>\d+|[a-z])", |f| {
        let after =
            if f.get("b").starts_with(|c: char| c.is_ascii_digit()) { number(f.get("b")) } else { f.get("b").into() };
        Some(format!("{} {} {after}", number(f.get("a")), f.get("w")))
    }),
    (r"(?P<a>{n})\s?[×*]\s?(?P<b>\d)", |f| Some(format!("{} times {}", number(f.get("a")), f.get("b")))),
    (r"\b50[-/–]50\b", |_| Some("fifty fifty".into())),
    (r"\b(?P<a>\d+\.\d+):(?P<b>\d+(?:\.\d+)?)\b", |f| {
        Some(format!("{} to {}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"\b20/20\b", |_| Some("twenty twenty".into())),
    (r"\b24/7\b", |_| Some("twenty four seven".into())),
    (r"\b9[-/]11\b", |_| Some("nine eleven".into())),
    (r"\b1/(?P<n>[248])[ -](?P<f>[Ff]inals?)\b", |f| {
        let round = match f.get("n") {
            "2" => "semi",
            "4" => "quarter",
            _ => "eighth",
        };
        Some(format!("{round} {}", f.get("f")))
    }),
];

/// After units have taken their figures.
pub(super) const RULES: &[(&str, Say)] = &[
    (r"\b(?P<a>{n})[x×]\b", |f| (!f.is_glued_left()).then(|| format!("{} times", number(f.get("a"))))),
    (r"(?P<a>\d)\s?(?P<v>[½⅓⅔¼¾])", |f| {
        Some(format!("{} and {}", number(f.get("a")), vulgar(f.get("v"), true)?))
    }),
    (r"(?P<v>[½⅓⅔¼¾⅛])", |f| {
        let gap = if f.is_glued_left() { " " } else { "" };
        Some(format!("{gap}{}", vulgar(f.get("v"), false)?))
    }),
    (r"\b(?P<w>\d+)\s(?P<a>\d+)/(?P<b>\d+)(?:th|rd)?\b", |f| {
        let said = say_fraction(f.get("a"), f.get("b"))?;
        Some(
            format!("{} and {said}", number(f.get("w")))
                .replace("and one quarter", "and a quarter")
                .replace("and one half", "and a half"),
        )
    }),
    (r"\b(?P<a>\d{1,3})/(?P<b>\d{1,4})(?:th|rd)?\b", |f| {
        (f.is_whole() && !f.after.starts_with('/')).then(|| say_fraction(f.get("a"), f.get("b"))).flatten()
    }),
];

fn say_fraction(above: &str, below: &str) -> Option<String> {
    let (above, below) = (above.parse().ok()?, below.parse().ok()?);
    (below > 1 && above > 0).then(|| fraction(above, below))
}

fn vulgar(sign: &str, follows_figure: bool) -> Option<&'static str> {
    Some(match (sign, follows_figure) {
        ("½", true) => "a half",
        ("½", false) => "one half",
        ("¼", true) => "a quarter",
        ("¼", false) => "one quarter",
        ("⅓", true) => "a third",
        ("⅓", false) => "one third",
        ("⅔", _) => "two thirds",
        ("¾", _) => "three quarters",
        ("⅛", _) => "one eighth",
        _ => return None,
    })
}
