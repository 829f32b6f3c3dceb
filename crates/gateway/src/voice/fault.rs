//! Why a voice did not say a line.

use crate::error::Error;
use crate::verdict::{Failure, Verdict};
use std::fmt;
use std::time::Duration;

/// A line that was not said, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceFault {
    /// What kind of failure.
    pub kind: VoiceFaultKind,
    /// What the vendor said or what was seen, in plain words.
    pub detail: String,
    /// When the vendor says it can be asked again.
    pub retry_after: Option<Duration>,
}

/// The kinds of failure, by what can be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VoiceFaultKind {
    /// The key is wrong or may not use this voice.
    Key,
    /// The account or plan is used up.
    Quota,
    /// Too much at once.
    Rate,
    /// The vendor will not say this.
    Content,
    /// The vendor says the request is wrong: unknown voice, too long.
    Input,
    /// Not now: overloaded, reset, silence, garbage.
    Transient,
    /// It ended before its end.
    Truncated,
    /// There was no sound in it.
    Empty,
    /// A voice of a person, without a valid consent of that person.
    Consent,
}

impl VoiceFault {
    /// A failure with what was seen.
    pub fn new(kind: VoiceFaultKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), retry_after: None }
    }
}

impl VoiceFaultKind {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Key => "the key was not taken",
            Self::Quota => "the account is used up",
            Self::Rate => "rate limited",
            Self::Content => "refused for its content",
            Self::Input => "the request was called wrong",
            Self::Transient => "not available now",
            Self::Truncated => "cut off",
            Self::Empty => "no sound",
            Self::Consent => "no valid consent of the person whose voice it is",
        }
    }

    /// Whether the same voice may do better at once.
    pub fn is_worth_repeating(self) -> bool {
        matches!(self, Self::Rate | Self::Transient | Self::Truncated | Self::Empty)
    }
}

impl From<Verdict> for VoiceFaultKind {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::WrongKey => Self::Key,
            Verdict::NoMoney => Self::Quota,
            Verdict::RateLimited => Self::Rate,
            Verdict::Refused => Self::Content,
            Verdict::WrongRequest => Self::Input,
            Verdict::CutOff => Self::Truncated,
            Verdict::Empty => Self::Empty,
            Verdict::Overloaded | Verdict::Broken | Verdict::Looping | Verdict::Cancelled | Verdict::Answer => {
                Self::Transient
            }
        }
    }
}

impl From<Failure> for VoiceFault {
    fn from(failure: Failure) -> Self {
        Self { kind: failure.verdict.into(), detail: failure.detail, retry_after: failure.retry_after }
    }
}

/// Our own budgets and the ledger stand in the way as the vendor's would.
impl From<Error> for VoiceFault {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::OverBudget { .. } => VoiceFaultKind::Quota,
            _ => VoiceFaultKind::Transient,
        };
        Self::new(kind, error.to_string())
    }
}

impl fmt::Display for VoiceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.words(), self.detail)
    }
}
