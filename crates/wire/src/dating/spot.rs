//! Finds every day written in a text, with its place and, where day and month may be exchanged, both readings.
//!
//! Only whole days count, and only where the numbers stand together as dates do; what they mean is not asked here.

use super::clock::Clock;
use super::{clock, names};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use news::Precision;

/// The time of day stands at most so many bytes behind the day.
const CLOCK_BYTES: usize = 34;
/// And begins within so many tokens.
const CLOCK_TOKENS: usize = 6;
/// Words before numbers with dots that are no day.
const VERSIONS: &[&str] = &["version", "v", "ver", "release", "ip", "python", "php", "ios", "wordpress", "§", "nr"];

/// A day in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// Where it ends, in bytes; the time of day stands behind.
    pub(crate) end: usize,
    /// The day.
    pub(crate) day: Day,
}

/// What the numbers may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Day {
    /// One day.
    Sure(Date),
    /// Numbers that are a day in either order.
    Either { day_first: Date, month_first: Date },
    /// Month and day: the year is not said.
    NoYear(i8, i8),
}

impl Spot {
    /// The moment and its precision, reading the time of day behind the day.
    pub(crate) fn moment(&self, text: &str, date: Date, zone: Option<&TimeZone>) -> Option<(Timestamp, Precision)> {
        let zone = zone.cloned().unwrap_or(TimeZone::UTC);
        let behind = head(text.get(self.end..)?, CLOCK_BYTES);
        let tokens = clock::tokens(behind);
        let clock = Clock::find(&tokens).filter(|clock| clock.start <= CLOCK_TOKENS && !clock.is_next_day);
        let Some(clock) = clock else {
            let at = zone.to_ambiguous_timestamp(date.to_datetime(Time::midnight())).compatible().ok()?;
            return Some((at, Precision::Day));
        };
        let at = date.to_datetime(clock.time);
        let zone = clock.zone(&tokens, at, Some(&zone), false).unwrap_or(zone);
        Some((zone.to_ambiguous_timestamp(at).compatible().ok()?, clock.precision))
    }
}

fn head(text: &str, max_bytes: usize) -> &str {
    let end = (0..=max_bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Every day in the text, in order.
pub(crate) fn spots(text: &str) -> Vec<Spot> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match day_at(&tokens, i) {
            Some((day, n)) => {
                found.push(Spot { start: tokens[i].start, end: tokens[i + n - 1].end, day });
                i += n;
            }
            None => i += 1,
        }
    }
    found
}

#[derive(Debug)]
enum Kind<'a> {
    Number(i16, usize),
    Word(&'a str),
    Mark(char),
}

#[derive(Debug)]
struct Token<'a> {
    start: usize,
    end: usize,
    /// Whether white space stands in front.
    has_gap: bool,
    kind: Kind<'a>,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut has_gap = true;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{200e}' || c == '\u{200f}' {
            has_gap = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut run = |is_part: &dyn Fn(char) -> bool| {
            while let Some((at, next)) = chars.next_if(|(_, next)| is_part(*next)) {
                end = at + next.len_utf8();
            }
        };
        let kind = if let Some(value) = digit(c) {
            run(&|next| digit(next).is_some());
            let digits: Vec<i16> = text[start..end].chars().filter_map(digit).collect();
            // Longer numbers are none of a day's.
            let value =
                if digits.len() <= 4 { digits.iter().fold(0, |sum, digit| sum * 10 + digit) } else { value - 99 };
            Kind::Number(value, digits.len())
        } else if c.is_alphabetic() && !is_unit(c) {
            run(&|next| next.is_alphabetic() && !is_unit(next));
            Kind::Word(&text[start..end])
        } else {
            Kind::Mark(c)
        };
        found.push(Token { start, end, has_gap, kind });
        has_gap = false;
    }
    found
}

