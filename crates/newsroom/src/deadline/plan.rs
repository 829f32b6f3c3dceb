//! How long each stage may take: what past runs took, spread over the deadline.
//!
//! Moments are counted from the beginning of the run, so a stage that ends early leaves its time to those after it.

use news::Role;
use news::edition::{Edition, Timing};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A stage of a run, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Gather,
    Assign,
    Report,
    Check,
    Produce,
    Release,
}

impl Stage {
    pub const ALL: [Self; 6] = [Self::Gather, Self::Assign, Self::Report, Self::Check, Self::Produce, Self::Release];

    /// As it stands in `edition.json`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gather => "gather",
            Self::Assign => "assign",
            Self::Report => "report",
            Self::Check => "check",
            Self::Produce => "produce",
            Self::Release => "release",
        }
    }

    /// The share of the deadline where nothing is known yet.
    fn usual_share(self) -> f64 {
        match self {
            Self::Gather | Self::Assign => 0.15,
            Self::Report => 0.20,
            Self::Check => 0.25,
            Self::Produce => 0.22,
            Self::Release => 0.03,
        }
    }
}

/// What an earlier run took.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Past {
    pub timings: Vec<Timing>,
    pub sound: Option<PastSound>,
}

/// What its sound took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PastSound {
    pub seconds: f64,
    pub made_ms: u64,
    /// Whether no vendor's voice spoke in it.
    pub by_floor: bool,
}

impl Past {
    /// What the record of a published edition says of its run.
    pub fn of(edition: &Edition) -> Self {
        let took = edition.timings.iter().find(|timing| timing.stage == "sound" && timing.ms > 0);
        let sound = edition.audio.as_ref().zip(took).map(|(audio, took)| {
            let by_floor = audio.voice_by_anchor.values().all(|voice| voice.starts_with("espeak/"));
            PastSound { seconds: audio.seconds, made_ms: took.ms, by_floor }
        });
        Self { timings: edition.timings.clone(), sound }
    }
}

/// Fewer past runs are no measurement.
const MIN_PAST: usize = 3;
/// Of past runs this one counts: nine of ten were as fast.
const QUANTILE: f64 = 0.9;
/// A stage has so many times what it took, where the deadline allows: tomorrow is not yesterday.
const MARGIN: f64 = 1.5;
/// A stage keeps this part of its usual share however fast it was: the first slow day must not find it cut off.
const LEAST_PART: f64 = 0.3;
/// Writing the edition has at least so long, and at least this part of the deadline.
const LEAST_RELEASE: Duration = Duration::from_millis(300);
const LEAST_RELEASE_SHARE: f64 = 0.03;
/// A fortnight of two editions a day holds fewer surprises than a single run, and is not yet another season.
pub(crate) const MOST_PAST: usize = 14;

/// What speaking, mixing and encoding take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct SoundCost {
    /// Seconds of work for each second that is heard, by the floor's voice.
    pub by_floor: f64,
    /// The same by voices of vendors.
    pub by_vendors: f64,
}

/// A slow small computer takes so long; vendors speak several lines at once, each about as fast as it is heard.
const USUAL_COST: SoundCost = SoundCost { by_floor: 0.03, by_vendors: 0.3 };
/// However short the programme.
const SOUND_AT_LEAST: Duration = Duration::from_millis(500);

impl SoundCost {
    fn of(past: &[Past]) -> Self {
        let measured = |by_floor: bool, usual: f64| {
            let sounds = past.iter().filter_map(|past| past.sound.as_ref());
            let costs = sounds.filter(|sound| sound.by_floor == by_floor && sound.seconds > 1.0);
            let costs: Vec<f64> = costs.map(|sound| sound.made_ms as f64 / 1000.0 / sound.seconds).collect();
            quantile(costs).map_or(usual, |cost| cost * MARGIN)
        };
        Self { by_floor: measured(true, USUAL_COST.by_floor), by_vendors: measured(false, USUAL_COST.by_vendors) }
    }

    /// What a programme of so many seconds takes.
    pub fn takes(per_second: f64, seconds: f64) -> Duration {
        SOUND_AT_LEAST + Duration::try_from_secs_f64(per_second * seconds).unwrap_or(Duration::MAX / 4)
    }

