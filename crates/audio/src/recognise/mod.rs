//! Round trip: what a recogniser hears in a take, against what should be said.
//!
//! A recogniser that is poor must not refuse good takes: only what looks like a word left out or said twice is told,
//! and a recogniser that fails, or hears too little of the line, says nothing at all. Begin with [`Recogniser`].

mod judge;
mod sphinx;
mod words;

pub use judge::{Opinion, judge};
pub use sphinx::find_pocketsphinx;
pub use words::{Difference, compare_words};

use crate::take::Defect;
use gateway::Transcriber;
use news::Language;
use std::path::PathBuf;

/// Somebody who can say what is heard in a take.
#[derive(Debug, Clone)]
pub enum Recogniser {
    /// An endpoint that speaks as OpenAI's does.
    Endpoint(Transcriber),
    /// The program on this machine; English only.
    Pocketsphinx(PathBuf),
}

impl Recogniser {
    /// What is wrong with a take by what is heard in it; nothing where the recogniser fails or hears too little.
    ///
    /// `line`: as it is written. `samples`: mono.
    pub async fn listen(&self, samples: &[i16], rate_hz: u32, line: &str, language: Language) -> Vec<Defect> {
        let heard = match self {
            Self::Endpoint(transcriber) => {
                let wav = crate::wav::wav(samples, rate_hz);
                transcriber.transcribe(&wav, language.as_str()).await.map(|heard| heard.text).ok()
            }
            Self::Pocketsphinx(program) if language == Language::EN => sphinx::hear(program, samples, rate_hz).await,
            Self::Pocketsphinx(_) => None,
        };
        heard.map(|heard| judge(line, &heard, language).defects()).unwrap_or_default()
    }
}
