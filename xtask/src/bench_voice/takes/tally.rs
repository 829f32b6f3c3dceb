//! What was found of what was injured, by kind, language and voices; and what was found where nothing was wrong.

use super::cast::Group;
use crate::section::Section;
use audio::take::{Defect, in_words};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use testkit::sound::Injury;

#[derive(Default, Clone, Copy)]
struct Count {
    n: usize,
    found: usize,
    named: usize,
    with_marks: usize,
}

/// Counts.
#[derive(Default)]
pub struct Tally {
    injured: BTreeMap<(String, Injury), Count>,
    clean: BTreeMap<String, (usize, usize)>,
    examples: Vec<String>,
}

impl Tally {
    pub fn clean(&mut self, group: &Group, text: &str, speaker: &str, refused: Option<Vec<Defect>>) {
        let (n, alarms) = self.clean.entry(group.name()).or_default();
        *n += 1;
        if let Some(defects) = refused {
            *alarms += 1;
            self.examples.push(format!("false alarm, {speaker}: {}: {text}", in_words(&defects)));
        }
    }

    pub fn injured(&mut self, group: &Group, injury: Injury, what: &str, found: &[Defect], with_marks: &[Defect]) {
        let count = self.injured.entry((group.name(), injury)).or_default();
        count.n += 1;
        count.found += usize::from(!found.is_empty());
        let is_named = found.iter().any(|defect| names(injury, defect));
        count.named += usize::from(is_named);
        count.with_marks += usize::from(with_marks.iter().any(|defect| names(injury, defect)));
        if !is_named {
            let said = if found.is_empty() { "nothing found".to_owned() } else { in_words(found) };
            self.examples.push(format!("missed {}, {}: {what}: {said}", injury.name(), group.name()));
        }
    }

    /// Rows for the page, the table by kind in the notes.
    pub fn report(&self, section: &mut Section) {
        let is_core = |group: &str| !group.ends_with("flite");
        let (mut core, mut flite) = (Count::default(), Count::default());
        for ((group, _), count) in &self.injured {
            let sum = if is_core(group) { &mut core } else { &mut flite };
            sum.n += count.n;
            sum.found += count.found;
            sum.named += count.named;
            sum.with_marks += count.with_marks;
        }
        let share = |part: usize, n: usize| part as f64 / n.max(1) as f64;
        let percent = |part: usize, n: usize| format!("{:.1} % of {n}", 100.0 * share(part, n));
        section.row(
            "injured takes found and named, by the sound alone",
            percent(core.named, core.n),
            "≥ 99 %",
            share(core.named, core.n) >= 0.99,
        );
        section.note_row("the same, whatever name it was given", percent(core.found, core.n), "≥ 99 %");
        section.row(
            "the same with a vendor's own marks",
            percent(core.with_marks, core.n),
            "≥ 99 %",
            share(core.with_marks, core.n) >= 0.99,
        );
        if flite.n > 0 {
            section.note_row(
                "the same by another maker's voices (flite), sound alone",
                percent(flite.named, flite.n),
                "",
            );
            section.note_row("the same by them, with marks", percent(flite.with_marks, flite.n), "");
        }
        let alarms = |core: bool| {
            let groups = self.clean.iter().filter(|(group, _)| is_core(group) == core);
            groups.fold((0, 0), |(n, alarms), (_, group)| (n + group.0, alarms + group.1))
        };
        let (n, wrong) = alarms(true);
        section.row("whole takes refused", percent(wrong, n), "< 1 %", share(wrong, n) < 0.01);
        let (n, wrong) = alarms(false);
        if n > 0 {
            section.note_row("whole takes of flite refused", percent(wrong, n), "");
        }
        section.notes = self.table();
    }

    fn table(&self) -> String {
        let groups: Vec<&String> = self.clean.keys().collect();
        let heads: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
        let mut table = format!("| found and named: sound alone / with marks, of | {} |\n", heads.join(" | "));
        let _ = writeln!(table, "|---|{}", "---|".repeat(groups.len()));
        for injury in Injury::ALL {
            let cell = |group: &&String| {
                let count = self.injured.get(&((*group).clone(), injury)).copied().unwrap_or_default();
                format!("{} / {} of {}", count.named, count.with_marks, count.n)
            };
            let cells: Vec<String> = groups.iter().map(cell).collect();
            let _ = writeln!(table, "| {} | {} |", injury.name(), cells.join(" | "));
        }
        let cells: Vec<String> = self.clean.values().map(|(n, alarms)| format!("{alarms} of {n}")).collect();
        let _ = writeln!(table, "| refused while whole | {} |", cells.join(" | "));
        if std::env::var_os("ZAOWAN_EXAMPLES").is_some() {
            self.examples.iter().for_each(|example| eprintln!("{example}"));
        }
        table
    }
}

/// Whether a defect says what the injury is.
fn names(injury: Injury, defect: &Defect) -> bool {
    use Defect as D;
    match injury {
        Injury::CutWord => matches!(
            defect,
            D::MissingWord { .. }
                | D::HeadMissing { .. }
                | D::TailMissing { .. }
                | D::TooShort { .. }
                | D::VendorDiffers { .. }
        ),
        Injury::RepeatedWord => matches!(defect, D::Repeated { .. } | D::TooLong { .. } | D::VendorDiffers { .. }),
        Injury::Gap => matches!(defect, D::SilenceInside { .. }),
        Injury::Clip => matches!(defect, D::Clipping { .. }),
        Injury::Silence => matches!(
            defect,
            D::Silent | D::SilenceInside { .. } | D::MissingWord { .. } | D::HeadMissing { .. } | D::TailMissing { .. }
        ),
        Injury::TruncatedTail => {
            matches!(defect, D::CutOff | D::TailMissing { .. } | D::MissingWord { .. } | D::TooShort { .. })
        }
        Injury::WrongLevel => matches!(defect, D::Level { .. }),
    }
}
