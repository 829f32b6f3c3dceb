//! From written lines to raw takes: what is said (pinyin, SSML) and who says it (espeak-ng).

mod catalogue;
mod espeak;
mod pinyin;
mod utterance;

pub use catalogue::{VoiceInfo, voices};
pub use espeak::find_espeak;
pub use utterance::spoken_seconds;

pub(crate) use catalogue::EspeakVoice;
pub(crate) use espeak::{RATE_HZ, Request, speak};
pub(crate) use utterance::{Utterance, utter};
