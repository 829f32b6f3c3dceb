//! Judges a word between the hosts: a reaction, a question or a hand-over, made of listed words and nothing else.
//!
//! It cannot hold a fact, for there are no words to say one with: no number, no name but the hosts' and the newsroom's,
//! no day, no "not", no praise. Beside the list it may take up a thing that the sentence next to it has.

pub(super) mod pool;
pub(super) mod question;
pub(super) mod tone;
pub(super) mod words;

use news::Language;
use news::text::fold;
use std::sync::OnceLock;
use words::{Tongue, of};

/// The longest word between the hosts, in Han characters or in words.
const MAX_HAN: usize = 34;
const MAX_WORDS: usize = 20;
const MAX_SENTENCES: usize = 3;

/// What stands around a line.
pub(super) struct Near<'a> {
    pub language: Language,
    /// The hosts' and the newsroom's names as they are said.
    pub names: &'a [String],
    /// The sentences before and after it.
    pub beside: Vec<&'a str>,
    /// The line it stands in the place of, whose words it may keep.
    pub own: Option<&'a str>,
}

/// What is wrong with a word between the hosts; `None` if it may be said.
pub(super) fn fault(text: &str, near: &Near<'_>) -> Option<String> {
    let strange = text.chars().find(|c| !(c.is_alphabetic() || " ,.?'’-，。？、".contains(*c)));
    let is_of_own = |c: char| near.own.is_some_and(|own| own.contains(c));
    if let Some(c) = strange.filter(|c| !is_of_own(*c)) {
        return Some(format!("{c:?} has no place between the hosts: {text:?}"));
    }
    let sentences = sentences(text);
    if sentences.is_empty() {
        return Some("the line is empty".into());
    }
    let n_units: usize = sentences.iter().map(|(said, _)| units(said, near.language).len()).sum();
    let most = if near.language == Language::ZH { MAX_HAN } else { MAX_WORDS };
    if near.own.is_none() && (n_units > most || sentences.len() > MAX_SENTENCES) {
        return Some(format!("too long for a word between the hosts: {text:?}"));
    }
    let phrases = Phrases::of(near);
    sentences.iter().find_map(|(said, is_question)| phrases.fault(said, *is_question))
}

/// The first thing of a text that is neither of these words nor one that a retelling may add.
pub(super) fn added(text: &str, own: &str, language: Language) -> Option<String> {
    let near = Near { language, names: &[], beside: Vec::new(), own: Some(own) };
    let phrases = Phrases { here: Vec::new(), ..Phrases::of(&near) };
    phrases.covers(&units(text, language), &phrases.lists.retelling)
}

/// The sentences of a line, each with whether it asks.
fn sentences(text: &str) -> Vec<(String, bool)> {
    let folded = fold(text).replace('’', "'");
    let mut found = Vec::new();
    let mut said = String::new();
    for c in folded.chars() {
        if ".?!。？！".contains(c) {
            found.push((std::mem::take(&mut said), matches!(c, '?' | '？')));
        } else {
            said.push(c);
        }
    }
    found.push((said, false));
    found.retain(|(said, _)| said.chars().any(char::is_alphanumeric));
    found
}

