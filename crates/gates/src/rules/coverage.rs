//! Whether the sentence says more than the spans: words of it that nothing there can stand for.

use crate::lexicon::{Class, Mark, lexicon};
use crate::matter::Matter;
use crate::token::Token;
use crate::{Fault, Kind};

/// Fault: a piece of a clause of which nothing stands there.
pub(super) fn piece(matter: &Matter<'_>) -> Option<Fault> {
    strange_segment(matter).map(|words| told(&words))
}

/// Fault: a translation of which hardly a word but the numbers stands in the spans says nothing of them.
pub(super) fn hollow(matter: &Matter<'_>) -> Option<Fault> {
    let enough = if matter.is_headline { 2 } else { 3 };
    let says = |at: &usize| {
        let token = &matter.said.tokens[*at];
        token.number.is_none() && (token.is_name() || token.is_content() && !token.is_frame())
    };
    let n_told = (0..matter.said.tokens.len()).filter(says).filter(|at| matter.is_paired(*at)).count();
    (matter.is_across && n_told < enough)
        .then(|| Fault::new(Kind::Addition, "hardly a word of it but numbers is in the cited spans"))
}

/// Fault: too many words of its own.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let mut all = (0.0, 0.0);
    let mut strange = Vec::new();
    for clause in matter.clauses() {
        let (mut own, mut total) = (0.0, 0.0);
        for at in clause.iter().copied().filter(|at| counts(&matter.said.tokens[*at])) {
            total += 1.0;
            if !matter.is_paired(at) && !is_near(matter, &matter.said.tokens[at]) {
                own += weight(matter, &matter.said.tokens[at]);
                strange.push(matter.word(at));
            }
        }
        all = (all.0 + own, all.1 + total);
        if own >= 3.2 && own > total * 0.7 {
            return Some(told(&strange));
        }
    }
    let limit = if matter.is_headline { 0.6 } else { 0.5 };
    (all.0 >= 2.6 && all.0 > all.1 * limit).then(|| told(&strange))
}

/// A piece of a clause of which nothing at all stands there.
fn strange_segment<'a>(matter: &'a Matter<'_>) -> Option<Vec<&'a str>> {
    let tokens = &matter.said.tokens;
    let mut start = 0;
    while start < tokens.len() {
        let end = (start..tokens.len()).find(|at| tokens[*at].segment != tokens[start].segment).unwrap_or(tokens.len());
        let words: Vec<usize> = (start..end)
            .filter(|at| counts(&tokens[*at]) || tokens[*at].is_name() || tokens[*at].number.is_some())
            .collect();
        let is_strange = |at: &usize| !matter.is_paired(*at) && !is_near(matter, &tokens[*at]);
        let weight_of = |at: &usize| weight(matter, &tokens[*at]);
        let strange: Vec<usize> = words.iter().copied().filter(is_strange).collect();
        let own: f64 = strange.iter().map(weight_of).sum();
        // What is added is added behind.
        if start > 0 && own >= 2.0 && words.len() - strange.len() <= 1 {
            return Some(strange.into_iter().map(|at| matter.word(at)).collect());
        }
        start = end;
    }
    None
}

fn told(words: &[&str]) -> Fault {
    Fault::new(Kind::Addition, format!("the cited spans do not say {:?}", words.join(" ")))
}

fn counts(token: &Token) -> bool {
    token.is_content()
        && !token.is_frame()
        && !token.is_name()
        && !token.is_dated()
        && !token.is_of(Class::Relative)
        && !token.is_of(Class::Currency)
        && !token.is_of(Class::Unit)
}

/// A word of the tables that has no counterpart says more than one that nobody knows.
fn weight(matter: &Matter<'_>, token: &Token) -> f64 {
    match (matter.is_across, token.ids.is_empty()) {
        (_, false) => 1.0,
        (true, true) => 0.25,
        (false, true) => 0.6,
    }
}

/// Chinese words are written short and long: all characters of it stand there.
fn is_near(matter: &Matter<'_>, token: &Token) -> bool {
    if !token.is_han {
        return token.has(Mark::Light)
            || lexicon().marked_phrases(&token.text).iter().any(|(_, mark)| *mark == Mark::Light);
    }
    let n = token.text.chars().count();
    let n_found = token.text.chars().filter(|c| matter.given.folded.contains(*c)).count();
    n_found == n || n >= 3 && n_found * 3 >= n * 2
}
