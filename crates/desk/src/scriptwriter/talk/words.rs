//! The words of talk: `words/talk.toml`, read once.

use crate::words::Plain;
use news::Language;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../../../words/talk.toml");

/// The lists of `words/talk.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::scriptwriter) struct Talk {
    pub grave: Vec<String>,
    pub opinion: Vec<String>,
    pub thing: Vec<Thing>,
    pub zh: Tongue,
    pub en: Tongue,
}

/// What can be asked for by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::scriptwriter) struct Thing {
    pub en: Vec<String>,
    pub zh: String,
    /// The Chinese measure word, if it can be counted.
    pub measure: Option<String>,
}

/// What is said in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::scriptwriter) struct Tongue {
    pub retelling: Vec<String>,
    pub reaction: Vec<String>,
    pub whole_questions: Vec<String>,
    pub wh: Vec<String>,
    pub question: Vec<String>,
    pub handover: Vec<String>,
    pub beats: BTreeMap<String, String>,
    pub pool: BTreeMap<String, Vec<String>>,
}

/// The lists. A test holds that they can be read.
pub(in crate::scriptwriter) fn talk() -> &'static Talk {
    static TALK: OnceLock<Talk> = OnceLock::new();
    TALK.get_or_init(|| {
        toml::from_str(WRITTEN).unwrap_or_else(|error| {
            debug_assert!(false, "words/talk.toml: {error}");
            Talk::default()
        })
    })
}

/// The lists of a language: Chinese, or English for every other.
pub(in crate::scriptwriter) fn of(language: Language) -> &'static Tongue {
    if language == Language::ZH { &talk().zh } else { &talk().en }
}

/// The names of things that stand in these sentences.
pub(in crate::scriptwriter) fn things_in(text: &str, language: Language) -> impl Iterator<Item = &'static str> + use<> {
    let plain = Plain::of(text);
    let words = talk().thing.iter().flat_map(move |thing| {
        if language == Language::ZH { std::slice::from_ref(&thing.zh) } else { thing.en.as_slice() }
    });
    words.filter(move |word| plain.find(std::slice::from_ref(*word)).is_some()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        let read: Talk = toml::from_str(WRITTEN).unwrap();
        let kinds = |tongue: &Tongue| tongue.pool.keys().cloned().collect::<Vec<_>>();
        assert_eq!(kinds(&read.zh), kinds(&read.en));
    }
}
