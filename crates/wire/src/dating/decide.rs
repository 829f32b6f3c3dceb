//! Weighs the signs of a date: the earliest that can be believed is the publication.
//!
//! A page that is clearly older than its feed says is a story that resurfaced, and its own age counts.

use super::parse_date;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use news::{Confidence, Dating, Evidence, EvidenceKind, Precision};

/// Clocks of servers go wrong by minutes; a sign further ahead than this is no publication.
const MAX_AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// A day without a time may begin up to so long before it begins in UTC, so it looks that much ahead.
const MAX_DAY_AHEAD: SignedDuration = SignedDuration::from_hours(15);
/// Signs further apart than this tell of two moments, not of two zones.
const CLEARLY_APART: SignedDuration = SignedDuration::from_hours(36);
/// A change, a server's date or something that the page carries only says that the page is no younger: it gives a date
/// only where even that is long past, so that nothing can pass as new by it.
const LONG_PAST: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The CMS's date may be that of a draft, so many days before the one that readers see.
const DRAFT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The web carried no news before.
const FIRST_YEAR: &str = "1995-01-01T00:00:00Z";

/// What was published when, of all the signs there are; undated if none can be believed.
///
/// Every sign comes back in the dating's evidence, those that were not believed with the reason.
/// Confidence: `High` if two kinds of sign agree within a day; `Medium` for a feed, JSON-LD, meta, time element or API
/// alone; `Low` for text, URL, file or a bound alone and where the page and the feed contradict each other.
pub fn decide(evidence: Vec<Evidence>, as_of: Timestamp) -> Dating {
    let mut evidence: Vec<Evidence> = evidence.into_iter().map(|sign| reject_impossible(sign, as_of)).collect();
    let signs: Vec<Sign> = evidence.iter().enumerate().filter_map(|(index, sign)| Sign::of(index, sign)).collect();
    let Some(chosen) = choose(&signs, as_of) else {
        return Dating { evidence, ..Dating::unknown() };
    };
    let confidence = confidence(&chosen, &signs, &months(&evidence));
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
        None if sign.kind == EvidenceKind::Hint => Some("it tells only the month".to_owned()),
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

    fn is_bound(&self) -> bool {
        matches!(self.kind, EvidenceKind::Http | EvidenceKind::Update | EvidenceKind::Hint)
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
        // Two days of one page are in one zone, mostly.
        if self.precision == Precision::Day && other.precision == Precision::Day {
            let days = self.at.duration_since(other.at).abs();
            return if days < CLEARLY_APART { SignedDuration::ZERO } else { days };
        }
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
    let written = || parse_date(&evidence.raw, None).map(|(_, precision)| precision);
    match evidence.kind {
        EvidenceKind::Url => Precision::Day,
        EvidenceKind::Text | EvidenceKind::Hint => written().unwrap_or(Precision::Day),
        _ => written().unwrap_or(Precision::Second),
    }
}

/// The earliest good sign; weak ones count only where there is no good one, or to say that it is older.
fn choose(signs: &[Sign], as_of: Timestamp) -> Option<Sign> {
    let good = || signs.iter().filter(|sign| sign.is_strong() || sign.kind == EvidenceKind::Url);
    let Some(earliest) = good().min_by_key(|sign| (sign.at, sign.index)) else {
        return weak(signs, as_of);
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
    let seen = published_after_draft(earliest, signs, as_of).unwrap_or(earliest);
    Some(finer(seen, signs))
}

/// The dateline some days behind a date that only machines read: that one is of the draft. As it might be of a change
/// too, the dateline counts only where it is long past; of what may be new the earlier date counts.
fn published_after_draft<'a>(earliest: &Sign, signs: &'a [Sign], as_of: Timestamp) -> Option<&'a Sign> {
    let is_for_machines = |sign: &Sign| matches!(sign.kind, EvidenceKind::JsonLd | EvidenceKind::Meta);
    let mut beside = signs.iter().filter(|sign| sign.apart(earliest) <= CLEARLY_APART && !sign.is_bound());
    let is_draft = beside.all(is_for_machines);
    signs
        .iter()
        .filter(|sign| is_draft && sign.kind == EvidenceKind::Text && sign.at > earliest.at)
        .filter(|sign| sign.apart(earliest) <= DRAFT && as_of.duration_since(sign.at) > LONG_PAST)
        .find(|sign| sign.apart(earliest) > CLEARLY_APART)
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

/// Of weak signs the text speaks before the file; bounds count only where they are long past.
fn weak(signs: &[Sign], as_of: Timestamp) -> Option<Sign> {
    let of_kind = |kind: EvidenceKind| signs.iter().filter(move |sign| sign.kind == kind);
    let earliest = |kind| of_kind(kind).min_by_key(|sign| (sign.at, sign.index));
    let is_long_past = |sign: &&Sign| as_of.duration_since(sign.at) > LONG_PAST;
    let bound = |kind| of_kind(kind).filter(is_long_past).min_by_key(|sign| (sign.at, sign.index));
    earliest(EvidenceKind::Text)
        .or_else(|| earliest(EvidenceKind::File))
        .or_else(|| bound(EvidenceKind::Update))
        .or_else(|| bound(EvidenceKind::Hint))
        .or_else(|| bound(EvidenceKind::Http))
        .copied()
}

/// Months that addresses tell, with whether it is the page's own address.
fn months(evidence: &[Evidence]) -> Vec<(bool, Date)> {
    let hints = evidence.iter().filter(|sign| sign.kind == EvidenceKind::Hint && sign.value.is_none());
    let read = |raw: &str| {
        let month = raw.strip_prefix("image ").unwrap_or(raw);
        let (year, month) = month.split_once('/')?;
        Some((month.len() + year.len() == raw.len() - 1, Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?))
    };
    hints.filter_map(|sign| read(&sign.raw)).collect()
}

/// Whether a moment lies in a month, in some zone.
fn lies_in(at: Timestamp, month: Date) -> bool {
    let day = at.to_zoned(TimeZone::UTC).date();
    let next = month.checked_add(1.month()).unwrap_or(month);
    month.checked_sub(1.day()).is_ok_and(|first| first <= day) && day <= next
}

fn confidence(chosen: &Sign, signs: &[Sign], months: &[(bool, Date)]) -> Confidence {
    let day = SignedDuration::from_hours(24);
    // A bound neither supports nor contradicts.
    let others = || signs.iter().filter(|sign| sign.kind != chosen.kind && !sign.is_bound());
    let is_supported =
        others().any(|sign| sign.apart(chosen) <= day) || months.iter().any(|(_, month)| lies_in(chosen.at, *month));
    let contradicts = |sign: &Sign| {
        sign.apart(chosen) > CLEARLY_APART
            && (sign.is_strong() || is_supported && sign.kind == EvidenceKind::Text && sign.at > chosen.at)
    };
    let is_older_by_address = months.iter().any(|(is_own, month)| *is_own && !lies_in(chosen.at, *month));
    let is_contradicted = is_older_by_address || others().any(contradicts);
    match (is_supported, is_contradicted) {
        (true, false) => Confidence::High,
        // The feed may offer an old story as new: that does not make the page's own signs doubtful.
        (true, true)
            if !is_older_by_address
                && others().filter(|sign| contradicts(sign)).all(|sign| sign.kind == EvidenceKind::Feed) =>
        {
            Confidence::High
        }
        (true, true) => Confidence::Medium,
        (false, false) if chosen.is_strong() => Confidence::Medium,
        (false, _) => Confidence::Low,
    }
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
        EvidenceKind::Update => "the page's last change",
        EvidenceKind::Hint => "what the page carries",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EvidenceKind::{Api, Feed, File, Hint, Http, JsonLd, Meta, Text, Update, Url};

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
    fn a_dateline_behind_the_date_of_a_draft_counts_only_where_it_is_long_past() {
        let (draft, seen) = ((Meta, "2025-03-01T09:00:00Z"), (Text, "5 March 2025"));
        check(&[draft, seen], Some("2025-03-05T00:00:00Z"), Confidence::Low, &[]);
        let (draft, seen) = ((Meta, "2026-02-05T09:00:00Z"), (Text, "9 February 2026"));
        check(&[draft, seen], Some("2026-02-05T09:00:00Z"), Confidence::Medium, &[Text]);
        let (original, update) = ((Meta, "2025-02-01T09:00:00Z"), (Text, "5 March 2025"));
        check(&[original, update], Some("2025-02-01T09:00:00Z"), Confidence::Medium, &[Text]);
    }

    #[test]
    fn a_month_in_the_address_supports_or_contradicts() {
        let month = |raw: &str| Evidence { kind: Hint, raw: raw.into(), value: None, rejected: None };
        let as_of = "2026-02-10T12:00:00Z".parse().unwrap();
        let confidence = |hint: &str| decide(vec![sign(Meta, "2026-02-09"), month(hint)], as_of).confidence;
        assert_eq!(confidence("2026/02"), Confidence::High);
        assert_eq!(confidence("image 2026/02"), Confidence::High);
        assert_eq!(confidence("2024/02"), Confidence::Low);
        // A picture may be older than its article.
        assert_eq!(confidence("image 2024/02"), Confidence::Medium);
        assert_eq!(decide(vec![month("2024/02")], as_of).value, None);
    }

    #[test]
    fn weak_signs_alone_give_low_confidence() {
        for kind in [Text, Url, File] {
            check(&[(kind, "2026-02-10")], Some("2026-02-10T00:00:00Z"), Confidence::Low, &[]);
        }
        check(&[(Api, "1770714000")], Some("2026-02-10T09:00:00Z"), Confidence::Medium, &[]);
    }

    #[test]
    fn what_is_only_a_bound_dates_what_is_long_past_and_nothing_new() {
        for kind in [Http, Update, Hint] {
            check(&[(kind, "2026-02-10")], None, Confidence::None, &[]);
            check(&[(kind, "2025-02-10")], Some("2025-02-10T00:00:00Z"), Confidence::Low, &[]);
            check(
                &[(Feed, "2026-02-10T09:00:00Z"), (kind, "2025-02-10")],
                Some("2026-02-10T09:00:00Z"),
                Confidence::Medium,
                &[],
            );
        }
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
