//! Weighs the signs of a date: the earliest that can be believed is the publication.
//!
//! A page that is clearly older than its feed says is a story that resurfaced, and its own age counts.

use super::parse_date;
use jiff::{SignedDuration, Timestamp};
use news::{Confidence, Dating, Evidence, EvidenceKind, Precision};

/// Clocks of servers go wrong by minutes; a sign further ahead than this is no publication.
const MAX_AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// A day without a time may begin up to so long before it begins in UTC, so it looks that much ahead.
const MAX_DAY_AHEAD: SignedDuration = SignedDuration::from_hours(15);
/// Signs further apart than this tell of two moments, not of two zones.
const CLEARLY_APART: SignedDuration = SignedDuration::from_hours(36);
/// The web carried no news before.
const FIRST_YEAR: &str = "1995-01-01T00:00:00Z";

/// What was published when, of all the signs there are; undated if none can be believed.
///
/// Every sign comes back in the dating's evidence, those that were not believed with the reason.
/// Confidence: `High` if two kinds of sign agree within a day; `Medium` for a feed, JSON-LD, meta, time element or API
/// alone; `Low` for text, URL, file or HTTP alone and where the page and the feed contradict each other.
pub fn decide(evidence: Vec<Evidence>, as_of: Timestamp) -> Dating {
    let mut evidence: Vec<Evidence> = evidence.into_iter().map(|sign| reject_impossible(sign, as_of)).collect();
    let signs: Vec<Sign> = evidence.iter().enumerate().filter_map(|(index, sign)| Sign::of(index, sign)).collect();
    let Some(chosen) = choose(&signs) else {
        return Dating { evidence, ..Dating::unknown() };
    };
    let confidence = confidence(&chosen, &signs);
    reject_later(&mut evidence, &chosen, &signs);
    Dating { value: Some(chosen.at), precision: chosen.precision, confidence, evidence }
}

/// Whether the feed offered as new what the page says is older.
pub fn is_resurfaced(dating: &Dating) -> bool {
    let Some(value) = dating.value else {
        return false;
    };
    dating
        .evidence
        .iter()
        .filter(|sign| matches!(sign.kind, EvidenceKind::Feed | EvidenceKind::Api))
        .filter_map(|sign| sign.value)
        .any(|feed| feed.duration_since(value) > CLEARLY_APART)
}

fn reject_impossible(mut sign: Evidence, as_of: Timestamp) -> Evidence {
    if sign.rejected.is_some() {
        return sign;
    }
    let is_day = precision_of(&sign) == Precision::Day;
    sign.rejected = match sign.value {
        None => Some("it could not be read as a date".to_owned()),
        Some(at) if at.duration_since(as_of) > if is_day { MAX_DAY_AHEAD } else { MAX_AHEAD } => {
            Some(format!("it lies {} hours in the future", at.duration_since(as_of).as_hours().max(1)))
        }
        Some(at) if FIRST_YEAR.parse::<Timestamp>().is_ok_and(|first| at < first) => {
            Some("it is before 1995, when the web carried no news".to_owned())
        }
        Some(_) => None,
    };
    sign
}

/// A sign that can be believed.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sign {
    index: usize,
    kind: EvidenceKind,
    at: Timestamp,
    precision: Precision,
}

impl Sign {
    fn of(index: usize, evidence: &Evidence) -> Option<Self> {
        let at = evidence.value.filter(|_| evidence.rejected.is_none())?;
        Some(Self { index, kind: evidence.kind, at, precision: precision_of(evidence) })
    }

    fn is_strong(&self) -> bool {
        use EvidenceKind::{Api, Feed, JsonLd, Meta, TimeElement};
        matches!(self.kind, Feed | Api | JsonLd | Meta | TimeElement)
    }

    /// How long before and after `at` the moment may lie: a day has 24 hours, in a zone up to 14 hours away.
    fn span(&self) -> (Timestamp, Timestamp) {
        let (before, after) = match self.precision {
            Precision::Day => (14, 38),
            Precision::Minute | Precision::Second => (0, 0),
        };
        let shift = |hours: i64| self.at.saturating_add(SignedDuration::from_hours(hours)).unwrap_or(self.at);
        (shift(-before), shift(after))
    }

    /// The time between what the two may mean; zero if they may mean the same moment.
    fn apart(&self, other: &Self) -> SignedDuration {
        let ((a_start, a_end), (b_start, b_end)) = (self.span(), other.span());
        let gap = if a_start > b_end {
            a_start.duration_since(b_end)
        } else if b_start > a_end {
            b_start.duration_since(a_end)
        } else {
            SignedDuration::ZERO
        };
        gap.max(SignedDuration::ZERO)
    }
}