    /// How long a programme may be that is made in this time.
    pub fn seconds_in(per_second: f64, time: Duration) -> f64 {
        time.saturating_sub(SOUND_AT_LEAST).as_secs_f64() / per_second.max(1e-6)
    }
}

/// The latest moment of each stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub deadline: Duration,
    /// In the order of the stages, from the beginning of the run.
    ends: [Duration; 6],
    pub sound: SoundCost,
    /// How many past runs it rests on.
    pub n_past: usize,
}

impl Plan {
    /// Spreads the deadline over the stages as `past` runs took their time; in the usual shares where too few are known.
    pub fn new(past: &[Past], deadline: Duration) -> Self {
        let n_past = past.len();
        let known: &[Past] = if n_past < MIN_PAST { &[] } else { past };
        let whole = deadline.as_secs_f64();
        let needs = Stage::ALL.map(|stage| need(stage, known, whole));
        let release = needs[5].max(LEAST_RELEASE.as_secs_f64()).max(whole * LEAST_RELEASE_SHARE).min(whole / 4.0);
        let others: f64 = needs[..5].iter().sum();
        let scale = (whole - release) / others.max(1e-9);
        let mut ends = [deadline; 6];
        let mut at = 0.0;
        for (end, need) in ends.iter_mut().zip(needs).take(5) {
            at += need * scale;
            *end = Duration::try_from_secs_f64(at).unwrap_or(deadline).min(deadline);
        }
        Self { deadline, ends, sound: SoundCost::of(past), n_past: known.len() }
    }

    /// The moment at which a stage must be over.
    pub fn end(&self, stage: Stage) -> Duration {
        self.ends.get(stage as usize).copied().unwrap_or(self.deadline)
    }

    /// The moment at which it begins if those before took all their time.
    pub fn begin(&self, stage: Stage) -> Duration {
        (stage as usize).checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default()
    }

    /// Until when a model may be asked for this part.
    pub fn latest(&self, place: Place) -> Duration {
        let (stage, share) = place.latest();
        let (begin, end) = (self.begin(stage), self.end(stage));
        begin + end.saturating_sub(begin).mul_f64(share)
    }

    /// What one question may take if a story's chain of questions is to fit, where no answer has shown it yet.
    pub fn call(&self) -> Duration {
        self.end(Stage::Check).saturating_sub(self.begin(Stage::Report)) / CALLS_PLANNED
    }
}

/// From a story's dossier to its ruling six questions follow each other; two more are for what must be written again.
const CALLS_PLANNED: u32 = 8;

fn need(stage: Stage, past: &[Past], whole: f64) -> f64 {
    let usual = stage.usual_share() * whole;
    let took = past.iter().filter_map(|past| past.timings.iter().find(|timing| timing.stage == stage.key()));
    quantile(took.map(|timing| timing.ms as f64 / 1000.0).collect())
        .map_or(usual, |took| (took * MARGIN).max(usual * LEAST_PART))
}

fn quantile(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * QUANTILE).ceil() as usize;
    values.get(at.saturating_sub(1)).copied()
}

/// Where in the work a part stands: when it must be over, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Triage,
    Embed,
    Choose,
    Dossier,
    Draft,
    Facts,
    Rewrite,
    Edit,
    Copy,
    Reread,
    Ruling,
    Proof,
    Translation,
    TranslationFacts,
    Rundown,
    Script,
}

impl Place {
    /// The place of a role's step. Two roles come twice, and are told apart by the step's name.
    pub fn of(role: Role, step: &str) -> Self {
        match role {
            Role::WireEditor => Self::Triage,
            Role::AssignmentEditor => Self::Choose,
            Role::Researcher => Self::Dossier,
            Role::Reporter if step.contains("/rewrite/") => Self::Rewrite,
            Role::Reporter => Self::Draft,
            Role::FactChecker if step.starts_with("translate/") => Self::TranslationFacts,
            Role::FactChecker if step.ends_with("/reread") => Self::Reread,
            Role::FactChecker => Self::Facts,
            Role::DeskEditor => Self::Edit,
            Role::CopyEditor => Self::Copy,
            Role::StandardsEditor => Self::Ruling,
            Role::Translator => Self::Translation,
            Role::Producer => Self::Rundown,
            Role::Scriptwriter => Self::Script,
            Role::ManagingEditor | Role::Anchor | Role::SoundEngineer => Self::Proof,
        }
    }

