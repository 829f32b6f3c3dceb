//! What can go wrong between a script and its sound.

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program that speaks is not on this machine.
    #[error(
        "espeak-ng, the program that speaks, was not found: install it with: sudo apt-get install espeak-ng (Debian, Ubuntu) or brew install espeak-ng (macOS)"
    )]
    NoVoice,
    /// A voice did not speak a line, not even in its plainest form.
    #[error("voice {voice} could not speak {text:?}: {why}")]
    VoiceFailed {
        /// As espeak-ng calls it.
        voice: String,
        /// The line as it is written.
        text: String,
        /// In plain words.
        why: String,
    },
    /// What was asked for cannot be done.
    #[error("{0}")]
    Invalid(String),
    /// The file could not be made, or did not read back as it was meant.
    #[error("the sound file could not be made: {0}")]
    Encode(String),
}
