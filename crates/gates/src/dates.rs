//! Days, months, years and weekdays of a text, and whether those of a sentence are those of its spans.

use crate::lexicon::{Class, lexicon};
use crate::reading::Reading;
use crate::token::Token;
use crate::{Fault, Kind};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a text says of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dates {
    pub months: BTreeSet<i8>,
    /// Month, where it is said, and day.
    pub days: BTreeSet<(Option<i8>, i8)>,
    pub years: BTreeSet<i16>,
    /// Monday is 1.
    pub weekdays: BTreeSet<i8>,
    /// By their line in the table.
    relatives: BTreeSet<u16>,
    /// Month and year that are said together.
    pub month_years: BTreeSet<(i8, i16)>,
    /// Places of words that are pieces of dates.
    pub places: BTreeSet<usize>,
}

impl Dates {
    pub fn of(tokens: &[Token]) -> Self {
        let mut dates = Self::default();
        for at in 0..tokens.len() {
            dates.read(tokens, at);
        }
        dates
    }

    fn read(&mut self, tokens: &[Token], at: usize) {
        let token = &tokens[at];
        for id in token.ids_of(Class::Weekday) {
            self.weekdays.insert(lexicon().ordinal(id) as i8);
            self.places.insert(at);
        }
        self.relatives.extend(token.ids_of(Class::Relative));
        if let Some(month) = month(tokens, at) {
            self.months.insert(month);
            self.places.insert(at);
            self.day_of(tokens, at, month);
            self.month_years.extend(year_beside(tokens, at).map(|year| (month, year)));
        }
        if let Some(year) = year(tokens, at) {
            self.years.insert(year);
            self.places.insert(at);
        }
        let is_range = tokens.get(at + 1).is_some_and(|next| {
            matches!(next.text.as_str(), "and" | "to" | "or" | "-" | "–" | "至" | "到" | "和" | "与" | "、")
        });
        if is_range && token.number.is_some() {
            self.first_of_range(tokens, at);
        }
        let is_day = starts(tokens.get(at + 1), &["日", "号"]) || is_the_17th(tokens, at);
        if let Some(day) = day(token).filter(|_| is_day) {
            self.places.insert(at);
            if !self.days.iter().any(|(_, known)| *known == day) {
                self.days.insert((None, day));
            }
        }
    }

    /// `29 and 30 November`, 1至9月: the first has its month from the last.
    fn first_of_range(&mut self, tokens: &[Token], at: usize) {
        let named = tokens.get(at + 3).filter(|last| last.is_of(Class::Month)).and_then(|_| month(tokens, at + 3));
        if let Some((month, day)) = named.filter(|_| tokens[at + 2].number.is_some()).zip(day(&tokens[at])) {
            self.days.insert((Some(month), day));
            self.places.insert(at);
        }
        let first = day(&tokens[at]).filter(|first| *first <= 12 && tokens[at + 1].is_han);
        if let Some(first) = first
            .filter(|_| tokens.get(at + 2).is_some_and(|next| next.number.is_some()) && month(tokens, at + 2).is_some())
        {
            self.months.insert(first);
            self.places.insert(at);
        }
    }

    /// Six months after a day, 22 years before a year: what a stretch of time leads to from a named day or year.
    fn stretch(&mut self, source: &Reading) {
        for (at, token) in source.tokens.iter().enumerate() {
            let next: String = source.tokens.iter().skip(at + 1).take(2).map(|token| token.text.as_str()).collect();
            let Some(n) = day(token).filter(|_| !self.places.contains(&at)) else { continue };
            if next.starts_with("year") || next.starts_with('年') {
                let years: Vec<i16> =
                    self.years.iter().flat_map(|year| [year + i16::from(n), year - i16::from(n)]).collect();
                self.years.extend(years);
            }
            if next.starts_with("month") || next.starts_with("个月") {
                let months: Vec<i8> = self
                    .months
                    .iter()
                    .flat_map(|month| [month + n, month - n])
                    .map(|month| (month - 1).rem_euclid(12) + 1)
                    .collect();
                self.months.extend(months);
                let years: Vec<i16> = self.years.iter().flat_map(|year| [year + 1, year - 1]).collect();
                self.years.extend(years);
            }
        }
        let says = |words: &[&str]| words.iter().any(|word| source.folded.contains(word));
        for (is_said, step) in [
            (says(&["昨天", "昨日", "昨晚", "yesterday"]), -1),
            (says(&["明天", "明日", "tomorrow"]), 1),
            (says(&["前天"]), -2),
        ] {
            let days: Vec<_> = self.days.iter().filter(|_| is_said).map(|(month, day)| (*month, day + step)).collect();
            self.days.extend(days);
        }
    }

