//! English: what is left when names, dates and amounts are in words: bare figures and signs.

use super::super::rules::Say;
use super::dates::bare_year;
use super::numbers::number;

pub(super) const RULES: &[(&str, Say)] = &[
    (r"\b(?P<n>\d{4})\b", bare_year),
    (r"(?P<n>\d+(?:\.\d+){2,})", |f| Some(f.get("n").split('.').map(number).collect::<Vec<_>>().join(" point "))),
    (r"(?P<w>\d+|\b[A-Za-z])\^(?P<n>\d+)", |f| {
        let base =
            if f.get("w").starts_with(|c: char| c.is_ascii_digit()) { number(f.get("w")) } else { f.get("w").into() };
        Some(format!("{base} to the power of {}", number(f.get("n"))))
    }),
    (r"(?P<o><=|>=|[≤≥<>±])\s?(?P<m>-)?(?P<n>{n})", |f| {
        let word = match f.get("o") {
            "<=" | "≤" => "at most",
            ">=" | "≥" => "at least",
            "<" => "less than",
            ">" => "more than",
            _ => "plus or minus",
        };
        let gap = if f.before.is_empty() || f.before.ends_with([' ', '(']) { "" } else { " " };
        let minus = if f.get("m").is_empty() { "" } else { "minus " };
        Some(format!("{gap}{word} {minus}{}", number(f.get("n"))))
    }),
    (r"(?P<s>-)(?P<n>{n})", |f| {
        let is_large = ["million", "billion", "trillion"].contains(&super::next_word(f.after));
        let word = if f.get("n").contains('.') || is_large { "minus" } else { "negative" };
        let is_sign = !f.is_glued_left() && f.is_whole() && !f.before.ends_with([')', '%', '/']);
        is_sign.then(|| format!("{word} {}", number(f.get("n"))))
    }),
    (r"(?P<n>{n})", |f| {
        let space = if f.is_glued_left() { " " } else { "" };
        let gap = if f.is_glued_right() { " " } else { "" };
        Some(format!("{space}{}{gap}", number(f.get("n"))))
    }),
    (r"[²]", |_| Some(" squared".into())),
    (r"[³]", |_| Some(" cubed".into())),
    (r"\$(?P<w>[A-Za-z])", |f| Some(f.get("w").to_owned())),
    (r"(?P<w>[A-Za-z])\$", |f| Some(f.get("w").to_owned())),
    (r"\s?\$\s?", |_| Some(" dollar ".into())),
    (r"\bC#", |_| Some("C sharp".into())),
    (r"\s?&\s?", |_| Some(" and ".into())),
    (r"\s?\+\s?", |_| Some(" plus ".into())),
    (r"\s?=\s?", |_| Some(" equals ".into())),
    (r"#(?P<w>\w)", |f| Some(f.get("w").to_owned())),
    (r"(?P<a>[A-Za-z])/(?P<b>[A-Za-z])", |f| Some(format!("{} {}", f.get("a"), f.get("b")))),
    (r"[~≈]\s?", |_| Some("about ".into())),
    (r"[*_^|\\]", |_| Some(" ".into())),
];
