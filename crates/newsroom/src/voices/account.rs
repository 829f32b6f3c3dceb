//! What is told of the voices of an edition: who spoke how many lines, what changed and why, what it cost.

use super::{FLOOR, Skipped};
use crate::credits;
use audio::cast::{Rank, SpokenLine};
use gateway::voice::VoiceRoute;
use gateway::{Attempt, Gateway};
use news::edition::{Credit, Degraded, SpokenBy, VoiceChange};
use news::{Anchor, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is kept in the journal of how a bulletin was spoken.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Heard {
    pub lines: Vec<SpokenLine>,
    /// Voices that were wanted and could not be asked.
    pub skipped: Vec<Skipped>,
    /// Every request to a vendor.
    pub attempts: Vec<Attempt>,
    /// Where each vendor is.
    pub places: BTreeMap<String, String>,
}

impl Heard {
    pub(crate) fn new(
        lines: Vec<SpokenLine>,
        skipped: Vec<Skipped>,
        attempts: Vec<Attempt>,
        gateway: &Gateway,
    ) -> Self {
        let voices = lines.iter().flat_map(|line| {
            line.missed.iter().map(|miss| miss.voice.clone()).chain([line.voice.clone(), line.wanted.clone()])
        });
        let place = |voice: String| {
            let vendor = voice.parse::<VoiceRoute>().ok()?.vendor;
            let place =
                gateway.vendor(&vendor).map_or_else(|| "local".to_owned(), |vendor| vendor.jurisdiction.clone());
            Some((vendor, place))
        };
        let places = voices.filter_map(place).collect();
        Self { lines, skipped, attempts, places }
    }

    fn place(&self, vendor: &str) -> &str {
        self.places.get(vendor).map_or("local", String::as_str)
    }
}

/// Every voice that spoke, with how many lines.
pub(crate) fn voices_of(heard: &Heard) -> Vec<SpokenBy> {
    let mut n_lines: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for line in &heard.lines {
        *n_lines.entry((line.anchor.key(), &line.voice)).or_default() += 1;
    }
    let spoken = |((anchor, voice), lines): ((&str, &str), u32)| SpokenBy {
        anchor: anchor.to_owned(),
        voice: voice.to_owned(),
        jurisdiction: heard.place(voice.split('/').next().unwrap_or_default()).to_owned(),
        lines,
    };
    n_lines.into_iter().map(spoken).collect()
}

/// The lines that another voice spoke than the one that was wanted.
pub(crate) fn changes(heard: &Heard) -> Vec<VoiceChange> {
    let told = |line: &SpokenLine| VoiceChange {
        line: line.cue as u32,
        wanted: line.wanted.clone(),
        voice: line.voice.clone(),
        why: line
            .missed
            .iter()
            .map(|miss| format!("{} {}: {}", miss.voice, miss.what, miss.detail))
            .collect::<Vec<_>>()
            .join("; "),
    };
    heard.lines.iter().filter(|line| line.is_changed()).map(told).collect()
}

/// A row for each vendor and model: lines it was asked for, asked again, and taken over from another.
pub(crate) fn credits(heard: &Heard) -> Vec<Credit> {
    let mut rows: BTreeMap<(String, String), Credit> = BTreeMap::new();
    for line in &heard.lines {
        let asked = line.missed.iter().filter(|miss| !matches!(&*miss.what, "not asked" | "gave way"));
        let mut before: Option<&str> = None;
        for voice in asked.map(|miss| miss.voice.as_str()).chain([line.voice.as_str()]) {
            let row = row_of(heard, &mut rows, voice);
            row.calls += 1;
            row.retries += u32::from(before == Some(voice));
            before = Some(voice);
        }
        if line.is_changed() {
            row_of(heard, &mut rows, &line.voice).failovers += 1;
        }
    }
    rows.into_values().collect()
}

fn row_of<'a>(heard: &Heard, rows: &'a mut BTreeMap<(String, String), Credit>, voice: &str) -> &'a mut Credit {
    let route: Option<VoiceRoute> = voice.parse().ok();
    // The floor is the house's own, and its voices are no models of anybody.
    let (vendor, model) = match route {
        Some(route) if route.vendor != FLOOR => (route.vendor, route.model),
        _ => ("zaowan".to_owned(), voice.to_owned()),
    };
    let place = heard.place(&vendor).to_owned();
    let key = (vendor.clone(), model.clone());
    rows.entry(key).or_insert_with(|| credits::row(Role::Anchor, &vendor, &model, &place))
}

/// Where the floor spoke for a voice that was wanted, and why.
pub(crate) fn degraded(heard: &Heard) -> Vec<Degraded> {
    [Anchor::A, Anchor::B].into_iter().filter_map(|anchor| floor_spoke(heard, anchor)).collect()
}