    /// Three days later, 两年前: the day or the year that follows from a named one.
    fn reckon(&mut self, source: &Reading) {
        for (at, token) in source.tokens.iter().enumerate() {
            let next: String =
                source.tokens.iter().skip(at + 1).take(2).map(|token| format!("{} ", token.text)).collect();
            let Some(n) = day(token).filter(|_| !self.places.contains(&at)) else { continue };
            let is_away =
                ["later", "earlier", "before", "after", "ago", "前", "后"].iter().any(|word| next.contains(word));
            if is_away && (next.starts_with("day") || next.starts_with('天')) {
                let days = self.days.iter().flat_map(|(month, day)| [(*month, day + n), (*month, day - n)]);
                self.days.extend(days.collect::<Vec<_>>());
            }
            if is_away && (next.starts_with("year") || next.starts_with('年')) {
                let years = self.years.iter().flat_map(|year| [year + i16::from(n), year - i16::from(n)]);
                self.years.extend(years.collect::<Vec<_>>());
            }
        }
    }

    /// What stands for months and years without naming them: 前三季度 are January to September.
    fn spell_out(&mut self, source: &Reading) {
        const PARTS: [(&str, i8, i8); 14] = [
            ("前三季度", 1, 9),
            ("前三个季度", 1, 9),
            ("上半年", 1, 6),
            ("下半年", 7, 12),
            ("一季度", 1, 3),
            ("二季度", 4, 6),
            ("三季度", 7, 9),
            ("四季度", 10, 12),
            ("first nine months", 1, 9),
            ("first half of the year", 1, 6),
            ("first quarter", 1, 3),
            ("second quarter", 4, 6),
            ("third quarter", 7, 9),
            ("fourth quarter", 10, 12),
        ];
        for (_, first, last) in PARTS.iter().filter(|(part, _, _)| source.folded.contains(part)) {
            self.months.extend([*first, *last]);
        }
        let says = |words: &[&str]| words.iter().any(|word| source.folded.contains(word));
        if says(&["前一年", "上一年", "previous year", "year before"]) {
            let before: Vec<i16> = self.years.iter().map(|year| year - 1).collect();
            self.years.extend(before);
        }
        if says(&["次年", "后一年", "following year", "year later"]) {
            let after: Vec<i16> = self.years.iter().map(|year| year + 1).collect();
            self.years.extend(after);
        }
    }

    /// The day beside a month: `March 10`, `10 March`, 3月10日.
    fn day_of(&mut self, tokens: &[Token], at: usize, month: i8) {
        let after = if tokens[at].number.is_some() { at + 2 } else { at + 1 };
        let next = tokens.get(after).filter(|next| next.sentence == tokens[at].sentence);
        let is_day = |token: &Token| !token.is_han || tokens[at].is_han;
        if let Some(day) = next.filter(|next| is_day(next)).and_then(day)
            && (tokens[at].number.is_none() && !tokens[at].is_han || starts(tokens.get(after + 1), &["日", "号"]))
        {
            self.days.insert((Some(month), day));
            self.places.insert(after);
        }
        let before = at.checked_sub(1).filter(|_| tokens[at].number.is_none() && !tokens[at].is_han);
        let before = before.filter(|before| tokens[*before].clause == tokens[at].clause);
        if let Some((place, day)) = before.and_then(|place| Some((place, day(tokens.get(place)?)?))) {
            self.days.insert((Some(month), day));
            self.places.insert(place);
        }
    }

    /// The day after, the month before, where the text says so.
    fn step(&mut self, source: &Reading) {
        let says = |words: &[&str]| {
            source.tokens.iter().any(|token| words.contains(&token.text.as_str()))
                || words.iter().any(|word| !word.is_ascii() && source.folded.contains(word))
        };
        if says(&["次日", "翌日", "第二天", "following", "next", "later"]) {
            let next = self.days.iter().map(|(month, day)| (*month, day + 1)).collect::<Vec<_>>();
            self.days.extend(next);
        }
        if says(&["上月", "上个月", "环比", "month"]) {
            let before = self.months.iter().map(|month| if *month == 1 { 12 } else { month - 1 }).collect::<Vec<_>>();
            self.months.extend(before);
        }
        if says(&["下月", "下个月", "month"]) {
            let after = self.months.iter().map(|month| month % 12 + 1).collect::<Vec<_>>();
            self.months.extend(after);
        }
    }

