//! Who posts what when: the written steps with the figures, outlets, addresses and hours that a seed draws.

use super::chance::Chance;
use super::written::{Number, Single, Step, Thread, Written};
use super::{FORTNIGHT, N_EDITIONS, TenDays};
use crate::markup::zone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Dates and hours of the set are in it.
pub(super) const ZONE: &str = "Asia/Shanghai";
/// What a morning edition tells came in the hours before it, an evening edition's in the working day.
const MINUTES_BEFORE: [i64; 2] = [270, 440];
/// A second outlet is so much later at most.
const LATER: i64 = 60;

/// One article.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub outlet: usize,
    pub path: String,
    pub title: String,
    pub text: String,
    /// As feed and page date it.
    pub at: Timestamp,
    pub matter: String,
    pub step: usize,
    /// The first edition that can tell it.
    pub edition: usize,
    /// Whether anything in it was not told before.
    pub is_news: bool,
    pub probe: String,
}

type Figures = BTreeMap<String, i64>;

/// All articles of the ten days, oldest first.
pub(super) fn draw(written: &Written, seed: u64) -> Vec<Piece> {
    let mut plan = Plan { written, chance: Chance::new(seed), pieces: Vec::new() };
    for thread in &written.threads {
        plan.thread(thread);
    }
    for (nth, single) in written.singles.iter().enumerate() {
        plan.single(single, nth, format!("single {nth}"));
    }
    plan.dailies(0..10);
    // After all else, so that the ten days of a seed are what they were.
    plan.later();
    plan.pieces.sort_by_key(|piece| piece.at);
    plan.pieces
}

struct Plan<'a> {
    written: &'a Written,
    chance: Chance,
    pieces: Vec<Piece>,
}

