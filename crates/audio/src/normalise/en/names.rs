//! English: addresses, abbreviations, and the figures of names.

use super::super::roman::roman;
use super::super::rules::{Found, Say};
use super::counts_things;
use super::numbers::{cardinal, digits, number, of_a_name, ordinal};
use super::words::{ABBREVIATIONS, STREETS, state, state_in_papers};

/// E-mail and web addresses, handles.
pub(super) const ADDRESSES: &[(&str, Say)] = &[
    (r"(?P<a>[A-Za-z0-9._%+-]+)@(?P<h>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", |f| {
        Some(format!("{} at {}", name_parts(f.get("a")), name_parts(f.get("h"))))
    }),
    (
        r"\b(?P<h>(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|info|dev|app|news|xyz|io|ai|cn|uk|eu|de|co|tv|jp|fr|us))\b(?P<p>/[A-Za-z0-9._~/-]*[A-Za-z0-9/])?",
        |f| Some(name_parts(f.get("h"))),
    ),
    (r"@(?P<w>[A-Za-z0-9_]+)", |f| Some(format!("at {}", f.get("w").replace('_', " ")))),
    (r"#(?P<n>\d{1,3})\b", |f| Some(format!("number {}", number(f.get("n"))))),
    (r"#(?P<w>[A-Za-z]\w*)", |f| Some(f.get("w").to_owned())),
    (r"\$(?P<t>[A-Z]{1,5})\b", |f| Some(f.get("t").to_owned())),
    (r"\b(?P<n>\d{4,6})\.(?P<x>HK|SH|SZ|SS|T|TW|KS)\b", |f| Some(format!("{} dot {}", digits(f.get("n")), f.get("x")))),
];

/// Streets, towns, numbers of houses.
pub(super) const PLACES: &[(&str, Say)] = &[
    (r"(?P<town>[A-Z][a-z]+), (?P<code>[A-Z]{2})\b(?P<zip>\s\d{5}(?:-\d{4})?)?", |f| {
        let zip = f.get("zip").trim();
        Some(format!("{}, {} {}", f.get("town"), state(f.get("code"))?, digits(zip)).trim_end().to_owned())
    }),
    (r"(?P<town>[A-Z][a-z]+), (?P<code>[A-Z][a-z]{1,4})\.", |f| {
        let state = state_in_papers(f.get("code"))?;
        let is_end = f.after.is_empty() || f.after.starts_with(" The ");
        Some(format!("{}, {state}{}", f.get("town"), if is_end { "." } else { "" }))
    }),
    // 2788 San Tomas Expressway: the number of a house is said as a name is.
    (r"\b(?P<n>\d{3,4})(?P<s>(?: [A-Z][A-Za-z.]*){1,3})", |f| {
        let is_street = f.get("s").split(' ').skip(1).any(|word| STREETS.contains(&word.trim_end_matches('.')));
        let is_number = f.is_whole() && !f.is_glued_left() && !f.before.ends_with(['$', '£', '€']);
        (is_number && is_street).then(|| format!("{}{}", of_a_name(f.get("n")), f.get("s")))
    }),
    (r"\bN[oO]s?\.\s?(?P<n>\d+)", |f| {
        let word = if f.whole.starts_with("Nos") { "numbers" } else { "number" };
        Some(format!("{word} {}", number(f.get("n"))))
    }),
    (r"\b(?P<p>pp?)\.\s?(?P<n>\d)", |f| {
        Some(format!("{} {}", if f.get("p") == "p" { "page" } else { "pages" }, f.get("n")))
    }),
    (r"№\s?(?P<n>\d+)", |f| Some(format!("number {}", number(f.get("n"))))),
    (r"§\s?(?P<n>\d+)", |f| Some(format!("section {}", number(f.get("n"))))),
];

