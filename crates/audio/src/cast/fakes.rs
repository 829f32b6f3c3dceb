//! Voices for tests: real sound in the length of the line, and every way to fail, in the order they are given.

use super::{Patience, Rank, Seat};
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use gateway::voice::{Capabilities, Line, Sound, Speech, Voice, VoiceFault, VoiceFaultKind, VoiceRoute};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a voice does with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    Speak,
    /// Fails before the first sound.
    Fail(VoiceFaultKind),
    /// Fails in the middle.
    FailAfterSound(VoiceFaultKind),
    /// Is rate limited for so many milliseconds.
    Wait(u64),
    Hang,
    HangAfterSound,
    Silent,
    /// Ends in the middle of a sound, as if that were the end.
    CutShort,
}

/// Who hangs is not waited for long; who speaks has spoken before anybody waits.
pub(crate) const QUICK: Patience = Patience {
    first: Duration::from_millis(8),
    line: Duration::from_millis(8),
    a_second: Duration::ZERO,
    longest_wait: Duration::from_millis(5),
    at_once: 4,
};

/// A voice that does what it is told, then speaks.
pub(crate) struct Fake {
    route: VoiceRoute,
    does: Mutex<VecDeque<Does>>,
    /// What it does once nothing is left.
    then: Does,
    pub(crate) asked: Mutex<Vec<Line>>,
}

pub(crate) const RATE_HZ: u32 = 22_050;

impl Fake {
    pub(crate) fn new(route: &str, does: &[Does], then: Does) -> Arc<Self> {
        let (route, does) = (route.parse().unwrap(), Mutex::new(does.iter().copied().collect()));
        Arc::new(Self { route, does, then, asked: Mutex::default() })
    }

    pub(crate) fn seat(route: &str, rank: Rank, does: &[Does]) -> Seat {
        Seat { voice: Self::new(route, does, Does::Speak), rank, language: None }
    }

    pub(crate) fn in_rank(self: &Arc<Self>, rank: Rank) -> Seat {
        Seat { voice: Arc::clone(self) as Arc<dyn Voice>, rank, language: None }
    }
}

/// A tone that swells and falls with each syllable, with silence round it, as long as the text should be.
fn sound(line: &Line) -> Vec<i16> {
    let language = news::Language::parse(&line.language).unwrap();
    let seconds = crate::spoken_seconds(&line.plain(), language).max(0.3) / f64::from(line.pace);
    let n = (seconds * f64::from(RATE_HZ)) as usize;
    let sample = |n: usize| {
        let at = n as f64 / f64::from(RATE_HZ);
        let swell = 0.55 + 0.45 * (at * 4.0 * std::f64::consts::TAU).cos();
        ((at * 180.0 * std::f64::consts::TAU).sin() * 9000.0 * swell) as i16
    };
    let quiet = vec![0; RATE_HZ as usize / 5];
    [quiet.clone(), (0..n).map(sample).collect(), quiet].concat()
}

impl Voice for Fake {
    fn route(&self) -> &VoiceRoute {
        &self.route
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { longest: 4000, streams: true, marks: false, pauses: false, laughs: false, readings: false }
    }

    fn speak(&self, line: Line) -> BoxFuture<'_, Result<Speech, VoiceFault>> {
        let does = self.does.lock().unwrap().pop_front().unwrap_or(self.then);
        let whole = sound(&line);
        self.asked.lock().unwrap().push(line);
        Box::pin(async move {
            let half = whole.len() / 2;
            let stream: BoxStream<'static, _> = match does {
                Does::Fail(kind) => return Err(VoiceFault::new(kind, "as it was told")),
                Does::Wait(ms) => {
                    let retry_after = Some(Duration::from_millis(ms));
                    return Err(VoiceFault { retry_after, ..VoiceFault::new(VoiceFaultKind::Rate, "too many") });
                }
                Does::Hang => return std::future::pending().await,
                Does::Speak => {
                    stream::iter(whole.chunks(2048).map(|c| Ok(Sound::Samples(c.to_vec()))).collect::<Vec<_>>()).boxed()
                }
                Does::Silent => stream::iter([Ok(Sound::Samples(vec![0; whole.len()]))]).boxed(),
                Does::CutShort => stream::iter([Ok(Sound::Samples(whole[..half / 4].to_vec()))]).boxed(),
                Does::FailAfterSound(kind) => stream::iter([
                    Ok(Sound::Samples(whole[..half].to_vec())),
                    Err(VoiceFault::new(kind, "in the middle")),
                ])
                .boxed(),
                Does::HangAfterSound => {
                    stream::iter([Ok(Sound::Samples(whole[..half].to_vec()))]).chain(stream::pending()).boxed()
                }
            };
            Ok(Speech { rate_hz: RATE_HZ, stream })
        })
    }
}
