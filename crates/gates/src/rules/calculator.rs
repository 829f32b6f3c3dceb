//! Numbers that one operation on numbers of the spans gives.

use crate::lexicon::{Id, lexicon};
use crate::matter::Matter;
use crate::quantities::{Bound, Quantity, may_stand_for};
use crate::rules::spans;

/// Words of a sentence that say it is reckoned: what is left, what it was before, how far apart.
const EARLIER: [&str; 26] = [
    "last",
    "previous",
    "previously",
    "earlier",
    "before",
    "ago",
    "had",
    "prior",
    "then",
    "original",
    "originally",
    "去年",
    "上年",
    "此前",
    "之前",
    "以前",
    "上次",
    "上届",
    "上月",
    "上季",
    "前",
    "年前",
    "原",
    "原来",
    "上一",
    "上轮",
];
const APART: [&str; 40] = [
    "margin",
    "majority",
    "lead",
    "gap",
    "difference",
    "ahead",
    "net",
    "save",
    "saves",
    "saving",
    "shorter",
    "longer",
    "faster",
    "slower",
    "cut",
    "more",
    "fewer",
    "less",
    "left",
    "remaining",
    "remain",
    "rest",
    "other",
    "others",
    "still",
    "without",
    "节省",
    "缩短",
    "减少",
    "增加",
    "领先",
    "优势",
    "差距",
    "相差",
    "相距",
    "其余",
    "剩余",
    "仍",
    "还",
    "快",
];

/// Whether it is given by a conversion, a change of the year before, a rate, or a stretch of time.
pub(super) fn is_reckoned(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    is_converted(said, given)
        || spans::is_stretch_given(said.at, &matter.said, &matter.given)
        || is_before_change(said, given, matter)
        || is_in_points(said, given, matter)
        || is_rate(said, given, matter)
        || is_quotient(said, given, matter)
        || is_decade(said, matter)
        || is_clock(said, given, matter)
        || is_rest_of_hundred(said, given, matter)
        || is_apart(said, given, matter)
}

fn says(matter: &Matter<'_>, words: &[&str]) -> bool {
    matter.said.tokens.iter().any(|token| {
        words.contains(&token.text.as_str())
            || token.is_han && words.iter().any(|word| word.chars().count() > 1 && token.text.contains(word))
    })
}

fn with_value(quantity: &Quantity, value: f64) -> Quantity {
    Quantity { value, text: crate::numbers::canonical(value), ..quantity.clone() }
}

/// 1,960 kilograms are nearly two tonnes.
fn is_converted(said: &Quantity, given: &[Quantity]) -> bool {
    const SCALES: [(&str, &str, f64); 17] = [
        ("centimetre", "millimetre", 10.0),
        ("metre", "centimetre", 100.0),
        ("kilometre", "metre", 1000.0),
        ("tonne", "kilogram", 1000.0),
        ("tonne", "ton", 0.907),
        ("kilogram", "gram", 1000.0),
        ("kilogram", "pound", 2.2046),
        ("kilogram", "jin", 2.0),
        ("litre", "millilitre", 1000.0),
        ("hectare", "acre", 2.471),
        ("hectare", "mu", 15.0),
        ("kilometre", "mile", 0.6214),
        ("metre", "foot", 3.2808),
        ("gigawatt", "megawatt", 1000.0),
        ("megawatt", "kilowatt", 1000.0),
        ("barrel", "litre", 159.0),
        ("terabyte", "gigabyte", 1000.0),
    ];
    let is = |quantity: &Quantity, name: &str| {
        lexicon().phrases(name).iter().any(|(phrase, id)| phrase.len() == 1 && quantity.units.contains(id))
    };
    let fits = |given: &Quantity, value: f64| {
        may_stand_for(said, &with_value(given, value)) || (said.value - value).abs() <= value * 0.01
    };
    given.iter().any(|given| {
        SCALES.iter().any(|(large, small, factor)| {
            is(said, large) && is(given, small) && fits(given, given.value / factor)
                || is(said, small) && is(given, large) && fits(given, given.value * factor)
        })
    })
}

/// 64,000 is a third more than last year: that was 48,000.
fn is_before_change(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    if said.is_percent || !says(matter, &EARLIER) {
        return false;
    }
    let tolerance = if said.bound == Bound::Exact { 0.006 } else { 0.04 };
    let sentence = |quantity: &Quantity| matter.given.tokens[quantity.at].sentence;
    let changes = given.iter().filter(|given| given.is_percent && given.value > 0.0 && given.value < 400.0);
    changes.flat_map(|change| given.iter().map(move |now| (change, now))).any(|(change, now)| {
        let step = change.value / 100.0;
        let before = [now.value / (1.0 + step), now.value / (1.0 - step)];
        !now.is_percent
            && sentence(now) == sentence(change)
            && before.iter().any(|before| before.is_finite() && (before - said.value).abs() <= before.abs() * tolerance)
    })
}