/// Abbreviations with their stops.
pub(super) const ABBREVIATED: &[(&str, Say)] = &[
    (r"\b(?P<w>(?:[A-Za-z]+\.)*[A-Za-z]+\.)", abbreviation),
    (r"\b(?P<w>[BA]\.[CD])\b", |f| Some(f.get("w").replace('.', ""))),
    (r"\bMt (?P<next>[A-Z])", |f| Some(format!("Mt {}", f.get("next")))),
    (r"\bExpy\b", |_| Some("Expressway".into())),
    (r"\b(?P<t>Mr|Mrs|Ms|Dr|Prof) (?P<n>[A-Z])", |f| {
        let (_, said) = ABBREVIATIONS.iter().find(|(written, _)| written.trim_end_matches('.') == f.get("t"))?;
        Some(format!("{said} {}", f.get("n")))
    }),
    (r"\b(?P<a>[A-Za-z]+) vs (?P<b>[A-Za-z])", |f| Some(format!("{} versus {}", f.get("a"), f.get("b")))),
];

/// Names with figures, Roman numerals.
pub(super) const RULES: &[(&str, Say)] = &[
    (r"\b(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b", |f| {
        let plain = f.get("n").replace(',', "");
        (!f.is_glued_left()).then(|| Some(ordinal(plain.parse().ok()?))).flatten()
    }),
    // The 49ers.
    (r"\b(?P<n>\d{1,4})er(?P<s>s?)\b", |f| {
        let said = number(f.get("n"));
        let ending = if said.ends_with('e') { "r" } else { "er" };
        Some(format!("{said}{ending}{}", f.get("s")))
    }),
    (r"\b(?P<k>GB/T|ISO|IEC|IEEE|RFC|EN|DIN)[ -](?P<n>\d{3,6})(?:[-:](?P<y>(?:19|20)\d\d))?\b", |f| {
        let n = f.get("n");
        let said = if n.len() == 4 { of_a_name(n) } else { digits(n) };
        let year = if f.get("y").is_empty() { String::new() } else { format!(" dash {}", of_a_name(f.get("y"))) };
        Some(format!("{} {said}{year}", f.get("k").replace('/', " ")))
    }),
    (r"\b[vV](?:ersion |er\.? |\.)?(?P<n>\d+(?:\.\d+)+)\b", |f| {
        (!f.before.ends_with('-')).then(|| format!("version {}", dotted(f.get("n"))))
    }),
    (r"\b(?P<a>[ABCDGMOPV])2(?P<b>[ABCDGMOPVX])\b", |f| Some(format!("{} to {}", f.get("a"), f.get("b")))),
    (r"\b(?P<name>[A-Za-z]*[A-Z][A-Za-z]*)[-.]?(?P<n>\d+(?:\.\d+)+)(?P<p>-\d{1,3}[BMKbk])?\b", |f| {
        let size = f.get("p").trim_start_matches('-');
        let size = match size.char_indices().next_back() {
            Some((at, unit)) => format!(" {} {unit}", number(&size[..at])),
            None => String::new(),
        };
        Some(format!("{} {}{size}", f.get("name"), dotted(f.get("n"))))
    }),
    (r"(?P<a>{n})\s?[-–—]\s?(?P<b>{n})(?P<c>\s?[-–—]\s?\d+)?", |f| {
        let third = f.get("c").trim().trim_start_matches(['-', '–', '—']).trim();
        let third = if third.is_empty() { String::new() } else { format!(" to {}", number(third)) };
        let is_name = f.get("a").len() == 3 && f.get("a").starts_with('7') && f.get("a").ends_with('7');
        let word = if is_name { " " } else { " to " };
        let first = if is_name { of_a_name(f.get("a")) } else { number(f.get("a")) };
        (f.is_whole() && !f.is_glued_left()).then(|| format!("{first}{word}{}{third}", number(f.get("b"))))
    }),
    (
        r"\b(?P<w>Flight|Route|Highway|Interstate|Room|Boeing|Bus|Channel|Gate|Section|Runway|Area) (?P<n>\d{3,4})(?P<s>s?)\b",
        |f| Some(format!("{} {}", f.get("w"), plural(of_a_name(f.get("n")), f.get("s")))),
    ),
    // RTX 5090: capitals before bare figures make a name of both.
    (r"\b(?P<w>[A-Z]{2,5}) (?P<n>\d{4})(?P<s>s?)\b", |f| {
        let is_name = f.is_whole() && !counts_things(f.after) && !f.after.starts_with(['.', ',', '-', '/']);
        is_name.then(|| format!("{} {}", f.get("w"), plural(of_a_name(f.get("n")), f.get("s"))))
    }),
    (r"\b(?P<name>[A-Za-z]*[A-Z][A-Za-z]*)[-–]?(?P<n>\d{1,4})(?P<tail>[A-Za-z]{0,5})\b", |f| {
        let figures = of_a_name(f.get("n"));
        if f.get("tail") == "s" {
            return Some(format!("{} {}", f.get("name"), plural(figures, "s")));
        }
        Some(format!("{} {figures} {}", f.get("name"), f.get("tail")).trim_end().to_owned())
    }),
    (r"\b(?P<n>7[0-9]7|1080|1440|720|480)(?P<s>s|p)\b", |f| {
        let said = of_a_name(f.get("n"));
        Some(if f.get("s") == "p" { format!("{said} p") } else { plural(said, "s") })
    }),
    (r"\b(?P<n>\d{1,3})-?(?P<name>[A-Z]{1,2})\b", |f| Some(format!("{} {}", number(f.get("n")), f.get("name")))),
    (r"(?P<n>{n})-(?P<name>[a-z]+)", |f| {
        (!f.is_glued_left()).then(|| format!("{} {}", number(f.get("n")), f.get("name")))
    }),
    (r"\b(?P<w>{before_roman})\s(?P<r>[IVXLC]+)\b", |f| {
        Some(format!("{} {}", f.get("w"), cardinal(roman(f.get("r"))?)))
    }),
    (r"\b(?P<w>{rulers})\s(?P<r>[IVX]+)\b", |f| Some(format!("{} the {}", f.get("w"), ordinal(roman(f.get("r"))?)))),
    // Rocky II: after a name two letters or more of a Roman numeral count; XI may be a person.
    (r"(?P<w>[a-z])\s(?P<r>[IVX]{2,5})\b", |f| {
        let word_before = f.before.rsplit(' ').next().unwrap_or("");
        let is_name = word_before.starts_with(|c: char| c.is_uppercase()) && f.get("r") != "XI";
        is_name.then(|| Some(format!("{} {}", f.get("w"), cardinal(roman(f.get("r"))?)))).flatten()
    }),
    (r"^(?P<r>[IVX]{2,})$", |f| Some(cardinal(roman(f.get("r"))?))),
];

