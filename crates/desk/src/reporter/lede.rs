//! Chooses the sentence that opens a story: the one that says what happened.

use crate::Context;
use crate::prose::units::{self, Unit};
use crate::prose::{claims, reference, start};
use news::{Item, Language};

/// A lede is sought among so many first sentences; what comes later is background.
const N_FIRST: usize = 6;

/// The best opening among the first sentences of an item; `None` if none can open.
pub(super) fn choose(item: &Item, ctx: &Context) -> Option<Unit> {
    let units = units::units(item);
    let first = units.into_iter().take(N_FIRST).enumerate();
    let scored =
        first.filter(|(_, unit)| can_open(unit, item, ctx)).map(|(place, unit)| (score(place, &unit, item), unit));
    scored.max_by_key(|(score, unit)| (*score, std::cmp::Reverse(unit.ordinal))).map(|(_, unit)| unit)
}

fn can_open(unit: &Unit, item: &Item, ctx: &Context) -> bool {
    let text = unit.text(item);
    !unit.dependent
        && !start::is_quote_led(text)
        && !start::is_question(text)
        && !start::is_tease(text, item.language)
        && !start::is_roll_call(text)
        && is_of_opening_length(text, item.language)
        && !names_a_stranger(unit, item)
        && (ctx.is_of_the_day(item) || !start::counts_from_its_day(text, item.language))
}

/// It speaks of somebody by surname whom an earlier sentence introduced.
fn names_a_stranger(unit: &Unit, item: &Item) -> bool {
    let before = item.text.get(..unit.span.start).unwrap_or_default();
    reference::speaks_of_a_stranger(unit.text(item), before, "")
}

fn is_of_opening_length(text: &str, language: Language) -> bool {
    if language == Language::ZH {
        return (12..=190).contains(&text.chars().count());
    }
    (7..=62).contains(&text.split_whitespace().count())
}

/// Earlier is better, and what shares words with the title says what the title promises.
fn score(place: usize, unit: &Unit, item: &Item) -> i64 {
    let by_title = (claims::likeness(unit.text(item), &item.title) * 420.0) as i64;
    let by_place = 400 - 110 * place as i64;
    by_title + by_place
}
