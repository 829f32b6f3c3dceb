//! From written lines to raw takes: what is said (pinyin, SSML) and who says it (espeak-ng).

mod catalogue;
mod context;
mod espeak;
mod floor;
mod lexicon;
mod names;
mod pieces;
mod pinyin;
mod readings;
mod sandhi;
mod seconds;
mod utterance;
mod words;

pub use catalogue::{VoiceInfo, voices};
pub use espeak::find_espeak;
pub use floor::Floor;
pub use lexicon::Lexicon;
pub use pieces::{line, pieces};
pub use pinyin::pinyin;
pub(crate) use seconds::syllables;
pub use utterance::{spoken_seconds, spoken_seconds_by};

pub(crate) use catalogue::EspeakVoice;
pub(crate) use espeak::RATE_HZ;
pub(crate) use floor::{at_pace, parts};
pub(crate) use utterance::{Utterance, utter, utter_parts};
