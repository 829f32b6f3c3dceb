//! What can be wrong with a take: a closed list, each with what was measured.

use std::fmt;

/// Why a take cannot be the line it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Defect {
    /// There is no voice in it.
    Silent,
    /// The samples do not have the rate that was declared, or none can have it.
    WrongRate {
        /// Samples a second, as declared.
        declared_hz: u32,
    },
    /// Shorter than so many syllables can be, by this voice.
    TooShort {
        /// From the first sound to the last.
        seconds: f64,
        /// What was expected.
        expected: f64,
    },
    /// Longer than so many syllables can be, by this voice.
    TooLong {
        /// From the first sound to the last.
        seconds: f64,
        /// What was expected.
        expected: f64,
    },
    /// It does not begin with the line's first words.
    HeadMissing {
        /// The words that are missing.
        words: String,
    },
    /// It ends before the line's last words, or within them.
    TailMissing {
        /// The words that are missing.
        words: String,
    },
    /// It ends in the middle of a sound.
    CutOff,
    /// A silence inside that the line has no reason for, or one over a word.
    SilenceInside {
        /// Where it begins.
        at_ms: u64,
        /// How long it is.
        seconds: f64,
    },
    /// Words of the line are not in it.
    MissingWord {
        /// Where they should be.
        at_ms: u64,
        /// Which.
        words: String,
    },
    /// A part of the line is said twice.
    Repeated {
        /// Where the second time begins.
        at_ms: u64,
        /// Which words.
        words: String,
    },
    /// Far fewer syllables are heard than the line has.
    FewSyllables {
        /// Counted in the sound.
        heard: usize,
        /// Of the text.
        expected: usize,
    },
    /// The vendor's own count or marks say that it did not say the line.
    VendorDiffers {
        /// In plain words.
        how: String,
    },
    /// A recogniser heard something else.
    HeardOtherwise {
        /// What is missing, repeated or other.
        how: String,
    },
    /// Peaks are cut flat.
    Clipping {
        /// In how many places.
        places: usize,
    },
    /// The sound leans to one side of zero.
    Offset {
        /// Of full scale.
        percent: f64,
    },
    /// Louder or quieter than the voice's other takes.
    Level {
        /// Against the others; negative is quieter.
        db: f64,
    },
    /// A click, as where two pieces were joined badly.
    Jump {
        /// Where.
        at_ms: u64,
    },
}

impl Defect {
    /// Whether it says of words that they are not where they should be, and nothing of the sound.
    pub(crate) fn is_of_words(&self) -> bool {
        matches!(
            self,
            Self::HeadMissing { .. } | Self::TailMissing { .. } | Self::MissingWord { .. } | Self::Repeated { .. }
        )
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent => write!(f, "it is silent"),
            Self::WrongRate { declared_hz } => write!(f, "it cannot have {declared_hz} samples a second"),
            Self::TooShort { seconds, expected } | Self::TooLong { seconds, expected } => {
                write!(f, "it lasts {seconds:.2} s where {expected:.2} s were expected")
            }
            Self::HeadMissing { words } => write!(f, "its beginning is missing: {words}"),
            Self::TailMissing { words } => write!(f, "its end is missing: {words}"),
            Self::CutOff => write!(f, "its end is cut off"),
            Self::SilenceInside { at_ms, seconds } => write!(f, "it is silent for {seconds:.1} s at {at_ms} ms"),
            Self::MissingWord { at_ms, words } => write!(f, "words are missing at {at_ms} ms: {words}"),
            Self::Repeated { at_ms, words } => write!(f, "words are said twice at {at_ms} ms: {words}"),
            Self::FewSyllables { heard, expected } => {
                write!(f, "{heard} syllables are heard where {expected} were expected")
            }
            Self::VendorDiffers { how } => write!(f, "the vendor's own account differs: {how}"),
            Self::HeardOtherwise { how } => write!(f, "a recogniser heard otherwise: {how}"),
            Self::Clipping { places } => write!(f, "it clips in {places} places"),
            Self::Offset { percent } => write!(f, "it leans by {percent:.1} % of full scale to one side"),
            Self::Level { db } => write!(f, "it is {db:+.1} dB against the voice's other takes"),
            Self::Jump { at_ms } => write!(f, "it clicks at {at_ms} ms"),
        }
    }
}

/// All of them in one line.
pub fn in_words(defects: &[Defect]) -> String {
    defects.iter().map(Defect::to_string).collect::<Vec<_>>().join("; ")
}
