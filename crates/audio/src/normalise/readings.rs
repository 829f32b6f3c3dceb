//! The owner's own readings: how a name is said that the rules would say otherwise.

use super::text::{Edit, Text};
use crate::Error;
use news::Language;
use std::cmp::Reverse;

/// Written forms with their spoken forms, per language of the line: in English `SAIC` -> `say-ick`, in Chinese
/// `NVIDIA` -> `英伟达`.
///
/// They go before all rules, the longest first, as whole words, in the case they are given in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    language: Language,
    written: String,
    spoken: String,
}

/// Characters for private use stand for what a reading says until all rules are through.
const FIRST_MARK: u32 = 0xf_0000;
const N_MARKS: usize = 0xfffe;

impl Readings {
    /// Takes triples of language, written form and spoken form.
    ///
    /// Errors: `Invalid`, naming the entry, if a form is empty, if the written form has no letter and no figure, if the
    /// spoken form has none or has figures (which no rule would put into words), or if one form has two readings.
    pub fn from_pairs<W: AsRef<str>, S: AsRef<str>>(
        pairs: impl IntoIterator<Item = (Language, W, S)>,
    ) -> Result<Self, Error> {
        let mut entries: Vec<Entry> = Vec::new();
        for (language, written, spoken) in pairs {
            let entry = Entry {
                language,
                written: written.as_ref().trim().to_owned(),
                spoken: spoken.as_ref().trim().to_owned(),
            };
            entry.check().map_err(Error::Invalid)?;
            match entries.iter().find(|other| other.language == language && other.written == entry.written) {
                Some(other) if other.spoken != entry.spoken => return Err(Error::Invalid(other.clash(&entry))),
                Some(_) => {}
                None => entries.push(entry),
            }
        }
        if entries.len() > N_MARKS {
            return Err(Error::Invalid(format!("{} readings are more than {N_MARKS}", entries.len())));
        }
        entries.sort_by_key(|entry| Reverse(entry.written.len()));
        Ok(Self { entries })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Puts a mark for each written form that has a reading; [`Self::say`] puts the readings for the marks.
    pub(super) fn mark(&self, text: &mut Text, language: Language) {
        for (n, entry) in self.entries.iter().enumerate().filter(|(_, entry)| entry.language == language) {
            let Some(mark) = char::from_u32(FIRST_MARK + n as u32) else { continue };
            let said = text.said();
            let found = said.match_indices(&entry.written).filter(|(at, found)| is_whole(said, *at, found));
            let edits = found.map(|(at, found)| Edit { at: at..at + found.len(), said: mark.to_string() });
            let edits = edits.collect();
            text.edit(edits);
        }
    }

    /// Says what the marks stand for.
    pub(super) fn say(&self, text: &mut Text) {
        text.edit_chars(|_, _, c| {
            let n = (c as u32).checked_sub(FIRST_MARK)?;
            self.entries.get(n as usize).map(|entry| entry.spoken.clone())
        });
    }
}

impl Entry {
    fn check(&self) -> Result<(), String> {
        let Self { language, written, spoken } = self;
        let has_word = |text: &str| text.contains(char::is_alphanumeric);
        if written.is_empty() {
            return Err(format!("a reading in {language} has no written form (it says {spoken:?})"));
        }
        if !has_word(written) {
            return Err(format!("the written form {written:?} in {language} has no letter and no figure"));
        }
        if !has_word(spoken) {
            return Err(format!("the reading of {written:?} in {language} says nothing: {spoken:?}"));
        }
        if spoken.contains(|c: char| c.is_ascii_digit() || c.is_control()) {
            return Err(format!(
                "the reading of {written:?} in {language} is said as it stands, so it must be in words: {spoken:?}"
            ));
        }
        Ok(())
    }

    fn clash(&self, other: &Self) -> String {
        format!("{:?} has two readings in {}: {:?} and {:?}", self.written, self.language, self.spoken, other.spoken)
    }
}

/// Whether a Latin letter or a figure goes on at neither side: `SAIC` is not in `MOSAIC`.
fn is_whole(text: &str, at: usize, found: &str) -> bool {
    let end = at + found.len();
    !super::map::is_inside_word(text, at) && !super::map::is_inside_word(text, end)
}

/// Whether a character stands for a reading.
pub(super) fn is_mark(c: char) -> bool {
    (FIRST_MARK..FIRST_MARK + N_MARKS as u32).contains(&(c as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::mapped;

    fn readings() -> Readings {
        Readings::from_pairs([
            (Language::EN, "SAIC", "say-ick"),
            (Language::EN, "SAIC Motor", "Shanghai Auto"),
            (Language::ZH, "NVIDIA", "英伟达"),
            (Language::ZH, "RTX 5090", "RTX五零九零显卡"),
        ])
        .unwrap()
    }

    #[test]
    fn an_own_reading_goes_before_the_rules_and_the_longest_first() {
        let cases = [
            (Language::EN, "SAIC's 3 plants; SAIC Motor, MOSAIC", "say-ick's three plants; Shanghai Auto, MOSAIC"),
            (Language::ZH, "NVIDIA的RTX 5090卖2000美元", "英伟达的RTX五零九零显卡卖两千美元"),
            (Language::EN, "NVIDIA", "NVIDIA"),
        ];
        for (language, written, said) in cases {
            assert_eq!(mapped(written, language, &readings()).text(), said);
        }
    }

    #[test]
    fn an_own_reading_keeps_its_place_in_the_map() {
        let spoken = mapped("NVIDIA涨5%", Language::ZH, &readings());
        assert_eq!(spoken.written_of(3..6), 0..6);
        assert_eq!(&spoken.text()[spoken.spoken_of(9..11)], "百分之五");
    }

    #[test]
    fn bad_entries_are_refused_with_the_entry() {
        let cases = [
            ("", "x", "a reading in en has no written form (it says \"x\")"),
            ("--", "x", "the written form \"--\" in en has no letter and no figure"),
            ("X", " ", "the reading of \"X\" in en says nothing: \"\""),
            ("5G", "5 gee", "the reading of \"5G\" in en is said as it stands, so it must be in words: \"5 gee\""),
        ];
        for (written, spoken, message) in cases {
            let error = Readings::from_pairs([(Language::EN, written, spoken)]).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
        let twice = Readings::from_pairs([(Language::EN, "X", "ex"), (Language::EN, "X", "ten")]).unwrap_err();
        assert_eq!(twice.to_string(), "\"X\" has two readings in en: \"ex\" and \"ten\"");
        assert!(Readings::from_pairs([(Language::EN, "X", "ex"), (Language::EN, "X", "ex")]).is_ok());
    }
}
