//! One line through a chain of voices: each is asked, each take is checked, until one is the line.

use super::record::Miss;
use super::{Rank, Seat, Session};
use crate::take::{self, Defect, Expected, Reference, Take, in_words};
use gateway::voice::{Line, Said, VoiceFault};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::timeout_at;

/// The same voice is asked so often for one line.
const TRIES: usize = 2;

/// A second take is asked for a little slower: a voice, or whoever keeps its answers, gives the very same again to the
/// very same request.
const SECOND_PACE: f32 = 0.97;

/// A line that is to be said.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) line: Line,
    /// What a take of it should be, by a voice nobody has heard yet.
    pub(crate) expected: Expected,
    /// Which story it is in, counted from the beginning of the programme.
    pub(crate) story: usize,
    /// The line as the floor renders it, once it was asked for.
    rendering: OnceCell<Option<Arc<Reference>>>,
}

impl Wanted {
    pub(crate) fn new(line: Line, expected: Expected, story: usize) -> Self {
        Self { line, expected, story, rendering: OnceCell::new() }
    }

    /// What a take of this voice should be. The floor is not laid beside itself: it would skip a word in both.
    async fn expected_of(&self, seat: &Seat, session: &Session) -> Expected {
        let expected = self.expected.clone().by(&session.usual(seat.voice.route()));
        if seat.rank == Rank::Floor {
            return expected;
        }
        let rendering = self.rendering.get_or_init(|| session.rendering(&self.line)).await;
        match rendering {
            Some(rendering) => expected.beside(Arc::clone(rendering)),
            None => expected,
        }
    }
}

/// What came of a line.
#[derive(Debug)]
pub(crate) struct Spoken {
    /// The take, and which seat of the chain spoke it.
    pub(crate) take: Option<(Take, usize)>,
    /// What was asked in vain, in order.
    pub(crate) missed: Vec<Miss>,
}

/// Asks the seats in order, from this one on, until a take passes its checks.
pub(crate) async fn say(seats: &[&Seat], from: usize, wanted: &Wanted, session: &Session) -> Spoken {
    let (mut missed, mut doubted) = (Vec::new(), Doubted::new());
    for (nth, seat) in seats.iter().enumerate().skip(from) {
        // The comparison errs too often with voices unlike the floor's to give a sentence to the floor for a doubt alone.
        if seat.rank == Rank::Floor && !doubted.is_empty() {
            break;
        }
        if let Some(take) = ask((nth, seat), wanted, session, &mut missed, &mut doubted).await {
            return Spoken { take: Some((take, nth)), missed };
        }
    }
    Spoken { take: doubted.into_iter().next(), missed }
}

/// Takes with which nothing is wrong but that words are not found where the rendering has them, and who spoke them.
type Doubted = Vec<(Take, usize)>;

async fn ask(
    (nth_seat, seat): (usize, &Seat),
    wanted: &Wanted,
    session: &Session,
    missed: &mut Vec<Miss>,
    doubted: &mut Doubted,
) -> Option<Take> {
    let route = seat.voice.route();
    let _line = session.line_of(&route.vendor).await;
    for nth in 0..TRIES {
        if let Some(why) = why_not(seat, wanted, session) {
            // Whoever has just failed twice needs no third reason.
            if nth == 0 {
                missed.push(Miss::new(route, "not asked", why));
            }
            return None;
        }
        let mut line = wanted.line.clone();
        if nth > 0 {
            line.pace *= SECOND_PACE;
        }
        match attempt(seat, line, wanted, session).await {
            Ok(take) => {
                session.standing.spoke(route);
                session.learn(route, &take.measured);
                return Some(take);
            }
            Err(mut failure) => {
                if let Failure::Take(_, doubt) = &mut failure {
                    doubted.extend(doubt.take().map(|take| (*take, nth_seat)));
                }
                let goes_on = take_note(&failure, seat, wanted, session, missed).await;
                if !goes_on {
                    return None;
                }
            }
        }
    }
    None
}

fn why_not(seat: &Seat, wanted: &Wanted, session: &Session) -> Option<String> {
    if seat.rank == Rank::Floor {
        return None;
    }
    if session.is_time_over() {
        return Some("the time for voices of vendors was over".into());
    }
    session.standing.why_not(seat.voice.route(), wanted.story)
}

