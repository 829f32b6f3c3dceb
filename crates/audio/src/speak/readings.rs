//! Which of its sounds a character has: the owner's phrases first, then names, phrases, the words around, the commonest.

use super::lexicon::{self, Lexicon};
use super::words::Clause;
use super::{context, names};
use pinyin::ToPinyin;
use std::ops::Range;

/// The longest phrase of the table.
const LONGEST: usize = 6;

/// Why a character is read as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The owner of the newsroom said so.
    Owner,
    /// It belongs to a phrase of the table, or to a name.
    Phrase,
    /// The words around it say so, or nothing does.
    Alone,
}

/// How some characters are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) range: Range<usize>,
    pub(crate) why: Why,
    /// One a character; `None` where no sound is known.
    pub(crate) syllables: Vec<Option<String>>,
}

/// How a clause is read, from its first character to its last, without the changes of tone between neighbours.
pub(crate) fn readings(clause: &Clause<'_>, owner: &Lexicon) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut at = 0;
    while at < clause.chars.len() {
        let stretch = owners(clause, owner, at).or_else(|| in_phrase(clause, at)).unwrap_or_else(|| Stretch {
            range: at..at + 1,
            why: Why::Alone,
            syllables: vec![alone(clause, at)],
        });
        at = stretch.range.end;
        stretches.push(stretch);
    }
    stretches
}

fn owners(clause: &Clause<'_>, owner: &Lexicon, at: usize) -> Option<Stretch> {
    let syllables = owner.phrase_at(clause.chars, at)?;
    let range = at..at + syllables.len();
    // A new name is no word to jieba, so it may cut one on one side, but not two.
    let stands = match range.len() {
        1 => clause.words.iter().any(|word| word.range == range),
        2 => clause.stands_alone(&range),
        _ => !clause.cuts_twice(&range),
    };
    stands.then(|| Stretch { range, why: Why::Owner, syllables: syllables.iter().cloned().map(Some).collect() })
}

fn in_phrase(clause: &Clause<'_>, at: usize) -> Option<Stretch> {
    let longest = LONGEST.min(clause.chars.len() - at);
    let phrase = (2..=longest).rev().find_map(|length| {
        let range = at..at + length;
        let row = lexicon::in_table(&clause.text(range.clone()))?;
        clause.stands_alone(&range).then(|| (range, row.iter().map(|syllable| Some((*syllable).to_owned())).collect()))
    });
    if let Some((range, syllables)) = phrase {
        return Some(Stretch { range, why: Why::Phrase, syllables });
    }
    let surname = names::surname(clause, at)?;
    let n_characters = surname.len();
    let syllables = surname.iter().map(|syllable| Some((*syllable).to_owned())).collect();
    Some(Stretch { range: at..at + n_characters, why: Why::Phrase, syllables })
}

fn alone(clause: &Clause<'_>, at: usize) -> Option<String> {
    context::by_neighbours(clause, at).map(String::from).or_else(|| commonest(clause.chars[at]))
}

/// What a character is without a phrase.
pub(crate) fn commonest(c: char) -> Option<String> {
    let mut utf8 = [0; 4];
    if let Some(row) = lexicon::in_table(c.encode_utf8(&mut utf8)) {
        return row.first().map(|syllable| (*syllable).to_owned());
    }
    let numbered = c.to_pinyin()?.with_tone_num_end().replace('ü', "v");
    // The neutral tone has no number in the crate and five in espeak.
    let has_tone = numbered.ends_with(|last: char| last.is_ascii_digit());
    Some(if has_tone { numbered } else { format!("{numbered}5") })
}
