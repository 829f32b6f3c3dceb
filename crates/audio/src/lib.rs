//! Turns a script into a bulletin: normalises, speaks, checks the takes, mixes, masters, encodes, captions.
//!
//! The only outside program it needs is `espeak-ng`, the voice that needs no key. It reads no clock,
//! opens no socket and writes no file: bytes go back to the caller. Start with [`produce`].

pub mod captions;
pub mod cast;
mod encode;
mod error;
mod live;
pub mod mix;
pub mod normalise;
mod produce;
pub mod recognise;
mod settings;
mod speak;
mod tags;
pub mod take;
pub mod talk;
mod wav;

pub use encode::{AlsoAs, Encoding, find_ffmpeg, seconds_of_mp3};
pub use error::Error;
pub use live::{Listener, Piece};
pub use mix::{Bed, MusicFiles};
pub use produce::{produce, say};
pub use settings::{ChapterWords, Programme, Progress, Settings, VoiceChoice};
pub use speak::{
    Floor, Lexicon, VoiceInfo, find_espeak, line, pieces, pinyin, spoken_seconds, spoken_seconds_by, voices,
};

/// Does work that takes the processor, off the threads that wait.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Error::Invalid(format!("the sound engineer stopped: {error}"))),
    }
}
