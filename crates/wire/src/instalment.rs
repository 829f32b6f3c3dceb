//! Tells apart what happens anew every day: the same headline about another day is another day's event.

use news::text::{fold, is_han};

/// A headline without its figures and days, and the days it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    form: String,
    days: Vec<String>,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Form {
    pub(crate) fn of(title: &str) -> Self {
        let title = fold(title);
        let mut this = Self { form: String::new(), days: Vec::new() };
        let mut rest = title.as_str();
        while let Some(c) = rest.chars().next() {
            let piece = piece(rest);
            let after = rest.get(piece.len()..).unwrap_or_default();
            if let Some(day) = day(piece, after, this.form.ends_with(['周', '期', '拜'])) {
                this.days.push(day);
                this.form.push('@');
            } else if c.is_ascii_digit() {
                this.form.push('#');
            } else {
                this.form.push_str(piece);
            }
            rest = rest.get(piece.len()..).unwrap_or_default();
        }
        this
    }

    /// Whether it says, so many hours later, the same of a day: if that is of the same name, of another week's.
    pub(crate) fn is_of_another_day_after(&self, earlier: &Self, hours: i64) -> bool {
        const ALMOST_A_WEEK: i64 = 6 * 24;
        let is_of_next_week = hours >= ALMOST_A_WEEK && self.form == earlier.form && !self.days.is_empty();
        is_of_next_week || self.is_of_another_day(earlier)
    }

    /// Whether both say the same of different days: the warning of Monday and that of Tuesday.
    pub(crate) fn is_of_another_day(&self, other: &Self) -> bool {
        self.form == other.form && !self.days.is_empty() && !other.days.is_empty() && self.days != other.days
    }
}

/// The first word, number, or single character of a text.
fn piece(rest: &str) -> &str {
    let Some(first) = rest.chars().next() else { return rest };
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let end = if first.is_ascii_digit() {
        rest.find(|c: char| !is_number(c)).unwrap_or(rest.len())
    } else if first.is_alphabetic() && !is_han(first) {
        rest.find(|c: char| !c.is_alphanumeric() || is_han(c)).unwrap_or(rest.len())
    } else {
        first.len_utf8()
    };
    rest.get(..end).unwrap_or(rest)
}

/// `tuesday`; the figures before 日 or 号; the character behind 周 or 星期.
fn day(piece: &str, after: &str, is_behind_week: bool) -> Option<String> {
    let is_figure = piece.chars().all(|c| c.is_ascii_digit()) && piece.len() <= 2;
    if WEEKDAYS.contains(&piece) || is_figure && after.starts_with(['日', '号']) {
        return Some(piece.to_owned());
    }
    (is_behind_week && "一二三四五六日天".contains(piece)).then(|| piece.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_days_apart(a: &str, b: &str) -> bool {
        Form::of(a).is_of_another_day(&Form::of(b))
    }

    #[test]
    fn the_same_headline_of_another_day_is_another_event() {
        assert!(are_days_apart("Rain warning on Saturday: 28 mm", "Rain warning on Sunday: 82 mm"));
        assert!(are_days_apart("央行9日开展310亿元逆回购操作", "央行10日开展835亿元逆回购操作"));
        assert!(are_days_apart("周一沪指收涨0.3%", "周二沪指收涨1.2%"));
    }

    #[test]
    fn a_toll_that_rises_and_other_words_are_not() {
        assert!(!are_days_apart("Death toll rises to 15", "Death toll rises to 21"));
        assert!(!are_days_apart("Rain warning on Saturday: 28 mm", "Rain warning on Saturday: 31 mm"));
        assert!(!are_days_apart("Trial opens on Monday", "Verdict expected on Friday"));
        assert!(!are_days_apart("矿难致一人遇难", "矿难致三人遇难"));
    }
}