/// What a language is compared by: characters in Chinese, words elsewhere.
fn units(text: &str, language: Language) -> Vec<String> {
    let folded = fold(text).replace('’', "'");
    if language == Language::ZH {
        return folded.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect();
    }
    let is_joint = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-');
    folded.split(|c: char| !is_joint(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The lists of a language as they are compared, made once.
struct Lists {
    question: Vec<Vec<String>>,
    handover: Vec<Vec<String>>,
    retelling: Vec<Vec<String>>,
}

impl Lists {
    fn of(language: Language) -> &'static Self {
        static ZH: OnceLock<Lists> = OnceLock::new();
        static EN: OnceLock<Lists> = OnceLock::new();
        let lists = if language == Language::ZH { &ZH } else { &EN };
        lists.get_or_init(|| {
            let made = |list: &[String]| list.iter().map(|phrase| units(phrase, language)).collect();
            let tongue = of(language);
            Self {
                question: made(&tongue.question),
                handover: made(&tongue.handover),
                retelling: made(&tongue.retelling),
            }
        })
    }
}

/// The phrases that may be said at one place.
struct Phrases<'a> {
    language: Language,
    tongue: &'a Tongue,
    lists: &'a Lists,
    /// Names, beats, and things of the sentences beside.
    here: Vec<Vec<String>>,
    own: Vec<String>,
}

impl<'a> Phrases<'a> {
    fn of(near: &Near<'_>) -> Self {
        let tongue = of(near.language);
        let beside = near.beside.join(" ");
        let things = words::things_in(&beside, near.language);
        let said = |phrase: &str| units(phrase, near.language);
        let names = near.names.iter().map(|name| said(name));
        let beats = tongue.beats.values().map(|beat| said(beat));
        let here = names.chain(beats).chain(things.map(said));
        Self {
            language: near.language,
            tongue,
            lists: Lists::of(near.language),
            here: here.filter(|units| !units.is_empty()).collect(),
            own: near.own.map(|own| units(own, near.language)).unwrap_or_default(),
        }
    }

    fn fault(&self, said: &str, asks: bool) -> Option<String> {
        let units = units(said, self.language);
        let whole = units.join(if self.language == Language::ZH { "" } else { " " });
        let is = |list: &[String]| list.contains(&whole);
        if is(&self.tongue.reaction) || asks && is(&self.tongue.whole_questions) {
            return None;
        }
        let has_wh = self.tongue.wh.iter().any(|wh| {
            if self.language == Language::ZH { whole.contains(wh) } else { units.iter().any(|unit| unit_is(unit, wh)) }
        });
        let asked = asks && has_wh && self.covers(&units, &self.lists.question).is_none();
        let uncovered = if asked { None } else { self.covers(&units, &self.lists.handover) };
        uncovered.map(|word| match asks && has_wh {
            true => format!("a question of the hosts may not say {:?}: {said:?}", self.strange(&units).unwrap_or(word)),
            false => format!("a word between the hosts may not say {word:?}: {said:?}"),
        })
    }

    fn strange(&self, units: &[String]) -> Option<String> {
        self.covers(units, &self.lists.question)
    }

    /// The first thing said that no phrase covers.
    fn covers(&self, units: &[String], phrases: &[Vec<String>]) -> Option<String> {
        let n = units.len();
        let mut reached = vec![false; n + 1];
        reached[0] = true;
        for at in 0..n {
            if !reached[at] {
                continue;
            }
            let rest = units.get(at..).unwrap_or_default();
            for phrase in phrases.iter().chain(&self.here).filter(|phrase| rest.starts_with(phrase)) {
                reached[at + phrase.len()] = true;
            }
            for length in self.of_own(rest) {
                reached[at + length] = true;
            }
        }
        if reached[n] {
            return None;
        }
        let last = reached.iter().rposition(|is_reached| *is_reached).unwrap_or(0);
        let n_shown = if self.language == Language::ZH { 6 } else { 1 };
        Some(units.iter().skip(last).take(n_shown).cloned().collect::<Vec<_>>().join(""))
    }

    /// How much of what begins here stands in the line's own words: a word, or two characters and more.
    fn of_own(&self, rest: &[String]) -> Vec<usize> {
        let least = if self.language == Language::ZH { 2 } else { 1 };
        let holds = |length: &usize| {
            let run = rest.get(..*length).unwrap_or_default();
            self.own.windows(*length).any(|window| window == run)
        };
        (least..=rest.len().min(self.own.len())).filter(holds).collect()
    }
}

/// `what`, `what's`.
fn unit_is(unit: &str, wh: &str) -> bool {
    unit.strip_prefix(wh).is_some_and(|rest| rest.is_empty() || rest.starts_with('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, beside: &[&str], text: &str) -> Option<String> {
        let names = ["小早", "小晚", "早晚", "zao", "wan", "zaowan"].map(str::to_owned);
        fault(text, &Near { language, names: &names, beside: beside.to_vec(), own: None })
    }

    #[test]
    fn reactions_questions_and_hand_overs_are_said() {
        for (language, text) in [
            (Language::ZH, "嗯。"),
            (Language::ZH, "那么，具体情况呢？"),
            (Language::ZH, "再来看财经方面的消息，小晚。"),
            (Language::ZH, "有多少艘船？"),
            (Language::EN, "Mm-hm."),
            (Language::EN, "I see. What happens next?"),
            (Language::EN, "Let\u{2019}s turn to business, Wan."),
            (Language::EN, "How many ships are there?"),
        ] {
            let beside = ["港务局说，港外有40艘船等待进港。", "Forty ships were waiting."];
            assert_eq!(check(language, &beside, text), None, "{text}");
        }
    }

    #[test]
    fn nothing_that_says_something_is_said() {
        for (language, text) in [
            (Language::ZH, "港口没有恢复作业。"),
            (Language::ZH, "嗯，有40艘船。"),
            (Language::ZH, "王五怎么了？"),
            (Language::ZH, "这真是好消息。"),
            (Language::ZH, "是不是没有恢复？"),
            (Language::ZH, "三艘船呢？"),
            (Language::EN, "Good news for the port."),
            (Language::EN, "Who is Ann Marr?"),
            (Language::EN, "How many trains?"),
            (Language::EN, "So they did it?"),
            (Language::EN, "Did the port not reopen?"),
            (Language::EN, "What happened on Tuesday?"),
            (Language::EN, "Twelve ships, then."),
            (Language::EN, "That is terrible."),
            (Language::EN, "What a strike!"),
            (Language::EN, ""),
        ] {
            let beside = ["港务局说，港外有40艘船等待进港。", "Forty ships were waiting."];
            assert!(check(language, &beside, text).is_some(), "{text}");
        }
    }
}
