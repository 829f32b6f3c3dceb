//! When readers were told what of a matter: one dated sentence, written by code from the editions' own dates.

use crate::Context;
use crate::prose::claims;
use gates::numbers;
use jiff::civil::{Date, Weekday};
use news::{EditionKey, Language, Recall, Story, Told};

/// Two sentences of one thread that share so much of their words speak of the same thing.
const SAME_THING: f64 = 0.45;
/// A headline longer than this is no short sentence.
const MAX_CHARS: usize = 160;

/// What readers were told last of this matter, and when; `None` if nothing was told.
///
/// What was told in the story's language is repeated in short; of what was told in another one only, or was corrected
/// since, it is said that it was told and no more.
pub fn recall(story: &Story, language: Language, ctx: &Context) -> Option<Recall> {
    let of_matter = || story.told.iter().filter(|told| told.is_spoken_of_in(story));
    let newest = of_matter().max_by_key(|told| told.at)?;
    let speaks = |told: &&Told| news::text::language_of(&told.headline) == language;
    let is_short = |told: &&Told| told.headline.chars().count() <= MAX_CHARS;
    let stands = |told: &&Told| !ctx.house.is_amended(told);
    let own = of_matter().filter(speaks).filter(is_short).filter(stands).max_by_key(|told| told.at);
    let told = own.unwrap_or(newest);
    let when = when(told, language, ctx);
    let text = match (own, language == Language::ZH) {
        (Some(told), true) => format!("{when}我们报道过：{}", ended(&told.headline, '。')),
        (Some(told), false) => format!("{when} we reported: {}", ended(&told.headline, '.')),
        (None, true) => format!("{when}我们曾报道此事。"),
        (None, false) => format!("{when} we reported on this matter."),
    };
    Some(Recall { text, edition: told.edition.clone(), quote: told.headline.clone() })
}

/// Whether a sentence of a matter takes the place of one that was told of it: the same thing with another number; then
/// in what.
pub fn replaces(before: &str, after: &str) -> Option<String> {
    if claims::likeness(before, after) < SAME_THING {
        return None;
    }
    claims::other_number(before, after).filter(|_| numbers(before) != numbers(after))
}

fn ended(headline: &str, stop: char) -> String {
    let headline = headline.trim_end_matches(['.', '。']);
    if headline.ends_with(['!', '?', '！', '？']) { headline.to_owned() } else { format!("{headline}{stop}") }
}

/// `Last Tuesday`, `上周二`: the telling's day, seen from this edition's, in the newsroom's zone.
fn when(told: &Told, language: Language, ctx: &Context) -> String {
    let key = EditionKey::parse(&told.edition);
    let day = key.as_ref().map_or_else(|| told.at.to_zoned(ctx.timezone.clone()).date(), |key| key.date);
    let slot = key.map(|key| key.slot).unwrap_or_default();
    if language == Language::ZH { zh(day, &slot, ctx.key.date) } else { en(day, &slot, ctx.key.date) }
}

