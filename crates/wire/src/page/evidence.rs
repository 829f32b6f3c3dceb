//! Collects every sign of a page's date, each with its kind; deciding between them is `dating`'s.
//!
//! Never taken: a crawl, a footer's year, the date of a comment or a related article. A change is kept as a change.

use super::candidates::{Candidate, DATELINE, candidates};
use super::date_words::Said;
use super::json_ld::JsonLd;
use super::meta::Meta;
use super::places::{Places, Zone};
use super::scripts::Scripts;
use crate::dating::{Day, Spot, date_in_url, month_in_url, parse_date, spots};
use dom_query::Document;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use news::{Evidence, EvidenceKind, Precision};
use std::collections::BTreeSet;

/// Meta elements taken at most.
const MAX_SIGNS: usize = 3;
/// Signs of one day lie so near to each other in any zone.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(38);
/// What is to speak against other signs has so many points at least.
const MARKED: i32 = 60;
/// A dateline without a year is taken for the latest such day only if that is so near.
const MAX_DAYS_WITHOUT_YEAR: i32 = 60;
/// English is written where the month comes first, and where it does not.
const DAY_FIRST_ENGLISH: &[&str] = &["gb", "uk", "au", "nz", "ie", "in", "za", "sg", "my", "ng", "ke", "pk"];

/// Where the page is and what it says of itself.
pub(super) struct Known<'a> {
    pub(super) meta: &'a Meta,
    pub(super) json_ld: &'a JsonLd,
    pub(super) title: Option<&'a str>,
    /// Where the page was found, then its own choice.
    pub(super) addresses: &'a [&'a str],
}

/// Every sign of the date.
pub(super) fn collect(
    document: &Document,
    known: &Known<'_>,
    as_of: Timestamp,
    zone: Option<&TimeZone>,
) -> Vec<Evidence> {
    let places = Places::read(document, known.title);
    let candidates = candidates(&places, known.title);
    let scripts = Scripts::read(document);
    let in_url = known.addresses.iter().find_map(|address| date_in_url(address, zone));
    let url_day = in_url.as_ref().map(|(_, at)| at.to_zoned(zone.cloned().unwrap_or(TimeZone::UTC)).date());
    let days = known_days(known, &candidates, &scripts, url_day);
    let is_day_first = is_day_first(document, known, &places);
    let reader = Reader { is_day_first, days, as_of, zone };
    let mut found = Vec::new();
    found.extend(known.json_ld.published.iter().map(|raw| reader.sign(EvidenceKind::JsonLd, raw)));
    if found.is_empty() {
        found.extend(reader.agreed(&scripts.published).map(|raw| reader.sign(EvidenceKind::JsonLd, raw)));
    }
    found.extend(known.meta.published.iter().take(MAX_SIGNS).map(|raw| reader.sign(EvidenceKind::Meta, raw)));
    if known.meta.published.is_empty() {
        found.extend(known.meta.perhaps_published.iter().take(1).map(|raw| reader.sign(EvidenceKind::Meta, raw)));
    }
    let is_dateline = |candidate: &&Candidate| {
        candidate.points >= DATELINE && is_of_publication(candidate.said) && candidate.zone < Zone::Related
    };
    let best = |is_moment: bool| {
        candidates.iter().filter(is_dateline).filter(move |candidate| candidate.is_moment == is_moment)
    };
    found.extend(dateline(best(true), EvidenceKind::TimeElement, &found, &reader));
    if let Some((raw, at)) = in_url {
        found.push(Evidence { kind: EvidenceKind::Url, raw, value: Some(at), rejected: None });
    }
    found.extend(dateline(best(false), EvidenceKind::Text, &found, &reader));
    found.extend(bounds(&reader, known, &candidates, &scripts, found.is_empty()));
    found.extend(months(known));
    found
}

/// The best dateline; one that nothing marks as such only if it agrees with the other signs, or there are none.
fn dateline<'a>(
    candidates: impl Iterator<Item = &'a Candidate>,
    kind: EvidenceKind,
    found: &[Evidence],
    reader: &Reader<'_>,
) -> Option<Evidence> {
    let agrees = |sign: &Evidence| {
        let apart = found.iter().filter_map(|other| Some(other.value?.duration_since(sign.value?)));
        apart.into_iter().any(|apart| apart.abs() <= SAME_DAY)
    };
    let is_marked = |candidate: &Candidate| {
        let is_clear = candidate.said != Said::Nothing && candidate.points >= MARKED && candidate.zone < Zone::Nav;
        is_clear || candidate.is_stated
    };
    candidates
        .filter_map(|candidate| Some((candidate, reader.of(kind, candidate)?)))
        .find(|(candidate, sign)| found.is_empty() || is_marked(candidate) || agrees(sign))
        .map(|(_, sign)| sign)
}

