//! Says any text as it is made: sentence by sentence, the next ones being spoken while the first is heard.
//!
//! The first sentence is passed on live, since nothing is heard before it; those behind it are checked whole, each through
//! the whole chain. Sound is mono at [`RATE_HZ`], whatever the voices' rates are. Begin with [`talk`].

mod encoder;
mod rate;
mod sentences;

pub use encoder::{SoundFormat, encoded};

use crate::Error;
use crate::cast::{Context, Patience, Rank, Seat, Session, Spelling, Wanted, line_of, say};
use crate::take::{Expected, Take};
use futures::stream::{BoxStream, Stream, StreamExt};
use gateway::voice::{Sound, Speech};
use news::Language;
use rate::Converter;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use tokio::time::timeout;

/// Samples a second of what is said: what OpenAI's raw sound has.
pub const RATE_HZ: u32 = 24_000;

/// Sentences that are spoken ahead of the one that is heard.
const AHEAD: usize = 2;

/// Silence between two sentences, in milliseconds; the takes bring some of their own.
const BETWEEN_MS: u32 = 180;

/// Below this a sample is silence: -50 dB under full scale.
const SILENCE: u16 = 104;

/// What is said, and how.
#[derive(Clone, Default)]
pub struct Talk {
    /// Any text.
    pub text: String,
    /// Its language; found for each sentence if none.
    pub language: Option<Language>,
    /// Who speaks, in order; the last one should be the floor.
    pub seats: Vec<Seat>,
    /// 1 is each voice's own pace.
    pub pace: f32,
    /// How words are said.
    pub spelling: Spelling,
    /// How long a voice is waited for.
    pub patience: Patience,
    /// Sound that is heard first, at [`RATE_HZ`]: the label as made by AI.
    pub label: Arc<Vec<i16>>,
}

/// Mono samples at [`RATE_HZ`], in order; an error ends them.
pub type Samples = BoxStream<'static, Result<Vec<i16>, Error>>;

/// Begins to say a text.
///
/// Errors: `Invalid` if nothing in it can be said; in the stream `VoiceFailed` if nobody can say a sentence.
pub fn talk(talk: Talk) -> Result<Samples, Error> {
    let mut wanted: VecDeque<Wanted> = wanted(&talk).into();
    let Some(first) = wanted.pop_front() else {
        return Err(Error::Invalid("there is nothing to say in the text".into()));
    };
    let desk = Arc::new(Desk { seats: talk.seats, session: Session::new(talk.patience, None) });
    let ahead = {
        let desk = Arc::clone(&desk);
        let whole = move |wanted: Wanted| {
            let desk = Arc::clone(&desk);
            async move { desk.whole(&wanted, 0).await }
        };
        futures::stream::iter(wanted).map(whole).buffered(AHEAD)
    };
    let label = (!talk.label.is_empty()).then(|| Ok(talk.label.to_vec()));
    let spoken = beside(live(desk, first), ahead.boxed());
    Ok(futures::stream::iter(label).chain(spoken).boxed())
}

/// The sentences that can be said.
fn wanted(talk: &Talk) -> Vec<Wanted> {
    let sentences = sentences::sentences(&talk.text, talk.language);
    let pace = if talk.pace > 0.0 { talk.pace } else { 1.0 };
    let of = |(nth, (text, language)): (usize, &(String, Language))| {
        let beside = |at: Option<usize>| at.and_then(|at| sentences.get(at)).map_or("", |(text, _)| text.as_str());
        let context = Context { before: beside(nth.checked_sub(1)), after: beside(nth.checked_add(1)), pace };
        let line = line_of(text, *language, context, &talk.spelling)?;
        let expected = Expected::of(text, *language);
        let expected = Expected { seconds: expected.seconds / f64::from(pace), ..expected };
        Some(Wanted::new(line, expected, 0))
    };
    sentences.iter().enumerate().filter_map(of).collect()
}

/// Who speaks, and how they stand.
struct Desk {
    seats: Vec<Seat>,
    session: Session,
}

impl Desk {
    fn seats_for(&self, wanted: &Wanted) -> Vec<&Seat> {
        let language = Language::parse(&wanted.line.language);
        self.seats.iter().filter(|seat| seat.language.is_none() || seat.language == language).collect()
    }

    /// A sentence whose take passed its checks, from this seat on, with the silence before it.
    async fn whole(&self, wanted: &Wanted, from: usize) -> Result<Vec<i16>, Error> {
        let spoken = say(&self.seats_for(wanted), from, wanted, &self.session).await;
        let Some((take, _)) = spoken.take else {
            let last = spoken.missed.last();
            return Err(Error::VoiceFailed {
                voice: last.map(|miss| miss.voice.clone()).unwrap_or_default(),
                text: wanted.line.plain().chars().take(40).collect(),
                why: last.map_or_else(|| "nobody was asked".into(), |miss| format!("{}: {}", miss.what, miss.detail)),
            });
        };
        Ok([silence(), at_rate(&take)].concat())
    }

