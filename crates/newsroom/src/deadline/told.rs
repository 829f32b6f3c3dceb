//! Tells readers what was given up for the deadline, step by step of the ladder.

use super::Rung;
use crate::play::Work;
use news::edition::Degraded;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// What was given up at one part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hurry {
    pub rung: Rung,
    /// Since the beginning of the run.
    pub after_ms: u64,
}

/// What was given up for the edition as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Taken {
    pub rung: Rung,
    /// Since the beginning of the run.
    pub after_ms: u64,
    /// What exactly.
    pub what: String,
}

/// One row for each step that was taken, in their order.
pub(crate) fn degraded(works: &[Work], taken: &[Taken], deadline: Duration) -> Vec<Degraded> {
    let mut rows: BTreeMap<Rung, (u64, Vec<String>)> = BTreeMap::new();
    for taken in taken {
        let row = rows.entry(taken.rung).or_insert((taken.after_ms, Vec::new()));
        row.0 = row.0.min(taken.after_ms);
        row.1.push(taken.what.clone());
    }
    for (rung, (after_ms, said)) in by_parts(works) {
        let row = rows.entry(rung).or_insert((after_ms, Vec::new()));
        row.0 = row.0.min(after_ms);
        row.1.push(said);
    }
    let told = |(rung, (after_ms, said)): (Rung, (u64, Vec<String>))| Degraded {
        what: key(rung).into(),
        why: format!("from {} of {} on: {}", time(after_ms), time(deadline.as_millis() as u64), said.join("; ")),
    };
    rows.into_iter().map(told).collect()
}

/// As it stands in `edition.json`.
fn key(rung: Rung) -> &'static str {
    match rung {
        Rung::FewerRevisions => "revisions",
        Rung::FasterRoutes => "routes",
        Rung::FewerStories => "stories",
        Rung::FloorWriter => "writer",
        Rung::ShorterProgramme => "length",
        Rung::FloorVoice => "floor_voice",
        Rung::TextOnly => "voice",
    }
}

/// What parts gave up: when first, and `rules did 3 tasks of the copy editor and 2 of the reporter`.
fn by_parts(works: &[Work]) -> BTreeMap<Rung, (u64, String)> {
    let mut counts: BTreeMap<Rung, (u64, BTreeMap<&str, usize>)> = BTreeMap::new();
    for (hurry, work) in works.iter().filter_map(|work| Some((work.hurry?, work))) {
        let entry = counts.entry(hurry.rung).or_insert((hurry.after_ms, BTreeMap::new()));
        entry.0 = entry.0.min(hurry.after_ms);
        *entry.1.entry(work.author.role.english()).or_default() += 1;
    }
    let said = |rung: Rung, roles: &BTreeMap<&str, usize>| {
        let who = if rung == Rung::FasterRoutes { "the vendors' fast models" } else { "rules" };
        let tasks = roles.iter().map(|(role, n)| {
            let s = if *n == 1 { "" } else { "s" };
            format!("{n} task{s} of the {}", role.to_lowercase())
        });
        format!("{who} did {}", tasks.collect::<Vec<_>>().join(", "))
    };
    counts.into_iter().map(|(rung, (after, roles))| (rung, (after, said(rung, &roles)))).collect()
}

/// `4:05`, `7.2 s` under a minute.
fn time(ms: u64) -> String {
    match ms {
        0..60_000 => format!("{:.1} s", ms as f64 / 1000.0),
        _ => format!("{}:{:02} min", ms / 60_000, ms / 1000 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::Trouble;
    use expect_test::expect;
    use news::Role;

    #[test]
    fn each_step_is_told_once_with_what_was_done_and_when_it_began() {
        let work =
            |role, rung, after_ms| Work { hurry: Some(Hurry { rung, after_ms }), ..Work::instead(role, Trouble::Time) };
        let works = [
            work(Role::Reporter, Rung::FloorWriter, 330_000),
            work(Role::CopyEditor, Rung::FewerRevisions, 301_000),
            work(Role::CopyEditor, Rung::FewerRevisions, 290_000),
            work(Role::DeskEditor, Rung::FewerRevisions, 280_000),
        ];
        let taken = [Taken { rung: Rung::FewerStories, after_ms: 9_200, what: "8 stories instead of 12".into() }];
        let told: Vec<String> = degraded(&works, &taken, Duration::from_secs(600))
            .into_iter()
            .map(|row| format!("{}: {}\n", row.what, row.why))
            .collect();
        expect![[r#"
            revisions: from 4:40 min of 10:00 min on: rules did 2 tasks of the copy editor, 1 task of the desk editor
            stories: from 9.2 s of 10:00 min on: 8 stories instead of 12
            writer: from 5:30 min of 10:00 min on: rules did 1 task of the reporter
        "#]]
        .assert_eq(&told.concat());
    }
}