/// ASCII and full-width digits.
fn digit(c: char) -> Option<i16> {
    let c = if ('\u{ff10}'..='\u{ff19}').contains(&c) { char::from_u32(c as u32 - 0xfee0)? } else { c };
    c.to_digit(10).and_then(|digit| i16::try_from(digit).ok())
}

/// Signs that stand behind the numbers of a day in the east.
fn is_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '号' | '號' | '년' | '월' | '일')
}

struct View<'a, 'b> {
    tokens: &'a [Token<'b>],
}

impl View<'_, '_> {
    fn number(&self, at: usize) -> Option<(i16, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    fn short(&self, at: usize) -> Option<i16> {
        self.number(at).filter(|(value, digits)| *digits <= 2 && (1..=31).contains(value)).map(|(value, _)| value)
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.number(at).filter(|(value, digits)| *digits == 4 && (1990..=2099).contains(value)).map(|(value, _)| value)
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn month(&self, at: usize) -> Option<i16> {
        self.word(at).and_then(names::month).map(i16::from)
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
    }

    /// Behind what may stand between the parts of a written-out day: stops, commas, ordinals, `de`, `of`.
    fn skip(&self, mut at: usize, max: usize) -> usize {
        const JOINTS: &[&str] = &[
            "st", "nd", "rd", "th", "er", "º", "ª", "o", "of", "de", "del", "den", "d", "di", "ta", "η", "ης", "г",
            "m", "gada", "a", "ngày", "tháng", "năm", "no", "ain", "the", "ter", "ά", "في", "року",
        ];
        for _ in 0..max {
            let is_mark = matches!(self.mark(at), Some('.' | ',' | '\'' | '’' | '-' | '–' | '/' | '،' | '°'));
            if is_mark || self.is_word(at, JOINTS) {
                at += 1;
            } else {
                break;
            }
        }
        at
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day that begins with this token, and how many tokens it has.
fn day_at(tokens: &[Token<'_>], i: usize) -> Option<(Day, usize)> {
    let view = View { tokens };
    let is_inside = i > 0
        && !tokens[i].has_gap
        && matches!(tokens[i - 1].kind, Kind::Mark('.' | '-' | '/' | ':' | '_'))
        && i > 1
        && !tokens[i - 1].has_gap
        && matches!(tokens[i - 2].kind, Kind::Number(..));
    if is_inside {
        return None;
    }
    // news/2026/jan21/ferry.html is an address, not a day.
    let is_in_path = |at: usize| {
        !tokens[at].has_gap && view.mark(at) == Some('/') && matches!(tokens.get(at + 1), Some(next) if !next.has_gap)
    };
    if i > 1 && is_in_path(i - 1) && matches!(tokens[i - 2].kind, Kind::Word(_)) && !tokens[i].has_gap {
        return None;
    }
    let (day, end) = year_first(&view, i)
        .or_else(|| numbers(&view, i))
        .or_else(|| day_and_name(&view, i))
        .or_else(|| name_and_day(&view, i))
        .or_else(|| east_without_year(&view, i))?;
    // 1.2.2013.4 and 2019-01-02-03 go on: they are something else.
    let goes_on = matches!(view.mark(end), Some('.' | '-' | '/' | '_'))
        && tokens
            .get(end + 1)
            .is_some_and(|next| !next.has_gap && !tokens[end].has_gap && matches!(next.kind, Kind::Number(_, 1..=3)));
    (!goes_on).then_some((day, end - i))
}

/// 2026-07-06, 2026/7/6, 2026. 07. 06, 2026年7月6日, 26年7月6日, 2026 July 6, 2019. január 5.
fn year_first(view: &View<'_, '_>, i: usize) -> Option<(Day, usize)> {
    let (year, digits) = view.number(i)?;
    let mark = view.mark(i + 1);
    let is_east = matches!(mark, Some('年' | '년'));
    let year = match digits {
        4 => view.year(i)?,
        2 if is_east => 2000 + year,
        _ => return None,
    };
    if matches!(mark, Some('-' | '/' | '.' | '_')) || is_east {
        if let (Some(month), Some(day)) = (view.short(i + 2), view.short(i + 4)) {
            let second = view.mark(i + 3)?;
            let fits = if is_east { matches!(second, '月' | '월') } else { Some(second) == mark };
            if fits && let Some(date) = date(year, month, day) {
                let end = i + 5 + usize::from(is_east && matches!(view.mark(i + 5), Some('日' | '号' | '號' | '일')));
                return Some((Day::Sure(date), end));
            }
        }
        if is_east {
            return None;
        }
    }
    let at = view.skip(i + 1, 2);
    let month = view.month(at)?;
    let at = view.skip(at + 1, 2);
    // "2019 January 5" is a day, "2019, May 14:30" is not.
    let day = view.short(at).filter(|_| view.mark(at + 1) != Some(':'))?;
    Some((Day::Sure(date(year, month, day)?), at + 1))
}

/// 06.07.2026, 6/7/2026, 6-7-2026, 06.07.26: three numbers, the year last.
fn numbers(view: &View<'_, '_>, i: usize) -> Option<(Day, usize)> {
    let (a, b) = (view.short(i)?, view.short(i + 2)?);
    let mark = view.mark(i + 1).filter(|mark| matches!(mark, '.' | '/' | '-' | '·'))?;
    if view.mark(i + 3) != Some(mark) {
        return None;
    }
    let is_tight = [i + 1, i + 2, i + 3, i + 4].iter().all(|at| view.tokens.get(*at).is_some_and(|t| !t.has_gap));
    if mark != '.' && !is_tight {
        return None;
    }
    let year = view.year(i + 4).or_else(|| {
        let long = |at: usize| view.number(at).is_some_and(|(_, digits)| digits == 2);
        let (year, _) = view.number(i + 4).filter(|(_, digits)| *digits == 2)?;
        let is_version = i > 0 && view.is_word(i - 1, VERSIONS);
        let is_likely = if mark == '.' { year >= 5 } else { long(i) && long(i + 2) };
        let is_day = is_tight && mark != '-' && !is_version && is_likely;
        is_day.then_some(if year < 70 { 2000 + year } else { 1900 + year })
    })?;
    let day = match (date(year, b, a), date(year, a, b)) {
        (Some(day_first), Some(month_first)) if day_first != month_first && mark != '.' => {
            Day::Either { day_first, month_first }
        }
        (Some(date), _) | (None, Some(date)) => Day::Sure(date),
        (None, None) => return None,
    };
    Some((day, i + 5))
}

/// 6 July 2026, 6. Juli 2026, 6th of July, 2026, 6 de julio de 2026, 06-Jul-26, ngày 6 tháng 7 năm 2026; 6 July.
fn day_and_name(view: &View<'_, '_>, i: usize) -> Option<(Day, usize)> {
    let day = view.short(i)?;
    let at = view.skip(i + 1, 3);
    let is_vietnamese = at > i + 1 && view.is_word(at - 1, &["tháng"]);
    let month = if is_vietnamese { view.short(at)? } else { view.month(at)? };
    let behind = view.skip(at + 1, 3);
    if let Some(year) = view.year(behind) {
        return Some((Day::Sure(date(year, month, day)?), behind + 1));
    }
    let is_alone = |at: usize| {
        view.tokens.get(at + 1).is_none_or(|next| !matches!(next.kind, Kind::Word(_)))
            && !matches!(view.mark(at + 1), Some(':' | '%'))
    };
    if let Some((year, 2)) = view.number(behind).filter(|(year, _)| *year >= 5 && is_alone(behind)) {
        return Some((Day::Sure(date(2000 + year, month, day)?), behind + 1));
    }
    // The leap day stands in for any year.
    date(2000, month, day).map(|date| (Day::NoYear(date.month(), date.day()), at + 1))
}

/// July 6, 2026; Jul. 6th 2026; Mai 06 2018.
fn name_and_day(view: &View<'_, '_>, i: usize) -> Option<(Day, usize)> {
    let month = view.month(i)?;
    let at = view.skip(i + 1, 2);
    let day = view.short(at)?;
    let behind = view.skip(at + 1, 3);
    if let Some(year) = view.year(behind) {
        return Some((Day::Sure(date(year, month, day)?), behind + 1));
    }
    // "Mai, 5. Juni" is a name before a day.
    let is_other = view.mark(at + 1) == Some(':') || view.mark(i + 1) == Some(',');
    date(2000, month, day).filter(|_| !is_other).map(|date| (Day::NoYear(date.month(), date.day()), at + 1))
}

/// 7月6日.
fn east_without_year(view: &View<'_, '_>, i: usize) -> Option<(Day, usize)> {
    let (month, day) = (view.short(i)?, view.short(i + 2)?);
    let is_day = view.mark(i + 1) == Some('月') && matches!(view.mark(i + 3), Some('日' | '号' | '號'));
    date(2000, month, day).filter(|_| is_day).map(|date| (Day::NoYear(date.month(), date.day()), i + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = spots(text)
            .iter()
            .map(|spot| match spot.day {
                Day::Sure(date) => date.to_string(),
                Day::Either { day_first, month_first } => format!("{day_first} or {month_first}"),
                Day::NoYear(month, day) => format!("{month}-{day}"),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_day_is_found_in_every_spelling() {
        for text in [
            "2026-07-16",
            "2026/7/16",
            "2026. 07. 16.",
            "2026年7月16日",
            "２０２６年７月１６日",
            "2026년 7월 16일",
            "16.07.2026",
            "16. 7. 2026",
            "16/07/2026",
            "07/16/2026",
            "16-7-2026",
            "16.7.26",
            "16.07.26",
            "16 July 2026",
            "16. Juli 2026",
            "July 16th, 2026",
            "Jul. 16, 2026",
            "16th of July, 2026",
            "16-Jul-26",
            "16 de julio de 2026",
            "16 juillet 2026",
            "16 luglio 2026",
            "16 de julho de 2026",
            "16 juli 2026",
            "16 июля 2026",
            "16 lipca 2026",
            "16 Temmuz 2026",
            "16. heinäkuuta 2026",
            "16. července 2026",
            "2026. július 16.",
            "16 Ιουλίου 2026",
            "16 Juli 2026",
            "16 tháng 7, 2026",
            "16. juli 2026",
            "16 iulie 2026",
            "2026 m. liepos 16 d.",
            "16 يوليو 2026",
            "16 ביולי 2026",
            "Juli 16 2026",
            "16 липня 2026",
        ] {
            check(text, &["2026-07-16"]);
        }
    }

    #[test]
    fn numbers_that_may_be_exchanged_keep_both_readings() {
        check("06/07/2026", &["2026-07-06 or 2026-06-07"]);
        check("06.07.2026", &["2026-07-06"]);
    }

    #[test]
    fn several_days_are_found_in_order() {
        check("Mardi 5 juin 2018, mis à jour le 6 juin 2018", &["2018-06-05", "2018-06-06"]);
        check("Von Jan Mai, 5. Juni", &["6-5"]);
        check("港城2月10日电", &["2-10"]);
    }

    #[test]
    fn other_numbers_are_no_days() {
        for text in [
            "Version 3.10.12",
            "192.168.10.12",
            "10.99 €",
            "July 2026",
            "2026",
            "in 2026, 14 people may 14:30",
            "5 von 12",
            "call 030/12/3456",
            "1.2.2013.4",
            "may 2019",
            "Python 2.7.16",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_time_of_day_stands_behind() {
        let text = "am 16.07.2026 um 18:36 Uhr";
        let spot = spots(text).remove(0);
        let Day::Sure(date) = spot.day else { panic!("{spot:?}") };
        let at = "2026-07-16T18:36:00Z".parse().unwrap();
        assert_eq!(spot.moment(text, date, None), Some((at, Precision::Minute)));
    }
}
