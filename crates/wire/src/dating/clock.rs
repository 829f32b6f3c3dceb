//! The time of day in a date, and the zone behind it.

use super::names;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use news::Precision;

/// A run of digits, a run of letters, or one other character.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number { value: i64, digits: usize },
    Word(String),
    Mark(char),
    Space,
}

/// Cuts a text into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut run = String::from(c);
        if c.is_ascii_digit() {
            while let Some(next) = chars.next_if(char::is_ascii_digit) {
                run.push(next);
            }
            tokens.push(Token::Number { value: run.parse().unwrap_or(i64::MAX), digits: run.len() });
        } else if is_cjk_mark(c) {
            tokens.push(Token::Mark(c));
        } else if c.is_alphabetic() {
            while let Some(next) = chars.next_if(|next| is_of_word(*next)) {
                run.push(next);
            }
            tokens.push(Token::Word(run));
        } else if c.is_whitespace() {
            if tokens.last() != Some(&Token::Space) {
                tokens.push(Token::Space);
            }
        } else {
            tokens.push(Token::Mark(c));
        }
    }
    tokens
}

/// A word of an Indian script holds signs that join its letters.
fn is_of_word(c: char) -> bool {
    (c.is_alphabetic() && !is_cjk_mark(c)) || matches!(c, '_' | '\u{93c}' | '\u{94d}')
}

fn is_cjk_mark(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '时'
            | '時'
            | '点'
            | '點'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
    )
}

/// The time of day, with the tokens it stands on.
pub(super) struct Clock {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) time: Time,
    pub(super) is_next_day: bool,
    pub(super) precision: Precision,
}

impl Clock {
    /// Finds `14:30`, `14:30:05.123`, `2pm`, `14时30分`, `下午2点`, `14h30`.
    pub(super) fn find(tokens: &[Token]) -> Option<Self> {
        (0..tokens.len()).find_map(|start| Self::at(tokens, start))
    }

    fn at(tokens: &[Token], start: usize) -> Option<Self> {
        let mut hour = small(tokens, start, 24)?;
        let mark = tokens.get(start + 1);
        let is_h =
            matches!((mark, tokens.get(start + 2)), (Some(Token::Word(h)), Some(Token::Number { .. })) if h == "h");
        let is_first = start == 0 || tokens[start - 1] != Token::Mark(':');
        if let Some(Token::Word(word)) = mark.filter(|_| is_first && !is_h) {
            let half = half_of_day(word)?;
            return Self::new(start, start + 2, shift(hour, half), 0, None);
        }
        let is_colon = mark == Some(&Token::Mark(':'));
        let is_hour = is_h || matches!(mark, Some(Token::Mark('时' | '時' | '点' | '點' | '시')));
        if !is_colon && !is_hour {
            return None;
        }
        let mut end = start + 2;
        // Korean puts a space between the hour and the minute.
        if is_hour && tokens.get(end) == Some(&Token::Space) && small(tokens, end + 1, 59).is_some() {
            end += 1;
        }
        let mut minute = 0;
        if let Some(value) = small(tokens, end, 59) {
            minute = value;
            end += 1;
        } else if is_colon {
            return None;
        }
        if matches!(tokens.get(end), Some(Token::Mark('分' | '분'))) {
            end += 1;
        }
        let mut second = None;
        if is_colon && tokens.get(end) == Some(&Token::Mark(':')) || is_hour {
            let at = if is_colon { end + 1 } else { end };
            if let Some(value) = small(tokens, at, 60) {
                second = Some(value.min(59));
                end = at + 1;
                if matches!(tokens.get(end), Some(Token::Mark('.' | ',')))
                    && matches!(tokens.get(end + 1), Some(Token::Number { .. }))
                {
                    end += 2;
                }
            }
        }
        if let Some((half, at)) = half_nearby(tokens, start, end) {
            hour = shift(hour, half);
            end = end.max(at);
        }
        Self::new(start, end, hour, minute, second)
    }

    fn new(start: usize, end: usize, hour: i8, minute: i8, second: Option<i8>) -> Option<Self> {
        let is_next_day = hour == 24;
        let time = Time::new(if is_next_day { 0 } else { hour }, minute, second.unwrap_or(0), 0).ok()?;
        let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        Some(Self { start, end, time, is_next_day, precision })
    }

