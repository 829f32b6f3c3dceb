//! One word of a text with what the tables know of it.

use crate::lexicon::{Class, Id, Mark, lexicon};
use crate::numbers::Read;
use crate::sounds;
use crate::words;
use news::text::is_han;

/// A word or a number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Token {
    /// Folded: lower case, narrow, simplified.
    pub text: String,
    /// English: what it may be a form of.
    pub bases: Vec<String>,
    pub ids: Vec<Id>,
    pub marks: Vec<Mark>,
    pub is_capital: bool,
    pub is_shouted: bool,
    pub is_han: bool,
    /// Chinese: a name of a person, a place, an organisation or another name, says the cutter.
    pub is_tagged_name: bool,
    /// Chinese: a verb, says the cutter.
    pub is_tagged_verb: bool,
    pub number: Option<Number>,
    /// Opens its sentence.
    pub is_first: bool,
    pub is_quoted: bool,
    pub sentence: usize,
    pub clause: usize,
    /// A piece of a clause between "and", "or", "with".
    pub segment: usize,
    /// A sentence, or a part of one between semicolons.
    pub scene: usize,
}

/// A number in its place.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub read: Read,
    pub is_ordinal: bool,
    /// A currency before it: `$`.
    pub currency: Option<Id>,
    /// `one`, `a`: a number only where it must be one.
    pub is_soft: bool,
}

impl Token {
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    pub fn has_any(&self, marks: &[Mark]) -> bool {
        marks.iter().any(|mark| self.has(*mark))
    }

    pub fn ids_of(&self, class: Class) -> impl Iterator<Item = Id> + '_ {
        self.ids.iter().copied().filter(move |id| lexicon().class(*id) == class)
    }

    pub fn is_of(&self, class: Class) -> bool {
        self.ids_of(class).next().is_some()
    }

    /// A word that says something: not a number, not grammar.
    pub fn is_content(&self) -> bool {
        self.number.is_none()
            && !self.has_any(&[Mark::Light, Mark::Pronoun, Mark::Negator, Mark::Passive])
            && !self.has_any(&[Mark::About, Mark::Nearly, Mark::Future, Mark::Possible])
            && (self.text.chars().count() > 1 || self.text.chars().all(is_han) && !self.ids.is_empty())
    }

    /// A word whose place is decided by other tests: who says so, how surely.
    pub fn is_frame(&self) -> bool {
        self.has_any(&[
            Mark::Says,
            Mark::Alleges,
            Mark::Planned,
            Mark::Certain,
            Mark::AtLeast,
            Mark::AtMost,
            Mark::Possible,
        ])
    }

    /// A name by its capital, by the tables, or by the cutter.
    pub fn is_name(&self) -> bool {
        if self.number.is_some() || self.has(Mark::Pronoun) {
            return false;
        }
        let known = [Class::Place, Class::Organisation, Class::Person].iter().any(|class| self.is_of(*class));
        if self.is_han {
            let known = known && self.text.chars().count() > 1;
            return known || self.is_tagged_name && !self.is_of(Class::Meaning) && !self.has(Mark::Light);
        }
        known || self.is_capital && !self.is_first && !self.is_dated() && self.text.len() > 1
    }

    /// A month or a weekday.
    pub fn is_dated(&self) -> bool {
        self.is_of(Class::Month) || self.is_of(Class::Weekday)
    }

    /// Whether two words may say the same.
    pub fn is_like(&self, other: &Self) -> bool {
        match (&self.number, &other.number) {
            (Some(a), Some(b)) => {
                return a.read.text() == b.read.text() && a.is_ordinal == b.is_ordinal;
            }
            (None, None) => {}
            _ => return false,
        }
        if self.text == other.text || self.ids.iter().any(|id| other.ids.contains(id)) {
            return true;
        }
        match (self.is_han, other.is_han) {
            (false, false) => {
                self.bases.iter().any(|base| other.bases.contains(base))
                    || !(self.is_capital && other.is_capital) && words::of_one_stem(&self.text, &other.text)
            }
            // The sound of a foreign name is longer than another's: 韦伯斯特 is not 韦伯.
            (true, true) if sounds::may_be_sounds(&self.text) && sounds::may_be_sounds(&other.text) => {
                is_part(&other.text, &self.text)
            }
            (true, true) => is_part(&self.text, &other.text) || is_part(&other.text, &self.text),
            _ => false,
        }
    }
}

/// A Chinese word of two characters or more inside another.
fn is_part(part: &str, whole: &str) -> bool {
    part.chars().count() >= 2 && whole.contains(part)
}