/// 61 per cent, four points more: it was 57.
fn is_in_points(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let points: Vec<Id> =
        ["percentage", "point"].iter().flat_map(|word| lexicon().phrases(word)).map(|(_, id)| *id).collect();
    let is_point = |quantity: &&Quantity| {
        let next = matter.given.tokens.iter().skip(quantity.at + 1).take(3);
        !quantity.is_percent
            && (quantity.units.iter().any(|id| points.contains(id))
                || next.clone().any(|token| token.text.contains("百分点") || token.text == "points"))
    };
    let steps: Vec<&Quantity> = given.iter().filter(is_point).collect();
    let shares = given.iter().filter(|given| given.is_percent);
    said.is_percent
        && shares
            .flat_map(|share| steps.iter().map(move |step| (share.value, step.value)))
            .any(|(share, step)| (share + step - said.value).abs() < 1e-6 || (share - step - said.value).abs() < 1e-6)
}

/// 46 of 1,200 are about four of a hundred: both numbers of the rate are given by it.
fn is_rate(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    if !says(matter, &["每", "per", "every", "in", "out"]) || said.is_percent {
        return false;
    }
    let all = crate::quantities::quantities(&matter.said);
    let counted: Vec<&Quantity> = given.iter().filter(|given| !given.is_percent && given.value > 0.0).collect();
    let is_given = |other: &Quantity| given.iter().any(|given| may_stand_for(other, given));
    let others = all
        .iter()
        .filter(|other| !is_given(other))
        .filter(|other| other.at != said.at && !other.is_percent && other.at.abs_diff(said.at) < 14);
    others.into_iter().any(|other| {
        let (part, whole) = (said.value.min(other.value), said.value.max(other.value));
        part > 0.0
            && whole >= 3.0
            && counted.iter().any(|a| {
                counted.iter().any(|b| b.value > a.value && (a.value / b.value / (part / whole) - 1.0).abs() < 0.08)
            })
    })
}

/// 287 kilometres at 4.2 a day take 68 days.
fn is_quotient(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let is_rate =
        ["each", "per", "a day", "an hour", "every", "每", "各"].iter().any(|word| matter.given.folded.contains(word));
    let span = spans::stretches(&matter.said).into_iter().find(|span| span.at == said.at);
    let unit = span.map_or(1.0, |span| span.unit);
    let plain: Vec<f64> =
        given.iter().filter(|given| !given.is_percent && given.value > 1.0).map(|given| given.value).collect();
    let fits = |value: f64| {
        let off = (said.value - value) / value;
        match said.bound {
            Bound::AtLeast => off < 0.0 && off > -0.4,
            Bound::AtMost | Bound::Nearly => off > 0.0 && off < 0.2,
            Bound::About => off.abs() < 0.08,
            Bound::Exact => off.abs() < 0.02,
        }
    };
    is_rate
        && !said.is_percent
        && plain.iter().any(|a| plain.iter().any(|b| a > b && (fits(a / b) || span.is_some() && fits(a / b / unit))))
}

/// 七十年代 of a text that says 1972.
fn is_decade(said: &Quantity, matter: &Matter<'_>) -> bool {
    let next = matter.said.tokens.get(said.at + 1).map_or("", |token| token.text.as_str());
    let dates = crate::dates::Dates::of(&matter.given.tokens);
    let years = || dates.years.iter().map(|year| f64::from(*year));
    next.starts_with("年代") && years().any(|year| ((year / 10.0).floor() * 10.0) % 100.0 == said.value % 100.0)
        || next.starts_with("世纪") && years().any(|year| (year / 100.0).floor() + 1.0 == said.value)
        || next == "s" && years().any(|year| (year / 10.0).floor() * 10.0 == said.value)
}

/// Half past nine is 9.30.
fn is_clock(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let tokens = &matter.said.tokens;
    let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text.as_str());
    let has_clock = |hour: Option<f64>| {
        given.iter().any(|given| {
            let (whole, part) = given.text.split_once([':', '.']).unwrap_or(("", ""));
            let is_half = matches!(part, "30" | "3");
            is_half
                && hour.is_none_or(|hour| {
                    whole
                        .parse::<f64>()
                        .is_ok_and(|whole| whole == hour || (whole - hour).abs() == 1.0 || whole == hour + 12.0)
                })
        })
    };
    said.is_percent && said.value == 50.0 && word(Some(said.at + 1)) == "past" && has_clock(None)
        || word(said.at.checked_sub(1)) == "past" && has_clock(Some(said.value))
}

/// What is left of a hundred per cent.
fn is_rest_of_hundred(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    const REST: [&str; 10] =
        ["rest", "remaining", "other", "others", "remainder", "majority", "其余", "剩余", "另外", "剩下"];
    said.is_percent
        && says(matter, &REST)
        && given.iter().any(|given| given.is_percent && (100.0 - given.value - said.value).abs() < 1e-6)
}

/// Two numbers of one kind and what is between them, where the sentence speaks of a gap.
fn is_apart(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let close = |value: f64| {
        (value - said.value).abs() <= said.value * 1e-6
            || said.bound == Bound::About && (value - said.value).abs() <= said.value * 0.04
    };
    !said.is_ordinal
        && says(matter, &APART)
        && given.iter().enumerate().any(|(i, a)| {
            given
                .iter()
                .skip(i + 1)
                .any(|b| a.is_percent == b.is_percent && close((a.value - b.value).abs()) && said.value > 0.0)
        })
}