fn is_of_publication(said: Said) -> bool {
    !matches!(said, Said::Updated | Said::Other)
}

/// What the page is no younger than: its changes; and where nothing else is known, what it carries.
fn bounds(
    reader: &Reader<'_>,
    known: &Known<'_>,
    candidates: &[Candidate],
    scripts: &Scripts,
    is_undated: bool,
) -> Vec<Evidence> {
    let mut found = Vec::new();
    let changes =
        candidates.iter().filter(|candidate| candidate.said == Said::Updated && candidate.zone < Zone::Beside);
    found.extend(changes.filter_map(|candidate| reader.of(EvidenceKind::Update, candidate)).take(1));
    found.extend(known.meta.updated.iter().take(1).map(|raw| reader.sign(EvidenceKind::Update, raw)));
    if is_undated {
        let carried =
            candidates.iter().filter(|candidate| is_of_publication(candidate.said) && candidate.zone < Zone::Related);
        found.extend(carried.filter_map(|candidate| reader.of(EvidenceKind::Hint, candidate)).take(1));
        found.extend(reader.agreed(&scripts.created).map(|raw| reader.sign(EvidenceKind::Hint, raw)));
        let image = known.meta.image.as_deref().and_then(|image| date_in_url(image, reader.zone));
        found.extend(image.map(|(raw, at)| Evidence {
            kind: EvidenceKind::Hint,
            raw,
            value: Some(at),
            rejected: None,
        }));
    }
    found
}

/// Months in the page's address and its picture's: too coarse for a date, but they support or contradict one.
fn months(known: &Known<'_>) -> Vec<Evidence> {
    let in_address = known.addresses.iter().find_map(|address| month_in_url(address));
    let in_image = known.meta.image.as_deref().and_then(month_in_url).map(|month| format!("image {month}"));
    let hint = |raw| Evidence { kind: EvidenceKind::Hint, raw, value: None, rejected: None };
    in_address.into_iter().chain(in_image).map(hint).collect()
}

/// Every day that the page tells without doubt: it settles what numbers in either order mean.
fn known_days(known: &Known<'_>, candidates: &[Candidate], scripts: &Scripts, url_day: Option<Date>) -> BTreeSet<Date> {
    let raws = known
        .json_ld
        .published
        .iter()
        .chain(&known.meta.published)
        .chain(&known.meta.updated)
        .chain(&scripts.published);
    let of_raws = raws.flat_map(|raw| spots(raw));
    let datelines = candidates.iter().filter(|candidate| candidate.points >= DATELINE);
    let of_places = datelines.map(|candidate| candidate.spot.clone());
    let sure = of_raws.chain(of_places).filter_map(|spot| match spot.day {
        Day::Sure(date) => Some(date),
        Day::Either { .. } | Day::NoYear(..) => None,
    });
    sure.chain(url_day).collect()
}

/// Whether 02/11/2023 is the second of November here: everywhere but in America, unless the page itself shows.
fn is_day_first(document: &Document, known: &Known<'_>, places: &Places) -> bool {
    let mut votes = 0;
    for row in places.rows.iter().filter(|row| row.text.contains('/')) {
        for spot in spots(&row.text) {
            let written = row.text.get(spot.start..spot.end).unwrap_or("");
            let numbers: Vec<i32> = written.split('/').filter_map(|part| part.parse().ok()).collect();
            if let [first, second, _] = numbers[..] {
                votes += i32::from(first > 12 && first <= 31) - i32::from(second > 12 && second <= 31);
            }
        }
    }
    if votes != 0 {
        return votes > 0;
    }
    let html = document.select_single("html");
    let declared =
        html.attr("lang").or_else(|| html.attr("xml:lang")).map(|tag| tag.to_lowercase()).unwrap_or_default();
    let language =
        if declared.is_empty() { known.meta.language.map(|l| l.to_string()).unwrap_or_default() } else { declared };
    let language = if language.is_empty() { title_language(known.title, places) } else { language };
    let (language, region) = language.split_once(['-', '_']).unwrap_or((&language, ""));
    if language != "en" {
        return true;
    }
    let host = known
        .addresses
        .first()
        .and_then(|address| url::Url::parse(address).ok())
        .and_then(|url| url.host_str().map(str::to_owned));
    let domain = host.as_deref().and_then(|host| host.rsplit('.').next()).unwrap_or("");
    DAY_FIRST_ENGLISH.contains(&region) || DAY_FIRST_ENGLISH.contains(&domain)
}

