//! The names that dates are written with: months in some thirty languages, zones by their letters.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of months, one month a line: its number, then the names.
const MONTHS: &str = include_str!("months.txt");

/// Zone names whose offset is not in doubt, in minutes.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("met", 60),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
    ("sast", 120),
    ("msk", 180),
    ("trt", 180),
    ("gst", 240),
    ("pkt", 300),
    ("ist", 330),
    ("ict", 420),
    ("wib", 420),
    ("hkt", 480),
    ("sgt", 480),
    ("awst", 480),
    ("pht", 480),
    ("myt", 480),
    ("bjt", 480),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("acdt", 630),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("ast", -240),
    ("adt", -180),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("brt", -180),
    ("art", -180),
    ("clt", -240),
];

/// Names that mean a place's time, summer or winter.
const PLACES: &[(&str, &str)] = &[
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
    ("北京", "Asia/Shanghai"),
    ("台北", "Asia/Taipei"),
];

/// The month that a word names, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    static NAMES: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
        let lines = MONTHS.lines().filter(|line| !line.starts_with('#'));
        let names = lines.filter_map(|line| {
            let (number, names) = line.split_once(' ')?;
            let number: i8 = number.parse().ok()?;
            Some(names.split_whitespace().map(move |name| (name, number)))
        });
        names.flatten().collect()
    });
    NAMES.get(word.trim_end_matches('.').to_lowercase().as_str()).copied()
}

/// The zone that a word names at this local time.
///
/// Letters that mean several zones (CST, IST, BST) are read as the source's own zone where its clock goes by these
/// letters. CST alone is China's when `is_java` (the order in which Chinese servers write it) or when America keeps
/// summer time and would have written CDT.
pub(super) fn zone(word: &str, at: DateTime, own: Option<&TimeZone>, is_java: bool) -> Option<TimeZone> {
    let letters = word.to_lowercase();
    if let Some(own) = own.filter(|own| goes_by(own, &letters, at)) {
        return Some(own.clone());
    }
    if letters == "cst" {
        let is_summer = (4..=10).contains(&at.month());
        return Some(fixed(if is_java || is_summer { 480 } else { -360 }));
    }
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == letters) {
        return Some(fixed(*minutes));
    }
    if let Some((_, place)) = PLACES.iter().find(|(name, _)| *name == letters) {
        return TimeZone::get(place).ok();
    }
    // IANA names have a slash; anything else would let words of the text pass as zones.
    word.contains('/').then(|| TimeZone::get(word).ok()).flatten()
}

/// A zone so many minutes ahead of UTC.
pub(super) fn fixed(minutes: i32) -> TimeZone {
    TimeZone::fixed(Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC))
}

fn goes_by(zone: &TimeZone, letters: &str, at: DateTime) -> bool {
    let moment: Option<Timestamp> = zone.to_ambiguous_timestamp(at).compatible().ok();
    moment.is_some_and(|moment| zone.to_offset_info(moment).abbreviation().eq_ignore_ascii_case(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_several_languages() {
        for (word, number) in
            [("July", 7), ("März", 3), ("août", 8), ("enero", 1), ("Okt.", 10), ("déc.", 12), ("maggio", 5)]
        {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for (word, number) in [
            ("Marraskuuta", 11),
            ("stycznia", 1),
            ("července", 7),
            ("Şubat", 2),
            ("iulie", 7),
            ("július", 7),
            ("Agustus", 8),
            ("июля", 7),
            ("липня", 7),
            ("Ιουλίου", 7),
            ("يوليو", 7),
            ("जुलाई", 7),
            ("maj", 5),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["Market", "Monday", "Mo", "published", "general", "mardi", "Janic", "Septuagint"] {
            assert_eq!(month(word), None, "{word}");
        }
    }
}