    /// The stage, and the share of it at whose end the part must be over: what follows needs the rest.
    fn latest(self) -> (Stage, f64) {
        match self {
            Self::Triage => (Stage::Assign, 0.5),
            Self::Embed => (Stage::Assign, 0.65),
            Self::Choose => (Stage::Assign, 0.95),
            Self::Dossier => (Stage::Report, 0.45),
            Self::Draft => (Stage::Report, 1.0),
            Self::Facts => (Stage::Check, 0.5),
            Self::Rewrite => (Stage::Check, 0.6),
            Self::Edit => (Stage::Check, 0.7),
            Self::Copy => (Stage::Check, 0.8),
            Self::Reread => (Stage::Check, 0.88),
            Self::Ruling => (Stage::Check, 0.95),
            Self::Proof => (Stage::Produce, 0.15),
            Self::Rundown => (Stage::Produce, 0.25),
            Self::Script => (Stage::Produce, 0.4),
            Self::Translation => (Stage::Produce, 0.5),
            Self::TranslationFacts => (Stage::Produce, 0.7),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn past(ms: [u64; 6]) -> Past {
        let timing = |(stage, ms): (Stage, u64)| Timing { stage: stage.key().into(), ms };
        Past { timings: Stage::ALL.into_iter().zip(ms).map(timing).collect(), sound: None }
    }

    fn check(past: &[Past], deadline: u64, expected: Expect) {
        let plan = Plan::new(past, Duration::from_secs(deadline));
        let ends: Vec<String> =
            Stage::ALL.map(|stage| format!("{} {:.1}", stage.key(), plan.end(stage).as_secs_f64())).into();
        expected.assert_eq(&ends.join(", "));
    }

    #[test]
    fn a_first_run_has_the_usual_shares() {
        check(
            &[],
            600,
            expect![[r#"gather 90.0, assign 180.0, report 300.0, check 450.0, produce 582.0, release 600.0"#]],
        );
        check(
            &vec![past([1000; 6]); MIN_PAST - 1],
            10,
            expect![[r#"gather 1.5, assign 3.0, report 5.0, check 7.5, produce 9.7, release 10.0"#]],
        );
    }

    #[test]
    fn what_past_runs_took_decides_and_no_stage_is_left_without_time() {
        let past = vec![past([60_000, 5_000, 40_000, 100_000, 60_000, 100]); 5];
        check(
            &past,
            600,
            expect![[r#"gather 125.6, assign 163.3, report 247.0, check 456.4, produce 582.0, release 600.0"#]],
        );
    }

    #[test]
    fn a_deadline_shorter_than_the_past_shrinks_every_stage_but_the_release() {
        let past = vec![past([60_000, 5_000, 40_000, 100_000, 60_000, 400]); 5];
        check(&past, 60, expect![[r#"gather 13.2, assign 14.3, report 23.1, check 45.0, produce 58.2, release 60.0"#]]);
    }

    #[test]
    fn parts_of_a_stage_end_in_the_order_of_the_work() {
        let plan = Plan::new(&[], Duration::from_secs(600));
        let order = [
            Place::Triage,
            Place::Embed,
            Place::Choose,
            Place::Dossier,
            Place::Draft,
            Place::Facts,
            Place::Rewrite,
            Place::Edit,
            Place::Copy,
            Place::Reread,
            Place::Ruling,
            Place::Proof,
            Place::Rundown,
            Place::Script,
        ];
        let ends: Vec<Duration> = order.into_iter().map(|place| plan.latest(place)).collect();
        assert!(ends.windows(2).all(|pair| pair[0] < pair[1]), "{ends:?}");
    }

    #[test]
    fn sound_costs_what_it_cost() {
        let sound = |by_floor, made_ms| Past {
            sound: Some(PastSound { seconds: 300.0, made_ms, by_floor }),
            ..Past::default()
        };
        let plan = Plan::new(&[sound(true, 3_000), sound(true, 6_000)], Duration::from_secs(600));
        assert_eq!(plan.sound, SoundCost { by_floor: 0.03, by_vendors: USUAL_COST.by_vendors });
    }
}
