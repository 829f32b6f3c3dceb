//! What the reader asked for, in plain words and in weights, and what a story is worth to them.
//!
//! It moves ordinary stories up and down. What stops the press it never pushes out, and what may not be chosen it
//! never lets in: it only weighs what stands among the candidates.

mod places;
#[cfg(test)]
mod tests;
mod topics;
mod weigh;
mod wishes;

pub(super) use places::region_of;
pub(super) use weigh::{Judged, Said, Seen};

use serde::Serialize;
use std::collections::BTreeMap;

/// A reader's profile, read once.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    profile: String,
    wishes: Vec<Wish>,
    weights: Vec<Weight>,
}

/// What is wanted of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    More,
    Less,
    No,
    Only,
    /// What the reader says of themselves: their work, their place.
    About,
}

#[derive(Debug, Clone, PartialEq)]
struct Wish {
    kind: Kind,
    subject: Subject,
}

/// What a wish is about, and how a story is known to be about it.
#[derive(Debug, Clone, PartialEq)]
struct Subject {
    en: String,
    zh: String,
    /// The beat that it is the whole of.
    beat: Option<String>,
    /// Folded words.
    terms: Vec<String>,
}

/// What a beat or a topic counts, in the owner's own figures.
#[derive(Debug, Clone, PartialEq)]
struct Weight {
    subject: Subject,
    times: f64,
}

impl Reader {
    /// Reads a profile in plain words, zh or en, and weights by topic or beat (see [`names`]).
    pub fn new(profile: &str, weights: &BTreeMap<String, f64>) -> Self {
        let weight = |(name, times): (&String, &f64)| Weight { subject: topics::named(name), times: *times };
        Self {
            profile: profile.trim().to_owned(),
            wishes: wishes::parse(profile),
            weights: weights.iter().map(weight).collect(),
        }
    }

    /// As the reader wrote it.
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.profile.is_empty() && self.weights.is_empty()
    }

    /// What rules made of the profile and the weights, a line each, so that an owner sees whether they were understood.
    pub fn understood(&self) -> Vec<String> {
        let wish = |wish: &Wish| {
            let what = match wish.kind {
                Kind::More => "more",
                Kind::Less => "less",
                Kind::No => "no",
                Kind::Only => "only",
                Kind::About => "about you",
            };
            format!("{what}: {}", wish.subject.both())
        };
        let weight = |weight: &Weight| format!("{} × {}", weight.subject.both(), weight.times);
        self.wishes.iter().map(wish).chain(self.weights.iter().map(weight)).collect()
    }
}

/// Every name that `[reader.beats]` may hold, beside the beats that sources are given: topics and beats.
pub fn names() -> Vec<&'static str> {
    topics::all_names()
}

impl Subject {
    fn both(&self) -> String {
        if self.en == self.zh { self.en.clone() } else { format!("{} ({})", self.en, self.zh) }
    }
}
