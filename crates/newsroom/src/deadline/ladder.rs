//! What is given up when time runs short, in this order, and when. Pure.
//!
//! A story's questions follow each other: the ladder counts how many are still ahead of a part and how long one takes in
//! this run, and gives up what no longer fits. What is heard is shortened before a plainer voice speaks it.

use super::plan::{Place, Plan, SoundCost};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A step of degradation, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rung {
    /// What only betters a story is left to rules: background, second writing, desk and copy editor.
    FewerRevisions,
    /// Each vendor's fast model is asked.
    FasterRoutes,
    /// No more stories are begun than can be told.
    FewerStories,
    /// Rules write, since a model's draft could not be checked in time.
    FloorWriter,
    /// Less of each story is spoken.
    ShorterProgramme,
    /// The voice that needs no vendor speaks.
    FloorVoice,
    /// Nothing is spoken.
    TextOnly,
}

/// How many questions follow each other from a part to a ruled story, this one included: if all is done, and if only what
/// is needed is.
fn ahead(place: Place) -> Option<(f64, f64)> {
    match place {
        Place::Dossier => Some((6.0, 4.0)),
        Place::Draft => Some((5.0, 3.0)),
        Place::Facts => Some((4.0, 2.0)),
        // The claims are checked again after it.
        Place::Rewrite => Some((5.0, 2.0)),
        Place::Edit => Some((3.0, 1.0)),
        Place::Copy => Some((2.0, 1.0)),
        Place::Ruling => Some((1.0, 1.0)),
        _ => None,
    }
}

/// What is given up at this part of a story; `left` is the time until stories must be cleared, `call` what one question takes.
pub(crate) fn rung_of(place: Place, left: Duration, call: Duration) -> Option<Rung> {
    let (all, least) = ahead(place)?;
    let calls = left.as_secs_f64() / call.as_secs_f64().max(1e-6);
    match place {
        // A vendor asked for background answers in the time of one more question than is needed, or not in time.
        Place::Dossier if calls < least + 1.0 => Some(Rung::FewerRevisions),
        Place::Rewrite | Place::Edit | Place::Copy if calls < all => Some(Rung::FewerRevisions),
        Place::Draft if calls < least => Some(Rung::FloorWriter),
        Place::Draft | Place::Facts | Place::Ruling if calls < least + 0.5 => Some(Rung::FasterRoutes),
        _ => None,
    }
}

/// How many stories are told of `max`, if not all with some to spare.
pub(crate) fn stories_in_time(max: usize, left: Duration, call: Duration) -> Option<usize> {
    // Four questions in a row are the least for a story that a model wrote and a rival checked.
    let is_short = left < call * 4;
    is_short.then(|| (max * 2 / 3).max(1))
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Voices {
    Vendors,
    Floor,
    Nobody,
}

/// What is spoken, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Programme {
    pub seconds: u32,
    pub voices: Voices,
}

/// A shorter one is no programme.
const SHORTEST_SECONDS: f64 = 45.0;

/// The best programme that can be made in the time that is left, of `wanted` seconds at most.
pub(crate) fn programme(plan: &Plan, left: Duration, wanted: u32, has_vendors: bool) -> Programme {
    let wanted_seconds = f64::from(wanted);
    let shortest = SHORTEST_SECONDS.min(wanted_seconds);
    let fitting = |cost: f64| SoundCost::seconds_in(cost, left).min(wanted_seconds);
    let of = |seconds: f64, voices| Programme { seconds: seconds as u32, voices };
    let by_vendors = fitting(plan.sound.by_vendors);
    if has_vendors && by_vendors >= wanted_seconds / 2.0 && by_vendors >= shortest {
        return of(by_vendors, Voices::Vendors);
    }
    match fitting(plan.sound.by_floor) {
        by_floor if by_floor >= shortest => of(by_floor, Voices::Floor),
        _ => Programme { seconds: wanted, voices: Voices::Nobody },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// What is given up at each part of a story if so many questions still fit.
    fn given_up(calls: f64) -> Vec<(Place, Rung)> {
        let places =
            [Place::Dossier, Place::Draft, Place::Facts, Place::Rewrite, Place::Edit, Place::Copy, Place::Ruling];
        places.into_iter().filter_map(|at| Some((at, rung_of(at, SECOND.mul_f64(calls), SECOND)?))).collect()
    }

    #[test]
    fn with_time_for_everything_nothing_is_given_up() {
        assert_eq!(given_up(6.0), []);
    }

    #[test]
    fn the_shorter_the_time_the_more_is_given_up_and_what_betters_goes_first() {
        use Place::{Copy, Dossier, Draft, Edit, Facts, Rewrite, Ruling};
        use Rung::{FasterRoutes, FewerRevisions, FloorWriter};
        assert_eq!(given_up(4.5), [(Dossier, FewerRevisions), (Rewrite, FewerRevisions)]);
        let short = [(Dossier, FewerRevisions), (Draft, FasterRoutes), (Rewrite, FewerRevisions)];
        assert_eq!(given_up(3.2), short);
        let shorter = [
            (Dossier, FewerRevisions),
            (Draft, FloorWriter),
            (Facts, FasterRoutes),
            (Rewrite, FewerRevisions),
            (Edit, FewerRevisions),
            (Copy, FewerRevisions),
            (Ruling, FasterRoutes),
        ];
        assert_eq!(given_up(1.4), shorter);
    }

    #[test]
    fn fewer_stories_are_told_where_a_draft_could_not_be_ruled_in_time() {
        assert_eq!(stories_in_time(12, SECOND * 4, SECOND), None);
        assert_eq!(stories_in_time(12, SECOND * 3, SECOND), Some(8));
        assert_eq!(stories_in_time(1, Duration::ZERO, SECOND), Some(1));
    }

    #[test]
    fn a_programme_is_shortened_then_spoken_by_the_floor_then_not_at_all() {
        let plan = Plan::new(&[], SECOND * 600);
        let of = |left: u64, has_vendors| {
            let Programme { seconds, voices } = programme(&plan, SECOND * left as u32, 480, has_vendors);
            format!("{seconds} {voices:?}")
        };
        let made = [200, 100, 60, 10, 1].map(|left| of(left, true));
        assert_eq!(made, ["480 Vendors", "331 Vendors", "480 Floor", "316 Floor", "480 Nobody"]);
        assert_eq!([15, 10, 2, 1].map(|left| of(left, false)), ["480 Floor", "316 Floor", "50 Floor", "480 Nobody"]);
    }
}