fn title_language(title: Option<&str>, places: &Places) -> String {
    let prose = places.rows.iter().filter(|row| row.text.len() > 80).take(6).map(|row| row.text.as_str());
    let sample: Vec<&str> = title.into_iter().chain(prose).collect();
    news::text::language_of(&sample.join("\n")).to_string()
}

/// Reads what is written as this page means it.
struct Reader<'a> {
    is_day_first: bool,
    days: BTreeSet<Date>,
    as_of: Timestamp,
    zone: Option<&'a TimeZone>,
}

impl Reader<'_> {
    /// A sign out of an attribute or a value.
    fn sign(&self, kind: EvidenceKind, raw: &str) -> Evidence {
        let either = spots(raw).into_iter().next().filter(|spot| matches!(spot.day, Day::Either { .. }));
        let plain = either.and_then(|spot| Some(format!("{}{}", self.day(&spot)?, raw.get(spot.end..)?)));
        let value = parse_date(plain.as_deref().unwrap_or(raw), self.zone).map(|(at, _)| at);
        Evidence { kind, raw: plain.unwrap_or_else(|| raw.trim().to_owned()), value, rejected: None }
    }

    fn of(&self, kind: EvidenceKind, candidate: &Candidate) -> Option<Evidence> {
        if candidate.is_moment {
            return Some(self.sign(kind, &candidate.raw)).filter(|sign| sign.value.is_some());
        }
        let date = self.day(&candidate.spot)?;
        let (at, precision) = candidate.spot.moment(&candidate.raw, date, self.zone)?;
        let rest = candidate.raw.get(candidate.spot.end..).filter(|_| precision != Precision::Day).unwrap_or("");
        let written = match candidate.spot.day {
            Day::Sure(_) => candidate.raw.get(..candidate.spot.end)?.to_owned(),
            Day::Either { .. } | Day::NoYear(..) => date.to_string(),
        };
        Some(Evidence { kind, raw: format!("{written}{rest}").trim().to_owned(), value: Some(at), rejected: None })
    }

    fn day(&self, spot: &Spot) -> Option<Date> {
        match spot.day {
            Day::Sure(date) => Some(date),
            Day::Either { day_first, month_first } => {
                let (usual, other) =
                    if self.is_day_first { (day_first, month_first) } else { (month_first, day_first) };
                let is_other = self.days.contains(&other) && !self.days.contains(&usual);
                Some(if is_other || usual > self.today()? { other } else { usual })
            }
            Day::NoYear(month, day) => self.year_of(month, day),
        }
    }

    fn today(&self) -> Option<Date> {
        self.as_of.to_zoned(self.zone.cloned().unwrap_or(TimeZone::UTC)).date().checked_add(1.day()).ok()
    }

    /// The year that puts it next to a day the page tells; without such a day the last before today, if that is near.
    fn year_of(&self, month: i8, day: i8) -> Option<Date> {
        let near = |known: &Date| {
            let years = [known.year(), known.year() - 1, known.year() + 1];
            let dates = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
            dates.into_iter().find(|date| (*date - *known).get_days().abs() <= 1)
        };
        let today = self.today()?;
        let past = [today.year(), today.year() - 1]
            .into_iter()
            .filter_map(|year| Date::new(year, month, day).ok())
            .find(|date| *date <= today);
        let recent = past.filter(|date| self.days.is_empty() && (today - *date).get_days() <= MAX_DAYS_WITHOUT_YEAR);
        self.days.iter().find_map(near).or(recent)
    }

    /// The first of the values, if all are of one day.
    fn agreed<'a>(&self, raws: &'a [String]) -> Option<&'a String> {
        let days: BTreeSet<String> = raws
            .iter()
            .filter_map(|raw| self.sign(EvidenceKind::Hint, raw).value)
            .map(|at| at.to_string()[..10].to_owned())
            .collect();
        raws.first().filter(|_| days.len() == 1)
    }
}
