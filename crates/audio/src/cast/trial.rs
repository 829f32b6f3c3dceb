//! One voice says one line, for trying it.

use super::{Context, Patience, Seat, Spelling, line_of};
use crate::take::{Expected, check, in_words};
use futures::StreamExt;
use gateway::voice::{Said, Sound};
use news::Language;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How a voice did.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// To the first sound.
    pub first: Duration,
    /// Of sound.
    pub seconds: f64,
    /// What is wrong with the take.
    pub wrong: Option<String>,
}

/// Lets a voice say a line. Errors: in plain words, if it did not.
pub async fn trial(seat: &Seat, text: &str, language: Language) -> Result<Trial, String> {
    let context = Context { before: "", after: "", pace: 1.0 };
    let line = line_of(text, language, context, &Spelling::default()).ok_or("there is nothing to say")?;
    let (began, limit) = (Instant::now(), Patience::default().line);
    let hear = async {
        let mut speech = seat.voice.speak(line).await.map_err(|fault| fault.to_string())?;
        let mut said = Said { rate_hz: speech.rate_hz, ..Said::default() };
        let mut first = None;
        while let Some(sound) = speech.stream.next().await {
            match sound.map_err(|fault| fault.to_string())? {
                Sound::Samples(samples) => {
                    first.get_or_insert_with(|| began.elapsed());
                    said.samples.extend(samples);
                }
                Sound::Mark(mark) => said.marks.push(mark),
                Sound::Used(usage) => said.usage = usage,
            }
        }
        Ok::<_, String>((said, first))
    };
    let heard = timeout(limit, hear).await.map_err(|_| format!("no end within {:.0} s", limit.as_secs_f64()))?;
    let (said, first) = heard?;
    let seconds = said.samples.len() as f64 / f64::from(said.rate_hz.max(1));
    let wrong = check(&said, &Expected::of(text, language)).err().map(|defects| in_words(&defects));
    Ok(Trial { first: first.ok_or("there was no sound")?, seconds, wrong })
}
