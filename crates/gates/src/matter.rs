//! A sentence beside its spans: which of its words are said there, and where.

use crate::alignment::Alignment;
use crate::lexicon::{Class, lexicon};
use crate::reading::Reading;
use crate::token::Token;
use crate::{Claim, sounds};
use jiff::civil::Date;

/// What every test looks at.
pub(crate) struct Matter<'a> {
    pub claim: &'a Claim<'a>,
    pub said: Reading,
    pub given: Reading,
    pub published: Vec<Date>,
    /// For each word of the sentence the words of the spans that may say the same.
    pub pairs: Vec<Vec<usize>>,
    /// Of those the one that each stands for.
    pub aligned: Alignment,
    /// The spans are in another language.
    pub is_across: bool,
    pub is_headline: bool,
}

impl<'a> Matter<'a> {
    pub fn of(claim: &'a Claim<'a>, is_headline: bool) -> Self {
        let said = Reading::of(claim.text);
        let given = Reading::of_all(claim.spans.iter().map(|span| span.text));
        let pairs = said.tokens.iter().map(|token| given.like(token).collect()).collect();
        let is_across = !claim.spans.iter().any(|span| span.language == claim.language);
        let published = claim.spans.iter().filter_map(|span| span.published).collect();
        let aligned = Alignment::default();
        let mut matter = Self { claim, said, given, published, pairs, aligned, is_across, is_headline };
        matter.pair_initials();
        matter.pair_places();
        matter.pair_sounds();
        matter.aligned = Alignment::of(&matter);
        matter
    }

    /// `ONS` of "Office for National Statistics", either way round.
    fn pair_initials(&mut self) {
        for (at, place) in initials(&self.said.tokens, &self.given.tokens) {
            self.pairs[at].push(place);
        }
        for (place, at) in initials(&self.given.tokens, &self.said.tokens) {
            if !self.pairs[at].contains(&place) {
                self.pairs[at].push(place);
            }
        }
    }

    /// A text that names Oslo also speaks of Norway.
    fn pair_places(&mut self) {
        for at in 0..self.pairs.len() {
            if !self.pairs[at].is_empty() {
                continue;
            }
            let ids: Vec<u16> = self.said.tokens[at].ids_of(Class::Place).collect();
            let lies_in = |token: &Token| {
                token.ids.iter().copied().any(|id| lexicon().parent(id).is_some_and(|parent| ids.contains(&parent)))
            };
            let inside: Vec<usize> =
                (0..self.given.tokens.len()).filter(|at| lies_in(&self.given.tokens[*at])).collect();
            self.pairs[at] = inside;
        }
    }

    /// Names that are only carried over by their sound.
    fn pair_sounds(&mut self) {
        let mut found = Vec::new();
        for (at, token) in self.said.tokens.iter().enumerate() {
            if token.is_han
                || token.number.is_some()
                || !token.is_capital
                || !self.pairs[at].is_empty()
                || is_in_table(token)
            {
                continue;
            }
            for places in sounded(token, &self.given) {
                found.extend(places.map(|place| (at, place)));
            }
        }
        for (at, token) in self.given.tokens.iter().enumerate() {
            if token.is_han || token.number.is_some() || !token.is_capital || is_in_table(token) {
                continue;
            }
            for places in sounded(token, &self.said) {
                found.extend(places.map(|place| (place, at)));
            }
        }
        for (said, given) in found {
            if !self.pairs[said].contains(&given) {
                self.pairs[said].push(given);
            }
        }
    }

    pub fn is_paired(&self, at: usize) -> bool {
        self.pairs.get(at).is_some_and(|pairs| !pairs.is_empty())
    }

    /// How much a word says of which event is told.
    pub fn weight(&self, at: usize) -> f64 {
        let token = &self.said.tokens[at];
        if token.number.is_some() || token.is_name() {
            2.0
        } else if token.is_content() && !token.is_frame() {
            1.0
        } else {
            0.0
        }
    }

    /// For each sentence of the spans how much of these words it says.
    pub fn scores(&self, places: &[usize]) -> Vec<f64> {
        let mut scores = vec![0.0; self.given.n_sentences];
        for at in places {
            for (sentence, score) in scores.iter_mut().enumerate() {
                if self.pairs[*at].iter().any(|place| self.given.tokens[*place].sentence == sentence) {
                    *score += self.weight(*at);
                }
            }
        }
        scores
    }

    /// The sentence of the spans that says most of these words.
    pub fn best_sentence(&self, places: &[usize]) -> Option<usize> {
        best(&self.scores(places))
    }

    /// The clause of the spans that says most of these words, and how much.
    pub fn best_clause(&self, places: &[usize]) -> Option<(usize, f64)> {
        let mut scores = vec![0.0; self.given.n_clauses];
        for at in places {
            for (clause, score) in scores.iter_mut().enumerate() {
                if self.pairs[*at].iter().any(|place| self.given.tokens[*place].clause == clause) {
                    *score += self.weight(*at);
                }
            }
        }
        best(&scores).map(|clause| (clause, scores[clause]))
    }

    /// The clauses of the sentence, as places of words.
    pub fn clauses(&self) -> Vec<Vec<usize>> {
        let clauses = (0..self.said.n_clauses).map(|clause| self.said.clause(clause).collect::<Vec<_>>());
        clauses.filter(|places| !places.is_empty()).collect()
    }

    /// A word of the sentence, for a fault.
    pub fn word(&self, at: usize) -> &str {
        &self.said.tokens[at].text
    }
}

/// The first of the highest above nothing.
pub(crate) fn best(scores: &[f64]) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (index, score) in scores.iter().enumerate() {
        if *score > 0.0 && found.is_none_or(|best| *score > scores[best]) {
            found = Some(index);
        }
    }
    found
}

/// A name whose spelling in the other language is known: its sound says nothing more.
fn is_in_table(token: &Token) -> bool {
    [Class::Place, Class::Organisation, Class::Person].iter().any(|class| token.is_of(*class))
        && token.text.chars().count() > 1
}

/// Each word in capitals with the words whose first letters it is made of.
fn initials(short: &[Token], long: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let names: Vec<usize> = (0..long.len()).filter(|at| long[*at].is_capital).collect();
    for (at, token) in short.iter().enumerate().filter(|(_, token)| token.is_shouted && token.text.len() >= 2) {
        let n = token.text.len();
        for window in names.windows(n) {
            let initials: String = window.iter().filter_map(|place| long[*place].text.chars().next()).collect();
            if initials == token.text && window[n - 1] - window[0] < n + 3 {
                found.extend(window.iter().map(|place| (at, *place)));
            }
        }
    }
    found
}

/// The runs of Chinese words in which a Latin name is heard.
fn sounded(name: &Token, reading: &Reading) -> Vec<std::ops::Range<usize>> {
    let tokens = &reading.tokens;
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for start in 0..tokens.len() {
        let mut text = String::new();
        for end in start..(start + 4).min(tokens.len()) {
            let token = &tokens[end];
            if !token.is_han || token.clause != tokens[start].clause || is_in_table(token) {
                break;
            }
            text.push_str(&token.text);
            if text.chars().count() > 8 {
                break;
            }
            let chars: Vec<char> = text.chars().collect();
            if sounds::is_sounded_whole(&name.text, &text)
                || chars.len() <= 4 && end == start && sounds::is_heard(&name.text, &chars)
            {
                found.push(start..end + 1);
            }
        }
    }
    found
}