fn zh(day: Date, slot: &str, today: Date) -> String {
    let part = match slot {
        "morning" => "早间",
        "noon" => "午间",
        "evening" => "晚间",
        _ => "",
    };
    let weekday = zh_weekday(day.weekday());
    match (days_between(day, today), weeks_between(day, today)) {
        (..=0, _) => format!("今天{part}"),
        (1, _) => format!("昨天{part}"),
        (_, 0) => format!("本周{weekday}"),
        (_, 1) => format!("上周{weekday}"),
        _ if day.year() == today.year() => format!("{}月{}日", day.month(), day.day()),
        _ => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

fn en(day: Date, slot: &str, today: Date) -> String {
    let part = match slot {
        "morning" => " morning",
        "evening" => " evening",
        _ => "",
    };
    let weekday = day.strftime("%A");
    match (days_between(day, today), weeks_between(day, today)) {
        (..=0, _) if part.is_empty() => "Earlier today".to_owned(),
        (..=0, _) => format!("This{part}"),
        (1, _) => format!("Yesterday{part}"),
        (_, 0) => format!("On {weekday}"),
        (..=6, 1) => format!("Last {weekday}"),
        (_, 1) => format!("On {weekday} last week"),
        _ if day.year() == today.year() => format!("On {}", day.strftime("%-d %B")),
        _ => format!("On {}", day.strftime("%-d %B %Y")),
    }
}

fn days_between(day: Date, today: Date) -> i32 {
    (today - day).get_days()
}

/// Weeks begin on Monday.
fn weeks_between(day: Date, today: Date) -> i32 {
    let into_week = i32::from(today.weekday().to_monday_zero_offset());
    (days_between(day, today) - into_week + 6).div_euclid(7)
}

fn zh_weekday(weekday: Weekday) -> char {
    "一二三四五六日".chars().nth(weekday.to_monday_zero_offset().unsigned_abs().into()).unwrap_or('一')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{context, port_story};
    use crate::house::Amended;

    /// The fixture's edition is of Wednesday, 18 March 2026, in the morning.
    fn told_in(edition: &str, headline: &str) -> Told {
        let key = EditionKey::parse(edition).unwrap();
        let at = key.date.at(7, 0, 0, 0).in_tz("Asia/Shanghai").unwrap().timestamp();
        Told { edition: edition.into(), at, headline: headline.into(), sentences: vec![format!("{headline}.")] }
    }

    fn said(told: &[(&str, &str)], language: Language) -> String {
        let story =
            Story { told: told.iter().map(|(edition, headline)| told_in(edition, headline)).collect(), ..port_story() };
        recall(&story, language, &context()).map(|recall| recall.text).unwrap_or_default()
    }

    #[test]
    fn the_day_is_named_as_a_reader_names_it() {
        let en = |edition: &str| said(&[(edition, "Port strike begins")], Language::EN);
        assert_eq!(en("2026-03-17-evening"), "Yesterday evening we reported: Port strike begins.");
        assert_eq!(en("2026-03-16-morning"), "On Monday we reported: Port strike begins.");
        assert_eq!(en("2026-03-15-morning"), "Last Sunday we reported: Port strike begins.");
        assert_eq!(en("2026-03-10-morning"), "On Tuesday last week we reported: Port strike begins.");
        assert_eq!(en("2026-03-03-morning"), "On 3 March we reported: Port strike begins.");
        assert_eq!(en("2025-12-30-morning"), "On 30 December 2025 we reported: Port strike begins.");
        let zh = |edition: &str| said(&[(edition, "港口罢工开始")], Language::ZH);
        assert_eq!(zh("2026-03-18-noon"), "今天午间我们报道过：港口罢工开始。");
        assert_eq!(zh("2026-03-17-morning"), "昨天早间我们报道过：港口罢工开始。");
        assert_eq!(zh("2026-03-16-morning"), "本周一我们报道过：港口罢工开始。");
        assert_eq!(zh("2026-03-10-morning"), "上周二我们报道过：港口罢工开始。");
        assert_eq!(zh("2026-03-03-morning"), "3月3日我们报道过：港口罢工开始。");
    }

    #[test]
    fn what_was_told_in_the_other_language_is_not_quoted() {
        let told = [("2026-03-17-morning", "港口罢工开始")];
        assert_eq!(said(&told, Language::EN), "Yesterday morning we reported on this matter.");
        assert_eq!(said(&[], Language::EN), "");
    }

    #[test]
    fn a_matter_that_is_only_alike_is_not_recalled() {
        let told = [("2026-03-17-morning", "Landslide for the premier of Ostland in snap election")];
        assert_eq!(said(&told, Language::EN), "");
    }

    #[test]
    fn what_was_corrected_since_is_not_said_again() {
        let story = Story { told: vec![told_in("2026-03-17-morning", "Strike costs 12 ships")], ..port_story() };
        let mut ctx = context();
        ctx.house
            .amended
            .push(Amended { edition: "2026-03-17-morning".into(), headline: "Strike costs 12 ships".into() });
        let said = recall(&story, Language::EN, &ctx).unwrap();
        assert_eq!(said.text, "Yesterday morning we reported on this matter.");
    }

    #[test]
    fn a_risen_toll_takes_the_place_of_the_one_before() {
        let before = "At least 12 people were killed when a ferry sank off Meridian Bay on Monday.";
        let after = "The ferry that sank off Meridian Bay killed 15 people, police said on Tuesday.";
        assert_eq!(replaces(before, after).as_deref(), Some("12, then 15 people"));
        assert_eq!(replaces(before, before), None);
        assert_eq!(replaces("渡轮沉没，12人遇难。", "渡轮沉没，遇难人数升至15人。").as_deref(), Some("12, then 15 人"));
        assert_eq!(replaces(before, "The orchestra sold 15 tickets to people in town."), None);
    }
}
