//! The day of publication as the page writes it for its readers.

use super::parse_date;
use super::spot::{Day, spots};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use news::{Dating, Evidence, EvidenceKind};

/// A day somewhere on earth lies so near to its moment in UTC.
const WITHIN: SignedDuration = SignedDuration::from_hours(38);
/// The signs that are written for readers, the plainest first.
const ORDER: &[EvidenceKind] = &[EvidenceKind::Text, EvidenceKind::Url];

/// The day on which an item was published where it was published; `None` if it is undated.
///
/// A moment alone does not tell it: 23:30 in UTC is the next day in Berlin. The dateline, else the address, else the sign
/// that the moment was taken from tells the day; without any it is the day in UTC.
pub fn day_of(dating: &Dating) -> Option<Date> {
    let value = dating.value?;
    let believed = || dating.evidence.iter().filter(|sign| sign.rejected.is_none());
    let for_readers = ORDER.iter().flat_map(|kind| believed().filter(move |sign| sign.kind == *kind));
    let taken = believed().filter(|sign| sign.value == Some(value));
    for_readers.chain(taken).find_map(|sign| written(sign, value)).or_else(|| Some(utc(value)))
}

fn utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The day in a sign, if it may be that of the moment.
fn written(sign: &Evidence, value: Timestamp) -> Option<Date> {
    sign.value.filter(|at| at.duration_since(value).abs() <= WITHIN)?;
    let days = spots(&sign.raw).into_iter().flat_map(|spot| match spot.day {
        Day::Sure(date) => vec![date],
        Day::Either { day_first, month_first } => vec![day_first, month_first],
        Day::NoYear(..) => Vec::new(),
    });
    let run_together = parse_date(&sign.raw, None).map(|(at, _)| utc(at));
    days.chain(run_together).find(|date| (*date - utc(value)).get_days().abs() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Confidence, Precision};

    fn check(signs: &[(EvidenceKind, &str)], expected: &str) {
        let evidence: Vec<Evidence> = signs
            .iter()
            .map(|(kind, raw)| Evidence {
                kind: *kind,
                raw: (*raw).into(),
                value: parse_date(raw, None).map(|(at, _)| at),
                rejected: None,
            })
            .collect();
        let value = evidence[0].value;
        let dating = Dating { value, precision: Precision::Second, confidence: Confidence::High, evidence };
        assert_eq!(day_of(&dating), Some(expected.parse().unwrap()));
    }

    #[test]
    fn the_day_is_that_of_the_place_where_it_was_published() {
        use EvidenceKind::{JsonLd, Meta, Text, Url};
        check(&[(JsonLd, "2026-02-10T00:30:00+02:00")], "2026-02-10");
        check(&[(JsonLd, "2026-02-11T02:11:00Z"), (Text, "February 10, 2026 9:11 pm")], "2026-02-10");
        check(&[(Meta, "2026-02-09T23:00:00Z"), (Url, "2026/02/10")], "2026-02-10");
        check(&[(Meta, "2026-02-10T23:00:00Z"), (Text, "14 February 2026")], "2026-02-10");
        check(&[(Meta, "1770714000")], "2026-02-10");
    }
}
