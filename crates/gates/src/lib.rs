//! Decides whether a sentence is supported by the spans it cites: zh, en and across. Pure code, no model, no I/O.
//!
//! Begin with [`check`]. It is certain of little: that a sentence is its spans' own words, or that a value in it is not
//! there. All else is doubtful, and for somebody who reads; what speaks against it is found by rules and weighed together
//! (see `model`), for where nobody else can be asked.

pub mod compare;
mod numbers;

mod lexicon;
mod reading;
mod sounds;
mod token;
mod words;

mod alignment;
mod dates;
mod matter;
mod model;
mod own_words;
mod quantities;
mod rules;
mod traits;

pub use model::{Signal, features};
pub use numbers::{Number, numbers, values};

use jiff::civil::Date;
use news::Language;

/// A sentence and what it is said to rest on.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// As it would be printed.
    pub text: &'a str,
    /// In which language it must be.
    pub language: Language,
    /// The cited spans.
    pub spans: &'a [Span<'a>],
}

/// A cited span.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// Its words, byte for byte.
    pub text: &'a str,
    /// Its language.
    pub language: Language,
    /// The day its item was published on, where it is certain: what "Tuesday" and "yesterday" mean.
    pub published: Option<Date>,
}

/// What of a sentence its spans do not support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of thing it is.
    pub kind: Kind,
    /// In plain words, with the values.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }
}

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A number that the spans do not give.
    Number,
    /// The number of another unit or currency.
    Unit,
    /// The number of something else.
    Counted,
    /// Another day, month or year.
    Date,
    /// A name that the spans do not give.
    Name,
    /// Another place.
    Place,
    /// Another organisation.
    Organisation,
    /// Another office or title.
    Title,
    /// Words in quotation marks that nobody said.
    Quote,
    /// Who did it to whom, the wrong way round.
    Roles,
    /// Not, where it is; or is, where it is not.
    Negation,
    /// Surer or less sure than the spans.
    Certainty,
    /// Said by somebody else, or by nobody.
    Attribution,
    /// More for less, up for down.
    Comparison,
    /// Facts of two events in one.
    Merged,
    /// More than the spans say.
    Addition,
    /// The wrong language.
    Language,
    /// Cut off.
    Truncated,
    /// Nothing is cited.
    Uncited,
}

/// What code says of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// These are its spans' own words.
    Supported,
    /// Code cannot tell. What speaks against the sentence, which may be nothing, does not outweigh the threshold.
    Doubtful(Vec<Fault>),
    /// Code cannot tell, but would refuse it if nobody else could be asked.
    Unlikely(Vec<Fault>),
    /// It holds what can be looked up in the spans and is not there, or is no sentence of the edition at all.
    Refused(Vec<Fault>),
}

impl Judgement {
    /// Why it is refused.
    pub fn refusal(self) -> Option<Fault> {
        match self {
            Self::Refused(faults) => faults.into_iter().next(),
            Self::Supported | Self::Doubtful(_) | Self::Unlikely(_) => None,
        }
    }

    /// Why it may not stand where nobody else can be asked.
    pub fn objection(self) -> Option<Fault> {
        match self {
            Self::Refused(faults) | Self::Unlikely(faults) => faults.into_iter().next(),
            Self::Supported | Self::Doubtful(_) => None,
        }
    }
}

/// What code says of a sentence.
pub fn check(claim: &Claim<'_>) -> Judgement {
    rules::sentence(claim)
}

/// The same of a headline, which is told in the present tense, without a stop and in fewer words.
pub fn headline(claim: &Claim<'_>) -> Judgement {
    rules::headline(claim)
}

/// What speaks against a sentence before it is weighed, for whoever learns the weights.
pub fn evidence(claim: &Claim<'_>) -> Vec<Signal> {
    rules::evidence(claim)
}