impl Plan<'_> {
    fn thread(&mut self, thread: &Thread) {
        let figures = self.figures(&thread.numbers);
        let mut posted: Vec<Piece> = Vec::new();
        for (nth, step) in thread.step.iter().enumerate() {
            let first = self.step(thread, nth, step, &figures);
            posted.push(first);
        }
        for (nth, again) in thread.again.iter().enumerate() {
            let Some(old) = posted.get(again.of).cloned() else { continue };
            let edition = edition_of(again.day, again.half);
            let at = self.moment(edition);
            // Every other one comes under its old address with a new date in the feed; the page keeps its own.
            let path = if nth.is_multiple_of(2) { String::new() } else { old.path.clone() };
            self.post(Piece { path, at, edition, is_news: false, ..old });
        }
    }

    /// Posts a step with one outlet, and with a second one if it is told a second time; gives the first.
    fn step(&mut self, thread: &Thread, nth: usize, step: &Step, figures: &Figures) -> Piece {
        let edition = edition_of(step.day, step.half);
        let at = self.moment(edition);
        let outlet = self.outlet(&thread.language);
        let fill = |text: &str| filled(text, figures, at, &thread.language);
        let piece = Piece {
            outlet,
            path: String::new(),
            title: fill(&step.title),
            text: fill(&step.text),
            at,
            matter: thread.id.clone(),
            step: nth,
            edition,
            is_news: true,
            probe: fill(&step.probe),
        };
        let retold = step.retold.as_ref().map(|text| fill(text));
        let first = self.post(piece.clone());
        if let Some(text) = retold {
            let later = at + SignedDuration::from_mins(self.chance.between(5, LATER));
            let other = self.other_outlet(outlet, &thread.language);
            self.post(Piece { outlet: other, text, at: later, ..piece });
        }
        first
    }

    /// Posts an event that is told once.
    fn single(&mut self, single: &Single, edition: usize, matter: String) {
        let (outlet, at) = (self.outlet(&single.language), self.moment(edition));
        let figures = Figures::new();
        let text = filled(&single.text, &figures, at, &single.language);
        let title = filled(&single.title, &figures, at, &single.language);
        let (path, probe) = (String::new(), String::new());
        self.post(Piece { outlet, path, probe, title, text, at, matter, step: 0, edition, is_news: true });
    }

    /// The four days after the ten: two events for each edition, those of every day, and what was told a week before
    /// posted anew.
    fn later(&mut self) {
        let written = self.written;
        for (nth, single) in written.later.iter().enumerate() {
            self.single(single, N_EDITIONS + nth / 2, format!("later {nth}"));
        }
        for edition in N_EDITIONS..FORTNIGHT {
            let told = self.pieces.iter().find(|piece| piece.is_news && piece.edition + 14 == edition).cloned();
            let Some(old) = told else { continue };
            let at = self.moment(edition);
            self.post(Piece { path: String::new(), at, edition, is_news: false, ..old });
        }
        self.dailies(10..14);
    }

    /// Every day has one of each, a little like that of the day before.
    fn dailies(&mut self, days: std::ops::Range<i64>) {
        let written = self.written;
        for daily in &written.dailies {
            let outlet = self.outlet(&daily.language);
            for day in days.clone() {
                let edition = edition_of(day, daily.half);
                let at = self.moment(edition);
                let figures = self.figures(std::slice::from_ref(&daily.number));
                let fill = |text: &str| filled(text, &figures, at, &daily.language);
                let probe = figures.values().next().map(ToString::to_string).unwrap_or_default();
                let (title, text) = (fill(&daily.title), fill(&daily.text));
                let matter = format!("daily {} {day}", daily.number.name);
                self.post(Piece {
                    outlet,
                    path: String::new(),
                    title,
                    text,
                    at,
                    matter,
                    step: 0,
                    edition,
                    is_news: true,
                    probe,
                });
            }
        }
    }

    /// Posts a piece under an address of its own if it has none yet.
    fn post(&mut self, mut piece: Piece) -> Piece {
        if piece.path.is_empty() {
            let date = piece.at.to_zoned(zone(ZONE)).date();
            piece.path = format!("/{}/{:08x}.html", date.strftime("%Y/%m/%d"), self.chance.next() & 0xffff_ffff);
        }
        self.pieces.push(piece.clone());
        piece
    }

    fn figures(&mut self, numbers: &[Number]) -> Figures {
        let mut figures = Figures::new();
        for number in numbers {
            let above = number.above.as_ref().and_then(|name| figures.get(name)).copied().unwrap_or(i64::MIN);
            let from = number.from.max(above.saturating_add(1));
            figures.insert(number.name.clone(), self.chance.between(from, number.to.max(from)));
        }
        figures
    }

    fn outlet(&mut self, language: &str) -> usize {
        let own = self.speaking(language);
        let nth = self.chance.between(0, own.len() as i64 - 1);
        own.get(nth as usize).copied().unwrap_or_default()
    }

    fn other_outlet(&mut self, outlet: usize, language: &str) -> usize {
        let own: Vec<usize> = self.speaking(language).into_iter().filter(|other| *other != outlet).collect();
        let nth = self.chance.between(0, own.len() as i64 - 1);
        own.get(nth as usize).copied().unwrap_or(outlet)
    }

    fn speaking(&self, language: &str) -> Vec<usize> {
        let outlets = self.written.outlets.iter().enumerate();
        outlets.filter(|(_, outlet)| outlet.language == language).map(|(nth, _)| nth).collect()
    }

    /// A moment before this edition and after the one before it, with room for a second outlet.
    fn moment(&mut self, edition: usize) -> Timestamp {
        let most = MINUTES_BEFORE[edition % 2];
        let before = self.chance.between(LATER + 10, most);
        TenDays::as_of(edition) - SignedDuration::from_mins(before)
    }
}

fn edition_of(day: i64, half: i64) -> usize {
    usize::try_from(day * 2 + half).unwrap_or_default()
}

/// The text with its figures, and with the day of its moment.
fn filled(text: &str, figures: &Figures, at: Timestamp, language: &str) -> String {
    let local = at.to_zoned(zone(ZONE));
    let day = local.date();
    let mut filled = text
        .trim()
        .replace("{weekday}", &day.strftime("%A").to_string())
        .replace("{zhday}", &format!("{}日", day.day()));
    for (name, value) in figures {
        filled = filled.replace(&format!("{{{name}}}"), &spelled(*value, language));
    }
    filled
}

/// `11,200` in English, `11200` in Chinese.
fn spelled(value: i64, language: &str) -> String {
    if language == "en" && value >= 10_000 {
        return format!("{},{:03}", value / 1000, value % 1000);
    }
    value.to_string()
}
