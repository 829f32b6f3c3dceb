//! When which edition is made: each day at its time in the newsroom's zone, late after downtime, never twice.
//!
//! An edition is due at its time and begun so long before it as making it may take. Pure: the time is handed in.

use crate::config::EditionPlan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use news::EditionKey;
use std::time::Duration;

/// A missed edition is still made so long after it was due, if the next one is not begun before: a late paper is better
/// than none, yesterday's is not.
const CATCH_UP: SignedDuration = SignedDuration::from_hours(12);

/// An edition of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its day and slot.
    pub key: EditionKey,
    /// When making it begins.
    pub begins: Timestamp,
    /// When readers expect it.
    pub due: Timestamp,
    /// How long making it may take.
    pub deadline: Duration,
}

/// Whoever begins shortly before an edition is due still has this part of its deadline.
const LEAST_PART: u32 = 8;

impl Due {
    /// How long making it may take from now on: until it is due, so that what began late is smaller and not late too. What is
    /// overdue has all its time: its readers are better served by a whole edition than by a hurried one.
    pub fn time_from(&self, now: Timestamp) -> Duration {
        let left = Duration::try_from(self.due.duration_since(now)).unwrap_or_default();
        if left.is_zero() { self.deadline } else { left.clamp(self.deadline / LEAST_PART, self.deadline) }
    }
}

/// What is to be done at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This edition is to be made now.
    Make(Due),
    /// Nothing until this one begins.
    Wait(Due),
    /// The newsroom has no editions.
    Never,
}

/// What is to be done now; `stands` says whether an edition was published, or given up.
///
/// Of several that were missed only the last is made.
pub fn next(plans: &[EditionPlan], zone: &TimeZone, now: Timestamp, stands: impl Fn(&EditionKey) -> bool) -> Next {
    let all = around(plans, zone, now);
    let n_begun = all.iter().filter(|due| due.begins <= now).count();
    let coming = all.get(n_begun).cloned();
    let last = n_begun.checked_sub(1).and_then(|n| all.get(n)).filter(|last| now.duration_since(last.due) <= CATCH_UP);
    match (last, coming) {
        (Some(last), _) if !stands(&last.key) => Next::Make(last.clone()),
        (_, Some(coming)) => Next::Wait(coming),
        (_, None) => Next::Never,
    }
}

/// The edition that readers expected last, as things stand at a moment.
pub fn last_due(plans: &[EditionPlan], zone: &TimeZone, at: Timestamp) -> Option<Due> {
    around(plans, zone, at).into_iter().filter(|due| due.due <= at).max_by_key(|due| due.due)
}

/// When an edition was, or is, due; `None` if no plan has its slot.
pub fn due_of(plans: &[EditionPlan], zone: &TimeZone, key: &EditionKey) -> Option<Due> {
    plans.iter().find(|plan| plan.slot == key.slot).and_then(|plan| of_day(plan, key.date, zone))
}

/// The edition that readers expect next.
pub fn next_due(plans: &[EditionPlan], zone: &TimeZone, at: Timestamp) -> Option<Due> {
    around(plans, zone, at).into_iter().filter(|due| due.due > at).min_by_key(|due| due.due)
}

/// Every edition that is begun or due within a day of now, in the order in which they are begun.
fn around(plans: &[EditionPlan], zone: &TimeZone, now: Timestamp) -> Vec<Due> {
    let today = now.to_zoned(zone.clone()).date();
    // Two days to each side hold every beginning within a day of now, whatever the clocks do.
    let days = (-2..=2).filter_map(|n| today.checked_add(n.days()).ok());
    let mut all: Vec<Due> = days.flat_map(|day| plans.iter().filter_map(move |plan| of_day(plan, day, zone))).collect();
    all.sort_by(|a, b| (a.begins, a.due, &a.key.slot).cmp(&(b.begins, b.due, &b.key.slot)));
    all
}

