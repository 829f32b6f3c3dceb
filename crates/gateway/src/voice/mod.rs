//! Voices: what is said, by whom, and the sound that comes back, the same for every vendor and for the floor.
//!
//! A [`Voice`] takes one [`Line`] and gives a [`Speech`]: sound as it comes, marks of words where the vendor gives them,
//! and what it cost. Whether the sound is the line is for `audio` to say; whether it came whole is said here.

mod clone;
mod consent;
mod cut;
mod decoder;
mod door;
mod fault;
mod form;
mod hearing;
mod judge;
mod line;
pub mod recorded;
mod route;
mod saying;
mod speech;
mod store;
mod tongue;
mod wire;

pub use clone::{CLONED, Original, Recording};
pub use consent::{Consent, Consents, Use};
pub use fault::{VoiceFault, VoiceFaultKind};
pub use line::{Line, Piece, Reading};
pub use route::VoiceRoute;
pub use speech::{Mark, Said, Sound, Speech, VoiceUsage};
pub use store::VoiceCache;

use futures::future::BoxFuture;

/// Somebody who can speak: a vendor's voice, or the floor's.
pub trait Voice: Send + Sync {
    /// Who it is.
    fn route(&self) -> &VoiceRoute;

    /// What it can do with a line.
    fn capabilities(&self) -> Capabilities;

    /// Begins to say the line; the sound follows as it comes.
    ///
    /// Errors: before the first sound, in the future; after it, in the stream. A stream that ends without an error has
    /// ended as the vendor meant it to.
    fn speak(&self, line: Line) -> BoxFuture<'_, Result<Speech, VoiceFault>>;
}

/// What a voice can do with a line; what it cannot, it leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The longest line in characters.
    pub longest: usize,
    /// Whether sound comes before the whole line is made.
    pub streams: bool,
    /// Whether it says when each word or character is heard.
    pub marks: bool,
    /// Whether a silence inside a line can be asked for.
    pub pauses: bool,
    /// Whether it can laugh and sigh.
    pub laughs: bool,
    /// Whether the sound of single words can be given.
    pub readings: bool,
}