    /// Adds what follows from the day of writing and from the dates that are said in full.
    fn resolve(&mut self, published: &[Date]) {
        let has_relatives = !self.relatives.is_empty();
        let mut known: Vec<Date> = published.to_vec();
        for (month, day) in self.days.clone() {
            let years = self.years.iter().copied().chain(published.iter().map(|date| date.year()));
            known.extend(years.filter_map(|year| Date::new(year, month?, day).ok()));
        }
        for date in &known {
            for weekday in self.weekdays.clone() {
                let nearest = (-7..=3).filter_map(|days| date.checked_add(days.days()).ok());
                let same = nearest.filter(|near| near.weekday().to_monday_one_offset() == weekday);
                self.days.extend(same.map(|near| (Some(near.month()), near.day())));
            }
            self.weekdays.insert(date.weekday().to_monday_one_offset());
            self.months.insert(date.month());
            self.days.insert((Some(date.month()), date.day()));
            self.years.insert(date.year());
            if published.contains(date) || has_relatives {
                self.years.extend([date.year() - 1, date.year() + 1]);
            }
        }
    }
}

/// `on the 17th`.
fn is_the_17th(tokens: &[Token], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).map_or("", |place| tokens[place].text.as_str());
    let is_ordinal = tokens[at].number.as_ref().is_some_and(|number| number.is_ordinal);
    is_ordinal && word(1) == "the" && matches!(word(2), "on" | "since" | "until" | "by" | "from")
}

/// A month, by name or as 3月.
fn month(tokens: &[Token], at: usize) -> Option<i8> {
    let token = tokens.get(at)?;
    if let Some(id) = token.ids_of(Class::Month).next() {
        return Some(lexicon().ordinal(id) as i8);
    }
    let value = token.number.as_ref().filter(|number| !number.is_ordinal)?.read.value;
    let is_month = starts(tokens.get(at + 1), &["月"]) && value.fract() == 0.0 && (1.0..=12.0).contains(&value);
    is_month.then_some(value as i8)
}

fn day(token: &Token) -> Option<i8> {
    let number = token.number.as_ref()?;
    let value = number.read.value;
    let fits = value.fract() == 0.0 && (1.0..=31.0).contains(&value) && !number.read.is_percent;
    (fits && number.currency.is_none()).then_some(value as i8)
}

/// Four digits that count nothing.
fn year(tokens: &[Token], at: usize) -> Option<i16> {
    let token = tokens.get(at)?;
    let number = token.number.as_ref()?;
    let value = number.read.value;
    let is_plain = token.text.chars().count() == 4 && number.currency.is_none() && value.fract() == 0.0;
    if !(is_plain && (1800.0..=2100.0).contains(&value)) {
        return None;
    }
    let next = tokens.get(at + 1).filter(|next| next.clause == token.clause);
    let is_range = next.is_some_and(|next| matches!(next.text.as_str(), "到" | "至"));
    if next.is_some_and(|next| next.is_han && !next.text.starts_with('年')) && !is_range {
        return None;
    }
    let counts = next.is_some_and(|next| {
        next.is_of(Class::Unit) && next.text != "年"
            || next.is_of(Class::Currency)
            || next.text.ends_with('s')
                && !next.has(crate::lexicon::Mark::Light)
                && !next.is_capital
                && next.is_content()
    });
    (!counts).then_some(value as i16)
}

fn starts(token: Option<&Token>, with: &[&str]) -> bool {
    token.is_some_and(|token| token.is_han && with.iter().any(|start| token.text.starts_with(start)))
}

/// What of a date the spans do not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Weekday(i8),
    Day(Option<i8>, i8),
    Month(i8),
    Year(i16),
    MonthOf(i8, i16),
    Relative,
}

/// Whether the sentence dates what its spans date so.
pub(crate) fn faults(sentence: &Reading, source: &Reading, published: &[Date]) -> Option<Fault> {
    strange(sentence, source, published).first().map(|piece| told(*piece))
}