/// The edition of a plan on a day. A time that the clocks leap over comes as much later as they leap; of one that comes
/// twice the first is meant.
fn of_day(plan: &EditionPlan, day: Date, zone: &TimeZone) -> Option<Due> {
    let due = zone.to_ambiguous_timestamp(day.to_datetime(plan.at)).compatible().ok()?;
    let begins = due.checked_sub(plan.deadline).ok()?;
    Some(Due { key: EditionKey { date: day, slot: plan.slot.clone() }, begins, due, deadline: plan.deadline })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn plan(slot: &str, at: &str) -> EditionPlan {
        let (at, deadline) = (at.parse().unwrap(), Duration::from_secs(600));
        EditionPlan { slot: slot.into(), at, deadline, format: None }
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    /// `make 2026-02-10-morning` or `wait 2026-02-10-evening until 2026-02-10T09:50:00Z`.
    fn what(plans: &[EditionPlan], zone: &TimeZone, now: &str, stand: &[&str]) -> String {
        match next(plans, zone, now.parse().unwrap(), |key| stand.contains(&key.to_string().as_str())) {
            Next::Make(due) => format!("make {}", due.key),
            Next::Wait(due) => format!("wait {} until {}", due.key, due.begins),
            Next::Never => "never".into(),
        }
    }

    #[test]
    fn an_edition_is_begun_so_early_that_it_is_out_when_it_is_due() {
        let (plans, zone) = ([plan("morning", "07:00"), plan("evening", "18:00")], zone("Asia/Shanghai"));
        let stand = ["2026-02-09-evening"];
        let what = |now: &str| what(&plans, &zone, now, &stand);
        assert_eq!(what("2026-02-09T22:49:59Z"), "wait 2026-02-10-morning until 2026-02-09T22:50:00Z");
        assert_eq!(what("2026-02-09T22:50:00Z"), "make 2026-02-10-morning");
        assert_eq!(what("2026-02-09T23:30:00Z"), "make 2026-02-10-morning");
    }

    #[test]
    fn what_begins_late_has_the_time_until_it_is_due() {
        let Next::Make(due) = next(&[plan("morning", "07:00")], &zone("UTC"), at("06:50:00"), |_| false) else {
            panic!("it is to be made")
        };
        let times =
            ["06:50:00", "06:56:00", "06:59:30", "07:00:00", "08:00:00"].map(|now| due.time_from(at(now)).as_secs());
        assert_eq!(times, [600, 240, 75, 600, 600]);
    }

    fn at(time: &str) -> Timestamp {
        format!("2026-02-10T{time}Z").parse().unwrap()
    }

    #[test]
    fn after_downtime_the_last_edition_is_made_late_and_older_ones_are_not() {
        let (plans, zone) = ([plan("morning", "07:00"), plan("evening", "18:00")], zone("Europe/Berlin"));
        assert_eq!(what(&plans, &zone, "2026-02-10T10:00:00Z", &[]), "make 2026-02-10-morning");
        let stand = ["2026-02-10-morning"];
        assert_eq!(
            what(&plans, &zone, "2026-02-10T10:00:00Z", &stand),
            "wait 2026-02-10-evening until 2026-02-10T16:50:00Z"
        );
        // Nothing was made for two days: the last one only.
        assert_eq!(what(&plans, &zone, "2026-02-12T17:30:00Z", &stand), "make 2026-02-12-evening");
        let stand = ["2026-02-10-morning", "2026-02-12-evening"];
        assert_eq!(
            what(&plans, &zone, "2026-02-12T17:40:00Z", &stand),
            "wait 2026-02-13-morning until 2026-02-13T05:50:00Z"
        );
    }

    #[test]
    fn what_readers_expect_is_the_last_edition_that_was_due() {
        let (plans, zone) = ([plan("morning", "07:00"), plan("evening", "18:00")], zone("Asia/Shanghai"));
        let expected = |at: &str| {
            let key = |due: Option<Due>| due.unwrap().key.to_string();
            let at = at.parse().unwrap();
            (key(last_due(&plans, &zone, at)), key(next_due(&plans, &zone, at)))
        };
        assert_eq!(expected("2026-02-09T22:59:59Z"), ("2026-02-09-evening".into(), "2026-02-10-morning".into()));
        assert_eq!(expected("2026-02-09T23:00:00Z"), ("2026-02-10-morning".into(), "2026-02-10-evening".into()));
    }

    #[test]
    fn yesterdays_paper_is_not_made_any_more() {
        let (plans, zone) = ([plan("morning", "07:00")], zone("UTC"));
        assert_eq!(what(&plans, &zone, "2026-02-10T19:00:00Z", &[]), "make 2026-02-10-morning");
        assert_eq!(
            what(&plans, &zone, "2026-02-10T19:00:01Z", &[]),
            "wait 2026-02-11-morning until 2026-02-11T06:50:00Z"
        );
    }

    #[test]
    fn an_edition_at_midnight_is_begun_the_day_before_and_is_of_its_day() {
        let (plans, zone) = ([plan("night", "00:05")], zone("UTC"));
        assert_eq!(what(&plans, &zone, "2026-02-09T23:55:00Z", &[]), "make 2026-02-10-night");
    }

    #[test]
    fn a_time_that_the_clocks_leap_over_comes_later_and_one_that_comes_twice_comes_once() {
        let (plans, zone) = ([plan("early", "02:30")], zone("Europe/Berlin"));
        // 29 March 2026: 02:00 becomes 03:00. 25 October: 03:00 becomes 02:00.
        let leap = what(&plans, &zone, "2026-03-28T12:00:00Z", &["2026-03-28-early"]);
        assert_eq!(leap, "wait 2026-03-29-early until 2026-03-29T01:20:00Z");
        let fold = what(&plans, &zone, "2026-10-24T12:00:00Z", &["2026-10-24-early"]);
        assert_eq!(fold, "wait 2026-10-25-early until 2026-10-25T00:20:00Z");
        let after = what(&plans, &zone, "2026-10-25T01:25:00Z", &["2026-10-25-early"]);
        assert_eq!(after, "wait 2026-10-26-early until 2026-10-26T01:20:00Z");
    }

    #[test]
    fn a_year_holds_each_edition_once_in_every_zone() {
        for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Africa/Casablanca"] {
            let (plans, zone) = ([plan("morning", "02:15"), plan("evening", "18:00")], zone(name));
            let mut now: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
            let end: Timestamp = "2027-01-01T12:00:00Z".parse().unwrap();
            let made = std::cell::RefCell::new(BTreeSet::new());
            while now < end {
                match next(&plans, &zone, now, |key| made.borrow().contains(&key.to_string())) {
                    Next::Make(due) => {
                        assert!(made.borrow_mut().insert(due.key.to_string()), "{name}: {} twice", due.key)
                    }
                    Next::Wait(due) => now = due.begins,
                    Next::Never => panic!("there are editions"),
                }
            }
            let n = made.borrow().len();
            assert!((730..=732).contains(&n), "{name}: {n}");
        }
    }

    #[test]
    fn what_was_due_last_is_known_whether_it_came_out_or_not() {
        let (plans, zone) = ([plan("morning", "07:00"), plan("evening", "18:00")], zone("Asia/Shanghai"));
        let last = |now: &str| last_due(&plans, &zone, now.parse().unwrap()).map(|due| due.key.to_string());
        assert_eq!(last("2026-02-09T22:59:59Z").as_deref(), Some("2026-02-09-evening"));
        assert_eq!(last("2026-02-09T23:00:00Z").as_deref(), Some("2026-02-10-morning"));
        assert_eq!(last_due(&[], &zone, "2026-02-09T23:00:00Z".parse().unwrap()), None);
        let key = EditionKey::parse("2026-02-10-morning").unwrap();
        assert_eq!(due_of(&plans, &zone, &key).map(|due| due.due), Some("2026-02-09T23:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_newsroom_without_editions_has_nothing_to_wait_for() {
        assert_eq!(what(&[], &zone("UTC"), "2026-02-10T19:00:00Z", &[]), "never");
    }
}
