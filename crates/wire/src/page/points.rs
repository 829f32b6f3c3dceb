//! How much the place of a day speaks for its being the article's: what is said of it, where it stands, how it reads.

use super::date_words::Said;
use super::places::{Places, Zone};
use crate::dating::{Day, Spot, spots};

/// A dateline in front of prose ends here at the latest.
const LEAD_IN_BYTES: usize = 60;
/// Shapes that occur more often are those of a list.
const MAX_ALIKE: usize = 3;

/// What is said of it.
pub(super) fn said_points(said: Said) -> i32 {
    match said {
        Said::Published => 40,
        Said::Date => 28,
        Said::Updated => 10,
        Said::Nothing => 0,
        Said::Other => -60,
    }
}

/// What stands by the headline may be the article's whatever its box is called.
pub(super) fn zone_points(zone: Zone, is_near: bool) -> i32 {
    match zone {
        Zone::Nav | Zone::Beside if is_near => -25,
        Zone::Main => 0,
        Zone::Aside => -15,
        Zone::Footer => -18,
        Zone::Caption => -35,
        Zone::Nav => -40,
        Zone::Beside => -50,
        Zone::Related => -65,
        Zone::Comment => -80,
    }
}

/// Datelines stand close to the headline, mostly behind it.
pub(super) fn near(places: &Places, at: usize) -> i32 {
    let Some(title) = places.title else { return 8 };
    match i64::try_from(at).unwrap_or(0) - i64::try_from(title).unwrap_or(0) {
        0..=3 => 48,
        4..=8 => 36,
        -4..=-1 => 36,
        9..=16 => 18,
        17..=60 => 4,
        -12..=-5 => 2,
        61.. => 2,
        _ => -8,
    }
}

/// What looks like many others is an entry of a list, unless it stands by the headline.
pub(super) fn list_points(n_alike: Option<&usize>, is_near: bool) -> i32 {
    if n_alike.is_some_and(|n| *n > MAX_ALIKE) && !is_near { -25 } else { 0 }
}

pub(super) fn is_near(places: &Places, at: usize) -> bool {
    places.title.is_some_and(|title| at + 4 >= title && at <= title + 8)
}

/// `14. - 20. Januar 2022`, `3 May 2020 - 5 May 2020`: days on which something is on.
pub(super) fn is_range(before: &str, behind: &str) -> bool {
    let before = before.trim_end();
    let open = before.trim_end_matches(['-', '–', '—', '.', ' ']);
    let ends = open.len() < before.len() && before.contains(['-', '–', '—']);
    let words = ["bis", "to", "au", "al", "tot", "до"];
    let is_ended_by_word = words.iter().any(|word| {
        before
            .strip_suffix(word)
            .is_some_and(|rest| rest.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '.'))
    });
    let ends_range = ends
        && open.ends_with(|c: char| c.is_ascii_digit())
        && open.rsplit(|c: char| !c.is_ascii_digit()).next().is_some_and(|n| n.len() <= 2)
        && !open.rsplit(' ').next().is_some_and(|word| word.contains(':'));
    let behind = behind.trim_start();
    let begins_range = behind.strip_prefix(['-', '–', '—']).is_some_and(|rest| {
        let spot = spots(head(rest, 40)).into_iter().next();
        spot.is_some_and(|spot| spot.start <= 5)
    });
    is_ended_by_word || ends_range || begins_range
}

pub(super) fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '。', '!', '?', '！', '？', ';', '；']) && !text.ends_with("m.") && text.chars().count() > 60
}

/// `BERLIN, 28.10.2021 – …`, `(18.01.2018) …`, `港城2月10日电`: what stands before the dash, the bracket or 电 that
/// ends a dateline.
pub(super) fn is_lead_in(text: &str, spot: &Spot) -> bool {
    if spot.end > LEAD_IN_BYTES {
        return false;
    }
    let before = text.get(..spot.start).unwrap_or("");
    let behind = text.get(spot.end..).unwrap_or("").trim_start();
    let opens = before.is_empty()
        || before.trim_end().ends_with(['(', '（', ',', ':', '：', '/', '|', '-', '–', '—', '【', '.'])
        || is_short_place(before);
    let closes = behind.starts_with([
        '—', '–', '-', '(', '（', ')', '）', '电', '電', '讯', '訊', ':', '：', '|', '/', '】', '·', '.',
    ]) || behind.is_empty()
        || before.is_empty()
            && !matches!(spot.day, Day::NoYear(..))
            && text.get(spot.end..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    opens && closes
}

fn is_short_place(before: &str) -> bool {
    let n_words = before.split_whitespace().count();
    before.chars().count() <= 30 && n_words <= 4 && !before.contains(['.', '。'])
}

pub(super) fn head(text: &str, max_bytes: usize) -> &str {
    let end = (0..=max_bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

pub(super) fn tail(text: &str, max_bytes: usize) -> &str {
    let start = (text.len().saturating_sub(max_bytes)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Spot {
        spots(text).remove(0)
    }

    #[test]
    fn a_lead_in_opens_a_paragraph() {
        for text in [
            "BERLIN, 28.10.2021 – Die Fähre fährt.",
            "(18.01.2018) Die Fähre fährt.",
            "本社港城2月10日电 渡轮启航",
            "01.02.2022 Die Fähre fährt wieder, sagte der Hafen.",
            "HARBOUR CITY, Feb 10 (Agency) - The ferry sailed.",
        ] {
            assert!(is_lead_in(text, &first(text)), "{text}");
        }
        for text in ["2007年6月29日第十届大会决定", "The harbour was opened by the mayor on 3 May 2012 (a Thursday)."]
        {
            assert!(!is_lead_in(text, &first(text)), "{text}");
        }
    }

    #[test]
    fn days_on_which_something_is_on_are_a_range() {
        assert!(is_range("Bericht 14. - ", ""));
        assert!(is_range("", " - 5 May 2020"));
        assert!(is_range("vom 3. bis ", ""));
        assert!(!is_range("14:30 - ", ""));
        assert!(!is_range("Seoul - ", " - Jane Roe"));
    }
}
