//! What a title announces: a report, a piece that explains, or one that entertains.
//!
//! A newspaper may hold all three, but its first pages are for what happened.

use super::title;
use crate::words::{Plain, words};

/// What a title announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A list, a gallery, a review, a portrait, an essay, a question.
    Feature,
    /// Why, how and what it means.
    Explainer,
    /// What happened.
    Report,
}

impl Kind {
    /// By how much the score of such a piece counts.
    pub(crate) fn weight(self) -> f64 {
        match self {
            Self::Report => 1.0,
            Self::Explainer => 0.75,
            Self::Feature => 0.4,
        }
    }
}

/// What this title announces, as its source wrote it.
pub(crate) fn of(written: &str) -> Kind {
    let plain = Plain::of(written);
    let headline = title::plain(written);
    if headline.contains(['?', '？'])
        || plain.find(&words().feature.title).is_some()
        || is_list(&plain)
        || is_review(&plain)
    {
        return Kind::Feature;
    }
    if title::merit(&headline) < title::REPORTS { Kind::Explainer } else { Kind::Report }
}

/// `The 11 best …`, `7 ways to …`: a number of things and what they are good for. `10 dead in …` is none.
fn is_list(plain: &Plain) -> bool {
    const THINGS: [&str; 32] = [
        "best",
        "worst",
        "ways",
        "things",
        "reasons",
        "tips",
        "books",
        "films",
        "movies",
        "shows",
        "songs",
        "albums",
        "gifts",
        "looks",
        "moments",
        "takeaways",
        "questions",
        "photos",
        "commercials",
        "trends",
        "lessons",
        "facts",
        "recipes",
        "podcasts",
        "games",
        "outfits",
        "essentials",
        "must",
        "favorite",
        "favourite",
        "coolest",
        "wildest",
    ];
    let words: Vec<&str> = plain.as_str().split_whitespace().take(6).collect();
    let number = words.iter().take(3).position(|word| word.chars().all(|c| c.is_ascii_digit()));
    number.is_some_and(|at| words.iter().skip(at + 1).take(3).any(|word| THINGS.contains(word)))
}

/// `… review` and `Review: …`, not `court to review …`; `How to …`.
fn is_review(plain: &Plain) -> bool {
    let words: Vec<&str> = plain.as_str().split_whitespace().collect();
    let ends = |word: &&&str| matches!(**word, "review" | "opinion" | "gallery");
    words.first().filter(ends).or_else(|| words.last().filter(ends)).is_some() || words.starts_with(&["how", "to"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_a_report() {
        for title in [
            "10 dead in shootings at school and home",
            "Port reopens after nine days",
            "Council approves 12 new bridges",
            "海湾港恢复作业 九天罢工结束",
            "央行宣布降息0.25个百分点",
        ] {
            assert_eq!(of(title), Kind::Report, "{title}");
        }
    }

    #[test]
    fn lists_galleries_essays_and_questions_are_features() {
        for title in [
            "The 11 Best Commercials From the Harbour Cup",
            "7 ways to sleep better at sea",
            "A Day in the Life of a Lighthouse Keeper",
            "A whale at dawn | Sea photo of the day for March 10, 2026",
            "Critic’s Notebook: the harbour on stage",
            "Stars react to the half-time show",
            "Remembering Ann Marr’s Final Onscreen Film Role",
            "Robots are here to fish. Scared yet?",
            "港口人工智能，如何搶下大商機？",
            "潮起海湾 绘就美好画卷",
            "盘点：今年不可错过的五部电影",
        ] {
            assert_eq!(of(title), Kind::Feature, "{title}");
        }
    }

    #[test]
    fn why_and_how_explain() {
        for title in ["Why the port strike lasted nine days", "When ships meet politics: how a strike began"] {
            assert_eq!(of(title), Kind::Explainer, "{title}");
        }
    }
}