enum Failure {
    Fault(VoiceFault),
    Slow(&'static str, Duration),
    /// Why it is refused; and the take, if its words alone are doubted.
    Take(String, Option<Box<Take>>),
}

async fn attempt(seat: &Seat, line: Line, wanted: &Wanted, session: &Session) -> Result<Take, Failure> {
    // The rendering is made while the voice is waited for.
    let (said, expected) = futures::join!(hear(seat, line, wanted, session), wanted.expected_of(seat, session));
    let said = said?;
    let checked = crate::blocking(move || Ok(checked(&said, &expected))).await;
    checked.map_err(|error| Failure::Take(error.to_string(), None))?
}

fn checked(said: &Said, expected: &Expected) -> Result<Take, Failure> {
    take::check(said, expected).map_err(|defects| {
        let without = Expected { reference: None, ..expected.clone() };
        let is_doubt = expected.reference.is_some() && defects.iter().all(Defect::is_of_words);
        let take = is_doubt.then(|| take::check(said, &without).ok()).flatten();
        Failure::Take(in_words(&defects), take.map(Box::new))
    })
}

/// The whole of a line, if it comes in time.
async fn hear(seat: &Seat, line: Line, wanted: &Wanted, session: &Session) -> Result<Said, Failure> {
    let said = session.patience.a_second.mul_f64(wanted.expected.seconds.clamp(0.0, 600.0));
    let (first, whole) = (session.patience.first, session.patience.line + said);
    // Whoever does not stream has its first sound at the end.
    let first = if seat.voice.capabilities().streams { first } else { whole };
    let until = session.deadline(whole);
    let speech = timeout_at(session.deadline(first), seat.voice.speak(line)).await;
    let speech = speech.map_err(|_| Failure::Slow("no sound", first))?.map_err(Failure::Fault)?;
    let said = timeout_at(until, speech.whole()).await;
    said.map_err(|_| Failure::Slow("no end", whole))?.map_err(Failure::Fault)
}

/// Keeps why a voice failed; whether the same voice is asked once more.
async fn take_note(failure: &Failure, seat: &Seat, wanted: &Wanted, session: &Session, missed: &mut Vec<Miss>) -> bool {
    let route = seat.voice.route();
    match failure {
        Failure::Take(why, _) => {
            missed.push(Miss::new(route, "take refused", why));
            true
        }
        Failure::Slow(what, limit) => {
            missed.push(Miss::new(route, "too slow", format!("{what} within {:.1} s", limit.as_secs_f64())));
            session.standing.was_slow(route, wanted.story);
            false
        }
        Failure::Fault(fault) => {
            missed.push(Miss::new(route, fault.kind.words(), &*fault.detail));
            session.standing.failed(route, fault.kind, wanted.story);
            let wait = fault.retry_after.unwrap_or_default();
            let goes_on = fault.kind.is_worth_repeating() && wait <= session.patience.longest_wait;
            if goes_on {
                tokio::time::sleep(wait).await;
            }
            goes_on
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fakes::{Does, Fake, QUICK};
    use super::*;
    use gateway::voice::VoiceFaultKind;

    fn wanted() -> Wanted {
        let text = "央行宣布降准。";
        let expected = Expected { seconds: 1.5, ..Expected::of(text, news::Language::ZH) };
        Wanted::new(Line::words(text, "zh"), expected, 0)
    }

    /// Who spoke, and what was missed before.
    async fn check(chain: &[Seat], session: &Session) -> (Option<usize>, Vec<String>) {
        let seats: Vec<&Seat> = chain.iter().collect();
        let spoken = say(&seats, 0, &wanted(), session).await;
        let missed = spoken.missed.iter().map(|miss| format!("{}: {}", miss.voice, miss.what)).collect();
        (spoken.take.map(|(_, nth)| nth), missed)
    }

    fn chain(primary: &[Does], backup: &[Does]) -> Vec<Seat> {
        vec![
            Fake::seat("one/a", Rank::Primary, primary),
            Fake::seat("two/b", Rank::Backup, backup),
            Fake::seat("espeak/f3", Rank::Floor, &[]),
        ]
    }

    #[tokio::test]
    async fn a_bad_take_is_made_again_by_the_same_voice_then_by_the_backup_then_by_the_floor() {
        let session = Session::default();
        assert_eq!(check(&chain(&[], &[]), &session).await, (Some(0), vec![]));
        let one = "one/a: take refused".to_owned();
        let two = "two/b: take refused".to_owned();
        assert_eq!(check(&chain(&[Does::Silent], &[]), &session).await, (Some(0), vec![one.clone()]));
        let twice = [Does::Silent, Does::CutShort];
        assert_eq!(check(&chain(&twice, &[]), &session).await, (Some(1), vec![one.clone(), one.clone()]));
        let all = vec![one.clone(), one, two.clone(), two];
        assert_eq!(check(&chain(&twice, &twice), &session).await, (Some(2), all));
    }

    #[tokio::test]
    async fn who_hangs_is_not_waited_for_twice() {
        let session = Session::new(QUICK, None);
        let (by, missed) = check(&chain(&[Does::Hang, Does::Hang], &[Does::HangAfterSound]), &session).await;
        assert_eq!((by, missed), (Some(2), vec!["one/a: too slow".to_owned(), "two/b: too slow".to_owned()]));
    }

    #[tokio::test]
    async fn a_wrong_key_and_a_used_up_account_are_asked_once() {
        let session = Session::default();
        let chain = chain(&[Does::Fail(VoiceFaultKind::Key)], &[Does::Fail(VoiceFaultKind::Quota)]);
        let first = vec!["one/a: the key was not taken".to_owned(), "two/b: the account is used up".to_owned()];
        assert_eq!(check(&chain, &session).await, (Some(2), first));
        let second = vec!["one/a: not asked".to_owned(), "two/b: not asked".to_owned()];
        assert_eq!(check(&chain, &session).await, (Some(2), second));
    }

    #[tokio::test]
    async fn a_short_wait_that_is_asked_for_is_granted_and_a_long_one_is_not() {
        let session = Session::new(QUICK, None);
        let rate = "one/a: rate limited".to_owned();
        assert_eq!(check(&chain(&[Does::Wait(1)], &[]), &session).await, (Some(0), vec![rate.clone()]));
        assert_eq!(check(&chain(&[Does::Wait(60_000)], &[]), &session).await, (Some(1), vec![rate]));
    }

    #[tokio::test]
    async fn after_its_time_only_the_floor_is_asked() {
        let session = Session::new(QUICK, Some(std::time::Instant::now()));
        let not_asked = vec!["one/a: not asked".to_owned(), "two/b: not asked".to_owned()];
        assert_eq!(check(&chain(&[], &[]), &session).await, (Some(2), not_asked));
    }
}
