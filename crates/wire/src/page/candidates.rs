//! Weighs the places of a page that tell a day: which is the dateline, which a change, which only a bound.

use super::date_words::{Said, said_by_text};
use super::places::{Moment, Places, Row, Zone, fold, shapes};
use super::points::{
    head, is_lead_in, is_near, is_range, is_sentence, list_points, near, said_points, tail, zone_points,
};
use crate::dating::{Day, Spot, spots};
use std::collections::HashMap;

/// A dateline has so many points at least.
pub(super) const DATELINE: i32 = 40;
/// What has fewer is worth nothing.
const WORTHLESS: i32 = 8;
/// A longer row is prose; the dates in it are of what it tells.
const MAX_DATELINE_CHARS: usize = 110;
/// Prose with words of publication may still be about this article, if it is not longer.
const MAX_NOTE_CHARS: usize = 260;
/// Words so near to a day speak of it.
const WORDS_BYTES: usize = 60;
/// The time of day stands so near behind the day.
const CLOCK_BYTES: usize = 34;
/// A shorter title may stand in a row by chance.
const MIN_TITLE_CHARS: usize = 12;

/// A day with what it may be.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The text from the day on, as far as its time of day may reach; or the attribute.
    pub(super) raw: String,
    /// The day in `raw`.
    pub(super) spot: Spot,
    /// Whether it was written for machines.
    pub(super) is_moment: bool,
    /// What is said of it.
    pub(super) said: Said,
    /// How much speaks for it being the article's.
    pub(super) points: i32,
    /// The row it stands in.
    pub(super) row: usize,
    /// Where it stands.
    pub(super) zone: Zone,
    /// Whether words beside it say that it is the publication.
    pub(super) is_stated: bool,
}

/// Every candidate that is worth something, best first.
pub(super) fn candidates(places: &Places, title: Option<&str>) -> Vec<Candidate> {
    let is_named = |row: &&Row| row.said != Said::Nothing && has_digit(&row.text);
    let weigher = Weigher {
        places,
        title: title.map(fold).filter(|title| title.chars().count() >= MIN_TITLE_CHARS),
        rows_alike: shapes(places.rows.iter().filter(is_named).map(|row| row.shape)),
        moments_alike: shapes(places.moments.iter().map(|moment| moment.shape)),
    };
    let rows = places.rows.iter().enumerate().filter(|(_, row)| has_digit(&row.text));
    let mut found: Vec<Candidate> = rows.flat_map(|(at, row)| weigher.of_row(at, row)).collect();
    found.extend(places.moments.iter().map(|moment| weigher.of_moment(moment)));
    found.retain(|candidate| candidate.points >= WORTHLESS);
    found.sort_by_key(|candidate| (-candidate.points, candidate.row));
    found
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric())
}

struct Weigher<'a> {
    places: &'a Places,
    /// Folded; none if it is too short to be recognised in a row.
    title: Option<String>,
    rows_alike: HashMap<u64, usize>,
    moments_alike: HashMap<u64, usize>,
}

