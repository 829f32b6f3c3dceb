//! English: figures, dates, money and abbreviations in words.

use super::en_numbers::{cardinal, decade, digits, fraction, number, of_a_name, ordinal, roman, year};
use super::en_tables::{ABBREVIATIONS, BEFORE_ROMAN, RULERS, currency, month, multiplier, state, unit, weekday};
use super::rules::{Found, Rule, Say, apply, rules};
use std::sync::LazyLock;

const MONTH: &str = r"(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)";

const MULTIPLIER: &str = r"(?P<m>\s?(?:hundred|thousand|million|billion|trillion|mln|bln|trn|mn|bn|tn|[kKmMbBtT])\b)?";

const ZONE: &str = "(?i:est|edt|et|pst|pdt|pt|cst|cdt|cet|gmt|utc|bst|jst|msk)";

const CURRENCY: &str =
    r"(?:US|AU|CA|HK|NT|NZ|A|C|S|R)?\$|CN¥|JP¥|[€£¥₹₩₽₺₿]|(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|AUD|CAD|CHF|INR|Rs)\s?";

/// The text in words.
pub(super) fn spoken(text: &str) -> String {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let table: Vec<(String, Say)> = table();
        let table: Vec<(&str, Say)> = table.iter().map(|(pattern, say)| (pattern.as_str(), *say)).collect();
        rules(&table)
    });
    apply(&RULES, text)
}

fn table() -> Vec<(String, Say)> {
    let fill = |pattern: &str| {
        pattern
            .replace("{month}", MONTH)
            .replace("{zone}", ZONE)
            .replace("{mult}", MULTIPLIER)
            .replace("{cur}", CURRENCY)
            .replace("{before_roman}", BEFORE_ROMAN)
            .replace("{rulers}", RULERS)
    };
    TABLE.iter().map(|(pattern, say)| (fill(pattern), *say)).collect()
}

