//! Phrases whose sound is written down: the newsroom's own, and under them the table that comes with the program.

use crate::Error;
use news::text::is_han;
use std::collections::HashMap;
use std::sync::OnceLock;

/// `phrase reading reading…`, one a line; a row of one character sets what that character is without a phrase.
const TABLE: &str = include_str!("../../data/polyphones.txt");

/// Every syllable of Mandarin without its tone, separated by spaces.
const SYLLABLES: &str = include_str!("../../data/syllables.txt");

/// How phrases sound, written by the owner of a newsroom; it stands above all other rules.
///
/// A text of lines `phrase<TAB>pinyin`, one numbered syllable a character: `尉犁<TAB>yu4 li2`. 5 is the neutral tone, ü
/// may be written v; `#` begins a comment. Words that are said as other words belong in `normalise::Readings`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicon {
    pinyin: HashMap<String, Vec<String>>,
    longest: usize,
}

impl Lexicon {
    /// Reads the owner's text.
    ///
    /// Errors: `Invalid` with the line's number, and what was expected of it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut lexicon = Self::default();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |why: String| Error::Invalid(format!("line {} of the lexicon, {line:?}: {why}", n + 1));
            let Some((phrase, sound)) = line.split_once('\t') else {
                return Err(wrong("write the phrase, a tab, and its sound".into()));
            };
            lexicon.add(phrase.trim(), sound.trim()).map_err(wrong)?;
        }
        Ok(lexicon)
    }

    /// Whether nothing is written in it.
    pub fn is_empty(&self) -> bool {
        self.pinyin.is_empty()
    }

    fn add(&mut self, phrase: &str, sound: &str) -> Result<(), String> {
        if phrase.is_empty() || sound.is_empty() {
            return Err("the phrase or its sound is missing".into());
        }
        if !phrase.chars().all(is_han) {
            return Err("only Chinese characters have pinyin".into());
        }
        let syllables = checked_syllables(phrase, sound)?;
        self.longest = self.longest.max(syllables.len());
        self.pinyin.insert(simplified(phrase), syllables);
        Ok(())
    }

    /// The longest phrase that begins at `at`, with its syllables.
    pub(crate) fn phrase_at(&self, chars: &[char], at: usize) -> Option<&[String]> {
        let longest = self.longest.min(chars.len() - at);
        (1..=longest).rev().find_map(|length| {
            let phrase: String = chars[at..at + length].iter().collect();
            self.pinyin.get(&phrase).map(Vec::as_slice)
        })
    }
}

/// What the table of the program says of a phrase, or of a character that stands without one.
pub(crate) fn in_table(phrase: &str) -> Option<&'static [&'static str]> {
    static ROWS: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        let row = |line: &'static str| {
            let mut fields = line.split_whitespace();
            fields.next().map(|phrase| (phrase, fields.collect()))
        };
        rows.filter_map(row).collect()
    });
    rows.get(phrase).map(Vec::as_slice)
}

/// The phrase in the characters the tables are written in.
pub(crate) fn simplified(han: &str) -> String {
    let folded = news::text::fold(han);
    if folded.chars().count() == han.chars().count() { folded } else { han.to_owned() }
}

fn checked_syllables(phrase: &str, sound: &str) -> Result<Vec<String>, String> {
    let syllables: Vec<String> =
        sound.to_lowercase().replace("u:", "v").replace('ü', "v").split_whitespace().map(String::from).collect();
    if let Some(wrong) = syllables.iter().find(|syllable| !is_syllable(syllable)) {
        return Err(format!("{wrong:?} is no syllable with its tone; write chong2 qing4, 5 for the neutral tone"));
    }
    let n_characters = phrase.chars().count();
    if syllables.len() != n_characters {
        return Err(format!("{n_characters} characters have {} syllables", syllables.len()));
    }
    Ok(syllables)
}

fn is_syllable(written: &str) -> bool {
    let toneless = written.strip_suffix(|tone: char| ('1'..='5').contains(&tone));
    toneless.is_some_and(|toneless| SYLLABLES.split_whitespace().any(|syllable| syllable == toneless))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owners_phrases_are_found_by_the_longest() {
        let lexicon = Lexicon::parse("# names\n长宁\tchang2 ning2\n长\tzhang3\n\n綠港\tLÜ4 gang3\n").unwrap();
        let syllables = |text: &str| lexicon.phrase_at(&text.chars().collect::<Vec<_>>(), 0).map(<[String]>::to_vec);
        assert_eq!(syllables("长宁区"), Some(vec!["chang2".to_owned(), "ning2".to_owned()]));
        assert_eq!(syllables("长官"), Some(vec!["zhang3".to_owned()]));
        assert_eq!(syllables("绿港"), Some(vec!["lv4".to_owned(), "gang3".to_owned()]));
        assert_eq!(syllables("官长"), None);
        assert!(!lexicon.is_empty());
        assert!(Lexicon::default().is_empty());
    }

    #[test]
    fn what_is_written_wrong_is_said_with_its_line() {
        let said = |text: &str| Lexicon::parse(text).unwrap_err().to_string();
        assert_eq!(
            said("重庆\tchong2 qing4\n朝阳 chao2 yang2"),
            "line 2 of the lexicon, \"朝阳 chao2 yang2\": write the phrase, a tab, and its sound"
        );
        assert_eq!(said("朝阳\tchao2"), "line 1 of the lexicon, \"朝阳\\tchao2\": 2 characters have 1 syllables");
        assert_eq!(
            said("朝阳\tchao2 yagn2"),
            "line 1 of the lexicon, \"朝阳\\tchao2 yagn2\": \"yagn2\" is no syllable with its tone; \
             write chong2 qing4, 5 for the neutral tone"
        );
        assert_eq!(said("A股\ta1 gu3"), "line 1 of the lexicon, \"A股\\ta1 gu3\": only Chinese characters have pinyin");
        assert_eq!(said("朝阳\t"), "line 1 of the lexicon, \"朝阳\": write the phrase, a tab, and its sound");
    }

    #[test]
    fn every_row_of_the_table_has_a_syllable_a_character() {
        let mut seen = std::collections::HashSet::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (phrase, sound) = line.split_once(' ').unwrap();
            assert_eq!(checked_syllables(phrase, sound).map(|_| ()), Ok(()), "{line}");
            assert!(seen.insert(phrase), "{phrase} stands there twice");
        }
    }
}
