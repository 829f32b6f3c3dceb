//! The word lists by which the floors judge, and how a text is looked through for them.

use news::text::{fold, is_han};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../words/desk.toml");

/// The word lists of `words/desk.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub urgency: Urgency,
    pub beats: BTreeMap<String, Vec<String>>,
    pub roundup: Titles,
    pub feature: Titles,
    pub promotion: Titles,
    pub boilerplate: Boilerplate,
    pub sensational: Headlines,
    pub harm: Harm,
    pub injection: Phrases,
    pub address: Address,
    pub machines: Machines,
    pub minors: Minors,
    pub guilt: Guilt,
    pub rumour: Rumour,
    pub election: Election,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Urgency {
    pub stop_press: Vec<String>,
    pub high: Vec<String>,
    pub some: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Titles {
    pub title: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headlines {
    pub headline: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    pub phrases: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Boilerplate {
    pub contains: Vec<String>,
    pub meta: Vec<String>,
    pub of_itself: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Harm {
    pub self_harm_method: Vec<String>,
    pub minor_victim: Vec<String>,
    pub private_person: Vec<String>,
    pub weapon_detail: Vec<String>,
    pub slur: Vec<String>,
}

/// Words that speak to a machine.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Machines {
    pub turns: Vec<String>,
    pub softeners: Vec<String>,
    pub answering: Vec<String>,
    pub doing: Vec<String>,
    pub objects: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    pub selling: Vec<String>,
    pub orders: Vec<String>,
    pub commands: Vec<String>,
    pub verbs: Vec<String>,
    pub after_commands: Vec<String>,
    pub commands_zh: Vec<String>,
    pub no_command_zh: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Minors {
    pub young: Vec<String>,
    pub grave: Vec<String>,
    pub naming: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guilt {
    pub verdict: Vec<String>,
    pub proven: Vec<String>,
    pub accusing: Vec<String>,
    pub private: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rumour {
    pub unconfirmed: Vec<String>,
    pub unnamed: Vec<String>,
    pub market: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Election {
    pub about: Vec<String>,
    pub early: Vec<String>,
    pub still_voting: Vec<String>,
    pub victory: Vec<String>,
    pub changed_vote: Vec<String>,
    pub false_ways: Vec<String>,
}

/// The lists, read once. A test holds that they can be read.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(WRITTEN).unwrap_or_else(|error| {
            debug_assert!(false, "words/desk.toml: {error}");
            Words::default()
        })
    })
}

/// A text made ready to be looked through: folded, with blanks for everything that is not a letter or digit.
pub(crate) struct Plain(String);

impl Plain {
    pub fn of(text: &str) -> Self {
        let spaced: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        Self(format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// The text as it is looked through.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first phrase of the list that occurs: Han phrases anywhere, others as whole words.
    pub fn find<'a>(&self, list: &'a [String]) -> Option<&'a str> {
        list.iter().map(String::as_str).find(|phrase| self.holds(phrase))
    }

    fn holds(&self, phrase: &str) -> bool {
        if phrase.chars().any(is_han) {
            return self.0.contains(phrase);
        }
        self.0.match_indices(phrase).any(|(at, found)| self.is_word(at, at + found.len()))
    }

    fn is_word(&self, start: usize, end: usize) -> bool {
        let bounds = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_han(c));
        bounds(self.0.get(..start).and_then(|before| before.chars().next_back()))
            && bounds(self.0.get(end..).and_then(|after| after.chars().next()))
    }

    /// How many phrases of the list occur.
    pub fn count(&self, list: &[String]) -> usize {
        list.iter().filter(|phrase| self.holds(phrase)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read_and_are_folded() {
        let words: Words = toml::from_str(WRITTEN).unwrap();
        let all = words.urgency.high.iter().chain(&words.boilerplate.contains).chain(&words.sensational.headline);
        for phrase in all.filter(|phrase| !phrase.chars().any(is_han)) {
            assert!(Plain::of(phrase).holds(phrase), "{phrase:?} can never match: write it folded");
        }
    }

    #[test]
    fn latin_phrases_match_whole_words_only() {
        let text = Plain::of("The company's deadline: 3 trains derailed, officials said.");
        assert_eq!(text.find(&["dead".into(), "derailed".into()]), Some("derailed"));
    }

    #[test]
    fn traditional_text_matches_simplified_words() {
        assert_eq!(Plain::of("花蓮發生地震").find(&["发生地震".into()]), Some("发生地震"));
        assert_eq!(Plain::of("沪指跌破,ai股大涨").find(&["ai".into()]), Some("ai"));
    }
}
