//! Numbers, their units and their bounds.

use crate::lexicon::{Class, Id, Mark, lexicon};
use crate::matter::Matter;
use crate::quantities::{Bound, Quantity, may_stand_for, quantities};
use crate::rules::{calculator, reckoned};
use crate::token::Token;
use crate::{Fault, Kind};

/// Fault: a number, a unit or a bound that the spans do not give.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    quantities(&matter.said).iter().filter(|said| !said.is_soft).find_map(|said| of_one(said, &given, matter))
}

/// What is wrong with one number.
pub(super) fn of_one(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> Option<Fault> {
    let same: Vec<&Quantity> = given.iter().filter(|given| may_stand_for(said, given)).collect();
    if same.is_empty() {
        return missing(said, given, matter);
    }
    if same.iter().all(|given| units_differ(said, given, matter)) && !calculator::is_reckoned(said, given, matter) {
        return Some(Fault::new(Kind::Unit, format!("{} has another unit in the cited spans", said.text)));
    }
    let bounds_differ = |given: &&Quantity| given.text == said.text && are_at_odds(said.bound, given.bound);
    (same.iter().all(bounds_differ)
        && !reckoned::is_given(said, given, matter)
        && !calculator::is_reckoned(said, given, matter))
    .then(|| {
        let (said_bound, given_bound) = (said.bound, same.first().map(|given| given.bound));
        Fault::new(Kind::Comparison, format!("{} is {said_bound:?} here, but {given_bound:?} there", said.text))
    })
}

fn missing(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> Option<Fault> {
    let says =
        |words: &[&str]| matter.given.tokens.iter().any(|token| words.iter().any(|word| token.text.contains(word)));
    if is_count_of_listed(said, matter) || is_difference_in_points(said, given) || is_word_for(said, matter) {
        return None;
    }
    let is_half_year = said.value == 6.0 && says(&["半年", "half"])
        || said.value == 3.0 && says(&["季度", "quarter"])
        || said.is_ordinal && said.value == 2.0 && says(&["下半", "二季度"]);
    if is_half_year {
        return None;
    }
    let is_pair = said.value == 2.0
        && matter
            .given
            .tokens
            .iter()
            .any(|token| ["both", "双方", "pair", "两", "couple", "twice"].contains(&token.text.as_str()));
    let is_word = |word: &str| matter.given.tokens.iter().any(|token| token.bases.iter().any(|base| base == word));
    let is_half = said.is_percent && said.value == 50.0 && (is_word("half") || is_word("halve"));
    let is_first = said.is_ordinal && said.value == 1.0;
    let is_points = in_points(said, given);
    let is_reckoned = is_sum(said, given, matter)
        || is_share(said, given)
        || is_converted(said, given)
        || is_hour(said, given, matter)
        || reckoned::is_given(said, given, matter)
        || calculator::is_reckoned(said, given, matter);
    if is_pair || is_half || is_first || is_points || is_reckoned {
        return None;
    }
    if let Some(other) = given.iter().find(|given| given.value == said.value && given.is_percent != said.is_percent) {
        return Some(Fault::new(Kind::Unit, format!("{} is {} in the cited spans", said.text, other.text)));
    }
    Some(Fault::new(Kind::Number, format!("the number {} is not in the cited spans", said.text)))
}

/// A small number in words that counts what the spans name one by one: "two firms", where no other number counts firms.
fn is_count_of_listed(said: &Quantity, matter: &Matter<'_>) -> bool {
    let tokens = &matter.said.tokens;
    let in_words = !tokens[said.at].text.starts_with(|c: char| c.is_ascii_digit());
    let head = tokens
        .iter()
        .skip(said.at + 1)
        .take(3)
        .find(|token| token.is_content() || token.has(Mark::Light) && token.is_han);
    let is_counted = |head: &Token| {
        let given = &matter.given.tokens;
        (0..given.len()).any(|at| {
            given[at].is_like(head)
                && (1..=3).any(|back| at.checked_sub(back).is_some_and(|place| given[place].number.is_some()))
        })
    };
    in_words
        && said.value <= 4.0
        && !said.is_percent
        && said.units.is_empty()
        && head.is_some_and(|head| !is_counted(head))
}

/// From 3.3 to 2.9 per cent are 0.4 points.
fn is_difference_in_points(said: &Quantity, given: &[Quantity]) -> bool {
    let points = lexicon().phrases("percentage").iter().chain(lexicon().phrases("point"));
    let in_points = points.clone().any(|(_, id)| said.units.contains(id)) || said.is_percent;
    let percents: Vec<f64> = given.iter().filter(|given| given.is_percent).map(|given| given.value).collect();
    in_points
        && !said.is_percent
        && percents.iter().any(|a| percents.iter().any(|b| ((a - b) - said.value).abs() < 1e-6))
}

/// A dozen, a pair, twice, half a million: numbers that the spans say as words, or the other way round.
fn is_word_for(said: &Quantity, matter: &Matter<'_>) -> bool {
    const WORDS: [(&str, f64); 23] = [
        ("翻一番", 2.0),
        ("pair", 2.0),
        ("couple", 2.0),
        ("both", 2.0),
        ("twice", 2.0),
        ("double", 2.0),
        ("doubled", 2.0),
        ("twin", 2.0),
        ("duo", 2.0),
        ("trio", 3.0),
        ("triple", 3.0),
        ("tripled", 3.0),
        ("thrice", 3.0),
        ("treble", 3.0),
        ("quadrupled", 4.0),
        ("score", 20.0),
        ("fortnight", 2.0),
        ("fortnight", 14.0),
        ("decade", 10.0),
        ("century", 100.0),
        ("翻番", 2.0),
        ("翻倍", 2.0),
        ("双", 2.0),
    ];
    let says = |word: &str| {
        matter.given.tokens.iter().any(|token| token.text == word || !word.is_ascii() && token.text.contains(word))
            || !word.is_ascii() && word.chars().count() > 1 && matter.given.folded.contains(word)
    };
    WORDS.iter().any(|(word, value)| *value == said.value && says(word))
}

/// A sum or a difference of two numbers; a small one only where the sentence says that it is one.
fn is_sum(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    const SAYS: [&str; 38] = [
        "other",
        "others",
        "rest",
        "remaining",
        "left",
        "其余",
        "另外",
        "剩余",
        "还有",
        "还剩",
        "仍有",
        "together",
        "total",
        "combined",
        "altogether",
        "overall",
        "apart",
        "difference",
        "gap",
        "between",
        "more",
        "fewer",
        "less",
        "both",
        "margin",
        "extra",
        "added",
        "totalled",
        "totaled",
        "共",
        "共计",
        "合计",
        "总共",
        "一共",
        "总计",
        "相差",
        "多",
        "相隔",
    ];
    let in_all = matter.said.tokens.windows(2).any(|pair| pair[0].text == "in" && pair[1].text == "all");
    let is_change = reckoned::says_a_change(matter, said.at);
    let says = in_all || is_change || matter.said.tokens.iter().any(|token| SAYS.contains(&token.text.as_str()));
    let is_apart = matter
        .said
        .tokens
        .iter()
        .any(|token| ["apart", "相隔", "相距", "later", "earlier"].contains(&token.text.as_str()));
    let pairs = given.iter().enumerate().flat_map(|(i, a)| given.iter().skip(i + 1).map(move |b| (a, b)));
    let close = |a: f64, b: f64| (a - b).abs() <= b.abs() * 1e-6;
    is_apart && said.value < 32.0 && !said.is_percent && !said.units.is_empty()
        || (says || said.value >= 5.0)
            && pairs
                .filter(|(a, b)| a.is_percent == b.is_percent && a.is_percent == said.is_percent)
                .any(|(a, b)| close(said.value, a.value + b.value) || close(said.value, (a.value - b.value).abs()))
}

/// A share of two numbers, rounded and said to be so: 41 of 312 is about one in eight.
fn is_share(said: &Quantity, given: &[Quantity]) -> bool {
    let shares = given
        .iter()
        .flat_map(|a| given.iter().map(move |b| (a, b)))
        .filter(|(a, b)| !a.is_percent && !b.is_percent && a.value > 0.0 && b.value > a.value);
    let mut shares = shares.map(|(a, b)| a.value / b.value * 100.0);
    said.is_percent
        && match said.bound {
            Bound::About => shares.any(|share| (share - said.value).abs() <= said.value * 0.08),
            Bound::AtLeast => shares.any(|share| share > said.value && share < said.value * 1.2),
            Bound::Nearly | Bound::AtMost => shares.any(|share| share < said.value && share > said.value * 0.85),
            Bound::Exact => shares.any(|share| (share - said.value).abs() <= 0.5 && said.value == 50.0),
        }
}

/// 150 millimetres are 15 centimetres.
fn is_converted(said: &Quantity, given: &[Quantity]) -> bool {
    const SCALES: [(&str, &str, f64); 12] = [
        ("centimetre", "millimetre", 10.0),
        ("metre", "centimetre", 100.0),
        ("kilometre", "metre", 1000.0),
        ("tonne", "kilogram", 1000.0),
        ("kilogram", "gram", 1000.0),
        ("litre", "millilitre", 1000.0),
        ("hour", "minute", 60.0),
        ("minute", "second", 60.0),
        ("day", "hour", 24.0),
        ("week", "day", 7.0),
        ("year", "month", 12.0),
        ("hectare", "acre", 2.471),
    ];
    let is = |quantity: &Quantity, name: &str| {
        lexicon().phrases(name).iter().any(|(phrase, id)| phrase.len() == 1 && quantity.units.contains(id))
    };
    let close = |a: f64, b: f64| (a - b).abs() <= b.abs() * 0.01;
    given.iter().any(|given| {
        SCALES.iter().any(|(large, small, factor)| {
            is(said, large) && is(given, small) && close(said.value * factor, given.value)
                || is(said, small) && is(given, large) && close(said.value, given.value * factor)
        })
    })
}

/// Six in the evening is 18 o'clock.
fn is_hour(said: &Quantity, given: &[Quantity], matter: &Matter<'_>) -> bool {
    let tokens = &matter.said.tokens;
    let next = tokens.get(said.at + 1).map_or("", |token| token.text.as_str());
    let is_clock = next.starts_with(['时', '点']) || matches!(next, "pm" | "am" | "p.m" | "a.m" | "o'clock");
    is_clock && given.iter().any(|given| given.value == said.value + 12.0 || given.value + 12.0 == said.value)
}

/// 25 basis points are a quarter of a percentage point.
fn in_points(said: &Quantity, given: &[Quantity]) -> bool {
    given.iter().any(|given| {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-6;
        close(said.value, given.value * 100.0) && said.units.iter().any(|id| is_basis(*id))
            || close(said.value * 100.0, given.value) && given.units.iter().any(|id| is_basis(*id))
    })
}

fn is_basis(id: Id) -> bool {
    lexicon().phrases("basis").iter().any(|(_, other)| *other == id)
}

/// Another currency or measure; a unit that only one side says is no difference unless it is nowhere in the spans.
fn units_differ(said: &Quantity, given: &Quantity, matter: &Matter<'_>) -> bool {
    if said.units.is_empty() {
        return false;
    }
    if given.units.is_empty() {
        let is_there = matter.given.tokens.iter().any(|token| token.ids.iter().any(|id| said.units.contains(id)));
        return !is_there && !said.is_percent && said.units.iter().any(|id| lexicon().class(*id) == Class::Currency);
    }
    !said.units.iter().any(|id| given.units.contains(id)) && !names_agree(said, given)
}

/// 元 of a Chinese text is any dollar or yen that the text named before; only another named currency differs.
fn names_agree(said: &Quantity, given: &Quantity) -> bool {
    let of = |quantity: &Quantity, class: Class| quantity.units.iter().any(|id| lexicon().class(*id) == class);
    of(said, Class::Currency) != of(given, Class::Currency) && said.is_percent
}

/// At least for at most, nearly for more than; a bound where the source is exact.
fn are_at_odds(said: Bound, given: Bound) -> bool {
    use Bound::{AtLeast, AtMost, Exact, Nearly};
    matches!((said, given), (AtLeast, AtMost | Nearly | Exact) | (AtMost | Nearly, AtLeast | Exact))
}
