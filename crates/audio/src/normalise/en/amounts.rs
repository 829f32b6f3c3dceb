//! English: money, shares, units.

use super::super::rules::{Found, Say};
use super::super::words::{currency, unit};
use super::numbers::number;
use super::words::multiplier;

pub(super) const RULES: &[(&str, Say)] = &[
    (
        r"(?P<c>{cur})(?P<a>{n})(?P<l>\s?(?:million|billion|trillion|bn|mn|tn|[mbk]))?\s?[-–—]\s?(?:{cur})?(?P<b>{n}){mult}",
        |f| {
            let many = currency(f.get("c").trim())?.en_many;
            let first = with_multiplier(money_number(f.get("a")), f.get("l"));
            let amount = format!("{first} to {}", money_number(f.get("b")));
            (!is_code_in_word(f)).then(|| with_multiplier(amount, f.get("m")) + " " + many)
        },
    ),
    (r"(?P<minus>[-–+])?(?P<c>{cur})(?P<a>{n}){mult}(?P<tail>-(?:million|billion|trillion))?", |f| {
        let name = currency(f.get("c").trim()).filter(|_| !is_code_in_word(f))?;
        let minus = match f.get("minus") {
            "" => "",
            "+" => "plus ",
            sign if f.before.ends_with(|c: char| c.is_alphanumeric()) => sign,
            _ => "minus ",
        };
        let said = money_number(f.get("a"));
        let is_one = said == "one" && f.get("m").is_empty() && f.get("tail").is_empty();
        let multiplied = with_multiplier(said, f.get("m")) + &f.get("tail").replace('-', " ");
        Some(format!("{minus}{multiplied} {}", if is_one || is_attribute(f) { name.en_one } else { name.en_many }))
    }),
    (
        r"(?P<a>{n})(?P<m>\s?(?:million|billion|trillion|bn|mn))?\s?(?P<c>USD|EUR|GBP|CNY|RMB|JPY|HKD|AUD|CAD|SGD|CHF|INR|KRW|BTC|[€£₽])",
        |f| {
            let name = currency(f.get("c"))?;
            let said = with_multiplier(number(f.get("a")), f.get("m"));
            let is_alone = !f.is_glued_left() && !f.is_glued_right();
            is_alone.then(|| format!("{said} {}", if said == "one" { name.en_one } else { name.en_many }))
        },
    ),
    (r"(?P<a>{n})\$", |f| {
        let said = number(f.get("a"));
        let is_alone = !f.after.starts_with(|c: char| c.is_ascii_digit());
        is_alone.then(|| format!("{said} {}", if said == "one" { "dollar" } else { "dollars" }))
    }),
    (r"(?P<a>{n})\s?¢", |f| {
        Some(format!("{} {}", number(f.get("a")), if f.get("a") == "1" { "cent" } else { "cents" }))
    }),
    (r"(?P<a>{n})\s?%?\s?(?:[-–—]|to)\s?(?P<b>{n})\s?%", |f| {
        Some(format!("{} to {} percent", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<s>[-+−±])?(?P<a>{n})\s?(?P<p>[%‰])", |f| {
        let sign = match f.get("s") {
            "" => "",
            "+" => "plus ",
            "±" => "plus or minus ",
            _ => "minus ",
        };
        let parts = if f.get("p") == "%" { "percent" } else { "per mille" };
        (!f.before.ends_with(|c: char| c.is_ascii_digit())).then(|| format!("{sign}{} {parts}", number(f.get("a"))))
    }),
    (r"(?P<a>{n})\s?(?P<m>bn|mn|tn|mln|bln|trn|[kK])\b(?P<p>\+)?", |f| {
        // 4K and 8K name the width of a picture.
        let is_name = matches!((f.get("a"), f.get("m")), ("2" | "4" | "8", "K"));
        let said =
            || Some(format!("{} {}{}", number(f.get("a")), multiplier(f.get("m"))?, f.get("p").replace('+', " plus")));
        (!f.is_glued_left() && !is_name).then(said).flatten()
    }),
    (r"(?P<a>{n})(?P<m>[mM]) (?P<w>people|men|women|children|[a-z]+s)\b", |f| {
        let is_tall = matches!(f.get("w"), "is" | "was" | "has" | "plus" | "less" | "across");
        (!f.is_glued_left() && !is_tall).then(|| format!("{} million {}", number(f.get("a")), f.get("w")))
    }),
    (r#"\b(?P<a>\d)'\s?(?P<b>\d{1,2})(?:"|''|”)"#, |f| {
        Some(format!("{} foot {}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<a>{n})\s?(?:[-–—]|to)\s?(?P<b>{n})\s?(?P<u>{unit_en})", |f| {
        let (_, many) = unit(&f.get("u").replace(' ', "")).or_else(|| unit(f.get("u")))?.en?;
        (!f.is_glued_right()).then(|| format!("{} to {} {many}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<n>{n})°\s?(?P<d>[NSEW])\b", |f| {
        let side = match f.get("d") {
            "N" => "north",
            "S" => "south",
            "E" => "east",
            _ => "west",
        };
        Some(format!("{} degrees {side}", number(f.get("n"))))
    }),
    (r"\b(?P<a>\d)\s?ft\.?\s?(?P<b>\d{1,2})\s?in\b", |f| {
        Some(format!("{} foot {}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<s>[-−])?(?P<a>{n})(?P<m>\s?(?:million|billion|bn|mn))?(?P<gap>[\s-]?)(?P<u>{unit_en})", measure),
    (r"(?P<a>\d+\.\d+)s\b", |f| (!f.is_glued_left()).then(|| format!("{} seconds", number(f.get("a"))))),
    // -18 C, 30C (86F): figures of the weather without their ring.
    (r"(?P<s>[-−])?(?P<a>\d{1,3}(?:\.\d)?)(?P<gap>\s?)(?P<u>[CF])\b", |f| {
        let is_weather = !f.get("s").is_empty() || (f.get("gap").is_empty() && f.get("a").len() > 1);
        let is_alone = f.is_whole() && !f.is_glued_left() && !f.after.starts_with(['-', '.', '+', '#']);
        let sign = if f.get("s").is_empty() { "" } else { "negative " };
        let scale = if f.get("u") == "C" { "Celsius" } else { "Fahrenheit" };
        (is_weather && is_alone).then(|| format!("{sign}{} degrees {scale}", number(f.get("a"))))
    }),
    (
        r"(?P<w>\p{L})/(?P<per>barrel|ton|tonne|day|week|month|year|hour|person|share|night|gallon|litre|liter|kg|kWh|MWh)\b",
        |f| {
            let per = unit(f.get("per")).and_then(|unit| unit.en).map_or(f.get("per"), |(one, _)| one);
            Some(format!("{} per {per}", f.get("w")))
        },
    ),
];

fn measure(f: &Found<'_>) -> Option<String> {
    let written = f.get("u").replace("° ", "°");
    let is_glued = f.after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let (one, many) = unit(&written)?.en.filter(|_| !is_glued && !f.is_glued_left())?;
    // With a space or a hyphen a single letter may as well be a word or a name.
    let is_far = !f.get("gap").is_empty() && written.len() == 1 && !matches!(&*written, "m" | "g" | "t" | "L");
    let is_hyphened = f.get("gap") == "-";
    if is_far || is_hyphened && written.len() == 1 && f.get("m").is_empty() && !f.after.starts_with(' ') {
        return None;
    }
    let sign = match f.get("s") {
        "" => "",
        _ if f.before.ends_with(|c: char| c.is_alphanumeric()) => " ",
        _ => "negative ",
    };
    let said = with_multiplier(number(f.get("a")), f.get("m"));
    Some(format!("{sign}{said} {}", if said == "one" || is_hyphened { one } else { many }))
}

/// The CNY of a longer word.
fn is_code_in_word(f: &Found<'_>) -> bool {
    f.get("c").starts_with(|c: char| c.is_ascii_alphabetic()) && f.is_glued_left()
}

/// A $5 billion deal is of five billion dollar, not dollars.
fn is_attribute(f: &Found<'_>) -> bool {
    let word_before = f.before.trim_end().rsplit(' ').next().unwrap_or("");
    let goes_on = f.after.starts_with('-') || f.after.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
    const NO_NOUNS: [&str; 22] = [
        "a", "per", "an", "each", "in", "for", "from", "to", "on", "at", "by", "of", "over", "and", "or", "as", "with",
        "after", "into", "since", "less", "more",
    ];
    let is_noun = !NO_NOUNS.contains(&super::next_word(f.after));
    matches!(word_before, "a" | "A" | "an" | "this" | "another") && goes_on && is_noun
}

/// An amount: zeros at the end of cents say nothing.
fn money_number(figures: &str) -> String {
    let trimmed = if figures.contains('.') { figures.trim_end_matches('0').trim_end_matches('.') } else { figures };
    number(trimmed)
}

fn with_multiplier(said: String, written: &str) -> String {
    match multiplier(written) {
        Some(word) => format!("{said} {word}"),
        None => said,
    }
}
