//! Numbers that the spans do not write but give: a part of a result, the other side of a vote, each one's share times
//! how many there are, the same time in another unit, a growth said as a factor.

use crate::dates::Dates;
use crate::lexicon::{Id, Mark, lexicon};
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
        || is_exact_share(said, given, matter)
        || is_change(said, given, matter)
        || is_sum_of_three(said, given, matter)
        || is_between_years(said, matter)
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

/// Four of twelve are a third: a share that the two numbers give to the last digit said.
fn is_exact_share(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let sentence = |quantity: &Quantity| matter.given.tokens[quantity.at].sentence;
    let plain = given.iter().filter(|given| !given.is_percent && !given.is_ordinal && given.value > 1.0);
    let is_fraction = [100.0 / 3.0, 200.0 / 3.0, 25.0, 75.0, 20.0, 40.0, 60.0, 80.0, 10.0]
        .iter()
        .any(|round| (round - said.value).abs() < 0.01);
    said.is_percent
        && plain.clone().any(|a| {
            plain.clone().filter(|b| b.value > a.value && sentence(a) == sentence(b)).any(|b| {
                let off = (a.value / b.value * 100.0 - said.value).abs();
                off < 0.05 || is_fraction && said.bound == Bound::About && off < said.value * 0.08
            })
        })
}

/// From 200 to 250 is a quarter more: the sentence says which way, and the two numbers are of one kind.
fn is_change(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let means = |word: &str| {
        lexicon().phrases(word).iter().filter(|(phrase, _)| phrase.len() == 1).map(|(_, id)| *id).collect::<Vec<_>>()
    };
    let says = |ids: &[Id]| matter.said.tokens.iter().any(|token| token.ids.iter().any(|id| ids.contains(id)));
    let (rises, falls) = (says(&means("rise")), says(&means("fall")));
    let plain = given.iter().filter(|given| !given.is_percent && !given.is_ordinal && given.value > 0.0);
    let gives = |from: &Quantity, to: &Quantity| {
        let change = (to.value / from.value - 1.0) * 100.0;
        let is_alike = from.units == to.units;
        let goes = change > 0.0 && rises || change < 0.0 && falls;
        let tolerance = if said.bound == Bound::Exact { 0.5 } else { said.value * 0.08 };
        is_alike && goes && (change.abs() - said.value).abs() <= tolerance && said.value >= 1.0
    };
    said.is_percent && plain.clone().any(|a| plain.clone().any(|b| gives(a, b)))
}

/// Whether the clause of this number says that something rose or fell.
pub(super) fn says_a_change(matter: &Matter<'_>, at: usize) -> bool {
    let tokens = &matter.said.tokens;
    let ids = ["rise", "fall"].iter().flat_map(|word| lexicon().phrases(word)).filter(|(phrase, _)| phrase.len() == 1);
    let ids: Vec<Id> = ids.map(|(_, id)| *id).collect();
    tokens.iter().any(|token| token.clause == tokens[at].clause && token.ids.iter().any(|id| ids.contains(id)))
}

/// All three together.
fn is_sum_of_three(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    const SAYS: [&str; 11] =
        ["total", "together", "combined", "altogether", "overall", "all", "共", "共计", "合计", "总共", "一共"];
    let says = matter.said.tokens.iter().any(|token| SAYS.contains(&token.text.as_str()));
    let plain: Vec<f64> =
        given.iter().filter(|given| given.is_percent == said.is_percent).map(|given| given.value).collect();
    let close = |sum: f64| (sum - said.value).abs() <= said.value.abs() * 1e-6;
    let triple = |i: usize| plain.get(i..i + 3).is_some_and(|three| close(three.iter().sum()));
    says && !said.is_ordinal && (0..plain.len()).any(triple)
}

/// From 2016 to 2026 are ten years.
fn is_between_years(said: &Quantity, matter: &Matter<'_>) -> bool {
    let years = Dates::of(&matter.given.tokens).years;
    let next = matter.said.tokens.get(said.at + 1);
    let counts_years =
        next.is_some_and(|next| next.text.starts_with('年') || next.bases.iter().any(|base| base == "year"));
    counts_years
        && !said.is_percent
        && years.iter().any(|a| years.iter().any(|b| b > a && f64::from(b - a) == said.value))
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