fn plural(said: String, ending: &str) -> String {
    match (said.strip_suffix('y'), ending) {
        (_, "") => said,
        (Some(stem), _) => format!("{stem}ies"),
        _ if said.ends_with('x') => format!("{said}es"),
        _ => format!("{said}s"),
    }
}

fn name_parts(name: &str) -> String {
    let mut said = String::new();
    for c in name.chars() {
        match c {
            '.' => said.push_str(" dot "),
            '_' => said.push_str(" underscore "),
            '-' => said.push_str(" dash "),
            '+' => said.push_str(" plus "),
            '%' => said.push_str(" percent "),
            c if c.is_ascii_digit() => said.push_str(&format!(" {} ", digits(&c.to_string()))),
            c => said.push(c),
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At the end of the text the stop of `the U.S.` is also the sentence's.
fn abbreviation(f: &Found<'_>) -> Option<String> {
    const MAY_END: [&str; 13] = [
        "US",
        "UK",
        "UN",
        "EU",
        "DC",
        "USA",
        "company",
        "Incorporated",
        "Junior",
        "et cetera",
        "Corporation",
        "Limited",
        "PHD",
    ];
    let (_, said) = ABBREVIATIONS.iter().find(|(written, _)| *written == f.get("w"))?;
    let next_is_name = f.after.trim_start().starts_with(|c: char| c.is_uppercase());
    let last = f.before.trim_end().rsplit(' ').next().unwrap_or("");
    let follows_name = f.before.ends_with(' ') && last.starts_with(|c: char| c.is_uppercase());
    let said = match *said {
        "Saint" if f.before.ends_with(' ') && !next_is_name => "Street",
        "Doctor" if follows_name && !next_is_name && !last.ends_with('.') => "Drive",
        said => said,
    };
    let ends_text =
        f.after.is_empty() && !f.before.is_empty() && (MAY_END.contains(&said) || said == "Street" || said == "Drive");
    Some(format!("{said}{}", if ends_text { "." } else { "" }))
}

fn dotted(figures: &str) -> String {
    figures.split('.').map(number).collect::<Vec<_>>().join(" point ")
}
