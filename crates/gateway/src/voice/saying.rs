//! A line while it is being said: its parts one after the other, as one sound.

use super::door::Desk;
use super::fault::{VoiceFault, VoiceFaultKind};
use super::hearing::Hearing;
use super::line::Line;
use super::speech::{Mark, Said, Sound, Speech, VoiceUsage};
use super::store::VoiceCache;
use futures::stream;
use std::collections::VecDeque;
use std::sync::Arc;

/// A line under way.
pub(super) struct Saying {
    desk: Arc<Desk>,
    parts: VecDeque<Line>,
    hearing: Option<Hearing>,
    /// Of the whole line, once the first sound is there.
    rate_hz: Option<u32>,
    /// How long the parts were that are over.
    offset_ms: u64,
    used: VoiceUsage,
    /// Where the line is to be kept, by which key, and what has come of it.
    keeping: Option<Keeping>,
    is_over: bool,
}

struct Keeping {
    cache: VoiceCache,
    key: String,
    said: Said,
}

impl Saying {
    pub fn new(desk: &Arc<Desk>, parts: Vec<Line>, kept: Option<(VoiceCache, String)>) -> Self {
        Self {
            keeping: kept.map(|(cache, key)| Keeping { cache, key, said: Said::default() }),
            desk: Arc::clone(desk),
            parts: parts.into(),
            hearing: None,
            rate_hz: None,
            offset_ms: 0,
            used: VoiceUsage::default(),
            is_over: false,
        }
    }

    /// Waits for the first sound, and gives the rest as it comes.
    pub async fn speech(mut self) -> Result<Speech, VoiceFault> {
        let mut first = VecDeque::new();
        while self.rate_hz.is_none() {
            match self.next().await? {
                Some(sound) => first.push_back(sound),
                None => return Err(VoiceFault::new(VoiceFaultKind::Empty, "there is nothing to say")),
            }
        }
        let rate_hz = self.rate_hz.unwrap_or_default();
        let stream = stream::unfold((self, first), |(mut saying, mut first)| async move {
            let sound = match first.pop_front() {
                Some(sound) => Ok(sound),
                None => saying.next().await.transpose()?,
            };
            Some((sound, (saying, first)))
        });
        Ok(Speech { rate_hz, stream: Box::pin(stream) })
    }

    async fn next(&mut self) -> Result<Option<Sound>, VoiceFault> {
        let next = self.advance().await;
        self.is_over |= next.is_err();
        next
    }

    async fn advance(&mut self) -> Result<Option<Sound>, VoiceFault> {
        while !self.is_over {
            let Some(mut hearing) = self.hearing.take() else {
                let Some(line) = self.parts.pop_front() else {
                    self.is_over = true;
                    self.keep().await;
                    return Ok(Some(Sound::Used(self.used)));
                };
                self.desk.consented()?;
                let outgoing = self.desk.tongue.say(&self.desk.speaker, &line);
                self.hearing = Some(Hearing::begin(&self.desk, &line, outgoing).await?);
                continue;
            };
            // While it is awaited it is held here, so that whoever leaves calls it off.
            match hearing.next().await {
                Ok(Some(sound)) => {
                    if matches!(sound, Sound::Samples(_)) {
                        let rate_hz = *self.rate_hz.get_or_insert(hearing.rate_hz());
                        if rate_hz != hearing.rate_hz() {
                            let why = format!("a part at {} Hz after parts at {rate_hz} Hz", hearing.rate_hz());
                            return Err(hearing.fail(crate::verdict::Failure::new(crate::Verdict::Broken, why)));
                        }
                    }
                    self.hearing = Some(hearing);
                    let sound = self.placed(sound);
                    if let Some(keeping) = &mut self.keeping {
                        keeping.take(&sound);
                    }
                    return Ok(Some(sound));
                }
                Ok(None) => {
                    self.offset_ms += hearing.milliseconds();
                    self.used.add(hearing.close());
                }
                Err(failure) => return Err(hearing.fail(failure)),
            }
        }
        Ok(None)
    }

    /// Keeps the line, which is whole.
    async fn keep(&mut self) {
        let Some(Keeping { cache, key, mut said }) = self.keeping.take() else { return };
        said.rate_hz = self.rate_hz.unwrap_or_default();
        said.usage = self.used;
        // A writer that broke has kept nothing, and has said so.
        let _ = tokio::task::spawn_blocking(move || cache.keep(&key, &said)).await;
    }

    /// A mark as it lies in the whole line.
    fn placed(&self, sound: Sound) -> Sound {
        match sound {
            Sound::Mark(mark) => Sound::Mark(Mark {
                start_ms: mark.start_ms + self.offset_ms,
                end_ms: mark.end_ms + self.offset_ms,
                text: mark.text,
            }),
            other => other,
        }
    }
}

impl Keeping {
    fn take(&mut self, sound: &Sound) {
        match sound {
            Sound::Samples(samples) => self.said.samples.extend(samples),
            Sound::Mark(mark) => self.said.marks.push(mark.clone()),
            Sound::Used(_) => {}
        }
    }
}