fn precision_of(evidence: &Evidence) -> Precision {
    match evidence.kind {
        EvidenceKind::Url => Precision::Day,
        _ => parse_date(&evidence.raw, None).map_or(Precision::Second, |(_, precision)| precision),
    }
}

/// The earliest good sign; weak ones count only where there is no good one, or to say that it is older.
fn choose(signs: &[Sign]) -> Option<Sign> {
    let good = || signs.iter().filter(|sign| sign.is_strong() || sign.kind == EvidenceKind::Url);
    let Some(earliest) = good().min_by_key(|sign| (sign.at, sign.index)) else {
        return weak(signs);
    };
    let text_is_older = signs
        .iter()
        .filter(|sign| sign.kind == EvidenceKind::Text && sign.at < earliest.at && sign.apart(earliest) > CLEARLY_APART)
        .min_by_key(|sign| sign.at);
    // A dateline is a weak sign, but against a single good one the older is the safer.
    let is_alone = !good().any(|sign| sign.kind != earliest.kind && sign.apart(earliest) <= CLEARLY_APART);
    if let Some(older) = text_is_older.filter(|_| is_alone) {
        return Some(*older);
    }
    Some(finer(earliest, signs))
}

/// A day gives way to the earliest finer sign that may lie in it.
fn finer(earliest: &Sign, signs: &[Sign]) -> Sign {
    if earliest.precision != Precision::Day {
        return *earliest;
    }
    let finer = |wanted: &dyn Fn(&&Sign) -> bool| {
        let in_the_day = |sign: &&Sign| sign.precision != Precision::Day && sign.apart(earliest).is_zero();
        signs.iter().filter(in_the_day).filter(wanted).min_by_key(|sign| (sign.at, sign.index)).copied()
    };
    // A dateline with its time of day is finer than an address, though it alone would be a weak sign.
    finer(&|sign| sign.is_strong()).or_else(|| finer(&|sign| sign.kind == EvidenceKind::Text)).unwrap_or(*earliest)
}

/// Of weak signs the text speaks before the file, and the file before the server.
fn weak(signs: &[Sign]) -> Option<Sign> {
    [EvidenceKind::Text, EvidenceKind::File, EvidenceKind::Http].into_iter().find_map(|kind| {
        signs.iter().filter(|sign| sign.kind == kind).min_by_key(|sign| (sign.at, sign.index)).copied()
    })
}

fn confidence(chosen: &Sign, signs: &[Sign]) -> Confidence {
    let day = SignedDuration::from_hours(24);
    // The server's date changes with every correction: it neither supports nor contradicts.
    let others = || signs.iter().filter(|sign| sign.kind != chosen.kind && sign.kind != EvidenceKind::Http);
    if others().any(|sign| sign.apart(chosen) <= day) {
        return Confidence::High;
    }
    let is_contradicted = others().any(|sign| sign.is_strong() && sign.apart(chosen) > CLEARLY_APART);
    if chosen.is_strong() && !is_contradicted { Confidence::Medium } else { Confidence::Low }
}

/// Signs clearly later than the chosen one are of an update or of a new listing.
fn reject_later(evidence: &mut [Evidence], chosen: &Sign, signs: &[Sign]) {
    for sign in signs.iter().filter(|sign| sign.at > chosen.at && sign.apart(chosen) > CLEARLY_APART) {
        let days = sign.at.duration_since(chosen.at).as_hours() / 24;
        evidence[sign.index].rejected = Some(format!("it is {days} days later than {}", describe(chosen.kind)));
    }
}

