//! Chooses the sentence that opens a story: the one that says what happened.

use crate::Context;
use crate::prose::units::{self, Unit};
use crate::prose::{claims, junk, reference, start};
use news::{Item, Language};

/// A lede is sought among so many first sentences; what comes later is background.
const N_FIRST: usize = 6;

/// How much a sentence of another time gives way: nearly anything else opens better.
const BACKGROUND: i64 = 450;

/// The sentences among the first of an item that can open a story, best first, with their scores.
pub(super) fn ranked(item: &Item, ctx: &Context) -> Vec<(i64, Unit)> {
    let first = units::units(item).into_iter().take(N_FIRST).enumerate();
    let fit = first.filter(|(_, unit)| can_open(unit, item, ctx));
    let mut scored: Vec<(i64, Unit)> = fit.map(|(place, unit)| (score(place, &unit, item, ctx), unit)).collect();
    scored.sort_by_key(|(score, unit)| (std::cmp::Reverse(*score), unit.ordinal));
    scored
}

fn can_open(unit: &Unit, item: &Item, ctx: &Context) -> bool {
    let text = unit.text(item);
    !unit.dependent
        && !start::is_quote_led(text)
        && !start::is_question(text)
        && !start::is_tease(text, item.language)
        && !start::is_roll_call(text)
        && !start::is_open_list(text)
        && !is_of_the_programme(text, item)
        && !speaks_as_one_of_us(text, item.language)
        && is_of_opening_length(text, item.language)
        && !names_a_stranger(unit, item)
        && (ctx.is_of_the_day(item) || !start::counts_from_its_day(text, item.language))
}

/// It speaks of somebody by surname whom an earlier sentence introduced.
fn names_a_stranger(unit: &Unit, item: &Item) -> bool {
    let before = item.text.get(..unit.span.start).unwrap_or_default();
    reference::speaks_of_a_stranger(unit.text(item), before, "")
}

/// It names what the title names behind a bar: the programme or the column, not the news.
fn is_of_the_programme(text: &str, item: &Item) -> bool {
    let tail = item.title.rsplit_once(" | ").map_or("", |(_, tail)| tail);
    let name: Vec<&str> =
        tail.split_whitespace().take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit())).collect();
    name.len() >= 2 && text.contains(&name.join(" "))
}

/// 「我们」 and 「最近听了」 open an essay, unless somebody is named who says so.
fn speaks_as_one_of_us(text: &str, language: Language) -> bool {
    const US: [&str; 8] = ["我们", "我們", "咱们", "咱們", "最近听", "最近聽", "最近看", "聊聊"];
    let outside = junk::outside_quotes(text);
    language == Language::ZH && US.iter().any(|us| outside.contains(us)) && !start::names_its_speaker(text, language)
}

fn is_of_opening_length(text: &str, language: Language) -> bool {
    if language == Language::ZH {
        return (12..=190).contains(&text.chars().count());
    }
    (7..=62).contains(&text.split_whitespace().count())
}

/// Earlier is better, and what shares words with the title says what the title promises.
fn score(place: usize, unit: &Unit, item: &Item, ctx: &Context) -> i64 {
    let is_background = start::is_of_another_time(unit.text(item), item.language, ctx.key.date.year());
    let by_title = (claims::likeness(unit.text(item), &item.title) * 420.0) as i64;
    let by_place = 400 - 110 * place as i64;
    by_title + by_place - if is_background { BACKGROUND } else { 0 }
}