impl Weigher<'_> {
    fn of_row(&self, at: usize, row: &Row) -> Vec<Candidate> {
        let days = spots(&row.text);
        let mut found = Vec::new();
        for (n, spot) in days.iter().enumerate() {
            let begins = n.checked_sub(1).map_or(0, |before| days[before].end);
            let before = row.text.get(begins..spot.start).unwrap_or("");
            let behind = row.text.get(spot.end..).unwrap_or("");
            // What stands between two days speaks of the second.
            let behind_words = if n + 1 == days.len() { head(behind, WORDS_BYTES) } else { "" };
            let mut in_words = said_by_text(tail(before, WORDS_BYTES), behind_words);
            if in_words == Said::Nothing && n == 0 && is_bare(before) {
                in_words = said_by_label(self.places, at);
            }
            if is_range(before, behind) {
                in_words = Said::Other;
            }
            let is_lead_in = n == 0 && is_lead_in(&row.text, spot);
            if is_lead_in || !matches!(spot.day, Day::NoYear(..)) {
                found.push(self.candidate(at, row, spot, in_words, is_lead_in));
            }
        }
        found
    }

    fn candidate(&self, at: usize, row: &Row, spot: &Spot, in_words: Said, is_lead_in: bool) -> Candidate {
        let said = together(row.said, in_words);
        let is_title = self.places.title == Some(at);
        // "The article »…« was put into … on …": whatever box it stands in, it is about this article.
        let is_about = !is_title && self.is_about_title(row);
        let shape = if is_about { 12 } else { shape_points(&row.text, in_words, is_lead_in) };
        let (zone, near) = match (is_about, near(self.places, at)) {
            (true, near) => (0, near.max(36)),
            (false, near) => {
                (zone_points(row.zone, is_near(self.places, at)), if shape < 0 { near.min(10) } else { near })
            }
        };
        let by_words = if in_words == Said::Published { 10 } else { 0 };
        let in_title = if row.is_heading && is_title && said == Said::Nothing { -35 } else { 0 };
        let n_alike = if row.said == Said::Nothing { None } else { self.rows_alike.get(&row.shape) };
        let list = list_points(n_alike, is_near(self.places, at));
        let raw = row.text.get(spot.start..).unwrap_or("");
        Candidate {
            raw: head(raw, spot.end - spot.start + CLOCK_BYTES).to_owned(),
            spot: Spot { start: 0, end: spot.end - spot.start, day: spot.day },
            is_moment: false,
            said,
            points: shape + said_points(said) + by_words + near + zone + list + in_title,
            row: at,
            zone: if is_about { Zone::Main } else { row.zone },
            is_stated: in_words == Said::Published,
        }
    }

    fn is_about_title(&self, row: &Row) -> bool {
        let is_note = row.text.chars().count() <= MAX_NOTE_CHARS;
        is_note && !row.is_heading && self.title.as_deref().is_some_and(|title| fold(&row.text).contains(title))
    }

    fn of_moment(&self, moment: &Moment) -> Candidate {
        let unread = Spot { start: 0, end: 0, day: Day::NoYear(1, 1) };
        let spot = spots(&moment.raw).into_iter().next().unwrap_or(unread);
        // The words stand in the row that the element is in, before its own text.
        let row = self.places.rows.get(moment.row).map(|row| row.text.as_str()).unwrap_or("");
        let before = spots(row).first().and_then(|spot| row.get(..spot.start)).unwrap_or("");
        let in_words = match moment.said {
            Said::Nothing | Said::Date if is_bare(before) => said_by_label(self.places, moment.row),
            Said::Nothing | Said::Date => said_by_text(tail(before, WORDS_BYTES), ""),
            _ => Said::Nothing,
        };
        let said = together(moment.said, in_words);
        let is_near = is_near(self.places, moment.row);
        let list = list_points(self.moments_alike.get(&moment.shape), is_near);
        Candidate {
            raw: moment.raw.clone(),
            spot,
            is_moment: true,
            said,
            points: 30 + said_points(said) + near(self.places, moment.row) + zone_points(moment.zone, is_near) + list,
            row: moment.row,
            zone: moment.zone,
            is_stated: in_words == Said::Published,
        }
    }
}

/// A dateline is short, or says what it is, or opens a paragraph; the rest is prose.
fn shape_points(text: &str, in_words: Said, is_lead_in: bool) -> i32 {
    let is_stated = matches!(in_words, Said::Published | Said::Updated);
    match text.chars().count() {
        0..=45 => 25,
        46..=MAX_DATELINE_CHARS if !is_sentence(text) => 12,
        46..=MAX_DATELINE_CHARS if is_stated => 6,
        _ if is_lead_in => 12,
        0..=MAX_NOTE_CHARS if is_stated => -36,
        _ => -40,
    }
}

fn is_bare(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() < 4
}

/// A short row in front may be the date's label: `Date:`, `Last change`.
fn said_by_label(places: &Places, at: usize) -> Said {
    let label = at.checked_sub(1).and_then(|at| places.rows.get(at)).map(|row| row.text.as_str()).unwrap_or("");
    let is_label = label.chars().count() <= 32 && !has_digit(label);
    match said_by_text(label, "") {
        _ if !is_label => Said::Nothing,
        // "Beginn" over a date is a label only with its colon: else it may be of what stood before.
        Said::Other if !label.ends_with([':', '：']) => Said::Nothing,
        said => said,
    }
}

fn together(names: Said, words: Said) -> Said {
    match (names, words) {
        (_, Said::Updated) => Said::Updated,
        (Said::Published, Said::Other) => Said::Published,
        (_, Said::Other) => Said::Other,
        (_, Said::Published) => Said::Published,
        (Said::Nothing, Said::Date) => Said::Date,
        (names, _) => names,
    }
}