    /// The zone behind the time: `Z`, `+08:00`, `+0800`, `GMT+8`, `EST`, `(Europe/Berlin)`.
    pub(super) fn zone(
        &self,
        tokens: &[Token],
        at: DateTime,
        own: Option<&TimeZone>,
        is_java: bool,
    ) -> Option<TimeZone> {
        let mut i = self.end;
        while matches!(tokens.get(i), Some(Token::Space | Token::Mark('(' | ',' | '['))) {
            i += 1;
        }
        let mut named = None;
        if let Some(Token::Word(word)) = tokens.get(i) {
            let mut name = word.clone();
            let mut next = i + 1;
            while let (Some(Token::Mark('/')), Some(Token::Word(part))) = (tokens.get(next), tokens.get(next + 1)) {
                name = format!("{name}/{part}");
                next += 2;
            }
            named = names::zone(&name, at, own, is_java);
            // `GMT+0800`: the offset says more than the name.
            let is_universal = matches!(name.to_ascii_lowercase().as_str(), "gmt" | "utc" | "ut");
            if !is_universal {
                return named.or_else(|| self.zone_in_front(tokens, at, own, is_java));
            }
            i = next;
        }
        offset(tokens, i).or(named).or_else(|| self.zone_in_front(tokens, at, own, is_java))
    }

    /// 北京时间2月10日14:30 names the zone in front.
    fn zone_in_front(&self, tokens: &[Token], at: DateTime, own: Option<&TimeZone>, is_java: bool) -> Option<TimeZone> {
        tokens[..self.start].windows(3).find_map(|window| match window {
            [Token::Word(place), Token::Mark('时' | '時'), Token::Word(_)] => names::zone(place, at, own, is_java),
            _ => None,
        })
    }
}

/// A number from 0 to `max` of one or two digits.
fn small(tokens: &[Token], at: usize, max: i64) -> Option<i8> {
    match tokens.get(at) {
        Some(Token::Number { value, digits: 1 | 2 }) if *value <= max => i8::try_from(*value).ok(),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    Am,
    Pm,
}

fn half_of_day(word: &str) -> Option<Half> {
    match word.to_lowercase().as_str() {
        "am" | "上午" | "早上" | "凌晨" | "清晨" | "午前" | "오전" => Some(Half::Am),
        "pm" | "下午" | "晚上" | "晚间" | "傍晚" | "午後" | "오후" => Some(Half::Pm),
        _ => None,
    }
}

/// `2:30 pm`, `2:30 p.m.`, `下午2:30`; with the token behind it.
fn half_nearby(tokens: &[Token], start: usize, end: usize) -> Option<(Half, usize)> {
    let mut i = end;
    if tokens.get(i) == Some(&Token::Space) {
        i += 1;
    }
    if let Some(Token::Word(word)) = tokens.get(i) {
        if let Some(half) = half_of_day(word) {
            return Some((half, i + 1));
        }
        let is_dotted = tokens.get(i + 1) == Some(&Token::Mark('.'))
            && matches!(tokens.get(i + 2), Some(Token::Word(m)) if m.eq_ignore_ascii_case("m"));
        match word.to_ascii_lowercase().as_str() {
            "a" if is_dotted => return Some((Half::Am, i + 4)),
            "p" if is_dotted => return Some((Half::Pm, i + 4)),
            _ => {}
        }
    }
    let before = tokens[..start].iter().rev().find(|token| **token != Token::Space);
    match before {
        Some(Token::Word(word)) => half_of_day(word).map(|half| (half, end)),
        _ => None,
    }
}

fn shift(hour: i8, half: Half) -> i8 {
    match half {
        Half::Pm if hour < 12 => hour + 12,
        Half::Am if hour == 12 => 0,
        _ => hour,
    }
}

/// `+08:00`, `+0800`, `-5`, with spaces in front.
fn offset(tokens: &[Token], at: usize) -> Option<TimeZone> {
    let mut i = at;
    while tokens.get(i) == Some(&Token::Space) {
        i += 1;
    }
    let sign = match tokens.get(i)? {
        Token::Mark('+') => 1,
        Token::Mark('-') => -1,
        _ => return None,
    };
    let Some(Token::Number { value, digits }) = tokens.get(i + 1) else {
        return None;
    };
    let value = i32::try_from(*value).ok()?;
    let minutes = match digits {
        1 | 2 => {
            let rest = if tokens.get(i + 2) == Some(&Token::Mark(':')) { small(tokens, i + 3, 59) } else { None };
            value * 60 + i32::from(rest.unwrap_or(0))
        }
        3 | 4 => value / 100 * 60 + value % 100,
        _ => return None,
    };
    (minutes <= 15 * 60).then(|| names::fixed(sign * minutes))
}