/// A piece of a date in the place of which the spans have another one of its sort. Where they have none, a day may have
/// been reckoned from others.
pub(crate) fn certain(sentence: &Reading, source: &Reading, published: &[Date]) -> Option<Fault> {
    let literal = Dates::of(&source.tokens);
    let has_another = |piece: &Piece| match piece {
        Piece::Weekday(_) => !literal.weekdays.is_empty(),
        Piece::Day(..) => !literal.days.is_empty(),
        Piece::Month(_) => !literal.months.is_empty(),
        Piece::Year(_) => !literal.years.is_empty(),
        Piece::MonthOf(..) => true,
        Piece::Relative => false,
    };
    strange(sentence, source, published).into_iter().find(has_another).map(told)
}

fn told(piece: Piece) -> Fault {
    let what = match piece {
        Piece::Weekday(day) => format!("weekday {day} of the week"),
        Piece::Day(Some(month), day) => format!("day {day} of month {month}"),
        Piece::Day(None, day) => format!("day {day}"),
        Piece::Month(month) => format!("month {month}"),
        Piece::Year(year) => format!("year {year}"),
        Piece::MonthOf(month, year) => format!("month {month} of {year}"),
        Piece::Relative => "a day or year counted from the day of writing".to_owned(),
    };
    Fault::new(Kind::Date, format!("{what} is not in the cited spans"))
}

/// The pieces of dates that the spans do not give, nor lead to.
fn strange(sentence: &Reading, source: &Reading, published: &[Date]) -> Vec<Piece> {
    let said = Dates::of(&sentence.tokens);
    let literal = Dates::of(&source.tokens);
    let mut known = literal.clone();
    known.step(source);
    known.spell_out(source);
    known.reckon(source);
    known.stretch(source);
    known.resolve(published);
    let weekdays = said.weekdays.iter().filter(|day| !known.weekdays.contains(day)).map(|day| Piece::Weekday(*day));
    let days = said.days.iter().filter(|day| !has_day(&known, **day)).map(|(month, day)| Piece::Day(*month, *day));
    let months = said.months.iter().filter(|month| !known.months.contains(month)).map(|month| Piece::Month(*month));
    let years = said.years.iter().filter(|year| !known.years.contains(year)).map(|year| Piece::Year(*year));
    let crossed = said.month_years.iter().filter(|pair| is_crossed(&literal, **pair));
    let crossed = crossed.map(|(month, year)| Piece::MonthOf(*month, *year));
    let relatives =
        said.relatives.iter().filter(|id| !literal.relatives.contains(id) && !is_dated(&known, **id, published));
    let relatives = relatives.map(|_| Piece::Relative);
    weekdays.chain(days).chain(months).chain(years).chain(crossed).chain(relatives).collect()
}

/// The spans give this month another year, and this year another month.
fn is_crossed(literal: &Dates, (month, year): (i8, i16)) -> bool {
    let pairs = &literal.month_years;
    !pairs.contains(&(month, year))
        && pairs.iter().any(|(other, _)| *other == month)
        && pairs.iter().any(|(_, other)| *other == year)
}

/// The year of a month: `August 2031`, `August 27, 2031`, 2031年8月.
fn year_beside(tokens: &[Token], at: usize) -> Option<i16> {
    let before = (at.saturating_sub(2)..at).rev().filter(|_| tokens[at].number.is_some());
    let behind = (at + 1..(at + 4).min(tokens.len())).filter(|_| tokens[at].number.is_none());
    let same = |place: &usize| tokens[*place].sentence == tokens[at].sentence;
    before.chain(behind).filter(same).find_map(|place| year(tokens, place))
}

fn has_day(known: &Dates, (month, day): (Option<i8>, i8)) -> bool {
    known.days.iter().any(|(other, same)| *same == day && (month.is_none() || other.is_none() || *other == month))
}

/// Whether `last year` is a year that the spans name, as of their day.
fn is_dated(known: &Dates, id: u16, published: &[Date]) -> bool {
    if published.is_empty() {
        return !known.days.is_empty() || !known.months.is_empty() || !known.years.is_empty();
    }
    let away = match lexicon().ordinal(id) {
        10 => -1,
        11 => 1,
        1..=3 => return !known.days.is_empty(),
        6 | 9 | 12 => return true,
        _ => return !known.months.is_empty(),
    };
    published.iter().any(|date| known.years.contains(&(date.year() + away)))
}
