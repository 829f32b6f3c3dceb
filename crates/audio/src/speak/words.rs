//! The words of a stretch of Chinese characters, as jieba cuts and tags them.

use super::lexicon::in_table;
use jieba_rs::Jieba;
use std::ops::Range;
use std::sync::OnceLock;

/// A word: where it stands, in characters, and what kind it is in jieba's letters (`v`, `n`, `nr`, `m` …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) range: Range<usize>,
    pub(crate) tag: String,
}

impl Word {
    pub(crate) fn len(&self) -> usize {
        self.range.len()
    }

    /// A verb or what is used like one.
    pub(crate) fn is_verb(&self) -> bool {
        self.tag.starts_with('v')
    }

    pub(crate) fn is_noun(&self) -> bool {
        self.tag.starts_with('n')
    }

    pub(crate) fn is_numeral(&self) -> bool {
        self.tag.starts_with('m')
    }

    pub(crate) fn is_pronoun(&self) -> bool {
        self.tag.starts_with('r')
    }

    /// What may stand before 地 or after 得: adjectives, adverbs, set phrases.
    pub(crate) fn describes(&self) -> bool {
        self.tag.starts_with(['a', 'd', 'i', 'l', 'z'])
    }

    /// What may begin the deed that 地 describes.
    pub(crate) fn begins_deed(&self) -> bool {
        self.tag.starts_with(['v', 'p', 'd', 'a'])
    }
}

/// Characters that are words of their own where jieba only guesses that they belong to one.
const OFTEN_ALONE: &str = "为得地还只教倒都着了的和与将被在";

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// Loads the dictionary, which takes a moment the first time.
pub(crate) fn warm_up() {
    jieba();
}

/// The words of a text of Chinese characters alone.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for tag in jieba().tag(text, true) {
        let is_guess = tag.end - tag.start > 1 && !jieba().has_word(tag.word);
        if is_guess && tag.word.contains(|c| OFTEN_ALONE.contains(c)) {
            let alone = tag.word.char_indices().enumerate().map(|(n, (at, c))| {
                let kind = jieba().tag(&tag.word[at..at + c.len_utf8()], false);
                let tagged = kind.first().map_or("x", |tag| tag.tag);
                Word { range: tag.start + n..tag.start + n + 1, tag: tagged.to_owned() }
            });
            words.extend(alone);
        } else {
            push_parts(&mut words, tag.word, tag.start, tag.tag);
        }
    }
    words
}

/// Cuts a long word into the words it is made of: 共同行动 is 共同 and 行动, or 同行 would be found in it.
fn push_parts(words: &mut Vec<Word>, word: &str, start: usize, tag: &str) {
    let length = word.chars().count();
    let is_cut = |n: &usize| {
        let at = word.char_indices().nth(*n).map_or(word.len(), |(at, _)| at);
        jieba().has_word(&word[..at]) && jieba().has_word(&word[at..])
    };
    let cut = (length >= 4 && in_table(word).is_none()).then(|| (2..=length - 2).find(is_cut)).flatten();
    match cut {
        Some(n) => {
            let at = word.char_indices().nth(n).map_or(word.len(), |(at, _)| at);
            push_parts(words, &word[..at], start, tag);
            push_parts(words, &word[at..], start + n, tag);
        }
        None => words.push(Word { range: start..start + length, tag: tag.to_owned() }),
    }
}

/// The stretch of text between two marks, with its words.
#[derive(Debug)]
pub(crate) struct Clause<'a> {
    pub(crate) chars: &'a [char],
    pub(crate) words: &'a [Word],
}

impl<'a> Clause<'a> {
    pub(crate) fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub(crate) fn before(&self, at: usize) -> Option<char> {
        self.char(at.checked_sub(1)?)
    }

    /// The number of the word a character belongs to.
    pub(crate) fn word_at(&self, at: usize) -> Option<usize> {
        self.words.iter().position(|word| word.range.contains(&at))
    }

    pub(crate) fn text(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().collect()
    }

    /// Whether a phrase counts: inside one word or over whole words. 行长 is none in 银行 + 长期.
    pub(crate) fn stands_alone(&self, phrase: &Range<usize>) -> bool {
        let is_inside = self.words.iter().any(|word| word.range.start <= phrase.start && phrase.end <= word.range.end);
        is_inside || (self.starts_word(phrase.start) && self.ends_word(phrase.end))
    }

    /// Whether a phrase cuts a word on both of its sides.
    pub(crate) fn cuts_twice(&self, phrase: &Range<usize>) -> bool {
        !self.stands_alone(phrase) && !self.starts_word(phrase.start) && !self.ends_word(phrase.end)
    }

    fn starts_word(&self, at: usize) -> bool {
        self.words.iter().any(|word| word.range.start == at)
    }

    fn ends_word(&self, at: usize) -> bool {
        self.words.iter().any(|word| word.range.end == at)
    }
}
