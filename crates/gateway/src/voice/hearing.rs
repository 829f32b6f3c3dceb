//! One request for speech: sent, listened to and judged, with its row in the ledger whatever comes of it.

use super::door::Desk;
use super::fault::VoiceFault;
use super::judge::Listener;
use super::line::Line;
use super::speech::{Sound, VoiceUsage};
use super::tongue::{Come, Ear, Heard, Outgoing};
use super::wire::{Opened, Piece, Unopened, Wire};
use crate::answer::Usage;
use crate::attempt::{Booking, Reserved, Rows, refused, silent};
use crate::dispatch::reserve_tokens;
use crate::ledger::{Attempt, Kind};
use crate::tokens;
use crate::verdict::{Failure, Verdict};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout_at;
use tokio_tungstenite::tungstenite::Message;

/// Sound that one minute of speech is billed as by vendors who bill tokens; for what broke off before they said it.
const TOKENS_A_MINUTE: u64 = 1_250;

/// After the last word, the end of the line may come so much later; then it is not waited for.
const GRACE: Duration = Duration::from_millis(300);

/// A request under way.
pub(super) struct Hearing {
    booking: Booking,
    wire: Wire,
    ear: Box<dyn Ear>,
    listener: Listener,
    /// What is ready to be handed on.
    ready: VecDeque<Sound>,
    used: VoiceUsage,
    last_sound: Instant,
    /// When the vendor said that nothing more comes.
    done_at: Option<Instant>,
    is_over: bool,
}

/// A failure of a request that is not booked yet.
type Judged<T> = Result<T, Failure>;