fn describe(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Feed => "the feed's date",
        EvidenceKind::JsonLd => "the page's JSON-LD",
        EvidenceKind::Meta => "the page's meta element",
        EvidenceKind::TimeElement => "the page's time element",
        EvidenceKind::Url => "the day in the address",
        EvidenceKind::Text => "the dateline",
        EvidenceKind::Http => "the server's date",
        EvidenceKind::File => "the file's date",
        EvidenceKind::Api => "the interface's date",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EvidenceKind::{Api, Feed, File, Http, JsonLd, Meta, Text, Url};

    fn sign(kind: EvidenceKind, raw: &str) -> Evidence {
        Evidence { kind, raw: raw.into(), value: parse_date(raw, None).map(|(at, _)| at), rejected: None }
    }

    /// Decides at noon of 10 February 2026: value, confidence, what was rejected.
    fn check(
        signs: &[(EvidenceKind, &str)],
        value: Option<&str>,
        confidence: Confidence,
        rejected: &[EvidenceKind],
    ) -> Dating {
        let as_of = "2026-02-10T12:00:00Z".parse().unwrap();
        let dating = decide(signs.iter().map(|(kind, raw)| sign(*kind, raw)).collect(), as_of);
        let found: Vec<EvidenceKind> =
            dating.evidence.iter().filter(|s| s.rejected.is_some()).map(|s| s.kind).collect();
        let at = dating.value.map(|at| at.to_string());
        assert_eq!((at.as_deref(), dating.confidence, &*found), (value, confidence, rejected));
        dating
    }

    #[test]
    fn without_a_sign_an_item_is_undated() {
        check(&[], None, Confidence::None, &[]);
        check(&[(Feed, "yesterday")], None, Confidence::None, &[Feed]);
    }

    #[test]
    fn the_future_and_the_distant_past_are_not_believed() {
        check(&[(Feed, "2026-02-11T09:00:00Z")], None, Confidence::None, &[Feed]);
        check(&[(Feed, "1970-01-01T00:00:00Z")], None, Confidence::None, &[Feed]);
        check(&[(Feed, "2026-02-10T12:40:00Z")], Some("2026-02-10T12:40:00Z"), Confidence::Medium, &[]);
        check(
            &[(Feed, "2026-02-12T09:00:00Z"), (JsonLd, "2026-02-10T09:00:00Z")],
            Some("2026-02-10T09:00:00Z"),
            Confidence::Medium,
            &[Feed],
        );
    }

    #[test]
    fn the_earliest_of_agreeing_signs_is_the_publication() {
        check(
            &[(Feed, "2026-02-10T09:00:00Z"), (JsonLd, "2026-02-10T07:30:00Z")],
            Some("2026-02-10T07:30:00Z"),
            Confidence::High,
            &[],
        );
    }

    #[test]
    fn a_day_in_the_address_keeps_the_finer_time_of_the_feed() {
        let dating = check(
            &[(Feed, "2026-02-10T09:00:00Z"), (Url, "2026/02/10")],
            Some("2026-02-10T09:00:00Z"),
            Confidence::High,
            &[],
        );
        assert_eq!(dating.precision, Precision::Second);
        // In the east the day has begun while UTC still writes the day before.
        check(
            &[(Feed, "2026-02-09T20:00:00Z"), (Url, "2026/02/10")],
            Some("2026-02-09T20:00:00Z"),
            Confidence::High,
            &[],
        );
    }

    #[test]
    fn a_day_in_the_address_gives_way_to_a_dateline_with_its_time() {
        let dateline = "By Jane Roe Published February 10, 2026 at 9:20 a.m.";
        check(&[(Url, "2026/02/10"), (Text, dateline)], Some("2026-02-10T09:20:00Z"), Confidence::High, &[]);
        check(
            &[(Url, "2026/02/10"), (Text, dateline), (Feed, "2026-02-10T09:25:00Z")],
            Some("2026-02-10T09:25:00Z"),
            Confidence::High,
            &[],
        );
        check(&[(Url, "2026/02/10"), (Text, "10 February 2026")], Some("2026-02-10T00:00:00Z"), Confidence::High, &[]);
    }

    #[test]
    fn a_page_older_than_its_feed_is_a_story_that_resurfaced() {
        let dating = check(
            &[(Feed, "2026-02-10T09:00:00Z"), (JsonLd, "2024-03-01T09:00:00Z"), (Url, "2024/03/01")],
            Some("2024-03-01T09:00:00Z"),
            Confidence::High,
            &[Feed],
        );
        assert!(is_resurfaced(&dating));
        check(
            &[(Feed, "2026-02-10T09:00:00Z"), (Meta, "2026-02-01T09:00:00Z")],
            Some("2026-02-01T09:00:00Z"),
            Confidence::Low,
            &[Feed],
        );
    }

    #[test]
    fn an_old_dateline_counts_against_one_sign_but_not_against_two() {
        check(
            &[(Feed, "2026-02-10T09:00:00Z"), (Text, "3 March 2024")],
            Some("2024-03-03T00:00:00Z"),
            Confidence::Low,
            &[Feed],
        );
        check(
            &[(Feed, "2026-02-10T09:00:00Z"), (JsonLd, "2026-02-10T08:00:00Z"), (Text, "3 March 2024")],
            Some("2026-02-10T08:00:00Z"),
            Confidence::High,
            &[],
        );
    }

    #[test]
    fn weak_signs_alone_give_low_confidence() {
        for kind in [Text, Url, File, Http] {
            check(&[(kind, "2026-02-10")], Some("2026-02-10T00:00:00Z"), Confidence::Low, &[]);
        }
        check(&[(Api, "1770714000")], Some("2026-02-10T09:00:00Z"), Confidence::Medium, &[]);
    }

    #[test]
    fn the_servers_date_supports_nothing() {
        check(
            &[(Feed, "2026-02-10T09:00:00Z"), (Http, "2026-02-10T09:01:00Z")],
            Some("2026-02-10T09:00:00Z"),
            Confidence::Medium,
            &[],
        );
    }
}