    /// Who begins to say a sentence first, with the first sound of it.
    async fn begin(&self, wanted: &Wanted) -> Option<(usize, Speech, Vec<i16>)> {
        for (nth, seat) in self.seats_for(wanted).into_iter().enumerate() {
            let limit = if seat.voice.capabilities().streams {
                self.session.patience.first
            } else {
                self.session.patience.line
            };
            let limit = if seat.rank == Rank::Floor { self.session.patience.line } else { limit };
            let begun = async {
                let mut speech = seat.voice.speak(wanted.line.clone()).await.ok()?;
                let first = next_samples(&mut speech).await?.ok()?;
                Some((nth, speech, first))
            };
            if let Ok(Some(begun)) = timeout(limit, begun).await {
                return Some(begun);
            }
        }
        None
    }
}

/// The next samples; `None` at the end.
async fn next_samples(speech: &mut Speech) -> Option<Result<Vec<i16>, Error>> {
    loop {
        match speech.stream.next().await? {
            Ok(Sound::Samples(samples)) if samples.is_empty() => {}
            Ok(Sound::Samples(samples)) => return Some(Ok(samples)),
            Ok(_) => {}
            Err(fault) => return Some(Err(Error::Invalid(fault.to_string()))),
        }
    }
}

/// The first sentence, as it comes. One that breaks off is said again from its beginning by whoever is next.
fn live(desk: Arc<Desk>, wanted: Wanted) -> Samples {
    let begin = async move {
        let begun = desk.begin(&wanted).await;
        let stream: Samples = match begun {
            None => futures::stream::once(async move { desk.whole(&wanted, 0).await }).boxed(),
            Some((nth, speech, first)) => {
                let converter = Converter::new(speech.rate_hz, RATE_HZ);
                let state = Some(Heard { desk, wanted, nth, speech, converter, waiting: Some(first), is_heard: false });
                futures::stream::unfold(state, |heard| async move { heard?.next().await }).boxed()
            }
        };
        stream
    };
    futures::stream::once(begin).flatten().boxed()
}

/// A sentence while it is heard.
struct Heard {
    desk: Arc<Desk>,
    wanted: Wanted,
    nth: usize,
    speech: Speech,
    converter: Converter,
    waiting: Option<Vec<i16>>,
    /// Whether there was more than silence.
    is_heard: bool,
}

impl Heard {
    async fn next(mut self) -> Option<(Result<Vec<i16>, Error>, Option<Self>)> {
        let came = match self.waiting.take() {
            Some(first) => Some(Ok(first)),
            None => {
                let limit = self.desk.session.patience.line;
                timeout(limit, next_samples(&mut self.speech))
                    .await
                    .unwrap_or_else(|_| Some(Err(Error::Invalid("no sound any more".into()))))
            }
        };
        match came {
            Some(Ok(samples)) => {
                self.is_heard |= samples.iter().any(|sample| sample.unsigned_abs() > SILENCE);
                let out = self.converter.push(&samples);
                Some((Ok(out), Some(self)))
            }
            Some(Err(_)) => {
                let again = self.desk.whole(&self.wanted, self.nth + 1).await;
                Some((again, None))
            }
            None if !self.is_heard => Some((self.desk.whole(&self.wanted, self.nth + 1).await, None)),
            None => Some((Ok(self.converter.finish()), None)),
        }
    }
}

/// The first stream, then the second, which works while the first is waited for.
fn beside(first: Samples, second: Samples) -> impl Stream<Item = Result<Vec<i16>, Error>> + Send {
    struct State {
        first: Option<Samples>,
        second: Option<Samples>,
        ready: VecDeque<Result<Vec<i16>, Error>>,
    }
    let state = State { first: Some(first), second: Some(second), ready: VecDeque::new() };
    futures::stream::unfold(Some(state), |state| async move {
        let mut state = state?;
        loop {
            let Some(first) = &mut state.first else {
                if let Some(item) = state.ready.pop_front() {
                    return Some((item, Some(state)));
                }
                let item = state.second.as_mut()?.next().await?;
                let goes_on = item.is_ok();
                return Some((item, goes_on.then_some(state)));
            };
            let is_room = state.second.is_some() && state.ready.len() < AHEAD;
            tokio::select! {
                biased;
                item = first.next() => match item {
                    Some(Ok(samples)) => return Some((Ok(samples), Some(state))),
                    Some(Err(error)) => return Some((Err(error), None)),
                    None => state.first = None,
                },
                item = next_of(&mut state.second), if is_room => match item {
                    Some(item) => state.ready.push_back(item),
                    None => state.second = None,
                },
            }
        }
    })
}

async fn next_of(stream: &mut Option<Samples>) -> Option<Result<Vec<i16>, Error>> {
    match stream {
        Some(stream) => Pin::new(stream).next().await,
        None => None,
    }
}

fn silence() -> Vec<i16> {
    vec![0; (RATE_HZ * BETWEEN_MS / 1000) as usize]
}

fn at_rate(take: &Take) -> Vec<i16> {
    let mut converter = Converter::new(take.rate_hz, RATE_HZ);
    let mut samples = converter.push(&take.samples);
    samples.extend(converter.finish());
    samples
}

#[cfg(test)]
mod tests;