/// In order: what is longer or surer comes first.
const TABLE: &[(&str, Say)] = &[
    (r"\((?:NYSE|NASDAQ|Nasdaq|LSE|HKEX|TSX|SSE|SZSE|TYO|HK|SH|SZ)\s?:\s?[A-Z0-9.]+\)", |_| Some(String::new())),
    (r"(?P<a>[A-Za-z0-9._-]+)@(?P<h>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", |f| {
        Some(format!("{} at {}", name_parts(f.get("a")), name_parts(f.get("h"))))
    }),
    (
        r"\b(?P<h>[A-Za-z][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|net|edu|gov|io|ai|cn|uk|eu|de|co|tv|info|dev))\b",
        |f| Some(name_parts(f.get("h"))),
    ),
    (r"\b(?P<a>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?\s?[-–]\s?(?P<b>Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?", |f| {
        Some(format!("{} to {}", weekday(f.get("a"))?, weekday(f.get("b"))?))
    }),
    (r"(?P<town>[A-Z][a-z]+), (?P<code>[A-Z]{2})\b(?P<zip>\s\d{5})?", |f| {
        let zip = f.get("zip").trim();
        Some(format!("{}, {} {}", f.get("town"), state(f.get("code"))?, digits(zip)).trim_end().to_owned())
    }),
    (r"\bNo\.\s?(?P<n>\d+)", |f| Some(format!("number {}", number(f.get("n"))))),
    (r"\b(?P<t>\d{1,2})[:.](?P<m>\d{2})(?::(?P<s>\d{2}))?\s?(?P<half>[ap]\.?\s?m\.?)(?P<z>\s{zone}\b)?", half_day),
    (r"\b(?P<t>\d{1,2})\s?(?P<half>[ap]\.?m\.?)(?P<z>\s{zone}\b)?", half_day),
    (r"\b(?P<w>(?:[A-Za-z]+\.)*[A-Za-z]+\.)", abbreviation),
    (r"\bMt (?P<next>[A-Z])", |f| Some(format!("Mt {}", f.get("next")))),
    (r"\bExpy\b", |_| Some("Expressway".into())),
    (r"\b(?P<y>\d{4})\s(?P<e>BC|AD|BCE|CE)\b", |f| Some(format!("{} {}", year(f.get("y").parse().ok()?), f.get("e")))),
    (r"\b(?P<d>\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", |f| {
        Some(format!(" {}", f.get("d")))
    }),
    (r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>20\d\d|\d\d)\b", |f| {
        let said = day_of_month(f.get("d"), f.get("m")).filter(|_| f.is_whole())?;
        let n: u64 = f.get("y").parse().ok()?;
        Some(format!("{said} {}", year(if n < 100 { n + 2000 } else { n })))
    }),
    (r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b", |f| {
        let said = day_of_month(f.get("d"), f.get("m"))?;
        f.is_whole().then(|| Some(format!("{said} {}", year(f.get("y").parse().ok()?)))).flatten()
    }),
    (r"\b(?P<m>{month})\s(?P<d>\d{1,2})(?:st|nd|rd|th)?\s?[-–]\s?(?P<e>\d{1,2})\b", |f| {
        let (from, to) = (day(f.get("d"))?, day(f.get("e"))?);
        Some(format!("the {from} to the {to} of {}", month(f.get("m"))?))
    }),
    (r"\b(?P<m>{month})\s(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?P<c>,?)(?P<y>\s\d{4}\b)?", |f| {
        let said = day_of_month(f.get("d"), f.get("m"))?;
        let year_said = optional_year(f.get("y"))?;
        f.is_whole().then(|| format!("{said}{}{year_said}", f.get("c")))
    }),
    (r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m>{month})\b(?P<c>,?)(?P<y>\s\d{4}\b)?", |f| {
        let said = day_of_month(f.get("d"), f.get("m"))?;
        (!f.before.ends_with("the ")).then_some(())?;
        Some(format!("{said}{}{}", f.get("c"), optional_year(f.get("y"))?))
    }),
    (r"\b(?P<m>{month})\s(?P<y>(?:1[0-9]|20)\d{2})\b", |f| {
        f.is_whole().then(|| Some(format!("{} {}", month(f.get("m"))?, year(f.get("y").parse().ok()?)))).flatten()
    }),
    (r"\b(?P<h>[12])H(?P<y>\d{2})\b", |f| {
        Some(format!("the {} half of {}", ordinal(f.get("h").parse().ok()?), number(f.get("y"))))
    }),
    (r"\b(?P<q>[1-4])Q(?P<y>\d{2})\b", |f| {
        Some(format!("the {} quarter of {}", ordinal(f.get("q").parse().ok()?), number(f.get("y"))))
    }),
    (r"\bQ(?P<q>[1-4])\b", |f| Some(format!("the {} quarter", ordinal(f.get("q").parse().ok()?)))),
    (r"\b(?P<t>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?\b", time),
    (r"(?P<c>{cur})(?P<a>{n})(?:\s?[-–]\s?(?:{cur})?|\sto\s(?:{cur}))(?P<b>{n}){mult}", |f| {
        let (_, many) = currency(f.get("c").trim())?;
        let amount = format!("{} to {}", money_number(f.get("a")), money_number(f.get("b")));
        Some(with_multiplier(amount, f.get("m")) + " " + many)
    }),
    (r"(?P<minus>-)?(?P<c>{cur})(?P<a>{n}){mult}(?P<tail>-(?:million|billion|trillion))?", |f| {
        let (one, many) = currency(f.get("c").trim())?;
        let minus = if f.get("minus").is_empty() { "" } else { "minus " };
        let said = money_number(f.get("a"));
        let is_one = said == "one" && f.get("m").is_empty() && f.get("tail").is_empty();
        let multiplied = with_multiplier(said, f.get("m")) + &f.get("tail").replace('-', " ");
        Some(format!("{minus}{multiplied} {}", if is_one || is_attribute(f) { one } else { many }))
    }),
    (r"(?P<a>{n})\s?(?:[-–]|to)\s?(?P<b>{n})\s?%", |f| {
        Some(format!("{} to {} percent", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<s>[-+−])?(?P<a>{n})\s?%", |f| {
        let sign = match f.get("s") {
            "" => "",
            "+" => "plus ",
            _ => "minus ",
        };
        (!f.before.ends_with(|c: char| c.is_ascii_digit())).then(|| format!("{sign}{} percent", number(f.get("a"))))
    }),
    (r"(?P<a>{n})\s?[×*]\s?(?P<b>\d)", |f| Some(format!("{} times {}", number(f.get("a")), f.get("b")))),
    (r"(?P<a>{n})\s?(?P<m>bn|mn|tn|mln|bln|trn|[kK])\b", |f| {
        (!f.is_glued_left()).then(|| Some(format!("{} {}", number(f.get("a")), multiplier(f.get("m"))?))).flatten()
    }),
    (r"(?P<a>{n})m (?P<w>people|[a-z]+s)\b", |f| Some(format!("{} million {}", number(f.get("a")), f.get("w")))),
    (r"(?P<a>{n})\s?[-–]\s?(?P<b>{n})\s?(?P<u>°\s?[CF]|[℃℉°]|[A-Za-zμµ]+[²³2]?(?:/[a-z]+)?)", |f| {
        let (_, many) = unit(&f.get("u").replace(' ', ""))?;
        Some(format!("{} to {} {many}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"(?P<s>-)?(?P<a>{n})\s?(?P<u>°\s?[CF]|[℃℉°]|sq (?:ft|km|m)\b|[A-Za-zμµ]+[²³2]?(?:/[a-z]+)?)", measure),
    (r"\b(?P<w>\d+)\s(?P<a>\d+)/(?P<b>\d+)(?:th)?\b", |f| {
        let said = say_fraction(f.get("a"), f.get("b"))?;
        Some(
            format!("{} and {said}", number(f.get("w")))
                .replace("and one quarter", "and a quarter")
                .replace("and one half", "and a half"),
        )
    }),
    (r"\b24/7\b", |_| Some("twenty four seven".into())),
    (r"\b9/11\b", |_| Some("nine eleven".into())),
    (r"\b(?P<a>\d{1,3})/(?P<b>\d{1,3})(?:th)?\b", |f| {
        (f.is_whole() && !f.after.starts_with('/')).then(|| say_fraction(f.get("a"), f.get("b"))).flatten()
    }),
    ("½", |_| Some(" one half".into())),
    ("⅓", |_| Some(" one third".into())),
    ("⅔", |_| Some(" two thirds".into())),
    ("¼", |_| Some(" one quarter".into())),
    ("¾", |_| Some(" three quarters".into())),
    (r"(?P<t>\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){2,4}(?:-\d+)?|\b\d{3}-\d{3,4}-\d{4}(?:-\d+)?)\b", telephone),
    (r"\b(?P<a>\d{4})\s?[-–]\s?(?P<b>\d{2}|\d{4})\b", |f| {
        let (from, to): (u64, u64) = (f.get("a").parse().ok()?, f.get("b").parse().ok()?);
        let is_years = (1100..2100).contains(&from) && (to < 100 || (from..2100).contains(&to)) && f.is_whole();
        let to_said = if to < 100 { number(f.get("b")) } else { year(to) };
        is_years.then(|| format!("{} to {to_said}", year(from)))
    }),
    (r"(?P<y>\d{4}|'?\d0)(?:'s|s)\b", |f| {
        let figures = f.get("y").trim_start_matches('\'');
        (!f.is_glued_left()).then(|| Some(decade(figures.parse().ok()?))).flatten()
    }),
    (r"\b(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b", |f| Some(ordinal(f.get("n").replace(',', "").parse().ok()?))),
    (r"(?P<a>{n})\s?[-–]\s?(?P<b>{n})(?P<c>\s?[-–]\s?\d+)?", |f| {
        let third = f.get("c").trim().trim_start_matches(['-', '–']).trim();
        let third = if third.is_empty() { String::new() } else { format!(" to {}", number(third)) };
        (f.is_whole() && !f.is_glued_left()).then(|| format!("{} to {}{third}", number(f.get("a")), number(f.get("b"))))
    }),
    (r"\b[vV](?:ersion )?(?P<n>\d+(?:\.\d+)+)\b", |f| {
        (!f.before.ends_with('-')).then(|| format!("version {}", dotted(f.get("n"))))
    }),
    (r"\b(?P<name>[A-Z][A-Za-z]*)-?(?P<n>\d+(?:\.\d+)+)\b", |f| {
        Some(format!("{} {}", f.get("name"), dotted(f.get("n"))))
    }),
    (r"\b(?P<name>[A-Za-z]*[A-Z][A-Za-z]*)[-–]?(?P<n>\d{1,4})(?P<tail>[A-Za-z]{0,2})\b", |f| {
        Some(format!("{} {} {}", f.get("name"), of_a_name(f.get("n")), f.get("tail")).trim_end().to_owned())
    }),
    (r"\b(?P<n>\d{1,3})(?P<name>[A-Z]{1,2})\b", |f| Some(format!("{} {}", number(f.get("n")), f.get("name")))),
    (r"(?P<n>{n})-(?P<name>[a-z]+)", |f| {
        (!f.is_glued_left()).then(|| format!("{} {}", number(f.get("n")), f.get("name")))
    }),
    (r"\b(?P<w>{before_roman})\s(?P<r>[IVXLC]+)\b", |f| {
        Some(format!("{} {}", f.get("w"), cardinal(roman(f.get("r"))?)))
    }),
    (r"\b(?P<w>{rulers})\s(?P<r>[IVX]+)\b", |f| Some(format!("{} the {}", f.get("w"), ordinal(roman(f.get("r"))?)))),
    (r"^(?P<r>[IVX]{2,})$", |f| Some(cardinal(roman(f.get("r"))?))),
    (r"\b(?P<n>\d{4})\b", bare_year),
    (r"(?P<s>-)(?P<n>{n})", |f| {
        let word = if f.get("n").contains('.') { "minus" } else { "negative" };
        (!f.is_glued_left() && f.is_whole()).then(|| format!("{word} {}", number(f.get("n"))))
    }),
    (r"(?P<n>{n})", |f| {
        let space = if f.is_glued_left() { " " } else { "" };
        let gap = if f.is_glued_right() { " " } else { "" };
        Some(format!("{space}{}{gap}", number(f.get("n"))))
    }),
    (r"\s?&\s?", |_| Some(" and ".into())),
    (r"\s?\+\s?", |_| Some(" plus ".into())),
    (r"\s?=\s?", |_| Some(" equals ".into())),
    (r"#(?P<w>\w)", |f| Some(f.get("w").to_owned())),
    (r"[~≈]", |_| Some("about ".into())),
    (r"[*_^|\\]", |_| Some(" ".into())),
];

fn name_parts(name: &str) -> String {
    let spaced = name.replace('.', " dot ").replace('_', " underscore ").replace('-', " dash ");
    let mut said = String::new();
    for c in spaced.chars() {
        match c.to_digit(10) {
            Some(_) => said.push_str(&format!(" {} ", digits(&c.to_string()))),
            None => said.push(c),
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At the end of the text the stop of `the U.S.` is also the sentence's.
fn abbreviation(f: &Found<'_>) -> Option<String> {
    const MAY_END: [&str; 10] = ["US", "UK", "UN", "EU", "DC", "USA", "company", "Incorporated", "Junior", "et cetera"];
    let (_, said) = ABBREVIATIONS.iter().find(|(written, _)| *written == f.get("w"))?;
    let is_street =
        *said == "Saint" && f.before.ends_with(' ') && !f.after.trim_start().starts_with(|c: char| c.is_uppercase());
    let ends_text = f.after.is_empty() && !f.before.is_empty() && MAY_END.contains(said);
    Some(if is_street { "Street".into() } else { format!("{said}{}", if ends_text { "." } else { "" }) })
}

fn day(figures: &str) -> Option<String> {
    figures.parse().ok().filter(|day| (1..=31).contains(day)).map(ordinal)
}

fn day_of_month(day_figures: &str, month_written: &str) -> Option<String> {
    Some(format!("the {} of {}", day(day_figures)?, month(month_written)?))
}

fn optional_year(written: &str) -> Option<String> {
    match written.trim() {
        "" => Some(String::new()),
        figures => Some(format!(" {}", year(figures.parse().ok()?))),
    }
}

fn half_day(f: &Found<'_>) -> Option<String> {
    let half = if f.get("half").starts_with('a') { "AM" } else { "PM" };
    let zone = f.get("z").to_ascii_uppercase();
    let hour = number(f.get("t").trim_start_matches('0'));
    let (minute, second) = (f.get("m"), f.get("s"));
    if !second.is_empty() {
        return Some(format!("{}{half}{zone}", hours_minutes_seconds(f.get("t"), minute, second)));
    }
    let minutes = match minute {
        "" | "00" => String::new(),
        minute => format!(" {}", minutes_past(minute)),
    };
    Some(format!("{hour}{minutes} {half}{zone}"))
}

fn minutes_past(minute: &str) -> String {
    match minute.strip_prefix('0') {
        Some(ones) => format!("oh {}", number(ones)),
        None => number(minute),
    }
}

fn hours_minutes_seconds(hour: &str, minute: &str, second: &str) -> String {
    let plain = |figures: &str| number(figures.strip_prefix('0').unwrap_or(figures));
    format!("{} hours {} minutes and {} seconds ", plain(hour), plain(minute), plain(second))
}

fn time(f: &Found<'_>) -> Option<String> {
    let hour: u64 = f.get("t").parse().ok().filter(|hour| *hour <= 24)?;
    if !f.get("s").is_empty() {
        return Some(hours_minutes_seconds(f.get("t"), f.get("m"), f.get("s")).trim_end().to_owned());
    }
    Some(match (hour, f.get("m")) {
        (0, "00") => "midnight".into(),
        (1..=12, "00") => format!("{} o'clock", cardinal(hour)),
        (_, "00") => format!("{} hundred", cardinal(hour)),
        (_, minute) => format!("{} {}", cardinal(hour), minutes_past(minute)),
    })
}

/// A $5 billion deal is of five billion dollar, not dollars.
fn is_attribute(f: &Found<'_>) -> bool {
    let word_before = f.before.trim_end().rsplit(' ').next().unwrap_or("");
    let goes_on = f.after.starts_with('-') || f.after.trim_start().starts_with(|c: char| c.is_ascii_lowercase());
    matches!(word_before, "a" | "A" | "an" | "this" | "another") && goes_on
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

fn measure(f: &Found<'_>) -> Option<String> {
    let written = f.get("u").replace("° ", "°");
    let is_glued = f.after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let (one, many) = unit(&written).filter(|_| !is_glued && !f.is_glued_left())?;
    let sign = if f.get("s").is_empty() { "" } else { "negative " };
    let said = number(f.get("a"));
    Some(format!("{sign}{said} {}", if said == "one" { one } else { many }))
}

fn say_fraction(above: &str, below: &str) -> Option<String> {
    let (above, below) = (above.parse().ok()?, below.parse().ok()?);
    (below > 1 && above > 0).then(|| fraction(above, below))
}

/// Group by group, figure by figure.
fn telephone(f: &Found<'_>) -> Option<String> {
    let groups = f.get("t").split(['-', ' ', '(', ')']).filter(|group| !group.is_empty());
    let said = groups.map(|group| {
        let plus = if group.starts_with('+') { "plus " } else { "" };
        format!("{plus}{}", digits(group))
    });
    Some(said.collect::<Vec<_>>().join(", "))
}

fn dotted(figures: &str) -> String {
    figures.split('.').map(number).collect::<Vec<_>>().join(" point ")
}

/// Four figures alone are a year where a year can stand.
fn bare_year(f: &Found<'_>) -> Option<String> {
    const BEFORE: [&str; 18] = [
        "in", "since", "by", "from", "until", "till", "of", "year", "late", "early", "mid", "to", "and", "before",
        "after", "during", "circa", "around",
    ];
    let n: u64 = f.get("n").parse().ok()?;
    if !f.is_whole() || f.is_glued_left() || f.is_glued_right() {
        return None;
    }
    let word_before = f.before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    let next_word: String = f.after.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    let counts_things = f.after.starts_with(' ') && next_word.ends_with('s') && next_word.len() > 3;
    let is_year = match n {
        1900..=2099 => true,
        1100..=1899 => !counts_things || BEFORE.contains(&word_before.as_str()),
        _ => false,
    };
    is_year.then(|| year(n))
}