fn floor_spoke(heard: &Heard, anchor: Anchor) -> Option<Degraded> {
    let lines: Vec<&SpokenLine> = heard.lines.iter().filter(|line| line.anchor == anchor).collect();
    let by_floor: Vec<&SpokenLine> = lines.iter().copied().filter(|line| line.rank == Rank::Floor).collect();
    let skipped: Vec<&Skipped> = heard.skipped.iter().filter(|skipped| skipped.anchor == anchor).collect();
    let is_instead = |line: &&&SpokenLine| line.is_changed() && !line.wanted.starts_with("espeak/");
    let n = if skipped.is_empty() { by_floor.iter().filter(is_instead).count() } else { by_floor.len() };
    if n == 0 {
        return None;
    }
    let mut said: Vec<String> = skipped.iter().map(|skipped| format!("{}: {}", skipped.voice, skipped.why)).collect();
    said.extend(reasons(&by_floor));
    said.dedup();
    let why = format!("the floor spoke {n} of {} lines of {}; {}", lines.len(), anchor.key(), said.join("; "));
    Some(Degraded { what: "voice".into(), why })
}

/// Each voice with what went wrong: `minimax/…/x: rate limited 3 times, too slow once`.
fn reasons(lines: &[&SpokenLine]) -> Vec<String> {
    let mut by_voice: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for miss in lines.iter().flat_map(|line| &line.missed).filter(|miss| !miss.voice.starts_with("espeak/")) {
        *by_voice.entry(&miss.voice).or_default().entry(&miss.what).or_default() += 1;
    }
    let told = |(voice, whats): (&str, BTreeMap<&str, usize>)| {
        let parts: Vec<String> = whats.into_iter().map(|(what, n)| format!("{what} {}", credits::times(n))).collect();
        format!("{voice}: {}", parts.join(", "))
    };
    by_voice.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use audio::cast::Miss;
    use expect_test::{Expect, expect};

    fn miss(voice: &str, what: &str) -> Miss {
        Miss { voice: voice.into(), what: what.into(), detail: "as seen".into() }
    }

    fn line(cue: usize, voice: &str, missed: Vec<Miss>) -> SpokenLine {
        let rank = if voice.starts_with("espeak/") {
            Rank::Floor
        } else if missed.is_empty() {
            Rank::Primary
        } else {
            Rank::Backup
        };
        SpokenLine { cue, anchor: Anchor::A, wanted: "one/m/a".into(), voice: voice.into(), rank, missed }
    }

    fn heard() -> Heard {
        let lines = vec![
            line(0, "one/m/a", vec![]),
            line(1, "one/m/a", vec![miss("one/m/a", "take refused")]),
            line(2, "two/n/b", vec![miss("one/m/a", "rate limited"), miss("one/m/a", "rate limited")]),
            line(3, "espeak/f3", vec![miss("one/m/a", "too slow"), miss("two/n/b", "not asked")]),
        ];
        let places = BTreeMap::from([("one".to_owned(), "cn".to_owned()), ("two".to_owned(), "us".to_owned())]);
        Heard { lines, places, ..Heard::default() }
    }

    fn check(told: impl IntoIterator<Item = String>, expected: Expect) {
        expected.assert_eq(&told.into_iter().map(|line| format!("{line}\n")).collect::<String>());
    }

    #[test]
    fn who_spoke_and_what_changed_is_told_line_by_line() {
        let heard = heard();
        let row = |row: Credit| {
            format!(
                "{}/{} in {}: {} {} {}",
                row.vendor, row.model, row.jurisdiction, row.calls, row.retries, row.failovers
            )
        };
        check(
            credits(&heard).into_iter().map(row),
            expect![[r#"
            one/m in cn: 6 2 0
            two/n in us: 1 0 1
            zaowan/espeak/f3 in local: 1 0 1
        "#]],
        );
        check(
            voices_of(&heard)
                .into_iter()
                .map(|by| format!("{} {} {} {}", by.anchor, by.voice, by.jurisdiction, by.lines)),
            expect![[r#"
                anchor_a espeak/f3 local 1
                anchor_a one/m/a cn 2
                anchor_a two/n/b us 1
            "#]],
        );
        check(
            changes(&heard)
                .into_iter()
                .map(|change| format!("{} {} {} {}", change.line, change.wanted, change.voice, change.why)),
            expect![[r#"
                2 one/m/a two/n/b one/m/a rate limited: as seen; one/m/a rate limited: as seen
                3 one/m/a espeak/f3 one/m/a too slow: as seen; two/n/b not asked: as seen
            "#]],
        );
        check(
            degraded(&heard).into_iter().map(|degraded| degraded.why),
            expect![[r#"
            the floor spoke 1 of 4 lines of anchor_a; one/m/a: too slow once; two/n/b: not asked once
        "#]],
        );
    }

    #[test]
    fn a_voice_without_a_key_is_told_where_the_floor_spoke_for_it() {
        let wanted = "espeak/f3".to_owned();
        let lines = vec![SpokenLine { wanted, ..line(0, "espeak/f3", vec![]) }];
        let skipped = vec![Skipped { anchor: Anchor::A, voice: "one/m/a".into(), why: "ONE_KEY is not set".into() }];
        let heard = Heard { lines: lines.clone(), skipped, ..Heard::default() };
        check(
            degraded(&heard).into_iter().map(|degraded| degraded.why),
            expect![[r#"
            the floor spoke 1 of 1 lines of anchor_a; one/m/a: ONE_KEY is not set
        "#]],
        );
        assert_eq!(degraded(&Heard { lines, ..Heard::default() }), []);
    }
}
