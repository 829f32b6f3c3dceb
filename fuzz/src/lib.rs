//! What the targets share: the moment they take for now, an address, and how bytes are dealt out.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

/// The time of the run.
pub fn as_of() -> Timestamp {
    Timestamp::from_second(1_770_700_000).expect("a moment of 2026")
}

/// Where the bytes are said to come from.
pub fn base() -> Url {
    Url::parse("https://coast.example/news/2026/02/09/ferry").expect("an address")
}

/// A zone by a byte: none, one with summer time, one far from UTC.
pub fn zone(byte: u8) -> Option<TimeZone> {
    match byte % 4 {
        0 => None,
        1 => Some(TimeZone::UTC),
        2 => TimeZone::get("Europe/Berlin").ok(),
        _ => TimeZone::get("Pacific/Kiritimati").ok(),
    }
}

/// The first byte, for a choice, and the rest.
pub fn choice(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}
