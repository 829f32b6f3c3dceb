//! Airtime: how much is spoken, and by whom, in the time that is left. Each decision is taken once and recorded.

use crate::Error;
use crate::assign::Chosen;
use crate::deadline::{self, Programme, Rung, SoundCost, Stage, Taken, Voices};
use crate::shift::Shift;
use crate::stopwatch::Stopwatch;
use crate::voices;
use desk::scriptwriter;
use news::{FinalCopy, Role, Rundown, Script, StoryId};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How many seconds are spoken at most, if not as many as the owner wants; decided once.
pub(crate) fn length(shift: &Shift<'_>, step: &str) -> Result<Option<u32>, Error> {
    if !shift.config.sound {
        return Ok(None);
    }
    let watch = &shift.watch;
    let taken: Option<(u32, Taken)> = shift.decide(step, || {
        // The script is still to be written.
        let has_model = !shift.roster.routes(Role::Scriptwriter).is_empty();
        let left = watch.left(Stage::Produce).saturating_sub(if has_model { watch.call() } else { Duration::ZERO });
        let wanted = shift.desk.length_seconds;
        let fits = deadline::programme(&watch.plan, left, wanted, has_vendors(shift)).seconds;
        let what = format!("{fits} seconds are spoken instead of {wanted}");
        (fits < wanted).then(|| (fits, watch.taken_now(Rung::ShorterProgramme, what)))
    })?;
    Ok(taken.map(|(seconds, taken)| {
        watch.take(taken);
        seconds
    }))
}

fn has_vendors(shift: &Shift<'_>) -> bool {
    let gateway = &shift.newsroom.gateway;
    shift.config.voices.keys().any(|anchor| {
        let wanted = voices::wanted_of(&shift.config, gateway, *anchor);
        wanted.iter().any(|(_, _, route)| gateway.vendor(&route.vendor).is_some())
    })
}

/// The rundown with fewer spoken sentences of each story, from the last, until it fits; every story stays.
pub(crate) fn shortened(
    mut rundown: Rundown,
    wanted: Option<u32>,
    copies: &BTreeMap<StoryId, FinalCopy>,
    chosen: &Chosen,
    shift: &Shift<'_>,
) -> Rundown {
    let Some(wanted) = wanted else { return rundown };
    while said_seconds(&scriptwriter::floor(&rundown, copies, &chosen.stories, &shift.desk)) > f64::from(wanted) {
        let longest = rundown.slots.iter_mut().rev().max_by_key(|slot| slot.n_sentences);
        match longest.filter(|slot| slot.n_sentences > 1) {
            Some(slot) => slot.n_sentences -= 1,
            None => break,
        }
    }
    rundown
}

/// What a script takes to say, by the voice's own reckoning.
pub(crate) fn said_seconds(script: &Script) -> f64 {
    let said = |cue: &news::Cue| audio::spoken_seconds(&cue.text, cue.language) + f64::from(cue.pause_ms) / 1000.0;
    script.cues.iter().map(said).sum()
}

/// Who speaks this script, decided once: whoever can be done with it in time.
pub(crate) fn voices_for(shift: &Shift<'_>, step: &str, script: &Script) -> Result<Voices, Error> {
    let watch = &shift.watch;
    let decided: Option<(Voices, Option<Taken>)> = shift.decide(step, || {
        let (wanted, has_vendors) = (said_seconds(script).ceil() as u32, has_vendors(shift));
        let best = deadline::programme(&watch.plan, watch.left(Stage::Produce), wanted, has_vendors);
        let voices = if best.seconds < wanted { lower(best, watch, wanted) } else { best.voices };
        let taken = (voices == Voices::Floor && has_vendors).then(|| {
            watch.taken_now(Rung::FloorVoice, "there was no time left for the voices that were wanted".to_owned())
        });
        Some((voices, taken))
    })?;
    let (voices, taken) = decided.unwrap_or((Voices::Vendors, None));
    taken.into_iter().for_each(|taken| watch.take(taken));
    Ok(voices)
}

/// The plan reckons with a slow day; a script that would fit on a good one is tried, since it is cut off in time.
const GOOD_DAY: f64 = 1.5;

/// A script cannot be shortened any more: whoever can only speak a part of it cannot speak it.
fn lower(best: Programme, watch: &Stopwatch, wanted: u32) -> Voices {
    let by_floor = deadline::programme(&watch.plan, watch.left(Stage::Produce), wanted, false);
    if best.voices != Voices::Nobody && f64::from(by_floor.seconds) * GOOD_DAY >= f64::from(wanted) {
        return by_floor.voices;
    }
    Voices::Nobody
}

/// What comes before its stage must be over.
pub(crate) async fn until_cut<F: Future>(shift: &Shift<'_>, work: F) -> Option<F::Output> {
    match shift.watch.end(Stage::Produce) {
        Some(end) => tokio::time::timeout_at(end.into(), work).await.ok(),
        None => Some(work.await),
    }
}

/// Until when vendors are asked for lines: then the floor must still be able to speak the whole programme.
pub(crate) fn vendors_until(shift: &Shift<'_>) -> Option<Instant> {
    let cost = shift.watch.plan.sound.by_floor;
    let floor = SoundCost::takes(cost, f64::from(shift.desk.length_seconds));
    shift.watch.end(Stage::Produce).and_then(|end| end.checked_sub(floor))
}

pub(crate) fn no_time(shift: &Shift<'_>) -> String {
    let deadline = shift.watch.plan.deadline.as_secs_f64();
    format!("text only: sound could not be ready within the {deadline:.0} seconds that the edition has")
}