impl Hearing {
    /// Sends the request; a failure is booked before it is returned.
    pub async fn begin(desk: &Arc<Desk>, line: &Line, outgoing: Outgoing) -> Result<Self, VoiceFault> {
        let booking = reserve(desk, line, &outgoing).await?;
        let listener = Listener::new(outgoing.rate_hz, line);
        let ear = desk.tongue.ear(&desk.speaker, line);
        let Opened { wire, headers, request_id } = match open(desk, &booking, outgoing).await {
            Ok(opened) => opened,
            Err(failure) => return Err(book_failure(booking, failure)),
        };
        let last_sound = booking.began;
        let mut hearing = Self {
            booking,
            wire,
            ear,
            listener,
            ready: VecDeque::new(),
            used: VoiceUsage::default(),
            last_sound,
            done_at: None,
            is_over: false,
        };
        hearing.booking.request_id = request_id;
        match hearing.take(Come::Begun(&headers)).await {
            Ok(()) => Ok(hearing),
            Err(failure) => Err(hearing.fail(failure)),
        }
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> u32 {
        self.listener.rate_hz()
    }

    /// How long the sound is so far.
    pub fn milliseconds(&self) -> u64 {
        self.listener.milliseconds()
    }

    /// What comes next; nothing at the end, after which it wants to be closed.
    pub async fn next(&mut self) -> Judged<Option<Sound>> {
        loop {
            if let Some(sound) = self.ready.pop_front() {
                return Ok(Some(sound));
            }
            if self.is_over {
                return Ok(None);
            }
            self.listen().await?;
        }
    }

    async fn listen(&mut self) -> Judged<()> {
        let until = self.until();
        let piece = match timeout_at(until.into(), self.wire.next()).await {
            // All is said; only the end of the line is missing.
            Err(_) | Ok(Err(_)) if self.done_at.is_some() => Piece::End,
            Err(_) => return Err(self.stalled(until)),
            Ok(Err(why)) => return Err(self.broken_off(&why)),
            Ok(Ok(piece)) => piece,
        };
        match &piece {
            Piece::Bytes(bytes) => self.take(Come::Bytes(bytes)).await?,
            Piece::Text(text) => self.take(Come::Text(text)).await?,
            Piece::Binary(bytes) => self.take(Come::Binary(bytes)).await?,
            Piece::End => {
                self.is_over = true;
                self.take(Come::Ended).await?;
            }
        }
        // Nothing follows the last word on a WebSocket; a reply ends by itself, after which its line can be used again.
        self.is_over |= self.done_at.is_some() && matches!(self.wire, Wire::Socket(_));
        if self.is_over {
            let samples = self.listener.end()?;
            self.hand_on(samples);
        }
        Ok(())
    }

    /// Hands something to the ear, and does what it has heard; what was heard before an error was heard all the same.
    async fn take(&mut self, come: Come<'_>) -> Judged<()> {
        let mut all = Vec::new();
        let result = self.ear.take(come, &mut all);
        for heard in all {
            match heard {
                Heard::Sound(bytes) => {
                    let samples = self.listener.sound(&bytes)?;
                    self.hand_on(samples);
                }
                Heard::Mark(mark) => self.ready.push_back(Sound::Mark(mark)),
                Heard::Used(used) => self.used.join(used),
                Heard::Claim(claim) => self.listener.claim(claim)?,
                Heard::AtLeast(milliseconds) => self.listener.reaches(milliseconds),
                Heard::Say(text) => self.say(Message::text(text)).await?,
                Heard::SayBytes(bytes) => self.say(Message::binary(bytes)).await?,
                Heard::Done => self.done_at = Some(Instant::now()),
            }
        }
        result
    }

    async fn say(&mut self, message: Message) -> Judged<()> {
        let said = self.wire.say(message).await;
        said.map_err(|why| self.broken_off(&why))
    }

    fn hand_on(&mut self, samples: Vec<i16>) {
        if samples.is_empty() {
            return;
        }
        self.last_sound = Instant::now();
        self.booking.first.get_or_insert(self.last_sound - self.booking.began);
        self.ready.push_back(Sound::Samples(samples));
    }

    fn until(&self) -> Instant {
        let timing = &self.booking.inner.settings.timing;
        let next = match (self.done_at, self.booking.first) {
            (Some(done_at), _) => done_at + GRACE,
            (None, None) => self.booking.began + timing.first,
            (None, Some(_)) => self.last_sound + timing.idle,
        };
        next.min(self.booking.began + timing.whole)
    }

    fn stalled(&self, until: Instant) -> Failure {
        let timing = &self.booking.inner.settings.timing;
        match self.booking.first {
            _ if until == self.booking.began + timing.whole => silent("it was not done", timing.whole),
            None => silent("no sound", until - self.booking.began),
            Some(_) => {
                let waited = until.saturating_duration_since(self.last_sound);
                Failure { verdict: Verdict::CutOff, ..silent("it stalled: no more sound came", waited) }
            }
        }
    }

    fn broken_off(&self, why: &str) -> Failure {
        let verdict = if self.booking.first.is_some() { Verdict::CutOff } else { Verdict::Broken };
        Failure::new(verdict, format!("it broke off after {} ms of sound: {why}", self.milliseconds()))
    }

    /// Books a failure, with what it has cost.
    pub fn fail(mut self, failure: Failure) -> VoiceFault {
        if self.used.output_tokens.is_none() && !self.booking.vendor.quirks.speech_events.is_empty() {
            self.booking.n_received = self.milliseconds() * TOKENS_A_MINUTE / 60_000;
        }
        let failure = failure.with_usage(usage(self.used));
        book_failure(self.booking, failure)
    }

    /// Books an end that was well. Returns what was used.
    pub fn close(self) -> VoiceUsage {
        let (inner, route) = (Arc::clone(&self.booking.inner), self.booking.route.clone());
        let first = self.booking.first.unwrap_or_default();
        let model = route.model.clone();
        self.booking.answered(usage(self.used), &model);
        inner.well(&route, true, first);
        self.used
    }
}

/// Usage as the ledger wants it; nothing if the vendor said nothing of what it bills.
fn usage(used: VoiceUsage) -> Option<Usage> {
    let usage = Usage {
        input: used.input_tokens.unwrap_or(0),
        output: used.output_tokens.unwrap_or(0),
        characters: used.characters.unwrap_or(0),
        ..Usage::default()
    };
    (usage != Usage::default()).then_some(usage)
}

fn book_failure(booking: Booking, failure: Failure) -> VoiceFault {
    let (inner, route) = (Arc::clone(&booking.inner), booking.route.clone());
    let failure = Failure { detail: inner.redactor.message(&failure.detail), ..failure };
    inner.failed(&route, &failure);
    booking.failed(&failure);
    failure.into()
}

/// Goes through the gate, and reserves a request, its text and its money.
async fn reserve(desk: &Desk, line: &Line, outgoing: &Outgoing) -> Result<Booking, VoiceFault> {
    let (inner, vendor, route) = (&desk.inner, &desk.speaker.vendor, &desk.route);
    inner.gate(route)?;
    let text = line.aliased();
    let n_tokens = tokens::estimate(&text);
    let patience = inner.settings.timing.max_wait;
    if let Err(failure) = reserve_tokens(inner, &vendor.name, n_tokens, patience).await {
        inner.called_off(route);
        return Err(failure.into());
    }
    let n_wide = if vendor.quirks.speech_wide { text.chars().filter(|c| !c.is_ascii()).count() } else { 0 };
    let n_characters = (text.chars().count() + n_wide) as u64;
    let at_most = Usage {
        input: tokens::at_most(outgoing.body.len()),
        // Nobody speaks slower than two characters a second.
        output: n_characters.div_ceil(2) * TOKENS_A_MINUTE / 60,
        // Where hanzi bill as two.
        characters: n_characters * 2,
        ..Usage::default()
    };
    let microusd = inner.cost(vendor, route, &at_most, crate::ledger::now()).microusd;
    let hold = match inner.reserve_money(&desk.purpose, &vendor.name, microusd) {
        Ok(hold) => hold,
        Err(error) => {
            inner.settle(route, crate::budget::Hold::default(), 0, n_tokens, 0);
            inner.called_off(route);
            return Err(error.into());
        }
    };
    let row = Attempt { kind: Kind::First, voice: desk.speaker.route.voice.clone(), ..Attempt::about(&desk.purpose) };
    let reserved = Reserved { hold, n_tokens, n_input: n_tokens, n_characters };
    Ok(Booking::new(inner, vendor, route, row, &Rows::default(), reserved))
}

async fn open(desk: &Desk, booking: &Booking, outgoing: Outgoing) -> Judged<Opened> {
    let first = desk.inner.settings.timing.first;
    let until = booking.began + first;
    match timeout_at(until.into(), Wire::open(desk, outgoing)).await {
        Ok(Ok(opened)) => Ok(opened),
        Ok(Err(Unopened::Failed(failure))) => Err(*failure),
        // A refusal is there, so its words will be soon.
        Ok(Err(Unopened::Refused(response))) => {
            Err(refused(*response, booking, until.max(Instant::now() + GRACE)).await)
        }
        Err(_) => Err(silent("no reply", first)),
    }
}
