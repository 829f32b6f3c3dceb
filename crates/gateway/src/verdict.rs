//! What a reply is worth: one of eleven verdicts, or a word for what was called off; and what to do after each.

use crate::answer::Usage;
use crate::table::Mend;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// What a reply, a stream or a failed attempt was found to be. Only `Answer` is ever handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A whole answer.
    Answer,
    /// It ends before its end: the cap, a cut stream, an unfinished sentence or object.
    CutOff,
    /// The vendor will not say it, or not to this.
    Refused,
    /// The account is empty or over its limit.
    NoMoney,
    /// Too many requests or tokens for now.
    RateLimited,
    /// The vendor cannot take it now.
    Overloaded,
    /// The vendor says that the request is wrong.
    WrongRequest,
    /// The key is wrong or may not do this.
    WrongKey,
    /// Not a reply: reset, silence, garbage, an error in the place of an answer.
    Broken,
    /// A reply without content.
    Empty,
    /// The same again and again.
    Looping,
    /// Nobody failed: another was faster, or the caller left.
    Cancelled,
}

impl Verdict {
    /// As it stands in the ledger: `cut_off`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::CutOff => "cut_off",
            Self::Refused => "refused",
            Self::NoMoney => "no_money",
            Self::RateLimited => "rate_limited",
            Self::Overloaded => "overloaded",
            Self::WrongRequest => "wrong_request",
            Self::WrongKey => "wrong_key",
            Self::Broken => "broken",
            Self::Empty => "empty",
            Self::Looping => "looping",
            Self::Cancelled => "cancelled",
        }
    }

    /// In words, for people: `cut off`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answer => "an answer",
            Self::CutOff => "cut off",
            Self::Refused => "refused for its content",
            Self::NoMoney => "no money left there",
            Self::RateLimited => "rate limited",
            Self::Overloaded => "overloaded",
            Self::WrongRequest => "the request was called wrong",
            Self::WrongKey => "the key was not taken",
            Self::Broken => "broken",
            Self::Empty => "empty",
            Self::Looping => "the same again and again",
            Self::Cancelled => "cancelled",
        }
    }

    /// What to do after it, if no rule says otherwise.
    pub(crate) fn then(self) -> Then {
        match self {
            Self::RateLimited | Self::Overloaded => Then::Again,
            Self::Refused => Then::Once,
            _ => Then::Elsewhere,
        }
    }

    /// Whether it says something about the vendor's whole account, so that none of its routes need be tried.
    pub(crate) fn is_of_account(self) -> bool {
        matches!(self, Self::NoMoney | Self::WrongKey)
    }

    /// Whether it says that the route is not well; a wrong request says nothing about it.
    pub(crate) fn counts_against_route(self) -> bool {
        !matches!(self, Self::Answer | Self::WrongRequest | Self::Refused | Self::Cancelled)
    }
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// Ask the same route again, after a while.
    Again,
    /// Ask the next route.
    Elsewhere,
    /// Ask one other route, and if that says the same, nobody.
    Once,
    /// Nobody would answer it otherwise.
    Nowhere,
}

/// An attempt that was no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What it was found to be.
    pub verdict: Verdict,
    /// Why, in words; without keys.
    pub detail: String,
    /// HTTP status, if there was one.
    pub status: Option<u16>,
    /// The vendor's own code.
    pub code: Option<String>,
    /// How long the vendor asks to be left alone.
    pub retry_after: Option<Duration>,
    /// What it cost all the same.
    pub usage: Option<Box<Usage>>,
    pub(crate) then: Then,
    pub(crate) mend: Option<Mend>,
}

impl Failure {
    /// A failure of this kind with what usually follows.
    pub(crate) fn new(verdict: Verdict, detail: impl Into<String>) -> Self {
        Self {
            verdict,
            detail: detail.into(),
            status: None,
            code: None,
            retry_after: None,
            usage: None,
            then: verdict.then(),
            mend: None,
        }
    }

    /// The same, with another consequence.
    pub(crate) fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }

    pub(crate) fn with_usage(self, usage: Option<Usage>) -> Self {
        Self { usage: self.usage.or(usage.map(Box::new)), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.verdict.words(), self.detail)
    }
}
