//! Numbers that the spans do not write but give: a part of a result, the other side of a vote, each one's share times
//! how many there are, the same time in another unit, a growth said as a factor.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::quantities::{Bound, Quantity};
use crate::reading::Reading;

/// Whether one operation on numbers of the spans gives this number, and the sentence says it so.
pub(super) fn is_given(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    is_in_result(said, given)
        || is_other_side(said, given, matter)
        || is_product(said, given, matter)
        || is_same_time(said, given, matter)
        || is_factor(said, given, matter)
        || is_loose_share(said, given, matter)
}

/// By five votes to two, of `5-2`; two hours and three minutes, of `2:03:47`.
fn is_in_result(said: &Quantity, given: &[Quantity]) -> bool {
    let results = given.iter().filter(|given| given.value.is_nan());
    let mut parts = results.flat_map(|given| given.text.split(['-', '–', ':', '：']));
    !said.is_percent && parts.any(|part| part.parse::<f64>().is_ok_and(|part| part == said.value))
}

/// Six of nine is six to three.
fn is_other_side(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let tokens = &matter.said.tokens;
    let Some(to) =
        said.at.checked_sub(1).filter(|to| matches!(tokens[*to].text.as_str(), "to" | "against" | "比" | "对"))
    else {
        return false;
    };
    let before = tokens.iter().take(to).rev().take(3).find_map(|token| token.number.as_ref());
    let has = |value: f64| given.iter().any(|given| !given.is_percent && given.value == value);
    before.is_some_and(|before| has(before.read.value) && has(before.read.value + said.value))
}

/// Two of 320 megawatts each are 640 together.
fn is_product(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let says = |reading: &Reading, words: &[&str]| {
        reading.tokens.iter().any(|token| words.contains(&token.text.as_str()))
            || words.iter().any(|word| !word.is_ascii() && reading.folded.contains(word))
    };
    let is_each = says(&matter.given, &["each", "per", "apiece", "every", "每", "各"]);
    let is_sum =
        says(&matter.said, &["together", "total", "combined", "altogether", "overall", "all", "共", "合计", "总"]);
    let pairs = given.iter().enumerate().flat_map(|(i, a)| given.iter().skip(i + 1).map(move |b| (a, b)));
    let plain = |quantity: &Quantity| !quantity.is_percent && quantity.value > 1.0;
    is_each
        && is_sum
        && !said.is_percent
        && pairs
            .filter(|(a, b)| plain(a) && plain(b))
            .any(|(a, b)| (a.value * b.value - said.value).abs() <= said.value * 1e-6)
}

/// 60 days are two months; nine quarters are more than two years.
fn is_same_time(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let Some((days, unit)) = in_days(said, &matter.said) else { return false };
    let spans = given.iter().filter_map(|given| in_days(given, &matter.given));
    spans.filter(|(_, other)| *other != unit).any(|(other, _)| {
        let off = days / other - 1.0;
        match said.bound {
            Bound::AtLeast => off < 0.0 && off > -0.15,
            Bound::AtMost | Bound::Nearly => (0.0..0.15).contains(&off),
            Bound::About | Bound::Exact => off.abs() < 0.03,
        }
    })
}

/// How many days, and of how many days its unit is.
fn in_days(quantity: &Quantity, reading: &Reading) -> Option<(f64, f64)> {
    const UNITS: [(&str, &str, f64); 7] = [
        ("hour", "小时", 1.0 / 24.0),
        ("day", "天", 1.0),
        ("week", "周", 7.0),
        ("week", "星期", 7.0),
        ("month", "个月", 30.0),
        ("quarter", "季度", 91.0),
        ("year", "年", 365.0),
    ];
    let next = reading.tokens.iter().skip(quantity.at + 1).take(2).map(|token| {
        let is_unit = |(english, han, _): &&(&str, &str, f64)| {
            token.text.starts_with(han) || token.bases.iter().any(|base| base == english)
        };
        UNITS.iter().find(is_unit)
    });
    let (_, _, days) = next.into_iter().flatten().next()?;
    (!quantity.is_percent && !quantity.is_ordinal && quantity.value > 0.0).then_some((quantity.value * days, *days))
}

/// 1.7 times the size is 70 per cent larger, and the other way round.
fn is_factor(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let is_times = |quantity: &Quantity, reading: &Reading| {
        let next = reading.tokens.get(quantity.at + 1);
        next.is_some_and(|next| next.text == "times" || next.text.starts_with('倍'))
    };
    let close = |percent: f64, times: f64| ((times - 1.0) * 100.0 - percent).abs() < 0.5;
    given.iter().any(|other| {
        said.is_percent && is_times(other, &matter.given) && close(said.value, other.value)
            || other.is_percent && is_times(said, &matter.said) && close(other.value, said.value)
    })
}

/// Less than half of what was asked for: the bound may stand far before the share.
fn is_loose_share(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let tokens = &matter.said.tokens;
    let clause = tokens.iter().take(said.at).filter(|token| token.clause == tokens[said.at].clause);
    let bounds: Vec<Mark> = clause.flat_map(|token| token.marks.iter().copied()).collect();
    let plain = given.iter().filter(|given| !given.is_percent && given.value > 0.0);
    let shares: Vec<f64> = plain
        .clone()
        .flat_map(|a| plain.clone().filter(|b| b.value > a.value).map(|b| a.value / b.value * 100.0))
        .collect();
    let is_below = bounds.contains(&Mark::AtMost) || bounds.contains(&Mark::Nearly);
    said.is_percent
        && (is_below && shares.iter().any(|share| *share < said.value && *share > said.value * 0.85)
            || bounds.contains(&Mark::AtLeast)
                && shares.iter().any(|share| *share > said.value && *share < said.value * 1.2))
}
