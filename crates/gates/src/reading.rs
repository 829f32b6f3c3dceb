//! Reads a text: sentences, clauses, words with their meanings, numbers with what stands before them.

mod cut;

use crate::lexicon::{Class, Mark, lexicon};
use crate::token::Token;
use news::text::sentences;

/// A text as the tests see it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub tokens: Vec<Token>,
    pub n_sentences: usize,
    pub n_clauses: usize,
    pub n_scenes: usize,
    /// The folded text, spans joined by line ends.
    pub folded: String,
}

impl Reading {
    /// Reads one sentence.
    pub fn of(text: &str) -> Self {
        Self::of_all([text])
    }

    /// Reads the cited spans as one text.
    pub fn of_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut reading = Self::default();
        for text in texts {
            for sentence in sentences(text) {
                reading.add(sentence.of(text));
            }
        }
        mark_phrases(&mut reading.tokens);
        reading
    }

    fn add(&mut self, sentence: &str) {
        let mut cutter = cut::Cutter::new(sentence, self.n_clauses);
        cutter.run();
        self.folded.push_str(&cutter.folded());
        self.folded.push('\n');
        self.n_clauses = cutter.clause + 1;
        let scenes = cutter.scene + 1;
        for (index, token) in cutter.tokens.into_iter().enumerate() {
            self.tokens.push(Token {
                sentence: self.n_sentences,
                scene: self.n_scenes + token.scene,
                is_first: index == 0,
                ..token
            });
        }
        self.n_scenes += scenes;
        self.n_sentences += 1;
    }

    /// The places of the words of one sentence.
    pub fn sentence(&self, sentence: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |at| self.tokens[*at].sentence == sentence)
    }

    /// The places of the words of one clause.
    pub fn clause(&self, clause: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |at| self.tokens[*at].clause == clause)
    }

    /// The words that may say the same as this one.
    pub fn like<'a>(&'a self, token: &'a Token) -> impl Iterator<Item = usize> + 'a {
        (0..self.tokens.len()).filter(move |at| self.tokens[*at].is_like(token))
    }
}

/// Gives words that stand together their common meanings and marks; the longest phrase wins.
fn mark_phrases(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        if !tokens[at].is_han && tokens[at].number.is_none() {
            mark_claims(tokens, at);
        }
    }
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is_han || tokens[at].number.is_some() {
            at += 1;
            continue;
        }
        at += mark_meanings(tokens, at).max(1);
    }
}

/// Returns how many words the longest phrase has.
fn mark_meanings(tokens: &mut [Token], at: usize) -> usize {
    let mut longest = 0;
    let mut found = Vec::new();
    for base in tokens[at].bases.clone() {
        for (phrase, id) in lexicon().phrases(&base) {
            if phrase.len() >= longest && stands(tokens, at, phrase) && is_allowed(tokens, at, phrase, *id) {
                if phrase.len() > longest {
                    found.clear();
                    longest = phrase.len();
                }
                if !found.contains(id) {
                    found.push(*id);
                }
            }
        }
    }
    for token in tokens.iter_mut().skip(at).take(longest) {
        token.ids = found.clone();
    }
    longest
}

fn stands(tokens: &[Token], at: usize, phrase: &[String]) -> bool {
    phrase.iter().enumerate().all(|(i, word)| {
        tokens.get(at + i).is_some_and(|token| {
            token.sentence == tokens[at].sentence && token.number.is_none() && token.bases.contains(word)
        })
    })
}

/// Names of one word are written with a capital, short ones in capitals: `US` is not `us`, `May` not `may`.
fn is_allowed(tokens: &[Token], at: usize, phrase: &[String], id: u16) -> bool {
    let token = &tokens[at];
    let class = lexicon().class(id);
    if matches!(
        class,
        Class::Meaning | Class::Office | Class::Currency | Class::Unit | Class::Relative | Class::Profession
    ) || phrase.len() > 1
    {
        return true;
    }
    // A name has no past form: `Macao` is not a form of anything.
    if token.text != phrase[0] && token.text.trim_end_matches('s') != phrase[0] {
        return false;
    }
    if token.text.len() <= 3 && matches!(class, Class::Place | Class::Organisation) {
        return token.is_shouted || token.text.contains('.');
    }
    if class == Class::Month && matches!(token.text.as_str(), "may" | "march") {
        return token.is_capital && has_day_beside(tokens, at);
    }
    token.is_capital
}

fn has_day_beside(tokens: &[Token], at: usize) -> bool {
    const BEFORE: [&str; 20] = [
        "in", "of", "since", "by", "until", "late", "early", "mid", "from", "to", "this", "last", "next", "through",
        "before", "after", "and", "on", "for", "between",
    ];
    let before = at.checked_sub(1).and_then(|before| tokens.get(before)).filter(|_| !tokens[at].is_first);
    before.is_some_and(|token| token.number.is_some() || BEFORE.contains(&token.text.as_str()))
        || tokens.get(at + 1).is_some_and(|token| token.number.is_some())
}

/// Marks of English phrases: `at least`, `according to`.
fn mark_claims(tokens: &mut [Token], at: usize) {
    let mut marks: Vec<(usize, Mark)> = Vec::new();
    for (phrase, mark) in lexicon().marked_phrases(&tokens[at].text) {
        let is_there = phrase.iter().enumerate().all(|(i, word)| {
            tokens.get(at + i).is_some_and(|token| token.text == *word && token.sentence == tokens[at].sentence)
        });
        // The month is no modal verb.
        let is_month = tokens[at].text == "may" && tokens[at].is_capital && has_day_beside(tokens, at);
        if is_there && !is_month {
            marks.push((phrase.len(), *mark));
        }
    }
    for (n, mark) in marks {
        for token in tokens.iter_mut().skip(at).take(n) {
            if !token.marks.contains(&mark) {
                token.marks.push(mark);
            }
        }
    }
}
